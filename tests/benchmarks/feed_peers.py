"""Two other readers of feeds, through the same glasses as ours; fastfeedparser only where it is installed."""

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser

from tests.platforms.feed_marks import URL, Entry, Reader, Reading

try:
    import fastfeedparser
except ImportError:  # no dependency of ours
    fastfeedparser = None


def peers() -> dict[str, Reader]:
    """The others that are there, by name."""
    others: dict[str, Reader] = {"feedparser": by_feedparser}
    if fastfeedparser is not None:
        others["fastfeedparser"] = by_fastfeedparser
    return others


def by_feedparser(body: bytes, content_type: str | None) -> Reading | None:
    headers = {"content-location": URL, "content-type": content_type or ""}
    feed = feedparser.parse(body, response_headers=headers)
    if not feed.get("version") and not feed.entries:
        return None
    return Reading(
        _text(feed.feed, "title"), _text(feed.feed, "link"), tuple(_parsed(entry) for entry in feed.entries)
    )


def by_fastfeedparser(body: bytes, content_type: str | None) -> Reading | None:
    try:
        feed = fastfeedparser.parse(body)
    except ValueError:  # how it says that this is no feed
        return None
    return Reading(
        _text(feed.feed, "title"), _text(feed.feed, "link"), tuple(_fast(entry) for entry in feed.entries)
    )


def _parsed(entry: Any) -> Entry:
    return Entry(
        _text(entry, "id"),
        _text(entry, "title"),
        _text(entry, "link"),
        _moment(entry.get("published_parsed")),
        _moment(entry.get("updated_parsed")),
        next(_bodies(entry), ""),
        _text(entry, "author"),
        tuple(tag.get("term") or tag.get("label") or "" for tag in entry.get("tags", [])),
    )


def _fast(entry: Any) -> Entry:
    return Entry(
        _text(entry, "id"),
        _text(entry, "title"),
        _text(entry, "link"),
        _iso(entry.get("published")),
        _iso(entry.get("updated")),
        next(_bodies(entry), ""),
        _text(entry, "author"),
        tuple(str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags") or []),
    )


def _bodies(entry: Any) -> Iterator[str]:
    contents = [content.get("value") for content in entry.get("content") or []]
    yield from (text for text in (*contents, entry.get("summary"), entry.get("description")) if text)


def _text(holder: Any, key: str) -> str:
    return str(holder.get(key) or "").strip()


def _moment(parsed: Any) -> datetime | None:
    """A date of the year -1, which feedparser can read and Python cannot tell, is none."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except ValueError:
        return None


def _iso(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text and re.match(r"\d{4}-", str(text)) else None
