"""One element of a web page: its names, its words, its moment, and its markup with absolute links."""

import html
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime

from lxml import html as lxml_html

from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.xml import Element

_NO_TEXT = frozenset({"script", "style", "template", "form", "nav", "button", "dialog"})
"""What stands in a body and is no part of its text."""
_COMMENT = re.compile(r"(?:^|\s)(?:[pu]-)?comments?(?:list|-list|-area|[-_]?\d+)?(?:$|\s)", re.IGNORECASE)
_HOLDS_WORDS = 20_000
"""Characters of an element that are looked at for a line."""


def names(element: Element, attribute: str = "class") -> frozenset[str]:
    """The words of an attribute that holds a list of them, in lower case."""
    return frozenset((element.get(attribute) or "").lower().split())


def is_comment(element: Element) -> bool:
    """Whether an element is a comment under a post, by its names, its number, or the list around it."""
    return any(
        _COMMENT.search(f"{each.get('class') or ''} {each.get('id') or ''}")
        for each in (element, *element.iterancestors("div", "section", "ol", "ul", "li"))
    )


def is_copy(link: Element) -> bool:
    """Whether a link leads to a copy of the post elsewhere (https://indieweb.org/u-syndication)."""
    return "u-syndication" in names(link) or "syndication" in names(link, "rel")


def words(element: Element, ceiling: int = 300) -> CleanText:
    """What an element says, on one clean line: in a picture's place what stands for it."""
    told = element.get("alt") if element.tag == "img" else None
    if element.tag in ("data", "meta", "input"):
        told = element.get("value") or element.get("content")
    elif element.tag == "abbr":
        told = element.get("title")
    return clean_line(told or str(element.xpath("string()"))[:_HOLDS_WORDS], ceiling)


def moment(element: Element) -> datetime | None:
    """The date that an element tells: for programs in an attribute, else for people in its words."""
    attributes = (element.get(name) or "" for name in ("datetime", "content", "value", "title"))
    within = (each.get("datetime") or each.get("title") or "" for each in element.iter("time", "abbr"))
    told = (parse_date(text) for text in (*attributes, *within, words(element)))
    return next((date for date in told if date), None)


def target(element: Element, base: str) -> str:
    """The http address that an element leads to, or ""."""
    written = (element.get(name) or "" for name in ("href", "content", "value", "src"))
    link = next((text for text in written if text), "")
    if not link and (inner := next(element.iter("a"), None)) is not None:
        link = inner.get("href") or ""
    return absolute(link, base)


def within(element: Element, is_closed: Callable[[Element], bool]) -> Iterator[Element]:
    """What lies in an element, in document order; what is closed comes itself, and nothing from within it.

    Without recursion: a hostile page nests as deep as it likes.
    """
    waiting = [child for child in reversed(element) if isinstance(child.tag, str)]
    while waiting:
        current = waiting.pop()
        yield current
        if not is_closed(current):
            waiting += [child for child in reversed(current) if isinstance(child.tag, str)]


def markup(element: Element, base: str, is_noise: Callable[[Element], bool] | None = None) -> str:
    """The HTML within an element, without what is no text, every link made absolute."""
    copy = deepcopy(element)
    copy.tail = None
    waiting = [copy]
    while waiting:
        for child in list(waiting.pop()):
            is_text = isinstance(child.tag, str) and child.tag not in _NO_TEXT
            if is_text and not (is_noise and is_noise(child)):
                waiting.append(child)
            else:
                child.drop_tree()
    copy.make_links_absolute(base, resolve_base_href=False, handle_failures="ignore")
    children = "".join(lxml_html.tostring(child, encoding="unicode") for child in copy)
    return (html.escape(copy.text or "", quote=False) + children).strip()
