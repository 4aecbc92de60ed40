"""The one door for foreign text: nothing that a blog sent reaches a terminal without passing it.

A terminal obeys what it is sent: ESC sequences set its title, write its
clipboard or answer as if typed; C1 bytes do the same in one character; bidi
overrides (CVE-2021-42574) show one thing and mean another. Textual passes them
on, also with `markup=False`. So every string from a blog, a comment, an HTTP
answer or an error is cleaned here, *after* entities are decoded, and its type
says so: screens and printers accept `CleanText` alone.
"""

import html
import re
import unicodedata
from typing import NewType

CleanText = NewType("CleanText", str)
"""Text that passed the door: printable characters, and \\n and \\t where the text is a block."""

EMPTY = CleanText("")

LINE_CEILING = 1_000
"""Characters of a one-line text (a title, a name); longer ones are cut, with an ellipsis."""

MARKS_CEILING = 8
"""Combining marks kept on one character: no script needs more, stacks of hundreds bury the lines around."""

# ECMA-48: CSI; OSC, DCS, SOS, PM and APC up to their terminator (never past the line's end, or an
# unfinished one would swallow the text); charset and other two- and three-character escapes.
_ESCAPE_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but \t, \n and \r; DEL; C1
    "\u00ad"  # soft hyphen
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # joiners and fillers that show nothing
    "\u200b\u200e\u200f"  # zero width space; left-to-right and right-to-left marks
    "\u202a-\u202e"  # bidi embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, bidi isolates, deprecated controls
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical and tag controls, supplementary selectors
    "]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x85")
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_MARK_STACKS = re.compile(
    rf"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    rf"{{{MARKS_CEILING}}})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff"
    rf"\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def clean_block(text: str) -> CleanText:
    """Clean text of several lines; \\n and \\t stay, every other kind of line end becomes \\n.

    >>> clean_block("safe\\x1b]0;owned\\x07 text")
    'safe text'
    """
    if text.isascii() and text.isprintable():
        return CleanText(text)
    text = _NEWLINES.sub("\n", _ESCAPE_SEQUENCES.sub("", _NEWLINES.sub("\n", text)))
    text = _INVISIBLE.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    return CleanText(_MARK_STACKS.sub(r"\1", text))


def clean_line(text: str, ceiling: int = LINE_CEILING) -> CleanText:
    """Clean a one-line text (no markup, entities already decoded): white space folded, length bounded.

    >>> clean_line("  two\\n lines ")
    'two lines'
    """
    line = _SPACES.sub(" ", clean_block(text[: ceiling * 8])).strip()
    if len(line) > ceiling:
        line = line[: ceiling - 1].rstrip() + "…"
    return CleanText(line)


def line_from_html(markup: str, ceiling: int = LINE_CEILING) -> CleanText:
    """Make one clean line of a title or name that may hold tags and entities (RSS, WordPress `rendered`).

    Tags go before entities are decoded, so that `&lt;b&gt;` stays readable as `<b>`.

    >>> line_from_html("Caf&eacute; &amp; <em>cake</em>&#x9b;")
    'Café & cake›'
    """
    return clean_line(html.unescape(_TAGS.sub("", markup[: ceiling * 16])), ceiling)


def fold(text: str) -> str:
    """Text for comparing: case and accents folded, white space single; not for showing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _SPACES.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()
