"""One line to say what a list is narrowed down to."""

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input, Static

from tui_blog.ui.list_filter import NO_FILTER, ListFilter, Marks
from tui_blog.ui.sheets import sheet_of

MARKS: dict[Marks, str] = {"all": "all posts", "unread": "unread only", "starred": "starred only"}


class FilterLine(Horizontal):
    """Tells every change of the filter; Enter keeps it, Esc takes it away."""

    DEFAULT_CSS = sheet_of("filter_line")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", "All, unread, starred", id="filter.turn",
                tooltip="All posts, unread ones only, starred ones only"),
        Binding("enter,down", "keep", "Keep", id="filter.keep",
                tooltip="Keep the filter, and go to the list"),
        Binding("escape", "end", "No filter", id="filter.end", tooltip="Take the filter away"),
    ]  # fmt: skip

    words = query_one("#filter-words", Input)
    marks = query_one("#filter-marks", Static)

    @dataclass
    class Changed(Message):
        """The list is to be narrowed down to something else."""

        filter: ListFilter

    class Kept(Message):
        """The filter is as it should be."""

    class Ended(Message):
        """The whole list is wanted again."""

    def __init__(self) -> None:
        super().__init__()
        self._filter = NO_FILTER

    def compose(self) -> ComposeResult:
        """A word, a field, and which marks pass."""
        yield Static("Title", id="filter-sign")
        yield Input(id="filter-words", compact=True)
        yield Static(id="filter-marks", markup=False)

    def begin(self, filter: ListFilter) -> None:
        """Show the line with the filter that is on."""
        self._filter = filter
        self.display = True
        with self.prevent(Input.Changed):
            self.words.value = filter.words
        self._show_marks()
        self.words.focus()

    def end(self) -> None:
        """Put the line away."""
        self.display = False

    def _show_marks(self) -> None:
        self.marks.update(f"Enter keeps · Tab: {MARKS[self._filter.marks]}")

    def _change(self, filter: ListFilter) -> None:
        self._filter = filter
        self.post_message(self.Changed(filter))

    @on(Input.Changed, "#filter-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        words = " ".join(event.value.split())
        if self.display and words != self._filter.words:
            self._change(replace(self._filter, words=words))

    @on(Input.Submitted, "#filter-words")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_turn(self) -> None:
        """Let posts of other marks pass."""
        names = tuple(MARKS)
        marks = names[(names.index(self._filter.marks) + 1) % len(names)]
        self._change(replace(self._filter, marks=marks))
        self._show_marks()

    def action_keep(self) -> None:
        """The list is as it should be."""
        self.end()
        self.post_message(self.Kept())

    def action_end(self) -> None:
        """The whole list is wanted again."""
        self.end()
        self.post_message(self.Ended())
