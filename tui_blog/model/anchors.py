"""The names of places within a text: what links between them are written with, and found by.

A link to a heading has the heading's words in its address; a footnote and its
reference are each found by the link that leads to the other.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_NO_WORD = re.compile(r"[\W_]+")


def note_anchor(number: int) -> str:
    """The place of a footnote: that of the link back to its reference."""
    return f"note-{number}"


def reference_anchor(number: int) -> str:
    """The place of a footnote's (first) reference: that of the link to the note."""
    return f"ref-{number}"


def partner(anchor: str) -> str:
    """What the link that marks a footnote or a reference leads to; "" for any other place.

    >>> partner("note-3")
    'ref-3'
    """
    kind, _, number = anchor.partition("-")
    other = {"note": "ref", "ref": "note"}.get(kind)
    return f"{other}-{number}" if other and number.isascii() and number.isdigit() else ""


def slugs(headings: Iterable[str]) -> Iterator[str]:
    """The anchors of a text's headings in order: their words in small letters, counted where they repeat.

    >>> list(slugs(["What's new?", "What's New"]))
    ['whats-new', 'whats-new-1']
    """
    seen: dict[str, int] = {}
    for heading in headings:
        folded = unicodedata.normalize("NFKC", heading).casefold()
        slug = "-".join(word for part in folded.split() if (word := _NO_WORD.sub("", part)))
        count = seen[slug] = seen.get(slug, -1) + 1
        yield f"{slug}-{count}" if count else slug
