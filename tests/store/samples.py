"""Values that the stories of the store begin with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tui_blog.model.blog import Blog, BlogId
from tui_blog.model.post import Post
from tui_blog.model.post_list import PostQuery, PostRow
from tui_blog.model.text import CleanText
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore
from tui_blog.store.removal import purge_all

FIRST_DAY = datetime(2024, 1, 1, 9, 0, tzinfo=UTC)
SINCE_EVER = PostQuery()


def line(text: str) -> CleanText:
    return CleanText(text)


def sample_post(number: int, **changes: object) -> Post:
    """Post number n was published n days after the first day."""
    post = Post(
        guid=f"guid-{number}",
        url=f"https://blog.example/{number}",
        title=line(f"Post {number}"),
        html=f"<p>Text {number}</p>",
        published=FIRST_DAY + timedelta(days=number),
        excerpt=line(f"Text {number}"),
    )
    return replace(post, **changes)  # type: ignore[arg-type]


def document(*numbers: int) -> tuple[Post, ...]:
    """A page of posts, newest first."""
    return tuple(sample_post(number) for number in sorted(numbers, reverse=True))


def add_blog(
    blogs: BlogStore, name: str = "blog", *, subscribed: bool = True, tags: Sequence[str] = ()
) -> Blog:
    return blogs.add(
        title=line(name.title()),
        url=f"https://{name}.example/",
        feed_url=f"https://{name}.example/feed",
        source="feed",
        platform="feed",
        subscribed=subscribed,
        tags=[line(tag) for tag in tags],
    )


def titles(rows: Sequence[PostRow]) -> list[str]:
    return [row.title for row in rows]


def listed(posts: PostStore, query: PostQuery = SINCE_EVER) -> list[str]:
    """The titles of a whole list."""
    return titles(posts.window(query, limit=10_000).rows)


def of_blog(blog_id: BlogId, **changes: object) -> PostQuery:
    return replace(PostQuery(blog_id=blog_id), **changes)  # type: ignore[arg-type]


def compact(database: Database) -> None:
    """Removed blogs can be brought back no longer."""
    with database.writing() as connection:
        purge_all(connection)
