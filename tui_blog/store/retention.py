"""Posts that are kept no longer, as the person said of their blog.

A post that is dropped leaves its names behind (`guids`), so that it is not new where its feed still has it;
the archive brings it again. What a person has put a mark on, or written under, is never dropped.
"""

import json
import sqlite3
from datetime import datetime

from tui_blog.model.blog import BlogId
from tui_blog.model.post_page import PostPage
from tui_blog.model.retention import ALL, Keep, keep_of
from tui_blog.store.addresses import address_of
from tui_blog.store.shelves import own_shelf

STEP = 200
"""Posts dropped in one transaction: a draft may wait behind it."""


def set_keep(connection: sqlite3.Connection, blog_id: BlogId, keep: Keep) -> None:
    """Say how much of a blog is kept; where it is all of it again, what its feed still has may come back."""
    connection.execute("UPDATE blogs SET keep = ? WHERE id = ?", (keep.text, blog_id))
    if keep != ALL:
        return
    forgotten = connection.execute(
        """DELETE FROM guids WHERE blog_id = ? AND NOT EXISTS (SELECT 1 FROM posts WHERE id = post_id)""",
        (blog_id,),
    ).rowcount
    if forgotten:
        ask_anew(connection, blog_id)


def drop_some(connection: sqlite3.Connection, blog_id: BlogId, now: datetime) -> int:
    """Drop posts of a blog that are not to be kept, `STEP` of them at most; how many."""
    row = connection.execute("SELECT keep FROM blogs WHERE id = ?", (blog_id,)).fetchone()
    keep = (row and keep_of(row["keep"])) or ALL
    if keep == ALL:
        return 0
    values = {
        "shelf": own_shelf(connection, blog_id),
        "posts": keep.posts or 0,
        "before": int((now - keep.age).timestamp()) if keep.age else 2**62,
        "written": json.dumps(_written_under(connection)),
        "step": STEP,
    }
    dropped = [row["post_id"] for row in connection.execute(_OLD, values)]
    connection.execute(
        "DELETE FROM posts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(dropped),)
    )
    return len(dropped)


def ask_anew(connection: sqlite3.Connection, blog_id: BlogId) -> None:
    """Forget how far the archive was read, and what is known of the feed: both begin anew."""
    connection.execute(
        """UPDATE blogs SET archive_cursor = NULL, archive_done = 0, etag = NULL, last_modified = NULL
            WHERE id = ?""",
        (blog_id,),
    )


def drop_behind(connection: sqlite3.Connection, blog_id: BlogId, page: PostPage, now: datetime) -> bool:
    """Drop some posts after a refresh that brought this page; whether there may be more.

    The archive begins again behind the newest page.
    """
    dropped = drop_some(connection, blog_id, now)
    if dropped and page.unchanged:
        ask_anew(connection, blog_id)
    elif dropped:
        connection.execute(
            "UPDATE blogs SET archive_cursor = ?, archive_done = ? WHERE id = ?",
            (page.next, page.next is None, blog_id),
        )
    return dropped == STEP


def drop_all(connection: sqlite3.Connection, now: datetime) -> int:
    """Drop whatever is not to be kept of any blog; how many posts."""
    dropped = 0
    for row in connection.execute("SELECT id FROM blogs WHERE keep <> ?", (ALL.text,)).fetchall():
        before = dropped
        while some := drop_some(connection, row["id"], now):
            dropped += some
        if dropped > before:
            ask_anew(connection, row["id"])
    return dropped


def _written_under(connection: sqlite3.Connection) -> list[str]:
    """The addresses of the posts under which the person has written, or is writing."""
    rows = connection.execute("SELECT post_url FROM outbox UNION SELECT post_url FROM drafts")
    return [address for row in rows if (address := address_of(row["post_url"]))]


_OLD = """
    SELECT old.post_id
      FROM (SELECT post_id, starred, sorted_at FROM listing WHERE shelf_id = :shelf
             ORDER BY sorted_at DESC, post_id DESC LIMIT -1 OFFSET :posts) AS old
      CROSS JOIN posts ON posts.id = old.post_id
     WHERE old.sorted_at < :before AND NOT old.starred
       AND NOT EXISTS (SELECT 1 FROM post_tags WHERE post_tags.post_id = old.post_id)
       AND posts.address NOT IN (SELECT value FROM json_each(:written))
     LIMIT :step"""
