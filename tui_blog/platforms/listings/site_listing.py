"""What a site says of its own pages: its sitemaps, or where it has none, its page of archives."""

import re
from collections.abc import Iterable, Iterator

from tui_blog.errors import BodyTooLarge, ForbiddenAddress, NetworkError, TooManyRedirects
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import names
from tui_blog.platforms.listings.post_addresses import likely_posts, may_be_post
from tui_blog.platforms.listings.sitemap_xml import Listed, read_sitemap, sitemaps_in_robots
from tui_blog.platforms.pages import Page, read_page

ABSENT = frozenset({400, 401, 403, 404, 405, 406, 410, 451, 500})
"""Answers that mean: there is no such thing here, for you."""

USUAL_SITEMAPS = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml", "sitemap-index.xml", "sitemap.xml.gz")
ARCHIVES = ("archive.html", "archives.html", "archive/", "archives/")
"""Where Jekyll, Pelican, Nikola and their like list all posts on a page."""

MOST_SITEMAPS = 60
"""Documents of one site that are read."""
_LASTING = (BodyTooLarge, ForbiddenAddress, TooManyRedirects)
_DEPTH = 3
_FEWEST = 3
"""Links to posts that make a page an archive."""

_NO_POSTS = re.compile(
    r"(?:^|[-_./])(?:pages?|tags?|categor(?:y|ies)|authors?|users?|taxonom(?:y|ies)|images?|videos?|products?"
    r"|attachments?|post_tag|post_format|topics?)(?:[-_.]|\d|$)",
    re.IGNORECASE,
)
_POSTS = re.compile(
    r"(?:^|[-_./])(?:posts?|blog|articles?|entries|journal|writings?|news)(?:[-_.]|\d|$)", re.IGNORECASE
)


def posts_listed(home: str, below: str) -> Flow[tuple[str, ...]]:
    """The addresses in the folder `below` that may be posts of the blog at `home`, the newest first.

    None where nothing lists them. Raises NetworkErrors but for what is plainly not there.
    """
    found = yield from _by_sitemap(home, below)
    return found or (yield from _by_archive(home, below))


# --- sitemaps ------------------------------------------------------------------------------------


def _by_sitemap(home: str, below: str) -> Flow[tuple[str, ...]]:
    robots = yield from _at(absolute("/robots.txt", home), host_of(home))
    named = sitemaps_in_robots(robots) if robots else ()
    # Of a blog in a folder the folder's own sitemap tells, if there is one.
    usual = (absolute(USUAL_SITEMAPS[0], home), *(absolute(f"/{path}", home) for path in USUAL_SITEMAPS))
    for urls in (named, *((url,) for url in dict.fromkeys(usual) if url not in named)):
        listed = yield from _pages(urls, home)
        if found := likely_posts(listed, below):
            return found
    return ()


def _pages(urls: Iterable[str], home: str) -> Flow[list[Listed]]:
    """All pages of some sitemaps and of those that they list; of these, those of posts where they tell."""
    pages, waiting, seen = list[Listed](), list(urls), set[str]()
    for _ in range(_DEPTH):
        fresh = [url for url in dict.fromkeys(waiting) if url not in seen][: MOST_SITEMAPS - len(seen)]
        seen.update(fresh)
        waiting = []
        for url in fresh:
            answer = yield from _at(url, host_of(home))
            if sitemap := read_sitemap(answer) if answer and answer.status == 200 else None:
                pages += sitemap.pages
                waiting += _chosen(sitemap.sitemaps)
    return pages


def _chosen(sitemaps: Iterable[Listed]) -> list[str]:
    """Those of posts, by their names; where no name tells, those that are not plainly of something else."""
    urls = [each.url for each in sitemaps]
    kept = [url for url in urls if not _NO_POSTS.search(_name(url))]
    return [url for url in kept if _POSTS.search(_name(url))] or kept or urls


def _name(url: str) -> str:
    return url.partition("?")[0].rstrip("/").rpartition("/")[2]


# --- archives ------------------------------------------------------------------------------------


def _by_archive(home: str, below: str) -> Flow[tuple[str, ...]]:
    """The links of an archive page that may be posts, in its order."""
    front = yield from _page_at(home)
    named = _named(front) if front else ()
    for url in dict.fromkeys((*named, *(absolute(path, home) for path in ARCHIVES))):
        page = yield from _page_at(url)
        posts = tuple(dict.fromkeys(_links(page, below))) if page else ()
        if len(posts) >= _FEWEST:
            return posts
    return ()


def _named(page: Page) -> tuple[str, ...]:
    """The archive that a page names (HTML 4 themes, `rel=archives`), on its own host."""
    links = (each for each in page.root.iter("a", "link") if names(each, "rel") & {"archives", "archive"})
    urls = (absolute(each.get("href") or "", page.base) for each in links)
    return tuple(url for url in urls if host_of(url) == host_of(page.fetched))[:_FEWEST]


def _links(page: Page, below: str) -> Iterator[str]:
    """Links in the page's main part; those around it lead to other pages of the site."""
    for link in page.root.iter("a"):
        url = absolute(link.get("href") or "", page.base).partition("#")[0]
        if may_be_post(url, below) and not _is_around(link):
            yield url


def _is_around(link: Element) -> bool:
    return next(link.iterancestors("nav", "header", "footer", "aside"), None) is not None


def _page_at(url: str) -> Flow[Page | None]:
    answer = yield from _at(url, host_of(url))
    return read_page(answer, url) if answer and answer.status == 200 else None


def _at(url: str, host: str) -> Flow[Response | None]:
    """The answer; None where nobody ever will get one: then the next place is tried.

    A host that is down today, or asks for patience, is no reason to go on: what it lists is not known yet. Of
    other hosts than the blog's own nothing is expected.
    """
    try:
        return (yield from fetch(Request("GET", url, tolerate=ABSENT)))
    except NetworkError as error:
        if host_of(url) == host and not isinstance(error, _LASTING):
            raise
        return None
