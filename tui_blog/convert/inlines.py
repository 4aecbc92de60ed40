"""What stands within lines: ruby, emphasis, and the text itself."""

import re
from collections.abc import Iterator

from tui_blog.convert.elements import (
    BLOCKS,
    DROP,
    EMPHASES,
    UNWRAP,
    Element,
    all_text,
    put_text,
    sweep,
    turn_inside_out,
)
from tui_blog.model.text import clean_line

_SPACES = re.compile(r"[ \t\r\n\f]+")
# A no-break space holds only between two words; anywhere else it was meant to shift something.
_LOOSE_SPACE = re.compile(r"(?<!\S)\xa0+|\xa0+(?!\S)|\xa0{2,}")
_WITH_CONTENT = ("img", "input")


def settle_readings(root: Element) -> None:
    """Ruby as it is read aloud: the reading in brackets behind the characters."""
    for reading in list(root.iter("rt")):
        put_text(reading, UNWRAP, f"({all_text(reading).strip()})")


def settle_emphasis(root: Element) -> None:
    """Emphasis around blocks, within its like or around nothing goes; neighbours of one kind become one."""
    for element in list(root.iter(*EMPHASES, "code", "sub", "sup", "q", "a")):
        like = next(element.iterancestors(element.tag), None) is not None
        empty = not all_text(element).strip() and next(element.iterdescendants(*_WITH_CONTENT), None) is None
        if like or empty or next(element.iterdescendants(*BLOCKS), None) is not None:
            element.tag = UNWRAP
    sweep(root)
    # Within the link signs of emphasis never fail; around it they would beside a letter (CommonMark §6.2).
    for element in reversed(list(root.iter(*EMPHASES))):
        if len(element) == 1 and element[0].tag == "a" and not element.text and not element[0].tail:
            turn_inside_out(element)
    for element in list(root.iter(*EMPHASES, "code")):
        if element.tag != DROP and (neighbours := list(_neighbours(element))):
            _join(element, neighbours)
    sweep(root)


def _neighbours(element: Element) -> Iterator[Element]:
    """The elements of the same kind that follow with nothing between."""
    last, following = element, element.getnext()
    while following is not None and following.tag == element.tag and not last.tail:
        yield following
        last, following = following, following.getnext()


def _join(element: Element, neighbours: list[Element]) -> None:
    """Move all that is in the neighbours into the element; of thousands the texts are joined once."""
    holder = element[-1] if len(element) else None
    texts = [(element.text if holder is None else holder.tail) or ""]
    for neighbour in neighbours:
        texts.append(neighbour.text or "")
        if len(neighbour):
            _write(element, holder, texts)
            element.extend(list(neighbour))
            holder = element[-1]
            texts = [holder.tail or ""]
    _write(element, holder, texts)
    element.tail, neighbours[-1].tail = neighbours[-1].tail, None
    for neighbour in neighbours:
        neighbour.tag = DROP


def _write(element: Element, holder: Element | None, texts: list[str]) -> None:
    if holder is None:
        element.text = "".join(texts)
    else:
        holder.tail = "".join(texts)


def settle_text(root: Element) -> None:
    """Fold the white space of every text, but for the lines of programs."""
    for element in root.iter():
        if element.tag == "pre":
            element.text = (element.text or "").replace("\xa0", " ")
        else:
            element.text = folded(element.text)
        element.tail = folded(element.tail)
        if element.tag == "img":
            element.set("alt", clean_line(element.get("alt") or "", 300))


def folded(text: str | None) -> str | None:
    """Text with single spaces, as a browser shows it."""
    return _SPACES.sub(" ", _LOOSE_SPACE.sub(" ", text)) if text else text
