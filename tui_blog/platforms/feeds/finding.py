"""Where a page's blog keeps its feed: named by the page, linked in its text, or at a usual place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tui_blog.errors import NetworkError, NoFeedFound
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.site import FeedLink
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.feed import parse
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.pages import Page

ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, "
    "application/json;q=0.9, */*;q=0.8"
)
USUAL_PATHS = ("feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml", "feeds/posts/default")
"""Where WordPress, Ghost, Jekyll, Hugo, Blogger and their like keep their feeds (discovery.md §3)."""

PROBES = 8
"""Requests at most for usual paths, where a page names no feed (discovery.md §1)."""

CANDIDATES = 3
"""Named feeds that are tried before they count as broken."""


def posts_feed(page: Page, known_paths: Iterable[str]) -> Flow[tuple[FeedLink, ParsedFeed]]:
    """The feed of a page's posts, and what it holds; `known_paths` are those of the page's platforms.

    Raises NoFeedFound, with a sentence.
    """
    for link in _each_once(_candidates(page, known_paths)):
        feed = yield from _feed_at(link.url)
        if feed is not None:
            return replace(link, format=feed.format, title=link.title or feed.title), feed
    raise NoFeedFound(
        f"No feed was found at {host_of(page.url)}: the page names none that can be read, and the usual "
        "places hold none. If the blog has a feed, give the feed's own address."
    )


def _candidates(page: Page, known_paths: Iterable[str]) -> Iterator[FeedLink]:
    yield from page.posts_feeds[:CANDIDATES]
    yield from _unnamed(page.anchors, "linked in the page")
    known = [absolute(path, page.home) for path in known_paths]
    usual = dict.fromkeys((*known[:2], *_usual_addresses(page)))
    yield from _unnamed(tuple(usual)[:PROBES], "found at a usual place")


def _unnamed(urls: Iterable[str], why: str) -> Iterator[FeedLink]:
    return (FeedLink(url, "unknown", EMPTY, why=clean_line(why)) for url in urls)


def _each_once(links: Iterable[FeedLink]) -> Iterable[FeedLink]:
    once: dict[str, FeedLink] = {}
    for link in links:
        once.setdefault(canonical(link.url), link)
    return once.values()


def _usual_addresses(page: Page) -> Iterator[str]:
    """The usual paths in the page's directory and at the host's root, the commonest first."""
    directory = absolute("./", page.url)
    return (absolute(path, base) for path in USUAL_PATHS for base in (directory, absolute("/", page.url)))


def _feed_at(url: str) -> Flow[ParsedFeed | None]:
    """Read the feed at an address; None for all that can go wrong there."""
    try:
        response = yield from fetch(Request("GET", url, headers={"Accept": ACCEPT}, tolerate=ANY_STATUS))
        if response.status != 200:
            return None
        return parse(response.body, response.url, response.content_type)
    except NetworkError:
        return None
