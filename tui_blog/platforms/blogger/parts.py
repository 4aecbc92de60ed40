"""Ways into a Blogger blog besides its newest posts: labels, pages that stand alone, the blog's search.

The feed of posts names all labels of the blog at its head, but not how many posts each of them has.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from tui_blog.errors import NetworkError
from tui_blog.model.flow import Flow
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.blogger.address import FeedAddress, root_of
from tui_blog.platforms.blogger.listing import SYSTEM
from tui_blog.platforms.blogger.reading import Parameters, read_posts

_CARD: Parameters = {"alt": "json", "max_results": 1}
"""The labels stand in every page of the feed; one post is the smallest."""

_PAGES = clean_line("Pages")


def parts_of(feed_url: str) -> Flow[tuple[Part, ...]]:
    """The labels of the blog that a feed belongs to, in its order, and its pages, where there are any."""
    own = _own(feed_url)
    read = yield from read_posts(own.listing, _CARD)
    labels = read.listing.labels if read.listing else ()
    pages = yield from _pages(replace(own, kind="pages"))
    return (*_labels(own, labels), *pages)


def searched(feed_url: str, query: str) -> SourceRef:
    """The posts of the blog that its search finds."""
    return SourceRef(SYSTEM, replace(_own(feed_url), words=query).listing)


def _own(feed_url: str) -> FeedAddress:
    """The whole blog that a feed belongs to."""
    return FeedAddress(root_of(feed_url))


def _labels(own: FeedAddress, labels: tuple[CleanText, ...]) -> Iterator[Part]:
    for label in labels:
        address = replace(own, labels=f"/{quote(label, safe='')}")
        yield Part("label", label, SourceRef(SYSTEM, address.posts))


def _pages(pages: FeedAddress) -> Flow[tuple[Part, ...]]:
    """A blog without pages, or one that hides their feed, just has none."""
    try:
        read = yield from read_posts(pages.listing, _CARD)
    except NetworkError:
        return ()
    total = read.listing.total if read.listing else None
    return (Part("pages", _PAGES, SourceRef(SYSTEM, pages.listing), total),) if total else ()
