"""The ways into a Ghost blog besides its newest posts: tags, authors, pages."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from tui_blog.model.flow import Flow, Request, fetch, fetch_all
from tui_blog.model.site import Part, PartKind, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.ghost.api import FULL_PAGE, SYSTEM, Door, Meta, asking, equals
from tui_blog.platforms.wire import decode, salvage_each

MOST_PAGES = 20
"""Two thousand tags: more are of no help to a reader."""

_NOTHING = msgspec.Raw(b"null")


class Counts(msgspec.Struct, frozen=True):
    """How many posts a tag or an author has."""

    posts: int | None = None


class TermShape(msgspec.Struct, frozen=True):
    """A tag or an author."""

    slug: str
    name: str | None = None
    visibility: str | None = None
    count: Counts = Counts()


class Terms(msgspec.Struct, frozen=True):
    """A page of tags, of authors, or of pages (of which only their number is wanted)."""

    tags: msgspec.Raw = _NOTHING
    authors: msgspec.Raw = _NOTHING
    meta: Meta = Meta()


def parts_of(door: Door) -> Flow[tuple[Part, ...]]:
    """Tags, then authors, each by their number of posts; then the pages, if there are any."""
    card = asking(door.at("pages", limit=1, fields="id"))
    answers = yield from fetch_all([_terms(door, "tags"), _terms(door, "authors"), card])
    tags, authors, pages = (decode(answer, Terms) for answer in answers)
    shapes = [*salvage_each(tags.tags, TermShape), *(yield from _further_tags(door, tags))]
    total = pages.meta.pagination.total
    return (
        *_parts(door, "tag", shapes),
        *_parts(door, "author", salvage_each(authors.authors, TermShape)),
        *((_pages(door, total),) if total else ()),
    )


def _terms(door: Door, kind: str, page: int = 1) -> Request:
    return asking(door.at(kind, limit=FULL_PAGE, page=page, include="count.posts"))


def _further_tags(door: Door, first: Terms) -> Flow[tuple[TermShape, ...]]:
    found: list[TermShape] = []
    more, page = first.meta.pagination.next is not None, 1
    while more and page < MOST_PAGES:
        page += 1
        terms = decode((yield from fetch(_terms(door, "tags", page))), Terms)
        found += salvage_each(terms.tags, TermShape)
        more = terms.meta.pagination.next is not None
    return tuple(found)


def _parts(door: Door, kind: PartKind, shapes: Sequence[TermShape]) -> tuple[Part, ...]:
    field = {"tag": "tag", "author": "authors"}[kind]
    seen = [shape for shape in shapes if shape.visibility != "internal" and shape.count.posts != 0]
    return tuple(
        Part(
            kind,
            clean_line(shape.name or shape.slug),
            SourceRef(SYSTEM, replace(door, resource="posts", only=equals(field, shape.slug)).url),
            shape.count.posts,
        )
        for shape in sorted(seen, key=lambda shape: -(shape.count.posts or 0))
    )


def _pages(door: Door, total: int) -> Part:
    source = SourceRef(SYSTEM, replace(door, resource="pages", only="").url)
    return Part("pages", CleanText("Pages"), source, total)
