"""Blogs that have neither a feed nor marked lists: their posts by the sitemap, read off their own pages."""

import hashlib

from tui_blog.errors import NetworkError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Site, SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.listings.page_post import post_of_page
from tui_blog.platforms.listings.post_addresses import folder_of, may_be_post, tenant_folder
from tui_blog.platforms.listings.site_walk import (
    BATCH,
    Place,
    before,
    listed,
    nothing_held,
    place_of,
    post_at,
    walk,
)
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.platform import Platform

SYSTEM = "sitemap"


class SitemapSource(PostSource):
    """A `PostSource` over a blog's home page."""

    def __init__(self, url: str) -> None:
        self.home = url

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """Some posts, the newest first. A list whose beginning did not change leaves its pages alone.

        Raises UnreadableAnswer where nothing lists the blog's posts any more.
        """
        place = place_of(cursor) if cursor else None
        if place is not None:
            return (yield from walk(place, nothing_held))
        urls = yield from listed(Place(self.home), nothing_held)
        if not urls:
            raise UnreadableAnswer(
                f"{host_of(self.home)} has no list of its posts any more. Add the blog again by its address.",
                self.home,
            )
        beginning = Validators(etag=_fingerprint(urls[:BATCH]))
        if validators == beginning:
            return PostPage((), unchanged=True, validators=validators)
        page = yield from walk(before(urls, Place(self.home)), nothing_held)
        return PostPage(page.posts, next=page.next, site_url=self.home, validators=beginning)

    def one(self, url: str) -> Flow[Post | None]:
        """The post that the page at that address shows."""
        return (yield from post_at(url))


def _fingerprint(urls: tuple[str, ...]) -> str:
    """Stands for an ETag: which posts the list begins with. It is never sent."""
    return "listed:" + hashlib.sha256("\n".join(urls).encode()).hexdigest()[:32]


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog by its sitemap; None where none lists posts, or its first pages are none."""
    is_post = post_of_page(page) is not None
    try:
        listed_here = yield from listed(Place(page.home), nothing_held)
        home, urls = _narrowed(page, listed_here, is_post=is_post)
        found = (yield from walk(before(urls[:BATCH], Place(home)), nothing_held)) if urls else PostPage(())
        title = (yield from _title_at(home)) if is_post and found.posts else page.title
    except NetworkError:
        return None
    if not found.posts:
        return None
    return Site(
        url=home,
        title=title,
        platform=SYSTEM,
        sources=(SourceRef(SYSTEM, home),),
        post_url=page.url if is_post else None,
        reasons=(clean_line(f"Its own list of pages leads to {len(urls)} that may be posts.", 300),),
    )


def _narrowed(page: Page, urls: tuple[str, ...], *, is_post: bool) -> tuple[str, tuple[str, ...]]:
    """The blog in the folder of the page that was given, if posts lie in it; else that of the whole host.

    A person's folder stands for itself: what others have on that host is no part of the blog.
    """
    tenant = tenant_folder(page.fetched)
    folder = tenant or (page.home if is_post else folder_of(page.fetched))
    inside = tuple(url for url in urls if may_be_post(url, folder))
    return (folder, inside) if inside or tenant else (page.home, urls)


def _title_at(home: str) -> Flow[CleanText]:
    """The blog's own name, where only a post of it was given; "" where its home page is not there."""
    answer = yield from fetch(Request("GET", home, tolerate=ANY_STATUS))
    return read_page(answer).title if answer.status == 200 else EMPTY


PLATFORM = Platform(SYSTEM, "a blog by its sitemap", site=site_of_page, source=SitemapSource)
