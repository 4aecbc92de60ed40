"""The one door for foreign text: nothing that a blog sent reaches a terminal without passing it.

A terminal obeys what it is sent: ESC sequences set its title, write its
clipboard or answer as if typed; C1 bytes do the same in one character; bidi
overrides (CVE-2021-42574) show one thing and mean another. Textual passes them
on, also with `markup=False`. So every string from a blog, a comment, an HTTP
answer or an error is cleaned here, *after* entities are decoded, and its type
says so: screens and printers accept `CleanText` alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NewType

CleanText = NewType("CleanText", str)
"""Text that passed the door: printable characters, and \\n and \\t where the text is a block."""

EMPTY = CleanText("")

LINE_CEILING = 1_000
"""Characters of a one-line text (a title, a name); longer ones are cut, with an ellipsis."""

MARKS_CEILING = 8
"""Combining marks kept on one character: no script needs more, stacks of hundreds bury the lines around."""

# ECMA-48: CSI; OSC, DCS, SOS, PM and APC with their terminator; charset and other short escapes. A string
# without an end, and the C1 forms, lose their introducer alone: a stray U+009D is far more often half of a
# wrongly decoded quotation mark than an attack, and must not take the rest of its line along.
_ESCAPE_SEQUENCES = (
    r"\x1b\[[0-?]*[ -/]*[@-~]?"
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)

_INVISIBLES = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but the white space; DEL; C1
    "\u00ad"  # soft hyphen
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # joiners and fillers that show nothing
    "\u200b\u200e\u200f"  # zero width space; left-to-right and right-to-left marks
    "\u202a-\u202e"  # bidi embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, bidi isolates, deprecated controls
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
)
_INVISIBLES_BEYOND = (
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # hieroglyphs, shorthand, music
    "\U000e0000-\U000e0fff"  # tag controls, supplementary selectors
)
_INVISIBLE = f"[{_INVISIBLES}{_INVISIBLES_BEYOND}]+"
_SURROGATES = "[\ud800-\udfff]"
_NEWLINES = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"

# The marks that can be heaped on one character: Latin, Cyrillic, Hebrew, Arabic, Syriac, Thai, Lao, Tibetan,
# kana, and those for symbols; with them the joiners and variation selectors that Persian and emoji need.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f7e\u0f80-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u3099\u309a\ufe20-\ufe2f\u200c\u200d\ufe00-\ufe0f"
)
# Whatever lies beyond the basic plane is looked at: one range there is searched faster than four.
_SUSPECT = f"[{_INVISIBLES}{_MARKS}\ud800-\udfff\r\x0b\x0c\u2028\u2029\U00010000-\U0010ffff]"
_MARK_STACKS = f"([{_MARKS}]{{{MARKS_CEILING}}})[{_MARKS}]+"
_CLEANING = (
    (_NEWLINES, "\n"),
    (_ESCAPE_SEQUENCES, ""),
    (_INVISIBLE, ""),
    (_SURROGATES, "\ufffd"),
    (_MARK_STACKS, r"\1"),
)
"""In this order. `re` compiles a pattern for the first text that needs it, and keeps it."""

_TAG = r"(?s)<!--(?:.*?-->|.*)|</?([a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+>"
_INLINE_NAMES = (
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q rp rt ruby s samp small span strike "
    "strong sub sup tt u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_UNREAD = frozenset(("script", "style", "template", "svg", "iframe", "select"))
"""Elements whose content is no text for people."""
_UNREAD_TAG = f"(?i)<(?:!--|{'|'.join(sorted(_UNREAD))})"
_INLINE_TAG = rf"</?(?:{_INLINE_NAMES.replace(' ', '|')})(?![\w-])[^<>]*+>"
_BLOCK_TAG = r"</?[a-zA-Z][^<>]*+>"


def clean_block(text: str) -> CleanText:
    """Clean text of several lines; \\n and \\t stay, every other kind of line end becomes \\n.

    >>> clean_block("safe\\x1b]0;owned\\x07 text")
    'safe text'
    """
    if not _suspect().search(text):  # the door stands open for most texts, and is quick to pass
        return CleanText(text)
    for pattern, instead in _CLEANING:
        text = re.sub(pattern, instead, text)
    return CleanText(text)


@cache
def _suspect() -> re.Pattern[str]:
    """Compiled for the first text that has to be cleaned, which comes after the first list."""
    return re.compile(_SUSPECT)


def clean_line(text: str, ceiling: int = LINE_CEILING) -> CleanText:
    """Clean a one-line text (no markup, entities already decoded): white space folded, length bounded.

    >>> clean_line("  two\\n lines ")
    'two lines'
    """
    line = text[: ceiling * 8]
    if not (line.isascii() and line.isprintable()):  # ASCII that prints holds nothing to clean, and is common
        line = clean_block(line)
    line = " ".join(line.split())
    if len(line) > ceiling:
        line = line[: ceiling - 1].rstrip() + "…"
    return CleanText(line)


def line_from_html(markup: str, ceiling: int = LINE_CEILING) -> CleanText:
    """Make one clean line of a title or name that may hold tags and entities (RSS, WordPress `rendered`).

    Tags go before entities are decoded, so that `&lt;b&gt;` stays readable as `<b>`; so does what only looks
    like a tag ("The <template> element"), since titles are plain text as often as HTML.

    >>> line_from_html("Caf&eacute; &amp; <em>cake</em>&#x9b;")
    'Café & cake›'
    """
    head = markup[: ceiling * 16]
    text = "".join(_texts(head, literal=True)) if "<" in head else head
    return clean_line(_decoded(text), ceiling)


def excerpt_from_html(markup: str, ceiling: int = 300) -> CleanText:
    """Make one clean line of the beginning of a body, without scripts and styles.

    >>> excerpt_from_html("<style>p {}</style><p>One<p>Two &amp; <b>t</b>hree")
    'One Two & three'
    """
    for size in (ceiling * 2, ceiling * 10):  # nine times out of ten that is enough
        line = _from_head(markup, size, ceiling)
        if line is not None:
            return line
    return clean_line(_decoded(_beginning(markup, ceiling * 2)), ceiling)


def text_from_html(markup: str) -> str:
    """All words of a body, without scripts and styles: foreign still, for searching.

    >>> text_from_html("<p>One<p>Two &amp; <b>t</b>hree<script>no()</script>").split()
    ['One', 'Two', '&', 'three']
    """
    if re.search(_UNREAD_TAG, markup):
        text = "".join(_texts(markup, literal=False))
    else:
        text = re.sub(_BLOCK_TAG, " ", re.sub(_INLINE_TAG, "", markup))
    return _decoded(text)


def _decoded(text: str) -> str:
    """Entities decoded; the two thousand names of HTML are loaded for the first text that has one."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def _from_head(markup: str, size: int, ceiling: int) -> CleanText | None:
    """The excerpt, if so much of the markup is enough for it and holds nothing to be skipped."""
    head = markup[:size]
    if len(head) < len(markup) and (tag := head.rfind("<")) > head.rfind(">"):
        head = head[:tag]  # cut in two, it would count as text
    if re.search(_UNREAD_TAG, head):
        return None
    text = _decoded(re.sub(_BLOCK_TAG, " ", re.sub(_INLINE_TAG, "", head)))
    line = clean_line(text[: ceiling * 2], ceiling)
    was_cut = len(line) >= ceiling - 1 and line.endswith("…")  # a space before the ellipsis goes
    is_whole = len(head) == len(markup) and len(text) <= ceiling * 2
    return line if is_whole or (was_cut and "<" not in line) else None


