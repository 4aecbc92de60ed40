"""How much text there is in the elements of a page, how much of it is linked, and of what kind it is."""

import re
from collections.abc import Set
from dataclasses import dataclass

from tui_blog.convert.elements import HEADINGS, Element

COMMA = re.compile("[,،﹐︐︑⸲⹁，、]")
"""Sentences have them, menus do not (Unicode names of many scripts)."""

BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
WITHIN_THE_PAGE = 0.3
"""What a link to a note or a heading of its own page counts."""


@dataclass(slots=True)
class Measure:
    """What is in an element; lengths are characters without white space at the edges."""

    chars: int = 0
    linked: float = 0.0
    """Of them, those in links; links within the page count less."""
    commas: int = 0
    headed: int = 0
    """Of them, those in headings."""
    listed: int = 0
    """Of them, those in lists."""
    paragraphs: int = 0
    pictures: int = 0
    items: int = 0
    blocks: int = 0
    """Block elements in it, itself not counted."""
    loose: int = 0
    """Characters that stand in no block within it."""
    loose_commas: int = 0
    breaks: int = 0
    """Line breaks among its loose text."""

    @property
    def link_density(self) -> float:
        """How much of the text is linked, 0 to 1."""
        return self.linked / self.chars if self.chars else 0.0


def measured(root: Element, left_out: Set[Element] = frozenset()) -> dict[Element, Measure]:
    """Measure every element from `root` down, as if those that are `left_out` were not there."""
    kept: list[Element] = []
    waiting = [root]  # a loop, for a page may be deep
    while waiting:
        kept.append(element := waiting.pop())
        waiting.extend(child for child in element if child not in left_out)
    measures: dict[Element, Measure] = {}
    for element in reversed(kept):  # what is in an element comes behind it
        measures[element] = _measure(element, measures)
    return measures


def _measure(element: Element, measures: dict[Element, Measure]) -> Measure:
    measure = Measure()
    _add_text(measure, element.text)
    for child in element:
        if (part := measures.get(child)) is not None:
            _add(measure, part, is_block=child.tag in BLOCKS)
        _add_text(measure, child.tail)
    match element.tag:
        case "a":
            within = (element.get("href") or "").startswith("#")
            measure.linked = measure.chars * (WITHIN_THE_PAGE if within else 1)
        case "p":
            measure.paragraphs += 1
        case "img":
            measure.pictures += 1
        case "li":
            measure.items += 1
        case "br":
            measure.breaks += 1
        case "ul" | "ol":
            measure.listed = measure.chars
        case tag if tag in HEADINGS:
            measure.headed = measure.chars
    return measure


def _add_text(measure: Measure, text: str | None) -> None:
    if text and (stripped := " ".join(text.split())):
        commas = len(COMMA.findall(stripped))
        measure.chars += len(stripped)
        measure.loose += len(stripped)
        measure.commas += commas
        measure.loose_commas += commas


def _add(measure: Measure, part: Measure, *, is_block: bool) -> None:
    measure.chars += part.chars
    measure.linked += part.linked
    measure.commas += part.commas
    measure.headed += part.headed
    measure.listed += part.listed
    measure.paragraphs += part.paragraphs
    measure.pictures += part.pictures
    measure.items += part.items
    measure.blocks += part.blocks + is_block
    if not is_block:
        measure.loose += part.loose
        measure.loose_commas += part.loose_commas
        measure.breaks += part.breaks
