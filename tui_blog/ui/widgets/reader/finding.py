"""Where words stand in the laid-out lines of a block."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len

from tui_blog.ui.widgets.reader.link_spots import Stretch
from tui_blog.ui.widgets.reader.typesetter import Line

_BLANKS = re.compile(r"\s+")

Match = tuple[Stretch, ...]
"""Over several lines where the words are wrapped."""


def folded(text: str) -> str:
    """Letters without case and accents, runs of blanks as one; what is looked for is compared so.

    >>> folded("  Crème  BRÛLÉE ")
    'creme brulee'
    """
    return " ".join("".join(map(_folded, text)).split())


def letters_of(lines: Sequence[Line]) -> str:
    """The letters of a block as `matches_in` compares them: what is not in here has no match there."""
    text = "".join(f"{''.join(segment.text for segment in line).rstrip()} " for line in lines)
    letters = text.lower() if text.isascii() else "".join(map(_folded, text))
    return _BLANKS.sub(" ", letters).lstrip(" ")


def matches_in(lines: Sequence[Line], sought: re.Pattern[str]) -> tuple[Match, ...]:
    """The places of what is sought among folded letters, from the top; a line's end counts as a blank."""
    letters, places = _letters(lines)
    return tuple(tuple(_stretches(places[match.start() : match.end()])) for match in sought.finditer(letters))


def _letters(lines: Sequence[Line]) -> tuple[str, list[Stretch]]:
    """The folded letters of a block with the cells of each; blanks come one by one."""
    letters: list[str] = []
    places: list[Stretch] = []
    for number, line in enumerate(lines):
        for letter, place in _of_line(number, "".join(segment.text for segment in line)):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


def _of_line(number: int, text: str) -> Iterator[tuple[str, Stretch]]:
    at = 0
    for letter in f"{text.rstrip()} ":
        end = at + cell_len(letter)
        for each in _folded(letter):
            yield (" " if each.isspace() else each), Stretch(number, at, end)
        at = end


def _folded(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    taken_apart = unicodedata.normalize("NFKD", letter)
    return "".join(each for each in taken_apart if not unicodedata.combining(each)).casefold()


def _stretches(places: Sequence[Stretch]) -> Iterator[Stretch]:
    for line, cells in groupby(places, key=lambda place: place.line):
        of_line = list(cells)
        yield Stretch(line, of_line[0].start, of_line[-1].end)
