"""The person's own comments over all blogs, those on their way first; one line each."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui_blog.model.comment import OutboxItem, SendState
from tui_blog.ui.comment_words import STATE_WORDS, new_replies
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.lists.line_list import DIM, ROW, LineList, Part
from tui_blog.ui.widgets.lists.list_keys import moving
from tui_blog.ui.words import short_date

HEADING = "outbox-list--heading"
STATE = "outbox-list--state"
NEW = "outbox-list--new"

STATE_CELLS = max(map(len, STATE_WORDS.values())) + 3
DATE_CELLS = len("19 Dec 2024") + 2


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over comments."""

    title: str


OutboxLine = OutboxItem | Section


class OutboxList(LineList[OutboxLine]):
    """Shows each comment with its state, its day, its post and the answers to it that are new."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {HEADING, STATE, NEW}
    BINDINGS: ClassVar[list[BindingType]] = [
        *moving("outbox"),
        Binding("enter,l,right", "open", "Open", tooltip="Open the post at this comment", id="outbox.open"),
    ]

    class Highlighted(Message):
        """The cursor came to stand on another comment."""

    class Chosen(Message):
        """The person wants to see a comment in its thread."""

        def __init__(self, item: OutboxItem) -> None:
            super().__init__()
            self.item = item

    @property
    def highlighted(self) -> OutboxItem | None:
        """The comment under the cursor; None only in an empty list."""
        line = self.cursor_line
        return line if isinstance(line, OutboxItem) else None

    def show(self, items: Sequence[OutboxItem]) -> None:
        """Show comments, with the cursor where it was as long as that comment is there."""
        here = self.cursor_key
        self.show_lines(tuple(_sections(items)), here, keep_place=True)
        self.post_message(self.Highlighted())

    def moved(self) -> None:
        """Tell that the cursor moved."""
        self.post_message(self.Highlighted())

    def action_open(self) -> None:
        """Go to the comment under the cursor."""
        if self.highlighted is not None:
            self.post_message(self.Chosen(self.highlighted))

    def key_of(self, line: OutboxLine) -> Hashable | None:
        """The cursor passes over headings."""
        return line.id if isinstance(line, OutboxItem) else None

    def parts(self, line: OutboxLine, width: int) -> Iterable[Part]:
        """Draw a heading, or a comment: state, day, post and blog; at the right the new answers."""
        if isinstance(line, Section):
            return ((fit(f" {line.title}", width), HEADING),)
        new = f" {new_replies(line.replies)} " if line.replies else ""
        room = max(0, width - STATE_CELLS - DATE_CELLS - len(new))
        where = " · ".join(part for part in (line.post_title or line.post_url, line.blog_title) if part)
        return (
            (fit(f" {STATE_WORDS[line.state]}", STATE_CELLS), STATE),
            (fit(short_date(line.updated), DATE_CELLS), DIM),
            (fit(where, room), ROW),
            (new, NEW),
        )


def _sections(items: Sequence[OutboxItem]) -> Iterable[OutboxLine]:
    """What is on its way, what has arrived, what was taken back, each under its heading."""
    ended = {SendState.PUBLISHED: "On the blogs", SendState.DELETED: "Taken back"}
    groups = {title: [item for item in items if item.state is state] for state, title in ended.items()}
    waiting = [item for item in items if item.state not in ended]
    for title, group in {"Not on the blogs yet": waiting, **groups}.items():
        if group:
            yield Section(title)
            yield from group
