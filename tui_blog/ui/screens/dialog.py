"""What all dialogues are."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui_blog.ui.sheets import DIALOGS

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A modal screen that returns a value; its sheet heads every rule with a dialogue's name."""

    CSS_PATH = DIALOGS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Q,ctrl+c", "app.leave", "Quit", show=False, id="app.quit"),
    ]
