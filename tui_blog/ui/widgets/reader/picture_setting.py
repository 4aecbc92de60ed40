"""Sets a picture in half blocks: the upper half of a cell is a letter's colour, the lower its ground's.

Any terminal with colours shows this, in any place and scrolled to any line, since it is text. Graphics of a
terminal's own lie beside the text, over which they stay when it moves; they are for a picture that has the
screen to itself.
"""

from dataclasses import dataclass
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tui_blog.model.picture import CELL, Raster
from tui_blog.ui.widgets.reader.typesetter import Line

UPPER_HALF = "▀"


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture as lines of text."""

    lines: tuple[Line, ...]
    width: int
    """In cells."""


def draw(raster: Raster) -> Drawing:
    """Make lines of a picture; takes some ten milliseconds for a whole screen, so it is done in a thread."""
    styles: dict[bytes, Style] = {}
    return Drawing(tuple(_line(row, styles) for row in raster.rows), raster.width)


def _line(row: bytes, styles: dict[bytes, Style]) -> Line:
    """Neighbouring cells of the same colours make one segment."""
    line: Line = []
    for cell, run in groupby(row[at : at + CELL] for at in range(0, len(row), CELL)):
        if cell not in styles:
            styles[cell] = _style(cell)
        is_plain = cell[:3] == cell[3:]
        line.append(Segment((" " if is_plain else UPPER_HALF) * len(list(run)), styles[cell]))
    return line


def _style(cell: bytes) -> Style:
    upper, lower = cell[:3], cell[3:]
    ground = Color.from_rgb(*lower)
    return Style(bgcolor=ground) if upper == lower else Style(color=Color.from_rgb(*upper), bgcolor=ground)
