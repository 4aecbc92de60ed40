"""What the servers of blogs wish of those who ask them: to wait, to stay away, to come to another address."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tui_blog.model.blog import BlogId
from tui_blog.model.rhythm import ANYTIME, Rhythm
from tui_blog.store.database import Database
from tui_blog.store.packing import to_moment, to_text


@dataclass(frozen=True, slots=True)
class Wish:
    """What stands between a blog and the next question; nothing, for most."""

    wait_until: datetime | None = None
    """Its server finds that it is asked too often, or is overloaded (Retry-After)."""
    gone: bool = False
    """Its server says that it was removed for good (410)."""
    failures: int = 0
    """One after the other, up to now."""
    failing_since: datetime | None = None
    retry_at: datetime | None = None
    """When it is worth another try."""
    heard: datetime | None = None
    """When it was last asked with success."""
    rhythm: Rhythm = ANYTIME
    """What it said then of the next time."""
    pace: timedelta = timedelta()
    """How long it can be left alone, going by how often it posts; not kept, but learned anew each time."""
    moving_to: str | None = None
    """Where the last answer said that it has moved to."""


class WishStore:
    """Keeps the last word of each server; a blog that is removed takes it along."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, blog_id: BlogId) -> Wish:
        """The wish that stands."""
        with self._database.reading() as connection:
            return _of(connection, blog_id)

    def all(self) -> dict[BlogId, Wish]:
        """The wishes of all blogs that have one, or were ever asked."""
        with self._database.reading() as connection:
            return {BlogId(row["id"]): _wish(row) for row in connection.execute(_WISHES)}

    def dates(self, limit: int) -> dict[BlogId, list[datetime]]:
        """When the last posts of every blog came: `limit` of each, or a few more of one moment."""
        dates: dict[BlogId, list[datetime]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(_LAST_POSTS, (limit - 1,)):
                moment = datetime.fromtimestamp(row["sorted_at"], UTC)
                dates.setdefault(BlogId(row["blog_id"]), []).append(moment)
        return dates

    def change(self, blog_id: BlogId, after: Callable[[Wish], Wish]) -> Wish:
        """Write down what a wish becomes; when the blog was heard is kept with the blog itself."""
        with self._database.writing() as connection:
            wish = after(_of(connection, blog_id))
            _keep(connection, blog_id, wish)
            return wish

    def fulfil(self, blog_id: BlogId, moved_to: str | None, rhythm: Rhythm | None = None) -> bool:
        """The server answered: what it wished before is over, but its rhythm, unless it told another one.

        True where it sent us to `moved_to` for good, and did so the last time too: a redirect that comes and
        goes, as hotel networks make them, must not become the blog's address.
        """
        with self._database.writing() as connection:
            before = _of(connection, blog_id)
            after = Wish(
                heard=before.heard,
                rhythm=before.rhythm if rhythm is None else rhythm,
                moving_to=moved_to,
            )
            if after != before:  # nearly always there is nothing to write down
                _keep(connection, blog_id, after)
        return moved_to is not None and before.moving_to == moved_to


_WISHES = """
    SELECT wishes.*, blogs.id, blogs.refreshed FROM blogs LEFT JOIN wishes ON blog_id = blogs.id"""


_LAST_POSTS = """
    SELECT shelves.blog_id, listing.sorted_at
      FROM shelves CROSS JOIN listing ON listing.shelf_id = shelves.id
       AND listing.sorted_at >= coalesce(
               (SELECT sorted_at FROM listing AS last WHERE last.shelf_id = shelves.id
                 ORDER BY sorted_at DESC LIMIT 1 OFFSET ?), -1e18)
     WHERE shelves.blog_id IS NOT NULL"""


def _of(connection: sqlite3.Connection, blog_id: BlogId) -> Wish:
    row = connection.execute(f"{_WISHES} WHERE blogs.id = ?", (blog_id,)).fetchone()
    return _wish(row) if row else Wish()


def _keep(connection: sqlite3.Connection, blog_id: BlogId, wish: Wish) -> None:
    connection.execute(
        """INSERT INTO wishes (wait_until, gone, failures, failing_since, retry_at,
                               fresh_for, quiet_hours, quiet_days, moving_to, blog_id)
           SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, id FROM blogs WHERE id = ?
           ON CONFLICT (blog_id) DO UPDATE
           SET wait_until = excluded.wait_until, gone = excluded.gone, failures = excluded.failures,
               failing_since = excluded.failing_since, retry_at = excluded.retry_at,
               fresh_for = excluded.fresh_for, quiet_hours = excluded.quiet_hours,
               quiet_days = excluded.quiet_days, moving_to = excluded.moving_to""",
        (*_columns(wish), blog_id),
    )


def _wish(row: sqlite3.Row) -> Wish:
    if row["blog_id"] is None:
        return Wish(heard=to_moment(row["refreshed"]))
    return Wish(
        wait_until=to_moment(row["wait_until"]),
        gone=bool(row["gone"]),
        failures=row["failures"],
        failing_since=to_moment(row["failing_since"]),
        retry_at=to_moment(row["retry_at"]),
        heard=to_moment(row["refreshed"]),
        rhythm=Rhythm(
            timedelta(seconds=row["fresh_for"]), _numbers(row["quiet_hours"]), _numbers(row["quiet_days"])
        ),
        moving_to=row["moving_to"],
    )


def _columns(wish: Wish) -> tuple[object, ...]:
    rhythm = wish.rhythm
    return (
        to_text(wish.wait_until),
        wish.gone,
        wish.failures,
        to_text(wish.failing_since),
        to_text(wish.retry_at),
        rhythm.fresh_for.total_seconds(),
        " ".join(map(str, rhythm.quiet_hours)),
        " ".join(map(str, rhythm.quiet_days)),
        wish.moving_to,
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))
