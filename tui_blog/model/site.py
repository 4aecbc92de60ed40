"""What a blog is and what it offers: the outcome of looking at a URL."""

from dataclasses import dataclass
from typing import Literal, NewType

from tui_blog.model.text import CleanText

Cursor = NewType("Cursor", str)
"""Where the next page of an archive begins; opaque outside the source that made it."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A way to a blog's posts: `kind` names the adapter in the registry, `url` is its root."""

    kind: str
    """"feed" (RSS, RDF, Atom, JSON Feed), "wordpress" (REST; `url` is the API root), "blogger" (its feed)."""
    url: str


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A way to the comments of a blog or of one post."""

    system: str
    """"wordpress", "isso" or "blogger"."""
    endpoint: str
    """WordPress: the API root; Isso: the server's address without a closing slash; Blogger: the root of its
    feeds."""
    key: str = ""
    """What the system calls this thread (Isso: `data-isso-id` or the page's path; Blogger: "blog.post" in its
    numbers); "" where the post's own id says it."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names, in the order of preference."""

    url: str
    format: Literal["rss", "atom", "rdf", "json", "unknown"]
    title: CleanText


@dataclass(frozen=True, slots=True)
class Site:
    """What stands behind a URL: which blog, and the ways to its posts and comments, best first."""

    url: str
    title: CleanText
    platform: str
    """"wordpress", "blogger", or "feed" where nothing better is known."""
    sources: tuple[SourceRef, ...]
    channels: tuple[ChannelRef, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    post_url: str | None = None
    """Set when the URL was that of a single post."""
    post_id: str | None = None
    """That post's id in the platform's numbering, where the page tells it."""
