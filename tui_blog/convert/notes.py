"""Footnotes of a body: a number in brackets in the text, and the same in front of the note."""

import re
from itertools import islice
from urllib.parse import unquote, urldefrag

from lxml import etree

from tui_blog.convert.anchors import INNER, places
from tui_blog.convert.elements import BLOCKS, DROP, UNWRAP, Element, all_text, put_text, sweep
from tui_blog.model.anchors import note_anchor, reference_anchor

_NOTE = re.compile(r"#_?(?:fn|footnote|note|ftn|cite_note|sdfootnote)", re.IGNORECASE)
_BACK = re.compile(
    r"#_?(?:fnref|footnote-?ref|footnote-anchor|ftnref|cite_ref|sdfootnote\d+anc)", re.IGNORECASE
)
_ARROWS = frozenset("↩⏎↑⬆^↵⤴↖")
_REFERENCES = frozenset(
    ("footnote-ref", "footnote-reference", "citation-reference", "footnote-anchor", "noteref")
)
_WAYS_BACK = frozenset(
    ("footnote-backref", "footnote-back", "reversefootnote", "fn-backref", "backref", "footnote-number")
)
_SIDE_NOTES = frozenset(("sidenote", "marginnote"))
_LABEL = re.compile(r"\[?(\d{1,3}[a-z]?|[a-zA-Z]|[ivx]{1,6}|[*†‡§¶]{1,4}|(?<=\[)[\w .:-]{1,20})\]?[.:]?")
_BRACKETED = re.compile(r"[\[(].{1,8}[\])]")
_BESIDE = BLOCKS | {"dd", "dt", "section", "aside"}
_SEATS = frozenset(("li", "p", "div", "dd", "td", "aside", "section", "blockquote"))
WAY_BACK = "↑"
"""What a note begins with that has no number of its own: no arrow that fonts draw as a picture."""

_HOLDERS = 12
"""Elements around a link of which one may be its note."""

_BEFORE = 20
"""Elements before a link at most that may be empty, where it opens its block."""

_STEPS = 3
"""How many elements around its number a note's text may stand beside."""


def settle_notes(root: Element, base_url: str) -> None:
    """Footnotes are told by their number in brackets, which leads to the note, and begin with the way back.

    Where a reference and its note do not find each other, the number alone stays.
    """
    page = urldefrag(base_url).url
    references: list[tuple[Element, str]] = []
    ways_back: list[Element] = []
    for link in list(root.iter("a")):
        href = link.get("href") or ""
        place = href[len(page) :] if page and href.startswith(f"{page}#") else href
        if "#" not in href:
            continue
        if _is_way_back(link, place):
            ways_back.append(link)
        elif _is_reference(link, place):
            references.append((link, place))
    if references or ways_back:
        _settle(root, references, ways_back)
    sweep(root)


def _settle(root: Element, references: list[tuple[Element, str]], ways_back: list[Element]) -> None:
    named = places(root)
    numbers: dict[Element, int] = {}
    leading: list[tuple[Element, Element | None]] = []
    for link, place in references:
        note = named.get(unquote(place[1:])) if place.startswith("#") else None
        if note is not None and note in _around(link):
            note = None
        if note is not None:
            numbers.setdefault(note, len(numbers) + 1)
        leading.append((link, note))
    reached = _settle_ways_back(ways_back, numbers)
    for note, number in numbers.items():
        if number not in reached and (seat := _seat(note)) is not None:
            _begin_with(seat, WAY_BACK, number)
            reached.add(number)
    for link, note in leading:
        number = numbers.get(note, 0) if note is not None else 0
        put_text(link, UNWRAP, f"[{all_text(link).strip(' []()')}]")
        if number in reached:
            _lead(link, note_anchor(number))
        if (holder := link.getparent()) is not None and holder.tag == "sup":
            holder.tag = UNWRAP


def _settle_ways_back(ways_back: list[Element], numbers: dict[Element, int]) -> set[int]:
    """Settle the page's own links back; the numbers of the notes that begin with one now."""
    reached: set[int] = set()
    for link in ways_back:
        number = next((numbers[holder] for holder in _around(link) if holder in numbers), 0)
        if _settle_label(link, 0 if number in reached else number):
            reached.add(number)
    return reached - {0}


