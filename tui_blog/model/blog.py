"""The blogs of the library, and its counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from tui_blog.model.cursor import Cursor
from tui_blog.model.retention import ALL, Keep
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.model.validators import NOTHING_TOLD, Validators

BlogId = NewType("BlogId", int)


@dataclass(frozen=True, slots=True)
class Blog:
    """A blog of the library."""

    id: BlogId
    title: CleanText
    url: str
    """Its home page."""
    feed_url: str
    """What is fetched on a refresh: the feed, or the API's root."""
    source: str
    """The source's kind in the registry: "feed", "wordpress" or "blogger"."""
    platform: str
    tags: tuple[CleanText, ...] = ()
    posts: int = 0
    unread: int = 0
    refreshed: datetime | None = None
    """When it was last asked with success."""
    error: CleanText = EMPTY
    """The sentence of the last failure, "" after a success."""
    language: str = ""
    """As a tag of BCP 47 ("de", "pt-BR"); "" where the blog does not tell."""
    subscribed: bool = True
    """False for a blog that was opened by its URL and not added."""
    archive_cursor: Cursor | None = None
    """Where posts older than the stored ones begin; None before the first refresh."""
    archive_done: bool = False
    """True once the first post ever written is stored."""
    validators: Validators = NOTHING_TOLD
    keep: Keep = ALL


@dataclass(frozen=True, slots=True)
class Counts:
    """The kept counts of the whole library."""

    posts: int
    unread: int
    starred: int
    outbox: int
    replies: int = 0
    """Answers to the person's own comments that they have not seen yet."""
