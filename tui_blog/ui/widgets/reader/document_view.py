"""The reader: one post and the comments under it in one scroll."""

import asyncio
from dataclasses import dataclass
from importlib import import_module
from typing import ClassVar, Literal

from textual import events, work
from textual.binding import BindingType
from textual.markup import escape
from textual.message import Message
from textual.timer import Timer

from tui_blog.ui.sheets import sheet_of
from tui_blog.ui.widgets.reader.blocks import HEADING, Block, Key
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_blocks import (
    COMMENTS,
    Heading,
    body_blocks,
    change_keys,
    comment_blocks,
    headings,
    is_long,
    masthead,
    pictures,
    waiting_blocks,
)
from tui_blog.ui.widgets.reader.place import Extent, Place
from tui_blog.ui.widgets.reader.reader_keys import READER_KEYS
from tui_blog.ui.widgets.reader.select_view import SelectView

What = Literal["contents", "find", "back", "forward", "order", "picture", "pictures"]
"""What the reader may want that is not on the page, or not in it."""


class DocumentView(SelectView):
    """Shows a `Document`; whoever reads goes through the text by lines, or from comment to comment."""

    DEFAULT_CSS = sheet_of("document_view")

    BINDINGS: ClassVar[list[BindingType]] = READER_KEYS

    REST: ClassVar[float] = 0.3
    """Seconds without moving after which the position counts as changed."""

    @dataclass
    class PositionChanged(Message):
        """The reader stopped at another place; `fraction` of the text comes before it."""

        fraction: float

    class BottomReached(Message):
        """The last line was shown, for the first time since the document was."""

    class EndPassed(Message):
        """The reader wants to go on from the very end."""

    @dataclass
    class Wanted(Message):
        """The reader wants something that is not on this page."""

        what: What

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._body: tuple[Block, ...] = ()
        self._extent = Extent()
        """Of the body."""
        self._awaited: float | None = None
        """Where to go as soon as the body is read."""
        self._resting: Timer | None = None
        self._was_at_end = False
        self._seeks_change = False
        """Whether to go to the first change as soon as the body is read."""

    # --- what is shown ---------------------------------------------------------------------------

    def show(self, document: Document, *, at: float = 0.0, keep_place: bool = False) -> None:
        """Show another document from a position on, or the same one changed without losing the place."""
        if not keep_place:
            self.selection = None
            self.action_unchoose()
            self.border_subtitle = ""
            self.marked, self._was_at_end = None, False
            self.set_reactive(DocumentView.folded, frozenset())
            self._awaited = at
        elif self.place.key in {block.key for block in self._body}:
            self._awaited = self.position
        self._seeks_change = document.former is not None and self.document.former is None
        self.document = document
        self.workers.cancel_group(self, "reading")
        if is_long(document):
            self._hold(waiting_blocks(document, from_top=self._awaited == 0.0))
            self._show_body()
            self._read(document)
        else:
            self._take_body(body_blocks(document))

    def update_masthead(self, document: Document) -> None:
        """Show another date, title or byline above the text, which is the one that is shown already."""
        self._hold((*masthead(document), *self._body[len(masthead(self.document)) :]))
        self.document = document
        self.lay_out()

    @work(exclusive=True, group="reading", description="Find the blocks of a long post")
    async def _read(self, document: Document) -> None:
        """Read a long body in a thread: keys go first."""
        self._take_body(await asyncio.to_thread(body_blocks, document))

    def _take_body(self, body: tuple[Block, ...]) -> None:
        """Show a body that was read, from the awaited position on."""
        self._hold(body)
        if self._awaited is not None:
            self.place = self._extent.place_at(self._awaited) or Place(COMMENTS)
            self._awaited = None
        if self._seeks_change and (changes := change_keys(body)):
            self.place = Place(changes[0])
        self._seeks_change = False
        self._show_body()

    def _hold(self, body: tuple[Block, ...]) -> None:
        self._body, self._extent = body, Extent(body)

    def _show_body(self) -> None:
        self.laid_out = None
        self.take_pictures(pictures(self._body) if self.document.markdown else {})
        self.lay_out()

    @property
    def position(self) -> float:
        """How much of the text comes before the first line of the screen; 1.0 from the comments on."""
        return self._extent.fraction_at(self.place) if self._awaited is None else self._awaited

    def blocks(self, width: int) -> tuple[Block, ...]:
        """The body and the thread."""
        below = comment_blocks(self.document, self.thread(width), ruled=bool(self._body))
        return (*self.with_pictures(self._body), *below)

    def find_headings(self) -> tuple[Heading, ...]:
        """The headings of the body, for a table of contents."""
        return headings(self._body)

    # --- going through the text ------------------------------------------------------------------

    def go_to_position(self, fraction: float) -> None:
        """Go to where so much of the text comes before the first line."""
        self.go_to(self._extent.place_at(fraction) or Place(COMMENTS))

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

    def action_change(self, step: int) -> None:
        """To the next or the last place that was changed since the post was read."""
        top = self.scroll_offset.y
        keys = [key for key in change_keys(self._body) if (self.span(key)[0] - top) * step > 0]
        if keys:
            self.go_to(Place(keys[0 if step > 0 else -1]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Changes are gone through while they are shown and no words are looked for."""
        if action == "change":
            return self.document.former is not None and not self.words
        return super().check_action(action, parameters)

    def action_advance(self) -> None:
        """What Space does: select on, fold a comment, read on, or pass the end."""
        if self.selection is not None:
            self.action_page(1)
        elif self.current_comment is not None:
            self.folded ^= {self.current_comment}
        elif self.is_at_end:
            self.post_message(self.EndPassed())
        else:
            self.action_page(1)

    # --- news ------------------------------------------------------------------------------------

    def action_want(self, what: What) -> None:
        """Ask the screen for it."""
        self.post_message(self.Wanted(what))

    def tell(self) -> None:
        """Say on the lower edge where the chosen link leads, what was found, or how far the reader is."""
        self.tell_below(escape(self._where()))

    def _where(self) -> str:
        if self.chosen is not None:
            return self.chosen.url[: max(10, self.size.width - 6)]
        if self.words:
            at, number = self.counted_matches()
            return f"“{self.words}” {at} of {number}" if number else f"“{self.words}” is not here"
        return f"{round(self._seen_text() * 100)} %" if self._body else ""

    def _seen_text(self) -> float:
        """How much of the text has come on the screen, its last line included; 1.0 from its end on."""
        layout, below = self.laid_out, self.scroll_offset.y + self.size.height
        if layout is None or not layout.blocks or self.is_at_end or below >= layout.height:
            return 1.0
        return self._extent.fraction_at(layout.place(below))

    def moved(self) -> None:
        """Tell where the reader is, once there is rest."""
        super().moved()
        if not self.border_subtitle:  # Else it was told when the lines settled.
            self.tell()
        self._awaited = None  # Whoever moves does not want to be taken where the post was left.
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(self.REST, self._tell_position)

    def settled(self) -> None:
        """Tell that the end was seen, once for each document."""
        super().settled()
        if self.is_at_end and not self._was_at_end and self._awaited is None:
            self._was_at_end = True
            self.post_message(self.BottomReached())
        if self.border_subtitle:  # What is told there depends on lines that may have come or gone.
            self.tell()

    def on_click(self, event: events.Click) -> None:
        """Follow a link, or make a comment the current one; the end of a selection is no click."""
        if self.was_dragged:
            return
        self.selection = None
        offset = event.get_content_offset(self)
        if event.style.link:
            self.follow(event.style.link)
        elif offset is not None and (key := self.key_at(self.scroll_offset.y + offset.y)) in self.targets():
            self.marked = key

    def on_mount(self) -> None:
        """Load what reads Markdown while there is nothing else to do."""
        self.set_timer(self.REST, self._warm_up)

    @work(thread=True, group="warm-up")
    def _warm_up(self) -> None:
        """Import in a thread, so that the first post opens as fast as the second."""
        import_module("tui_blog.ui.widgets.reader.markdown_source")

    def _tell_position(self) -> None:
        self.post_message(self.PositionChanged(self.position))

    def _heading_keys(self) -> list[Key]:
        return [block.key for block in self._body if block.key.kind == HEADING]
