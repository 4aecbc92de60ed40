"""Changes to own comments that stand on their blogs: each is written down before it is asked for.

A row is a `draft` while its text is being written, and `sending` while the request may be under way; what
became of an interrupted one is `unknown` until the blog is looked at. Its end takes the row away.
"""

from typing import Literal, NamedTuple

from tui_blog.model.comment import EditKey, OutboxItem, SendState
from tui_blog.store.database import Database
from tui_blog.store.outbox_rows import key_columns
from tui_blog.store.packing import to_text

Kind = Literal["edit", "delete"]


class Change(NamedTuple):
    """A change that has no end yet."""

    row_id: int
    """Of the outbox."""
    kind: Kind
    body: str
    sender: str


class ChangeStore:
    """One change at a time for each row of the outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self, row_id: int) -> str | None:
        """The text that was begun, or that may not have arrived."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT body FROM changes WHERE row_id = ? AND kind = 'edit'", (row_id,)
            ).fetchone()
        return str(row["body"]) if row else None

    def keep(self, row_id: int, body: str) -> None:
        """Keep a text as it is now, unless it is on its way."""
        self._write(_KEEP, row_id, body=body)

    def begin(self, row_id: int, kind: Kind, body: str, sender: str) -> bool:
        """Become the one who changes a comment; False where somebody else does."""
        return self._write(_BEGIN, row_id, kind=kind, body=body, sender=sender)

    def put_back(self, row_id: int, *, unknown: bool = False) -> None:
        """The change was not made, or nobody knows: a text is kept, a wish only while it may be fulfilled."""
        self._write(_PUT_BACK, row_id, state="unknown" if unknown else "draft")

    def discard(self, row_id: int) -> None:
        """Forget a change that is not on its way."""
        self._write("DELETE FROM changes WHERE row_id = :id AND state <> 'sending'", row_id)

    def edited(self, item: OutboxItem, body: str, state: SendState, key: EditKey | None) -> None:
        """The comment says something else now."""
        values = key_columns(key, self._database.now()) | {"body": body, "state": state}
        self._write(_EDITED, item.id, **values)

    def removed(self, item: OutboxItem) -> None:
        """The comment is gone."""
        self._write(_REMOVED, item.id)

    def under_way(self) -> tuple[Change, ...]:
        """What is being sent, or was when its sender was killed, or has no known end."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT row_id, kind, body, sender FROM changes WHERE state IN ('sending', 'unknown')"
            ).fetchall()
        return tuple(Change(row["row_id"], row["kind"], row["body"], row["sender"]) for row in rows)

    def _write(self, statements: str, row_id: int, **values: object) -> bool:
        """Run statements as one; whether the last one changed anything."""
        values |= {"id": row_id, "now": to_text(self._database.now())}
        changed = 0
        with self._database.writing(lasting=True) as connection:
            for statement in statements.split(";"):
                changed = connection.execute(statement, values).rowcount
        return changed == 1


_KEEP = """
    INSERT INTO changes (row_id, kind, body, state, sender, updated)
    VALUES (:id, 'edit', :body, 'draft', '', :now)
    ON CONFLICT (row_id) DO UPDATE SET kind = 'edit', body = :body, state = 'draft', updated = :now
     WHERE state <> 'sending'"""

_BEGIN = """
    INSERT INTO changes (row_id, kind, body, state, sender, updated)
    VALUES (:id, :kind, :body, 'sending', :sender, :now)
    ON CONFLICT (row_id) DO UPDATE
    SET kind = :kind, body = :body, state = 'sending', sender = :sender, updated = :now
     WHERE state <> 'sending'"""

_PUT_BACK = """
    UPDATE changes SET state = :state, updated = :now WHERE row_id = :id;
    DELETE FROM changes WHERE row_id = :id AND kind = 'delete' AND state = 'draft'"""

_EDITED = """
    DELETE FROM changes WHERE row_id = :id;
    UPDATE outbox
       SET body = :body, state = :state, updated = :now,
           edit_secret = coalesce(:edit_secret, edit_secret), edit_until = coalesce(:edit_until, edit_until)
     WHERE id = :id"""

_REMOVED = """
    DELETE FROM changes WHERE row_id = :id;
    UPDATE outbox SET state = 'deleted', edit_secret = '', updated = :now WHERE id = :id"""
