"""Which Blogger blog stands behind an answer: a feed of its, of any format and host, or one of its pages."""

import re
from dataclasses import replace

from tui_blog.errors import NetworkError
from tui_blog.model.flow import Flow, Response
from tui_blog.model.site import ChannelRef, FeedLink, Site, SourceRef
from tui_blog.platforms.addresses import absolute, canonical, without_tracking
from tui_blog.platforms.blogger.address import (
    FeedAddress,
    feed_at,
    is_blogspot,
    is_central,
    is_post_page,
    label_in,
    root_at,
    root_of,
)
from tui_blog.platforms.blogger.comments import BloggerComments
from tui_blog.platforms.blogger.listing import SYSTEM, Listing, PostIds, blog_id_in, head_of, read_listing
from tui_blog.platforms.blogger.posts import BloggerPosts
from tui_blog.platforms.blogger.reading import Door, Parameters, read_posts
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_GENERATOR = re.compile(r"<generator[^>]*>\s*Blogger\s*</generator>|\"generator\"\s*:\s*\{[^{}]*\"Blogger\"")

_CARD: Parameters = {"alt": "json", "max_results": 1}
"""One post is enough to know a blog by."""


def is_by_blogger(response: Response) -> bool:
    """Whether a feed says that Blogger made it, whoever serves it."""
    head = head_of(response)
    return bool(blog_id_in(head) or _GENERATOR.search(head))


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog whose feed was given; `feed` is that feed, where it is RSS or Atom.

    None where nothing proves that Blogger made it, or where its own feed cannot be read: then the feed that
    was given has to do.
    """
    if not is_by_blogger(response):
        return None
    own = feed_at(response.url) or feed_at(asked)
    if own is not None:
        return (yield from _site_at(own, _post_of(own, response)))
    home = feed.site_url if feed else ""
    if not home:
        return None
    # A feed service (FeedBurner and its like) shows the newest posts alone; the blog itself has them all.
    number = blog_id_in(head_of(response))
    site = yield from _site_at(FeedAddress(root_at(home), labels=label_in(home)), blog_id=number)
    return replace(site, sources=(*site.sources, SourceRef("feed", asked))) if site else None


def marks(page: Page) -> str:
    """The page bears Blogger's marks, or stands on a host of its."""
    if page.blogger is not None:
        return "its page bears Blogger's marks"
    return "it stands on a host of Blogger's" if is_blogspot(page.asked) else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog that a page belongs to; None where its feed of posts cannot be read."""
    # Blogger may send the reader to a page of its own first (a warning of adult content).
    base = page.asked if is_central(page.url) and is_blogspot(page.asked) else page.url
    ids = page.blogger.ids if page.blogger else PostIds()
    is_post = page.blogger.is_post if page.blogger else is_post_page(base)
    own = FeedAddress(root_at(base))
    site = yield from _site_at(own, (base, ids.post) if is_post else None, ids.blog)
    others = tuple(link for link in page.feeds if site and link.url != site.feeds[0].url)
    return replace(site, feeds=site.feeds + others) if site else None


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a page's blog; those of one post where the page's marks tell it."""
    if page.blogger is None:
        return None
    ids = page.blogger.ids
    return ChannelRef(SYSTEM, root_at(page.url), f"{ids.blog}.{ids.post}" if ids and ids.post else "")


def own_channel(feed_url: str) -> ChannelRef:
    """The comments of the blog whose posts come from a feed of its own."""
    return ChannelRef(SYSTEM, root_of(feed_url))


def _post_of(own: FeedAddress, response: Response) -> tuple[str, str] | None:
    """The page and the number of the post whose comments a feed holds."""
    if not own.post_id:
        return None
    try:
        page = read_listing(response).home
    except NetworkError:
        return None
    return (page, own.post_id) if page else None


def _site_at(own: FeedAddress, post: tuple[str, str] | None = None, blog_id: str = "") -> Flow[Site | None]:
    """Ask the feed of posts for its name card."""
    own = replace(own, kind="posts", post_id="")
    try:
        read = yield from read_posts(own.posts, _CARD)
    except NetworkError:
        if not blog_id or is_central(own.root):
            return None
        try:
            read = yield from read_posts(own.posts, _CARD, Door(blog_id=blog_id))
        except NetworkError:
            return None
    # Where the owner sent the feed elsewhere, the source finds the way around by itself, page by page.
    where = feed_at(read.answer.url) if not read.door.blog_id else None
    own = replace(own, root=where.root) if where else own
    return _site(own, read.listing, post) if read.listing else None


def _site(own: FeedAddress, listing: Listing, post: tuple[str, str] | None) -> Site:
    home = _home(listing, own)
    address = without_tracking(post[0]) if post else ""
    is_post = bool(address) and canonical(address) != canonical(home)
    return Site(
        url=home,
        title=listing.title,
        platform=SYSTEM,
        sources=(SourceRef(SYSTEM, own.posts), SourceRef("feed", own.posts)),
        channels=(ChannelRef(SYSTEM, own.root),),
        feeds=(FeedLink(own.posts, "atom", listing.title),),
        post_url=address if is_post else None,
        post_id=(post[1] or None) if post and is_post else None,
    )


def _home(listing: Listing, own: FeedAddress) -> str:
    """The front page: as the feed tells it, by the scheme that the feed was read with; never another host's.

    By the blog's number on www.blogger.com, the feed alone knows the blog's host.
    """
    told = listing.home
    if is_central(own.root):
        return absolute("/", told) or own.root
    return absolute("/", own.root)


PLATFORM = Platform(
    SYSTEM,
    "Blogger",
    marks=marks,
    generator="blogger",
    feed_paths=("feeds/posts/default", "feeds/posts/default?alt=rss"),
    site=site_of_page,
    always_open=True,
    site_of_feed=site_of_feed,
    source=BloggerPosts,
    channel=lambda ref, account: BloggerComments(ref),
    thread_on=thread_on,
)
