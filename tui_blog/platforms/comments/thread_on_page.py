"""Comments as they stand in the page of a post, where no feed and no API gives them.

Each has its number in an `id`: "c12" for Dotclear and Serendipity, "comment-12" for Movable Type. An answer
stands within the comment that it answers, or all stand side by side.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from tui_blog.model.comment import Comment
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import markup, moment, names, within, words

_NUMBER = re.compile(r"c(?:omment[-_]?)?(\d+)")
_HOLDERS = ("article", "li", "div", "section", "dt")
_DEEPEST = 100
"""Answers within answers; what is nested deeper was not written by people."""
_BODIES = frozenset({"comment-content", "serendipity_commentbody", "comment-body", "comment-text"})
_AUTHORS = frozenset({"fn", "author", "comment-author", "serendipity_comment_author", "commenter"})


def comments_in(root: Element, url: str) -> tuple[Comment, ...]:
    """The comments of a page, parents before their answers; () where none has a number.

    `url` is the post's.
    """
    found: dict[str, Comment] = {}
    depths: dict[str, int] = {}
    holders = (each for each in root.iter(*_HOLDERS) if _number(each))
    for holder in holders:
        number, parent = _number(holder), _parent(holder)
        depth = depths.setdefault(number, depths.get(parent or "", 0) + 1)
        if number not in found and depth <= _DEEPEST:
            found[number] = _comment(holder, number, parent, url)
    return tuple(comment for comment in found.values() if comment.html)


def _parent(holder: Element) -> str | None:
    above = (_number(ancestor) for ancestor in holder.iterancestors(*_HOLDERS))
    return next((each for each in above if each), None)


def _number(element: Element) -> str:
    found = _NUMBER.fullmatch(element.get("id") or "")
    return found[1] if found else ""


def _comment(holder: Element, number: str, parent: str | None, url: str) -> Comment:
    parts = [holder, *within(holder, lambda part: bool(_number(part)))]
    body = _body(holder, parts)
    author = next((part for part in parts if names(part) & _AUTHORS or part.tag == "cite"), None)
    return Comment(
        id=number,
        parent=parent,
        author=_name(author),
        html=markup(body, url, lambda part: bool(_number(part))) if body is not None else "",
        published=_date(parts),
        website=_website(author, url),
        url=f"{url.partition('#')[0]}#{holder.get('id')}",
    )


def _body(holder: Element, parts: Iterable[Element]) -> Element | None:
    """The text: in a place of its own, or behind the head of the comment in a list of definitions."""
    if holder.tag == "dt":
        behind = holder.getnext()
        return behind if behind is not None and behind.tag == "dd" else None
    return next((part for part in parts if names(part) & _BODIES), None)


def _name(author: Element | None) -> CleanText:
    if author is None:
        return EMPTY
    inner = next((part for part in author.iter("*") if "fn" in names(part)), author)
    return clean_line(words(inner, 100))


def _website(author: Element | None, url: str) -> str:
    links = author.iter("a") if author is not None else ()
    hrefs = (absolute(link.get("href") or "", url) for link in links)
    return next((href for href in hrefs if href and "#" not in href), "")


def _date(parts: Iterable[Element]) -> datetime | None:
    told = (part for part in parts if part.tag == "time" or "published" in names(part))
    return next((date for part in told if (date := moment(part))), None)
