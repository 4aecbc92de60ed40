"""What a blog is and what it offers: the outcome of looking at a URL."""

from dataclasses import dataclass, replace
from typing import Literal

from tui_blog.model.text import EMPTY, CleanText


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A way to a blog's posts: `kind` names the adapter in the registry, `url` is its root."""

    kind: str
    """"feed" (RSS, RDF, Atom, JSON Feed), or the key of a platform that has a way of its own."""
    url: str
    """What the adapter asks: a feed, or the root of an API, with what narrows it to a part of the blog."""


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A way to the comments of a blog or of one post."""

    system: str
    """The key of the platform or comment server in the registry."""
    endpoint: str
    """WordPress: the API root; Isso: the server's address without a closing slash; Blogger: the root of its
    feeds; others: as their adapter says."""
    key: str = ""
    """What the system calls this thread (Isso: `data-isso-id` or the page's path; Blogger: "blog.post" in its
    numbers); "" where the post's own id says it."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names, in the order of preference."""

    url: str
    format: Literal["rss", "atom", "rdf", "json", "unknown"]
    title: CleanText
    holds: Literal["posts", "part", "comments"] = "posts"
    """The whole blog, a part of it (a category, an author), or comments."""
    why: CleanText = EMPTY
    """How it was found, in a few words."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a site's posts, as a person may choose it."""

    source: SourceRef
    title: CleanText
    """"" for the site's own."""
    holds: Literal["posts", "part", "comments"] = "posts"
    why: CleanText = EMPTY


PartKind = Literal["label", "category", "tag", "author", "month", "pages"]


@dataclass(frozen=True, slots=True)
class Part:
    """A way into a blog besides its newest posts: those with a label, by an author, of a month, its pages."""

    kind: PartKind
    name: CleanText
    source: SourceRef
    """Read as any source of posts."""
    count: int | None = None
    """How many posts it holds, where the blog tells."""


@dataclass(frozen=True, slots=True)
class Site:
    """What stands behind a URL: which blog, and the ways to its posts and comments, best first."""

    url: str
    title: CleanText
    platform: str
    """The key of the platform ("wordpress", "ghost", "hugo" …), or "feed" where nothing better is known."""
    sources: tuple[SourceRef, ...]
    channels: tuple[ChannelRef, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    """Feeds of posts before those of parts, and those before feeds of comments."""
    post_url: str | None = None
    """Set when the URL was that of a single post."""
    post_id: str | None = None
    """That post's id in the platform's numbering, where the page tells it."""
    language: str = ""
    """The blog's language as a tag of BCP 47 ("de", "pt-BR"), "" where it does not tell."""
    reasons: tuple[CleanText, ...] = ()
    """What speaks for the platform and for each way that was found: a sentence each, for people."""

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every way to posts that a person may choose, the one that is taken unasked first."""
        named = {feed.url: feed for feed in self.feeds}
        first = [_way(source, named.get(source.url)) for source in self.sources]
        rest = [_way(SourceRef("feed", feed.url), feed) for feed in self.feeds]
        # The feed that a platform's own way reads is no second way.
        taken = {way.source.url for way in first if way.source.kind != "feed"}
        ways = (way for way in (*first, *rest) if way.source.kind != "feed" or way.source.url not in taken)
        return tuple({way.source: way for way in ways}.values())

    def by(self, way: Way) -> "Site":
        """The site as one way alone shows it; a part of a blog bears a name of its own."""
        others = () if way != self.ways[0] else self.sources[1:]
        title = self.title if way.holds == "posts" else way.title or self.title
        return replace(self, sources=(way.source, *others), title=title)


def _way(source: SourceRef, feed: FeedLink | None) -> Way:
    if feed is None or source.kind != "feed":
        return Way(source, EMPTY)
    return Way(source, feed.title, feed.holds, feed.why)
