"""From anything that was pasted to a blog: what stands there, and the ways to its posts and comments."""

import ipaddress
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from tui_blog.errors import (
    CertificateFault,
    ConnectionRefused,
    ConnectTimedOut,
    NetworkError,
    NoFeedFound,
    UnreadableAnswer,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.site import ChannelRef, FeedLink, Site, SourceRef
from tui_blog.model.text import EMPTY, line_from_html
from tui_blog.platforms import blogger_site
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.blogger_address import is_blogspot
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feed import parse
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.parsed_feed import ParsedFeed
from tui_blog.platforms.restroot import rest_url
from tui_blog.platforms.sniffing import Kind, kind_of, not_a_feed
from tui_blog.platforms.typed_address import addresses_to_try, normalise_url
from tui_blog.platforms.wire import decode as decode_json
from tui_blog.platforms.wordpress_address import number_on

__all__ = ["detect", "detect_channel", "normalise_url"]

ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, "
    "application/json;q=0.9, */*;q=0.8"
)
USUAL_PATHS = ("feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml", "feeds/posts/default")
"""Where WordPress, Ghost, Jekyll, Hugo, Blogger and their like keep their feeds (discovery.md §3)."""

PROBES = 6
"""Requests at most for usual paths, where a page names no feed."""

CANDIDATES = 3
"""Named feeds that are tried before they count as broken."""

_WORDPRESS_FORMATS = ("rss2", "atom", "rdf", "rss")

_OTHER_SCHEME_MAY_DO = (ConnectionRefused, ConnectTimedOut, CertificateFault)


class RestRoot(msgspec.Struct, frozen=True):
    """What the root of a WordPress API tells of its blog."""

    name: str | None = None
    url: str | None = None
    home: str | None = None
    namespaces: list[str] = []


def detect(url: str) -> Flow[Site]:
    """Find the blog behind an address: a feed, a home page, or the page of a post.

    Raises BadAddress for what is none, NoFeedFound where there is a page without any way to posts, and
    NetworkErrors as they come.
    """
    asked, response = yield from _opened(addresses_to_try(url))
    kind = kind_of(response.body, decode(response.body, response.content_type))
    if kind in (Kind.FEED, Kind.JSON) or (kind is Kind.OTHER and blogger_site.is_by_blogger(response)):
        return (yield from _site_of_feed(response, response.moved_to or asked))
    if kind is not Kind.PAGE:
        raise not_a_feed(kind, response.url)
    return (yield from _site_of_page(response, asked))


def detect_channel(page: Response, post_url: str) -> ChannelRef | None:
    """The comments of one post, as its page tells: Isso where its thread is embedded, else WordPress."""
    read = read_page(replace(page, url=page.url or post_url))
    return next(iter(_channels(read)), None)


def _opened(urls: tuple[str, ...]) -> Flow[tuple[str, Response]]:
    """Fetch the address; with the other scheme where none was typed and nobody answered to the first."""
    try:
        return urls[0], (yield from fetch(_get(urls[0])))
    except _OTHER_SCHEME_MAY_DO as error:
        for other in urls[1:]:
            try:
                return other, (yield from fetch(_get(other)))
            except NetworkError:
                raise error from None
        raise


def _get(url: str) -> Request:
    return Request("GET", url, headers={"Accept": ACCEPT})


# --- a feed was given ----------------------------------------------------------------------------


def _site_of_feed(response: Response, url: str) -> Flow[Site]:
    """A feed stands for itself; WordPress's main feed leads to the API behind it as well."""
    feed = _feed_in(response)
    blogger = yield from blogger_site.site_of_feed(response, url, feed)
    if blogger is not None:
        return blogger
    feed = feed or parse(response.body, response.url, response.content_type)
    site = _site(feed, FeedLink(url, feed.format, feed.title), response.url)
    if "wordpress" not in feed.generator.lower():
        return site
    page = yield from _page_at(site.url)
    root = (yield from _usable_root(page.rest_root)) if page else None
    if page is None or root is None:
        return site
    sources = (SourceRef("wordpress", page.rest_root), *site.sources)
    return replace(
        site,
        platform="wordpress",
        sources=sources if _is_of_whole_blog(url, site.url) else sources[::-1],
        channels=_channels(page),
    )


def _feed_in(response: Response) -> ParsedFeed | None:
    try:
        return parse(response.body, response.url, response.content_type)
    except UnreadableAnswer:
        return None


def _is_of_whole_blog(url: str, home: str) -> bool:
    """WordPress's main feed, in any format and with any permalinks (wordpress.md §6); not that of a part."""
    paths = ("feed/", *(f"feed/{form}/" for form in _WORDPRESS_FORMATS))
    plain = (f"?feed={form}" for form in ("feed", *_WORDPRESS_FORMATS))
    folder = home.rstrip("/") + "/"  # WordPress writes its home without the closing slash
    return canonical(url) in {canonical(absolute(path, folder)) for path in (*paths, *plain)}


def _page_at(url: str) -> Flow[Page | None]:
    try:
        return read_page((yield from fetch(_get(url))))
    except NetworkError:
        return None


def _site(feed: ParsedFeed, link: FeedLink, page_url: str) -> Site:
    home = feed.site_url if _may_be_home(feed.site_url, page_url) else absolute("/", page_url)
    return Site(home, feed.title, "feed", (SourceRef("feed", link.url),), feeds=(link,))


