"""Which WordPress blog stands behind a page: its API, where it is open, and its comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.pages import REST_RELATION, Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode
from tui_blog.platforms.wordpress.address import number_on
from tui_blog.platforms.wordpress.archive import Archive, archive_on, feed_of, looked_up
from tui_blog.platforms.wordpress.comments import WordPressComments
from tui_blog.platforms.wordpress.posts import WordPressPosts
from tui_blog.platforms.wordpress.root import hosted_at, hosted_root, narrowed, rest_url
from tui_blog.platforms.wordpress.shapes import line_of

T = TypeVar("T")

_SITES = "https://public-api.wordpress.com/rest/v1.1/sites/"
_FORMATS = ("rss2", "atom", "rdf", "rss")


class RestRoot(msgspec.Struct, frozen=True):
    """What the root of a WordPress API tells of its blog."""

    name: str | None = None
    url: str | None = None
    home: str | None = None
    namespaces: list[str] = []


class HostedCard(msgspec.Struct, frozen=True):
    """What WordPress.com tells of a blog that stands there (`/rest/v1.1/sites/$site`)."""

    name: str | None = None
    address: str | None = msgspec.field(default=None, name="URL")


@dataclass(frozen=True, slots=True)
class Opened:
    """An API that answers, and what it calls its blog."""

    root: str
    name: CleanText
    homes: tuple[str, ...]
    """What it calls the home page, each absolute or ""."""


def marks(page: Page) -> str:
    """The page names its API, the program that made it, or the house where it stands."""
    if not page.is_wordpress:
        return "it stands at WordPress.com" if _is_hosted(page) else ""
    return f"its page says “{page.generator}”" if page.generator else "its page names the API"


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page, or the part of it that the page shows, by the API.

    None where that is off or closed; then a part is read by its own feed, where the page names one.
    """
    archive = archive_on(page)
    for root in _roots(page):
        opened = yield from _opened(root, page)
        if opened is None:
            continue
        if archive is None:
            return _site(page, opened)
        return _part(page, opened, (yield from looked_up(opened.root, archive)))
    return _part_by_feed(page) if archive else None


def thread_on(page: Page) -> ChannelRef | None:
    """WordPress's own comments; the post's number says which."""
    root = next(iter(_roots(page)), "")
    return ChannelRef("wordpress", root) if root else None


# --- which API -----------------------------------------------------------------------------------


def _roots(page: Page) -> tuple[str, ...]:
    """Where the API may be, the likeliest first. A blog at WordPress.com is read by the public API there.

    Some that stand there have an API of their own besides, and name it in their pages.
    """
    own = page.rest_root
    if not _is_hosted(page):
        return (own,) if own else ()
    hosted = hosted_root(urlsplit(page.url).hostname or "")
    return (own, hosted) if own and _names_own_api(page) else (hosted,)


def _is_hosted(page: Page) -> bool:
    told = page.generator.lower() == "wordpress.com" or page.response.header("x-hacker") is not None
    return told or host_of(page.url).endswith(".wordpress.com")


def _names_own_api(page: Page) -> bool:
    """The page says where its API is, so that `rest_root` is no guess, and it stands on the page's host."""
    named = [link.get("rel") for link in page.root.iter("link")] + [*page.response.all_headers("link")]
    is_named = any(REST_RELATION in (each or "") for each in named)
    return is_named and host_of(page.rest_root) == host_of(page.url)


def _opened(root: str, page: Page) -> Flow[Opened | None]:
    """Ask an API for its name card; None where it is off, closed, or speaks no wp/v2."""
    try:
        if host := hosted_at(root):
            card = yield from _card(f"{_SITES}{host}?fields=ID,name,URL", HostedCard)
            return Opened(root, line_of(card.name), (absolute(card.address or ""),)) if card else None
        address = rest_url(root, "", {"_fields": "name,description,url,home,namespaces"})
        own = yield from _card(address, RestRoot)
    except NetworkError:
        return None
    if own is None or "wp/v2" not in own.namespaces:
        return None
    return Opened(root, line_of(own.name), (absolute(own.home or ""), absolute(own.url or "")))


def _card(address: str, type_: type[T]) -> Flow[T | None]:
    response = yield from fetch(Request("GET", address, tolerate=ANY_STATUS))
    return decode(response, type_) if response.status == 200 else None


# --- what is made of it --------------------------------------------------------------------------


def _site(page: Page, opened: Opened) -> Site:
    home = next(url for url in (*opened.homes, page.home) if host_of(url) == host_of(page.home))
    number = number_on(page.response) if canonical(page.url) != canonical(home) else ""
    return Site(
        url=home,
        title=opened.name or page.title,
        platform="wordpress",
        sources=(SourceRef("wordpress", opened.root),),
        channels=(ChannelRef("wordpress", opened.root),),
        post_url=page.url if number or page.is_post else None,
        post_id=number or None,
        reasons=(clean_line(f"The API at {opened.root} is open."),),
    )


def _part(page: Page, opened: Opened, archive: Archive) -> Site:
    """The part first, then its feed; the whole blog last, for whoever would rather have that."""
    blog, name = opened.name or page.title, archive.name
    feed = feed_of(page, PLATFORM.feed_paths)
    part = SourceRef("wordpress", narrowed(opened.root, archive.narrowing))
    by_feed = (SourceRef("feed", feed.url),) if feed else ()
    others = tuple(link for link in page.feeds if link != feed)
    return Site(
        url=page.url,
        title=clean_line(f"{blog}: {name}") if name else page.title,
        platform="wordpress",
        sources=(part, *by_feed, SourceRef("wordpress", opened.root)),
        channels=(ChannelRef("wordpress", opened.root),),
        feeds=((feed,) if feed else ()) + others,
        reasons=(clean_line(f"The address is that of a part of the blog {blog}: {name or page.title}."),),
    )


def _part_by_feed(page: Page) -> Site | None:
    feed = feed_of(page, PLATFORM.feed_paths)
    if feed is None:
        return None
    urls = dict.fromkeys((feed.url, *(link.url for link in page.posts_feeds[:1])))
    return Site(
        url=page.url,
        title=feed.title or page.title,
        platform="wordpress",
        sources=tuple(SourceRef("feed", url) for url in urls),
        feeds=(feed, *(link for link in page.feeds if link != feed)),
        reasons=(clean_line("The address is that of a part of the blog, which has a feed of its own."),),
    )


def _feed_paths() -> Iterator[str]:
    """Those of the whole blog, in any format and with any permalinks (wordpress.md §6)."""
    yield from ("feed/", *(f"feed/{form}/" for form in _FORMATS))
    yield from (f"?feed={form}" for form in ("rss2", "feed", *_FORMATS))


PLATFORM = Platform(
    "wordpress",
    "WordPress",
    marks=marks,
    generator="wordpress",
    feed_paths=tuple(dict.fromkeys(_feed_paths())),
    site=site_of_page,
    source=WordPressPosts,
    channel=lambda ref, account: WordPressComments(ref.endpoint, account),
    thread_on=thread_on,
)
