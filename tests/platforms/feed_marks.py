"""Marks for a reader of feeds: what it saw in the corpus's feeds against what the corpus expects of each."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tests.corpus import ROOT, Case, cases
from tui_blog.errors import UnreadableAnswer
from tui_blog.platforms.feed import parse

URL = "https://host.example/feed"
FOLDERS = ("feeds", "hostile", "encoding", "blogger/feeds", "blogger/comments", "wordpress/feeds")
NO_FEEDS = (".html", ".opml", ".js", ".bin", ".gz")
"""Hostile files that a feed parser never sees: pages, lists of blogs, and bodies before they are unpacked."""

COLUMNS = (
    "entries",
    "title",
    "link",
    "date",
    "content",
    "people",
    "id",
    "blog",
    "encoding",
    "wild date",
    "refusal",
)

# What the files in encoding/ say when they are read aright (their suite keeps that in its code).
_SPOKEN = {
    "miniflux-invalid-prolog.xml": ("테스트 피드", "Café"),
    "miniflux-iso-8859-1.xml": ("Café",),
    "miniflux-koi8r.xml": ("Пример RSS ленты", "Первая новость"),
    "miniflux-utf8-incorrect-prolog.xml": ("테스트 피드", "Café"),
    "miniflux-utf8.xml": ("테스트 피드", "Café"),
    "miniflux-windows-1252-incorrect-prolog.xml": ("Euro €",),
    "miniflux-windows-1252.xml": ("Euro €",),
}


# Where the corpus and we differ and the specification or feeds.md decides; nobody is marked on these.
_DISPUTED = {
    # What a program writes when nobody set a date is none (feeds.md §10).
    ("3ac543065ca0ef7d.xml", "n_date"): "one date is in the year 1",
    # Of repeated core elements the first counts (feeds.md §2.2); gofeed takes the last.
    ("rdf_item_links.xml", "e0.link"): "the first link",
    ("rss_channel_item_links.xml", "e0.link"): "the first link",
    ("rdf_channel_links.xml", "feed.link"): "the first link",
    ("rss_channel_links.xml", "feed.link"): "the first link",
    # A link to the feed itself is not the blog's home page (RFC 4287 §4.2.7.2).
    ("atom10_feed_link_rel_self.xml", "feed.link"): "rel=self",
    ("rss_channel_atom_link.xml", "feed.link"): "rel=self",
    ("google_alerts_atom.xml", "feed.link"): "rel=self",
    # An address that no reader can open is no link to a page.
    ("atom-with-tag-uri-links.xml", "link"): "tag:",
    # Never resolved: "relative/link" is the id (RFC 4287 §4.2.6).
    ("entry_id_xml_base.xml", "e0.id"): "an id is no address",
    # Markup in an id is none of it: the text alone is compared.
    ("item_guid_naked_markup.xml", "e0.id"): "<p>abc123</p>",
    # Bytes of a video, and JSON, are nothing to read (RFC 4287 §4.1.3.3).
    ("issue_275_extensions_and_source.xml", "content"): "no text",
    # The mail address is private (feeds.md §2.2).
    ("narro.rss.xml", "e0.author"): "an address for a name",
    # The suite kept its reading in a wrong encoding.
    ("uolNoticias.rss.xml", "title"): "the expectation is damaged",
}


@dataclass(frozen=True)
class Entry:
    """An entry as some reader saw it; "" and None for what it did not."""

    id: str = ""
    title: str = ""
    link: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    content: str = ""
    author: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A feed as some reader saw it."""

    title: str = ""
    link: str = ""
    entries: tuple[Entry, ...] = ()


Reader = Callable[[bytes, str | None], Reading | None]
"""Reads a body with its Content-Type; None where it says that this is no feed."""


@dataclass(frozen=True)
class Mark:
    """One expectation, and whether it was met."""

    case: str
    column: str
    key: str
    wanted: Any
    got: Any
    met: bool


@dataclass
class Sheet:
    """All marks of one reader."""

    marks: list[Mark] = field(default_factory=list)

    def score(self, column: str) -> tuple[int, int]:
        """Met, and expected at all."""
        own = [mark.met for mark in self.marks if mark.column == column]
        return sum(own), len(own)

    def missed(self, column: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.column == column and not mark.met]


def feed_cases() -> list[Case]:
    """Every document of the corpus that a feed parser may be given."""
    found = (case for folder in FOLDERS for case in cases(folder))
    return [case for case in found if not case.name.endswith(NO_FEEDS)]


def examine(reader: Reader, documents: list[Case]) -> Sheet:
    """Let a reader read them all. A reader that crashes has seen nothing."""
    sheet = Sheet()
    for case in documents:
        headers = case.expected.get("headers", {})
        try:
            reading = reader(case.body, headers.get("content-type"))
        except Exception as error:
            reading = None
            sheet.marks.append(Mark(case.name, "refusal", "crash", "none", repr(error), False))
        sheet.marks += _marks(case, reading)
    sheet.marks += _date_marks(reader)
    return sheet


