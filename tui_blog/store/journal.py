"""The journal of what a person did, kept so that it can be taken back, also later."""

import sqlite3
from collections.abc import Sequence

from tui_blog.model.marks import ChangeKind
from tui_blog.store.packing import pack_ids, unpack_ids
from tui_blog.store.removal import purge

DEPTH = 100
"""Changes that can be taken back."""


def record(
    connection: sqlite3.Connection,
    change: int | None,
    kind: ChangeKind,
    ids: Sequence[int],
    *,
    on: bool,
    tag: str = "",
    former: str = "",
) -> int | None:
    """Note what was changed, as a part of `change` or (None) as a change of its own; the change's number.

    `ids` are those of the posts, or blogs, that were not so before; `former` is what else is put back (see
    `store.former`).
    """
    if not ids:
        return change
    values = {"change": change, "kind": kind, "on": on, "tag": tag, "ids": pack_ids(ids), "former": former}
    row_id = connection.execute(_RECORD, values).lastrowid
    if change is None:
        _forget_old_ones(connection)
    row = connection.execute("SELECT change FROM undo WHERE id = ?", (row_id,)).fetchone()
    return int(row["change"])


def forget(connection: sqlite3.Connection, wanted: str, *values: object) -> None:
    """Forget parts of changes; a blog whose removal cannot be taken back any more is really removed."""
    rows = connection.execute(
        f"SELECT kind, ids FROM undo WHERE kind = 'removal' AND {wanted}", values
    ).fetchall()
    connection.execute(f"DELETE FROM undo WHERE {wanted}", values)
    for blog_id in (blog_id for row in rows for blog_id in unpack_ids(row["ids"])):
        purge(connection, blog_id)


def _forget_old_ones(connection: sqlite3.Connection) -> None:
    oldest = connection.execute(
        "SELECT DISTINCT change FROM undo ORDER BY change DESC LIMIT 1 OFFSET ?", (DEPTH - 1,)
    ).fetchone()
    if oldest is not None:
        forget(connection, "change < ?", oldest["change"])


# A number is given once: what was taken back may still be added to, by the rules of a refresh that goes on.
_RECORD = """
    INSERT INTO undo (change, kind, is_on, tag, ids, former)
    VALUES (coalesce(:change, (SELECT 1 + max(seq) FROM sqlite_sequence WHERE name = 'undo'), 1),
            :kind, :on, :tag, :ids, :former)"""
