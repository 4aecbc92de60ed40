"""Sets text into lines of a given width: the one place where text is wrapped and rendered for the reader."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.direction import as_seen, has_rtl, is_rtl, mirrored
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.wrapping import breaks, chopped

Line = list[Segment]
"""One line of text, without padding."""

Setting = Callable[["Typesetter"], list[Line]]
"""Sets something to the width that it is given."""

NARROWEST = 8
"""Cells that text keeps whatever is drawn beside it."""

TAB = 4


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Sets text in some inks to a width in cells; equal ones set equal text to equal lines."""

    inks: Inks
    width: int

    def beside(
        self, mark: str, setting: Setting, after: str | None = None, *, rtl: bool = False
    ) -> list[Line]:
        """Set something beside a mark on its first line and `after` (else blanks) on the others.

        What runs from right to left has its marks on the right. Where a mark would leave no room for the
        text, the mark is what goes.
        """
        room = self.width - cell_len(mark)
        if room < NARROWEST:
            return setting(self)
        first, rest = mark, " " * cell_len(mark) if after is None else after
        lines = setting(replace(self, width=room))
        if rtl:
            first, rest = mirrored(first), mirrored(rest)
        marks = (Segment(rest if number else first, self.inks.mark) for number in range(len(lines)))
        if rtl:
            return [[*_padded(line, room), mark] for mark, line in zip(marks, lines, strict=True)]
        return [[mark, *line] for mark, line in zip(marks, lines, strict=True)]

    def plain(self, text: CleanText, ink: Style) -> list[Line]:
        """Set text of one ink; no line for ""."""
        return self.wrapped(Text().append(text, ink)) if text else []

    def wrapped(self, text: Text) -> list[Line]:
        """Set text broken between words; what is longer than a line is broken at its edge.

        A paragraph that runs from right to left stands on the right.
        """
        console, lines = _console(self.width), []
        for line in text.split("\n", allow_blank=True):
            line.expand_tabs(TAB)
            for part in line.divide(breaks(line.plain, self.width)):
                part.rstrip()
                lines.append(list(part.render(console)))
        return self._ordered(lines, text.plain) if has_rtl(text.plain) else lines

    def _ordered(self, lines: list[Line], paragraph: str) -> list[Line]:
        """Put the characters of lines in the order of their cells."""
        rtl = is_rtl(paragraph)
        lines = [as_seen(line, rtl=rtl) for line in lines]
        if not rtl:
            return lines
        return [[Segment(" " * (self.width - width_of(line))), *line] if line else [] for line in lines]

    def folded(self, text: Text) -> list[Line]:
        """Set one line of code, broken wherever the width ends."""
        text.expand_tabs(TAB)
        pieces = chopped(text.plain, self.width)
        console = _console(self.width)
        lines = [list(line.render(console)) for line in text.divide(_ends(pieces))]
        return [as_seen(line, rtl=False) for line in lines] if has_rtl(text.plain) else lines

    def rule(self) -> Line:
        """A line across the column."""
        return [Segment("─" * self.width, self.inks.mark)]


def stacked(parts: Iterable[list[Line]]) -> list[Line]:
    """Put parts under each other, a blank line between two."""
    lines: list[Line] = []
    for part in parts:
        if part and lines:
            lines.append([])
        lines += part
    return lines


def width_of(line: Line) -> int:
    """The cells of a line."""
    return sum(segment.cell_length for segment in line)


def _padded(line: Line, width: int) -> Line:
    return [*line, Segment(" " * (width - width_of(line)))]


def _ends(pieces: list[str]) -> list[int]:
    """The offsets between pieces of a text."""
    ends: list[int] = []
    for piece in pieces[:-1]:
        ends.append((ends[-1] if ends else 0) + len(piece))
    return ends


def _console(width: int) -> Console:
    """A console that only measures: nothing of the process's environment reaches it."""
    return Console(
        file=StringIO(), width=width, color_system="truecolor", markup=False, emoji=False, _environ={}
    )
