"""Posts as the library keeps them."""

from dataclasses import dataclass

from tui_blog.model.blog import Blog
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.text import CleanText


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post of the library, whole."""

    id: PostId
    blog: Blog
    post: Post
    read: bool
    starred: bool
    key: PostKey
    tags: tuple[CleanText, ...] = ()
    """Its own; those of its blog are the blog's."""
