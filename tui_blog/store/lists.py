"""Lists of posts: stretches of one shelf, read forward or backward from any place over its index.

Nothing here grows with the library: a stretch begins with a seek, ends with its limit, and what a filter
leaves out is not in the index that serves it (`INDEXED BY` makes SQLite refuse a statement rather than scan).
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from tui_blog.model.post import BlogId, PostId, PostKey, PostQuery, PostRow, PostWindow
from tui_blog.model.selection import PostRun
from tui_blog.model.text import CleanText, clean_line
from tui_blog.store.packing import split_lines, to_moment
from tui_blog.store.shelves import LIBRARY, own_shelf, tag_shelf

if TYPE_CHECKING:
    from tui_blog.model.archive import MonthCount

Place = tuple[int, int]
"""A PostKey as SQLite compares it."""

_TOP: Place = (2**62, 0)
_BOTTOM: Place = (-(2**62), 0)

HEADLINE = 80
"""Characters of the text that stand in for a missing title."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The posts of a shelf strictly between two places."""

    shelf: int
    unread: bool = False
    starred: bool = False
    top: Place = _TOP
    bottom: Place = _BOTTOM

    def below(self, key: PostKey, *, itself: bool = False) -> Self:
        """What is older than `key`, or that old."""
        return replace(self, top=min(self.top, (key.sorted_at, key.id + itself)))

    def above(self, key: PostKey) -> Self:
        """What is newer than `key`."""
        return replace(self, bottom=max(self.bottom, (key.sorted_at, key.id)))

    def above_or_at(self, key: PostKey) -> Self:
        """What is newer than `key`, or that new."""
        return self.above(PostKey(key.sorted_at, PostId(key.id - 1)))

    def within(self, run: PostRun) -> Self:
        """What lies in a run, both ends included."""
        return self.below(run.newest, itself=True).above_or_at(run.oldest)


def stretch_of(connection: sqlite3.Connection, query: PostQuery) -> Stretch | None:
    """The stretch that a query means (since <= date < until); None where it can hold no post."""
    shelf = _shelf_of(connection, query)
    if shelf is None:
        return None
    top = (_seconds(query.until), 0) if query.until else _TOP
    bottom = (_seconds(query.since), 0) if query.since else _BOTTOM  # ids begin at 1
    return Stretch(shelf, query.unread, query.starred, top, bottom)


def window(
    connection: sqlite3.Connection,
    stretch: Stretch,
    after: PostKey | None,
    before: PostKey | None,
    limit: int,
) -> PostWindow:
    """The rows next below `after`, or next above `before`, or the topmost."""
    part = stretch.below(after) if after else stretch
    part = part.above(before) if before else part
    rows = _upward(connection, part, limit) if before and not after else _downward(connection, part, limit)
    if not rows:
        left = first_key(connection, stretch) is not None
        return PostWindow((), more_before=bool(after) and left, more_after=bool(before) and left)
    return _framed(connection, stretch, rows)


