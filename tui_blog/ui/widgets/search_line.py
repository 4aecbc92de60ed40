"""One line to type a search of the library."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input, Static

from tui_blog.ui.sheets import sheet_of

HINT = "Enter searches · author: label: blog: tag: is: has: since: until:"


class SearchLine(Horizontal):
    """Asks for what was typed when Enter is pressed; a query that is none is said so, and stays."""

    DEFAULT_CSS = sheet_of("search_line")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "end", "Cancel", id="search.end", tooltip="Search for nothing"),
    ]

    words = query_one("#search-words", Input)
    hint = query_one("#search-hint", Static)

    @dataclass
    class Asked(Message):
        """The person wants to see what fits a query."""

        text: str

    class Ended(Message):
        """The person wants nothing."""

    def compose(self) -> ComposeResult:
        """A word, a field, and the language."""
        yield Static("Search", id="search-sign")
        yield Input(id="search-words", compact=True)
        yield Static(HINT, id="search-hint", markup=False)

    def begin(self, text: str) -> None:
        """Show the line with the query that is on."""
        self.display = True
        self.words.value = text
        self.hint.update(HINT)
        self.words.focus()

    def refuse(self, sentence: str) -> None:
        """Say why what was typed is no query; a letter more and it is not said any longer."""
        self.hint.update(sentence)

    def end(self) -> None:
        """Put the line away."""
        self.display = False

    @on(Input.Changed, "#search-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.hint.update(HINT)

    @on(Input.Submitted, "#search-words")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Asked(event.value))

    def action_end(self) -> None:
        """Search for nothing."""
        self.end()
        self.post_message(self.Ended())
