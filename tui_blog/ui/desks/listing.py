"""The desk for the list of posts: which list it is, how it is arranged, and what a filter lets through."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_blog.model.blog import Blog
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PLAIN, Arrangement, PostRow
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.edges import EdgesDesk
from tui_blog.ui.desks.paging import LIST_GROUP, WINDOW
from tui_blog.ui.entries import ALL, ALL_POSTS, UNREAD, list_of, query_of
from tui_blog.ui.list_filter import NO_FILTER, ListFilter
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.widgets.lists.post_window import post_at, unread_near

if TYPE_CHECKING:
    from tui_blog.model.place import Place
    from tui_blog.model.selection import Selection
    from tui_blog.model.sifted import Sifted
    from tui_blog.ui.desks.finder import Finder
    from tui_blog.ui.desks.sieve import Look, Sieve
    from tui_blog.ui.screens.archive import Archive

SLICE = 2_000
"""Titles looked at between two moments at which that may be called off: some milliseconds."""


class ListingDesk(EdgesDesk):
    """Chooses lists, arranges them and narrows them down, and goes from post to post."""

    def __init__(
        self, screen: Screen[None], tree: LibraryTree, posts: PostList, library: Library, reading: Reading
    ) -> None:
        super().__init__(screen, tree, posts, library, reading)
        self.find: Callable[[str, ListFilter, Arrangement], Finder | None] = lambda *asked: None
        """What finds the posts of a search (see `desks.search`)."""
        self.finder: Finder | None = None
        self._home: PostRow | None = None
        """The post under the cursor before the list was narrowed down."""

    def only_blog(self) -> Blog | None:
        """The blog under the library's cursor, the shown one, or the only one there is.

        None where one must be chosen, which is said.
        """
        only = self._blogs[0] if len(self._blogs) == 1 else None
        if blog := self.blog_of(self.pointed) or self.blog or only:
            return blog
        way = f"Choose one blog first: {self.key_of('main.library')} leads to the library."
        self.say(way if self._blogs else self.why_empty())
        return None

    def show_library(self) -> None:
        """Read the library's lines anew, and what the list is called."""
        super().show_library()
        self.tell_above()

    def visit(self, blog: Blog) -> None:
        """Show a blog that may not be followed."""
        self.visiting = blog
        self.choose(f"blog:{blog.id}")

    def choose(self, key: str, *, at: PostRow | None = None) -> None:
        """Show another list, from its top or with the cursor on a post of it."""
        self.key = key
        self.arrangement = self._reading.arrangement(list_of(key))
        self._set_filter(NO_FILTER)
        self.show_library()
        self._mark_place()
        if at is None or self._sieve is not None:
            self.top()
        else:
            window = self._reading.around(self.query, at.key, WINDOW)
            self._show(window, post_at(window, at, oldest_first=self.arrangement.oldest_first))

    def come_back(self, place: "Place") -> PostRow | None:
        """Show the list of a place, and return its post, under the cursor; where it is gone, all posts."""
        row = self._reading.row(place.post_id) if place.post_id else None
        self.choose(place.key, at=row)
        if self._is_listed:
            return row
        self.choose(ALL)
        return None

    def place(self, reading: PostId | None) -> "Place":
        """Where the person is, who may be reading a post: in a list that will be there again."""
        from tui_blog.model.place import Place

        row = self.posts.highlighted
        post_id = reading or (row.id if row else None)
        return Place(self.key if self._is_listed else ALL, post_id, reading is not None)

    @property
    def _is_listed(self) -> bool:
        return self._entry is not None or (self.blog is not None and self.blog.subscribed)

    # --- the arrangement -------------------------------------------------------------------------

    def toggle_order(self) -> None:
        """Begin the list with its oldest posts, or with its newest, and go there."""
        oldest_first = not self.arrangement.oldest_first
        self._arrange(replace(self.arrangement, oldest_first=oldest_first))
        self.top()
        self.say(f"{'Oldest' if oldest_first else 'Newest'} first.{self._missing() if oldest_first else ''}")

    def _missing(self) -> str:
        if self.blog is None or self.blog.archive_done:
            return ""
        return f" {self.key_of('main.older')} fetches still older posts."

    def toggle_read(self) -> None:
        """Leave what is read out of the list, or show it too; the cursor stays where it can."""
        hides_read = not self.arrangement.hides_read
        if self.key == UNREAD:
            self.say("This list holds unread posts only.")
            return
        self._arrange(replace(self.arrangement, hides_read=hides_read))
        self.reload()
        self.say("Read posts are hidden here." if hides_read else "Read posts are shown too.")

    def _arrange(self, wanted: Arrangement) -> None:
        self.arrangement = wanted
        self._reading.arrange(list_of(self.key), wanted)
        self._set_filter(self.filter)

    # --- the filter ------------------------------------------------------------------------------

    def narrow(self, wanted: ListFilter) -> None:
        """Show what a filter lets through of the list, from the top; without one, the whole list again.

        The cursor then stands on the post that it was on, or on the one it was on before.
        """
        here = self.posts.highlighted or self._home
        if not self.filter:
            self._home = self.posts.highlighted
        self._set_filter(wanted)
        self.tell_above()
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
            ALL_POSTS if self.is_search else self.label,  # a search is narrowed down to a month, not counted
            lambda: self._reading.months(query),
            here=Month.at(row.key.sorted_at) if row else None,
            is_whole=blog is None or blog.archive_done,
        )

    def _set_filter(self, wanted: ListFilter) -> None:
        self.posts.select_none()
        self.arrived = self._reading.newest_id()
        self.filter = wanted
        self.posts.oldest_first = self.arrangement.oldest_first
        self._sieve = self.posts.stays = None
        self.screen.workers.cancel_group(self.screen, LIST_GROUP)
        self.tell_looked("")
        self.finder = self.find(self.key, wanted, self.arrangement) if self.is_search else None
        self.posts.snippets = self.finder.snippets if self.finder else {}
        if self.is_search:
            look = self.finder.look if self.finder else self._find_nothing
            self._sieve = self._made_sieve(look, "No post fits.")
        elif wanted.words:
            self._sieve = self._made_sieve(self._sift, f"No title here holds “{wanted.words}”.")

    def _made_sieve(self, look: "Look", nothing: str) -> "Sieve":
        from tui_blog.ui.desks.sieve import Sieve  # the first list can do without

        return Sieve(self.posts, look, nothing, self.tell_looked)

    def _sift(self, after: PostKey | None, before: PostKey | None, enough: int) -> "Sifted":
        query, words = self.query, self.filter.words
        return self._reading.sift(query, words, after=after, before=before, limit=SLICE, enough=enough)

    def _find_nothing(self, after: PostKey | None, before: PostKey | None, enough: int) -> "Sifted":
        from tui_blog.model.sifted import Sifted  # the first list can do without

        return Sifted((), None)

    # --- the list --------------------------------------------------------------------------------

    def why_empty(self) -> str:
        """Why there is no post, and the way on."""
        if self.filter:
            return (
                f"No post fits the filter: {self.filter.label}. {self.key_of('main.back')} shows all again."
            )
        if self.is_empty:
            return f"The library is empty. {self.key_of('main.add')} adds a blog."
        if self.arrangement.hides_read:
            return f"No unread posts here. {self.key_of('main.hide_read')} shows those that are read too."
        match self.key:
            case "unread":
                return "No unread posts."
            case "starred":
                return f"No starred posts. {self.key_of('main.star')} stars one."
            case _:
                why = f"{self.blog.error}\n" if self.blog and self.blog.error else "Nothing here yet. "
                return f"{why}{self.key_of('main.refresh')} looks for new posts."

    def found_in(self, selection: "Selection") -> tuple[PostId, ...]:
        """Of the posts that were found so far, those that are selected."""
        return tuple(row.id for row in self.posts.window.rows if row.key in selection)

    def tell_no_post(self) -> None:
        """A key asked for a post where none is."""
        self.say(self.why_empty())

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
        """The oldest stored post of the whole list, and its last."""
        window = self.posts.window
        is_whole = not self.filter and self.arrangement == PLAIN
        return is_whole and bool(window.rows) and window.rows[-1].id == row.id and not window.more_after

    def row_changed(self, post_id: PostId) -> None:
        """A post's marks changed: its line and the counts follow."""
        row = self._reading.row(post_id)
        if row is not None:
            self.posts.update_rows({post_id: row})
        self.show_library()
        self.changed()
