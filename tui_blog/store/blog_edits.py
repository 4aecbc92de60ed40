"""What a person decides of a blog: how it is called, where it is filed, how much of it is kept."""

import sqlite3
from collections.abc import Sequence

from tui_blog.model.blog import BlogId
from tui_blog.model.retention import ALL, Keep, keep_of
from tui_blog.model.text import CleanText
from tui_blog.store.journal import record
from tui_blog.store.newcomers import tag, untag
from tui_blog.store.retention import set_keep
from tui_blog.store.shelves import arrange


def edit(
    connection: sqlite3.Connection,
    blog_id: BlogId,
    title: CleanText | None,
    tags: Sequence[CleanText],
    no_tags: Sequence[CleanText],
    keep: Keep | None,
) -> None:
    """Decide anew what is not None, give it tags and take others, as one change that can be taken back."""
    row = connection.execute("SELECT own_title, keep FROM blogs WHERE id = ?", (blog_id,)).fetchone()
    if row is None:  # another instance removed it, and by now for good
        return
    change = None
    if keep is not None and keep.text != row["keep"]:
        set_keep(connection, blog_id, keep)
        change = record(connection, change, "blog keep", [blog_id], on=True, former=row["keep"])
    if tags or no_tags:
        change = _file(connection, change, blog_id, tags, no_tags)
    if title is not None and title != row["own_title"]:  # last, and so the first that is taken back and told
        connection.execute("UPDATE blogs SET own_title = ? WHERE id = ?", (title, blog_id))
        record(connection, change, "blog title", [blog_id], on=True, former=row["own_title"])


def call_as_before(connection: sqlite3.Connection, blog_id: BlogId, former: str) -> bool:
    """Take back how a blog is called; False where it is so already."""
    changed = connection.execute(
        "UPDATE blogs SET own_title = :former WHERE id = :id AND own_title <> :former",
        {"id": blog_id, "former": former},
    )
    return bool(changed.rowcount)


def keep_as_before(connection: sqlite3.Connection, blog_id: BlogId, former: str) -> bool:
    """Take back how much of a blog is kept; False where it is so already."""
    row = connection.execute("SELECT keep FROM blogs WHERE id = ?", (blog_id,)).fetchone()
    if row is None or row["keep"] == former:
        return False
    set_keep(connection, blog_id, keep_of(former) or ALL)
    return True


def _file(
    connection: sqlite3.Connection,
    change: int | None,
    blog_id: BlogId,
    tags: Sequence[CleanText],
    no_tags: Sequence[CleanText],
) -> int | None:
    """File a blog under tags and take it from others; the change's number."""
    for name in tag(connection, blog_id, tags):
        change = record(connection, change, "blog tag", [blog_id], on=True, tag=name)
    for name in untag(connection, blog_id, no_tags):
        change = record(connection, change, "blog tag", [blog_id], on=False, tag=name)
    arrange(connection, blog_id)
    return change
