"""Where a line of text may be broken: between words, and between the characters of scripts without spaces."""

import re
from functools import cache

from rich.cells import cell_len, split_graphemes

# Ideographs and kana stand without spaces and may part anywhere. Korean has spaces.
_FREE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
# JIS X 4051: what never ends a line, and what never begins one; marks stay with their character.
_OPENING = "\\[({「『（【〈《〔［｛“‘"
_CLOSING = (
    "\\]),.;:!?}、。，．・：；？！」』）】〉》〕］｝”’…‥％ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    "\u3099\u309a\ufe00-\ufe0f"
)
_WORD = re.compile(r" *[^ ]+ *")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def breaks(text: str, width: int) -> list[int]:
    """The offsets at which one line of text is broken, so that each part fits a width in cells.

    Only what is longer than a whole line is broken within, between two characters as they are seen. Spaces
    count to the part before them and may stand over its edge; a no-break space holds.
    """
    if cell_len(text) <= width:
        return []
    found: list[int] = []
    filled = 0
    for piece in _pieces(text).finditer(text):
        size = cell_len(piece[0].rstrip(" "))
        if filled and filled + size > width:
            found.append(piece.start())
            filled = 0
        if size > width:
            *full, last = chopped(piece[0].rstrip(" "), width)
            offset = piece.start()
            for part in full:
                offset += len(part)
                found.append(offset)
            filled = cell_len(last) + len(piece[0]) - len(piece[0].rstrip(" "))
        else:
            filled += cell_len(piece[0])
    return found


def _pieces(text: str) -> re.Pattern[str]:
    """What a text may be cut into."""
    return _WORD if text.isascii() or not _free().search(text) else _piece()


# A class of that many characters takes milliseconds to compile, and the first list needs neither.
@cache
def _free() -> re.Pattern[str]:
    return re.compile(f"[{_FREE}]")


@cache
def _piece() -> re.Pattern[str]:
    """A word, or a character that may part from the next."""
    return re.compile(f" *[{_OPENING}]*(?:[{_FREE}]|[^{_FREE}{_OPENING} ]+)[{_CLOSING}]* *|[{_OPENING}]+ *")


def chopped(text: str, width: int) -> list[str]:
    """A text in parts that each fill a width, cut between characters as they are seen; "" is one part."""
    if text.isascii():
        return [text[start : start + width] for start in range(0, len(text), width)] or [""]
    parts: list[str] = []
    begin = filled = 0
    for start, _, cells in clusters(text):
        if filled and filled + cells > width:
            parts.append(text[begin:start])
            begin, filled = start, 0
        filled += cells
    return [*parts, text[begin:]]


def clusters(text: str) -> list[tuple[int, int, int]]:
    """The characters of a text as they are seen: beginning, end, and cells of each.

    Rich takes the two letters of a flag for two characters.
    """
    spans, _ = split_graphemes(text)
    if not _FLAG.search(text):
        return spans
    flags = {found.start(): found.end() for found in _FLAG.finditer(text)}
    seconds = {start + 1 for start in flags}
    return [
        (start, flags.get(start, end), 2 if start in flags else cells)
        for start, end, cells in spans
        if start not in seconds
    ]
