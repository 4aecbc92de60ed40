"""Which part of a blog a WordPress page shows: a category, a tag, an author, a time, or what a search found.

Source: WordPress core, `get_body_class()`, `rest_output_link_header()` and the public query variables.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote_plus, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch_all
from tui_blog.model.site import FeedLink
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.pages import Page
from tui_blog.platforms.wire import decode
from tui_blog.platforms.wordpress.dates import name_of, span_of
from tui_blog.platforms.wordpress.parts import MOST, each_term, tree_of
from tui_blog.platforms.wordpress.root import rest_url
from tui_blog.platforms.wordpress.shapes import line_of

_ROUTES = {"categories": "categories", "tags": "tags", "users": "author"}
"""Of what narrows a listing, by the route that tells its name."""
_CLASSES = {"category": "categories", "tag": "tags", "author": "users"}
"""The same by the class of the page's body."""
_OWN_LINK = re.compile(r"/wp/v2/(categories|tags|users)/(\d+)(?=[>\"'\s]|$)")
_DATE = re.compile(r"/(\d{4})(?:/(\d{1,2}))?(?:/(\d{1,2}))?/?(?:page/\d+/?)?$")
_DATE_NAMES = ("year", "monthnum", "day")
_PAGED = re.compile(r"/page/\d+/?$")
_SEARCH = re.compile(r"/search/([^/]+)/?(?:page/\d+/?)?$")


class Named(msgspec.Struct, frozen=True):
    """The name of a category, a tag or an author."""

    name: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """A part of a blog, as its page shows it."""

    narrowing: dict[str, str]
    name: CleanText = EMPTY
    """"" where only the API knows it."""
    route: str = ""
    """Where the API tells the name ("categories/5"); "" where the page does."""


def archive_on(page: Page) -> Archive | None:
    """The part of its blog that a page shows; None for a post, a home page, and parts of other kinds."""
    if page.is_post:
        return None
    return _searched(page) or _named(page) or _dated(page)


def looked_up(root: str, archive: Archive) -> Flow[Archive]:
    """The part with its name, as the API tells it, and of a category all that is below it."""
    if not archive.route:
        return archive
    asked = [_get(rest_url(root, f"wp/v2/{archive.route}", {"_fields": "name"}))]
    number = archive.narrowing.get("categories", "")
    if number:
        tree: dict[str, str | int] = {
            "per_page": MOST,
            "orderby": "count",
            "order": "desc",
            "_fields": "id,parent",
        }
        asked.append(_get(rest_url(root, "wp/v2/categories", tree)))
    try:
        record, *listed = yield from fetch_all(asked)
        name = line_of(decode(record, Named).name) if record.status == 200 else EMPTY
    except NetworkError:
        return archive
    below = [tree_of(int(number), each_term(answer)) for answer in listed]
    narrowing = {"categories": ",".join(map(str, below[0]))} if below else archive.narrowing
    return replace(archive, name=name, narrowing=narrowing)


def _get(address: str) -> Request:
    return Request("GET", address, tolerate=ANY_STATUS)


def feed_of(page: Page, whole: tuple[str, ...]) -> FeedLink | None:
    """The feed of the part that a page shows; `whole` are the paths of the feeds of whole blogs."""
    usual = {canonical(absolute(path, page.home)) for path in whole}
    own = (feed for feed in page.posts_feeds if canonical(feed.url) not in usual)
    path = urlsplit(page.url).path
    named = (feed for feed in own if feed.holds == "part" or urlsplit(feed.url).path.startswith(path))
    return next(named, None) or _feed_of_time(page)


def _feed_of_time(page: Page) -> FeedLink | None:
    """That of a year, a month or a day, which no page names."""
    if _dated(page) is None:
        return None
    parts = urlsplit(_PAGED.sub("/", page.url))
    by_query = parts._replace(query=f"{parts.query}&feed=rss2")
    url = (by_query if parts.query else parts._replace(path=f"{parts.path.rstrip('/')}/feed/")).geturl()
    return FeedLink(url, "rss", page.title, "part", clean_line("as WordPress has one for every time"))


# --- how a page tells ----------------------------------------------------------------------------


def _searched(page: Page) -> Archive | None:
    parts = urlsplit(page.url)
    in_path = _SEARCH.search(parts.path)
    query = parse_qs(parts.query).get("s", [unquote_plus(in_path[1]) if in_path else ""])[0].strip()
    if not query or "search" not in _body_classes(page):
        return None
    return Archive({"search": query}, clean_line(f"“{query}”", 100))


def _named(page: Page) -> Archive | None:
    """By the link to its own record (WordPress 5.5 and later), else by the classes of the body."""
    for address in _own_records(page):
        if found := _OWN_LINK.search(address):
            return _of_record(found[1], found[2])
    classes = _body_classes(page)
    for kind, route in _CLASSES.items():
        numbers = [name[len(kind) + 1 :] for name in classes if name.startswith(f"{kind}-")]
        number = next((number for number in reversed(numbers) if number.isdecimal()), "")
        if number and {"archive", kind} <= classes.keys():
            return _of_record(route, number)
    return None


def _of_record(route: str, number: str) -> Archive:
    return Archive({_ROUTES[route]: number}, route=f"{route}/{number}")


def _own_records(page: Page) -> Iterator[str]:
    yield from page.response.all_headers("link")
    for link in page.root.iter("link"):
        if link.get("rel") == "alternate" and link.get("type") == "application/json":
            yield link.get("href") or ""


def _dated(page: Page) -> Archive | None:
    if "date" not in _body_classes(page):
        return None
    year, month, day = _date_in(page.url)
    try:
        return Archive(span_of(year, month, day), name_of(year, month, day))
    except ValueError:
        return None


def _date_in(url: str) -> tuple[int, int, int]:
    """Year, month and day, 0 for what is not told: `/2024/05/`, `?m=202405`, `?year=2024&monthnum=5`."""
    parts = urlsplit(url)
    if found := _DATE.search(parts.path):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    query = parse_qs(parts.query)
    told = query.get("m", [""])[0]
    texts = [told[:4], told[4:6], told[6:8]] if told else [query.get(n, [""])[0] for n in _DATE_NAMES]
    year, month, day = (int(text) if text.isdecimal() and len(text) <= 4 else 0 for text in texts)
    return year, month, day


def _body_classes(page: Page) -> dict[str, None]:
    body = next(page.root.iter("body"), None)
    return dict.fromkeys((body.get("class") or "").split()) if body is not None else {}
