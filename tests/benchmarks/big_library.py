"""A library of any size in seconds: rows made by SQLite itself, as many refreshes would have left them."""

from pathlib import Path

from tests.world import NOON
from tui_blog.model.text import clean_line
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.packing import pack

BLOGS = 50
"""In a library of any size: what grows is the lists alone."""
APART = 600
"""Seconds from a post to the next of the whole library."""

_NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :posts)"

_POSTS = f"""
    {_NUMBERS}
    INSERT INTO posts (id, blog_id, sorted_at, guid, url, address, title, excerpt, author, published, labels,
                       comment_count, remote_id, digest)
    SELECT n, n % :blogs + 1, :newest - (:posts - n) * {APART}, 'g' || n,
           'https://b.example/' || n, 'b.example/' || n,
           'Post ' || n || CASE WHEN n % 1000 = 7 THEN ' on harbours' ELSE ' on letters and the slow web' END,
           'Text', 'Ada',
           strftime('%Y-%m-%dT%H:%M:%S+00:00', :newest - (:posts - n) * {APART}, 'unixepoch'),
           '', n % 30, '', zeroblob(16)
      FROM numbers"""

_GUIDS = """
    INSERT INTO guids (blog_id, guid, post_id) SELECT blog_id, guid, id FROM posts ORDER BY blog_id, guid"""

_BODIES = "INSERT INTO bodies (post_id, html) SELECT id, :html FROM posts"

# The triggers put every post on its shelves, and keep the counts.
_STATES = "INSERT INTO post_state (post_id, read, starred) SELECT id, id % 20 <> 0, id % 500 = 0 FROM posts"


def build(folder: Path, posts: int) -> None:
    """Fill `folder` with a library of `posts` posts: one in twenty unread, one in a thousand on harbours."""
    database = Database.open(folder / "library.db", lambda: NOON)
    for number in range(BLOGS):
        _add_blog(BlogStore(database), number)
    values = {"posts": posts, "blogs": BLOGS, "newest": int(NOON.timestamp()), "html": pack("<p>Text</p>")}
    with database.writing() as connection:
        for statement in (_POSTS, _GUIDS, _BODIES, _STATES):
            connection.execute(statement, values)
    database.close()


def _add_blog(blogs: BlogStore, number: int) -> None:
    blogs.add(
        title=clean_line(f"Blog {number:04}"), url=f"https://b{number}.example/",
        feed_url=f"https://b{number}.example/feed", source="feed", platform="feed", subscribed=True, tags=(),
    )  # fmt: skip
