"""The comments that stand in a post's page, for blogs whose owner gives no feed of them."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import html as lxml_html

from tui_blog.model.comment import Comment
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.xml import Element

_NUMBER = re.compile(r"c(\d+)")
_MOMENT = re.compile(r"[?&]showComment=(\d{12,13})(?:#|&|$)")
"""A comment's own address tells when it was written, to the millisecond; its words say what they like."""


def comments_in(root: Element, url: str) -> tuple[Comment, ...]:
    """The comments of a threaded page, each parent before its answers; () where there are none."""
    return tuple(_comment(item, number, url) for item, number in _items(root))


def _items(root: Element) -> Iterator[tuple[Element, str]]:
    for item in root.iter("li"):
        found = _NUMBER.fullmatch(item.get("id") or "")
        if found and "comment" in (item.get("class") or "").split():
            yield item, found[1]


def _comment(item: Element, number: str, url: str) -> Comment:
    content = _first(item, "comment-content")
    own = _hrefs(_first(item, "datetime"))
    return Comment(
        id=number,
        parent=_parent(item),
        author=_line(_first(item, "user")),
        html=_inner(content) if content is not None else "",
        published=_published(own, _line(_first(item, "datetime"))),
        website=absolute(_hrefs(_first(item, "user")), url),
        url=absolute(own, url),
        by_author=(user := _first(item, "user")) is not None and "blog-author" in _classes(user),
        deleted=content is not None and any("deleted-comment" in _classes(each) for each in content.iter()),
    )


def _parent(item: Element) -> str | None:
    for ancestor in item.iterancestors("li"):
        if found := _NUMBER.fullmatch(ancestor.get("id") or ""):
            return found[1]
    return None


def _first(item: Element, name: str) -> Element | None:
    """The first part of a comment that has a class; what stands first belongs to it, answers come behind."""
    for element in item.iter():
        if element is not item and element.tag == "li":
            return None
        if name in _classes(element):
            return element
    return None


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split() if isinstance(element.tag, str) else []


def _line(element: Element | None) -> CleanText:
    return EMPTY if element is None else clean_line(str(element.xpath("string()")))


def _hrefs(element: Element | None) -> str:
    links = () if element is None else element.iter("a")
    return next((str(link.get("href")) for link in links if link.get("href")), "")


def _published(url: str, words: str) -> datetime | None:
    if found := _MOMENT.search(url):
        return datetime.fromtimestamp(int(found[1]) / 1000, UTC)
    return parse_date(words)


def _inner(element: Element) -> str:
    children = "".join(lxml_html.tostring(child, encoding="unicode") for child in element)
    return (html.escape(element.text or "", quote=False) + children).strip()
