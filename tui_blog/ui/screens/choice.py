"""A dialogue that lists a few lines, of which one is chosen: a post's headings, its links."""

from collections.abc import Sequence
from typing import ClassVar, Literal, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from tui_blog.ui.screens.dialog import ListDialog

How = Literal["enter", "browser", "copy", "picture"]


class Choice(NamedTuple):
    """Which line was chosen, and for what."""

    number: int
    """Counted from 0."""
    how: How


class ChoiceScreen(ListDialog[Choice | None]):
    """Numbered lines; a number or the cursor chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", id="choice.close"),
        Binding(
            "o", "choose('browser')", "Browser", id="choice.browser", tooltip="Open the link in the browser"
        ),
        Binding("y", "choose('copy')", "Copy", id="choice.copy", tooltip="Copy the link's address"),
        Binding("v", "choose('picture')", "Picture", id="choice.picture", tooltip="See a picture alone"),
    ]

    def __init__(self, title: str, lines: Sequence[str], at: int = 0, *, are_links: bool = False) -> None:
        super().__init__()
        self._title = title
        self._texts = lines
        self._at = at
        self._are_links = are_links
        self._typed = ""

    def compose(self) -> ComposeResult:
        """The lines with their numbers."""
        width = len(str(len(self._texts)))
        keys = "Enter follows · o browser · v picture · y copies" if self._are_links else "Enter goes there"
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title", markup=False)
            yield OptionList(
                *(f"{number:>{width}}  {text}" for number, text in enumerate(self._texts, 1)),
                id="choices",
                markup=False,
            )
            yield Static(f"{keys} · a number chooses · Esc closes", classes="dialog--hint")

    def on_mount(self) -> None:
        """Begin where the reader is."""
        self.lines.highlighted = self._at
        self.lines.focus()

    def on_key(self, event: events.Key) -> None:
        """Go to the line whose number is typed."""
        if event.character and event.character in "0123456789":
            event.stop()
            typed = [each for each in (self._typed + event.character, event.character) if self._is_line(each)]
            self._typed = typed[0] if typed else ""
            if typed:
                self.lines.highlighted = int(self._typed) - 1

    def _is_line(self, typed: str) -> bool:
        return 1 <= int(typed) <= len(self._texts)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Choice(event.option_index, "enter"))

    def action_choose(self, how: How) -> None:
        """Take the line under the cursor for something else."""
        if self.lines.highlighted is not None:
            self.dismiss(Choice(self.lines.highlighted, how))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Headings are not opened in a browser."""
        return self._are_links if action == "choose" else True

    def action_close(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)
