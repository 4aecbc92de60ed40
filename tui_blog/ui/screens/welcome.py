"""The first start: the library is empty, and these are the ways in."""

from typing import Literal, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Button, Static

from tui_blog.ui.screens.dialog import Dialog

WayIn = Literal["add", "list", "sample"]

GREETING = (
    "Read any blog here, back to its first post, with the comments under it, and write comments that arrive."
)


class WelcomeScreen(Dialog[WayIn | None]):
    """Returns the way in that the person chose."""

    BINDINGS = [
        Binding("a,plus", "choose('add')", "Add a blog", id="welcome.add",
                tooltip="Add a blog by its address"),
        Binding("i", "choose('list')", "Import a list", id="welcome.list",
                tooltip="Follow the blogs of an OPML file, or of newsboat's urls"),
        Binding("s", "choose('sample')", "Sample blog", id="welcome.sample",
                tooltip="Open the sample blog, which needs no network"),
        Binding("down,j", "app.focus_next", "Next", show=False, id="welcome.next",
                tooltip="Go to the next way in"),
        Binding("up,k", "app.focus_previous", "Previous", show=False, id="welcome.previous",
                tooltip="Go to the way in before"),
        Binding("q", "app.leave", "Quit", show=False, id="welcome.quit"),
        Binding("escape", "choose('')", "Look around", id="welcome.close",
                tooltip="Look around in the empty library"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """Three buttons and what they lead to."""
        with Vertical(classes="dialog"):
            yield Static("Welcome to tui-blog", classes="dialog--title")
            yield Static(GREETING)
            yield Button("Add a blog  (a)", variant="primary", id="add")
            yield Button("Import a list of blogs  (i)", id="list")
            yield Button("Open the sample blog  (s)", id="sample")
            yield Static("? shows every key, Q quits.", classes="dialog--hint")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.action_choose(event.button.id or "")

    def action_choose(self, way: str) -> None:
        """Leave by one of the ways; "" just closes."""
        self.dismiss(next((known for known in get_args(WayIn) if known == way), None))
