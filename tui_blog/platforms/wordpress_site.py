"""Which WordPress blog stands behind a page: its API, where it is open, and its comments."""

from collections.abc import Iterator

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import clean_line, line_from_html
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.restroot import rest_url
from tui_blog.platforms.wire import decode
from tui_blog.platforms.wordpress_address import number_on
from tui_blog.platforms.wordpress_comments import WordPressComments
from tui_blog.platforms.wordpress_posts import WordPressPosts

_FORMATS = ("rss2", "atom", "rdf", "rss")


class RestRoot(msgspec.Struct, frozen=True):
    """What the root of a WordPress API tells of its blog."""

    name: str | None = None
    url: str | None = None
    home: str | None = None
    namespaces: list[str] = []


def marks(page: Page) -> str:
    """The page names its API, or the program that made it."""
    if not page.is_wordpress:
        return ""
    return f"its page says “{page.generator}”" if page.generator else "its page names the API"


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its API; None where that is off or closed."""
    root = yield from _usable_root(page.rest_root)
    return _site(page, root) if root else None


def thread_on(page: Page) -> ChannelRef | None:
    """WordPress's own comments; the post's number says which."""
    return ChannelRef("wordpress", page.rest_root) if page.is_wordpress else None


def _site(page: Page, root: RestRoot) -> Site:
    homes = (absolute(root.home or ""), absolute(root.url or ""), page.home)
    home = next(url for url in homes if host_of(url) == host_of(page.home))
    number = number_on(page.response) if canonical(page.url) != canonical(home) else ""
    return Site(
        url=home,
        title=line_from_html(root.name or "") or page.title,
        platform="wordpress",
        sources=(SourceRef("wordpress", page.rest_root),),
        post_url=page.url if number or page.is_post else None,
        post_id=number or None,
        reasons=(clean_line(f"The API at {page.rest_root} is open."),),
    )


def _usable_root(root: str) -> Flow[RestRoot | None]:
    """Ask a WordPress API for its name card; None where it is off, closed, or speaks no wp/v2."""
    if not root:
        return None
    try:
        address = rest_url(root, "", {"_fields": "name,description,url,home,namespaces"})
        response = yield from fetch(Request("GET", address, tolerate=ANY_STATUS))
        card = decode(response, RestRoot) if response.status == 200 else RestRoot()
    except NetworkError:
        return None
    return card if "wp/v2" in card.namespaces else None


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
