"""A web page as a bounded tree: no scripts, nothing hidden, every address absolute; and what its data say."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from tui_blog.convert.elements import DROP, UNWRAP, Element, all_text, parsed, sweep

CEILING = 3_000_000
"""Characters of a page that are looked at."""

DEPTH = 120
"""Elements within each other; what lies deeper loses its elements and keeps its text."""

_RAW = re.compile(r"<(script|style|template)\b[^<>]*+>", re.IGNORECASE)
_LINKED_DATA = re.compile(r"application/ld\+json", re.IGNORECASE)
_DATA_CEILING = 300_000
_ARTICLES = re.compile(r"\w*(?:Article|Posting|Report)")
"""The types of schema.org for what is written to be read: BlogPosting, NewsArticle …"""
"""The types of schema.org for what is written to be read: BlogPosting, NewsArticle …"""
_NEVER_READ = frozenset(
    ("script", "style", "template", "svg", "canvas", "button", "select", "textarea", "input", "dialog")
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ADDRESSES = ("href", "src", "poster", "data-src", "data-lazy-src", "data-original", "data-orig-src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_CANDIDATE = re.compile(r"(^|,\s+)(\S+)")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read."""

    root: Element
    body: Element
    """What is shown."""
    url: str
    metas: dict[str, str]
    """What the head says of the page, by name or property in lower case; the first of each."""
    data: dict[str, Any]
    """The article as JSON-LD describes it (schema.org), or {}."""


def read_page(markup: str, url: str) -> Page:
    """Read a page, however broken."""
    shown, linked_data = _without_scripts(markup[:CEILING])
    root = parsed(shown)
    metas = _metas(root)
    _drop_unseen(root)
    _flatten(root)
    _make_absolute(root, url)
    body = next(root.iter("body"), root)
    return Page(root, body, url, metas, next(_described(linked_data), {}))


def _without_scripts(markup: str) -> tuple[str, list[str]]:
    """Take scripts and styles out before parsing, for what is written in them is no markup; keep JSON-LD."""
    kept, linked_data = list[str](), list[str]()
    lowered, at = markup.lower(), 0
    if len(lowered) != len(markup):  # a letter that changes its length
        lowered = markup
    while found := _RAW.search(markup, at):
        kept.append(markup[at : found.start()])
        end = lowered.find(f"</{found[1].lower()}", found.end())
        if end < 0:
            return "".join(kept), linked_data
        if _LINKED_DATA.search(found[0]):
            linked_data.append(markup[found.end() : end])
        at = end
    kept.append(markup[at:])
    return "".join(kept), linked_data


def _described(blocks: list[str]) -> Iterator[dict[str, Any]]:
    """The articles that the page's linked data describe, in their order."""
    for block in blocks:
        try:
            found = json.loads(block[:_DATA_CEILING], strict=False)
        except (ValueError, RecursionError):
            continue
        things = found if isinstance(found, list) else [found]
        for thing in things:
            graph = thing.get("@graph") if isinstance(thing, dict) else None
            for item in graph if isinstance(graph, list) else [thing]:
                if isinstance(item, dict) and _is_article(item.get("@type")):
                    yield item


def _is_article(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and _ARTICLES.fullmatch(name) for name in kinds)


def _metas(root: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        names = f"{meta.get('name') or ''} {meta.get('property') or ''} {meta.get('itemprop') or ''}"
        content = (meta.get("content") or "").strip()
        for name in names.lower().split() if content else ():
            metas.setdefault(name, content)
    return metas


def _drop_unseen(root: Element) -> None:
    for element in root.iter():
        if element.tag in _NEVER_READ or _is_unseen(element) or _is_excuse(element):
            element.tag = DROP
    sweep(root)


def _is_excuse(element: Element) -> bool:
    """What is shown where no script runs is a picture that a script would show, or no text worth reading."""
    return element.tag == "noscript" and (len(element) == 0 or bool(all_text(element).strip()))


def _is_unseen(element: Element) -> bool:
    if element.tag in ("html", "body"):  # scripts show these
        return False
    is_hidden = element.get("hidden") is not None or _UNSEEN.search(element.get("style") or "") is not None
    # Wikimedia's and KaTeX's formulas are hidden from screen readers only where a picture says the same.
    is_aside = element.get("aria-hidden") == "true" and not _is_picture(element)
    return is_hidden or is_aside


def _is_picture(element: Element) -> bool:
    return element.tag in ("img", "picture", "figure") or "fallback-image" in (element.get("class") or "")


def _flatten(root: Element) -> None:
    """Take out the elements that lie too deep; their text stays."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end" and depth >= DEPTH and len(element):
            element.tag = UNWRAP
    sweep(root)


def _make_absolute(root: Element, url: str) -> None:
    base = next((_joined(url, element.get("href") or "") for element in root.iter("base")), url)
    for element in root.iter():
        for name in _ADDRESSES:
            # A link within the page leads to a note below it, and is no way to another page.
            if (address := element.get(name)) and not address.startswith("#"):
                element.set(name, _joined(base, address))
        for name in _SETS:
            if candidates := element.get(name):
                absolute = _CANDIDATE.sub(lambda found: found[1] + _joined(base, found[2]), candidates)
                element.set(name, absolute)


def _joined(base: str, address: str) -> str:
    """An address as seen from another; as it stands where it is broken."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
