"""The body of a post as the person last read it, where the blog has changed it since.

One is kept a post, and never one that nobody read: a blog that edits a post five times before it is opened
again leaves what was on the screen last. Once a change was seen, the next one keeps what was seen.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.post_key import PostId
from tui_blog.model.text import CleanText
from tui_blog.store.database import Database
from tui_blog.store.packing import to_moment, to_text, unpack

KEPT = 1_000
"""How many are kept in all: those that were replaced last."""
LARGEST = 64 * 1024
"""Packed bytes of a body that is kept: about 300 KB of HTML."""


@dataclass(frozen=True, slots=True)
class EarlierBody:
    """A post as it was when the person read it."""

    title: CleanText
    html: str
    """As it was sent: foreign, never shown; only `convert` looks into it."""
    replaced: datetime
    """When it was found to have changed."""


class EarlierStore:
    """What posts said before; a post that goes takes it along."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, post_id: PostId) -> EarlierBody | None:
        """The body that was read before the one stored now; None where that one was read, or none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT title, html, replaced FROM earlier_bodies WHERE post_id = ?", (post_id,)
            ).fetchone()
        if row is None:
            return None
        replaced = to_moment(row["replaced"])
        assert replaced is not None, "the column is never empty"
        return EarlierBody(CleanText(row["title"]), unpack(row["html"]), replaced)

    def replaced(self, post_id: PostId) -> datetime | None:
        """When the body that was read was found to have changed; None where it is still the one stored."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT replaced FROM earlier_bodies WHERE post_id = ?", (post_id,)
            ).fetchone()
        return to_moment(row["replaced"]) if row else None


def mark_seen(connection: sqlite3.Connection, post_id: PostId) -> None:
    """The person has the post before them as it is stored now."""
    connection.execute("UPDATE post_state SET seen = 1 WHERE post_id = ? AND NOT seen", (post_id,))


def keep_earlier(connection: sqlite3.Connection, post_id: PostId, now: datetime) -> None:
    """Keep title and body of a post that are about to be replaced, if the person has read just these."""
    seen = connection.execute(
        "UPDATE post_state SET seen = 0 WHERE post_id = ? AND seen", (post_id,)
    ).rowcount
    if not seen:
        return
    connection.execute("DELETE FROM earlier_bodies WHERE post_id = ?", (post_id,))
    connection.execute(
        """INSERT INTO earlier_bodies (post_id, title, html, replaced)
           SELECT posts.id, title, html, ? FROM posts CROSS JOIN bodies ON bodies.post_id = posts.id
            WHERE posts.id = ? AND length(html) <= ?""",
        (to_text(now), post_id, LARGEST),
    )
    connection.execute(
        """DELETE FROM earlier_bodies WHERE post_id IN
           (SELECT post_id FROM earlier_bodies ORDER BY place DESC LIMIT -1 OFFSET ?)""",
        (KEPT,),
    )
