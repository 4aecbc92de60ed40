"""Posts read whole, with their bodies, from the tables that hold their parts."""

import sqlite3

from tui_blog.model.blog import Blog
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import CleanText
from tui_blog.store.blogs import read_blog
from tui_blog.store.packing import split_lines, to_moment, unpack
from tui_blog.store.post_tags import tags_of

_POST = """
    SELECT posts.*, bodies.html, post_state.read, post_state.starred
      FROM posts
      CROSS JOIN bodies ON bodies.post_id = posts.id
      CROSS JOIN post_state ON post_state.post_id = posts.id
     WHERE """


def read_post(
    connection: sqlite3.Connection, wanted: str, values: tuple[object, ...], blogs: dict[int, Blog]
) -> StoredPost | None:
    """One post; `blogs` holds those that the caller has met."""
    row = connection.execute(_POST + wanted, values).fetchone()
    if row is None:
        return None
    blog = blogs.get(row["blog_id"]) or read_blog(connection, row["blog_id"])
    if blog is None:  # it was removed, and is kept only in case that is taken back
        return None
    blogs[blog.id] = blog
    key = PostKey(row["sorted_at"], PostId(row["id"]))
    tags = tags_of(connection, key.id)
    return StoredPost(key.id, blog, _post(row), bool(row["read"]), bool(row["starred"]), key, tags)


def post_at(connection: sqlite3.Connection, address: str) -> StoredPost | None:
    """The post at an address, of a followed blog before others."""
    row = connection.execute(_AT_ADDRESS, (address,)).fetchone()
    return read_post(connection, "posts.id = ?", (row["id"],), {}) if row else None


_AT_ADDRESS = """
    SELECT posts.id
      FROM posts CROSS JOIN blogs ON blogs.id = posts.blog_id
     WHERE posts.address = ? AND posts.address <> '' AND posts.address <> blogs.address
       AND blogs.removed IS NULL
     ORDER BY blogs.subscribed DESC, posts.sorted_at DESC
     LIMIT 1"""


def _post(row: sqlite3.Row) -> Post:
    return Post(
        guid=row["guid"],
        url=row["url"],
        title=CleanText(row["title"]),
        html=unpack(row["html"]),
        author=CleanText(row["author"]),
        published=to_moment(row["published"]),
        updated=to_moment(row["updated"]),
        labels=split_lines(row["labels"]),
        excerpt=CleanText(row["excerpt"]),
        comment_count=row["comment_count"],
        comments_open=None if row["comments_open"] is None else bool(row["comments_open"]),
        remote_id=row["remote_id"],
    )
