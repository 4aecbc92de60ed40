"""The desk for the library pane and the list of posts: which list, which part of it, which marks."""

from asyncio import to_thread
from collections.abc import Callable

from textual.markup import escape
from textual.screen import Screen

from tui_blog.model.post import Blog, PostId, PostKey, PostQuery, PostRow, PostWindow
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.entries import ALL, OUTBOX, library_entries, query_of
from tui_blog.ui.widgets.library_tree import LibraryEntry, LibraryTree
from tui_blog.ui.widgets.post_list import PostList
from tui_blog.ui.words import counted

WINDOW = 200
"""Rows fetched at a time: a few screens of the tallest terminal."""


class ListingDesk(Desk):
    """Fills the library and the list from the store."""

    def __init__(
        self, screen: Screen[None], tree: LibraryTree, posts: PostList, library: Library, reading: Reading
    ) -> None:
        super().__init__(screen)
        self.tree = tree
        self.posts = posts
        self._library = library
        self._reading = reading
        self._folded: frozenset[str] = frozenset()
        self._blogs: tuple[Blog, ...] = ()
        self.key = ALL
        self.visiting: Blog | None = None
        """A blog that was opened by its URL and is not followed."""

    @property
    def query(self) -> PostQuery:
        """The list that is shown."""
        return query_of(self.key)

    @property
    def blog(self) -> Blog | None:
        """The blog whose list is shown, if it is one blog's."""
        shown = self.query.blog_id
        everyone = (*self._blogs, *([self.visiting] if self.visiting else []))
        return next((blog for blog in everyone if blog.id == shown), None)

    def only_blog(self) -> Blog | None:
        """The blog that is shown, or the only one there is; None where one must be chosen, which is said."""
        if blog := self.blog or (self._blogs[0] if len(self._blogs) == 1 else None):
            return blog
        way = f"Choose one blog first: {self.key_of('main.library')} leads to the library."
        self.say(way if self._blogs else self._why_empty())
        return None

    # --- the library -----------------------------------------------------------------------------

    def show_library(self) -> None:
        """Read the library's lines anew (kept counts: a matter of a millisecond)."""
        self._blogs = self._library.blogs()
        self.visiting = self._library.blog(self.visiting.id) if self.visiting else None
        counts = self._library.counts()
        self.tree.entries = library_entries(self._blogs, counts, self._folded, self.visiting)
        self._show_title()

    @property
    def is_empty(self) -> bool:
        """Nothing is followed and nothing is visited."""
        return not self._blogs and self.visiting is None

    def followed(self) -> tuple[Blog, ...]:
        """Every blog of the library."""
        return self._blogs

    def toggle(self, entry: LibraryEntry) -> None:
        """Fold or unfold a tag."""
        self._folded ^= {entry.key}
        self.show_library()

    def visit(self, blog: Blog) -> None:
        """Show a blog that may not be followed."""
        self.visiting = blog
        self.choose(f"blog:{blog.id}")

    def choose(self, key: str) -> None:
        """Show another list, from its top."""
        self.key = key
        self.show_library()
        self._mark_place()
        self._show(self._reading.window(self.query, limit=WINDOW))

    @property
    def _entry(self) -> LibraryEntry | None:
        """The library's line for the list that is shown (a blog's may hang under a tag)."""
        fitting = (e for e in self.tree.entries if e.key == self.key or e.key.startswith(f"{self.key}@"))
        return next(fitting, None)

    def _mark_place(self) -> None:
        if self._entry is not None:
            self.tree.highlight(self._entry.key)

    def _show_title(self) -> None:
        entry, blog = self._entry, self.blog
        label = entry.label if entry else "Posts"
        self.posts.show_blog = blog is None
        self.posts.border_title = escape(f"{label} · {blog.unread} unread" if blog and blog.unread else label)

    # --- the list --------------------------------------------------------------------------------

    def _show(self, window: PostWindow) -> None:
        self.posts.empty_text = self._why_empty()
        self.posts.replace(window, highlight=None, keep_place=False)

    def _why_empty(self) -> str:
        """Why there is no post, and the way on."""
        if self.is_empty:
            return f"The library is empty. {self.key_of('main.add')} adds a blog."
        match self.key:
            case "unread":
                return "No unread posts."
            case "starred":
                return f"No starred posts. {self.key_of('main.star')} stars one."
            case _:
                return f"Nothing here yet. {self.key_of('main.refresh')} looks for new posts."

    def tell_no_post(self) -> None:
        """A key asked for a post where none is."""
        self.say(self._why_empty())

    def reload(self) -> None:
        """Show what the store holds now, without moving what the person looks at."""
        self.show_library()
        row = self.posts.highlighted
        if row is None:
            self._show(self._reading.window(self.query, limit=WINDOW))
        else:
            window = self._reading.around(self.query, row.key, WINDOW)
            self.posts.replace(window, highlight=row.id, keep_place=True)

    def older(self, after: PostKey) -> None:
        """The list came near its lower end."""
        self.run(self._fetch(lambda: self._window(after=after), self.posts.append), "list older")

    def newer(self, before: PostKey) -> None:
        """The list came near its upper end."""
        self.run(self._fetch(lambda: self._window(before=before), self.posts.prepend), "list newer")

    def top(self) -> None:
        """Go to the newest post."""
        self._show(self._window())

    def bottom(self) -> None:
        """Go to the oldest post that is stored."""
        window = self._reading.last_window(self.query, WINDOW)
        last = window.rows[-1].id if window.rows else None
        self.posts.replace(window, highlight=last, keep_place=False)

    def _window(self, *, after: PostKey | None = None, before: PostKey | None = None) -> PostWindow:
        return self._reading.window(self.query, after=after, before=before, limit=WINDOW)

    async def _fetch(self, read: Callable[[], PostWindow], show: Callable[[PostWindow], None]) -> None:
        query = self.query
        window = await to_thread(read)
        if query == self.query:
            show(window)

    # --- going from post to post -----------------------------------------------------------------

    def next_unread(self, backwards: bool = False) -> PostRow | None:
        """Go to the next (or previous) unread post of the list; its row, if there is one."""
        here = self.posts.highlighted.key if self.posts.highlighted else None
        find = self._reading.previous_unread if backwards else self._reading.next_unread
        key = find(self.query, here)
        if key is None:
            self.say("No unread post above." if backwards else "No more unread posts here.")
            return None
        if not self.posts.highlight(key.id):
            window = self._reading.around(self.query, key, WINDOW)
            self.posts.replace(window, highlight=key.id, keep_place=False)
        return self.posts.highlighted

    def step(self, down: bool) -> PostRow | None:
        """Go to the next or previous post; its row, or None at the end of the list."""
        before = self.posts.highlighted
        (self.posts.action_cursor_down if down else self.posts.action_cursor_up)()
        row = self.posts.highlighted
        return row if row != before else None

    def is_at_end(self, row: PostRow) -> bool:
        """The oldest stored post of the list."""
        window = self.posts.window
        return bool(window.rows) and window.rows[-1].id == row.id and not window.more_after

    # --- marks -----------------------------------------------------------------------------------

    def row_changed(self, post_id: PostId) -> None:
        """A post's marks changed: its line and the counts follow."""
        row = self._reading.row(post_id)
        if row is not None:
            self.posts.update_rows({post_id: row})
        self.show_library()

    def toggle_read(self, row: PostRow) -> None:
        """Read becomes unread, and the other way round."""
        self.run(self._mark(self._reading.set_read, row, not row.read), "mark", exclusive=False)

    def toggle_star(self, row: PostRow) -> None:
        """Set or take a star."""
        self.run(self._mark(self._reading.set_starred, row, not row.starred), "mark", exclusive=False)

    async def _mark(self, change: Callable[[PostRow, bool], None], row: PostRow, value: bool) -> None:
        await to_thread(change, row, value)
        self.row_changed(row.id)

    def mark_all_read(self) -> None:
        """Mark what is on the list read: from its newest shown post down, nothing that came since."""
        first = self.posts.window.rows[0] if self.posts.window.rows else None
        if first is not None and self.key != OUTBOX:
            self.run(self._mark_all(first.key), "mark", exclusive=False)

    async def _mark_all(self, newest: PostKey) -> None:
        number = await to_thread(self._reading.mark_all_read, self.query, newest)
        self.say(
            f"{counted(number, 'post')} marked read. {self.key_of('main.undo')} takes it back."
            if number
            else "All read already."
        )
        self.reload()

    def undo(self) -> None:
        """Take the last change of marks back."""
        self.run(self._undo(), "mark", exclusive=False)

    async def _undo(self) -> None:
        sentence = await to_thread(self._reading.undo)
        self.say(sentence or "Nothing to undo.")
        self.reload()
