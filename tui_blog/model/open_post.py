"""A post as a reader has it open."""

from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.post_key import PostId
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import EMPTY, CleanText


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post ready to be read."""

    stored: StoredPost
    markdown: CleanText
    minutes: int
    """Reading time, at least 1."""
    position: float
    """Where the person stopped reading, 0 to 1."""
    dateline: CleanText = EMPTY
    """The date above it in the blog's own language; "" for English, and for what is unknown."""
    is_article: bool = False
    """The text is that of the post's page, not the feed's own."""
    is_stub: bool = False
    """The text is only the beginning, as far as it shows."""
    changed: datetime | None = None
    """When the blog was found to have changed what the person had read."""

    @property
    def id(self) -> PostId:
        """The post's id in the library."""
        return self.stored.id
