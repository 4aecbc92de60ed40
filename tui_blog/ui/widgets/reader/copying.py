"""What is read as plain text for the clipboard: paragraphs in one line each, code without its bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from tui_blog.ui.widgets.reader.block_setting import QUOTE_BAR
from tui_blog.ui.widgets.reader.blocks import Block
from tui_blog.ui.widgets.reader.code_setting import FOLD
from tui_blog.ui.widgets.reader.layout import Layout
from tui_blog.ui.widgets.reader.typesetter import NARROWEST, TAB, Line, Setting, Typesetter
from tui_blog.ui.widgets.reader.wrapping import breaks

MARK = Style(meta={"mark": True})
"""Of what stands beside a text and is no part of it."""
GOES_ON = Style(meta={"goes on": True})
"""Of nothing, where a line goes on with what the line before began."""


@dataclass(frozen=True, slots=True)
class Copyist(Typesetter):
    """Sets as many lines as a typesetter does, and marks in them what is to be joined again."""

    def beside(
        self, mark: str, setting: Setting, after: str | None = None, *, rtl: bool = False
    ) -> list[Line]:
        """Set something beside marks that can be told from it; text keeps the order in which it is read."""
        room = self.width - cell_len(mark)
        if room < NARROWEST:
            return setting(self)
        lines = setting(replace(self, width=room))
        if after == FOLD:  # Code is copied without its bars.
            return [[Segment("", GOES_ON), *line] if number else line for number, line in enumerate(lines)]
        rest = " " * cell_len(mark) if after is None else after
        marks = [">".ljust(len(each)) if each == QUOTE_BAR else each for each in (mark, rest)]
        return [[Segment(marks[number > 0], MARK), *line] for number, line in enumerate(lines)]

    def wrapped(self, text: Text) -> list[Line]:
        """Break text at the same places, and lose no blank there."""
        lines: list[Line] = []
        for line in text.split("\n", allow_blank=True):
            line.expand_tabs(TAB)
            for number, part in enumerate(line.divide(breaks(line.plain, self.width))):
                lines.append([*([Segment("", GOES_ON)] if number else []), Segment(part.plain)])
        return lines


def copied(layout: Layout, start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text from one line of a layout to another, both as block and line in it, both included."""
    lines: list[Line] = []
    for number in range(start[0], end[0] + 1):
        first = start[1] if number == start[0] else 0
        last = end[1] + 1 if number == end[0] else None
        lines += _lines(layout, number)[first:last]
    return "\n".join(_joined(lines)).strip("\n")


def _lines(layout: Layout, number: int) -> Sequence[Line]:
    """The lines of a block for copying; as they are shown where they cannot be set line by line."""
    block: Block = layout.blocks[number]
    shown = layout.lines(number)
    typesetter = Copyist(layout.typesetter.inks, layout.typesetter.width)
    lines = block.lines(typesetter)
    return lines if len(lines) == len(shown) else shown


def _joined(lines: Iterable[Line]) -> list[str]:
    """The texts of lines; what goes on with the line before is joined to it, without the marks beside it."""
    joined: list[str] = []
    for line in lines:
        marks = next((n for n, segment in enumerate(line) if segment.style != MARK), len(line))
        goes_on = marks < len(line) and line[marks].style == GOES_ON
        text = "".join(segment.text for segment in (line[marks:] if goes_on else line))
        if goes_on and joined:
            joined[-1] += text
        else:
            joined.append(text)
    return [text.rstrip() for text in joined]
