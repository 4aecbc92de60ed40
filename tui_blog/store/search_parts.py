"""A walk through the index of a large library in parts, none of which takes long, if hardly a post fits."""

import sqlite3
from dataclasses import dataclass

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.store.search_index import SECONDS_A_PLACE
from tui_blog.store.shelves import LIBRARY

PART = 50_000
"""Posts of the library that are walked over at once, if they came evenly: some twenty milliseconds."""


@dataclass(frozen=True, slots=True)
class Part:
    """Places of the index, from above `bottom` to below `top`."""

    top: int
    bottom: int
    edge: PostKey | None = None
    """Where the next part begins; None in the last one."""


def first_part(connection: sqlite3.Connection, whole: Part, *, upward: bool) -> Part:
    """So much of a stretch as is walked at once, from its top or, `upward`, from its bottom."""
    (posts,) = connection.execute("SELECT posts FROM shelves WHERE id = ?", (LIBRARY,)).fetchone()
    if posts <= PART:
        return whole
    lowest, highest = connection.execute(
        "SELECT (SELECT min(place) FROM indexed), (SELECT max(place) FROM indexed)"
    ).fetchone()
    if lowest is None:
        return whole
    top, bottom = min(whole.top, highest + 1), max(whole.bottom, lowest - 1)
    length = (highest - lowest) * PART // posts + 1
    if top - bottom <= length:
        return whole
    if upward:
        return Part(bottom + length, whole.bottom, _key_at(bottom + length - 1))
    return Part(whole.top, top - length, _key_at(top - length + 1))


def _key_at(place: int) -> PostKey:
    """A key that has this place (`search_index.place_of`), and no post."""
    return PostKey(place * SECONDS_A_PLACE, PostId(0))
