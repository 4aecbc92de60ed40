"""What a body is, judged by its beginning and not by its Content-Type (discovery.md §4)."""

import re
from enum import StrEnum

from tui_blog.errors import UnreadableAnswer
from tui_blog.platforms.addresses import host_of

HEAD = 4_096
"""Characters among which a feed may begin after something else (a blank line, a warning of PHP)."""


class Kind(StrEnum):
    """What a body turns out to be."""

    FEED = "feed"
    JSON = "json"
    PAGE = "page"
    CHALLENGE = "challenge"
    LOGIN = "login"
    SITEMAP = "sitemap"
    OUTLINE = "outline"
    CALENDAR = "calendar"
    PICTURE = "picture"
    EMPTY = "empty"
    CUT = "cut"
    OTHER = "other"


_PROLOG = re.compile(
    r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE | re.DOTALL
)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_FEED_IN_PAGE = re.compile(r"<(?:\w+:)?(?:rss\s[^<>]*version|feed\s[^<>]*xmlns)\s*=", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"RIFF", b"\x00\x00\x01\x00", b"PK\x03\x04")
_ROOTS = {
    "rss": Kind.FEED,
    "rdf": Kind.FEED,
    "feed": Kind.FEED,
    "entry": Kind.FEED,
    "channel": Kind.FEED,
    "item": Kind.FEED,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
    "opml": Kind.OUTLINE,
}
_PAGE_ROOTS = frozenset(
    ("html", "head", "body", "meta", "title", "script", "link", "div", "p", "h1", "center")
)
_CHALLENGE = re.compile(
    r"just a moment\.\.\.|/cdn-cgi/challenge-platform/|attention required! \| cloudflare|_incapsula_"
    r"|sgcaptcha|ddos-guard|checking your browser|making sure you're not a bot|verify you are human",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input[^<>]+type\s*=\s*[\"']?password", re.IGNORECASE)

_SENTENCES = {
    Kind.PAGE: "{host} answered with a web page, not a feed. Give the blog's address to look for its feed.",
    Kind.CHALLENGE: "{host} lets only browsers in, says its protection against robots. Open it in a browser.",
    Kind.LOGIN: "{host} asks for a login before it shows its posts. Open it in a browser.",
    Kind.SITEMAP: "{host} answered with a sitemap, a list of pages without text. Give the blog's address.",
    Kind.OUTLINE: "{host} answered with an OPML file, a list of blogs. Use import to add them.",
    Kind.CALENDAR: "{host} answered with a calendar, not a feed. Give the blog's address.",
    Kind.PICTURE: "{host} answered with a picture or another file, not a feed. Give the blog's address.",
    Kind.EMPTY: "{host} answered with nothing at all. Try again later.",
    Kind.CUT: "{host} sent a feed that breaks off before the end of its first post. Try again later.",
    Kind.JSON: "{host} sent JSON that is not a feed. Give the blog's address to look for its feed.",
    Kind.OTHER: "{host} sent something that is neither a feed nor a web page. Check the address.",
    Kind.FEED: "{host} sent a feed that is too damaged to be read. Try again later, or tell its author.",
}


def kind_of(body: bytes, text: str) -> Kind:
    """Tell what a body is; `text` is what `encoding.decode` made of it."""
    if body.startswith(_PICTURES):
        return Kind.PICTURE
    text = text.strip("\ufeff\x00 \t\r\n")
    if not text:
        return Kind.EMPTY
    if text[0] in "{[":
        return Kind.JSON
    if text.startswith("BEGIN:VCALENDAR"):
        return Kind.CALENDAR
    return _by_root(text)


def _by_root(text: str) -> Kind:
    """A page may stand around a feed only where the feed's root follows it closely, and says what it is."""
    root = _first_element(text)
    if root in _ROOTS:
        return _ROOTS[root]
    head = text[:HEAD]
    if (_FEED_IN_PAGE if root in _PAGE_ROOTS else _FEED_ROOT).search(head):
        return Kind.FEED
    is_page = root in _PAGE_ROOTS or "<!doctype html" in head.lower()
    return _kind_of_page(text) if is_page else Kind.OTHER


def _first_element(text: str) -> str:
    at = 0
    while prolog := _PROLOG.match(text, at):
        at = prolog.end()
    found = _ELEMENT.match(text, at)
    return found[1].lower() if found else ""


def _kind_of_page(text: str) -> Kind:
    """Walls are short and name no feed; a post that merely quotes one is not taken for it."""
    if len(text) > 100_000 or "application/rss+xml" in text or "application/atom+xml" in text:
        return Kind.PAGE
    if _CHALLENGE.search(text):
        return Kind.CHALLENGE
    return Kind.LOGIN if _PASSWORD.search(text) else Kind.PAGE


def not_a_feed(kind: Kind, url: str) -> UnreadableAnswer:
    """The error that says, in a sentence, what came in place of a feed, and the way out."""
    return UnreadableAnswer(_SENTENCES[kind].format(host=host_of(url) or "The server"), url)
