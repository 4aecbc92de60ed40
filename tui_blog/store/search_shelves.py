"""On which shelves a post stands that a query finds: the library's, and those of the tags that it names."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from tui_blog.model.query import Query
from tui_blog.store.shelves import LIBRARY, tag_shelf


@dataclass(frozen=True, slots=True)
class Standing:
    """The shelves of what is found; each by the number that it has in `listing`."""

    walked: int
    """The shelf with the fewest posts of those that all of them stand on."""
    conditions: tuple[str, ...]
    """What else is asked of a post, in SQL."""


def standing_of(connection: sqlite3.Connection, query: Query) -> Standing:
    """Where the posts of a query stand."""
    wanted = [frozenset({LIBRARY}), *(_shelves(connection, tags) for tags in query.tags)]
    counts = {
        shelf: _posts(connection, shelf) for shelves in wanted if len(shelves) == 1 for shelf in shelves
    }
    walked = min(counts, key=lambda shelf: counts[shelf])
    told = [_stands_on(shelves) for shelves in wanted if shelves != {walked}]
    if query.other_tags:
        told.append(f"NOT {_stands_on(_shelves(connection, query.other_tags))}")
    return Standing(walked, tuple(told))


def _shelves(connection: sqlite3.Connection, tags: Iterable[str]) -> frozenset[int]:
    return frozenset(shelf for tag in tags if (shelf := tag_shelf(connection, tag)) is not None)


def _posts(connection: sqlite3.Connection, shelf: int) -> int:
    return int(connection.execute("SELECT posts FROM shelves WHERE id = ?", (shelf,)).fetchone()["posts"])


def _stands_on(shelves: Iterable[int]) -> str:
    numbers = ", ".join(map(str, sorted(shelves)))
    return f"""EXISTS (SELECT 1 FROM listing AS filed
                        WHERE filed.shelf_id IN ({numbers}) AND filed.sorted_at = posts.sorted_at
                          AND filed.post_id = posts.id)"""