def _beginning(markup: str, size: int) -> str:
    """About that many characters of text, wherever in the markup they begin."""
    pieces: list[str] = []
    for text in _texts(markup, literal=False):
        blank = len(text) - len(text.lstrip())
        # One piece may be the whole of a long text, and what is decoded of it costs time.
        pieces.append(text[: blank + size * 8])
        size -= len(text.strip())
        if size < 0:
            break
    return "".join(pieces)


def _texts(markup: str, *, literal: bool) -> Iterator[str]:
    """Yield what stands between tags, entities not yet decoded; a space for the edge of a block.

    `literal` keeps a tag that is neither inline nor to be skipped as text. Linear in the markup, whatever
    it holds.
    """
    at = 0
    unclosed: set[str] = set()
    tags = re.compile(_TAG)
    while tag := tags.search(markup, at):
        yield markup[at : tag.start()]
        at = tag.end()
        name = (tag[1] or "").lower()
        if name in _UNREAD - unclosed and tag[0][1] != "/":
            closing = _closing(name).search(markup, at)
            at = closing.end() if closing else tag.start() if literal else len(markup)
            unclosed |= set() if closing else {name}
        elif name and name not in _INLINE:
            yield tag[0] if literal and name != "br" else " "
    yield markup[at:]


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)


def fold(text: str) -> str:
    """Text for comparing: case and accents folded, white space single; not for showing."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(folded.split())


NAMED = 5
"""So many of a long row of names are told."""


def some_of(names: Sequence[str]) -> str:
    """The first few names, and how many more there are.

    >>> some_of(["a", "b", "c", "d", "e", "f", "g"])
    'a, b, c, d, e and 2 more'
    """
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}"


def in_order(title: str) -> str:
    """What titles are sorted by: folded, and numbers (of up to twenty digits) as numbers, 4 before 30.

    >>> sorted(["Blog 30", "blog 4"], key=in_order)
    ['blog 4', 'Blog 30']
    """
    return re.sub("[0-9]+", lambda number: number[0].zfill(20), fold(title))
