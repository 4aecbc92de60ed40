"""Which of the feeds that a page names holds its blog's posts (discovery.md §2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from tui_blog.model.site import FeedLink
from tui_blog.model.text import clean_line, fold
from tui_blog.platforms.addresses import host_of

Format = Literal["rss", "atom", "rdf", "json", "unknown"]

_FORMATS: dict[str, Format] = {
    "application/atom+xml": "atom",
    "application/x.atom+xml": "atom",
    "application/feed+json": "json",
    "application/rss+xml": "rss",
    "application/rdf+xml": "rdf",
    "text/rss": "rss",
    "text/xml": "unknown",
    "application/xml": "unknown",
}
_BETTER_FIRST: tuple[Format, ...] = ("atom", "json", "rss", "rdf", "unknown")
_JSON_FEED = re.compile(r"feed[^/]*\.json|jsonfeed|/json$", re.IGNORECASE)

_COMMENTS_ADDRESS = re.compile(r"/comments?(?:[/.?]|$)|[?&]feed=comments|/comments-", re.IGNORECASE)
_COMMENTS_TITLE = re.compile(
    r"comment|coment|kommentar|kommentit|комментар|评论|評論|コメント|댓글|yorum|reacties|komentar|σχολι"
)
_PART_OF_BLOG = re.compile(r"/(?:categor(?:y|ies)|tags?|authors?|label|topics?|search)/", re.IGNORECASE)
_PART_BY_QUERY = re.compile(r"[?&](?:q|s|search|tags?|cat|category|author|label)=", re.IGNORECASE)
_NAMED = clean_line("named by the page")
_FORMAT_WORDS = re.compile(r"\b(?:rss|atom|rdf|json|feeds?|xml|[0-9.]+)\b|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: from its head, its body, or the answer's Link header (RFC 8288)."""

    url: str
    """Absolute."""
    relations: frozenset[str]
    """In lower case."""
    type: str = ""
    title: str = ""


def feed_links(links: Iterable[Link], page_url: str, *, is_post: bool) -> tuple[FeedLink, ...]:
    """The feeds among a page's links, the likeliest feed of posts first, feeds of comments last.

    `is_post`: the page is one post's, so that a feed below its own address holds its comments.
    """
    found: dict[str, FeedLink] = {}
    for link in links:
        if form := _format(link):
            holds = _contents(link, page_url, is_post=is_post)
            feed = FeedLink(link.url, form, clean_line(link.title, 200), holds, _NAMED)
            found.setdefault(link.url, feed)
    return _ranked(_parts_told(list(found.values()), page_url), page_url)


def _parts_told(feeds: list[FeedLink], page_url: str) -> list[FeedLink]:
    """A feed below the page is that of a part beside one that is not; else the blog lives in that folder."""
    own = [feed for feed in feeds if feed.holds == "posts" and host_of(feed.url) == host_of(page_url)]
    below = [feed for feed in own if _is_below(feed.url, page_url)]
    if len(below) == len(own):
        return feeds
    return [replace(feed, holds="part") if feed in below else feed for feed in feeds]


def _contents(link: Link, page_url: str, *, is_post: bool) -> Literal["posts", "part", "comments"]:
    if holds_comments(link.url, link.title, page_url, is_post=is_post):
        return "comments"
    return "part" if is_of_part(link.url) else "posts"


def is_of_part(url: str) -> bool:
    """True for the feed of a category, a tag, an author, or a search, as its address says."""
    return bool(_PART_OF_BLOG.search(url) or _PART_BY_QUERY.search(url))


def holds_comments(url: str, title: str, page_url: str, *, is_post: bool) -> bool:
    """True for a feed of comments: its address or title says so, or it lies below the page of a post."""
    if _COMMENTS_ADDRESS.search(url) or _COMMENTS_TITLE.search(fold(title)):
        return True
    return is_post and _is_below(url, page_url)


def _format(link: Link) -> Format | None:
    kind = link.type.partition(";")[0].strip().lower()
    if not link.relations & {"alternate", "feed", "service.feed"} or "stylesheet" in link.relations:
        return None
    if kind == "application/json":
        return "json" if _JSON_FEED.search(link.url) else None
    return _FORMATS.get(kind) or ("unknown" if "feed" in link.relations and not kind else None)


def _is_below(url: str, page_url: str) -> bool:
    path = urlsplit(page_url).path.rstrip("/")
    return bool(path) and host_of(url) == host_of(page_url) and urlsplit(url).path.startswith(path + "/")


def _ranked(feeds: list[FeedLink], page_url: str) -> tuple[FeedLink, ...]:
    """Feeds of the whole blog before those of a part of it; among forms of one feed, the richest first.

    What is told twice in two formats carries one title; else the order of the page stands.
    """
    subjects = [_subject(feed) for feed in feeds]
    return tuple(
        sorted(
            feeds,
            key=lambda feed: (
                feed.holds == "comments",
                host_of(feed.url) != host_of(page_url),
                feed.holds == "part",
                subjects.index(_subject(feed)),
                _BETTER_FIRST.index(feed.format),
            ),
        )
    )


def _subject(feed: FeedLink) -> str:
    return " ".join(_FORMAT_WORDS.sub(" ", fold(feed.title)).split())
