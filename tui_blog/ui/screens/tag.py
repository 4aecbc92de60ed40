"""Give a tag to posts or to a blog, or take it: its name is typed, or chosen among those that are known."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static

from tui_blog.model.text import CleanText, clean_line, fold, in_order
from tui_blog.ui.screens.dialog import Dialog

BORNE = "✓ "
LONGEST = 60
"""Characters of a tag."""


class TagScreen(Dialog[CleanText | None]):
    """Returns the tag to set, or to take where it is borne already; None where nothing is to change."""

    BINDINGS = [
        Binding("escape", "close", "Close", id="tag.close", tooltip="Change nothing"),
        Binding("tab", "complete", "Complete", id="tag.complete", priority=True,
                tooltip="Take the first tag that fits what is typed"),
        Binding("down", "move(True)", "Down", show=False, id="tag.down", tooltip="Go to the next tag"),
        Binding("up", "move(False)", "Up", show=False, id="tag.up", tooltip="Go to the tag before"),
    ]  # fmt: skip

    name_line = query_one("#tag", Input)
    lines = query_one("#tags", OptionList)

    def __init__(self, what: str, known: Sequence[CleanText], borne: Sequence[CleanText]) -> None:
        super().__init__()
        self._what = what
        self._borne = frozenset(borne)
        self._known = sorted({*known, *borne}, key=in_order)
        self._fitting: list[CleanText] = []

    def compose(self) -> ComposeResult:
        """A line to type in, above the tags that fit."""
        with Vertical(classes="dialog"):
            yield Static(self._what, classes="dialog--title", markup=False)
            yield Input(placeholder="A tag", id="tag", max_length=LONGEST)
            yield OptionList(id="tags", markup=False)
            yield Static(
                f"Enter sets it, or takes a {BORNE.strip()} away · Tab completes · Esc closes",
                classes="dialog--hint",
            )

    def on_mount(self) -> None:
        """Show what there is."""
        self._show("")
        self.lines.can_focus = False
        self.name_line.focus()

    def _show(self, typed: str) -> None:
        wanted = fold(typed)
        self._fitting = [tag for tag in self._known if wanted in fold(tag)]
        self._fitting.sort(key=lambda tag: not fold(tag).startswith(wanted))
        self.lines.set_options([f"{BORNE if tag in self._borne else '  '}{tag}" for tag in self._fitting])
        self.lines.highlighted = None
        self.lines.display = bool(self._fitting)

    @on(Input.Changed, "#tag")
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value.strip())

    @on(Input.Submitted, "#tag")
    def _submitted(self, event: Input.Submitted) -> None:
        chosen = self.lines.highlighted
        tag = self._fitting[chosen] if chosen is not None else self._named(clean_line(event.value, LONGEST))
        if tag:
            self.dismiss(tag)

    def _named(self, typed: CleanText) -> CleanText:
        """The known tag of that name, whatever its case and accents; else a new one."""
        alike = [tag for tag in self._known if fold(tag) == fold(typed)]
        return typed if typed in alike or not alike else alike[0]

    @on(OptionList.OptionSelected, "#tags")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._fitting[event.option_index])

    def action_complete(self) -> None:
        """Take the first tag that fits what is typed."""
        if self._fitting:
            self.name_line.value = self._fitting[self.lines.highlighted or 0]
            self.name_line.action_end()

    def action_move(self, down: bool) -> None:
        """Go through the tags that fit."""
        (self.lines.action_cursor_down if down else self.lines.action_cursor_up)()

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(None)
