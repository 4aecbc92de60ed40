"""The archive of a list: posts by month as bars; a month is chosen."""

import sys
from asyncio import to_thread
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.archive import Month, MonthCount
from tui_blog.ui.key_names import key_name
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.widgets.lists.month_list import FULL, MonthList


@dataclass(frozen=True, slots=True)
class Archive:
    """What the picture is drawn from."""

    title: str
    read: Callable[[], tuple[MonthCount, ...]]
    """Reads the months from the library; runs off the event loop."""
    here: Month | None
    """Where the cursor begins."""
    is_whole: bool
    """No older posts are known to be missing."""


class ArchiveScreen(Dialog[Month | Literal["older"] | None]):
    """Returns the month whose posts are wanted, or "older" where older posts are to be fetched."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left,B", "close", "Close", id="archive.close", tooltip="Back to the list"),
        Binding("a", "older", "Older posts", id="archive.older",
                tooltip="Fetch all older posts, back to the first"),
    ]  # fmt: skip

    months = query_one(MonthList)
    note = query_one("#note", Static)

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self._archive = archive

    def compose(self) -> ComposeResult:
        """A title, the bars, what is missing, the keys."""
        with Vertical(classes="dialog"):
            title = f"{self._archive.title} by month"
            yield Static(title, classes="dialog--title", markup=False)
            yield MonthList(id="months", is_plain=not _writes_blocks())
            yield Static(id="note", markup=False)
            yield Static("Enter shows the month · Esc closes", classes="dialog--hint")

    def on_mount(self) -> None:
        """Read the months."""
        self.note.display = not self._archive.is_whole
        key = key_name(self, "archive.older")
        self.note.update(f"Older posts are not fetched yet: {key} fetches them.")
        self._read()

    @work(group="archive")
    async def _read(self) -> None:
        try:
            months = await to_thread(self._archive.read)
        except TuiBlogError as error:
            self.months.empty_text = str(error)
            return
        self.months.empty_text = "No posts here yet."
        self.months.show(months, self._archive.here)

    @on(MonthList.Chosen)
    def _chosen(self, event: MonthList.Chosen) -> None:
        self.dismiss(event.month)

    def action_older(self) -> None:
        """Have older posts fetched."""
        self.dismiss("older")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is fetched where nothing is missing."""
        return not self._archive.is_whole if action == "older" else True

    def action_close(self) -> None:
        """Back to the list as it was."""
        self.dismiss(None)


def _writes_blocks() -> bool:
    """Whether the terminal is written to in an encoding that has blocks (Textual writes to stderr)."""
    try:
        FULL.encode(getattr(sys.__stderr__, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
