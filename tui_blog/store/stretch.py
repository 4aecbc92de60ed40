"""Stretches of a shelf: what a list holds, between which places, and in which order it is read."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostQuery
from tui_blog.store.shelves import LIBRARY, own_shelf, tag_shelf

if TYPE_CHECKING:
    from tui_blog.model.selection import PostRun

Place = tuple[int, int]
"""A PostKey as SQLite compares it."""

_TOP: Place = (2**62, 0)
_BOTTOM: Place = (-(2**62), 0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The posts of a shelf strictly between two places."""

    shelf: int
    unread: bool = False
    starred: bool = False
    top: Place = _TOP
    bottom: Place = _BOTTOM
    oldest_first: bool = False
    """Read from its bottom up."""

    def below(self, key: PostKey, *, itself: bool = False) -> Self:
        """What is older than `key`, or that old."""
        return replace(self, top=min(self.top, (key.sorted_at, key.id + itself)))

    def above(self, key: PostKey, *, itself: bool = False) -> Self:
        """What is newer than `key`, or that new."""
        return replace(self, bottom=max(self.bottom, (key.sorted_at, key.id - itself)))

    def after(self, key: PostKey, *, itself: bool = False) -> Self:
        """What follows `key` in the order of the list, with it where that is wished."""
        return (self.above if self.oldest_first else self.below)(key, itself=itself)

    def before(self, key: PostKey, *, itself: bool = False) -> Self:
        """What comes before `key` in the order of the list, with it where that is wished."""
        return (self.below if self.oldest_first else self.above)(key, itself=itself)

    def within(self, run: "PostRun") -> Self:
        """What lies in a run, both ends included."""
        return self.below(run.newest, itself=True).above(run.oldest, itself=True)


def stretch_of(connection: sqlite3.Connection, query: PostQuery) -> Stretch | None:
    """The stretch that a query means (since <= date < until); None where it can hold no post."""
    shelf = _shelf_of(connection, query)
    if shelf is None:
        return None
    top = (seconds(query.until), 0) if query.until else _TOP
    bottom = (seconds(query.since), 0) if query.since else _BOTTOM  # ids begin at 1
    return Stretch(shelf, query.unread, query.starred, top, bottom, query.oldest_first)


def first_of(moment: datetime) -> PostKey:
    """A place below every post of a moment, and above all that is older."""
    return PostKey(seconds(moment), PostId(0))  # ids begin at 1


def seconds(moment: datetime) -> int:
    """A moment as posts are sorted by it."""
    return int(moment.timestamp())


def _shelf_of(connection: sqlite3.Connection, query: PostQuery) -> int | None:
    if query.blog_id is None:
        return LIBRARY if query.tag is None else tag_shelf(connection, query.tag)
    if query.tag is not None and not _bears(connection, query.blog_id, query.tag):
        return None
    return own_shelf(connection, query.blog_id)


def _bears(connection: sqlite3.Connection, blog_id: BlogId, tag: str) -> bool:
    row = connection.execute(
        "SELECT 1 FROM blog_tags WHERE blog_id = ? AND tag = ?", (blog_id, tag)
    ).fetchone()
    return row is not None
