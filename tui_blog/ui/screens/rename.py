"""Another name for a list of the library."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_blog.ui.screens.dialog import Dialog


class RenameScreen(Dialog[str | None]):
    """Returns the name that was typed, "" for none of its own, or None."""

    BINDINGS = [Binding("escape", "close", "Cancel", id="rename.close", tooltip="Leave the name as it is")]

    def __init__(self, what: str, name: str) -> None:
        super().__init__()
        self._what = what
        self._name = name

    def compose(self) -> ComposeResult:
        """What it is, and its name to be changed."""
        with Vertical(classes="dialog"):
            yield Static(f"A name for “{self._what}”", classes="dialog--title", markup=False)
            yield Input(self._name, id="rename")
            yield Static("Enter takes it; without one, the search goes by its words.", classes="dialog--hint")

    @on(Input.Submitted, "#rename")
    def _typed(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_close(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
