"""Help, made from the bindings: a key that works is listed, a key that is listed works."""

from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.keys import format_key
from textual.widgets import Static

from tui_blog.ui.screens.dialog import Dialog

Section = tuple[str, tuple[tuple[str, str], ...]]
"""A heading, and for each action its keys and what it does."""


def help_sections(
    nodes: Iterable[tuple[str, type[DOMNode]]], keymap: Mapping[str, str], nearest: Sequence[DOMNode] = ()
) -> tuple[Section, ...]:
    """Gather what each kind of node binds, with the person's own keys where the keymap has them.

    Where the person is, `nearest` first, comes before all else.
    """

    def far(section: tuple[str, type[DOMNode]]) -> int:
        return next((at for at, node in enumerate(nearest) if isinstance(node, section[1])), len(nearest))

    return tuple((title, tuple(_lines(kind, keymap))) for title, kind in sorted(nodes, key=far))


def _lines(kind: type[DOMNode], keymap: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for binding in kind.BINDINGS:
        if isinstance(binding, Binding) and binding.description:
            keys = keymap.get(binding.id or "", binding.key)
            shown = " ".join(format_key(key.strip()) for key in keys.split(","))
            yield shown, binding.tooltip or binding.description


class HelpScreen(Dialog[None]):
    """Every key in its place."""

    BINDINGS = [
        Binding("escape,q", "close", "Close", id="help.close"),
        Binding("question_mark,f1", "close", "Close", show=False, id="app.help"),
        Binding("j", "move('scroll_down')", "Down", show=False, id="help.down"),
        Binding("k", "move('scroll_up')", "Up", show=False, id="help.up"),
        Binding("space,f", "move('page_down')", "Page", show=False, id="help.page_down"),
        Binding("b", "move('page_up')", "Page back", show=False, id="help.page_up"),
        Binding("g", "move('scroll_home')", "Top", show=False, id="help.top"),
        Binding("G", "move('scroll_end')", "Bottom", show=False, id="help.bottom"),
    ]

    def __init__(self, sections: tuple[Section, ...]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """A table, section by section, that scrolls."""
        with Vertical(classes="dialog"):
            yield Static("Keys", classes="dialog--title")
            with VerticalScroll():
                for title, lines in self._sections:
                    yield Static(title, classes="help--section")
                    yield Static(_table(lines))
            yield Static(
                "Esc closes. Keys can be changed in the config file: tui-blog config keys",
                classes="dialog--hint",
            )

    def on_mount(self) -> None:
        """Scrolling keys go to the table at once."""
        self.query_one(VerticalScroll).focus()

    def action_move(self, how: str) -> None:
        """Move the table; `how` names an action of Textual's own scrolling."""
        getattr(self.query_one(VerticalScroll), f"action_{how}")()

    def action_close(self) -> None:
        """Back to where help was asked for."""
        self.dismiss()


def _table(lines: tuple[tuple[str, str], ...]) -> Table:
    """Keys, and beside them what they do, also where that takes more lines than one."""
    table = Table.grid(padding=(0, 2))
    for keys, what in lines:
        table.add_row(Text(keys, "bold", no_wrap=True), Text(what))
    return table
