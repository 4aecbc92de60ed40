"""Bring a list of blogs along from another program: its file or its address is asked for, and read."""

from collections.abc import Awaitable, Callable

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input, Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.blog_list import BlogList
from tui_blog.ui.screens.dialog import Dialog


class BringListScreen(Dialog[BlogList | None]):
    """Returns the list that was found, or None; where there is none, what was typed stays."""

    BINDINGS = [Binding("escape", "close", "Cancel", id="bring.close", tooltip="Bring nothing")]

    finding = query_one("#list-finding", Static)

    def __init__(self, read: Callable[[str], Awaitable[BlogList]]) -> None:
        super().__init__()
        self._read = read
        self._found: BlogList | None = None

    def compose(self) -> ComposeResult:
        """One line to type in, one to say what is wrong with it."""
        with Vertical(classes="dialog"):
            yield Static("Import a list of blogs", classes="dialog--title")
            yield Input(placeholder="An OPML file, newsboat's urls, or an address", id="list")
            yield Static("", id="list-finding", markup=False)
            yield Static("Enter follows them all. Esc cancels.", classes="dialog--hint")

    @on(Input.Changed, "#list")
    def _typed(self) -> None:
        """Another name: what was said was about the old one."""
        self.workers.cancel_group(self, "read list")
        self.finding.update("")

    @on(Input.Submitted, "#list")
    def _submitted(self, event: Input.Submitted) -> None:
        if name := event.value.strip():
            self._look(name)

    @work(exclusive=True, group="read list")
    async def _look(self, name: str) -> None:
        """Read the list; a failure is a sentence, and the name stays."""
        self.finding.update("Reading …")
        try:
            self._found = await self._read(name)
        except TuiBlogError as error:
            self.finding.update(str(error))
        self._bring()

    @on(events.ScreenResume)
    def _bring(self) -> None:
        """Return what was found, from below the palette or help once that is closed."""
        if self._found is not None:
            self.dismiss(self._found)

    def action_close(self) -> None:
        """Bring nothing; a list that is being read dies with this screen."""
        self.dismiss(None)
