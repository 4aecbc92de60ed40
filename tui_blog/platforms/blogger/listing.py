"""What Blogger's feeds hold, as JSON or Atom: the shapes, the ids, and the reading of a document.

Source: the protocol notes of Blogger, which are made of Google's "Blogger JSON API: Retrieving data" and of
captures. Numbers of blogs, posts and comments have up to 20 digits and are never more than text here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.flow import Response
from tui_blog.model.text import CleanText, clean_line, line_from_html
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.blogger.atom import as_json
from tui_blog.platforms.encoding import decode as decode_text
from tui_blog.platforms.feeds.parsed import author_name
from tui_blog.platforms.wire import salvage_each, try_decode

SYSTEM = "blogger"
"""How the registry, sites and channels call it."""

JSON_OR_ATOM = "application/json, application/atom+xml;q=0.9, */*;q=0.5"

_BLOG = re.compile(r"tag:blogger\.com,1999:(?:user-\d+\.)?blog-(\w+)")
_ITEM = re.compile(r"tag:blogger\.com,1999:(?:user-\d+\.)?blog-(\w+)\.(?:post|page)-(\w+)")
_CALLBACK = re.compile(rb"\s*(?://[^\n]*\n\s*)?[\w.$]+\s*\(\s*(\{.*\})\s*\)\s*;?\s*", re.DOTALL)
"""`alt=json-in-script` puts the document into a call, which may follow a comment."""
_HEAD = 20_000
_FIRST_ENTRY = re.compile(r"<(?:\w+:)?(?:entry|item)[\s>]|\"entry\"\s*:")
_NOTHING = msgspec.Raw(b"[]")


class Text(msgspec.Struct, frozen=True):
    """An element: its text, and the attribute that says what kind of text."""

    text: str | None = msgspec.field(name="$t", default=None)
    type: str | None = None


class Link(msgspec.Struct, frozen=True):
    """A link of a feed or an entry."""

    rel: str | None = None
    href: str | None = None
    type: str | None = None


class Category(msgspec.Struct, frozen=True):
    """A label."""

    term: str | None = None
    scheme: str | None = None


class Person(msgspec.Struct, frozen=True):
    """An author; `uri` is missing where there is no profile."""

    name: Text = Text()
    uri: Text = Text()


class Reply(msgspec.Struct, frozen=True):
    """`thr:in-reply-to`: what a comment is about (RFC 4685 §3)."""

    ref: str | None = None
    href: str | None = None
    source: str | None = None


class Property(msgspec.Struct, frozen=True):
    """One of Blogger's own marks."""

    name: str | None = None
    value: str | None = None


class Entry(msgspec.Struct, frozen=True):
    """A post or a comment."""

    id: Text = Text()
    published: Text = Text()
    updated: Text = Text()
    title: Text = Text()
    content: Text | None = None
    summary: Text | None = None
    total: Text | None = msgspec.field(name="thr$total", default=None)
    reply: Reply = msgspec.field(name="thr$in-reply-to", default=Reply())
    link: msgspec.Raw = _NOTHING
    author: msgspec.Raw = _NOTHING
    category: msgspec.Raw = _NOTHING
    properties: msgspec.Raw = msgspec.field(name="gd$extendedProperty", default=_NOTHING)


class Feed(msgspec.Struct, frozen=True):
    """A page of posts or comments; `entry` is missing where there are none."""

    id: Text = Text()
    title: Text = Text()
    generator: Text = Text()
    total: Text = msgspec.field(name="openSearch$totalResults", default=Text())
    link: msgspec.Raw = _NOTHING
    author: msgspec.Raw = _NOTHING
    category: msgspec.Raw = _NOTHING
    """Of a feed of posts: all labels of the blog."""
    entry: msgspec.Raw = _NOTHING


