"""Which part of a page is the article, and that part as HTML."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from html import escape

from lxml import etree

from tui_blog.convert.article_density import best, survey
from tui_blog.convert.article_measure import measured
from tui_blog.convert.article_opinion import second_opinion
from tui_blog.convert.article_page import Page
from tui_blog.convert.article_places import placed
from tui_blog.convert.article_tidy import not_of_it
from tui_blog.convert.article_words import is_furniture
from tui_blog.convert.elements import DROP, Element, sweep

ENOUGH = 500
"""Characters of an article that needs no second look."""

_TIMES = 2
"""How much more a less strict look has to yield: furniture alone is soon as long as a short post."""

_MORE = 1.2
"""How much more trafilatura has to see, and how much more the element may have that holds all of that."""

_MOST = 0.4
"""Of what looks like the article."""

_NEVER_FURNITURE = frozenset(
    ("body", "html", "a", "article", "main", "pre", "code", "table", "tr", "td", "p")
)


@dataclass(frozen=True, slots=True)
class Part:
    """Elements of a page, without some that are in them."""

    tops: tuple[Element, ...]
    left_out: Set[Element]
    chars: int


@dataclass(frozen=True, slots=True)
class _Manner:
    """How strictly a page is looked at; the less it yields, the less strictly again."""

    without_furniture: bool
    by_name: bool
    by_mixture: bool


_MANNERS = (
    _Manner(True, True, True),
    _Manner(False, True, True),
    _Manner(False, False, True),
    _Manner(False, False, False),
)


def choose(page: Page, title: str) -> str:
    """The article of a page as HTML, or "" where there is none."""
    likely = _likely(page.body, title)
    part = _placed(page, likely, title) or _widened(page, likely, title)
    return _from_data(page, part) or _html(part)


def _placed(page: Page, likely: Part, title: str) -> Part | None:
    """What the platform marks, unless it is a small part of the likely article: a quotation, a box."""
    place = placed(page)
    if place is None:
        return None
    left_out = not_of_it([place], title, hard=False, measures=measured(place))
    part = Part((place,), left_out, measured(place, left_out)[place].chars)
    is_within = not set(likely.tops).isdisjoint(place.iterancestors())
    return None if is_within and part.chars < _MOST * likely.chars else part


def _from_data(page: Page, part: Part) -> str:
    """The text among the linked data, where the page shows next to nothing before its scripts have run."""
    text = page.data.get("articleBody")
    if not isinstance(text, str) or part.chars >= ENOUGH or len(text) < _TIMES * max(part.chars, ENOUGH):
        return ""
    paragraphs = (escape(paragraph) for line in text.split("\n") if (paragraph := line.strip()))
    return text if "</p>" in text else "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _widened(page: Page, likely: Part, title: str) -> Part:
    """What looks like the article, or what trafilatura sees around it where that is a good deal more."""
    opinion = second_opinion(page)
    if opinion is None or opinion.chars < _MORE * likely.chars:
        return likely
    place = opinion.place
    if not all(place in (top, *top.iterancestors()) for top in likely.tops):
        return likely
    left_out = not_of_it([place], title, hard=False, measures=measured(place))
    chars = measured(place, left_out)[place].chars
    return Part((place,), left_out, chars) if chars < _MORE * opinion.chars else likely


def _likely(body: Element, title: str) -> Part:
    """What looks like the article, the more strictly looked at the better."""
    longest = Part((), frozenset(), 0)
    for part in _by_density(body, title):
        if part.chars > _TIMES * longest.chars:
            longest = part
        if longest.chars >= ENOUGH:
            break
    return longest


def _by_density(body: Element, title: str) -> Iterator[Part]:
    for manner in _MANNERS:
        furniture = _furniture(body) if manner.without_furniture else set()
        ground = survey(body, furniture, by_name=manner.by_name)
        tops = best(ground)
        left_out = furniture | not_of_it(tops, title, hard=manner.by_mixture, measures=ground.measures)
        yield Part(tuple(tops), left_out, sum(measured(top, left_out)[top].chars for top in tops))


def _furniture(body: Element) -> set[Element]:
    return {
        element for element in body.iter() if element.tag not in _NEVER_FURNITURE and is_furniture(element)
    }


def _html(part: Part) -> str:
    """The markup of a part; what is left out goes from the page, which nobody looks at afterwards."""
    for element in part.left_out:
        element.tag = DROP
    for top in part.tops:
        sweep(top)
        top.tag = "div" if top.tag == "body" else top.tag
    return "".join(
        etree.tostring(top, encoding="unicode", method="html", with_tail=False) for top in part.tops
    )
