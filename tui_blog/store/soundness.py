"""Whether the library's file is sound: what is kept twice is the same, nothing refers to what is gone."""

import sqlite3
from dataclasses import dataclass

from tui_blog.store.database import Database
from tui_blog.store.journal import forget
from tui_blog.store.removal import purge_all
from tui_blog.store.retention import drop_all


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and how much of it is not as it should be."""

    what: str
    wrong: int


@dataclass(frozen=True, slots=True)
class Compacted:
    """What making the file small did."""

    before: int
    """Bytes."""
    after: int
    removed: int
    """Blogs that had been removed, and cannot be brought back any more."""
    dropped: int
    """Posts that were not to be kept."""


class Soundness:
    """Looks through the whole file, which takes time; and makes it small."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def checks(self) -> tuple[Check, ...]:
        """Every check, of one moment."""
        with self._database.reading() as connection:
            integrity = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            strays = len(connection.execute("PRAGMA foreign_key_check").fetchall())
            return (
                Check("file", 0 if integrity == ["ok"] else len(integrity)),
                Check("references", strays),
                *(Check(what, _count(connection, statement)) for what, statement in _WRONG.items()),
            )

    def size(self) -> int:
        """Bytes of the file and of what was written beside it last."""
        files = (self._database.path, self._database.path.with_name(f"{self._database.path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def compact(self) -> Compacted:
        """Forget removed blogs and posts that are kept no longer; give the room of all that is gone back."""
        before = self.size()
        with self._database.writing() as connection:
            removed = purge_all(connection)
            dropped = drop_all(connection, self._database.now())
            forget(connection, "kind = 'removal'")
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.shrink()
        return Compacted(before, self.size(), removed, dropped)


def _count(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])


_WRONG = {
    "counts": """
        SELECT count(*) FROM shelves
         WHERE (posts, unread, starred) IS NOT
               (SELECT count(*), coalesce(sum(1 - read), 0), coalesce(sum(starred), 0)
                  FROM listing WHERE shelf_id = shelves.id)""",
    "lists": """
        SELECT (SELECT count(*) FROM listing
                  LEFT JOIN posts ON posts.id = listing.post_id
                  LEFT JOIN post_state ON post_state.post_id = listing.post_id
                 WHERE (listing.sorted_at, listing.read, listing.starred)
                       IS NOT (posts.sorted_at, post_state.read, post_state.starred))
             + (SELECT count(*) FROM posts CROSS JOIN blog_shelves ON blog_shelves.blog_id = posts.blog_id
                 WHERE NOT EXISTS (SELECT 1 FROM listing
                                    WHERE listing.shelf_id = blog_shelves.shelf_id
                                      AND listing.sorted_at = posts.sorted_at
                                      AND listing.post_id = posts.id))""",
    "tags": """
        SELECT count(*) FROM post_tags
          CROSS JOIN posts ON posts.id = post_tags.post_id
          CROSS JOIN blogs ON blogs.id = posts.blog_id
          LEFT JOIN shelves ON shelves.tag = post_tags.tag
         WHERE blogs.removed IS NULL
           AND NOT EXISTS (SELECT 1 FROM listing
                            WHERE listing.shelf_id = shelves.id AND listing.sorted_at = posts.sorted_at
                              AND listing.post_id = posts.id)""",
    "search index": """
        SELECT count(*) FROM posts
         WHERE id NOT IN (SELECT post_id FROM indexed WHERE post_id IS NOT NULL)
           AND id NOT IN (SELECT post_id FROM unindexed)""",
}
"""What is counted is wrong; all of it grows with the library."""
