"""Feeds too broken for an XML parser, read by feedparser as the tag soup that they are."""

import io
from typing import Any

import feedparser

from tui_blog.model.post import Post
from tui_blog.model.text import clean_line, line_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.parsed import ParsedFeed, count_of, make_post

CEILING = 1_000_000
"""Characters; its patterns are slow on hostile text, and no honest feed is both so large and so broken."""


def read_soup(text: str, url: str) -> ParsedFeed:
    """Read what can be read. feedparser gets a stream: a string it could take for a file or an address."""
    parsed = feedparser.parse(
        io.BytesIO(text[:CEILING].encode("utf-8", "replace")),
        response_headers={"content-type": "text/xml; charset=utf-8", "content-location": url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    about = parsed.feed
    return ParsedFeed(
        title=line_from_html(about.get("title", "")),
        site_url=absolute(about.get("link", ""), url),
        format="atom" if parsed.version.startswith("atom") else "rss",
        posts=tuple(_post(entry, url) for entry in parsed.entries),
        generator=clean_line(about.get("generator", ""), 100),
    )


def _post(entry: Any, base: str) -> Post:
    return make_post(
        guid=entry.get("id", ""),
        url=absolute(entry.get("link", ""), base),
        title=line_from_html(entry.get("title", "")),
        html=_body(entry),
        author=entry.get("author", ""),
        published=parse_date(entry.get("published", "")),
        updated=parse_date(entry.get("updated", "")),
        labels=[tag.get("term") or "" for tag in entry.get("tags", [])],
        comment_count=count_of(entry.get("slash_comments"), entry.get("thr_total")),
    )


def _body(entry: Any) -> str:
    contents = [content.get("value", "") for content in entry.get("content", [])]
    return next((text for text in (*contents, entry.get("summary", "")) if text), "")
