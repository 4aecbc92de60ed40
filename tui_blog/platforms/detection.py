"""From anything that was pasted to a blog: what stands there, and the ways to its posts and comments."""

from collections.abc import Iterable
from dataclasses import replace

from tui_blog.errors import (
    CertificateFault,
    ConnectionRefused,
    ConnectTimedOut,
    NetworkError,
    NoFeedFound,
    UnreadableAnswer,
)
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.site import ChannelRef, FeedLink, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, may_be_home
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feed import parse
from tui_blog.platforms.feeds.finding import ACCEPT, posts_feed
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.registry import LAST_RESORTS, PLATFORMS
from tui_blog.platforms.sniffing import Kind, kind_of, not_a_feed
from tui_blog.platforms.typed_address import addresses_to_try, normalise_url
from tui_blog.platforms.wordpress.address import number_on

__all__ = ["detect", "detect_channel", "normalise_url"]

_OTHER_SCHEME_MAY_DO = (ConnectionRefused, ConnectTimedOut, CertificateFault)


def detect(url: str) -> Flow[Site]:
    """Find the blog behind an address: a feed, a home page, or the page of a post.

    Raises BadAddress for what is none, NoFeedFound where there is a page without any way to posts, and
    NetworkErrors as they come.
    """
    asked, response = yield from _opened(addresses_to_try(url))
    kind = kind_of(response.body, decode(response.body, response.content_type))
    if kind is Kind.PAGE:
        return (yield from _site_of_page(read_page(response, asked)))
    feed = _feed_in(response)
    site = yield from _site_by_its_feed(response, response.moved_to or asked, feed)
    if site is not None:
        return site
    if kind not in (Kind.FEED, Kind.JSON):
        raise not_a_feed(kind, response.url)
    # Read again where it could not be: its error tells why.
    feed = feed or parse(response.body, response.url, response.content_type)
    return (yield from _site_of_feed(response, response.moved_to or asked, feed))


def detect_channel(page: Response, post_url: str) -> ChannelRef | None:
    """The comments of one post, as its page tells: a comment server that is embedded there goes first."""
    return next(iter(_channels(read_page(replace(page, url=page.url or post_url)))), None)


def _channels(page: Page) -> tuple[ChannelRef, ...]:
    """In the registry's order: who embeds a comment server has closed the comments of the blog itself."""
    found = (platform.thread_on(page) for platform in PLATFORMS if platform.thread_on)
    return tuple(channel for channel in found if channel)


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


def _feed_in(response: Response) -> ParsedFeed | None:
    try:
        return parse(response.body, response.url, response.content_type)
    except UnreadableAnswer:
        return None


