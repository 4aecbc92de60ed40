"""Blogs that a person takes out of the library: hidden first, so that they can come back; then gone."""

import sqlite3
from datetime import datetime

from tui_blog.store.packing import to_text
from tui_blog.store.post_tags import put_back, take_away
from tui_blog.store.shelves import arrange, own_shelf


def hide(connection: sqlite3.Connection, blog_id: int, now: datetime) -> bool:
    """Take a blog out of every list; its posts and their marks stay for the case that it comes back."""
    hidden = connection.execute(
        "UPDATE blogs SET subscribed = 0, removed = ? WHERE id = ? AND removed IS NULL",
        (to_text(now), blog_id),
    ).rowcount
    arrange(connection, blog_id)
    take_away(connection, own_shelf(connection, blog_id))
    return bool(hidden)


def restore(connection: sqlite3.Connection, blog_id: int) -> bool:
    """Bring a hidden blog back; True where it was one. Whether it is followed then is for the caller."""
    came = connection.execute(
        "UPDATE blogs SET removed = NULL WHERE id = ? AND removed IS NOT NULL", (blog_id,)
    ).rowcount
    if came:
        put_back(connection, own_shelf(connection, blog_id))
    return bool(came)


def purge(connection: sqlite3.Connection, blog_id: int) -> None:
    """Forget a hidden blog with its posts and their threads; drafts and the outbox stay."""
    row = connection.execute("SELECT removed FROM blogs WHERE id = ?", (blog_id,)).fetchone()
    if row is None or row["removed"] is None:
        return
    own = own_shelf(connection, blog_id)
    connection.execute("DELETE FROM guids WHERE blog_id = ?", (blog_id,))
    connection.execute(
        "DELETE FROM posts WHERE id IN (SELECT post_id FROM listing WHERE shelf_id = ?)", (own,)
    )
    connection.execute("DELETE FROM listing WHERE shelf_id = ?", (own,))
    connection.execute("DELETE FROM blog_shelves WHERE blog_id = ?", (blog_id,))
    connection.execute("DELETE FROM shelves WHERE id = ?", (own,))
    connection.execute("DELETE FROM blogs WHERE id = ?", (blog_id,))


def purge_all(connection: sqlite3.Connection) -> int:
    """Forget every hidden blog; how many there were."""
    rows = connection.execute("SELECT id FROM blogs WHERE removed IS NOT NULL").fetchall()
    for row in rows:
        purge(connection, row["id"])
    return len(rows)