def last_window(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> PostWindow:
    """The undermost rows."""
    return _framed(connection, stretch, _upward(connection, stretch, limit))


def around(connection: sqlite3.Connection, stretch: Stretch, key: PostKey, limit: int) -> PostWindow:
    """The rows about `key`, half of them above it, where there are as many."""
    below = _downward(connection, stretch.below(key, itself=True), limit)
    wanted = limit - min(len(below), limit - limit // 2)
    above = _upward(connection, stretch.above(key), wanted)
    return _framed(connection, stretch, above + below[: limit - len(above)])


def first_key(connection: sqlite3.Connection, stretch: Stretch) -> PostKey | None:
    """The topmost place that is taken."""
    return _key(connection.execute(_sql(_KEYS, stretch, "DESC"), _bounds(stretch, 1)).fetchone())


def last_key(connection: sqlite3.Connection, stretch: Stretch) -> PostKey | None:
    """The undermost place that is taken."""
    return _key(connection.execute(_sql(_KEYS, stretch, "ASC"), _bounds(stretch, 1)).fetchone())


def keys(connection: sqlite3.Connection, stretch: Stretch, limit: int = -1) -> tuple[PostKey, ...]:
    """The places that are taken, from the top; all of them where no limit is given."""
    rows = connection.execute(_sql(_KEYS, stretch, "DESC"), _bounds(stretch, limit))
    return tuple(PostKey(row["sorted_at"], PostId(row["post_id"])) for row in rows)


def count(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> int:
    """How many posts there are, up to `limit`."""
    counted = f"SELECT count(*) FROM ({_sql('SELECT 1 FROM listing', stretch, 'DESC')})"
    return int(connection.execute(counted, _bounds(stretch, limit)).fetchone()[0])


def months(connection: sqlite3.Connection, stretch: Stretch) -> "tuple[MonthCount, ...]":
    """The months that hold posts, the newest first.

    One seek for a month, whatever it holds; what it holds is counted off the index, never read.
    """
    from tui_blog.model.archive import Month, MonthCount

    found = list[MonthCount]()
    while newest := first_key(connection, stretch):
        month = Month.at(newest.sorted_at)
        first = PostKey(_seconds(month.since), PostId(0))  # ids begin at 1
        found.append(MonthCount(month, count(connection, stretch.above(first), -1)))
        stretch = stretch.below(first)
    return tuple(found)


def key_at(connection: sqlite3.Connection, stretch: Stretch, number: int, *, upward: bool) -> PostKey | None:
    """The place of the post of that number, counted from 1, from the top or the bottom; None past the end."""
    statement = f"{_sql(_KEYS, stretch, 'ASC' if upward else 'DESC')} OFFSET ?"
    return _key(connection.execute(statement, (*_bounds(stretch, 1), number - 1)).fetchone())


def scanned(
    connection: sqlite3.Connection,
    stretch: Stretch,
    columns: str,
    join: str,
    *,
    condition: str,
    values: tuple[str, ...],
    upward: bool,
) -> Iterator[sqlite3.Row]:
    """Columns of the posts of a whole stretch that fit a condition, from the top, or from the bottom up."""
    statement = _sql(columns, stretch, "ASC" if upward else "DESC", join, condition)
    *bounds, unlimited = _bounds(stretch, -1)
    return connection.execute(statement, (*bounds, *values, unlimited))


def row_of(connection: sqlite3.Connection, post_id: PostId) -> PostRow | None:
    """One post as lists show it."""
    row = connection.execute(_ONE_ROW, (post_id,)).fetchone()
    return _row(row) if row else None


_KEYS = "SELECT listing.sorted_at, listing.post_id FROM listing"

_COLUMNS = """posts.sorted_at, posts.id, posts.blog_id, posts.title, posts.published, posts.comment_count,
           CASE posts.title WHEN '' THEN posts.excerpt ELSE '' END AS excerpt,
           coalesce(nullif(blogs.own_title, ''), nullif(blogs.title, ''), blogs.url) AS blog_title,
           (SELECT group_concat(tag, char(10)) FROM post_tags WHERE post_id = posts.id) AS tags"""

_ROWS = f"SELECT {_COLUMNS}, listing.read, listing.starred FROM listing"

_ROWS_JOINS = """
      CROSS JOIN posts ON posts.id = listing.post_id
      CROSS JOIN blogs ON blogs.id = posts.blog_id"""

_ONE_ROW = f"""
    SELECT {_COLUMNS}, post_state.read, post_state.starred
      FROM posts
      CROSS JOIN post_state ON post_state.post_id = posts.id
      CROSS JOIN blogs ON blogs.id = posts.blog_id
     WHERE posts.id = ?"""

_FILTERS = {  # (unread, starred): the index, and the condition that is its own
    (False, False): ("", ""),
    (True, False): ("INDEXED BY listing_unread", "AND listing.read = 0"),
    (False, True): ("INDEXED BY listing_starred", "AND listing.starred = 1"),
    (True, True): ("INDEXED BY listing_starred_unread", "AND listing.starred = 1 AND listing.read = 0"),
}


def _sql(columns: str, stretch: Stretch, order: str, joins: str = "", more: str = "") -> str:
    index, condition = _FILTERS[stretch.unread, stretch.starred]
    return f"""
    {columns} {index} {joins}
     WHERE listing.shelf_id = ?
       AND (listing.sorted_at, listing.post_id) < (?, ?)
       AND (listing.sorted_at, listing.post_id) > (?, ?)
       {condition} {more}
     ORDER BY listing.sorted_at {order}, listing.post_id {order}
     LIMIT ?"""


def _bounds(stretch: Stretch, limit: int) -> tuple[int, ...]:
    return (stretch.shelf, *stretch.top, *stretch.bottom, limit)


def _downward(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> tuple[PostRow, ...]:
    rows = connection.execute(_sql(_ROWS, stretch, "DESC", _ROWS_JOINS), _bounds(stretch, limit))
    return tuple(_row(row) for row in rows)


def _upward(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> tuple[PostRow, ...]:
    """The undermost rows of a stretch, still newest first."""
    rows = connection.execute(_sql(_ROWS, stretch, "ASC", _ROWS_JOINS), _bounds(stretch, limit)).fetchall()
    return tuple(_row(row) for row in reversed(rows))


def _framed(connection: sqlite3.Connection, stretch: Stretch, rows: tuple[PostRow, ...]) -> PostWindow:
    if not rows:
        return PostWindow((), more_before=False, more_after=False)
    above, below = stretch.above(rows[0].key), stretch.below(rows[-1].key)
    return PostWindow(
        rows,
        more_before=first_key(connection, above) is not None,
        more_after=first_key(connection, below) is not None,
    )


def _row(row: sqlite3.Row) -> PostRow:
    return PostRow(
        key=PostKey(row["sorted_at"], PostId(row["id"])),
        blog_id=BlogId(row["blog_id"]),
        blog_title=CleanText(row["blog_title"]),
        title=headline(CleanText(row["title"]), CleanText(row["excerpt"])),
        published=to_moment(row["published"]),
        read=bool(row["read"]),
        starred=bool(row["starred"]),
        comments=row["comment_count"],
        tags=tuple(sorted(split_lines(row["tags"] or ""))),
    )


def headline(title: CleanText, excerpt: CleanText) -> CleanText:
    """What a post is called in lists: its title, or how its text begins."""
    return title or clean_line(excerpt, HEADLINE) or CleanText("Untitled")


def _key(row: sqlite3.Row | None) -> PostKey | None:
    return PostKey(row["sorted_at"], PostId(row["post_id"])) if row else None


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


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
