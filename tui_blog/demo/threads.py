"""The file in which Isso keeps the sample blog's comments: made and filled once, counted, moderated."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from html import escape
from pathlib import Path
from threading import Lock

from tui_blog.demo.content import SamplePost
from tui_blog.demo.seeds import SeedComment, load_seeds

SHOWN, HELD = 1, 2
"""Isso's `mode` of a comment."""

_STRANGERS = "192.0.2.0"
"""Whom the first comments came from: an address for documentation (RFC 5737), so that Isso's guard never
counts them as the reader's own."""


class ThreadFile:
    """Isso's SQLite file, by Isso's own schema; safe to use from several threads."""

    def __init__(self, path: Path, posts: tuple[SamplePost, ...]) -> None:
        self.path = path
        self._names = {post.path: post.name for post in posts}
        self._making = Lock()

    def ensure(self) -> None:
        """Make and fill the file where there is none; it appears whole or not at all."""
        with self._making:
            if not self.path.exists():
                new = self.path.with_suffix(".new")
                new.unlink(missing_ok=True)
                self._make(new)
                new.replace(self.path)

    def counts(self) -> Mapping[str, int]:
        """How many comments are shown under each path; needs no Isso, not even the first time."""
        if not self.path.exists():
            return {path: sum(comment.shown for comment in thread) for path, thread in load_seeds().items()}
        with self._open() as database:
            return dict(
                database.execute(
                    "SELECT threads.uri, COUNT(*) FROM comments JOIN threads ON threads.id = comments.tid "
                    "WHERE comments.mode = ? GROUP BY threads.uri",
                    (SHOWN,),
                )
            )

    def held(self) -> tuple[int, ...]:
        """The ids of all comments that wait for the moderator, oldest first."""
        self.ensure()
        with self._open() as database:
            rows = database.execute("SELECT id FROM comments WHERE mode = ? ORDER BY created", (HELD,))
            return tuple(row[0] for row in rows)

    def approve(self, comment_id: int) -> bool:
        """Show a held comment; False where no comment of that id waits."""
        self.ensure()
        with self._open() as database, database:
            changed = database.execute(
                "UPDATE comments SET mode = ? WHERE id = ? AND mode = ?", (SHOWN, comment_id, HELD)
            )
            return changed.rowcount == 1

    def modified(self) -> float | None:
        """When a comment last came, went or was approved, in Unix seconds; None before the file is made."""
        return self.path.stat().st_mtime if self.path.exists() else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path)) as database:
            yield database

    def _make(self, path: Path) -> None:
        from isso import config, db

        db.SQLite3(str(path), config.load(config.default_file()))
        with closing(sqlite3.connect(path)) as database, database:
            for uri, thread in load_seeds().items():
                row = database.execute(
                    "INSERT INTO threads (uri, title) VALUES (?, ?)", (uri, self._names[uri])
                )
                for comment in thread:
                    _insert(database, row.lastrowid, None, comment)


def _insert(
    database: sqlite3.Connection, thread: int | None, parent: int | None, comment: SeedComment
) -> None:
    from isso.utils import Bloomfilter

    row = database.execute(
        "INSERT INTO comments"
        " (tid, parent, created, mode, remote_addr, text, author, email, website, voters)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            thread,
            parent,
            comment.written.timestamp(),
            HELD if comment.held else SHOWN,
            _STRANGERS,
            comment.text,
            escape(comment.author, quote=False) or None,
            comment.email or None,
            comment.website or None,
            memoryview(Bloomfilter(iterable=[_STRANGERS]).array),
        ),
    )
    for reply in comment.replies:
        _insert(database, thread, row.lastrowid, reply)
