"""What an address led to."""

from dataclasses import dataclass

from tui_blog.model.blog import Blog
from tui_blog.model.post_key import PostId


@dataclass(frozen=True, slots=True)
class Opened:
    """What a URL led to: a blog of the store, and the post in it when the URL was a post's."""

    blog: Blog
    post_id: PostId | None = None
    is_found: bool = True
    """False where the URL led to the blog, but to none of its posts that its source still holds."""
