"""The desk for the library pane: its lines, and which list of posts they lead to."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_blog.model.blog import Blog
from tui_blog.model.text import clean_line
from tui_blog.services.library import Library
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.entries import ALL, SEARCH, SEARCH_SIGN, library_entries, query_of
from tui_blog.ui.widgets.lists.library_tree import LibraryEntry, LibraryTree

if TYPE_CHECKING:
    from tui_blog.model.saved_search import SavedSearch


class LibraryDesk(Desk):
    """Fills the library pane from the store, and knows which of its lists was chosen."""

    def __init__(self, screen: Screen[None], tree: LibraryTree, library: Library) -> None:
        super().__init__(screen)
        self.tree = tree
        self._library = library
        self._folded: frozenset[str] = frozenset()
        self._blogs: tuple[Blog, ...] = ()
        self._searches: tuple[SavedSearch, ...] = ()
        self.key = ALL
        self.visiting: Blog | None = None
        """A blog that was opened by its URL and is not followed."""

    @property
    def blog(self) -> Blog | None:
        """The blog whose list is shown, if it is one blog's."""
        return self.blog_of(self.key)

    @property
    def _everyone(self) -> tuple[Blog, ...]:
        return (*self._blogs, self.visiting) if self.visiting else self._blogs

    @property
    def label(self) -> str:
        """What the library calls the list that is shown."""
        if self._entry is None and self.is_search:
            return f"{SEARCH_SIGN} {clean_line(self.key.removeprefix(SEARCH), 60)}"
        return self._entry.label if self._entry else "Posts"

    @property
    def is_search(self) -> bool:
        """What is shown was found."""
        return self.key.startswith(SEARCH)

    @property
    def is_kept(self) -> bool:
        """What is shown was found by a search that the person keeps."""
        return self._kept(self.key) is not None

    @property
    def pointed_search(self) -> "SavedSearch | None":
        """The kept search under the library's cursor, or the one that found what is shown."""
        return self._kept(self.pointed) or self._kept(self.key)

    def _kept(self, key: str) -> "SavedSearch | None":
        return next((search for search in self._searches if key == f"{SEARCH}{search.query}"), None)

    @property
    def keeps_searches(self) -> bool:
        """There are searches whose finds are counted."""
        return bool(self._searches)

    @property
    def is_empty(self) -> bool:
        """Nothing is followed and nothing is visited."""
        return not self._blogs and self.visiting is None

    def followed(self) -> tuple[Blog, ...]:
        """Every blog of the library."""
        return self._blogs

    def blogs_of(self, key: str) -> tuple[Blog, ...]:
        """The blogs whose posts a list holds: one, those under a tag, or all that are followed."""
        query = query_of(key)
        if query.blog_id is not None:
            return tuple(blog for blog in self._everyone if blog.id == query.blog_id)
        return tuple(blog for blog in self._blogs if query.tag in blog.tags) or self._blogs

    def blog_of(self, key: str) -> Blog | None:
        """The blog whose posts a list holds, if it is one blog's."""
        number = query_of(key).blog_id
        return next((blog for blog in self._everyone if blog.id == number), None)

    @property
    def pointed(self) -> str:
        """The list that a key is about: in the library that under its cursor, elsewhere the shown one."""
        entry = self.tree.highlighted if self.screen.focused is self.tree else None
        return entry.key if entry else self.key

    def show_library(self) -> None:
        """Read the library's lines anew (kept counts: a matter of a millisecond)."""
        self._blogs = self._library.blogs()
        self.visiting = self._library.blog(self.visiting.id) if self.visiting else None
        counts, tags = self._library.counts(), self._library.tags()
        self._searches = self._library.searches()
        self.tree.entries = library_entries(
            self._blogs, counts, tags, self._folded, self.visiting, self._searches
        )

    def toggle(self, entry: LibraryEntry) -> None:
        """Fold or unfold a tag."""
        self._folded ^= {entry.key}
        self.show_library()

    @property
    def _entry(self) -> LibraryEntry | None:
        """The library's line for the list that is shown (a blog's may hang under a tag)."""
        fitting = (e for e in self.tree.entries if e.key == self.key or e.key.startswith(f"{self.key}@"))
        return next(fitting, None)

    def _mark_place(self) -> None:
        if self._entry is not None:
            self.tree.highlight(self._entry.key)
