"""Lists of posts: stretches of one shelf, read forward or backward from any place over its index.

"First", "after" and their like are meant in the order of the list, whether it begins with the newest post or
with the oldest: SQLite walks an index either way.

Nothing here grows with the library: a stretch begins with a seek, ends with its limit, and what a filter
leaves out is not in the index that serves it (`INDEXED BY` makes SQLite refuse a statement rather than scan).
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostRow, PostWindow
from tui_blog.model.text import CleanText, clean_line
from tui_blog.store.packing import split_lines, to_moment
from tui_blog.store.stretch import Stretch, first_of

if TYPE_CHECKING:
    from tui_blog.model.archive import MonthCount

HEADLINE = 80
"""Characters of the text that stand in for a missing title."""


def window(
    connection: sqlite3.Connection,
    stretch: Stretch,
    after: PostKey | None,
    before: PostKey | None,
    limit: int,
) -> PostWindow:
    """The rows next after `after`, or next before `before`, or the first."""
    part = stretch.after(after) if after else stretch
    part = part.before(before) if before else part
    rows = _last_rows(connection, part, limit) if before and not after else _rows(connection, part, limit)
    if not rows:
        left = first_key(connection, stretch) is not None
        return PostWindow((), more_before=bool(after) and left, more_after=bool(before) and left)
    return _framed(connection, stretch, rows)


def last_window(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> PostWindow:
    """The last rows."""
    return _framed(connection, stretch, _last_rows(connection, stretch, limit))


def around(connection: sqlite3.Connection, stretch: Stretch, key: PostKey, limit: int) -> PostWindow:
    """The rows about `key`, half of them before it, where there are as many."""
    after = _rows(connection, stretch.after(key, itself=True), limit)
    wanted = limit - min(len(after), limit - limit // 2)
    before = _last_rows(connection, stretch.before(key), wanted)
    return _framed(connection, stretch, before + after[: limit - len(before)])


def first_key(connection: sqlite3.Connection, stretch: Stretch) -> PostKey | None:
    """The first place that is taken."""
    return _key(connection.execute(_sql(_KEYS, stretch), _bounds(stretch, 1)).fetchone())


def last_key(connection: sqlite3.Connection, stretch: Stretch) -> PostKey | None:
    """The last place that is taken."""
    return _key(connection.execute(_sql(_KEYS, stretch, backward=True), _bounds(stretch, 1)).fetchone())


def keys(connection: sqlite3.Connection, stretch: Stretch, limit: int = -1) -> tuple[PostKey, ...]:
    """The places that are taken, from the first on; all of them where no limit is given."""
    rows = connection.execute(_sql(_KEYS, stretch), _bounds(stretch, limit))
    return tuple(PostKey(row["sorted_at"], PostId(row["post_id"])) for row in rows)


def count(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> int:
    """How many posts there are, up to `limit`."""
    counted = f"SELECT count(*) FROM ({_sql('SELECT 1 FROM listing', stretch)})"
    return int(connection.execute(counted, _bounds(stretch, limit)).fetchone()[0])


def months(connection: sqlite3.Connection, stretch: Stretch) -> "tuple[MonthCount, ...]":
    """The months that hold posts, the newest first in any list.

    One seek for a month, whatever it holds; what it holds is counted off the index, never read.
    """
    from tui_blog.model.archive import Month, MonthCount

    found = list[MonthCount]()
    stretch = replace(stretch, oldest_first=False)
    while newest := first_key(connection, stretch):
        month = Month.at(newest.sorted_at)
        first = first_of(month.since)
        found.append(MonthCount(month, count(connection, stretch.above(first), -1)))
        stretch = stretch.below(first)
    return tuple(found)


def key_at(
    connection: sqlite3.Connection, stretch: Stretch, number: int, *, backward: bool
) -> PostKey | None:
    """The place of the post of that number, counted from 1, from either end; None past the other."""
    statement = f"{_sql(_KEYS, stretch, backward=backward)} OFFSET ?"
    return _key(connection.execute(statement, (*_bounds(stretch, 1), number - 1)).fetchone())


def scanned(
    connection: sqlite3.Connection,
    stretch: Stretch,
    columns: str,
    join: str,
    *,
    condition: str,
    values: tuple[str, ...],
    backward: bool,
) -> Iterator[sqlite3.Row]:
    """Columns of the posts of a whole stretch that fit a condition, from the first on, or the last first."""
    statement = _sql(columns, stretch, join, condition, backward=backward)
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

_ROWS_OF = f"SELECT {_COLUMNS}, listing.read, listing.starred FROM listing"

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


def _sql(columns: str, stretch: Stretch, joins: str = "", more: str = "", *, backward: bool = False) -> str:
    index, condition = _FILTERS[stretch.unread, stretch.starred]
    order = "ASC" if stretch.oldest_first != backward else "DESC"
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


def _rows(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> tuple[PostRow, ...]:
    rows = connection.execute(_sql(_ROWS_OF, stretch, _ROWS_JOINS), _bounds(stretch, limit))
    return tuple(map(_row, rows))


def _last_rows(connection: sqlite3.Connection, stretch: Stretch, limit: int) -> tuple[PostRow, ...]:
    """The last rows of a stretch, still in its order."""
    statement = _sql(_ROWS_OF, stretch, _ROWS_JOINS, backward=True)
    return tuple(map(_row, reversed(connection.execute(statement, _bounds(stretch, limit)).fetchall())))


def _framed(connection: sqlite3.Connection, stretch: Stretch, rows: tuple[PostRow, ...]) -> PostWindow:
    if not rows:
        return PostWindow((), more_before=False, more_after=False)
    before, after = stretch.before(rows[0].key), stretch.after(rows[-1].key)
    return PostWindow(
        rows,
        more_before=first_key(connection, before) is not None,
        more_after=first_key(connection, after) is not None,
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
