"""Posts as their blogs send them."""

from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.text import EMPTY, CleanText


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its blog sent it; every string but `html` is clean."""

    guid: str
    """Identity within the blog: Atom `id`, RSS `guid`, JSON `id`, WordPress `guid` (feeds.md §9.2)."""
    url: str
    """Absolute http or https address of the post's page, or ""."""
    title: CleanText
    """"" where the post has none; screens then show the beginning of the text."""
    html: str
    """The body as sent: foreign, never shown; only `convert` looks into it."""
    author: CleanText = EMPTY
    published: datetime | None = None
    """Aware; keeps the offset that the blog wrote."""
    updated: datetime | None = None
    labels: tuple[CleanText, ...] = ()
    excerpt: CleanText = EMPTY
    """One line, at most 300 characters."""
    comment_count: int | None = None
    """None where the source does not tell."""
    comments_open: bool | None = None
    remote_id: str = ""
    """The post's number in the platform's API (WordPress, Blogger), or ""."""
