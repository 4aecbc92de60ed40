"""The list that all lists are made of: a cursor, and no work for a line that is not in sight."""

from abc import abstractmethod
from collections.abc import Hashable, Iterable
from itertools import zip_longest
from typing import ClassVar, Generic, Self, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.events import Click
from textual.geometry import Offset, Region, Size, clamp
from textual.reactive import reactive
from textual.strip import Strip

from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.line_view import LineView
from tui_blog.ui.widgets.sparing import sparing

ROW = "line-list--row"
DIM = "line-list--dim"
CURSOR = "line-list--cursor"

Part = tuple[str, str]
"""A piece of a line: plain text (never markup) and the component class that styles it."""

LineT = TypeVar("LineT", bound=Hashable)

STRIPS_KEPT = 1_000


class LineList(LineView, Generic[LineT], inherit_bindings=False):
    """A list of one-line values with a cursor that never leaves the screen.

    A list gives its lines (`show_lines`) and says which of them the cursor may stand on (`key_of`) and how
    each looks (`parts`). What was drawn is kept by value, so no change of lines leaves a stale one behind.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {ROW, DIM, CURSOR}
    DEFAULT_CSS = "LineList { overflow-x: hidden; }"

    empty_text: reactive[str] = reactive("")
    """What stands in the middle when there are no lines."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        # Before the widget's own constructor, which already asks for a repaint.
        self._strips: LRUCache[Hashable, Strip] = LRUCache(STRIPS_KEPT)
        self._lines: tuple[LineT, ...] = ()
        self._cursor: int | None = None
        self._is_steered = False
        super().__init__(name=name, id=id, classes=classes)

    # --- what each list says of its lines ------------------------------------------------------------

    @abstractmethod
    def key_of(self, line: LineT) -> Hashable | None:
        """What a line is known by; None for one that the cursor passes over (a heading)."""

    @abstractmethod
    def parts(self, line: LineT, width: int) -> Iterable[Part]:
        """The text and styles of a line, `width` cells in all."""

    @abstractmethod
    def action_open(self) -> None:
        """Go into the line under the cursor."""

    def is_marked(self, line: LineT) -> bool:
        """Whether a line looks other than by itself, as one that was selected does."""
        return False

    def moved(self) -> None:
        """Called when the cursor has come to stand on another line."""

    def looked(self) -> None:
        """Called when other lines may have come in sight, and at every wish to move on."""

    # --- lines and cursor ----------------------------------------------------------------------------

    @property
    def cursor_line(self) -> LineT | None:
        """The line under the cursor; None only where there is no line for it."""
        return None if self._cursor is None else self._lines[self._cursor]

    @property
    def cursor_key(self) -> Hashable | None:
        """What the line under the cursor is known by."""
        line = self.cursor_line
        return None if line is None else self.key_of(line)

    def number_of(self, key: Hashable | None) -> int | None:
        """The number of the line that is known by `key`."""
        if key is None:
            return None
        return next((number for number, line in enumerate(self._lines) if self.key_of(line) == key), None)

    def show_lines(self, lines: tuple[LineT, ...], key: Hashable | None, *, keep_place: bool) -> None:
        """Show other lines, with the cursor on that of `key`, or on the first.

        With `keep_place` the cursor stays at its height on the screen, else it comes to the middle.
        """
        sight, before, place = self._sight(), self.cursor_key, self._place(keep_place)
        if keep_place and lines == self._lines and key == before:
            return
        self._lines = lines
        self._cursor = self._nearest(self.number_of(key) or 0, 1)
        self.virtual_size = Size(0, len(lines))
        if self.is_attached:
            self._scroll((self._cursor or 0) - place)
        self._repaint_what_differs(sight)
        if self.cursor_key not in (before, None):
            self.moved()
        self.looked()

    def go_to(self, number: int | None, top: int | None = None) -> None:
        """Put the cursor on a line, in sight; the line `top` comes uppermost where that is wished."""
        self._stand_on(number)
        if top is not None:
            self._scroll(top)
        self._reveal()
        self.looked()

    def _stand_on(self, number: int | None) -> None:
        before = self._cursor
        if number is None or number == before:
            return
        self._cursor = number
        self.refresh_line(number)
        if before is not None:
            self.refresh_line(before)
        self.moved()

    def _nearest(self, number: int, direction: int) -> int | None:
        """The line for the cursor nearest to `number`, looked for in `direction` (1 or -1) first."""
        below = range(max(0, number), len(self._lines))
        above = range(min(number, len(self._lines) - 1), -1, -1)
        ways = (below, above) if direction > 0 else (above, below)
        return next((n for way in ways for n in way if self.key_of(self._lines[n]) is not None), None)

    def _leap(self, lines: int) -> None:
        """Move the cursor and the view together, so that the eye can stay where it is."""
        if self._cursor is not None:
            target = clamp(self._cursor + lines, 0, len(self._lines) - 1)
            number = self._nearest(target, lines)
            top = self.scroll_offset.y + (number or 0) - self._cursor
            self.go_to(number, top)

    # --- keys and mouse ------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        """Go to the next line."""
        if self._cursor is not None:
            self.go_to(self._nearest(self._cursor + 1, 1))

    def action_cursor_up(self) -> None:
        """Go to the line before."""
        if self._cursor is not None:
            self.go_to(self._nearest(self._cursor - 1, -1))

    def action_page_down(self) -> None:
        """Go down by a screen, less one line to hold on to."""
        self._leap(max(1, self.view.height - 1))

    def action_page_up(self) -> None:
        """Go up by a screen, less one line to hold on to."""
        self._leap(-max(1, self.view.height - 1))

    def action_half_page_down(self) -> None:
        """Go down by half a screen."""
        self._leap(max(1, self.view.height // 2))

    def action_half_page_up(self) -> None:
        """Go up by half a screen."""
        self._leap(-max(1, self.view.height // 2))

    def action_top(self) -> None:
        """Go to the first line."""
        self.go_to(self._nearest(0, 1))

    def action_bottom(self) -> None:
        """Go to the last line."""
        self.go_to(self._nearest(len(self._lines) - 1, -1))

    def on_click(self, event: Click) -> None:
        """Hand on a click on a line for the cursor."""
        offset = event.get_content_offset(self)
        number = self.scroll_offset.y + offset.y if offset else len(self._lines)
        if offset and number < len(self._lines) and self.key_of(self._lines[number]) is not None:
            self.clicked(number, offset)

    def clicked(self, number: int, offset: Offset) -> None:
        """Put the cursor on the line that was clicked, or open it where the cursor is already."""
        if number == self._cursor:
            self.action_open()
        else:
            self.go_to(number)

    # --- the view ------------------------------------------------------------------------------------

    @property
    def view(self) -> Size:
        """The cells for lines; (0, 0) while the list is not on the screen."""
        return self.scrollable_content_region.size

    @property
    def lines_below(self) -> int:
        """How many lines follow the last one in sight."""
        return max(0, len(self._lines) - self.scroll_offset.y - self.view.height)

    def _sight(self) -> list[tuple[LineT, bool, bool]]:
        """The lines in sight, each with whether the cursor is on it, and whether it is marked."""
        top = self.scroll_offset.y
        lines = self._lines[top : top + self.view.height]
        return [
            (line, number == self._cursor, self.is_marked(line)) for number, line in enumerate(lines, top)
        ]

    def _place(self, keep: bool) -> int:
        """The cursor's height on the screen, or the middle."""
        height = self.view.height
        if not keep or self._cursor is None:
            return height // 2
        return clamp(self._cursor - self.scroll_offset.y, 0, max(0, height - 1))

    def _repaint_what_differs(self, sight: list[tuple[LineT, bool, bool]]) -> None:
        for y, (before, now) in enumerate(zip_longest(sight, self._sight()), self.scroll_offset.y):
            if before != now:
                self.refresh_line(y)

    def _scroll(self, top: int) -> None:
        self._is_steered = True
        self.scroll_to(y=top, animate=False, force=True)
        self._is_steered = False

    def _reveal(self) -> None:
        """Scroll no farther than it takes to see the cursor, and the heading above it where there is room."""
        height, top = self.view.height, self.scroll_offset.y
        if self._cursor is None or not height:
            return
        headed = height > 1 and self._cursor > 0 and self.key_of(self._lines[self._cursor - 1]) is None
        self._scroll(clamp(top, self._cursor - height + 1, self._cursor - headed))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the cursor along when the wheel scrolls it out of sight."""
        super().watch_scroll_y(old_value, new_value)
        height, top = self.view.height, self.scroll_offset.y
        # Its own scrolling may fall short while the height changes; `on_resize` makes up for it.
        if self._is_steered or self._cursor is None or not height:
            return
        if round(old_value) != round(new_value):
            seen = clamp(self._cursor, top, top + height - 1)
            if seen != self._cursor:
                self._stand_on(self._nearest(seen, seen - self._cursor))
            self.looked()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal()
        self.looked()

    # --- drawing -------------------------------------------------------------------------------------

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Repaint; as a whole it may be because styles have changed, so what was drawn is forgotten."""
        if repaint and not regions:
            self._strips.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def draw_line(self, y: int) -> Strip:
        """Draw the line at the height `y` of the view, or take it from what was drawn before."""
        width, number = self.view.width, self.scroll_offset.y + y
        line = self._lines[number] if number < len(self._lines) else None
        blank = self._blank(y, width) if line is None else ()
        key = (line, blank, width, number == self._cursor, line is not None and self.is_marked(line))
        strip = self._strips.get(key)
        if strip is None:
            parts = blank if line is None else self.parts(line, width)
            strip = self._strips[key] = self._draw(parts, width, at_cursor=key[3])
        return strip

    def _draw(self, parts: Iterable[Part], width: int, *, at_cursor: bool) -> Strip:
        # The cursor's style lies over that of a part, whose weight stays visible.
        over = self.get_component_rich_style(CURSOR) if at_cursor else Style.null()
        segments = [Segment(text, self.get_component_rich_style(name) + over) for text, name in parts if text]
        row = self.get_component_rich_style(ROW) + over
        return sparing(Strip(segments).adjust_cell_length(width, row))

    def _blank(self, y: int, width: int) -> tuple[Part, ...]:
        """A line below the last one; in an empty list, a line of its text."""
        if self._lines or not self.empty_text:
            return ()
        texts = [line.plain.strip() for line in Text(self.empty_text).wrap(self.app.console, width)]
        index = y - max(0, self.view.height - len(texts)) // 2
        text = texts[index] if 0 <= index < len(texts) else ""
        return ((fit(" " * ((width - cell_len(text)) // 2) + text, width), DIM),)
