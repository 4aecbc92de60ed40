"""The comments that stand in the page of a WordPress post, of whatever theme, from 2.3 to blocks.

Source: WordPress core, `Walker_Comment`, and the Comment Template block. Each comment is an element with its
number in the `id`; an answer stands within the comment that it answers, as deep as the blog allows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tui_blog.model.comment import Comment
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import markup, names, within, words

MOST_PAGES = 100
"""Pages of comments, of fifty each unless the blog says otherwise."""

_NUMBER = re.compile(r"(?:li-|div-)?comment-(\d+)")
_HOLDERS = ("li", "div", "article", "section")
_PINGS = frozenset({"pingback", "trackback"})
_PAGE_PATH = re.compile(r"/comment-page-(\d+)/?$")
_PAGE_QUERY = re.compile(r"(?<=[?&]cpage=)(\d+)")
_BODIES = ("comment-content", "wp-block-comment-content", "comment-text", "comment_text", "commenttext")
_AUTHORS = ("fn", "wp-block-comment-author-name", "comment-author-name", "comment-author", "commentauthor")
_META = ("comment-metadata", "comment-meta", "commentmetadata", "comment-date", "wp-block-comment-date")
_NOTICES = frozenset({"comment-awaiting-moderation", "reply", "comment-likes", "sharedaddy"})
_FURNITURE = _NOTICES | {*_AUTHORS, *_META, "vcard", "says", "avatar", "children"}
_BY_AUTHOR = "bypostauthor"
"""What WordPress says of a comment by the account that wrote the post."""
_PARAGRAPH = re.compile(r"<(?:p|blockquote|pre)\b")
_SAYS = re.compile(r"\s+\w+:$")
_FURNITURE_TAGS = frozenset({"cite", "small", "header", "footer", "form"})
_SCREENS = "//*[@id='comments' or @id='respond' or @id='commentform' or contains(@class, 'comments-area')]"


@dataclass(frozen=True, slots=True)
class PageThread:
    """What a page shows of a post's thread."""

    comments: tuple[Comment, ...]
    pings: frozenset[str]
    """The numbers of the links from other blogs among the comments, which are none."""
    pages: dict[int, str]
    """The other pages of a long thread that this one leads to, by number."""
    is_there: bool
    """The page shows comments, or the place where they would stand."""


def read_thread_in(root: Element, url: str) -> PageThread:
    """Read what stands in a page; `url` is the post's."""
    comments: list[Comment] = []
    pings: set[str] = set()
    for holder, number in _holders(root):
        if _PINGS & names(holder):
            pings.add(number)
        else:
            comments.append(_comment(holder, number, url))
    is_there = bool(comments or pings or root.xpath(_SCREENS))
    return PageThread(tuple(comments), frozenset(pings), dict(_pages(root, url)), is_there)


def page_address(known: str, number: int) -> str:
    """The address of another page of the thread to which `known` leads.

    >>> page_address("https://blog.example/bread/comment-page-2/#comments", 1)
    'https://blog.example/bread/comment-page-1/'
    """
    address = urlsplit(known)._replace(fragment="").geturl()
    by_path, changes = _PAGE_PATH.subn(f"/comment-page-{number}/", address)
    return by_path if changes else _PAGE_QUERY.sub(str(number), address)


def _pages(root: Element, url: str) -> Iterator[tuple[int, str]]:
    """The links to pages of this very thread; posts may lead to comments elsewhere."""
    for link in root.iter("a"):
        address = absolute((link.get("href") or "").partition("#")[0], url)
        found = _PAGE_PATH.search(address) or _PAGE_QUERY.search(address)
        if found and int(found[1][:6]) <= MOST_PAGES and _without_page(address) == _without_page(url):
            yield int(found[1]), address


def _without_page(address: str) -> str:
    return canonical(_PAGE_QUERY.sub("", _PAGE_PATH.sub("/", address)).replace("&cpage=", ""))


# --- one comment ---------------------------------------------------------------------------------


def _holders(root: Element) -> Iterator[tuple[Element, str]]:
    """The outermost element of each comment; themes repeat its number within."""
    met: set[str] = set()
    for element in root.iter(*_HOLDERS):
        number = _number_of(element)
        if number and number not in met:
            met.add(number)
            yield element, number


def _number_of(element: Element) -> str:
    found = _NUMBER.fullmatch(element.get("id") or "")
    return found[1] if found else ""


def _comment(holder: Element, number: str, url: str) -> Comment:
    parts = _own_parts(holder, number)
    author = _first(parts, _AUTHORS)
    if author is None:
        author = next((part for part in parts if part.tag == "cite"), None)
    return Comment(
        id=number,
        parent=_parent(holder, number),
        author=_name(author),
        html=_text(holder, parts, number, url),
        published=_published(parts),
        website=_website(author, url),
        url=f"{url.partition('#')[0]}#comment-{number}",
        by_author=any(
            _BY_AUTHOR in names(part) for part in (holder, *parts) if _number_of(part) in ("", number)
        ),
    )


def _parent(holder: Element, number: str) -> str | None:
    """The comment around this one; deeper than the blog nests its threads, answers stand side by side."""
    above = (_number_of(ancestor) for ancestor in holder.iterancestors(*_HOLDERS))
    return next((each for each in above if each and each != number), None)


def _own_parts(holder: Element, number: str) -> list[Element]:
    """The elements of a comment in their order, without those of its answers."""
    return list(within(holder, lambda part: _number_of(part) not in ("", number)))


def _first(parts: Iterable[Element], wanted: Iterable[str]) -> Element | None:
    by_class: dict[str, Element] = {}
    for part in parts:
        for name in names(part):
            by_class.setdefault(name, part)
    return next((by_class[name] for name in wanted if name in by_class), None)


def _name(author: Element | None) -> CleanText:
    """The name, without the "says:" that older themes put behind it, and the links that some put below."""
    if author is None:
        return EMPTY
    inner = _first(author.iter("*"), ("fn", "url"))
    return clean_line(_SAYS.sub("", words(author if inner is None else inner, 200)))


def _website(author: Element | None, url: str) -> str:
    links = author.iter("a") if author is not None else ()
    hrefs = (absolute(link.get("href") or "", url) for link in links)
    return next((href for href in hrefs if href and "#comment-" not in href), "")


def _published(parts: Iterable[Element]) -> datetime | None:
    """As its `time` tells, to the second and with the blog's zone; else as people read it."""
    times = (part.get("datetime") or "" for part in parts if part.tag == "time")
    shown = _first(parts, _META) if (told := next(times, "")) == "" else None
    if shown is None:
        shown = next((part for part in parts if part.tag == "small"), None)
    return parse_date(told or (words(shown) if shown is not None else ""))


def _text(holder: Element, parts: Iterable[Element], number: str, url: str) -> str:
    """What was written: in an element of its own; in old themes beside name, date and the link to answer."""
    body = _first(parts, _BODIES)
    if body is not None:
        return markup(body, url, _is_notice)
    body = _first(parts, ("comment-body",))
    told = markup(holder if body is None else body, url, lambda part: _is_furniture(part, number))
    paragraph = _PARAGRAPH.search(told)
    return told[paragraph.start() :] if paragraph else told  # "Says:" stands loose before it


def _is_notice(part: Element) -> bool:
    return bool(_NOTICES & names(part))


def _is_furniture(part: Element, number: str) -> bool:
    is_other = _number_of(part) not in ("", number)
    return is_other or part.tag in _FURNITURE_TAGS or bool(_FURNITURE & names(part))
