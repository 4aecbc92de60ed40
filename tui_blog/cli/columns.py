"""Text in columns of a terminal: wide characters take two cells, combining marks none (UAX #11)."""

import unicodedata

ELLIPSIS = "…"


def cells(text: str) -> int:
    """How many cells a terminal gives to one clean line."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fitted(text: str, width: int) -> str:
    """Cut a line that is wider than `width` cells; what was cut ends with "…"."""
    if cells(text) <= width:
        return text
    kept, room = "", width - 1
    for character in text:
        room -= _cells(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + ELLIPSIS


def padded(text: str, width: int) -> str:
    """Cut or fill a line to exactly `width` cells."""
    cut = fitted(text, width)
    return cut + " " * (width - cells(cut))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
