"""Growing a window of rows at either end without ever holding more than is good."""

from collections.abc import Sequence
from dataclasses import replace

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostRow, PostWindow

ROWS_KEPT = 2_000
"""Rows that a list holds at most, however long it is; the rest waits in the library."""

EMPTY_WINDOW = PostWindow((), more_before=False, more_after=False)


def appended(window: PostWindow, more: PostWindow) -> PostWindow:
    """Put more rows below; rows that the window has already are left out."""
    return replace(window, rows=window.rows + _fresh(window, more), more_after=more.more_after)


def prepended(window: PostWindow, more: PostWindow) -> PostWindow:
    """Put more rows above; rows that the window has already are left out."""
    return replace(window, rows=_fresh(window, more) + window.rows, more_before=more.more_before)


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


def keeping(window: PostWindow, row: PostRow, *, oldest_first: bool) -> PostWindow:
    """A window with a row that its list leaves out, at its place; as it is where that is not within it."""
    if any(other.id == row.id for other in window.rows):
        return window
    ahead = sum((_order(other) < _order(row)) == oldest_first for other in window.rows)
    if (not ahead and window.more_before) or (ahead == len(window.rows) and window.more_after):
        return window
    return replace(window, rows=(*window.rows[:ahead], row, *window.rows[ahead:]))


def post_at(window: PostWindow, here: PostRow, *, oldest_first: bool) -> PostId | None:
    """The post to stand on: `here` itself, else the one that slid into its place, None in an empty window."""
    if any(row.id == here.id for row in window.rows):
        return here.id
    further = (row.id for row in window.rows if (_order(row) > _order(here)) == oldest_first)
    return next(further, window.rows[-1].id if window.rows else None)


def unread_near(rows: Sequence[PostRow], here: PostRow | None, backwards: bool) -> PostKey | None:
    """The next unread row after `here`, or before it; without `here` the first from that side."""
    way = rows[::-1] if backwards else rows
    if here is not None:
        way = way[1 + next((n for n, row in enumerate(way) if row.id == here.id), len(way)) :]
    return next((row.key for row in way if not row.read), None)


def _order(row: PostRow) -> tuple[int, int]:
    return row.key.sorted_at, row.key.id
