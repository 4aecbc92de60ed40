"""Where the paragraphs of a page are: the way to an article for which no platform's mark is known.

The idea is that of Arc90's Readability: each paragraph speaks for the element that holds it, and less for
those around that one; names weigh in, and links speak against.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice

from tui_blog.convert.article_measure import Measure, measured
from tui_blog.convert.article_words import weight_of
from tui_blog.convert.elements import HEADINGS, Element, all_text

_SHORTEST = 25
"""Characters of a paragraph that speaks."""
_HOLDERS = 5
"""Elements around a paragraph for which it speaks."""
_FIRST = (
    {"div": 5, "pre": 3, "td": 3, "blockquote": 3, "article": 5, "main": 5}
    | dict.fromkeys(("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3)
    | dict.fromkeys((*HEADINGS, "th"), -5)
)
_SPEAKERS = frozenset(("p", "td", "pre", "h2", "h3", "h4", "h5", "h6"))
_BOXES = frozenset(
    ("div", "section", "article", "main", "center", "blockquote", "dd", "li", "figure", "body")
)
_RIVALS = 5
_NEAR = 0.75
"""Of the best score: what is so near to it is a rival."""
_MAJORITY = 3
_LONG = 80
_FEW_LINKS = 0.25
_SENTENCE = re.compile(r"[.。!?](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Ground:
    """A page's body with what is known of its elements."""

    body: Element
    measures: dict[Element, Measure]
    scores: dict[Element, float]


def survey(body: Element, left_out: Set[Element], *, by_name: bool) -> Ground:
    """Measure a page and score the elements that hold paragraphs."""
    measures = measured(body, left_out)
    scores: dict[Element, float] = {}
    for element, measure in measures.items():
        if element is not body and (points := _points(element, measure)):
            _speak(element, points, measures, scores, by_name=by_name)
    for element in scores:
        scores[element] *= 1 - measures[element].link_density
    return Ground(body, measures, scores)


def _points(element: Element, measure: Measure) -> float:
    """What a paragraph, or the loose text of a box, has to say."""
    if element.tag in _SPEAKERS:
        chars, commas = measure.chars, measure.commas
    elif element.tag in _BOXES:
        chars, commas = measure.loose, measure.loose_commas
    else:
        return 0.0
    if chars < _SHORTEST:
        return 0.0
    return 2 + commas + min(chars / 100, 3 * (1 + measure.breaks / 2))


def _speak(
    element: Element,
    points: float,
    measures: dict[Element, Measure],
    scores: dict[Element, float],
    *,
    by_name: bool,
) -> None:
    """Let a paragraph speak for the elements around it."""
    for level, holder in enumerate(islice(_holders(element, measures), _HOLDERS)):
        if holder not in scores:
            scores[holder] = _FIRST.get(holder.tag, 0) + (weight_of(holder) if by_name else 0)
        scores[holder] += points / (1, 2, 6, 9, 12)[level]


def _holders(element: Element, measures: dict[Element, Measure]) -> Iterator[Element]:
    """The elements around a paragraph; the loose text between the blocks of a box is one within that box."""
    if element.tag in _BOXES and measures[element].blocks:
        yield element
    for holder in element.iterancestors():
        if holder in measures:
            yield holder


def best(ground: Ground) -> list[Element]:
    """The element with the article, and what belongs to it beside it; the body where nothing speaks."""
    ranked = sorted(ground.scores, key=lambda element: ground.scores[element], reverse=True)
    if not ranked:
        return [ground.body]
    top = _holder_of_rivals(ranked[:_RIVALS], ground)
    top = _risen(top, ground)
    return _with_neighbours(top, ground)


def _holder_of_rivals(ranked: list[Element], ground: Ground) -> Element:
    """The element that holds most of those which speak about as loud as the loudest, else the loudest."""
    loudest = ground.scores[ranked[0]]
    rivals = [element for element in ranked[1:] if ground.scores[element] >= loudest * _NEAR]
    around = [set(rival.iterancestors()) for rival in rivals]
    for holder in ranked[0].iterancestors():
        if holder is ground.body:
            break
        if sum(holder in others for others in around) >= _MAJORITY:
            return holder
    return ranked[0]


def _risen(top: Element, ground: Ground) -> Element:
    """Go up where more of the article is above, or where nothing else is."""
    last = ground.scores.get(top, 0.0)
    lowest = last / 3
    for holder in top.iterancestors():
        if holder is ground.body or holder not in ground.scores:
            break
        score = ground.scores[holder]
        if score < lowest:
            break
        if score > last:
            top = holder
            break
        last = score
    while (holder := top.getparent()) is not None and holder is not ground.body and top is not ground.body:
        if sum(child in ground.measures for child in holder) > 1:
            break
        top = holder
    return top


def _with_neighbours(top: Element, ground: Ground) -> list[Element]:
    """The elements beside the best one that look like parts of the same article, in their order."""
    holder = top.getparent()
    if holder is None or top is ground.body:
        return [top]
    loud = max(10.0, ground.scores.get(top, 0.0) * 0.2)
    return [beside for beside in holder if beside is top or _belongs(beside, top, loud, ground)]


def _belongs(beside: Element, top: Element, loud: float, ground: Ground) -> bool:
    measure = ground.measures.get(beside)
    if measure is None:
        return False
    kinship = loud if beside.get("class") and beside.get("class") == top.get("class") else 0.0
    if ground.scores.get(beside, float("-inf")) + kinship >= loud:
        return True
    if beside.tag != "p":
        return False
    if measure.chars > _LONG:
        return measure.link_density < _FEW_LINKS
    return measure.chars > 0 and not measure.linked and _SENTENCE.search(all_text(beside)) is not None
