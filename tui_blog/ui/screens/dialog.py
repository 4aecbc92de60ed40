"""What all dialogues are."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList

from tui_blog.ui.screens.main_keys import HELP
from tui_blog.ui.sheets import DIALOGS

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A modal screen that returns a value; its sheet heads every rule with a dialogue's name."""

    CSS_PATH = DIALOGS

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP,
        Binding("Q,ctrl+c", "app.leave", "Quit", show=False, id="app.quit"),
    ]

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Of two keys in a burst that both leave, the first one does; the other would close what is below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def when_typed(self, fields: Iterable[Widget], act: Callable[[], object]) -> None:
        """Act once the fields have taken every key before this one, and none after it.

        Our keys overtake what waits for the fields: an app's priority bindings have a queue of their own.
        """
        self.set_focus(None)
        act = partial(self._unless_left, act)
        for field in fields:
            act = partial(field.call_later, act)
        act()

    def _unless_left(self, act: Callable[[], object]) -> None:
        """Of two keys in a burst that both lead out or on, the first one does."""
        if self.is_active:
            act()


class ListDialog(Dialog[T]):
    """A dialogue about one list of lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move('cursor_down')", "Down", show=False, id="lines.down",
                tooltip="Go to the next line"),
        Binding("k", "move('cursor_up')", "Up", show=False, id="lines.up", tooltip="Go to the line before"),
        Binding("space,f", "move('page_down')", "Page down", show=False, id="lines.page_down",
                tooltip="Go down by a screen"),
        Binding("b", "move('page_up')", "Page up", show=False, id="lines.page_up",
                tooltip="Go up by a screen"),
        Binding("g", "move('first')", "Top", show=False, id="lines.top", tooltip="Go to the first line"),
        Binding("G", "move('last')", "Bottom", show=False, id="lines.bottom",
                tooltip="Go to the last line"),
    ]  # fmt: skip

    lines = query_one(OptionList)

    def action_move(self, how: str) -> None:
        """Move by the keys of all lists; `how` names an action of Textual's own list."""
        getattr(self.lines, f"action_{how}")()
