"""Which adapter speaks for a source or a channel: one table each, one line a platform."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from tui_blog.errors import TuiBlogError
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.model.ways import CommentChannel, PostSource
from tui_blog.platforms.blogger_comments import BloggerComments
from tui_blog.platforms.blogger_posts import BloggerPosts
from tui_blog.platforms.feed import FeedSource
from tui_blog.platforms.isso import IssoComments
from tui_blog.platforms.wordpress_comments import WordPressComments
from tui_blog.platforms.wordpress_posts import WordPressPosts

T = TypeVar("T")

_SOURCES: Mapping[str, Callable[[str], PostSource]] = MappingProxyType(
    {
        "feed": FeedSource,
        "wordpress": WordPressPosts,
        "blogger": BloggerPosts,
    }
)

_CHANNELS: Mapping[str, Callable[[ChannelRef, str], CommentChannel]] = MappingProxyType(
    {
        "wordpress": lambda ref, account: WordPressComments(ref.endpoint, account),
        "isso": lambda ref, account: IssoComments(ref),
        "blogger": lambda ref, account: BloggerComments(ref),
    }
)


def source(ref: SourceRef) -> PostSource:
    """The adapter for a blog's posts. Raises `TuiBlogError` for a kind that this version does not know."""
    return _mounted(_SOURCES, ref.kind)(ref.url)


def channel(ref: ChannelRef, signed_in_as: str = "") -> CommentChannel:
    """The adapter for comments; `signed_in_as` is the account that signs, "" for none.

    Raises `TuiBlogError` for a system that this version does not know.
    """
    return _mounted(_CHANNELS, ref.system)(ref, signed_in_as)


def _mounted(table: Mapping[str, T], kind: str) -> T:
    try:
        return table[kind]
    except KeyError:
        known = ", ".join(table)
        raise TuiBlogError(f"This version cannot speak to “{clean_line(kind)}”; it knows {known}.") from None