def _may_be_home(url: str, page_url: str) -> bool:
    """A feed names its blog's home; but never may a public feed name an address of a private net."""
    if not url or host_of(url) == host_of(page_url):
        return bool(url)
    return not _is_private(host_of(url))


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))


# --- a page was given ----------------------------------------------------------------------------


def _site_of_page(response: Response, asked: str) -> Flow[Site]:
    page = read_page(response)
    root = yield from _usable_root(page.rest_root)
    if root is not None:
        return _site_of_wordpress(page, root, response)
    is_bloggers = page.blogger is not None or is_blogspot(asked)
    if is_bloggers and (site := (yield from _site_of_blogger(page, asked))):
        return site
    link, feed = yield from _posts_feed(page)
    # A theme may leave out every mark; the feed at the usual place still names its program.
    if not is_bloggers and "blogger" in feed.generator.lower():
        site = yield from _site_of_blogger(page, asked)
        return site or _site_of_any(page, response, link, feed)
    return _site_of_any(page, response, link, feed)


def _site_of_blogger(page: Page, asked: str) -> Flow[Site | None]:
    site = yield from blogger_site.site_of_page(page.blogger, page.url, asked, page.feeds)
    isso = (page.isso,) if page.isso else ()
    return replace(site, title=site.title or page.title, channels=isso + site.channels) if site else None


def _site_of_any(page: Page, response: Response, link: FeedLink, feed: ParsedFeed) -> Site:
    site = _site(feed, link, page.url)
    is_post = page.is_post or any(canonical(post.url) == canonical(page.url) for post in feed.posts)
    return replace(
        site,
        title=feed.title or page.title,
        platform="wordpress" if page.is_wordpress else "feed",
        channels=_channels(replace(page, blogger=None)),  # a theme that was taken along from Blogger
        feeds=(link, *(other for other in page.feeds if other.url != link.url)),
        post_url=page.url if is_post and canonical(page.url) != canonical(site.url) else None,
        post_id=number_on(response) or None if page.is_wordpress and is_post else None,
    )


def _site_of_wordpress(page: Page, root: RestRoot, response: Response) -> Site:
    homes = (absolute(root.home or ""), absolute(root.url or ""), page.home)
    home = next(url for url in homes if host_of(url) == host_of(page.home))
    number = number_on(response) if canonical(page.url) != canonical(home) else ""
    feeds = [SourceRef("feed", link.url) for link in page.feeds[:1]]
    return Site(
        url=home,
        title=line_from_html(root.name or "") or page.title,
        platform="wordpress",
        sources=(SourceRef("wordpress", page.rest_root), *feeds),
        channels=_channels(page),
        feeds=page.feeds,
        post_url=page.url if number or page.is_post else None,
        post_id=number or None,
    )


def _channels(page: Page) -> tuple[ChannelRef, ...]:
    """Isso before the rest: who embeds a comment server has closed the comments of the blog itself."""
    isso = (page.isso,) if page.isso else ()
    wordpress = (ChannelRef("wordpress", page.rest_root),) if page.is_wordpress else ()
    blogger = (blogger_site.channel_at(page.url, page.blogger),) if page.blogger else ()
    return isso + wordpress + blogger


def _usable_root(root: str) -> Flow[RestRoot | None]:
    """Ask a WordPress API for its name card; None where it is off, closed, or speaks no wp/v2."""
    if not root:
        return None
    try:
        address = rest_url(root, "", {"_fields": "name,description,url,home,namespaces"})
        response = yield from fetch(Request("GET", address, tolerate=ANY_STATUS))
        card = decode_json(response, RestRoot) if response.status == 200 else RestRoot()
    except NetworkError:
        return None
    return card if "wp/v2" in card.namespaces else None


def _posts_feed(page: Page) -> Flow[tuple[FeedLink, ParsedFeed]]:
    """The feed of posts: one that the page names, one that it links to, or one at a usual path."""
    named = page.feeds[:CANDIDATES]
    linked = _unnamed(page.anchors)
    usual = _unnamed(_usual_addresses(page))
    for link in _each_once((*named, *linked, *usual)):
        feed = yield from _feed_at(link.url)
        if feed is not None:
            return replace(link, format=feed.format, title=link.title or feed.title), feed
    raise NoFeedFound(
        f"No feed was found at {host_of(page.url)}: the page names none that can be read, and the usual "
        "places hold none. If the blog has a feed, give the feed's own address."
    )


def _unnamed(urls: Iterable[str]) -> tuple[FeedLink, ...]:
    return tuple(FeedLink(url, "unknown", EMPTY) for url in urls)


def _each_once(links: Iterable[FeedLink]) -> Iterable[FeedLink]:
    once: dict[str, FeedLink] = {}
    for link in links:
        once.setdefault(canonical(link.url), link)
    return once.values()


def _usual_addresses(page: Page) -> tuple[str, ...]:
    """The usual paths in the page's directory and at the host's root, the commonest first."""
    directory = absolute("./", page.url)
    places = (absolute(path, base) for path in USUAL_PATHS for base in (directory, absolute("/", page.url)))
    return tuple(dict.fromkeys(places))[:PROBES]


def _feed_at(url: str) -> Flow[ParsedFeed | None]:
    """Read the feed at an address; None for all that can go wrong there."""
    try:
        response = yield from fetch(Request("GET", url, headers={"Accept": ACCEPT}, tolerate=ANY_STATUS))
        if response.status != 200:
            return None
        return parse(response.body, response.url, response.content_type)
    except NetworkError:
        return None
