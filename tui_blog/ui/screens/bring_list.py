"""Bring a list of blogs along from another program: its file or its address is asked for."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_blog.ui.screens.dialog import Dialog


class BringListScreen(Dialog[str | None]):
    """Returns what was typed, or None."""

    BINDINGS = [Binding("escape", "close", "Cancel", id="bring.close", tooltip="Bring nothing")]

    def compose(self) -> ComposeResult:
        """One line to type in."""
        with Vertical(classes="dialog"):
            yield Static("Import a list of blogs", classes="dialog--title")
            yield Input(placeholder="An OPML file, newsboat's urls, or an https:// address", id="list")
            yield Static("Enter follows them all. Esc cancels.", classes="dialog--hint")

    @on(Input.Submitted, "#list")
    def _typed(self, event: Input.Submitted) -> None:
        if name := event.value.strip():
            self.dismiss(name)

    def action_close(self) -> None:
        """Bring nothing."""
        self.dismiss(None)
