"""Figures of a body: captions told apart from the text, old galleries, notices in boxes, verses."""

import re

from lxml import etree

from tui_blog.convert.elements import BLOCKS, Element, all_text, enclose

_CAPTIONS = frozenset(("wp-caption-text", "gallery-caption", "tr-caption", "image-caption"))
_BOXES = frozenset(("kg-callout-card", "admonition", "markdown-alert"))
_BOX_TITLES = frozenset(("admonition-title", "markdown-alert-title"))
_VERSES = frozenset(("wp-block-verse",))
_ITALICS = ("em", "i", "cite")
_LINE_START = re.compile(r"^ +", re.MULTILINE)
_BLOCKS = BLOCKS | {"dl", "section", "figure"}


def settle_figures(root: Element) -> None:
    """Set captions apart, and give the boxes and verses of the platforms the elements that they stand for."""
    for element in list(root.iter()):
        named = element.get("class")
        if named is None and element.tag != "figcaption":
            continue
        classes = frozenset((named or "").split())
        if element.tag == "figcaption" or not _CAPTIONS.isdisjoint(classes):
            _settle_caption(element)
        elif not _BOXES.isdisjoint(classes) and element.tag in ("div", "aside", "section"):
            element.tag = "blockquote"
        elif not _BOX_TITLES.isdisjoint(classes):
            enclose(element, "strong")
        elif "kg-callout-emoji" in classes:
            _settle_sign(element)
        elif "gallery-item" in classes and element.tag == "dl":
            _settle_item(element)
        elif element.tag == "pre" and not _VERSES.isdisjoint(classes):
            _settle_verse(element)


def _settle_caption(caption: Element) -> None:
    """A caption in italics, paragraph by paragraph; but for one that has its own."""
    has_blocks = next(caption.iterdescendants(*_BLOCKS), None) is not None
    if caption.tag in ("figcaption", "p"):
        caption.tag = "div" if has_blocks else "p"
    if next(caption.iterdescendants(*_ITALICS), None) is not None:
        return
    if not has_blocks:
        enclose(caption, "em")
        return
    for paragraph in caption.iterdescendants("p"):
        if next(paragraph.iterdescendants(*_BLOCKS), None) is None:
            enclose(paragraph, "em")


def _settle_sign(sign: Element) -> None:
    """Ghost's callouts have their sign in an element of its own: it goes in front of the text."""
    text = sign.getnext()
    if text is not None and not (sign.tail or "").strip():
        while len(text) and text[0].tag in ("p", "div") and not (text.text or "").strip():
            text = text[0]
        text.text = f"{all_text(sign).strip()} {text.text or ''}"
        sign.text = None


def _settle_item(item: Element) -> None:
    """WordPress's galleries of before 2018 are lists of definitions: of a picture, its caption."""
    for part in item.iterchildren("dt", "dd"):
        part.tag = "div"
    item.tag = "div"


def _settle_verse(verse: Element) -> None:
    """A poem keeps its lines, and their indents as spaces of another kind, which Markdown leaves alone."""
    verse.tag = "p"
    for element in list(verse.iter()):
        _break_text(element)
        if element is not verse:
            _break_tail(element)


def _break_text(element: Element) -> None:
    first, *others = _lines(element.text)
    element.text = first
    for line in reversed(others):
        element.insert(0, _break(line))


def _break_tail(element: Element) -> None:
    first, *others = _lines(element.tail)
    element.tail = None
    for line in reversed(others):
        element.addnext(_break(line))
    element.tail = first


def _lines(text: str | None) -> list[str]:
    return _LINE_START.sub(lambda spaces: "\u2002" * len(spaces[0]), text or "").split("\n")


def _break(line: str) -> Element:
    element = etree.Element("br")
    element.tail = line
    return element
