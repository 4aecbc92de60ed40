"""What reading a feed gives, whatever tongue the feed speaks."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tui_blog.model.post import Post
from tui_blog.model.rhythm import ANYTIME, Rhythm
from tui_blog.model.text import EMPTY, LINE_CEILING, CleanText, clean_line, excerpt_from_html, fold

FeedFormat = Literal["rss", "atom", "rdf", "json"]

# "mail@host (Name)", "Name <mail@host>", "Name mail@host": the name is wanted, the address is private.
_NAME_IN_BRACKETS = re.compile(r"\S+@\S+\s*\(([^()]+)\)\s*")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>@]*>")
_MAIL = re.compile(r"<?[^\s<>()]+@[^\s<>()]+>?")


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, read: about the blog, and its entries in document order, repetitions among them."""

    title: CleanText
    site_url: str
    """Absolute, or ""."""
    format: FeedFormat
    posts: tuple[Post, ...]
    next_url: str | None = None
    """Where older posts are (RFC 5005; JSON Feed `next_url`), absolute."""
    language: str = ""
    """As a tag of BCP 47, "" where the feed does not tell."""
    generator: CleanText = EMPTY
    """The program that wrote the feed, as it calls itself."""
    whole: bool = True
    """False for a document that breaks off, whose last entries are missing."""
    rhythm: Rhythm = ANYTIME
    """When the feed wants to be fetched again, as it says itself."""


def make_post(
    *,
    guid: str,
    url: str,
    title: CleanText,
    html: str,
    author: str = "",
    published: datetime | None = None,
    updated: datetime | None = None,
    labels: Iterable[str] = (),
    comment_count: int | None = None,
) -> Post:
    """Make a post of what an entry holds; identity by the first of feeds.md §9.2, rule 1, that there is."""
    return Post(
        guid=_identity(guid) or url or _fingerprint(title, published or html),
        url=url,
        title=title,
        html=html,
        author=clean_line(author),
        published=published or updated,
        updated=updated,
        labels=_distinct(labels),
        excerpt=excerpt_from_html(html),
        comment_count=comment_count,
    )


def _identity(guid: str) -> str:
    """A guid as it is kept: opaque, but one printable line, and never made equal to another by cutting."""
    line = clean_line(guid)
    return _fingerprint(guid) if len(line) == LINE_CEILING else line


def _fingerprint(*parts: object) -> str:
    told = "\n".join(str(part) for part in parts)
    return "sha256:" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _distinct(labels: Iterable[str]) -> tuple[CleanText, ...]:
    """Labels without repetitions in another case, the first spelling kept."""
    distinct: dict[str, CleanText] = {}
    for text in labels:
        if label := clean_line(text, 100):
            distinct.setdefault(fold(label), label)
    return tuple(distinct.values())


def author_name(text: str) -> str:
    """The name in what a feed gives for an author, which is often an e-mail address with a name.

    >>> author_name("noreply@blogger.example (Ada)"), author_name("Ada <ada@blog.example>")
    ('Ada', 'Ada')
    """
    text = text[:500].strip()
    if "<" in text:
        text = _MARKUP.sub("", text).strip()
    if "@" not in text:
        return text
    if in_brackets := _NAME_IN_BRACKETS.fullmatch(text):
        return in_brackets[1].strip()
    return _MAIL.sub("", text).strip(" \t\r\n()<>,") or text.partition("@")[0].strip(" <(")


def count_of(*texts: str | None) -> int | None:
    """The first text that is a count of comments."""
    return next((int(text) for text in map(_digits, texts) if text), None)


def _digits(text: str | None) -> str:
    digits = (text or "").strip()
    return digits if digits.isascii() and digits.isdigit() and len(digits) < 9 else ""
