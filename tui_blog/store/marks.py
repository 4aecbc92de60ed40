"""The marks of posts, set and taken for many at once; what has a mark already is left alone."""

import json
import sqlite3
from collections.abc import Sequence

from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.store.database import Database
from tui_blog.store.journal import record
from tui_blog.store.post_tags import tag_posts, untag_posts

BATCH = 5_000
"""Posts marked in one transaction: a list of a million must not keep a draft waiting."""


def mark(database: Database, post_ids: Sequence[PostId], marks: Sequence[Mark]) -> tuple[PostId, ...]:
    """Set or take marks as one change that can be taken back; the posts of which any changed, as given."""
    touched: set[int] = set()
    change: int | None = None
    for first in range(0, len(post_ids), BATCH):
        with database.writing() as connection:
            for each in marks:
                changed = apply(connection, post_ids[first : first + BATCH], each)
                change = record(connection, change, each.kind, changed, on=each.on, tag=each.tag)
                touched.update(changed)
    return tuple(post_id for post_id in post_ids if post_id in touched)


def apply(connection: sqlite3.Connection, post_ids: Sequence[int], wanted: Mark) -> list[int]:
    """Set or take a mark; the ids of those that were not so before."""
    if wanted.kind == "tag":
        return (tag_posts if wanted.on else untag_posts)(connection, post_ids, wanted.tag)
    rows = connection.execute(
        f"SELECT post_id FROM post_state WHERE post_id IN {IDS} AND {wanted.kind} <> ?",
        (json.dumps(post_ids), wanted.on),
    )
    changed = [row["post_id"] for row in rows.fetchall()]
    connection.execute(
        f"UPDATE post_state SET {wanted.kind} = ? WHERE post_id IN {IDS}", (wanted.on, json.dumps(changed))
    )
    return changed


IDS = "(SELECT value FROM json_each(?))"
"""The posts of a list of ids as JSON."""
