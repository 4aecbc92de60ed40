"""As much of a terminal as it takes to see what a program has left on the screen."""

import re

from rich.cells import cell_len
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen

_PIECE = re.compile(
    r"""\x1b\[(?P<place>\d+;\d+)H|\x1b\[(?P<style>[\d;]*)m|\x1b\[(?P<margins>\d*;?\d*)r|(?P<back>\x1bM)
    |\x1b\].*?\x1b\\|\x1b\[[^a-zA-Z]*[a-zA-Z]|(?P<text>[^\x1b])""",
    re.S | re.X,
)

Cell = tuple[str, str]
"""A character and its style; of a blank, only what shows of it."""

NOTHING: Cell = ("", "")
"""What stands in a line that the terminal has scrolled in, before it is written."""


class Emulator:
    """Hears what an app writes, and knows what stands in each cell."""

    def __init__(self, app: App[str]) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._margins: tuple[int, int] | None = None
        """The first and the last line of those that scroll."""
        self.times_scrolled = 0
        display = app._display

        def hear(screen: Screen[object], update: object) -> None:
            """A driver without a terminal is given nothing to write; what it would be given is made here."""
            display(screen, update)  # type: ignore[arg-type]
            if isinstance(update, CompositorUpdate):
                self.write(update.render_segments(app.console))

        app._display = hear  # type: ignore[assignment,method-assign]
        assert app._driver is not None
        app._driver.write = self.write  # type: ignore[method-assign]

    def write(self, data: str) -> None:
        """Take what is written to the terminal."""
        x, y, style = 0, 0, ""
        for found in _PIECE.finditer(data):
            if place := found["place"]:
                y, x = (int(number) - 1 for number in place.split(";"))
            elif (given := found["style"]) is not None:
                style = given.removeprefix("0")
            elif (margins := found["margins"]) is not None:
                first, _, last = margins.partition(";")
                self._margins, x, y = (int(first) - 1, int(last) - 1) if last else None, 0, 0
            elif found["back"] and self._margins and y == self._margins[0]:
                self._scroll(-1)
            elif found["text"] == "\n" and self._margins and y == self._margins[1]:
                self._scroll(1)
            elif found["text"] == "\n":
                x, y = 0, y + 1
            elif found["text"] is not None and found["text"] != "\r":
                self.cells[x, y] = (found["text"], _shown(style) if found["text"] == " " else style)
                x += cell_len(found["text"])

    def _scroll(self, rows: int) -> None:
        """Move the lines between the margins; those that come in hold nothing that may stay."""
        assert self._margins is not None
        self.times_scrolled += 1
        first, last = self._margins
        before = self.cells.copy()
        for x, y in [cell for cell in before if first <= cell[1] <= last]:
            come = first <= y + rows <= last
            self.cells[x, y] = before.get((x, y + rows), NOTHING) if come else NOTHING


def _shown(style: str) -> str:
    """Of a blank, weight and colour of the letters do not show."""
    return style if re.match(r"(?:[\d;]*;)?[479](?:;|$)", style) else style[style.find("48;") :]
