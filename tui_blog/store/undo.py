"""Taking back what the journal holds, the last change first."""

import sqlite3
from dataclasses import replace
from typing import cast, get_args

from tui_blog.model.blog import BlogId
from tui_blog.model.marks import BlogKind, KeptKind, Mark, MarkKind, Undone
from tui_blog.model.post_key import PostId
from tui_blog.model.text import CleanText
from tui_blog.store.blog_edits import call_as_before, keep_as_before
from tui_blog.store.blogs import read_blog
from tui_blog.store.database import Database
from tui_blog.store.former import put_back
from tui_blog.store.lists import row_of
from tui_blog.store.marks import apply
from tui_blog.store.newcomers import tag, untag
from tui_blog.store.packing import unpack_ids
from tui_blog.store.removal import restore
from tui_blog.store.shelves import arrange


class UndoStore:
    """What every instance on the library did last, as one line of changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_back(self) -> tuple[Undone, ...]:
        """Take the last change back of which anything is left; its parts, or nothing where there is none.

        A change is taken back a part after the other; one that fails (StoreError) can be tried again.
        """
        while (change := self._last()) is not None:
            if done := self._take_back(change):
                return done
        return ()

    def _last(self) -> int | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT max(change) AS change FROM undo").fetchone()
        return row["change"] if row else None

    def _take_back(self, change: int) -> tuple[Undone, ...]:
        done: dict[tuple[str, bool, str], Undone] = {}
        while undone := self._take_back_part(change):
            key = (undone.kind, undone.on, undone.tag)
            before = done.get(key)
            done[key] = replace(undone, number=undone.number + before.number) if before else undone
        return tuple(undone for undone in done.values() if undone.number)

    def _take_back_part(self, change: int) -> Undone | None:
        """One row of the journal in one transaction; another instance may be at the next one."""
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT * FROM undo WHERE change = ? ORDER BY id DESC LIMIT 1", (change,)
            ).fetchone()
            if row is None:
                return None
            connection.execute("DELETE FROM undo WHERE id = ?", (row["id"],))
            return _revert(connection, row)


def _revert(connection: sqlite3.Connection, row: sqlite3.Row) -> Undone:
    kind, on, name = row["kind"], bool(row["is_on"]), CleanText(row["tag"])
    ids, title = unpack_ids(row["ids"]), CleanText("")
    if kind in get_args(KeptKind):
        title = put_back(connection, cast(KeptKind, kind), ids[0], row["former"])
        return Undone(kind, on, name, int(bool(title)), title)
    match kind:
        case "removal":
            changed = [blog_id for blog_id in ids if _bring_back(connection, BlogId(blog_id))]
        case "blog tag":
            changed = [blog_id for blog_id in ids if _retag(connection, BlogId(blog_id), name, not on)]
        case "blog title":
            changed = [id_ for id_ in ids if call_as_before(connection, BlogId(id_), row["former"])]
        case "blog keep":
            changed = [id_ for id_ in ids if keep_as_before(connection, BlogId(id_), row["former"])]
        case _:
            changed = apply(connection, ids, Mark(cast(MarkKind, kind), not on, name))
    if len(changed) == 1:
        title = _title(connection, kind, changed[0])
    return Undone(kind, on, name, len(changed), title)


def _bring_back(connection: sqlite3.Connection, blog_id: BlogId) -> bool:
    came = restore(connection, blog_id)
    if came:
        connection.execute("UPDATE blogs SET subscribed = 1 WHERE id = ?", (blog_id,))
        arrange(connection, blog_id)
    return came


def _retag(connection: sqlite3.Connection, blog_id: BlogId, name: CleanText, bears: bool) -> bool:
    changed = (tag if bears else untag)(connection, blog_id, [name])
    arrange(connection, blog_id)
    return bool(changed)


def _title(connection: sqlite3.Connection, kind: str, number: int) -> CleanText:
    if kind in get_args(BlogKind):
        blog = read_blog(connection, BlogId(number))
        return blog.title if blog else CleanText("")
    row = row_of(connection, PostId(number))
    return row.title if row else CleanText("")
