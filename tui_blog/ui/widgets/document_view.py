"""The reader: one post and the comments under it in one scroll."""

from dataclasses import dataclass
from importlib import import_module
from typing import ClassVar

from textual import events, work
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer

from tui_blog.ui.widgets import thread_walk
from tui_blog.ui.widgets.blocks import Block, Key
from tui_blog.ui.widgets.document import Document
from tui_blog.ui.widgets.document_blocks import (
    COMMENTS,
    FOOTER,
    HEADING,
    Heading,
    body_blocks,
    comment_blocks,
    headings,
)
from tui_blog.ui.widgets.place import Place, fraction_at, place_at
from tui_blog.ui.widgets.pointer_view import PointerView
from tui_blog.ui.widgets.reader_keys import READER_KEYS
from tui_blog.ui.widgets.thread_blocks import COMMENT, comment_key

WARM = ("tui_blog.ui.widgets.markdown_source", "pygments.lexers.python")
"""What reads Markdown, and the one lexer that brings the tables which most others share."""


class DocumentView(PointerView):
    """Shows a `Document`; whoever reads goes through the text by lines, or from comment to comment."""

    BINDINGS: ClassVar[list[BindingType]] = READER_KEYS

    REST: ClassVar[float] = 0.3
    """Seconds without moving after which the position counts as changed."""

    current_comment: var[str | None] = var[str | None](None, init=False)
    """The id of the comment that keys act on; None while the post is read."""
    folded: var[frozenset[str]] = var[frozenset[str]](frozenset(), init=False)
    """The ids of comments shown as one line, with all that answers them hidden."""

    @dataclass
    class PositionChanged(Message):
        """The reader stopped at another place; `fraction` of the text comes before it."""

        fraction: float

    class BottomReached(Message):
        """The last line was shown, for the first time since the document was."""

    class EndPassed(Message):
        """The reader wants to go on from the very end."""

    @dataclass
    class ReplyWanted(Message):
        """The reader wants to answer a comment."""

        comment_id: str

    class WriteWanted(Message):
        """The reader wants to write a comment."""

    @dataclass
    class LinkClicked(Message):
        """A link was clicked; its scheme is one that may be opened."""

        url: str

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.document = Document()
        self._body: tuple[Block, ...] = ()
        self._resting: Timer | None = None
        self._was_at_end = False

    # --- what is shown ---------------------------------------------------------------------------

    def show(self, document: Document, *, at: float = 0.0, keep_place: bool = False) -> None:
        """Show another document from a position on, or the same one changed without losing the place."""
        body = body_blocks(document)
        in_thread = keep_place and self.place.key not in {block.key for block in self._body}
        if not in_thread:
            self.place = _place_at(body, self.position if keep_place else at)
        if not keep_place:
            self.marked, self._was_at_end = None, False
            self.set_reactive(DocumentView.folded, frozenset())
        self.document, self._body, self.laid_out = document, body, None
        self.lay_out()

    def update_thread(self, document: Document) -> None:
        """Show what the document says of the comments; its text is the one that is shown already."""
        came_for_comments = self.marked == FOOTER and not self.document.lines
        self.document = document
        self.lay_out()
        self._forget_missing()
        if came_for_comments and document.lines:
            self.marked = comment_key(document.lines[0])

    @property
    def position(self) -> float:
        """How much of the text comes before the first line of the screen; 1.0 from the comments on."""
        return fraction_at(self._body, self.place)

    def blocks(self, width: int) -> tuple[Block, ...]:
        """The body and the thread."""
        below = comment_blocks(self.document, self.folded, width, ruled=bool(self._body))
        return (*self._body, *below)

    def find_headings(self) -> tuple[Heading, ...]:
        """The headings of the body, for a table of contents."""
        return headings(self._body)

    # --- going through the text ------------------------------------------------------------------

    def go_to_position(self, fraction: float) -> None:
        """Go to where so much of the text comes before the first line."""
        self.go_to(_place_at(self._body, fraction))

    def next_heading(self) -> None:
        """Put the next heading on the first line."""
        if keys := [key for key in self._heading_keys() if self.span(key)[0] > self.scroll_offset.y]:
            self.go_to(Place(keys[0]))

    def previous_heading(self) -> None:
        """Put the heading before the first line on it."""
        if keys := [key for key in self._heading_keys() if self.span(key)[0] < self.scroll_offset.y]:
            self.go_to(Place(keys[-1]))

    def action_next_heading(self) -> None:
        """Of the body."""
        self.next_heading()

    def action_previous_heading(self) -> None:
        """Of the body."""
        self.previous_heading()

    def action_advance(self) -> None:
        """What Space does: fold a comment, read on, or pass the end."""
        if self.current_comment is not None:
            self.folded ^= {self.current_comment}
        elif self.is_at_end:
            self.post_message(self.EndPassed())
        else:
            self.action_page(1)

    # --- going through the thread ----------------------------------------------------------------

    def go_to_comments(self) -> None:
        """Go to the heading of the thread; the first comment is current then, else the way to write."""
        lines = self.document.lines
        self.marked = comment_key(lines[0]) if lines else FOOTER if self.document.footer else None
        if self.document.comments_heading:
            self.go_to(Place(COMMENTS))
        elif self.marked is not None:
            self.reveal(self.marked)

    def action_comments(self) -> None:
        """To the thread."""
        self.go_to_comments()

    def action_top_level(self, step: int) -> None:
        """To a comment that answers no other."""
        self._go_to_comment(thread_walk.top_level(self.document.lines, self.current_comment, step))

    def action_parent(self) -> None:
        """To the comment that the current one answers."""
        self._go_to_comment(thread_walk.parent(self.document.lines, self.current_comment))

    def action_next_new(self) -> None:
        """To a comment that came since the last visit."""
        self._go_to_comment(thread_walk.next_new(self.document.lines, self.current_comment))

    def action_reply(self) -> None:
        """Answer the current comment."""
        if self.current_comment is not None:
            self.post_message(self.ReplyWanted(self.current_comment))

    def action_write(self) -> None:
        """Write a comment under the post."""
        self.post_message(self.WriteWanted())

    def action_leave(self) -> None:
        """Read the post again: no comment is current any more."""
        self.marked = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the screen where they mean nothing here."""
        match action:
            case "reply" | "parent":
                return self.current_comment is not None
            case "write":
                return self.marked == FOOTER
            case "leave":
                return self.marked is not None
            case _:
                return True

    def _go_to_comment(self, comment_id: str | None) -> None:
        """Make a comment the current one, whatever hides it."""
        if comment_id is not None:
            self.folded -= thread_walk.ancestors(self.document.lines, comment_id)
            self.point_at(Key(COMMENT, comment_id))

    # --- news ------------------------------------------------------------------------------------

    def targets(self) -> list[Key]:
        """The visible comments, and the way to write."""
        blocks = self.laid_out.blocks if self.laid_out else ()
        return [block.key for block in blocks if block.key.kind == COMMENT or block.key == FOOTER]

    def watch_marked(self) -> None:
        """Say which comment is current, and which keys there are now."""
        super().watch_marked()
        self.current_comment = self.marked.name if self.marked and self.marked.kind == COMMENT else None
        self.refresh_bindings()

    def watch_current_comment(self, comment_id: str | None) -> None:
        """Put the pointer beside it."""
        if comment_id is not None:
            self.marked = Key(COMMENT, comment_id)
        elif self.marked and self.marked.kind == COMMENT:
            self.marked = None

    def watch_folded(self) -> None:
        """Fold and unfold, and keep the current comment in sight."""
        self.lay_out()
        self._forget_missing()
        if self.marked is not None:
            self.reveal(self.marked)

    def moved(self) -> None:
        """Tell where the reader is, once there is rest."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(self.REST, self._tell_position)

    def settled(self) -> None:
        """Tell that the end was seen, once for each document."""
        if self.is_at_end and not self._was_at_end:
            self._was_at_end = True
            self.post_message(self.BottomReached())

    def on_click(self, event: events.Click) -> None:
        """Follow a link, or make a comment the current one."""
        offset = event.get_content_offset(self)
        if event.style.link:
            self.post_message(self.LinkClicked(event.style.link))
        elif offset is not None and (key := self.key_at(self.scroll_offset.y + offset.y)) in self.targets():
            self.marked = key

    def on_mount(self) -> None:
        """Load what reads Markdown while there is nothing else to do."""
        self.set_timer(self.REST, self._warm_up)

    @work(thread=True, group="warm-up")
    def _warm_up(self) -> None:
        """Import in a thread, so that the first post opens as fast as the second."""
        for module in WARM:
            import_module(module)

    def _tell_position(self) -> None:
        self.post_message(self.PositionChanged(self.position))

    def _forget_missing(self) -> None:
        """The current comment may be gone from the blog, or hidden in a fold."""
        if self.laid_out and self.marked and self.laid_out.number(self.marked) is None:
            self.marked = None

    def _heading_keys(self) -> list[Key]:
        return [block.key for block in self._body if block.key.kind == HEADING]


def _place_at(body: tuple[Block, ...], fraction: float) -> Place:
    return place_at(body, fraction) or Place(COMMENTS)