def _date_marks(reader: Reader) -> Iterator[Mark]:
    """Each date of dates/dates.jsonl as an item of a feed of its own; where it is none, none must be read."""
    for line in (ROOT / "dates" / "dates.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        date = f"<item><title>x</title><pubDate>{html.escape(told['input'])}</pubDate></item>"
        reading = reader(f"<rss version='2.0'><channel>{date}</channel></rss>".encode(), None)
        got = reading.entries[0].published if reading and reading.entries else None
        met = _same("published", told["iso"], got, "") if told["iso"] else got is None
        yield Mark("dates/dates.jsonl", "wild date", told["input"], told["iso"], got, met)


def ours(body: bytes, content_type: str | None) -> Reading | None:
    """The reader under test."""
    try:
        feed = parse(body, URL, content_type)
    except UnreadableAnswer:
        return None
    entries = (
        Entry(p.guid, p.title, p.url, p.published, p.updated, p.html, p.author, p.labels) for p in feed.posts
    )
    return Reading(feed.title, feed.site_url, tuple(entries))


def _marks(case: Case, reading: Reading | None) -> Iterator[Mark]:
    def mark(column: str, key: str, wanted: Any, got: Any, met: bool | None = None) -> Mark:
        return Mark(case.name, column, key, wanted, got, wanted == got if met is None else met)

    if case.expected.get("error"):
        # A reader that says "no posts here" without saying why has told the person less, but nothing wrong.
        yield mark("refusal", "error", "refused", reading, reading is None or not reading.entries)
        return
    seen, text = reading or Reading(), case.body.decode("utf-8", "replace")
    for spoken in _SPOKEN.get(case.path.name, ()):
        texts = [seen.title, *(entry.title for entry in seen.entries)]
        yield mark("encoding", "text", spoken, texts, spoken in texts)
    for key, wanted in case.expected.items():
        column, got, met = _judged(key, wanted, seen, text)
        if column and not _is_disputed(case, key):
            yield mark(column, key, wanted, got, met)


def _is_disputed(case: Case, key: str) -> bool:
    if key.endswith(".summary") and _WHOLE_POST.search(case.body):
        return True  # we keep one body of a post, the whole one
    return any(name in case.name and part in key for name, part in _DISPUTED)


_WHOLE_POST = re.compile(rb"<content\b|<content:encoded|\"content_html\"")


def _judged(key: str, wanted: Any, seen: Reading, text: str) -> tuple[str, Any, bool]:
    """The column that an expectation belongs to ("" for none), what was seen, and whether that will do."""
    if key in _COUNTS:
        column, count = _COUNTS[key]
        got = count(seen)
        # The counts are of plain links and bodies, where a reader may know more sources (feeds.md §1).
        return column, got, got >= wanted if column in ("link", "content") else got == wanted
    if key == "n_entries_min":
        return "entries", len(seen.entries), len(seen.entries) >= wanted
    if key in ("feed.title", "feed.link"):
        got = seen.title if key == "feed.title" else seen.link
        return "blog", got, _same(key.partition(".")[2], wanted, got, text)
    found = re.fullmatch(r"e(\d+)[._](\w+)", key)
    if not found or found[2] not in _COLUMN_OF:
        return "", None, False
    at, name = int(found[1]), found[2]
    entry = seen.entries[at] if at < len(seen.entries) else Entry()
    column = "encoding" if key == "e0_title" else _COLUMN_OF[name]
    got = getattr(entry, _FIELD_OF.get(name, name))
    return column, got, _same(name, wanted, got, text)


_COUNTS: dict[str, tuple[str, Callable[[Reading], int]]] = {
    "n_entries": ("entries", lambda seen: len(seen.entries)),
    "n_title": ("title", lambda seen: sum(bool(entry.title) for entry in seen.entries)),
    "n_link": ("link", lambda seen: sum(bool(entry.link) for entry in seen.entries)),
    "n_date": ("date", lambda seen: sum(bool(e.published or e.updated) for e in seen.entries)),
    "n_content": ("content", lambda seen: sum(bool(entry.content) for entry in seen.entries)),
}
_COLUMN_OF = {
    "title": "title",
    "link": "link",
    "published": "date",
    "updated": "date",
    "content": "content",
    "summary": "content",
    "author": "people",
    "tags": "people",
    "id": "id",
}
_FIELD_OF = {"summary": "content", "tags": "labels"}


def _same(name: str, wanted: Any, got: Any, text: str) -> bool:
    """Equal as a person would say it: markup, entities, white space and the end of an address aside."""
    if name in ("published", "updated"):
        return bool(got) and abs(got - datetime.fromisoformat(wanted)) < timedelta(seconds=1)
    if name == "tags":
        return {_plain(tag) for tag in wanted} <= {_plain(tag) for tag in got}
    if name == "link":
        return _is_link(html.unescape(wanted).strip(), got, text)
    if name == "author":
        return _plain(wanted or "") in _plain(got)  # suites with room for one author name the first
    if name == "id":
        return bool(got == wanted or got.startswith(f"{wanted}|"))  # a shared id, told apart
    return _plain(str(wanted or "")) == _plain(got)


def _is_link(wanted: str, got: str, text: str) -> bool:
    """The same address, the absolute form of a relative one, or the page that a relay's address leads to."""
    if wanted and not urlsplit(wanted).scheme:
        return got.startswith("http") and got.endswith(wanted)
    origin = re.escape(html.escape(got, quote=False))
    return got.rstrip("/") == wanted.rstrip("/") or bool(re.search(f"origLink>\\s*{origin}", text))


def _plain(text: str) -> str:
    for _ in range(2):
        text = html.unescape(re.sub(r"</?[a-zA-Z!][^<>]*>", "", text))
    return re.sub(r"[\s\x00-\x1f\u200b-\u200f\ufeff\u00ad]+", "", text)
