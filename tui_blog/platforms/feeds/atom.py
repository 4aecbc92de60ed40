"""Atom 1.0 (RFC 4287) and 0.3: from the root element to posts (feeds.md §3, §5)."""

import base64
import binascii
import html
from collections.abc import Iterator

from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, LINE_CEILING, CleanText, clean_line, excerpt_from_html, line_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.feeds.element import (
    Node,
    base_of,
    href_of,
    html_from_either,
    html_from_text,
    markup_of,
    rebased,
    text_of,
)
from tui_blog.platforms.feeds.freshness import rhythm_of
from tui_blog.platforms.feeds.parsed import ParsedFeed, author_name, count_of, make_post
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.languages import language_in

_REPLY_COUNT = "{http://purl.org/syndication/thread/1.0}count"

_PUBLISHED = ("published", "issued", "created", "dc:date")
_UPDATED = ("updated", "modified")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HTML_TYPES = frozenset({"html", "text/html", "application/xhtml+xml", "xhtml"})
_NO_LABEL = "http://schemas.google.com/"  # how Blogger marks what is a post and what a comment


def read_atom(root: Element) -> ParsedFeed:
    """Read a document whose root is `feed`, or a lone `entry` (RFC 4287 §2)."""
    feed = Node(root, "atom")
    entries = list(feed.nodes("entry")) or ([feed] if feed.all("content") or feed.all("summary") else [])
    author = _author(feed)
    return ParsedFeed(
        title=_line(feed.first("title")),
        site_url=_page_of(feed),
        format="atom",
        posts=tuple(post_of(entry, author) for entry in entries),
        next_url=_next_url(feed),
        language=language_in(root.get(_LANG), feed.text("dc:language"), feed.text("language")),
        generator=clean_line(feed.text("generator"), 100),
        rhythm=rhythm_of(
            ttl="", period=feed.text("sy:updateperiod"), frequency=feed.text("sy:updatefrequency")
        ),
    )


def _next_url(feed: Node) -> str | None:
    links = feed.links("link", "next") + feed.links("link", "prev-archive")
    return next((url for link in links if (url := href_of(link))), None)


def post_of(entry: Node, feed_author: str) -> Post:
    """What an entry says, be it a post or a comment."""
    return make_post(
        guid=entry.text("id", "guid"),
        url=_url(entry),
        title=_line(entry.first("title", "dc:title", "media:title")),
        html=_body(entry),
        author=_author(entry) or next((_author(s) for s in entry.nodes("source")), "") or feed_author,
        published=entry.date(*_PUBLISHED),
        updated=entry.date(*_UPDATED),
        labels=_labels(entry),
        comment_count=_comment_count(entry),
    )


def _url(entry: Node) -> str:
    """The page of an entry: its alternate link, or its id where that is an address."""
    return (
        entry.address("feedburner:origlink")
        or _page_of(entry)
        or entry.address("link")  # with the address as its text, as RSS writes it
        or absolute(entry.text("id"))
        or next((href_of(link) for link in entry.links("link", "enclosure")), "")
    )


def _page_of(node: Node) -> str:
    """Of several alternates the HTML one is meant for people; one without a type comes next."""
    links = sorted(node.links("link", "alternate"), key=_is_not_html)
    return next((url for link in links if (url := href_of(link))), "")


def _is_not_html(link: Element) -> int:
    kind = (link.get("type") or "").strip().lower()
    return 0 if kind in _HTML_TYPES else 1 if not kind else 2


def _author(node: Node) -> str:
    people = (person for author in node.nodes("author") for person in _person(author))
    return ", ".join(dict.fromkeys(people)) or author_name(node.text("dc:creator"))


def _person(author: Node) -> Iterator[str]:
    """Its name; of a person without one the address of a home page is no name."""
    text = author.text("name", "email") or (author.element.text or "")
    if name := author_name(text):
        yield name


def _labels(entry: Node) -> list[str]:
    categories = [
        element.get("label") or element.get("term") or text_of(element)
        for element in entry.all("category")
        if not (element.get("term") or "").startswith(_NO_LABEL)
    ]
    return categories + entry.texts("dc:subject")


def _comment_count(entry: Node) -> int | None:
    replies = [link.get(_REPLY_COUNT) for link in entry.links("link", "replies")]
    return count_of(entry.text("thr:total"), *replies, entry.text("slash:comments"))


def _line(element: Element | None) -> CleanText:
    """A text construct as one line: literal where it is text, else without its markup (RFC 4287 §3.1)."""
    if element is None:
        return EMPTY
    kind, mode = _type(element), element.get("mode") or ""
    if len(element) or kind in _HTML_TYPES:
        return excerpt_from_html(markup_of(element), LINE_CEILING)
    if mode == "base64":
        return excerpt_from_html(_unpacked(text_of(element)), LINE_CEILING)
    if "/" in kind and not kind.startswith("text/"):
        return line_from_html(_unpacked_if_packed(text_of(element)))
    is_literal = kind in ("text", "text/plain") and mode != "escaped"
    return clean_line(text_of(element)) if is_literal else line_from_html(text_of(element))


def _type(element: Element) -> str:
    return (element.get("type") or "").strip().lower()


def _body(entry: Node) -> str:
    for name in ("content", "summary", "dc:description"):
        for element in entry.all(name):
            if body := _construct(element):
                return rebased(body, element)
    described = (node.text("media:description") for node in (*entry.nodes("media:group"), entry))
    return next((html_from_text(text) for text in described if text), "")


def _construct(element: Element) -> str:
    """The HTML of a body: inline, escaped, plain text, packed in base64, or elsewhere (RFC 4287 §4.1.3)."""
    kind, mode = _type(element), (element.get("mode") or "").strip().lower()
    if (written := element.get("src")) and (source := absolute(written, base_of(element))):
        shown = html.escape(source)
        return f'<p><a href="{shown}">{shown}</a></p>'
    if mode == "base64":
        return html_from_either(_unpacked(text_of(element)))
    if len(element) or kind in _HTML_TYPES:
        return markup_of(element)
    if kind == "text" or (kind.startswith("text/") and mode != "escaped"):
        return html_from_text(text_of(element))
    return html_from_either(text_of(element)) if not kind or mode == "escaped" else ""


def _unpacked_if_packed(text: str) -> str:
    """A text that calls itself a file may be packed as one (RFC 4287 §4.1.3.3), or simply be misnamed."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except ValueError:  # binascii.Error and UnicodeDecodeError alike
        return text


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
