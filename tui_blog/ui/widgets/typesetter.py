"""Sets text into lines of a given width: the one place where rich wraps and renders for the reader."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import StringIO

from rich.cells import cell_len, chop_cells
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.inks import Inks

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

    def beside(self, mark: str, setting: Setting, after: str | None = None) -> list[Line]:
        """Set something beside a mark on its first line and `after` (else blanks) on the others.

        Where that would leave no room for the text, the mark is what goes.
        """
        room = self.width - cell_len(mark)
        if room < NARROWEST:
            return setting(self)
        first = Segment(mark, self.inks.mark)
        rest = Segment(" " * cell_len(mark) if after is None else after, self.inks.mark)
        lines = setting(replace(self, width=room))
        return [[rest if number else first, *line] for number, line in enumerate(lines)]

    def plain(self, text: CleanText, ink: Style) -> list[Line]:
        """Set text of one ink; no line for ""."""
        return self.wrapped(Text().append(text, ink)) if text else []

    def wrapped(self, text: Text) -> list[Line]:
        """Set text broken between words; words longer than a line are folded."""
        console = _console(self.width)
        lines = text.wrap(console, self.width, overflow="fold", tab_size=TAB)
        return [list(line.render(console)) for line in lines]

    def folded(self, text: Text) -> list[Line]:
        """Set one line of code, broken wherever the width ends."""
        text.expand_tabs(TAB)
        pieces = chop_cells(text.plain, self.width)
        console = _console(self.width)
        return [list(line.render(console)) for line in text.divide(_ends(pieces))]

    def drawn(self, renderable: RenderableType) -> list[Line]:
        """Draw what rich lays out by itself, such as a table."""
        console = _console(self.width)
        return console.render_lines(renderable, pad=False)

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
