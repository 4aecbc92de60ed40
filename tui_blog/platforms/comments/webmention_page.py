"""What pages tell of webmentions: where they are sent, whether a page links to another, which are shown."""

import re
from collections.abc import Iterator
from itertools import islice

from tui_blog.model.comment import Comment
from tui_blog.model.flow import Response
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import markup, moment, names, target, within, words
from tui_blog.platforms.pages import base_of, header_links, parse_page

RELATION = "webmention"

_MOST_SHOWN = 1_000
_MOST_LINKS = 50_000
_LINKS = ("href", "src", "cite", "data")
"""Attributes that lead to another page (HTML, "attributes that have URLs")."""
_KINDS = frozenset({"u-comment", "p-comment", "comment"})
_TEXTS = ("e-content", "p-content", "p-summary", "p-name")


def endpoint_of(response: Response, root: Element | None = None) -> str:
    """Where a page says that webmentions are sent, or "" (§3.1.2).

    A Link header goes first, then the first `link` or `a` of the page; an empty address is the page itself.
    """
    in_headers = (link.url for link in header_links(response) if RELATION in link.relations)
    if endpoint := next(in_headers, ""):
        return endpoint
    root = parse_page(response) if root is None else root
    base = base_of(root, response.url)
    for element in root.iter("link", "a"):
        if RELATION in names(element, "rel") and element.get("href") is not None:
            written = (element.get("href") or "").strip()
            return absolute(written, base) if written else response.url
    return ""


def links_to(response: Response, url: str) -> bool:
    """Whether a page links to that very address (§3.2.2); text that is no page has to hold it."""
    if "html" not in (response.content_type or "html"):
        text = decode(response.body, response.content_type)
        return re.search(rf"{re.escape(url)}(?![\w/%.-])", text) is not None
    root = parse_page(response)
    base = base_of(root, response.url)
    wanted = _exact(url)
    return any(_exact(each) == wanted for each in islice(_targets(root, base), _MOST_LINKS))


def _targets(root: Element, base: str) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from (absolute(value, base) for name in _LINKS if (value := element.get(name)))


def _exact(url: str) -> str:
    """An address as both sides may write it: only the place within the page is left out."""
    return url.partition("#")[0]


def cited_in(response: Response) -> tuple[Comment, ...]:
    """The answers that a page shows, as citations (h-cite) that are called comments, each once."""
    root = parse_page(response)
    shown = (_cited(each, response.url) for each in islice(_citations(root), _MOST_SHOWN))
    return tuple({comment.id: comment for comment in shown if comment.id and comment.html}.values())


def _citations(root: Element) -> Iterator[Element]:
    kinds = (each for each in root.iter("*") if names(each) & _KINDS)
    return (each for each in kinds if names(each) & {"h-cite", "h-entry"})


def _cited(element: Element, base: str) -> Comment:
    parts: dict[str, Element] = {}
    for part in within(element, lambda each: bool(names(each) & {"e-content", "h-cite"})):
        for name in names(part):
            parts.setdefault(name, part)
    url = target(parts["u-url"], base) if "u-url" in parts else ""
    body = next((parts[name] for name in _TEXTS if name in parts), None)
    author = next((parts[name] for name in ("p-author", "h-card", "u-author") if name in parts), None)
    date = parts.get("dt-published")
    return Comment(
        id=clean_line(url, 2_000),
        parent=None,
        author=words(author, 100) if author is not None else clean_line(""),
        html=markup(body, base) if body is not None else "",
        published=moment(date) if date is not None else None,
        website=target(author, base) if author is not None else "",
        url=url,
    )
