"""One line to type what is looked for in a post."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Input, Static

from tui_blog.ui.sheets import sheet_of
from tui_blog.ui.widgets.reader.find_messages import SearchEnded, SearchKept, SearchTyped


class FindLine(Horizontal):
    """Tells every letter that is typed; Enter keeps the search, Esc ends it."""

    DEFAULT_CSS = sheet_of("find_line")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "end", "End the search", id="find.end", tooltip="End the search, back to where it began"
        ),
    ]

    words = query_one("#find-words", Input)

    def compose(self) -> ComposeResult:
        """A sign and a field."""
        yield Static("/", id="find-sign")
        yield Input(id="find-words", compact=True)

    def begin(self) -> None:
        """Show the line, empty."""
        self.display = True
        self.words.value = ""
        self.words.focus()

    @on(Input.Changed, "#find-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self.post_message(SearchTyped(event.value))

    @on(Input.Submitted, "#find-words")
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.display = False
        self.post_message(SearchKept())

    def action_end(self) -> None:
        """Look for nothing."""
        self.display = False
        self.post_message(SearchEnded())
