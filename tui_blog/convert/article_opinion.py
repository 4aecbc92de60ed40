"""What trafilatura takes for the article: a second opinion on pages of no known platform.

Its output is lossy for a reader (programs, tables and pictures suffer), so it only says where the article is.
"""

import logging
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from tui_blog.convert.article_page import Page
from tui_blog.convert.elements import Element

ELEMENTS = 6_000
"""A page with more of them is not shown to trafilatura, whose time is not linear in them."""

_SHORTEST = 5
"""Characters of a text that is not met elsewhere by chance."""
_NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class Opinion:
    """Where the article is said to be."""

    place: Element
    """The smallest element of the page that holds nearly all of it."""
    chars: int
    """How much of the page it is; white space at the edges of texts is not counted."""


def second_opinion(page: Page) -> Opinion | None:
    """Ask trafilatura; None where it finds nothing."""
    wanted = _found(page)
    if not wanted:
        return None
    body = page.body
    chars = dict.fromkeys(body.iter(), 0)
    for element in chars:
        chars[element] += _met(element.text, wanted)
        chars[element] += sum(_met(child.tail, wanted) for child in element)
    for element in reversed(chars):  # what is in an element comes behind it
        if element is not body:
            chars[element.getparent()] += chars[element]
    place, enough = body, chars[body] * _NEARLY_ALL
    while (inner := next((child for child in place if chars[child] >= enough), None)) is not None:
        place = inner
    return Opinion(place, chars[body]) if chars[body] else None


def _found(page: Page) -> set[str]:
    """The texts of trafilatura's article."""
    if sum(1 for _ in page.root.iter()) > ELEMENTS:
        return set()
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its words would land on the screen
    try:
        document = bare_extraction(
            deepcopy(page.root),
            url=page.url,
            include_comments=False,
            include_formatting=True,
            include_links=True,
        )
    except Exception:  # whatever a page did to it: there is a first opinion
        return set()
    body = getattr(document, "body", None)
    texts = map(_plain, _texts(body)) if body is not None else ()
    return {text for text in texts if len(text) >= _SHORTEST}


def _texts(body: Element) -> Iterator[str | None]:
    for element in body.iter():
        yield element.text
        yield element.tail


def _met(text: str | None, wanted: set[str]) -> int:
    return len(plain) if (plain := _plain(text)) in wanted else 0


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
