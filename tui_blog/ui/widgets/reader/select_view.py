"""Lines of what is read, selected by keyboard or mouse, to be copied."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import clamp
from textual.message import Message
from textual.reactive import var

from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.layout import Layout
from tui_blog.ui.widgets.reader.overlays import Overlay
from tui_blog.ui.widgets.reader.picture_view import PictureView

SELECTED = "reader--selected"

Row = tuple[Key, int]
"""A block, and a line in it."""


class SelectView(PictureView):
    """Selects whole lines: from one that was chosen to one that the keys or the mouse go to."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {SELECTED}

    selection: var[tuple[Row, Row] | None] = var[tuple[Row, Row] | None](None, init=False)
    """Where it began, and where it has come to; that may lie above."""

    @dataclass
    class CopyWanted(Message):
        """The reader wants what is selected, as plain text."""

        text: str

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._selected_at = 0
        """The width of the column that the rows are counted in."""
        self._pressed: int | None = None
        """The line of the column where the mouse was pressed."""
        self.was_dragged = False
        """The mouse was moved between being pressed and let go."""

    # --- keys ------------------------------------------------------------------------------------

    def action_select(self) -> None:
        """Begin at the chosen link, else with the current comment, else at the first line; or end it."""
        if self.selection is not None:
            self.selection = None
        elif self.chosen is not None:
            self._select(self._row(self.chosen), self._row(self.chosen))
        elif self.marked is not None:
            top, end = self.span(self.marked)
            self._select(top, max(top, end - 1))
        else:
            self._select(self.scroll_offset.y, self.scroll_offset.y)

    def action_copy_selection(self) -> None:
        """Hand over what is selected, and select nothing any more."""
        if (ends := self._ends()) is not None and self.laid_out is not None:
            from tui_blog.ui.widgets.reader.copying import copied  # with what reads Markdown

            self.post_message(self.CopyWanted(copied(self.laid_out, *ends)))
            self.selection = None

    def _step(self, step: int) -> None:
        if self.selection is None:
            super()._step(step)
        else:
            self._go_on_by(step)

    def action_page(self, pages: int) -> None:
        """On or back by whole screens; what lies between is selected as well."""
        if self.selection is None:
            super().action_page(pages)
        else:
            self._go_on_by(pages * self.page)

    def action_half_page(self, halves: int) -> None:
        """On or back by half screens; what lies between is selected as well."""
        if self.selection is None:
            super().action_half_page(halves)
        else:
            self._go_on_by(halves * max(1, self.size.height // 2))

    def action_top(self) -> None:
        """To the first line; what lies between is selected as well."""
        super().action_top()
        self._go_on_to(0)

    def action_end(self) -> None:
        """To the last line; what lies between is selected as well."""
        super().action_end()
        self._go_on_to(self.laid_out.height - 1 if self.laid_out else 0)

    def action_unchoose(self) -> None:
        """First nothing is selected any more."""
        if self.selection is not None:
            self.selection = None
        else:
            super().action_unchoose()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to copy, or to let go of, while lines are selected."""
        if action == "copy_selection":
            return self.selection is not None
        if action == "unchoose" and self.selection is not None:
            return True
        return super().check_action(action, parameters)

    # --- the mouse -------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A selection may begin here."""
        self.was_dragged = False
        if event.button == 1:
            self._pressed = self._line_under(event)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the mouse was pressed; past an edge, the text comes along."""
        if self._pressed is None or self.laid_out is None or not self.laid_out.blocks:
            return
        y = self._line_under(event)
        if self.was_dragged or y != self._pressed:
            self.was_dragged = True
            self._select(self._pressed, y)
            self.show_row(clamp(y, 0, self.laid_out.height - 1))

    def on_mouse_up(self) -> None:
        """What is selected stays so until it is copied or let go."""
        self._pressed = None
        self.release_mouse()

    def _line_under(self, event: events.MouseEvent) -> int:
        return self.scroll_offset.y + event.y - self.gutter.top

    # --- what is selected ------------------------------------------------------------------------

    def _select(self, first: int, last: int) -> None:
        if self.laid_out is not None and self.laid_out.blocks:
            self._selected_at = self.column
            self.selection = (_row_at(self.laid_out, first), _row_at(self.laid_out, last))

    def _go_on_by(self, lines: int) -> None:
        ends = self._ends(in_order=False)
        if ends is not None and self.laid_out is not None:
            self._go_on_to(self.laid_out.top(ends[1][0]) + ends[1][1] + lines)

    def _go_on_to(self, y: int) -> None:
        """Let the selection reach to a line of the column, and show that line."""
        if self.selection is None or self.laid_out is None or not self.laid_out.blocks:
            return
        y = clamp(y, 0, self.laid_out.height - 1)
        self.show_row(y)
        self.selection = (self.selection[0], _row_at(self.laid_out, y))

    def _ends(self, *, in_order: bool = True) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Both ends as numbers of blocks and lines; None where nothing is selected that is still there."""
        if self.selection is None or self.laid_out is None:
            return None
        (began, first), (came_to, last) = self.selection
        number, other = self.laid_out.number(began), self.laid_out.number(came_to)
        if number is None or other is None:
            return None
        ends = (number, first), (other, last)
        return (min(ends), max(ends)) if in_order else ends

    def watch_selection(self) -> None:
        """Draw it, and say which keys there are now."""
        self.repaint_what_differs()
        self.refresh_bindings()

    def lay_out(self) -> None:
        """At another width lines are others, so nothing is selected any more."""
        super().lay_out()
        if self.selection is not None and (self._selected_at != self.column or self._ends() is None):
            self.selection = None

    def overlays(self, number: int, line: int) -> tuple[Overlay, ...]:
        """A line that is selected, below all else."""
        above = super().overlays(number, line)
        ends = self._ends()
        if ends is None or not ends[0] <= (number, line) <= ends[1]:
            return above
        return (Overlay(0, self.column, SELECTED), *above)


def _row_at(layout: Layout, y: int) -> Row:
    y = clamp(y, 0, layout.height - 1)
    number = layout.number_at(y)
    return layout.blocks[number].key, y - layout.top(number)
