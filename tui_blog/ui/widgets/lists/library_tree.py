"""The left pane: the whole library, its tags and blogs, and what waits to be sent."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import var

from tui_blog.model.text import EMPTY, CleanText
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.lists.line_list import DIM, ROW, LineList, Part
from tui_blog.ui.widgets.lists.list_keys import moving

FOLDER = "library-tree--folder"
ERROR = "library-tree--error"
NOTE = "library-tree--note"

EXPANDED_MARK = "▾"
FOLDED_MARK = "▸"
ERROR_MARK = "!"
INDENT = 2


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One line of the library."""

    key: str
    """What it is known by, also after its label or count has changed."""
    label: CleanText
    count: int
    """Shown from 1 on."""
    depth: int
    """0 for the outermost."""
    kind: Literal["all", "unread", "starred", "tag", "blog", "search", "outbox"]
    expanded: bool | None = None
    """Whether a folder shows what it holds; None for all that is no folder."""
    has_error: bool = False
    """The blog's last refresh failed."""
    note: CleanText = EMPTY
    """What is new there besides the count: "2 replies"."""
    has_more: bool = False
    """There is more than was counted."""


class LibraryTree(LineList[LibraryEntry]):
    """Shows the entries that it is given; what a folder holds is for its giver to add or leave out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {FOLDER, ERROR, NOTE}
    BINDINGS: ClassVar[list[BindingType]] = [
        *moving("library", page_down="f,pagedown"),
        Binding("enter,l,right", "open", "Open", tooltip="Show the posts of this entry", id="library.open"),
        Binding("space", "fold", "Fold", show=False, tooltip="Fold or unfold a tag", id="library.fold"),
        Binding(
            "d",
            "remove",
            "Remove",
            show=False,
            tooltip="Remove this blog, or this kept search",
            id="library.remove",
        ),
    ]

    entries: var[tuple[LibraryEntry, ...]] = var((), init=False)
    """All lines in their order; setting it keeps the cursor where it is."""

    class EntryMessage(Message):
        """What the tree has to say of one entry."""

        def __init__(self, control: "LibraryTree", entry: LibraryEntry) -> None:
            super().__init__()
            self._control = control
            self.entry = entry

        @property
        def control(self) -> "LibraryTree":
            """The tree, for handlers such as `@on(LibraryTree.Chosen, "#library")`."""
            return self._control

    class Highlighted(EntryMessage):
        """The cursor came to stand on another entry."""

        def can_replace(self, message: Message) -> bool:
            """While a key is held down, only the last entry counts."""
            return isinstance(message, LibraryTree.Highlighted) and message.control is self.control

    class Chosen(EntryMessage):
        """The person wants the posts of an entry."""

    class RemovalWanted(EntryMessage):
        """The person wants a blog out of the library."""

    class Toggled(EntryMessage):
        """The person wants a folder folded or unfolded."""

    @property
    def highlighted(self) -> LibraryEntry | None:
        """The entry under the cursor; None only in an empty tree."""
        return self.cursor_line

    def highlight(self, key: str) -> bool:
        """Put the cursor on an entry; False where there is none of that key."""
        number = self.number_of(key)
        self.go_to(number)
        return number is not None

    def watch_entries(self, before: tuple[LibraryEntry, ...], entries: tuple[LibraryEntry, ...]) -> None:
        """Show other entries, the cursor on its old one, or on the nearest above it that is still there."""
        known = {entry.key for entry in entries}
        above = before[: (self.number_of(self.cursor_key) or 0) + 1]
        key = next((entry.key for entry in reversed(above) if entry.key in known), None)
        self.show_lines(entries, key, keep_place=True)

    def moved(self) -> None:
        """Tell which entry the cursor came to."""
        if self.highlighted is not None:
            self.post_message(self.Highlighted(self, self.highlighted))

    def action_open(self) -> None:
        """Show the posts of the entry under the cursor."""
        if self.highlighted is not None:
            self.post_message(self.Chosen(self, self.highlighted))

    def action_fold(self) -> None:
        """Fold or unfold the tag under the cursor."""
        if self.highlighted is not None and self.highlighted.expanded is not None:
            self.post_message(self.Toggled(self, self.highlighted))

    def action_remove(self) -> None:
        """Take the blog under the cursor out of the library."""
        if self.highlighted is not None:
            self.post_message(self.RemovalWanted(self, self.highlighted))

    def clicked(self, number: int, offset: Offset) -> None:
        """Fold by a click on the mark of a folder; elsewhere a click is that of any list."""
        entry = self.entries[number]
        if entry.expanded is not None and offset.x == _indent(entry):
            self.go_to(number)
            self.action_fold()
        else:
            super().clicked(number, offset)

    def key_of(self, line: LibraryEntry) -> Hashable:
        """The cursor may stand on every entry."""
        return line.key

    def parts(self, line: LibraryEntry, width: int) -> Iterable[Part]:
        """Draw an entry: mark and label at the left, trouble and count at the right."""
        mark = {True: f"{EXPANDED_MARK} ", False: f"{FOLDED_MARK} ", None: ""}[line.expanded]
        trouble = f" {ERROR_MARK}" if line.has_error else ""
        note = f" {'· ' if line.count else ''}{line.note}" if line.note else ""
        count = f" {line.count:,}{'+' if line.has_more else ''}" if line.count else ""
        room = width - cell_len(trouble + count + note) - 1
        label = fit(" " * _indent(line) + mark + line.label, room)
        return (
            (label, ROW if line.expanded is None else FOLDER),
            (trouble, ERROR),
            (count, DIM),
            (note, NOTE),
            (" ", DIM),
        )


def _indent(entry: LibraryEntry) -> int:
    return 1 + INDENT * entry.depth
