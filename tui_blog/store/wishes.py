"""What the servers of blogs wish of those who ask them: to wait, to stay away, to come to another address."""

from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.post import BlogId
from tui_blog.store.database import Database
from tui_blog.store.packing import to_moment, to_text


@dataclass(frozen=True, slots=True)
class Wish:
    """What a server wishes; nothing, unless it said so."""

    wait_until: datetime | None = None
    """It finds that it is asked too often, or is overloaded (Retry-After)."""
    gone: bool = False
    """It says that the blog was removed for good (410)."""


class WishStore:
    """Keeps the last word of each server; a blog that is removed takes it along."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, blog_id: BlogId) -> Wish:
        """The wish that stands."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT wait_until, gone FROM wishes WHERE blog_id = ?", (blog_id,)
            ).fetchone()
        return Wish(to_moment(row["wait_until"]), bool(row["gone"])) if row else Wish()

    def keep(self, blog_id: BlogId, wish: Wish) -> None:
        """The server declined, and said for how long."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO wishes (blog_id, wait_until, gone)
                   SELECT id, ?, ? FROM blogs WHERE id = ?
                   ON CONFLICT (blog_id) DO UPDATE
                   SET wait_until = excluded.wait_until, gone = excluded.gone""",
                (to_text(wish.wait_until), wish.gone, blog_id),
            )

    def fulfil(self, blog_id: BlogId, moved_to: str | None) -> bool:
        """The server answered: what it wished before is over.

        True where it sent us to `moved_to` for good, and did so the last time too: a redirect that comes and
        goes, as hotel networks make them, must not become the blog's address.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT wait_until, gone, moving_to FROM wishes WHERE blog_id = ?", (blog_id,)
            ).fetchone()
        if moved_to is None and not (row and any(row)):
            return False  # as nearly always: there is nothing to write down
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO wishes (blog_id, moving_to) SELECT id, ? FROM blogs WHERE id = ?
                   ON CONFLICT (blog_id) DO UPDATE
                   SET wait_until = NULL, gone = 0, moving_to = excluded.moving_to""",
                (moved_to, blog_id),
            )
        return moved_to is not None and row is not None and row["moving_to"] == moved_to
