"""What a web page tells of its blog: feeds, the WordPress API, comment servers, and what the page is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from tui_blog.model.flow import Response
from tui_blog.model.site import FeedLink
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of, without_tracking
from tui_blog.platforms.blogger.page import BloggerMarks, read_marks
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.links import Link, feed_links, holds_comments
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.languages import language_in

CEILING = 3_000_000
"""Characters of a page that are looked at."""

REST_RELATION = "https://api.w.org/"

_LINK_VALUE = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))*)")
_PARAMETER = re.compile(r";\s*([\w!#$&+.^`|~*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))")
_SINGLE_POST = re.compile(r"\b(?:postid-\d+|single-post|item-view)\b")
_FEED_ANCHOR = re.compile(
    r"[/=](?:rss2?|atom|feeds?)(?:\.(?:xml|rdf|json|php))?/?(?:$|[?#&])|/index\.(?:xml|rdf)$|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_ANCHOR_CEILING = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as detection sees it; every address is absolute, every text clean."""

    url: str
    """Of the page itself: what it calls canonical on its own host, else where it was fetched."""
    home: str
    """The blog's home page, as far as the page tells: for WordPress its address, else the host's root."""
    title: CleanText
    feeds: tuple[FeedLink, ...]
    """The likeliest feed of posts first, feeds of comments last."""
    anchors: tuple[str, ...]
    """Addresses in the text that look like feeds: a last resort."""
    rest_root: str
    """The WordPress API root that the page names, or that its other marks of WordPress let expect; or ""."""
    is_wordpress: bool
    is_post: bool
    """The page says that it is an article, and it is not the home page."""
    blogger: BloggerMarks | None
    """What makes it a page of a Blogger blog."""
    language: str
    """As a tag of BCP 47, "" where the page does not tell."""
    generator: CleanText
    """The program that made the page, as its `generator` or a header names it."""
    asked: str
    """The address that led here, before redirects."""
    fetched: str
    """Where the page was fetched, after redirects."""
    base: str
    """What its relative addresses are resolved against."""
    response: Response
    root: Element
    """The page itself, for what only one platform looks for; nothing in it is clean."""

    @property
    def posts_feeds(self) -> tuple[FeedLink, ...]:
        """The feeds that may hold the blog, or a part of it."""
        return tuple(feed for feed in self.feeds if feed.holds != "comments")


def read_page(response: Response, asked: str = "") -> Page:
    """Read a web page, however broken; nothing in it is fetched or run."""
    root = parse_page(response)
    base = base_of(root, response.url)
    links = (*header_links(response), *_element_links(root, base))
    url = _own_address(links, response.url)
    rest_root, is_wordpress = _wordpress(root, links, response.url)
    home = _home(links, rest_root, url)
    blogger = None if is_wordpress else read_marks(root, response.url)
    is_article = _is_article(root) or bool(blogger and blogger.is_post)
    is_post = canonical(url) != canonical(home) and is_article
    return Page(
        url=url,
        home=home,
        title=clean_line(_title(root), 300),
        feeds=feed_links(links, url, is_post=is_post),
        anchors=_anchors(root, base, url, is_post=is_post),
        rest_root=rest_root,
        is_wordpress=is_wordpress,
        is_post=is_post,
        blogger=blogger,
        language=language_in(root.get("lang"), root.get("xml:lang"), meta(root, "og:locale")),
        generator=clean_line(meta(root, "generator") or response.header("x-generator") or "", 200),
        asked=asked or response.url,
        fetched=response.url,
        base=base,
        response=response,
        root=root,
    )


def parse_page(response: Response) -> Element:
    """The root element of a web page, however broken."""
    text = decode(response.body, response.content_type)[:CEILING].replace("\x00", "")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return lxml_html.document_fromstring("<html></html>")


def base_of(root: Element, url: str) -> str:
    """What a page resolves its relative addresses against: the first `base` that is sound, else `url`."""
    hrefs = (absolute(element.get("href") or "", url) for element in root.iter("base"))
    return next((href for href in hrefs if href), url)


def header_links(response: Response) -> Iterator[Link]:
    """The links of the Link headers (RFC 8288 §3); several may stand in one header."""
    for value in response.all_headers("link"):
        for target, parameters in _LINK_VALUE.findall(value[:20_000]):
            told = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(parameters)}
            if url := absolute(target, response.url):
                yield _link(url, told.get("rel", ""), told.get("type", ""), told.get("title", ""))


def _element_links(root: Element, base: str) -> Iterator[Link]:
    for element in root.iter("link", "a"):
        relations = element.get("rel") or ""
        if relations and (url := absolute(element.get("href") or "", base)):
            yield _link(url, relations, element.get("type") or "", element.get("title") or "")


def _link(url: str, relations: str, kind: str, title: str) -> Link:
    return Link(url, frozenset(relations.lower().split()), kind, title)


def _own_address(links: Iterable[Link], url: str) -> str:
    """What the page calls itself, if that is on its own host and no mere home page (discovery.md §2.2)."""
    for link in links:
        if "canonical" in link.relations and host_of(link.url) == host_of(url):
            is_home = urlsplit(link.url).path in ("", "/") and not urlsplit(link.url).query
            return without_tracking(url if is_home else link.url)
    return without_tracking(url)


def _wordpress(root: Element, links: Iterable[Link], url: str) -> tuple[str, bool]:
    """The API root, named or to be expected, and whether this is WordPress at all (wordpress.md §1)."""
    by_relation = {relation: link.url for link in reversed(list(links)) for relation in link.relations}
    if named := by_relation.get(REST_RELATION):
        return named, True
    description = by_relation.get("edituri", "")
    if "xmlrpc.php" in description:
        return absolute("wp-json/", description), True
    if "wordpress" in meta(root, "generator").lower():
        return absolute("/wp-json/", url), True
    return "", False


def _home(links: Iterable[Link], rest_root: str, url: str) -> str:
    """A blog in a directory is known by its API root, or by the file that describes its API."""
    described = next((link.url for link in links if "edituri" in link.relations), "")
    root = rest_root.partition("?")[0].removesuffix("wp-json/").removesuffix("index.php/")
    inside = absolute("./", root or described)
    return inside if inside and host_of(inside) == host_of(url) else absolute("/", url)


def meta(root: Element, name: str) -> str:
    """The content of a page's first `meta` of that name or property, raw; "" where there is none."""
    for element in root.iter("meta"):
        if name in ((element.get("name") or "").lower(), (element.get("property") or "").lower()):
            return str(element.get("content") or "")
    return ""


def _title(root: Element) -> str:
    site_name = meta(root, "og:site_name")
    titles = (element.text_content() for element in root.iter("title"))
    return site_name or next((title for title in titles if title.strip()), "")


def _is_article(root: Element) -> bool:
    body = next(root.iter("body"), None)
    return (
        meta(root, "og:type").lower() == "article"
        or bool(meta(root, "article:published_time"))
        or bool(body is not None and _SINGLE_POST.search(body.get("class") or ""))
    )


def _anchors(root: Element, base: str, page_url: str, *, is_post: bool) -> tuple[str, ...]:
    """Plain links to feeds; those to other hosts are the blogroll's."""
    found: dict[str, None] = {}
    for element in root.iter("a"):
        href = element.get("href") or ""
        url = absolute(href, base) if _FEED_ANCHOR.search(href[:500]) else ""
        if host_of(url) == host_of(page_url) and not holds_comments(url, "", page_url, is_post=is_post):
            found[url] = None
    return tuple(found)[:_ANCHOR_CEILING]
