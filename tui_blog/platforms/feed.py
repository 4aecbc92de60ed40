"""Feeds of every format: reading one, and a blog's posts from one.

Read by ourselves over lxml, with feedparser behind for what is no XML any more. A quicker library was tried:
it lost what threads hang on (counts, addresses of comment feeds) and `xml:base`, and made up missing dates.
"""

import re
from dataclasses import replace
from typing import Final

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import canonical, host_of
from tui_blog.platforms.conditions import conditions, validators_of
from tui_blog.platforms.encoding import decode, is_seven_bit
from tui_blog.platforms.feeds.atom import read_atom
from tui_blog.platforms.feeds.beyond import beyond
from tui_blog.platforms.feeds.cut import breaks_off
from tui_blog.platforms.feeds.element import name_of
from tui_blog.platforms.feeds.freshness import as_answered
from tui_blog.platforms.feeds.jsonfeed import read_json_feed
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.feeds.rss import read_rss
from tui_blog.platforms.feeds.xml import Element, read_plain_xml, read_xml
from tui_blog.platforms.ghost import feed as ghost_feed
from tui_blog.platforms.listings import site_walk
from tui_blog.platforms.sniffing import Kind, kind_of, not_a_feed
from tui_blog.platforms.wordpress import feed as wordpress_feed

ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)

PAGES_LOOKED_THROUGH: Final = 5
"""How far back `FeedSource.one` looks for a post."""

_BROKE_OFF: Final = clean_line("The feed broke off; what is missing is asked for again next time.")
_MISSING = frozenset({404})
_ODD_SIGNS: Final = ("Ã", "Â", "â€", "Ð", "Ñ")
"""What a text in UTF-8 that was encoded twice is full of."""

_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def parse(body: bytes, url: str, content_type: str | None) -> ParsedFeed:
    """Read a feed: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed.

    `url` is where the body came from: relative addresses are resolved against it. What the body is, is
    judged by the body. Raises UnreadableAnswer with a sentence for all that is not a feed.
    """
    root = None if is_seven_bit(body, content_type) else read_plain_xml(body, url)
    feed = _from_root(root)
    is_done = feed is not None and bool(feed.posts) and not _may_be_encoded_twice(feed)
    return feed if feed and is_done else _parsed_at_leisure(body, url, content_type)


def _may_be_encoded_twice(feed: ParsedFeed) -> bool:
    return any(sign in post.excerpt or sign in post.title for post in feed.posts for sign in _ODD_SIGNS)


def _parsed_at_leisure(body: bytes, url: str, content_type: str | None) -> ParsedFeed:
    """Find out what a body is and in which encoding, mend it, or tell what is wrong with it."""
    text = decode(body, content_type)
    kind = kind_of(body, text)
    if kind is Kind.JSON:
        return read_json_feed(text, url)
    if kind is not Kind.FEED:
        raise not_a_feed(kind, url)
    feed = _from_xml(text, url)
    return feed if feed and feed.posts else _looked_at_again(text, url, feed)


def _from_xml(text: str, url: str) -> ParsedFeed | None:
    feed = _from_root(read_xml(text, url))
    return feed and replace(feed, whole=not breaks_off(text))


def _from_root(root: Element | None) -> ParsedFeed | None:
    if root is None or not isinstance(root.tag, str):
        return None
    local = name_of(root.tag).rpartition(":")[2]
    if local == "html":  # a page around a feed
        return _from_root(next(root.iter("{*}feed", "{*}rss"), None))
    return read_atom(root) if local in ("feed", "entry") else read_rss(root)


def _looked_at_again(text: str, url: str, feed: ParsedFeed | None) -> ParsedFeed:
    """Tell why no posts were read: the feed breaks off, is too damaged, or has none."""
    if breaks_off(text):
        raise not_a_feed(Kind.CUT, url)
    if _ENTRY.search(text):
        return _from_soup(text, url, feed)
    if feed is None:
        raise not_a_feed(Kind.FEED, url)
    return feed


