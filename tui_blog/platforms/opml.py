"""Lists of blogs as other programs keep them: OPML 1.0 to 2.0, and newsboat's `urls` (feeds.md §12)."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.blog_list import BlogList, Outline
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.xml import Element, read_xml

SHOWN = 80
"""Characters of an entry that is left out."""
TAIL = 1_000
"""Characters at the end of a list, among which it is closed; a remark may follow."""
DEEPEST = 200
"""Folders within folders; a file that goes deeper has gone wrong."""

_LISTS = frozenset({"link", "include", "source"})
"""Types of outlines that name another list, and no feed."""
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


Entry: TypeAlias = Outline | CleanText
"""A blog of a list, or what stands there instead of the address of one."""


def read_list(body: bytes, content_type: str | None = None, name: str = "") -> BlogList:
    """The blogs of a list, and whether that is all of it.

    `name` is the list's, for the sentence. Raises UnreadableAnswer for what is no list.
    """
    text = decode(body, content_type)
    start = text[:5_000].lower()
    if "<opml" in start or "<outline" in start:
        return _list(_in_opml(text), breaks_off="<opml" in start and "</opml" not in text[-TAIL:].lower())
    if "<" not in text[:1_000] and (found := _list(_in_urls_file(text))).outlines:
        return found
    shown = clean_line(name) or "This"
    raise UnreadableAnswer(
        f"{shown} is no list of blogs: an OPML file, or newsboat's urls file, is wanted.", name
    )


def write_list(outlines: tuple[Outline, ...], title: str, written: datetime) -> str:
    """The list as OPML 2.0: a folder for each first tag, all tags as categories."""
    folders: dict[str, list[Outline]] = {}
    for outline in outlines:
        folders.setdefault(outline.tags[0] if outline.tags else "", []).append(outline)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_escaped(title)}</title><dateCreated>{format_datetime(written)}</dateCreated></head>",
        "<body>",
    ]
    for folder in sorted(folders):
        inside = [_written(outline) for outline in folders[folder]]
        lines += _in_folder(folder, inside) if folder else inside
    return "\n".join([*lines, "</body>", "</opml>", ""])


# --- reading -------------------------------------------------------------------------------------


def _in_opml(text: str) -> Iterator[Entry]:
    root = read_xml(text, "")
    body = None if root is None else next(root.iter("{*}body"), root)
    if body is not None:
        yield from _below(body, ())


def _below(element: Element, folders: tuple[CleanText, ...]) -> Iterator[Entry]:
    """The feeds below an outline; walked with a stack of its own, for lists may nest without end."""
    waiting = [(element, folders)]
    while waiting:
        parent, inside = waiting.pop()
        nested: list[tuple[Element, tuple[CleanText, ...]]] = []
        for child in parent:
            told = _attributes(child)
            url = absolute(told.get("xmlurl", ""))
            if told.get("xmlurl") and told.get("type", "").lower() not in _LISTS:
                yield _outline(url, told, inside) if url else clean_line(told["xmlurl"], SHOWN)
            name = clean_line(told.get("text") or told.get("title") or "", 100)
            deeper = (*inside, name) if name and len(inside) < DEEPEST and not url else inside
            nested.append((child, deeper))
        waiting += reversed(nested)


def _attributes(element: Element) -> dict[str, str]:
    """Attributes by their names in lower case: XMLURL and xmlurl occur as well."""
    if not isinstance(element.tag, str):
        return {}
    return {str(name).rpartition("}")[2].lower(): str(value) for name, value in element.attrib.items()}


def _outline(url: str, told: dict[str, str], folders: tuple[CleanText, ...]) -> Outline:
    title = clean_line(told.get("text") or told.get("title") or "", 300)
    tags = _distinct(folders, told.get("category", ""))
    return Outline(url, title, absolute(told.get("htmlurl", "")), tags)


def _distinct(folders: tuple[CleanText, ...], categories: str) -> tuple[CleanText, ...]:
    """Categories stand between commas; one that begins with a slash is a path of folders."""
    parts = (part for category in categories.split(",") for part in category.split("/"))
    named = (clean_line(part, 100) for part in parts)
    return tuple(dict.fromkeys(tag for tag in (*folders, *named) if tag))


def _in_urls_file(text: str) -> Iterator[Entry]:
    """Newsboat's list: an address a line, then tags, one of which may begin with ~ and be the title."""
    for line in text.splitlines():
        words = [quoted or bare for quoted, bare in _QUOTED.findall(line)]
        if not words or line.lstrip().startswith("#"):
            continue
        url = absolute(words[0])
        if url and host_of(url):
            titles = [word[1:] for word in words[1:] if word.startswith("~")]
            tags = tuple(clean_line(word, 100) for word in words[1:] if word[:1] not in "~!")
            yield Outline(url, clean_line(titles[0], 300) if titles else EMPTY, "", tags)
        else:
            yield clean_line(words[0], SHOWN)


def _list(entries: Iterable[Entry], *, breaks_off: bool = False) -> BlogList:
    """Each feed once, with the tags of all its places in the list."""
    once, left_out = dict[str, Outline](), list[CleanText]()
    for entry in entries:
        if isinstance(entry, Outline):
            _join(once, entry)
        elif entry:
            left_out.append(entry)
    return BlogList(tuple(once.values()), tuple(left_out), breaks_off)


def _join(once: dict[str, Outline], outline: Outline) -> None:
    key = canonical(outline.feed_url)
    known = once.setdefault(key, outline)
    once[key] = Outline(
        known.feed_url,
        known.title or outline.title,
        known.url or outline.url,
        tuple(dict.fromkeys((*known.tags, *outline.tags))),
    )


# --- writing -------------------------------------------------------------------------------------


def _written(outline: Outline) -> str:
    told = {
        "type": "rss",
        "text": outline.title or outline.feed_url,
        "title": outline.title,
        "xmlUrl": outline.feed_url,
        "htmlUrl": outline.url,
        "category": ",".join(tag.replace(",", " ").replace("/", " ") for tag in outline.tags),
    }
    return f"<outline {' '.join(f'{name}={quoteattr(value)}' for name, value in told.items() if value)}/>"


def _in_folder(name: str, inside: list[str]) -> list[str]:
    return [f"<outline text={quoteattr(name)}>", *(f"  {line}" for line in inside), "</outline>"]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
