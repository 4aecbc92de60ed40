"""Feeds that break off: what came whole is kept, an entry that did not is none.

Its title would be half a title, and its identity that of another post: the next refresh would bring it twice.
"""

import re
from collections.abc import Iterator

_ROOT = re.compile(
    r"<((?:[\w.-]+:)?(?:rss|feed|rdf|channel|entry|item))(?=[\s>/])(?![^<>]*/>)", re.IGNORECASE
)
_ENTRY = re.compile(r"<(/?)(?:[\w.-]+:)?(?:item|entry)(?:\s[^<>]*)?(?:(?<!/)>|\Z)", re.IGNORECASE)

_TAIL = 200
"""Characters in which nearly every feed is closed, so that the rest need not be searched."""


def breaks_off(text: str) -> bool:
    """Whether a feed's root is never closed."""
    root = _ROOT.search(text)
    if root is None:
        return False
    if f"</{root[1]}" in text[-_TAIL:]:
        return False
    closing = re.compile(f"</{re.escape(root[1])}", re.IGNORECASE)
    return not any(closing.search(piece) for piece, is_data in by_section(text) if not is_data)


def whole_part(text: str) -> str:
    """The text up to the entry within which it breaks off; all of it where it does not."""
    if not breaks_off(text):
        return text
    at, cut = 0, len(text)
    for piece, is_data in by_section(text):
        for mark in () if is_data else _ENTRY.finditer(piece):
            cut = len(text) if mark[1] else at + mark.start()
        at += len(piece)
    return text[:cut]


def by_section(text: str) -> Iterator[tuple[str, bool]]:
    """Split a document at its CDATA sections, in linear time; the flag says "this is one"."""
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        yield text[at:start], False
        yield text[start : end + 3], True
        at = end + 3
    if start < 0:
        yield text[at:], False
    else:  # the document was cut off within a section
        yield text[at:start], False
        yield text[start:] + "]]>", True
