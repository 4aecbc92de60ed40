"""The desk for marks: read and starred, of one post, of the selected ones, of a whole list; and undo."""

from asyncio import to_thread
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PLAIN, PostQuery, PostRow
from tui_blog.model.selection import Selection
from tui_blog.services.marking import Marking
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.listing import ListingDesk
from tui_blog.ui.entries import OUTBOX, SEARCH, list_of, query_of
from tui_blog.ui.list_filter import NO_FILTER
from tui_blog.ui.words import counted

if TYPE_CHECKING:
    from tui_blog.ui.desks.finder import Finder

COUNTED = 10_000
"""Selected posts that are counted; more of them are more than that."""

Selected = Callable[[], tuple[PostId, ...]]
"""Reads which posts are selected, which may take time."""


@dataclass(frozen=True, slots=True)
class Left:
    """Where the cursor was when all was marked read, which may have taken it from there."""

    key: str
    """The list."""
    post: PostRow
    opened: PostId | None
    """The post that was open: it alone stays on a list of what is unread."""


def selected_now(listing: ListingDesk, marking: Marking) -> Selected:
    """What reads the posts that are selected at this moment, whatever is selected by then."""
    selection = listing.posts.selection
    if listing.is_search:  # it has no stretches
        found = listing.found_in(selection)
        return lambda: found
    return partial(marking.chosen, listing.query, listing.filter.words, selection)


class MarkingDesk(Desk):
    """Sets the marks of what the cursor stands on, or of what is selected."""

    def __init__(self, listing: ListingDesk, reading: Reading, marking: Marking) -> None:
        super().__init__(listing.screen)
        self._listing = listing
        self._posts = listing.posts
        self._reading = reading
        self._marking = marking
        self._left: Left | None = None

    # --- one post, or those that are selected ----------------------------------------------------

    def toggle_read(self) -> None:
        """Read becomes unread, and the other way round; of several, all are read unless all were."""
        row = self._posts.highlighted
        if self._posts.selection:
            self._toggle_selected(Mark("read", True), {True: "marked read", False: "marked unread"})
        elif row:
            self._run(self._mark(row.id, Mark("read", not row.read)))

    def toggle_star(self) -> None:
        """Set or take a star; of several, all get one unless all had one."""
        row = self._posts.highlighted
        if self._posts.selection:
            self._toggle_selected(Mark("starred", True), {True: "starred", False: "without star"})
        elif row:
            self._run(self._mark(row.id, Mark("starred", not row.starred)))

    async def _mark(self, post_id: PostId, mark: Mark) -> None:
        await to_thread(self._marking.set, [post_id], mark)
        self._listing.row_changed(post_id)

    def _toggle_selected(self, mark: Mark, names: dict[bool, str]) -> None:
        selected = selected_now(self._listing, self._marking)
        self._posts.select_none()
        self._run(self._toggle(mark, selected, names))

    async def _toggle(self, mark: Mark, selected: Selected, names: dict[bool, str]) -> None:
        number, value = await to_thread(self._marking.toggle, await to_thread(selected), mark)
        self._say_done(number, names[value])

    # --- a whole list ----------------------------------------------------------------------------

    def mark_all_read(self) -> None:
        """Mark what is on the list read, in the library on that under its cursor; nothing that came since."""
        listing, row = self._listing, self._posts.highlighted
        if row is not None:
            self._left = Left(listing.key, row, listing.opened)
        if list_of(listing.pointed) != list_of(listing.key):
            self._mark_another(listing.pointed)
        elif row is not None:
            self._posts.select_none()
            self._run(self._mark_all(listing.query, listing.filter.words, listing.finder, listing.arrived))

    def _mark_another(self, key: str) -> None:
        """Mark what is on a list read that is not shown."""
        listing = self._listing
        finder = listing.find(key, NO_FILTER, PLAIN) if key.startswith(SEARCH) else None
        if key == OUTBOX:
            self.say("There are no posts in the outbox.")
        elif finder is not None or not key.startswith(SEARCH):  # why a search has none was said
            self._run(self._mark_all(query_of(key), "", finder, listing.arrived))

    async def _mark_all(self, query: PostQuery, words: str, finder: "Finder | None", arrived: PostId) -> None:
        if finder is not None:
            unread = await to_thread(finder.unread)
            number = await to_thread(self._marking.set, unread, Mark("read", True))
        else:
            number = await to_thread(self._marking.mark_all_read, query, words, arrived)
        self._say_done(number, "marked read")

    # --- undo ------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last change back: of marks, of tags, of a blog that was removed."""
        self._run(self._undo())

    async def _undo(self) -> None:
        sentence = await to_thread(self._marking.undo)
        self.say(f"{sentence}." if sentence else "Nothing to undo.")
        self._listing.reload(self._back_to())

    def _back_to(self) -> PostRow | None:
        """The post that left the list under the cursor when all was marked read, once it is unread again.

        Who has moved the cursor since stays there.
        """
        left, here = self._left, self._posts.highlighted
        if left is None or left.key != self._listing.key or (here and here.id != left.opened):
            return None
        row = self._reading.row(left.post.id)
        if row is None or row.read or any(shown.id == row.id for shown in self._posts.window.rows):
            return None
        self._left = None
        return row

    # --- what is selected ------------------------------------------------------------------------

    def tell_selection(self) -> None:
        """Say how much is selected."""
        self.run(self._tell_selection(self._posts.selection), "selection")

    async def _tell_selection(self, selection: Selection) -> None:
        number = await self._count(selection)
        ends = f", {self.key_of('posts.select')} ends" if self._posts.is_selecting else ""
        shown = f"more than {COUNTED:,}" if number > COUNTED else f"{number:,}"
        self._listing.tell_selected(f"{shown} selected{ends}" if number else "")

    async def _count(self, selection: Selection) -> int:
        if not selection:
            return 0
        # Only what was found so far can have been selected.
        if self._listing.filter.words or self._listing.is_search:
            return len(self._listing.found_in(selection))
        return await to_thread(self._reading.count, self._listing.query, selection, COUNTED + 1)

    # --- all of them -----------------------------------------------------------------------------

    def _run(self, change: Coroutine[object, object, None]) -> None:
        self.run(change, "mark", exclusive=False)

    def _say_done(self, number: int, done: str) -> None:
        undo = self.key_of("main.undo")
        self.say(
            f"{counted(number, 'post')} {done}. {undo} takes it back." if number else "All read already."
        )
        self._listing.reload()