class Document(msgspec.Struct, frozen=True):
    """The whole answer: a feed, or an entry by itself."""

    feed: Feed | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A document, read."""

    entries: tuple[Entry, ...]
    title: CleanText
    home: str
    """The page that the feed belongs to, or ""."""
    blog_id: str
    author: str
    total: int | None
    """How many entries there are on all pages."""
    has_next: bool
    labels: tuple[CleanText, ...] = ()
    """All labels of the blog."""


def read_listing(answer: Response) -> Listing:
    """Read posts or comments from JSON, JSON in a call, or Atom. Raises UnreadableAnswer for all else."""
    document = _document(answer)
    if document.entry is not None:
        return Listing((document.entry,), clean_line(""), "", _blog_of(document.entry.id), "", 1, False)
    feed = document.feed
    if feed is None:
        raise UnreadableAnswer(
            f"{host_of(answer.url)} gives no feed here: the blog is private, or its feed is switched off. "
            "Open the blog in a browser.",
            answer.url,
        )
    links = salvage_each(feed.link, Link)
    return Listing(
        entries=salvage_each(feed.entry, Entry),
        title=line_of(feed.title),
        home=page_of(links),
        blog_id=_blog_of(feed.id),
        author=authors_of(feed.author),
        total=number_in(feed.total),
        has_next=any(link.rel == "next" and link.href for link in links),
        labels=_labels(feed),
    )


def _labels(feed: Feed) -> tuple[CleanText, ...]:
    labels = (clean_line(each.term or "", 100) for each in salvage_each(feed.category, Category))
    return tuple(dict.fromkeys(label for label in labels if label))


def _document(answer: Response) -> Document:
    text = decode_text(answer.body, answer.content_type)
    mapped = as_json(text, answer.url)
    if mapped is not None:
        answer = replace(answer, body=msgspec.json.encode(mapped))
    elif call := _CALLBACK.fullmatch(answer.body):
        answer = replace(answer, body=call[1])
    return try_decode(answer, Document) or Document()


# --- ids -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostIds:
    """The numbers by which Blogger knows a post; "" for one that is not known."""

    blog: str = ""
    post: str = ""


def ids_in(guid: str) -> PostIds:
    """The numbers in the id of an entry.

    >>> ids_in("tag:blogger.com,1999:blog-12.post-345")
    PostIds(blog='12', post='345')
    """
    found = _ITEM.match(guid)
    return PostIds(found[1], found[2]) if found else PostIds()


def guid_of(ids: PostIds) -> str:
    """The id that Blogger's feeds give to a post."""
    return f"tag:blogger.com,1999:blog-{ids.blog}.post-{ids.post}"


def head_of(answer: Response) -> str:
    """What a feed says of itself, before its first entry: those of a planet may come from anybody's blog."""
    text = answer.body[:_HEAD].decode("utf-8", "replace")
    first = _FIRST_ENTRY.search(text)
    return text[: first.start()] if first else text


def blog_id_in(text: str) -> str:
    """The number of the blog that a document is of, whoever serves it; or ""."""
    found = _BLOG.search(text)
    return found[1] if found and found[1].isdecimal() else ""


def _blog_of(id_: Text) -> str:
    return blog_id_in(id_.text or "")


# --- parts ---------------------------------------------------------------------------------------


def line_of(text: Text) -> CleanText:
    """A title on one line: literal where Blogger says that it is text, else without its markup."""
    raw = text.text or ""
    return clean_line(raw) if text.type == "text" else line_from_html(raw)


def page_of(links: tuple[Link, ...]) -> str:
    """The page for people among the links; a comment's has no type in some feeds."""
    found = (absolute(link.href or "") for link in links if link.rel == "alternate" and _is_page(link))
    return next((url for url in found if url), "")


def _is_page(link: Link) -> bool:
    return link.type in (None, "", "text/html")


def authors_of(raw: msgspec.Raw) -> str:
    """The names of the authors, as they were written."""
    return ", ".join(dict.fromkeys(_names(raw)))


def _names(raw: msgspec.Raw) -> Iterator[str]:
    for person in salvage_each(raw, Person):
        if name := author_name(person.name.text or ""):
            yield name


def number_in(text: Text | None) -> int | None:
    """A count; Blogger writes numbers as text."""
    digits = (text.text or "").strip() if text else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
