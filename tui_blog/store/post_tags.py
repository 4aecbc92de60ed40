"""The tags that posts bear themselves: such a post stands on the shelf of its tag, as its blog may too."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from tui_blog.model.text import CleanText
from tui_blog.store.shelves import forget_if_empty, tag_shelf


def tag_posts(connection: sqlite3.Connection, post_ids: Sequence[int], tag: str) -> list[int]:
    """Give posts a tag; the ids of those that did not bear it."""
    connection.execute("INSERT INTO shelves (tag) VALUES (?) ON CONFLICT (tag) DO NOTHING", (tag,))
    rows = connection.execute(_WITHOUT, (json.dumps(post_ids), tag))
    changed = [row["id"] for row in rows.fetchall()]
    connection.executemany(
        "INSERT INTO post_tags (post_id, tag) VALUES (?, ?)", [(post_id, tag) for post_id in changed]
    )
    _put_on(connection, changed, tag)
    forget_if_empty(connection, tag_shelf(connection, tag))
    return changed


def untag_posts(connection: sqlite3.Connection, post_ids: Sequence[int], tag: str) -> list[int]:
    """Take a tag from posts; the ids of those that bore it."""
    rows = connection.execute(
        "SELECT post_id FROM post_tags WHERE tag = ? AND post_id IN (SELECT value FROM json_each(?))",
        (tag, json.dumps(post_ids)),
    )
    changed = [row["post_id"] for row in rows.fetchall()]
    connection.executemany(
        "DELETE FROM post_tags WHERE post_id = ? AND tag = ?", [(post_id, tag) for post_id in changed]
    )
    shelf = tag_shelf(connection, tag)
    connection.execute(_TAKE_OFF, {"shelf": shelf, "posts": json.dumps(changed)})
    forget_if_empty(connection, shelf)
    return changed


def put_back(connection: sqlite3.Connection, own_shelf: int | None) -> None:
    """Put the tagged posts of a blog that is in the library again on the shelves of their tags."""
    rows = connection.execute(_TAGGED, (own_shelf,)).fetchall()
    for tag in {row["tag"] for row in rows}:
        _put_on(connection, [row["post_id"] for row in rows if row["tag"] == tag], tag)


def take_away(connection: sqlite3.Connection, own_shelf: int | None) -> None:
    """Take the tagged posts of a blog that leaves the library off those shelves; they keep their tags."""
    for row in connection.execute(_TAGGED, (own_shelf,)).fetchall():
        connection.execute(
            _TAKE_OFF, {"shelf": tag_shelf(connection, row["tag"]), "posts": json.dumps([row["post_id"]])}
        )


def tags_of(connection: sqlite3.Connection, post_id: int) -> tuple[CleanText, ...]:
    """The tags that a post bears itself."""
    rows = connection.execute("SELECT tag FROM post_tags WHERE post_id = ? ORDER BY tag", (post_id,))
    return tuple(CleanText(row["tag"]) for row in rows)


def common_tags(connection: sqlite3.Connection, post_ids: Sequence[int]) -> tuple[CleanText, ...]:
    """The tags that each of some posts bears itself."""
    rows = connection.execute(
        """SELECT tag FROM post_tags WHERE post_id IN (SELECT value FROM json_each(?))
            GROUP BY tag HAVING count(*) = ? ORDER BY tag""",
        (json.dumps(post_ids), len(post_ids)),
    )
    return tuple(CleanText(row["tag"]) for row in rows)


def _put_on(connection: sqlite3.Connection, post_ids: Iterable[int], tag: str) -> None:
    values = (tag_shelf(connection, tag), json.dumps(list(post_ids)))
    connection.execute(_PUT_ON, values)


_WITHOUT = """
    SELECT posts.id FROM posts
     WHERE posts.id IN (SELECT value FROM json_each(?1))
       AND blog_id IN (SELECT id FROM blogs WHERE removed IS NULL)
       AND NOT EXISTS (SELECT 1 FROM post_tags WHERE post_id = posts.id AND tag = ?2)"""

_TAGGED = """
    SELECT post_tags.post_id, post_tags.tag
      FROM listing CROSS JOIN post_tags ON post_tags.post_id = listing.post_id
     WHERE listing.shelf_id = ?"""

# A post may stand there already, as one of its blog's.
_PUT_ON = """
    INSERT INTO listing (shelf_id, sorted_at, post_id, read, starred)
    SELECT ?1, posts.sorted_at, posts.id, post_state.read, post_state.starred
      FROM posts CROSS JOIN post_state ON post_state.post_id = posts.id
     WHERE posts.id IN (SELECT value FROM json_each(?2))
    ON CONFLICT (shelf_id, sorted_at, post_id) DO NOTHING"""

# A post whose blog bears the tag stays.
_TAKE_OFF = """
    DELETE FROM listing
     WHERE shelf_id = :shelf
       AND (sorted_at, post_id) IN
           (SELECT sorted_at, id FROM posts
             WHERE id IN (SELECT value FROM json_each(:posts))
               AND NOT EXISTS (SELECT 1 FROM blog_shelves
                                WHERE blog_shelves.blog_id = posts.blog_id AND shelf_id = :shelf))"""
