"""What all dialogues are."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import OptionList

from tui_blog.ui.sheets import DIALOGS

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A modal screen that returns a value; its sheet heads every rule with a dialogue's name."""

    CSS_PATH = DIALOGS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Q,ctrl+c", "app.leave", "Quit", show=False, id="app.quit"),
    ]


class ListDialog(Dialog[T]):
    """A dialogue about one list of lines."""

    lines = query_one(OptionList)

    def action_cursor(self, down: bool) -> None:
        """Move by the keys of all lists."""
        (self.lines.action_cursor_down if down else self.lines.action_cursor_up)()
