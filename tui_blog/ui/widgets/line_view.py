"""What the list and the reader have in common: lines in a ScrollView, written again where they differ.

Over a slow connection the bytes of a screen are the time that a key takes. Textual repaints a ScrollView as a
whole when it scrolls, with the whole bar beside it, and the border as well when a title is set.
"""

from collections.abc import Sequence
from typing import Self

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tui_blog.ui.widgets.sparing import extent
from tui_blog.ui.widgets.terminal_scroll import can_scroll, scroll_terminal


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A ScrollView that may be scrolled before its scrollbar has appeared; a subclass draws its lines."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        # Before the widget's own constructor, which already asks for a repaint.
        self._drawn: dict[int, Strip] = {}
        """The lines of the screen as they were drawn last."""
        self._edge: int | None = None
        """The line that alone is to be repainted, while a text is set on an edge."""
        self._is_growing = False
        super().__init__(name=name, id=id, classes=classes)

    def draw_line(self, y: int) -> Strip:
        """Draw a line of the screen; asked again, an equal strip as long as nothing has changed."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen, and keep it to tell later whether it has changed."""
        strip = self._drawn[y] = self.draw_line(y)
        return strip

    def repaint_what_differs(self) -> None:
        """Repaint the lines of the screen that are no longer as they were drawn, as far as they differ."""
        self._repaint(self._draw_lines())

    def _draw_lines(self) -> list[Strip]:
        return [self.draw_line(y) for y in range(self.size.height)]

    def _repaint(self, lines: Sequence[Strip]) -> None:
        for y, now in enumerate(lines):
            before = self._drawn.get(y)
            if before is None:  # It has come in, and its edges with it.
                self.refresh(Region(-1, y, self.outer_size.width, 1))
            elif before is not now and before != now:
                self.refresh(Region(0, y, extent(before, now), 1))

    def tell_above(self, text: str) -> None:
        """Set the text (markup) on the upper edge, and repaint no more than that edge, if that."""
        if text != (self.border_title or ""):
            self._edge = -1
            self.border_title = text
            self._edge = None

    def tell_below(self, text: str) -> None:
        """Set the text (markup) on the lower edge, and repaint no more than that edge, if that."""
        if text != (self.border_subtitle or ""):
            self._edge = self.size.height
            self.border_subtitle = text
            self._edge = None

    def grow(self, size: Size) -> None:
        """Set the size of all lines together: by itself that moves none that is on the screen."""
        self._is_growing = True
        self.virtual_size = size
        self._is_growing = False

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Repaint; for a text on the edge, the edge alone, and nothing for lines that are out of sight."""
        if self._edge is not None and not regions:
            regions = (Region(-1, self._edge, self.outer_size.width, 1),)
        repaint = repaint and not self._is_growing
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show other lines: a ScrollView would repaint all of them, and the whole bar."""
        rows = round(new_value) - round(old_value)
        lines = self._draw_lines() if rows else []
        moved = rows if self._have_moved(rows, lines) else 0
        if moved:
            scroll_terminal(self, rows)
        self._drawn = {y: line for y in range(self.size.height) if (line := self._drawn.get(y + moved))}
        if self.show_vertical_scrollbar:
            _move(self.vertical_scrollbar, new_value, moved)
        self._repaint(lines)

    def _have_moved(self, rows: int, lines: Sequence[Strip]) -> bool:
        """Whether most lines were drawn so far below, and the terminal can move them there by itself."""
        half = self.size.height // 2
        if not 0 < abs(rows) <= half or not can_scroll(self):
            return False
        return sum(self._drawn.get(y + rows) == line for y, line in enumerate(lines)) > half

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Let the bar begin where the text stands: Textual moves only a bar that is shown already."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y


def _move(bar: ScrollBar, position: float, moved: int) -> None:
    """Move a bar, and repaint the cells of it that look other than before; it was moved up with the lines."""
    before = dict(enumerate(_cells(bar), -moved))
    bar.set_reactive(ScrollBar.position, bar.validate_position(position))
    for y, now in enumerate(_cells(bar)):
        if before.get(y) != now:
            bar.refresh(Region(0, y, bar.size.width, 1))


def _cells(bar: ScrollBar) -> list[Segment]:
    """What a bar shows in its cells, in whatever colours."""
    drawn = bar.renderer.render_bar(
        size=bar.size.height,
        virtual_size=bar.window_virtual_size,
        window_size=bar.window_size if bar.window_size < bar.window_virtual_size else 0,
        position=bar.position,
    )
    return list(drawn.segments)[: bar.size.height]
