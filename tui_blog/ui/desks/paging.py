"""The desk for the rows of the list of posts: which part of the whole list is at hand."""

from abc import abstractmethod
from asyncio import to_thread
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PLAIN, PostQuery, PostRow, PostWindow
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.library import LibraryDesk
from tui_blog.ui.entries import query_of
from tui_blog.ui.list_filter import NO_FILTER
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList

if TYPE_CHECKING:
    from tui_blog.ui.desks.sieve import Sieve

WINDOW = 100
"""Rows fetched at a time: some screens. The first list waits for them, at the end of a page the next ones."""

LIST_GROUP = "list sieve"


class PagingDesk(LibraryDesk):
    """Fills the list bit by bit as the person looks through it, from the store or through a sieve."""

    def __init__(
        self, screen: Screen[None], tree: LibraryTree, posts: PostList, library: Library, reading: Reading
    ) -> None:
        super().__init__(screen, tree, library)
        self.posts = posts
        self._reading = reading
        self.filter = NO_FILTER
        self.arrangement = PLAIN
        self._sieve: Sieve | None = None
        self.changed: Callable[[], None] = lambda: None
        """Hears that posts or their marks are others now."""
        self.arrived = PostId(0)
        """The post that had arrived last when the list was read: what came later is not on it."""
        self.opened: PostId | None = None
        """The post that is being read."""

    @abstractmethod
    def why_empty(self) -> str:
        """Why there is no post, and the way on."""

    @property
    def query(self) -> PostQuery:
        """The list that is shown, except for the words of its filter."""
        query = self.filter.narrowed(query_of(self.key))
        return replace(
            query,
            unread=query.unread or self.arrangement.hides_read,
            oldest_first=self.arrangement.oldest_first,
        )

    def reload(self, back_to: PostRow | None = None) -> None:
        """Show what the store holds now, without moving what the person looks at.

        With `back_to` the cursor goes to that post, which had left the list and is on it again.
        """
        self.arrived = self._reading.newest_id()
        self.show_library()
        self.changed()
        self.posts.stays = self._what_stays()
        row = back_to or self.posts.highlighted
        if self._sieve is not None:
            self._look_again(self._sieve, row)
        elif row is None:
            self.top()
        else:
            window = self._reading.around(self.query, row.key, WINDOW)
            self.posts.empty_text = self.why_empty()
            self.posts.replace(window, highlight=row.id, keep_place=True)

    def keep_up(self) -> None:
        """Show what another instance on the library did, if it did anything."""
        if self._library.was_changed_elsewhere():
            self.reload()

    def _what_stays(self) -> PostRow | None:
        """The open post, which is read by now, where the list holds it but for that."""
        row = self._reading.row(self.opened) if self.opened and self.query.unread else None
        if row is None:
            return None
        found = self._reading.around(replace(self.query, unread=False), row.key, 1).rows
        return row if found and found[0].id == row.id else None

    def _look_again(self, sieve: "Sieve", row: PostRow | None) -> None:
        # One that is at work finds what has come since where it gets to; begun anew, it might never end.
        # A search is answered before that matters, and must not miss what was indexed while it was asked.
        if self.is_search or not sieve.is_busy:
            self.run(sieve.from_the_top() if row is None else sieve.again(row), LIST_GROUP)

    def below(self, after: PostKey) -> None:
        """The list came near its lower end."""
        if self._sieve is None:
            self.run(self._fetch(lambda: self._window(after=after), self.posts.append), "list below")
        elif not self._sieve.is_busy:
            self.run(self._sieve.below(), LIST_GROUP)

    def above(self, before: PostKey) -> None:
        """The list came near its upper end."""
        if self._sieve is None:
            self.run(self._fetch(lambda: self._window(before=before), self.posts.prepend), "list above")
        elif not self._sieve.is_busy:
            self.run(self._sieve.above(), LIST_GROUP)

    def top(self) -> None:
        """Go to the first post."""
        self.arrived = self._reading.newest_id()
        if self._sieve is None:
            self._show(self._window())
        else:
            self.run(self._sieve.from_the_top(), LIST_GROUP)

    def bottom(self) -> None:
        """Go to the last post that is stored."""
        if self._sieve is None:
            window = self._reading.last_window(self.query, WINDOW)
            self._show(window, window.rows[-1].id if window.rows else None)
        else:
            self.run(self._sieve.from_the_bottom(), LIST_GROUP)

    def _show(self, window: PostWindow, highlight: PostId | None = None) -> None:
        self.posts.empty_text = self.why_empty()
        self.posts.replace(window, highlight=highlight, keep_place=False)

    def _window(self, *, after: PostKey | None = None, before: PostKey | None = None) -> PostWindow:
        return self._reading.window(self.query, after=after, before=before, limit=WINDOW)

    async def _fetch(self, read: Callable[[], PostWindow], show: Callable[[PostWindow], None]) -> None:
        query = self.query
        window = await to_thread(read)
        if query == self.query and self._sieve is None:
            show(window)
