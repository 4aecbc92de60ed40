"""A list of posts of any length that takes no room, and an app around one list."""

from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostRow, PostWindow
from tui_blog.model.text import clean_line
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.line_list import LineList
from tui_blog.ui.widgets.lists.post_list import PostList

STYLES = Path(__file__).parents[3] / "styles"
NEWEST = datetime(2024, 12, 19, 22, tzinfo=UTC)
LAST_ID = 2_000_000


def post(number: int, **changes: Any) -> PostRow:
    """The post that comes `number` steps after the newest, a few to the day; ids count down."""
    published = NEWEST - timedelta(hours=7 * number)
    fields: dict[str, Any] = {
        "key": PostKey(int(published.timestamp()), PostId(LAST_ID - number)),
        "blog_id": BlogId(1),
        "blog_title": clean_line("The Slow Web"),
        "title": clean_line(f"Post {number}"),
        "published": published,
        "read": True,
        "starred": False,
        "comments": None,
    }
    return PostRow(**{**fields, **changes})


def number_of(key: PostKey) -> int:
    return LAST_ID - key.id


def posts(first: int, end: int, *, total: int | None = None) -> PostWindow:
    """The posts from `first` up to `end` of a list of `total`."""
    rows = tuple(post(number) for number in range(first, end))
    return PostWindow(rows, more_before=first > 0, more_after=end < (total or end))


class Shelf(App[None]):
    """One list, and all that it said."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        STYLES / name for name in ("line_list.tcss", "post_list.tcss", "library_tree.tcss")
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: Widget) -> None:
        super().__init__()
        self.shown = shown
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.shown

    @on(PostList.ListMessage)
    @on(LibraryTree.EntryMessage)
    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def all_of(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


class Library(Shelf):
    """The same, with somebody who answers: a list of `total` posts, handed out in pages."""

    def __init__(self, total: int, page: int = 100) -> None:
        self.list = PostList()
        super().__init__(self.list)
        self.total, self.page = total, page

    def on_mount(self) -> None:
        self.list.replace(self.between(0, self.page))

    def between(self, first: int, end: int) -> PostWindow:
        return posts(max(0, first), min(end, self.total), total=self.total)

    def on_post_list_need_below(self, message: PostList.NeedBelow) -> None:
        first = number_of(message.after) + 1
        self.list.append(self.between(first, first + self.page))

    def on_post_list_need_above(self, message: PostList.NeedAbove) -> None:
        end = number_of(message.before)
        self.list.prepend(self.between(end - self.page, end))

    def on_post_list_top_wanted(self) -> None:
        self.list.replace(self.between(0, self.page))

    def on_post_list_bottom_wanted(self) -> None:
        window = self.between(self.total - self.page, self.total)
        self.list.replace(window, highlight=window.rows[-1].id)


def picture(shown: LineList[Any]) -> list[str]:
    """The text of the lines in sight."""
    return [shown.render_line(y).text for y in range(shown.view.height)]


def cursor_at(shown: LineList[Any]) -> int | None:
    """The height on the screen of the line that is drawn as the cursor's."""
    for y in range(shown.view.height):
        styles = [segment.style for segment in shown.render_line(y) if segment.style]
        if any(style.reverse or style.underline for style in styles):
            return y
    return None
