"""An app around one reader, and short ways to make what it shows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.pilot import Pilot

from tui_blog.model.comment import Comment, ThreadLine
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_view import DocumentView

DAY = datetime(2024, 12, 20, 9, 30, tzinfo=UTC)

MessageT = TypeVar("MessageT", bound=Message)


class ReadingRoom(App[None]):
    """One reader, and all that it said."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        (key, f"leave('{key}')", "What the screen does") for key in ("q", "r", "enter")
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view = DocumentView(id="reader")
        self.heard: list[Message] = []
        self.news = asyncio.Event()
        self.keys_left: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()

    def action_leave(self, key: str) -> None:
        self.keys_left.append(key)

    @on(DocumentView.PositionChanged)
    @on(DocumentView.BottomReached)
    @on(DocumentView.EndPassed)
    @on(DocumentView.ReplyWanted)
    @on(DocumentView.WriteWanted)
    @on(DocumentView.LinkWanted)
    def hear(self, message: Message) -> None:
        self.heard.append(message)
        self.news.set()

    def all_of(self, kind: type[MessageT]) -> list[MessageT]:
        return [message for message in self.heard if isinstance(message, kind)]


@asynccontextmanager
async def reading(
    document: Document | None = None, *, size: tuple[int, int] = (80, 24), at: float = 0.0
) -> AsyncIterator[tuple[DocumentView, Pilot[None]]]:
    """A reader that shows a document, laid out to its end."""
    app = ReadingRoom()
    async with app.run_test(size=size) as pilot:
        if document is not None:
            app.view.show(document, at=at)
            await settled(pilot)
        yield app.view, pilot


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the reader has laid everything out."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete(
        [worker for worker in pilot.app.workers if worker.group == "layout"]
    )
    await pilot.pause()


async def heard(pilot: Pilot[Any], kind: type[MessageT]) -> MessageT:
    """Wait for a message that comes with time."""
    app = room(pilot)
    async with asyncio.timeout(5):
        while not app.all_of(kind):
            app.news.clear()
            await app.news.wait()
    return app.all_of(kind)[-1]


def room(pilot: Pilot[Any]) -> ReadingRoom:
    assert isinstance(pilot.app, ReadingRoom)
    return pilot.app


def screen(view: DocumentView) -> list[str]:
    """The text of the lines in sight, without the blanks at their ends."""
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def everything(view: DocumentView) -> list[str]:
    """The text of all lines, in sight or not, margins cut off."""
    layout = view.laid_out
    assert layout is not None and layout.is_complete
    return [
        "".join(segment.text for segment in layout.line(number, y)).rstrip()
        for number in range(len(layout.blocks))
        for y in range(layout.top(number + 1) - layout.top(number))
    ]


def post(markdown: str, **fields: Any) -> Document:
    """A post with that body."""
    given: dict[str, Any] = {
        "date": CleanText("Thursday, 19 December 2024"),
        "title": CleanText("Why letters still matter"),
        "byline": CleanText("by Ada · 6 min"),
        "markdown": CleanText(markdown),
        "comments_heading": CleanText("No comments:"),
        "footer": CleanText("Post a Comment"),
    }
    return Document(**{**given, **fields})


def paragraphs(count: int, words: int = 40) -> str:
    """Paragraphs that can be told apart by their first words."""
    return "\n\n".join(f"Paragraph {number}. " + "word " * words for number in range(count))


def said(
    comment_id: str,
    depth: int = 0,
    text: str = "",
    *,
    author: str | None = None,
    is_new: bool = False,
    is_mine: bool = False,
    parent: str | None = None,
    is_converted: bool = True,
    **fields: Any,
) -> ThreadLine:
    """A comment by the author of the same name."""
    name = CleanText(f"Author {comment_id}" if author is None else author)
    comment = Comment(comment_id, parent, name, "", published=DAY, **fields)
    words = CleanText(text or f"Text of {comment_id}.")
    return ThreadLine(comment, depth, words, is_new, is_mine, is_converted)


def with_thread(*lines: ThreadLine, markdown: str = "The body.", notice: CleanText = EMPTY) -> Document:
    """A short post with a thread."""
    heading = CleanText(f"{len(lines)} comments:")
    return post(markdown, lines=lines, comments_heading=heading, notice=notice)
