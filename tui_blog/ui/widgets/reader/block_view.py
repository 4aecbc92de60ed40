"""A scrolling column of blocks on the line API: one widget however long the text is."""

import asyncio
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.cache import LRUCache
from textual.geometry import Size
from textual.reactive import var
from textual.strip import Strip
from textual.theme import Theme

from tui_blog.ui.widgets.line_view import LineView
from tui_blog.ui.widgets.reader.blocks import Block, Key
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.layout import Layout
from tui_blog.ui.widgets.reader.overlays import Overlay, overlaid
from tui_blog.ui.widgets.reader.place import Place
from tui_blog.ui.widgets.reader.typesetter import NARROWEST, Typesetter
from tui_blog.ui.widgets.sparing import sparing

POINTER = "┃"
"""Drawn in the margin beside the marked block, so that it shows without colours."""

MARKED = "reader--marked"


class BlockView(LineView, inherit_bindings=False):
    """Shows blocks: what is seen is laid out at once, the rest between keys, and the place is kept.

    A subclass says in `blocks` what there is to show and calls `lay_out` when that has changed.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {MARKED, *(f"reader--{name}" for name in Inks.names())}

    DEFAULT_CSS = """
    BlockView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
    }
    """

    text_width: var[int] = var(80, init=False)
    """The longest line of text, in cells."""
    centred: var[bool] = var(False, init=False)
    """Whether the column stands in the middle of a wider screen."""
    marked: var[Key | None] = var[Key | None](None, init=False)
    """The block that has the pointer beside it."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.place = Place(Key(""))
        """What stands on the first line of the screen, whatever the width."""
        self.laid_out: Layout | None = None
        self._inks: Inks | None = None
        self._base: Style | None = None
        self._laid_out_for = Size()
        self._is_settling = False
        self._strips: LRUCache[tuple[int, int, bool, int, tuple[Overlay, ...]], Strip] = LRUCache(2048)

    # --- for subclasses --------------------------------------------------------------------------

    def blocks(self, width: int) -> tuple[Block, ...]:
        """What there is to show in a column of that width."""
        raise NotImplementedError

    def overlays(self, number: int, line: int) -> tuple[Overlay, ...]:
        """What is laid over a line of a block, the line counted from the block's top."""
        return ()

    def moved(self) -> None:
        """The reader went to another place."""

    def settled(self) -> None:
        """The screen stands where it should."""

    # --- laying out ------------------------------------------------------------------------------

    @property
    def column(self) -> int:
        """The width of the text, with a margin left on both sides."""
        return max(NARROWEST, min(self.text_width, self._room - 2))

    @property
    def _room(self) -> int:
        """Cells beside the scrollbar, which is drawn over the end of each line."""
        return self.size.width - self.scrollbar_size_vertical

    def lay_out(self) -> None:
        """Lay out what changed, and keep the reader's place."""
        if not self.size:
            return
        self._inks = self._inks or self._read_inks()
        before, self._laid_out_for = self.laid_out, self.size
        self.laid_out = Layout(self.blocks(self.column), Typesetter(self._inks, self.column), before)
        if before is not None:
            self.place = before.surviving(self.place, self.laid_out)
        self._strips.clear()
        self.settle()
        self.repaint_what_differs()
        if not self.laid_out.is_complete:
            self.call_after_refresh(self._lay_out_rest)

    @work(exclusive=True, group="layout")
    async def _lay_out_rest(self) -> None:
        """Lay out what is not seen yet: a slice at a time, so that keys go first; giants in a thread."""
        layout = self.laid_out
        if layout is None:
            return
        for batch in layout.batches(layout.number(self.place.key) or 0):
            if layout.is_giant(batch[0]):
                await asyncio.to_thread(layout.measure, batch[0])
                self._strips.clear()  # What stood for the giant may have been drawn.
                self.settle()
            for number in batch:
                layout.measure(number)
            await asyncio.sleep(0)
        self.settle()

    def settle(self) -> None:
        """Lay out what the screen shows of the place, and put the place on its first line."""
        layout = self.laid_out
        if layout is None or not layout.blocks:
            return
        layout.fill(self.place, self.size.height)
        has_news = layout.adopt()
        self._is_settling = True
        self.grow(Size(self.size.width, layout.height))
        if layout.y(self.place) != self.scroll_offset.y:
            self.scroll_to(y=layout.y(self.place), animate=False, force=True)
        self._is_settling = False
        if has_news:
            self.repaint_what_differs()
        self.settled()

    def on_mount(self) -> None:
        """Follow the app's theme."""
        self.app.theme_changed_signal.subscribe(self, self._change_inks)

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self.lay_out()

    def watch_text_width(self) -> None:
        """Lay out to the new width."""
        self.lay_out()

    def watch_centred(self) -> None:
        """Draw the column at its new margin."""
        self._strips.clear()
        self.repaint_what_differs()

    def watch_marked(self) -> None:
        """Draw the pointer."""
        self.repaint_what_differs()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the place that the reader went to; what merely moved by laying out is no news."""
        super().watch_scroll_y(old_value, new_value)
        layout = self.laid_out
        if self._is_settling or layout is None or not layout.blocks or self.size != self._laid_out_for:
            return
        self.place = layout.place(round(new_value))
        self.settle()
        self.moved()

    # --- drawing ---------------------------------------------------------------------------------

    def _change_inks(self, _: Theme) -> None:
        self._inks = None
        self.lay_out()

    def _read_inks(self) -> Inks:
        return Inks(**{name: self._ink(f"reader--{name}") for name in Inks.names()})

    def _ink(self, component: str) -> Style:
        """The colour and weight of a component class; its background is left to the line it stands on."""
        styles = self.get_component_styles(component)
        return Style.from_color(styles.rich_style.color) + styles.text_style

    def notify_style_update(self) -> None:
        """Forget what was drawn in the styles before."""
        super().notify_style_update()
        self._base = None
        self._strips.clear()

    def draw_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        self._base = self._base or self.rich_style
        layout, line = self.laid_out, self.scroll_offset.y + y
        if layout is None or line >= layout.height:
            return Strip.blank(self.size.width, self._base)
        number = layout.number_at(line)
        row, is_marked = line - layout.top(number), layout.blocks[number].key == self.marked
        key = (number, row, is_marked, self.size.width, self.overlays(number, row))
        if not layout.is_measured(number):  # What stands for it is not to be kept.
            return self._draw(*key)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(*key)
        return strip

    def _draw(
        self, number: int, line: int, is_marked: bool, width: int, overlays: tuple[Overlay, ...]
    ) -> Strip:
        """Draw a line of a block between the margins; the blank one after the block is never marked."""
        assert self.laid_out is not None and self._base is not None
        margin = max(1, (self._room - self.column) // 2) if self.centred else 1
        text = Strip(self.laid_out.line(number, line))
        if is_marked and line < self.laid_out.top(number + 1) - self.laid_out.top(number) - 1:
            left = [Segment(" " * (margin - 1)), Segment(POINTER)]
            style = self.get_component_rich_style(MARKED)
        else:
            left, style = [Segment(" " * margin)], self._base
        text = overlaid(text, overlays, self.get_component_rich_style)
        return sparing(Strip([*left, *text]).adjust_cell_length(width).apply_style(style))
