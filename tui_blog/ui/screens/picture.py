"""A picture alone on the screen: by the terminal's own graphics where it has some, else in half blocks."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import ClassVar, Protocol

from rich.segment import Segment
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Middle
from textual.getters import query_one
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.picture import Raster
from tui_blog.ui.browser import open_in_browser
from tui_blog.ui.graphics import MakeWidget
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.widgets.reader.picture_setting import Drawing, draw
from tui_blog.ui.widgets.reader.picture_view import Shown

KEYS = "o browser · Esc closes"


class GetRaster(Protocol):
    """Gives the picture of the screen."""

    def __call__(self, *, width: int, height: int) -> Awaitable[Raster]:
        """In at most so many cells; raises TuiBlogError."""
        ...


class DrawingView(Widget):
    """Shows a drawing in the middle of its room."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of it between its margins."""
        drawing = self._drawing
        row = y - (self.size.height - len(drawing.lines)) // 2
        if not 0 <= row < len(drawing.lines):
            return Strip.blank(self.size.width, self.rich_style)
        margin = Segment(" " * max(0, (self.size.width - drawing.width) // 2))
        strip = Strip([margin, *drawing.lines[row]]).adjust_cell_length(self.size.width)
        return strip.apply_style(self.rich_style)


class Room(Middle):
    """Where the picture goes; there is nothing to see while it is empty."""

    def render(self) -> str:
        """Without this, Textual would draw the name of the widget."""
        return ""


class PictureScreen(Dialog[None]):
    """Shows one picture as large as the screen, with its words below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v,enter", "close", "Close", id="picture.close", tooltip="Back to the text"),
        Binding("o", "browser", "Browser", id="picture.browser", tooltip="Open the picture in a browser"),
    ]

    room = query_one(Room)
    words = query_one("#words", Static)

    def __init__(
        self,
        shown: Shown,
        raster: GetRaster,
        file: Callable[[], Awaitable[bytes]],
        graphics: MakeWidget | None,
    ) -> None:
        """`file` gives what `graphics` draws; without graphics, `raster` gives cells."""
        super().__init__()
        self._shown = shown
        self._raster = raster
        self._file = file
        self._graphics = graphics

    def compose(self) -> ComposeResult:
        """The picture above its words."""
        yield Room()
        yield Static(f"{self._shown.words} · fetching …", id="words", markup=False)

    def on_resize(self) -> None:
        """Fetch it, or draw it for the new size."""
        self._show()

    @work(exclusive=True, group="picture")
    async def _show(self) -> None:
        if self._graphics is not None and self.room.children:  # It fits itself to the new size.
            return
        try:
            picture = await (self._cells() if self._graphics is None else self._drawn(self._graphics))
        except TuiBlogError as error:
            self.words.update(f"{error}\n{KEYS}")
            return
        # The words first: they may take another line, and then all would be drawn again.
        self.words.update(f"{self._shown.words} · {KEYS}")
        await self.room.remove_children()
        await self.room.mount(picture)

    async def _cells(self) -> Widget:
        raster = await self._raster(width=self.size.width, height=self.size.height - 1)
        return DrawingView(await to_thread(draw, raster))

    async def _drawn(self, graphics: MakeWidget) -> Widget:
        picture = graphics(BytesIO(await self._file()))
        picture.add_class("graphics")
        return Center(picture)

    def action_browser(self) -> None:
        """Open the file in a browser."""
        open_in_browser(self.app, self._shown.url)

    def action_close(self) -> None:
        """Back to the text."""
        self.dismiss(None)
