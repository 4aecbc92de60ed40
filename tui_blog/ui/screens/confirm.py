"""A question before something that cannot be taken back."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tui_blog.ui.screens.dialog import Dialog


class ConfirmScreen(Dialog[bool]):
    """Asks a question; the safe answer has the focus."""

    BINDINGS = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes", tooltip="Do it"),
        Binding("n,escape,q", "answer(False)", "No", id="confirm.no", tooltip="Leave all as it is"),
        Binding("left,h,right,l", "app.focus_next", "Other", show=False, id="confirm.other",
                tooltip="Go to the other answer"),
    ]  # fmt: skip

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False)
            with Horizontal(classes="dialog--buttons"):
                yield Button("No, keep it  n", variant="primary", id="no")
                yield Button(f"{self._yes}  y", variant="error", id="yes")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer by key."""
        self.dismiss(answer)
