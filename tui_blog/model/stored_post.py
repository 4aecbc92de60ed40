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

    @property
    def byline(self) -> CleanText:
        """Who wrote it, and where: by Ada on The Slow Lamp."""
        author, blog = self.post.author, self.blog.title
        by = f"by {author}" if author else ""
        on = f"on {blog}" if blog != author else ""  # many a blog is called as who writes it
        return CleanText(f"{by} {on}".strip())
