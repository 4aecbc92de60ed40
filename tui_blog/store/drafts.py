"""What a person is writing, kept at every pause in typing; and under which name, blog by blog."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.comment import Draft, Identity, SendState
from tui_blog.model.text import CleanText
from tui_blog.store.database import Database
from tui_blog.store.packing import to_moment, to_text


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft and the post that it is about."""

    post_url: str
    post_title: CleanText
    blog_title: CleanText
    draft: Draft
    saved: datetime | None


class DraftStore:
    """Drafts by post and answered comment, whether or not the library holds that post (any more).

    Two windows that write at one place have a draft each, told apart by their tokens: none harms the other.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, post_url: str, post_title: CleanText, blog_title: CleanText, draft: Draft) -> bool:
        """Keep a draft as it is now, or do nothing and say False where the outbox has it on its way.

        A pause in typing may be noticed only after the text was sent: that makes no second draft of it.
        """
        values = {
            **draft_columns(draft),
            "post_url": post_url,
            "post_title": post_title,
            "blog_title": blog_title,
            "saved": to_text(self._database.now()),
            "refused": SendState.REFUSED,
        }
        with self._database.writing(lasting=True) as connection:
            return connection.execute(_SAVE, values).rowcount == 1

    def load(self, post_url: str, parent: str | None) -> Draft | None:
        """The draft at a place (`parent` None: on the post itself), of several the one saved last."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM drafts WHERE post_url = ? AND parent = ? ORDER BY saved DESC, rowid DESC",
                (post_url, parent or ""),
            ).fetchone()
        return draft_of(row) if row else None

    def discard(self, token: str) -> None:
        """Throw a draft away."""
        with self._database.writing(lasting=True) as connection:
            connection.execute("DELETE FROM drafts WHERE token = ?", (token,))

    def all(self) -> tuple[KeptDraft, ...]:
        """Every draft, the one saved last first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM drafts ORDER BY saved DESC, rowid DESC").fetchall()
        return tuple(_kept(row) for row in rows)

    # --- who writes ------------------------------------------------------------------------------

    def identity(self, origin: str) -> Identity:
        """Who the person was on that blog when they last wrote there, else anywhere, else nobody."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT name, email, website FROM identities ORDER BY origin = ? DESC, used DESC", (origin,)
            ).fetchone()
        return Identity(row["name"], row["email"], row["website"]) if row else Identity()

    def remember(self, origin: str, identity: Identity) -> None:
        """Keep who the person is on a blog."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO identities (origin, name, email, website, used)
                   SELECT :origin, :name, :email, :website, 1 + coalesce(max(used), 0)
                     FROM identities WHERE true
                   ON CONFLICT (origin) DO UPDATE
                   SET name = :name, email = :email, website = :website, used = excluded.used""",
                {
                    "origin": origin,
                    "name": identity.name,
                    "email": identity.email,
                    "website": identity.website,
                },
            )


_SAVE = """
    INSERT INTO drafts (token, post_url, parent, post_title, blog_title, body, name, email, website, saved)
    SELECT :token, :post_url, :parent, :post_title, :blog_title, :body, :name, :email, :website, :saved
     WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE token = :token AND state <> :refused)
    ON CONFLICT (token) DO UPDATE
    SET post_url = :post_url, parent = :parent, post_title = :post_title, blog_title = :blog_title,
        body = :body, name = :name, email = :email, website = :website, saved = :saved"""


def draft_columns(draft: Draft) -> dict[str, object]:
    """A draft as the columns that the drafts and the outbox have in common."""
    return {
        "token": draft.token,
        "body": draft.body,
        "parent": draft.parent or "",
        "name": draft.name,
        "email": draft.email,
        "website": draft.website,
    }


def draft_of(row: sqlite3.Row) -> Draft:
    """The draft in a row of the drafts or the outbox."""
    return Draft(
        token=row["token"],
        body=row["body"],
        parent=row["parent"] or None,
        name=row["name"],
        email=row["email"],
        website=row["website"],
    )


def _kept(row: sqlite3.Row) -> KeptDraft:
    return KeptDraft(
        post_url=row["post_url"],
        post_title=CleanText(row["post_title"]),
        blog_title=CleanText(row["blog_title"]),
        draft=draft_of(row),
        saved=to_moment(row["saved"]),
    )
