"""The list of posts, grouped by day, of any length."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive, var

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostRow, PostWindow
from tui_blog.model.selection import PostRun, Selection
from tui_blog.ui.widgets.lists.days import Day
from tui_blog.ui.widgets.lists.line_list import LineList, Part
from tui_blog.ui.widgets.lists.list_keys import moving
from tui_blog.ui.widgets.lists.post_rows import (
    HEADING,
    MATCH,
    SELECTED,
    STARRED,
    TAGS,
    UNREAD,
    PostLine,
    day_parts,
    post_lines,
    post_parts,
    snippet_parts,
)
from tui_blog.ui.widgets.lists.post_window import EMPTY_WINDOW, appended, keeping, post_at, prepended, trimmed

if TYPE_CHECKING:
    from tui_blog.model.snippet import Snippet


class PostList(LineList[PostLine]):
    """Shows a window of a list of posts, and asks for more of it when an end of the window comes near.

    Whoever holds the whole list answers `NeedBelow` with `append`, `NeedAbove` with `prepend`, `TopWanted`
    and `BottomWanted` with `replace`. An answer without rows will do: the question waits for the next key.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {HEADING, UNREAD, STARRED, SELECTED, TAGS, MATCH}
    BINDINGS: ClassVar[list[BindingType]] = [
        *moving("posts"),
        Binding("enter,l,right", "open", "Open", tooltip="Read the post under the cursor", id="posts.open"),
        Binding("v", "select_run", "Select", show=False, id="posts.select",
                tooltip="Select from here on as the cursor moves; once more ends that"),
        Binding("V", "select_one", "Select one", show=False, id="posts.select_one",
                tooltip="Select the post under the cursor, or leave it out"),
        Binding("escape", "select_none", "Select none", show=False, id="posts.select_none",
                tooltip="Select none any more"),
    ]  # fmt: skip

    window: var[PostWindow] = var(EMPTY_WINDOW, init=False)
    """The rows at hand; whoever sets it leaves the cursor on its post, at its height on the screen."""
    snippets: "Mapping[PostId, Snippet]" = {}
    """What was found of posts; it stands below their titles."""
    oldest_first = False
    """The order in which the rows come."""
    stays: PostRow | None = None
    """A post that is not to vanish while the list around it is shown anew, for it is being read."""
    show_blog: reactive[bool] = reactive(False)
    """Name the blog of each post, where there is room."""

    class ListMessage(Message):
        """What a list of posts has to say."""

        def __init__(self, control: "PostList") -> None:
            super().__init__()
            self._control = control

        @property
        def control(self) -> "PostList":
            """The list, for handlers such as `@on(PostList.Opened, "#posts")`."""
            return self._control

    class RowMessage(ListMessage):
        """What it has to say of one post."""

        def __init__(self, control: "PostList", row: PostRow) -> None:
            super().__init__(control)
            self.row = row

    class Highlighted(RowMessage):
        """The cursor came to stand on another post."""

        def can_replace(self, message: Message) -> bool:
            """While a key is held down, only the last post counts."""
            return isinstance(message, PostList.Highlighted) and message.control is self.control

    class Opened(RowMessage):
        """The person wants to read a post."""

    class SelectionChanged(ListMessage):
        """Other posts are selected, or none; or the selection follows the cursor, or no more."""

        def can_replace(self, message: Message) -> bool:
            """While a key is held down, only the last selection counts."""
            return isinstance(message, PostList.SelectionChanged) and message.control is self.control

    class NeedBelow(ListMessage):
        """The last row is near, and more were promised; said once until it is answered."""

        def __init__(self, control: "PostList", after: PostKey) -> None:
            super().__init__(control)
            self.after = after

    class NeedAbove(ListMessage):
        """The first row is near, and more were promised; said once until it is answered."""

        def __init__(self, control: "PostList", before: PostKey) -> None:
            super().__init__(control)
            self.before = before

    class TopWanted(ListMessage):
        """The person wants the first post of all, which the window does not hold."""

    class BottomWanted(ListMessage):
        """The person wants the last post of all, which the window does not hold."""

    _asked_below = False
    _asked_above = False
    _kept = Selection()
    """What is selected besides the run that follows the cursor."""
    _anchor: PostKey | None = None
    """Where that run began."""
    selection = Selection()
    """What is selected; also of what lies beyond the window."""

    # --- rows in -------------------------------------------------------------------------------------

    def replace(
        self, window: PostWindow, *, highlight: PostId | None = None, keep_place: bool = False
    ) -> None:
        """Show another window, with the cursor on the post `highlight`, else on the first.

        With `keep_place` the cursor stays at its height on the screen; where `highlight` is not in the window
        it stays on its post too, or on the one that slid into the place of a vanished one.
        """
        here = self.highlighted
        if keep_place and self.stays is not None:
            window = keeping(window, self.stays, oldest_first=self.oldest_first)
        if keep_place and here is not None and all(row.id != highlight for row in window.rows):
            highlight = post_at(window, here, oldest_first=self.oldest_first)
        self._asked_below = self._asked_above = False
        self._take(window, highlight, keep_place=keep_place)

    def append(self, more: PostWindow) -> None:
        """Put more rows at the end; what the person looks at does not move."""
        self._asked_below = False
        self._take(appended(self.window, more), self._highlighted_id)

    def prepend(self, more: PostWindow) -> None:
        """Put more rows at the top; what the person looks at does not move."""
        self._asked_above = False
        self._take(prepended(self.window, more), self._highlighted_id)

    def update_rows(self, changed: Mapping[PostId, PostRow]) -> None:
        """Show rows in their new state (read, starred, comments) where the window holds them."""
        rows = tuple(changed.get(row.id, row) for row in self.window.rows)
        self._take(dataclasses.replace(self.window, rows=rows), self._highlighted_id)

    def watch_window(self, window: PostWindow) -> None:
        """Show a window that was set from outside."""
        self.replace(window, keep_place=True)

    def _take(self, window: PostWindow, highlight: PostId | None, *, keep_place: bool = True) -> None:
        window = trimmed(window, highlight)
        self.set_reactive(PostList.window, window)
        self.show_lines(post_lines(window.rows, self.snippets), highlight, keep_place=keep_place)

    # --- the cursor ----------------------------------------------------------------------------------

    @property
    def highlighted(self) -> PostRow | None:
        """The post under the cursor; None only in an empty list."""
        line = self.cursor_line
        return line if isinstance(line, PostRow) else None

    @property
    def _highlighted_id(self) -> PostId | None:
        row = self.highlighted
        return row.id if row else None

    def highlight(self, post: PostId) -> bool:
        """Put the cursor on a post of the window; False where the window does not hold it."""
        number = self.number_of(post)
        self.go_to(number)
        return number is not None

    def moved(self) -> None:
        """Tell which post the cursor came to, and take the selection there."""
        if self.highlighted is not None:
            self.post_message(self.Highlighted(self, self.highlighted))
        self._select()

    def looked(self) -> None:
        """Ask for more rows when less than a screen of them is left at an end."""
        rows, height = self.window.rows, self.view.height
        if not rows or not height:
            return
        if self.window.more_after and not self._asked_below and self.lines_below < height:
            self._asked_below = True
            self.post_message(self.NeedBelow(self, rows[-1].key))
        if self.window.more_before and not self._asked_above and self.scroll_offset.y < height:
            self._asked_above = True
            self.post_message(self.NeedAbove(self, rows[0].key))

    def _reveal(self) -> None:
        """The snippet of the post under the cursor is to be seen too."""
        super()._reveal()
        row, top = self.highlighted, self.scroll_offset.y
        number = self.number_of(row.id) if row and row.id in self.snippets else None
        if number is not None and self.view.height > 1 and number + 1 == top + self.view.height:
            self._scroll(top + 1)

    def action_open(self) -> None:
        """Read the post under the cursor."""
        if self.highlighted is not None:
            self.post_message(self.Opened(self, self.highlighted))

    def action_top(self) -> None:
        """Go to the first post, or have it fetched."""
        if self.window.more_before:
            self.post_message(self.TopWanted(self))
        else:
            super().action_top()

    def action_bottom(self) -> None:
        """Go to the last post, or have it fetched."""
        if self.window.more_after:
            self.post_message(self.BottomWanted(self))
        else:
            super().action_bottom()

    # --- the selection -------------------------------------------------------------------------------

    @property
    def is_selecting(self) -> bool:
        """The selection grows as the cursor moves."""
        return self._anchor is not None

    def select_none(self) -> None:
        """Drop the selection."""
        self._kept, self._anchor = Selection(), None
        self._select()

    def action_select_run(self) -> None:
        """Begin a run that follows the cursor, or end it."""
        if self.highlighted is not None:
            self._kept = self.selection
            self._anchor = None if self.is_selecting else self.highlighted.key
            self._select()
            self.post_message(self.SelectionChanged(self))

    def action_select_one(self) -> None:
        """Select the post under the cursor, or leave it out."""
        if self.highlighted is not None:
            key = self.highlighted.key
            one, chosen = PostRun(key, key), self.selection
            self._kept, self._anchor = chosen.without(one) if key in chosen else chosen.with_run(one), None
            self._select()

    def action_select_none(self) -> None:
        """Drop the selection."""
        self.select_none()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is selected, the key means what it means elsewhere."""
        return bool(self.selection) if action == "select_none" else True

    def _select(self) -> None:
        """Select what was kept, and the run to the cursor."""
        chosen, row = self._kept, self.highlighted
        if self._anchor is not None and row is not None:
            chosen = chosen.with_run(PostRun.between(self._anchor, row.key))
        if chosen != self.selection:
            sight = self._sight()
            self.selection = chosen
            self._repaint_what_differs(sight)
            self.post_message(self.SelectionChanged(self))

    # --- the lines -----------------------------------------------------------------------------------

    def key_of(self, line: PostLine) -> PostId | None:
        """A post is known by its id; the cursor passes over days and snippets."""
        return line.id if isinstance(line, PostRow) else None

    def is_marked(self, line: PostLine) -> bool:
        """A selected post bears a mark."""
        return isinstance(line, PostRow) and line.key in self.selection

    def parts(self, line: PostLine, width: int) -> Iterable[Part]:
        """Draw a post, its snippet, or the heading of a day."""
        if isinstance(line, Day):
            return day_parts(line, width)
        if isinstance(line, PostRow):
            return post_parts(line, width, self.show_blog, self.is_marked(line))
        return snippet_parts(line, width)
