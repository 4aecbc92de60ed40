"""Which lists a blog stands on: its own and, while it is followed, the library's and those of its tags.

Single posts may stand on the shelves of tags besides (see `post_tags`).
"""

import sqlite3

from tui_blog.model.blog import BlogId

LIBRARY = 1
"""The shelf of all followed blogs."""


def new_shelf(connection: sqlite3.Connection, blog_id: BlogId) -> None:
    """Give a blog that has no post yet its own shelf."""
    shelf = connection.execute("INSERT INTO shelves (blog_id) VALUES (?)", (blog_id,)).lastrowid
    connection.execute("INSERT INTO blog_shelves (blog_id, shelf_id) VALUES (?, ?)", (blog_id, shelf))


def own_shelf(connection: sqlite3.Connection, blog_id: int) -> int | None:
    """The shelf of one blog, or None where there is no such blog."""
    row = connection.execute("SELECT id FROM shelves WHERE blog_id = ?", (blog_id,)).fetchone()
    return row["id"] if row else None


def tag_shelf(connection: sqlite3.Connection, tag: str) -> int | None:
    """The shelf of a tag, or None where no followed blog and no post bears it."""
    row = connection.execute("SELECT id FROM shelves WHERE tag = ?", (tag,)).fetchone()
    return row["id"] if row else None


def arrange(connection: sqlite3.Connection, blog_id: int) -> None:
    """Put a blog's posts on the shelves where they belong, and take them off all others.

    The work grows with the posts of that one blog, for each of them has to be moved.
    """
    own = own_shelf(connection, blog_id)
    if own is None:
        return
    wanted = {own, *_common_shelves(connection, blog_id)}
    rows = connection.execute("SELECT shelf_id FROM blog_shelves WHERE blog_id = ?", (blog_id,))
    standing = {row["shelf_id"] for row in rows.fetchall()}
    for shelf in wanted - standing:
        _put_on(connection, blog_id, own, shelf)
    for shelf in standing - wanted:
        _take_off(connection, blog_id, own, shelf)
        forget_if_empty(connection, shelf)


def forget_if_empty(connection: sqlite3.Connection, shelf: int | None) -> None:
    """A tag that no followed blog and no post bears any more has no shelf."""
    connection.execute(
        """DELETE FROM shelves WHERE id = ? AND tag IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM blog_shelves WHERE shelf_id = shelves.id)
              AND NOT EXISTS (SELECT 1 FROM post_tags WHERE post_tags.tag = shelves.tag)""",
        (shelf,),
    )


def _common_shelves(connection: sqlite3.Connection, blog_id: int) -> set[int]:
    row = connection.execute("SELECT subscribed FROM blogs WHERE id = ?", (blog_id,)).fetchone()
    if not row["subscribed"]:
        return set()
    tags = connection.execute("SELECT tag FROM blog_tags WHERE blog_id = ?", (blog_id,)).fetchall()
    connection.executemany("INSERT INTO shelves (tag) VALUES (?) ON CONFLICT (tag) DO NOTHING", tags)
    rows = connection.execute(
        "SELECT id FROM shelves WHERE tag IN (SELECT tag FROM blog_tags WHERE blog_id = ?)", (blog_id,)
    )
    return {LIBRARY, *(row["id"] for row in rows.fetchall())}


def _put_on(connection: sqlite3.Connection, blog_id: int, own: int, shelf: int) -> None:
    connection.execute("INSERT INTO blog_shelves (blog_id, shelf_id) VALUES (?, ?)", (blog_id, shelf))
    connection.execute(
        """INSERT INTO listing (shelf_id, sorted_at, post_id, read, starred)
           SELECT ?, sorted_at, post_id, read, starred FROM listing WHERE shelf_id = ?
           ON CONFLICT (shelf_id, sorted_at, post_id) DO NOTHING""",
        (shelf, own),
    )


def _take_off(connection: sqlite3.Connection, blog_id: int, own: int, shelf: int) -> None:
    # A post that bears the shelf's tag itself stays.
    connection.execute(
        """DELETE FROM listing WHERE shelf_id = :shelf AND (sorted_at, post_id) IN
           (SELECT sorted_at, post_id FROM listing AS own WHERE shelf_id = :own
               AND NOT EXISTS (SELECT 1 FROM post_tags CROSS JOIN shelves ON shelves.tag = post_tags.tag
                                WHERE post_tags.post_id = own.post_id AND shelves.id = :shelf))""",
        {"shelf": shelf, "own": own},
    )
    connection.execute("DELETE FROM blog_shelves WHERE blog_id = ? AND shelf_id = ?", (blog_id, shelf))
