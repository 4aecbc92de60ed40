"""Blogs without a feed whose page marks its posts: h-feed, hfeed, schema.org's Blog (discovery.md §6)."""

from urllib.parse import urlsplit

from tui_blog.errors import NetworkError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Site, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.model.twins import without_twins
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.conditions import conditions, validators_of
from tui_blog.platforms.feeds.finding import ACCEPT
from tui_blog.platforms.listings.linked_data import postings_in
from tui_blog.platforms.listings.marked_post import MarkedPost
from tui_blog.platforms.listings.microformats import feed_in, has_feed
from tui_blog.platforms.listings.page_element import names
from tui_blog.platforms.listings.site_walk import post_at
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.platform import Platform

SYSTEM = "hfeed"

_DIRECTIONS = ("next", "prev")
"""What the link to older posts is called; some count from the first post, and call it the previous page."""


class HFeedSource(PostSource):
    """A `PostSource` over a page that lists posts, and the older pages behind it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page of the list; the cursor is the older page's address, behind the name of the link to it.

        Raises UnreadableAnswer where the page marks no posts any more.
        """
        direction, _, older = (cursor or "").partition(" ")
        asked = older or self.url
        headers = {"Accept": ACCEPT, **conditions(validators)}
        response = yield from fetch(Request("GET", asked, headers=headers))
        if response.status == 304:
            return PostPage((), unchanged=True, validators=validators, moved_to=response.moved_to)
        page = read_page(response, asked)
        posts = posts_in(page)
        if not posts and not cursor:
            raise UnreadableAnswer(
                f"{host_of(asked)} marks no posts in its page any more. Add the blog again by its address.",
                asked,
            )
        return PostPage(
            posts,
            next=_older(page, direction, {canonical(asked), canonical(self.url)}) if posts else None,
            title=page.title,
            site_url=page.home,
            validators=validators_of(response),
            moved_to=response.moved_to,
        )

    def one(self, url: str) -> Flow[Post | None]:
        """The post that the page at that address shows."""
        return (yield from post_at(url))


def posts_in(page: Page) -> tuple[Post, ...]:
    """The posts that a page lists, in its order, without those that are mere links to elsewhere."""
    marked = feed_in(page.root, page.base) or _postings(page)
    own = (each for each in marked if host_of(each.url) == host_of(page.fetched) or each.uid or each.html)
    return without_twins(each.post() for each in own if canonical(each.url) != canonical(page.fetched))


def _postings(page: Page) -> tuple[MarkedPost, ...]:
    return tuple(each for each in postings_in(page.root, page.base) if each.url)


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog by the list of posts in its page, or, from the page of a post, in its home page.

    None where there is no list: a single post that is marked is none, unless the page calls it a feed.
    """
    for address in (page.fetched, page.home):
        listing = page if address == page.fetched else (yield from _page_at(address))
        if listing is not None and _is_list(listing):
            return _site(page, listing)
    return None


def _is_list(page: Page) -> bool:
    posts = posts_in(page)
    return len(posts) > 1 or (bool(posts) and has_feed(page.root))


def _page_at(url: str) -> Flow[Page | None]:
    try:
        return read_page((yield from fetch(Request("GET", url, headers={"Accept": ACCEPT}))))
    except NetworkError:
        return None


def _site(page: Page, listing: Page) -> Site:
    return Site(
        url=listing.fetched,
        title=listing.title,
        platform=SYSTEM,
        sources=(SourceRef(SYSTEM, listing.fetched),),
        post_url=page.url if page is not listing else None,
        reasons=(clean_line(f"{listing.fetched} lists {len(posts_in(listing))} marked posts.", 300),),
    )


def _older(page: Page, direction: str, known: set[str]) -> Cursor | None:
    """The next page in the direction that was taken, never one where this walk began or stands."""
    for relation in (direction,) if direction in _DIRECTIONS else _DIRECTIONS:
        for element in page.root.iter("link", "a"):
            url = absolute(element.get("href") or "", page.base)
            is_older = relation in names(element, "rel") and canonical(url) not in known if url else False
            if is_older and urlsplit(url).netloc == urlsplit(page.fetched).netloc:
                return Cursor(f"{relation} {url}")
    return None


PLATFORM = Platform(SYSTEM, "a page of marked posts", site=site_of_page, source=HFeedSource)