def _from_soup(text: str, url: str, feed: ParsedFeed | None) -> ParsedFeed:
    """Let feedparser try where there plainly are entries and none was read."""
    from tui_blog.platforms.feeds.fallback import read_soup  # slow to import, and hardly ever needed

    soup = read_soup(text, url)
    if feed is None and not soup.posts:
        raise not_a_feed(Kind.FEED, url)
    return soup if soup.posts or feed is None else feed


class FeedSource(PostSource):
    """The posts of a blog as its feed gives them: the newest, and older ones where the feed has pages."""

    def __init__(self, url: str) -> None:
        self.url = url

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One document of the feed; the cursor is the address of an older one (RFC 5005, or WordPress)."""
        if cursor and (place := site_walk.place_of(cursor)):
            return (yield from site_walk.walk(place, self._held))
        url = cursor or self.url
        missing = _MISSING if cursor and _may_be_past_the_end(url) else frozenset[int]()
        headers = {"Accept": ACCEPT, **conditions(validators)}
        response = yield from fetch(Request("GET", url, headers=headers, tolerate=missing))
        if response.status in _MISSING:
            return PostPage(())
        if response.status == 304:
            return PostPage((), unchanged=True, validators=validators, moved_to=response.moved_to)
        feed = _read(response)
        older = self._older(feed, url, response.url)
        hoped = beyond(feed, self.url) if older is None and not cursor else None
        return PostPage(
            feed.posts,
            next=older or hoped,
            next_is_guess=hoped is not None,
            title=feed.title,
            site_url=feed.site_url,
            language=feed.language,
            # What is missing at the end would never come if the server were asked for changes alone.
            validators=validators_of(response) if feed.whole else None,
            moved_to=response.moved_to,
            rhythm=as_answered(feed.rhythm, response),
            notice=EMPTY if feed.whole else _BROKE_OFF,
        )

    def _older(self, feed: ParsedFeed, asked: str, url: str) -> Cursor | None:
        """The next page, unless the feed leads back to where it was read or began, or this page was empty."""
        older = feed.next_url or wordpress_feed.older_page(feed, url) or ghost_feed.older_page(feed, url)
        if older is None or older in {asked, url, self.url} or not feed.posts:
            return None
        return Cursor(older)

    def _held(self) -> Flow[frozenset[str]]:
        """The addresses of the posts that the feed holds by itself."""
        page = yield from self.page()
        return frozenset(canonical(post.url) for post in page.posts)

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address, by the feed's first pages, a feed of its own (WordPress), or its page."""
        wanted, cursor = canonical(url), None
        for number in range(PAGES_LOOKED_THROUGH):
            page = yield from self.page(cursor)
            for post in page.posts:
                if canonical(post.url) == wanted:
                    return post
            if page.next is None or page.next_is_guess:
                break
            cursor = page.next
            is_wordpress = wordpress_feed.may_be_past_the_end(cursor)
            alone = (yield from self._alone(url)) if is_wordpress and number == 0 else None
            if alone is not None:
                return alone
        at_home = host_of(url) in {host_of(self.url), host_of(page.site_url)}
        return (yield from site_walk.post_at(url)) if at_home else None

    def _alone(self, url: str) -> Flow[Post | None]:
        """The post by a feed of its own, as WordPress gives one."""
        address = wordpress_feed.feed_of_one(url)
        answer = yield from fetch(Request("GET", address, {"Accept": ACCEPT}, tolerate=ANY_STATUS))
        try:
            posts = _read(answer).posts if answer.status == 200 else ()
        except UnreadableAnswer:
            return None
        return next((post for post in posts if wordpress_feed.is_at(post, url)), None)


def _may_be_past_the_end(url: str) -> bool:
    """Addresses that the blog did not name, but that blogs of its kind have."""
    return wordpress_feed.may_be_past_the_end(url) or ghost_feed.may_be_past_the_end(url)


def _read(response: Response) -> ParsedFeed:
    if response.header("cf-mitigated") == "challenge":
        raise not_a_feed(Kind.CHALLENGE, response.url)
    return wordpress_feed.told_plainly(parse(response.body, response.url, response.content_type))