def _site_by_its_feed(response: Response, url: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog whose platform knows its own feeds, in formats of its own too."""
    for platform in PLATFORMS:
        if platform.site_of_feed is not None:
            site = yield from platform.site_of_feed(response, url, feed)
            if site is not None:
                return replace(site, reasons=(_told(platform, "its feed says so"), *site.reasons))
    return None


def _site_of_feed(response: Response, url: str, feed: ParsedFeed) -> Flow[Site]:
    """A feed stands for itself; that of a platform with ways of its own leads to those as well."""
    given = FeedLink(url, feed.format, feed.title, why=clean_line("the address that was given"))
    site = _site(feed, given, response.url)
    platform = _named_by(feed)
    if platform is None or platform.always_open:  # that one was asked by its feed before
        return site
    told = _told(platform, f"its feed says “{feed.generator}”")
    site = replace(site, platform=platform.key, reasons=(told, *site.reasons))
    page = (yield from _page_at(site.url)) if platform.site else None
    own = (yield from platform.site(page)) if page and platform.site else None
    if page is None or own is None:
        return site
    whole = _is_of_whole_blog(url, site.url, platform)
    sources = (*own.sources, *site.sources) if whole else (*site.sources, *own.sources)
    return replace(
        site,
        sources=tuple(dict.fromkeys(sources)),
        channels=own.channels or _channels(page),
        reasons=(*site.reasons, *own.reasons),
    )


def _named_by(feed: ParsedFeed) -> Platform | None:
    """The platform that the feed names as the program that wrote it."""
    told = feed.generator.lower()
    return next((each for each in PLATFORMS if each.generator and each.generator in told), None)


def _told(platform: Platform, why: str) -> CleanText:
    return clean_line(f"{platform.name[0].upper()}{platform.name[1:]}: {why}.", 300)


def _is_of_whole_blog(url: str, home: str, platform: Platform) -> bool:
    """The platform's main feed, and not that of a part of the blog."""
    folder = home.rstrip("/") + "/"  # WordPress writes its home without the closing slash
    return canonical(url) in {canonical(absolute(path, folder)) for path in platform.feed_paths}


def _page_at(url: str) -> Flow[Page | None]:
    try:
        return read_page((yield from fetch(_get(url))))
    except NetworkError:
        return None


def _site(feed: ParsedFeed, link: FeedLink, page_url: str) -> Site:
    home = feed.site_url if may_be_home(feed.site_url, page_url) else absolute("/", page_url)
    return Site(
        url=home,
        title=feed.title,
        language=feed.language,
        platform="feed",
        sources=(SourceRef("feed", link.url),),
        feeds=(link,),
        reasons=(_reason(link),),
    )


def _reason(link: FeedLink) -> CleanText:
    return clean_line(f"Feed {link.url}: {link.why}.", 300)


# --- a page was given ----------------------------------------------------------------------------


def _site_of_page(page: Page) -> Flow[Site]:
    """The way of the page's own platform before any feed; and the platform that only its feed names."""
    marked = {platform.key: why for platform in PLATFORMS if (why := platform.marks(page))}
    known = [platform for platform in PLATFORMS if platform.key in marked]
    site = yield from _site_of_own(page, known, marked)
    if site is not None:
        return site
    try:
        link, feed = yield from posts_feed(page, [path for each in known for path in each.feed_paths])
    except NoFeedFound as error:
        return (yield from _site_without_feed(page, known, marked, error))
    named = _named_by(feed)
    # A theme may leave out every mark; the feed at the usual place still names its program.
    if named is not None and named.key not in marked:
        told = {named.key: f"its feed says “{feed.generator}”"}
        if site := (yield from _site_of_own(page, [named], told)):
            return site
        known, marked = [named, *known], told | marked
    return _site_of_any(page, link, feed, [each for each in known if not each.always_open], marked)


def _site_without_feed(
    page: Page, known: list[Platform], marked: dict[str, str], error: NoFeedFound
) -> Flow[Site]:
    """The blog by what its pages mark and list. Raises the error where that is nothing."""
    told = {each.key: "there is no feed" for each in LAST_RESORTS}
    site = yield from _site_of_own(page, LAST_RESORTS, told)
    if site is None:
        raise error
    reasons = (_told(each, marked[each.key]) for each in known)
    return replace(site, platform=known[0].key if known else site.platform, reasons=(*reasons, *site.reasons))


def _site_of_own(page: Page, known: Iterable[Platform], marked: dict[str, str]) -> Flow[Site | None]:
    for platform in known:
        site = (yield from platform.site(page)) if platform.site else None
        if site is not None:
            return _completed(site, page, _told(platform, marked[platform.key]))
    return None


def _completed(site: Site, page: Page, told: CleanText) -> Site:
    """Add what the page tells besides: its feed, for the day when the API is shut; its comment server."""
    feeds = site.feeds or page.feeds
    fallback = [SourceRef("feed", link.url) for link in page.posts_feeds[:1]]
    return replace(
        site,
        title=site.title or page.title,
        language=site.language or page.language,
        sources=tuple(dict.fromkeys((*site.sources, *fallback))) if not site.feeds else site.sources,
        channels=_ranked(page, site.channels),
        feeds=feeds,
        reasons=(told, *site.reasons, *(_reason(link) for link in feeds[:1])),
    )


def _ranked(page: Page, own: tuple[ChannelRef, ...]) -> tuple[ChannelRef, ...]:
    """What the page embeds, what the blog has of its own, and last what is only an extra."""
    taken = {channel.system for channel in own}
    extra = {platform.key for platform in PLATFORMS if platform.beside_others}
    embedded = (each for each in _channels(page) if each.system not in taken)
    return tuple(sorted((*embedded, *own), key=lambda channel: channel.system in extra))


def _site_of_any(
    page: Page, link: FeedLink, feed: ParsedFeed, known: list[Platform], marked: dict[str, str]
) -> Site:
    """The blog by its feed, whatever made it."""
    site = _site(feed, link, page.url)
    is_post = page.is_post or any(canonical(post.url) == canonical(page.url) for post in feed.posts)
    told = [_told(platform, marked[platform.key]) for platform in known]
    left = {platform.key for platform in PLATFORMS if platform.always_open}
    return replace(
        site,
        title=feed.title or page.title,
        language=feed.language or page.language,
        platform=known[0].key if known else "feed",
        channels=tuple(each for each in _channels(page) if each.system not in left),
        feeds=(link, *(other for other in page.feeds if other.url != link.url)),
        post_url=page.url if is_post and canonical(page.url) != canonical(site.url) else None,
        post_id=number_on(page.response) or None if page.is_wordpress and is_post else None,
        reasons=(*told, *site.reasons),
    )
