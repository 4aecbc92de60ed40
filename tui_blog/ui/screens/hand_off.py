"""The way to a form that only a browser can fill, where none can open: its address, and that as a QR code."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.getters import query_one
from textual.widgets import Static

from tui_blog.model.text import clean_line
from tui_blog.ui.comment_words import ONLY_IN_A_BROWSER, WAY_TO_THE_FORM, WHAT_FOLLOWS
from tui_blog.ui.qr_code import qr_lines
from tui_blog.ui.screens.dialog import Dialog

WORDS_WIDTH = 32
"""Cells that the words need beside the code."""

WORDS_HEIGHT = 15
"""Lines that they need above it."""

KEYS = "y copies the text again\na copies the address\nEsc closes"

FRAME_WIDTH, FRAME_HEIGHT = 6, 2
"""Cells that the dialogue's border and padding take."""


class HandOffScreen(Dialog[None]):
    """Stays until the person has the address; the text was copied before."""

    BINDINGS = [
        Binding("escape,q,enter", "close", "Close", id="hand_off.close", tooltip="Back"),
        Binding("y", "copy_text", "Copy text", id="hand_off.copy_text",
                tooltip="Copy the text of the comment again"),
        Binding("a", "copy_address", "Copy address", id="hand_off.copy_address",
                tooltip="Copy the address of the form"),
    ]  # fmt: skip

    code = query_one("#code", Static)

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self._url = clean_line(url)
        self._text = text
        self._lines = qr_lines(self._url)

    def compose(self) -> ComposeResult:
        """What happened, what is to be done, the address, the code, the keys."""
        with Vertical(classes="dialog"), Horizontal(id="hand-off"):
            with Vertical(id="words"):
                yield Static(f"{ONLY_IN_A_BROWSER}.", classes="dialog--title", markup=False)
                yield Static(WAY_TO_THE_FORM, markup=False)
                yield Static(self._url, id="address", markup=False)
                yield Static(WHAT_FOLLOWS, markup=False)
                yield Static(KEYS, classes="dialog--hint")
            yield Static("\n".join(self._lines), id="code", markup=False)

    def on_resize(self, event: Resize) -> None:
        """Set the code beside the words, below them, or leave it out."""
        across, down = event.size.width - FRAME_WIDTH, event.size.height - FRAME_HEIGHT
        width, height = max(map(len, self._lines), default=0), len(self._lines)
        beside = width + WORDS_WIDTH <= across and height <= down
        below = width <= across and height + WORDS_HEIGHT <= down
        self.code.display = bool(width) and (beside or below)
        self.set_class(beside, "-beside")

    def action_copy_text(self) -> None:
        """Copy the text once more: it may have been copied over."""
        self.app.copy_to_clipboard(self._text)
        self.notify("The text is copied.")

    def action_copy_address(self) -> None:
        """Copy the address of the form."""
        self.app.copy_to_clipboard(self._url)
        self.notify("The address is copied.")

    def action_close(self) -> None:
        """Back to where the person was."""
        self.dismiss()
