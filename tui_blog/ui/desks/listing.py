"""The desk for the list of posts: which part of it is shown, and what of it a filter lets through."""

from asyncio import to_thread
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.markup import escape
from textual.screen import Screen

from tui_blog.model.post import Blog, PostId, PostKey, PostQuery, PostRow, PostWindow, Sifted
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.library import LibraryDesk
from tui_blog.ui.desks.sieve import Sieve
from tui_blog.ui.entries import query_of
from tui_blog.ui.list_filter import NO_FILTER, ListFilter
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.widgets.lists.post_window import unread_near

if TYPE_CHECKING:
    from tui_blog.model.selection import Selection
    from tui_blog.ui.desks.finder import Finder
    from tui_blog.ui.screens.archive import Archive

WINDOW = 200
"""Rows fetched at a time: a few screens of the tallest terminal."""

SLICE = 2_000
"""Titles looked at between two moments at which that may be called off: some milliseconds."""

LIST_GROUP = "list sieve"


class ListingDesk(LibraryDesk):
    """Fills the list of posts from the store: all of it, or what a filter lets through."""

    def __init__(
        self, screen: Screen[None], tree: LibraryTree, posts: PostList, library: Library, reading: Reading
    ) -> None:
        super().__init__(screen, tree, library)
        self.posts = posts
        self._reading = reading
        self.filter = NO_FILTER
        self._sieve: Sieve | None = None
        self.find: Callable[[str, ListFilter], Finder | None] = lambda key, wanted: None
        """What finds the posts of a search (see `desks.search`)."""
        self.changed: Callable[[], None] = lambda: None
        """Hears that posts or their marks are others now."""
        self.finder: Finder | None = None
        self._looked = self._selected = ""
        self.arrived = PostId(0)
        """The post that had arrived last when the list was read: what came later is not on it."""
        self._home: PostRow | None = None
        """The post under the cursor before the list was narrowed down."""

    @property
    def query(self) -> PostQuery:
        """The list that is shown, except for the words of its filter."""
        return self.filter.narrowed(query_of(self.key))

    def only_blog(self) -> Blog | None:
        """The blog that is shown, or the only one there is; None where one must be chosen, which is said."""
        if blog := self.blog or (self._blogs[0] if len(self._blogs) == 1 else None):
            return blog
        way = f"Choose one blog first: {self.key_of('main.library')} leads to the library."
        self.say(way if self._blogs else self._why_empty())
        return None

    def show_library(self) -> None:
        """Read the library's lines anew, and what the list is called."""
        super().show_library()
        self._show_title()

    def visit(self, blog: Blog) -> None:
        """Show a blog that may not be followed."""
        self.visiting = blog
        self.choose(f"blog:{blog.id}")

    def choose(self, key: str, *, at: PostRow | None = None) -> None:
        """Show another list, from its top or with the cursor on a post of it."""
        self.key = key
        self._set_filter(NO_FILTER)
        self.show_library()
        self._mark_place()
        if at is None or self._sieve is not None:
            self.top()
        else:
            self._show(self._reading.around(self.query, at.key, WINDOW), at.id)

    def _show_title(self) -> None:
        blog = self.blog
        self.posts.show_blog = blog is None
        unread = f"{blog.unread} unread" if blog and blog.unread else ""
        about = self.filter.label or unread
        self.posts.tell_above(escape(f"{self.label} · {about}" if about else self.label))

    # --- the filter ------------------------------------------------------------------------------

    def narrow(self, wanted: ListFilter) -> None:
        """Show what a filter lets through of the list, from the top; without one, the whole list again.

        The cursor then stands on the post that it was on, or on the one it was on before.
        """
        here = self.posts.highlighted or self._home
        if not self.filter:
            self._home = self.posts.highlighted
        self._set_filter(wanted)
        self._show_title()
        if self.is_search and not wanted and here is not None and self._sieve is not None:
            self.run(self._sieve.again(here), LIST_GROUP)
        elif wanted or here is None:
            self.top()
        else:
            window = self._reading.around(self.query, here.key, WINDOW)
            self._show(window, here.id)

    def archive(self) -> "Archive":
        """What the picture of the whole list's months is drawn from."""
        from tui_blog.model.archive import Month
        from tui_blog.ui.screens.archive import Archive

        row, blog, query = self.posts.highlighted, self.blog, query_of(self.key)
        return Archive(
            self.label,
            lambda: self._reading.months(query),
            here=Month.at(row.key.sorted_at) if row else None,
            is_whole=blog is None or blog.archive_done,
        )

    def _set_filter(self, wanted: ListFilter) -> None:
        self.posts.select_none()
        self.arrived = self._reading.newest_id()
        self.filter = wanted
        self._sieve = None
        self.screen.workers.cancel_group(self.screen, LIST_GROUP)
        self.tell_looked("")
        self.finder = self.find(self.key, wanted) if self.is_search else None
        self.posts.snippets = self.finder.snippets if self.finder else {}
        if self.is_search:
            look = self.finder.look if self.finder else _nothing
            self._sieve = Sieve(self.posts, look, "No post fits.", self.tell_looked)
        elif wanted.words:
            nothing = f"No title here holds “{wanted.words}”."
            self._sieve = Sieve(self.posts, self._sift, nothing, self.tell_looked)

    def _sift(self, after: PostKey | None, before: PostKey | None, enough: int) -> Sifted:
        query, words = self.query, self.filter.words
        return self._reading.sift(query, words, after=after, before=before, limit=SLICE, enough=enough)

    def tell_looked(self, words: str) -> None:
        """Say below the list how far it was looked through."""
        self._looked = words
        self.posts.tell_below(escape(self._selected or words))

    def tell_selected(self, words: str) -> None:
        """Say there how much of it is selected, which comes first."""
        self._selected = words
        self.posts.tell_below(escape(words or self._looked))

    # --- the list --------------------------------------------------------------------------------

    def _show(self, window: PostWindow, highlight: PostId | None = None) -> None:
        self.posts.empty_text = self._why_empty()
        self.posts.replace(window, highlight=highlight, keep_place=False)

    def _why_empty(self) -> str:
        """Why there is no post, and the way on."""
        if self.filter:
            return (
                f"No post fits the filter: {self.filter.label}. {self.key_of('main.back')} shows all again."
            )
        if self.is_empty:
            return f"The library is empty. {self.key_of('main.add')} adds a blog."
        match self.key:
            case "unread":
                return "No unread posts."
            case "starred":
                return f"No starred posts. {self.key_of('main.star')} stars one."
            case _:
                return f"Nothing here yet. {self.key_of('main.refresh')} looks for new posts."

    def found_in(self, selection: "Selection") -> tuple[PostId, ...]:
        """Of the posts that were found so far, those that are selected."""
        return tuple(row.id for row in self.posts.window.rows if row.key in selection)

    def tell_no_post(self) -> None:
        """A key asked for a post where none is."""
        self.say(self._why_empty())

    def reload(self) -> None:
        """Show what the store holds now, without moving what the person looks at."""
        self.arrived = self._reading.newest_id()
        self.show_library()
        self.changed()
        row = self.posts.highlighted
        if self._sieve is not None:
            self._look_again(self._sieve, row)
        elif row is None:
            self.top()
        else:
            window = self._reading.around(self.query, row.key, WINDOW)
            self.posts.replace(window, highlight=row.id, keep_place=True)

    def keep_up(self) -> None:
        """Show what another instance on the library did, if it did anything."""
        if self._library.was_changed_elsewhere():
            self.reload()

    def _look_again(self, sieve: Sieve, row: PostRow | None) -> None:
        # One that is at work finds what has come since where it gets to; begun anew, it might never end.
        # A search is answered before that matters, and must not miss what was indexed while it was asked.
        if self.is_search or not sieve.is_busy:
            self.run(sieve.from_the_top() if row is None else sieve.again(row), LIST_GROUP)

    def older(self, after: PostKey) -> None:
        """The list came near its lower end."""
        if self._sieve is None:
            self.run(self._fetch(lambda: self._window(after=after), self.posts.append), "list older")
        elif not self._sieve.is_busy:
            self.run(self._sieve.older(), LIST_GROUP)

    def newer(self, before: PostKey) -> None:
        """The list came near its upper end."""
        if self._sieve is None:
            self.run(self._fetch(lambda: self._window(before=before), self.posts.prepend), "list newer")
        elif not self._sieve.is_busy:
            self.run(self._sieve.newer(), LIST_GROUP)

    def top(self) -> None:
        """Go to the newest post."""
        self.arrived = self._reading.newest_id()
        if self._sieve is None:
            self._show(self._window())
        else:
            self.run(self._sieve.from_the_top(), LIST_GROUP)

    def bottom(self) -> None:
        """Go to the oldest post that is stored."""
        if self._sieve is None:
            window = self._reading.last_window(self.query, WINDOW)
            self._show(window, window.rows[-1].id if window.rows else None)
        else:
            self.run(self._sieve.from_the_bottom(), LIST_GROUP)

    def _window(self, *, after: PostKey | None = None, before: PostKey | None = None) -> PostWindow:
        return self._reading.window(self.query, after=after, before=before, limit=WINDOW)

    async def _fetch(self, read: Callable[[], PostWindow], show: Callable[[PostWindow], None]) -> None:
        query = self.query
        window = await to_thread(read)
        if query == self.query and self._sieve is None:
            show(window)

    # --- going from post to post -----------------------------------------------------------------

    def next_unread(self, backwards: bool = False) -> PostRow | None:
        """Go to the next (or previous) unread post of the list; its row, if there is one."""
        key = self._unread_near(backwards)
        if key is None:
            self.say("No unread post above." if backwards else "No more unread posts here.")
            return None
        if not self.posts.highlight(key.id):
            window = self._reading.around(self.query, key, WINDOW)
            self.posts.replace(window, highlight=key.id, keep_place=False)
        return self.posts.highlighted

    def _unread_near(self, backwards: bool) -> PostKey | None:
        row = self.posts.highlighted
        here = row.key if row else None
        if self._sieve is not None:
            return unread_near(self.posts.window.rows, row, backwards)
        find = self._reading.previous_unread if backwards else self._reading.next_unread
        return find(self.query, here)

    def step(self, down: bool) -> PostRow | None:
        """Go to the next or previous post; its row, or None at the end of the list."""
        before = self.posts.highlighted
        (self.posts.action_cursor_down if down else self.posts.action_cursor_up)()
        row = self.posts.highlighted
        return row if row != before else None

    def is_at_end(self, row: PostRow) -> bool:
        """The oldest stored post of the whole list."""
        window = self.posts.window
        return (
            not self.filter and bool(window.rows) and window.rows[-1].id == row.id and not window.more_after
        )

    def row_changed(self, post_id: PostId) -> None:
        """A post's marks changed: its line and the counts follow."""
        row = self._reading.row(post_id)
        if row is not None:
            self.posts.update_rows({post_id: row})
        self.show_library()
        self.changed()


def _nothing(after: PostKey | None, before: PostKey | None, enough: int) -> Sifted:
    return Sifted((), None)
