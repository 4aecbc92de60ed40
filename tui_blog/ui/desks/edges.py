"""The desk for the edges of the list of posts: which list it is, and what is to be known of it."""

from rich.cells import cell_len
from textual.markup import escape
from textual.screen import Screen

from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostWindow
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.ui.desks.paging import PagingDesk
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.widgets.lists.post_rows import BLOG_FROM

FRAME = len("╭─  ─╮")
"""Cells of the upper edge that hold no words."""
LEAST = 8
"""Cells of a name that is cut."""


class EdgesDesk(PagingDesk):
    """Says above the list what it is, and below it how it is arranged and how much of it is selected."""

    def __init__(
        self, screen: Screen[None], tree: LibraryTree, posts: PostList, library: Library, reading: Reading
    ) -> None:
        super().__init__(screen, tree, posts, library, reading)
        self._looked = self._selected = ""

    def tell_edges(self) -> None:
        """Say it in the room that there is now."""
        self.tell_above()
        self.tell_below()

    def tell_above(self) -> None:
        """Say which list it is."""
        blog = self.blog
        self.posts.show_blog = blog is None
        unread = f"{blog.unread:,} unread" if blog and blog.unread else ""
        about = self.filter.label or unread
        self.posts.tell_above(escape(f"{self._cut(self.label, about)} · {about}" if about else self.label))

    def _cut(self, label: str, about: str) -> str:
        """The label within what is left of the edge: the name of a blog can be guessed, its count cannot."""
        room = self._room_beside(f" · {about}")
        return label if cell_len(label) <= room or room < LEAST else fit(label, room).rstrip()

    def _room_beside(self, words: str) -> int:
        """Cells of an edge that are left."""
        return self.posts.outer_size.width - FRAME - cell_len(words)

    def tell_looked(self, words: str) -> None:
        """Say below the list how far it was looked through."""
        self._looked = words
        self.tell_below()

    def tell_selected(self, words: str) -> None:
        """Say there how much of it is selected, which comes first."""
        self._selected = words
        self.tell_below()

    def tell_below(self) -> None:
        """Say how the list is arranged and whose the post is, or, for it comes first, what is selected."""
        order = "oldest first" if self.arrangement.oldest_first else ""
        read = "read hidden" if self.arrangement.hides_read else ""
        told = " · ".join(filter(None, [self._looked, order, read]))
        self.posts.tell_below(escape(self._selected or self._with_blog(told)))

    def _with_blog(self, told: str) -> str:
        """What is told with the unnamed blog behind it, if a good part of its name has room."""
        blog = self._unnamed_blog if self._room_beside(f"{told} · ") >= LEAST else ""
        return " · ".join(filter(None, [told, blog]))

    @property
    def _unnamed_blog(self) -> str:
        """Of the post under the cursor, in a list of several blogs that has no room for their names."""
        row, has_room = self.posts.highlighted, self.posts.view.width >= BLOG_FROM
        is_of_several = self.blog is None and len(self.followed()) > 1
        return row.blog_title if row and is_of_several and not has_room else ""

    def _show(self, window: PostWindow, highlight: PostId | None = None) -> None:
        super()._show(window, highlight)
        self.tell_below()
