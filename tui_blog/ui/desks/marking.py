"""The desk for marks: read and starred, of one post, of the selected ones, of a whole list; and undo."""

from asyncio import to_thread
from collections.abc import Callable, Coroutine
from dataclasses import replace

from tui_blog.model.post import PostId, PostKey, PostQuery, PostRow
from tui_blog.model.selection import PostRun, Selection
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.listing import ListingDesk
from tui_blog.ui.entries import OUTBOX
from tui_blog.ui.words import counted

COUNTED = 10_000
"""Selected posts that are counted; more of them are more than that."""

_BOTTOM = PostKey(-(2**62), PostId(0))

Toggle = Callable[[PostQuery, str, Selection], tuple[int, bool]]


class MarkingDesk(Desk):
    """Sets the marks of what the cursor stands on, or of what is selected."""

    def __init__(self, listing: ListingDesk, reading: Reading) -> None:
        super().__init__(listing.screen)
        self._listing = listing
        self._posts = listing.posts
        self._reading = reading

    # --- one post, or those that are selected ----------------------------------------------------

    def toggle_read(self) -> None:
        """Read becomes unread, and the other way round; of several, all are read unless all were."""
        if self._posts.selection:
            self._toggle_selected(self._reading.toggle_read, {True: "marked read", False: "marked unread"})
        elif row := self._posts.highlighted:
            self._run(self._mark(self._reading.set_read, row, not row.read))

    def toggle_star(self) -> None:
        """Set or take a star; of several, all get one unless all had one."""
        if self._posts.selection:
            self._toggle_selected(self._reading.toggle_starred, {True: "starred", False: "without star"})
        elif row := self._posts.highlighted:
            self._run(self._mark(self._reading.set_starred, row, not row.starred))

    async def _mark(self, change: Callable[[PostRow, bool], None], row: PostRow, value: bool) -> None:
        await to_thread(change, row, value)
        self._listing.row_changed(row.id)

    def _toggle_selected(self, toggle: Toggle, names: dict[bool, str]) -> None:
        selection = self._posts.selection
        self._posts.select_none()
        self._run(self._toggle(toggle, self._listing.query, selection, names))

    async def _toggle(
        self, toggle: Toggle, query: PostQuery, chosen: Selection, names: dict[bool, str]
    ) -> None:
        number, value = await to_thread(toggle, query, self._listing.filter.words, chosen)
        self._say_done(number, names[value])

    # --- a whole list ----------------------------------------------------------------------------

    def mark_all_read(self) -> None:
        """Mark what is on the list read: from its newest shown post down, nothing that came since."""
        rows = self._posts.window.rows
        if rows and self._listing.key != OUTBOX:
            self._posts.select_none()
            self._run(self._mark_all(rows[0].key))

    async def _mark_all(self, newest: PostKey) -> None:
        query, words = self._listing.query, self._listing.filter.words
        if words:
            everything = Selection((PostRun(newest, _BOTTOM),))
            unread = replace(query, unread=True)
            number, _ = await to_thread(self._reading.toggle_read, unread, words, everything)
        else:
            number = await to_thread(self._reading.mark_all_read, query, newest)
        self._say_done(number, "marked read")

    # --- undo ------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last change of marks back."""
        self._run(self._undo())

    async def _undo(self) -> None:
        sentence = await to_thread(self._reading.undo)
        self.say(sentence or "Nothing to undo.")
        self._listing.reload()

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
        if self._listing.filter.words:  # only what was found so far can have been selected
            return sum(row.key in selection for row in self._posts.window.rows)
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
