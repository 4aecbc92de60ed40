"""Posts that a page describes for search engines: schema.org in JSON-LD (discovery.md §6)."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice

import msgspec

from tui_blog.model.text import EMPTY, CleanText, clean_line, line_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_either
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.marked_post import MarkedPost
from tui_blog.platforms.listings.microformats import ARTICLE_TYPES
from tui_blog.platforms.wire import salvage

_NOTHING = msgspec.Raw(b"null")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_MOST_SCRIPTS = 20
_MOST_THINGS = 500
_DEPTH = 4
_AROUND = ("graph", "entity", "posts", "elements", "item")


class Thing(msgspec.Struct, frozen=True):
    """One thing of schema.org; what a page gives in another shape than expected counts as not told."""

    type: msgspec.Raw = msgspec.field(name="@type", default=_NOTHING)
    id: msgspec.Raw = msgspec.field(name="@id", default=_NOTHING)
    graph: msgspec.Raw = msgspec.field(name="@graph", default=_NOTHING)
    entity: msgspec.Raw = msgspec.field(name="mainEntity", default=_NOTHING)
    posts: msgspec.Raw = msgspec.field(name="blogPost", default=_NOTHING)
    elements: msgspec.Raw = msgspec.field(name="itemListElement", default=_NOTHING)
    item: msgspec.Raw = _NOTHING
    name: msgspec.Raw = _NOTHING
    url: msgspec.Raw = _NOTHING
    page: msgspec.Raw = msgspec.field(name="mainEntityOfPage", default=_NOTHING)
    headline: msgspec.Raw = _NOTHING
    body: msgspec.Raw = msgspec.field(name="articleBody", default=_NOTHING)
    author: msgspec.Raw = _NOTHING
    published: msgspec.Raw = msgspec.field(name="datePublished", default=_NOTHING)
    modified: msgspec.Raw = msgspec.field(name="dateModified", default=_NOTHING)
    keywords: msgspec.Raw = _NOTHING
    comments: msgspec.Raw = msgspec.field(name="commentCount", default=_NOTHING)


def postings_in(root: Element, base: str) -> tuple[MarkedPost, ...]:
    """The posts that a page's JSON-LD describes, in its order."""
    return _described(root, base, ARTICLE_TYPES)


def pages_in(root: Element, base: str) -> tuple[MarkedPost, ...]:
    """What it tells of the page itself, whatever that shows: its day and its author, as WordPress has it."""
    return tuple(
        MarkedPost(url=told.url, author=told.author, published=told.published, updated=told.updated)
        for told in _described(root, base, frozenset({"webpage"}))
    )


def _described(root: Element, base: str, types: frozenset[str]) -> tuple[MarkedPost, ...]:
    scripts = (each for each in root.iter("script") if "ld+json" in (each.get("type") or "").lower())
    found = (thing for script in islice(scripts, _MOST_SCRIPTS) for thing in _things(_raw(script), _DEPTH))
    things = tuple(islice(found, _MOST_THINGS))
    people = {_text(thing.id): line_from_html(_text(thing.name), 100) for thing in things}
    return tuple(_posting(thing, base, people) for thing in things if _is_one_of(thing, types))


def _raw(script: Element) -> msgspec.Raw:
    """Line ends within strings are no JSON, and common all the same."""
    return msgspec.Raw(_CONTROL.sub(" ", script.text or "").strip().rstrip(";").encode("utf-8", "replace"))


def _things(raw: msgspec.Raw, depth: int) -> Iterator[Thing]:
    """A thing or a list of them, and what lies within: a graph, the posts of a blog."""
    for each in _each(raw) if depth else ():
        thing = salvage(each, Thing)
        if thing is not None:
            yield thing
            for name in _AROUND:
                yield from _things(getattr(thing, name), depth - 1)


def _each(raw: msgspec.Raw) -> list[msgspec.Raw]:
    """The items of a list; what is none stands for itself."""
    if bytes(raw) == b"null":
        return []
    items = salvage(raw, list[msgspec.Raw])
    return [raw] if items is None else items


def _is_one_of(thing: Thing, types: frozenset[str]) -> bool:
    return any(_text(each).rpartition("/")[2].lower() in types for each in _each(thing.type))


def _posting(thing: Thing, base: str, people: Mapping[str, CleanText]) -> MarkedPost:
    body = _text(thing.body)
    keywords = [word for each in _each(thing.keywords) for word in _text(each).split(",")]
    return MarkedPost(
        url=_address(thing, base),
        title=line_from_html(_text(thing.headline) or _text(thing.name)),
        html=html_from_either(body) if body else "",
        author=clean_line(
            ", ".join(dict.fromkeys(name for each in _each(thing.author) if (name := _name(each, people))))
        ),
        published=_date(thing.published),
        updated=_date(thing.modified),
        labels=tuple(label for word in keywords if (label := clean_line(word, 100))),
        comment_count=salvage(thing.comments, int),
    )


def _address(thing: Thing, base: str) -> str:
    """Its own address; or that of the page whose main thing it is."""
    page = salvage(thing.page, Thing)
    written = (thing.url, thing.page, page.id if page else _NOTHING, thing.id)
    return next((url for raw in written if (url := absolute(_text(raw), base))), "").partition("#")[0]


def _name(raw: msgspec.Raw, people: Mapping[str, CleanText]) -> CleanText:
    """A name, a person who has one, or only which of the things around is the person."""
    person = salvage(raw, Thing)
    name = line_from_html(_text(person.name) if person else _text(raw), 100)
    return name or (people.get(_text(person.id), EMPTY) if person else EMPTY)


def _date(raw: msgspec.Raw) -> datetime | None:
    return parse_date(_text(raw))


def _text(raw: msgspec.Raw) -> str:
    return salvage(raw, str) or ""
