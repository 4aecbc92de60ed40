"""Ways to posts, as services take them."""

from tui_blog.model.blog import Blog
from tui_blog.model.site import SourceRef
from tui_blog.model.ways import PostSource


def own_source(blog: Blog) -> SourceRef:
    """By which a blog is refreshed."""
    return SourceRef(blog.source, blog.feed_url)


def source_of(ref: SourceRef) -> PostSource:
    """The adapter for a source."""
    from tui_blog.platforms import registry  # knows every platform, which takes its time

    return registry.source(ref)