def _around(link: Element) -> tuple[Element, ...]:
    """A link and what is around it, as far as a note reaches."""
    return (link, *islice(link.iterancestors(), _HOLDERS))


def _lead(link: Element, anchor: str) -> None:
    link.tag = "a"
    link.set("href", f"#{anchor}")
    link.set(INNER, "")


def _begin_with(block: Element, label: str, number: int) -> None:
    """Let a note begin with a label, which leads back where its reference is known."""
    if not number:
        block.text = f"{label} {(block.text or '').lstrip()}"
        return
    link = etree.Element("a")
    link.text, link.tail = label, f" {(block.text or '').lstrip()}"
    block.text = None
    block.insert(0, link)
    _lead(link, reference_anchor(number))


def _seat(note: Element) -> Element | None:
    """The block that a note's text begins in; None where a reference leads to no note's beginning."""
    block: Element | None = note
    if note.tag not in _BESIDE:
        if not _opens_block(note):
            return None
        block = next((holder for holder in note.iterancestors() if holder.tag in _BESIDE), None)
    block = _first_block(block) if block is not None else None
    return block if block is not None and block.tag in _SEATS else None


def settle_side_notes(root: Element) -> None:
    """Notes beside the text stand within its lines in the markup: brackets tell them apart."""
    for note in root.iter("span", "small"):
        if not _SIDE_NOTES.isdisjoint(_classes(note)):
            note.text = f" [{note.text or ''}"
            note.tail = f"] {note.tail or ''}"


def _classes(element: Element | None) -> list[str]:
    return [] if element is None else (element.get("class") or "").split()


def _is_way_back(link: Element, place: str) -> bool:
    return (
        not _WAYS_BACK.isdisjoint(_classes(link))
        or "backlink" in (link.get("role") or "")
        or link.get("rev") == "footnote"
        or _BACK.search(place) is not None
        or (place.startswith("#") and not _ARROWS.isdisjoint(all_text(link)) and len(all_text(link)) < 5)
    )


def _is_reference(link: Element, place: str) -> bool:
    """Told by its class or role, by WordPress's `data-fn`, or by an address that is raised or bracketed."""
    holder = link.getparent()
    told = not _REFERENCES.isdisjoint(_classes(link)) or "noteref" in (link.get("role") or "")
    if told or (holder is not None and holder.get("data-fn") is not None):
        return True
    text = all_text(link).strip()
    return _NOTE.search(place) is not None and (_is_raised(link) or _BRACKETED.fullmatch(text) is not None)


def _is_raised(link: Element) -> bool:
    return any(element.tag == "sup" for element in (*link.iterancestors("sup"), *link.iter("sup")))


def _settle_label(link: Element, number: int) -> bool:
    """A way back that is the number of its note stays as that number; a numbered list has it already.

    True where it stays.
    """
    label = _LABEL.fullmatch(all_text(link).strip())
    item = next(link.iterancestors("li"), None)
    is_numbered = item is not None and (holder := item.getparent()) is not None and holder.tag == "ol"
    if label is None or is_numbered or not _opens_block(link):
        link.tag = DROP
        return False
    text = _text_beside(link)
    if text is not None:
        _begin_with(text, f"[{label[1]}]", number)
        link.tag = DROP
        return True
    put_text(link, UNWRAP, f"[{label[1]}]")
    if number:
        _lead(link, reference_anchor(number))
    return True


def _opens_block(link: Element) -> bool:
    """True where nothing stands before a link in its block."""
    element: Element | None = link
    for _ in range(_BEFORE):
        if element is None or element.tag in _BESIDE:
            return True
        before, holder = element.getprevious(), element.getparent()
        if before is not None:
            text = all_text(before) + (before.tail or "")
        else:
            text = (holder.text if holder is not None else "") or ""
        if text.strip():
            return False
        element = holder if before is None else before
    return False


def _text_beside(link: Element) -> Element | None:
    """The element with a note's text, where that is a block beside the note's number."""
    place: Element | None = link
    for _ in range(_STEPS):
        if place is None or (place.tail or "").strip():
            return None
        if (beside := place.getnext()) is not None:
            return _first_block(beside) if beside.tag in _BESIDE else None
        place = place.getparent()
    return None


def _first_block(block: Element) -> Element:
    while not (block.text or "").strip() and len(block) and block[0].tag in _BESIDE:
        block = block[0]
    return block
