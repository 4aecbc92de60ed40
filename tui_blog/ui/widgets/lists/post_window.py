"""Growing a window of rows at either end without ever holding more than is good."""

from collections.abc import Sequence
from dataclasses import replace

from tui_blog.model.post import PostId, PostKey, PostRow, PostWindow

ROWS_KEPT = 2_000
"""Rows that a list holds at most, however long it is; the rest waits in the library."""

EMPTY_WINDOW = PostWindow((), more_before=False, more_after=False)


def appended(window: PostWindow, older: PostWindow) -> PostWindow:
    """Put older rows below; rows that the window has already are left out."""
    return replace(window, rows=window.rows + _fresh(window, older), more_after=older.more_after)


def prepended(window: PostWindow, newer: PostWindow) -> PostWindow:
    """Put newer rows above; rows that the window has already are left out."""
    return replace(window, rows=_fresh(window, newer) + window.rows, more_before=newer.more_before)


def _fresh(window: PostWindow, more: PostWindow) -> tuple[PostRow, ...]:
    known = {row.id for row in window.rows}
    return tuple(row for row in more.rows if row.id not in known)


def trimmed(window: PostWindow, around: PostId | None) -> PostWindow:
    """Drop what lies farthest from the post `around`, so that at most `ROWS_KEPT` rows remain."""
    surplus = len(window.rows) - ROWS_KEPT
    if surplus <= 0:
        return window
    start = min(max(0, _index(window, around) - ROWS_KEPT // 2), surplus)
    return PostWindow(
        window.rows[start : start + ROWS_KEPT],
        more_before=window.more_before or start > 0,
        more_after=window.more_after or start < surplus,
    )


def _index(window: PostWindow, post: PostId | None) -> int:
    return next((index for index, row in enumerate(window.rows) if row.id == post), 0)


def post_at(window: PostWindow, here: PostRow) -> PostId | None:
    """The post to stand on: `here` itself, else the one that slid into its place, None in an empty window."""
    if any(row.id == here.id for row in window.rows):
        return here.id
    older = (row.id for row in window.rows if _order(row) < _order(here))
    return next(older, window.rows[-1].id if window.rows else None)


def unread_near(rows: Sequence[PostRow], here: PostRow | None, backwards: bool) -> PostKey | None:
    """The next unread row below `here`, or above it; without `here` the first from that side."""
    unread = [row for row in rows if not row.read]
    if backwards:
        above = (row for row in reversed(unread) if here is None or _order(row) > _order(here))
        return next((row.key for row in above), None)
    below = (row for row in unread if here is None or _order(row) < _order(here))
    return next((row.key for row in below), None)


def _order(row: PostRow) -> tuple[int, int]:
    return row.key.sorted_at, row.key.id
