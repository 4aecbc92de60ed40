"""Lists of posts: which they hold, in which order, and what they show of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.text import CleanText


@dataclass(frozen=True, slots=True)
class PostQuery:
    """Which posts a list holds, and in which order; every other field narrows it."""

    blog_id: BlogId | None = None
    unread: bool = False
    starred: bool = False
    tag: CleanText | None = None
    """Of the blog, or of the post itself."""
    since: datetime | None = None
    until: datetime | None = None
    oldest_first: bool = False
    """As a blog is read from its first post onward; else the newest is the first."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a person wants one list: chosen by keys, and remembered for it."""

    oldest_first: bool = False
    hides_read: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """As `text` put it; whatever else stands there is left out."""
        words = text.split()
        return cls(oldest_first="oldest" in words, hides_read="unread" in words)

    @property
    def text(self) -> str:
        """To be kept; "" for that of a list for which nothing was chosen."""
        return " ".join(["oldest"] * self.oldest_first + ["unread"] * self.hides_read)


PLAIN = Arrangement()


@dataclass(frozen=True, slots=True)
class PostRow:
    """What a list shows of a post; light, thousands may be held."""

    key: PostKey
    blog_id: BlogId
    blog_title: CleanText
    title: CleanText
    """Never empty: the beginning of the text stands in for a missing title."""
    published: datetime | None
    read: bool
    starred: bool
    comments: int | None
    tags: tuple[CleanText, ...] = ()
    """Its own; those of its blog are the blog's."""

    @property
    def id(self) -> PostId:
        """The post's id in the library."""
        return self.key.id


@dataclass(frozen=True, slots=True)
class PostWindow:
    """A run of neighbouring rows of a list, in its order."""

    rows: tuple[PostRow, ...]
    more_before: bool
    """There are more posts before the first row."""
    more_after: bool
    """There are more posts after the last row."""
