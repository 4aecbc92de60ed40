"""Sitemaps (sitemaps.org 0.9): the addresses of a site, with what is told of when they changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from tui_blog.model.flow import Response
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.xml import Element, read_xml

MOST_ADDRESSES = 50_000
"""Of one sitemap, by its definition."""
MOST_LINES = 20
"""Sitemaps that a robots.txt may name."""

_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Listed:
    """An address in a sitemap."""

    url: str
    date: datetime | None = None
    """When it was published, or else changed."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One document: the pages that it lists, or further sitemaps."""

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()


def read_sitemap(response: Response) -> Sitemap | None:
    """Read a sitemap, packed or not, in XML or as a plain list; None for all that is none."""
    text = decode(response.body, response.content_type).lstrip("\ufeff \t\r\n")
    if text.startswith(("http://", "https://")):
        return Sitemap(tuple(Listed(url) for line in text.splitlines() if (url := absolute(line.strip()))))
    if not text.startswith("<") or not re.search(r"<(?:\w+:)?(?:urlset|sitemapindex)\b", text[:10_000]):
        return None
    root = read_xml(text, response.url)
    if root is None:
        return None
    return Sitemap(_listed(root.iter("{*}url"), response.url), _listed(root.iter("{*}sitemap"), response.url))


def sitemaps_in_robots(response: Response) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, each once (RFC 9309 §2.2.4 leaves the line to sitemaps.org)."""
    if response.status != 200:
        return ()
    found = islice(_LINE.finditer(decode(response.body, response.content_type)), MOST_LINES)
    return tuple(dict.fromkeys(url for line in found if (url := absolute(line[1], response.url))))


def _listed(elements: Iterable[Element], base: str) -> tuple[Listed, ...]:
    found = (_one(element, base) for element in islice(elements, MOST_ADDRESSES))
    return tuple(each for each in found if each.url)


def _one(element: Element, base: str) -> Listed:
    told: dict[str, str] = {}
    for child in element.iter("{*}loc", "{*}lastmod", "{*}publication_date"):
        told.setdefault(child.tag.rpartition("}")[2], (child.text or "").strip())
    date = parse_date(told.get("publication_date", "")) or parse_date(told.get("lastmod", ""))
    return Listed(absolute(told.get("loc", ""), base), date)
