"""The main screen's parts: its panes, and the desks that do its work.

A desk is imported and made when it first has work: the first list must not wait for it.
"""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from tui_blog.config import Config
from tui_blog.model.post_key import PostId
from tui_blog.services.services import Services
from tui_blog.ui.desks.listing import ListingDesk
from tui_blog.ui.screens.panes import PanedScreen
from tui_blog.ui.widgets.key_line import KeyLine
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from tui_blog.model.comment import OutboxItem
    from tui_blog.ui.desks.changing import ChangingDesk
    from tui_blog.ui.desks.fetching import FetchingDesk
    from tui_blog.ui.desks.full_text import FullTextDesk
    from tui_blog.ui.desks.outbox import OutboxDesk
    from tui_blog.ui.desks.pictures import PictureDesk
    from tui_blog.ui.desks.reader import ReaderDesk
    from tui_blog.ui.desks.writing import WritingDesk
    from tui_blog.ui.widgets.reader.document_view import DocumentView

LineT = TypeVar("LineT", bound=Widget)

TOO_SMALL = "Terminal too small.\nIt takes 40 columns\nand 10 lines."


class DeskedScreen(PanedScreen):
    """Three panes, a line for long work, the keys; and a desk for each kind of work."""

    library = query_one(LibraryTree)
    posts = query_one(PostList)
    line = query_one(ProgressLine)

    def __init__(self, services: Services, config: Config) -> None:
        super().__init__()
        self._services = services
        self._config = config

    def compose(self) -> ComposeResult:
        """Panes side by side, a line for long work, the keys."""
        with Horizontal(id="panes"):
            yield LibraryTree(id="library")
            yield PostList(id="posts")
            yield Static(id="reader-to-come")
            yield ProgressLine()
        yield Static(TOO_SMALL, id="too-small")
        yield KeyLine()

    def pane(self, name: str) -> Widget:
        """One of the three; the reader is made for whoever wants it first."""
        return self.view if name == "reader" else super().pane(name)

    def typed_line(self, kind: type[LineT]) -> LineT:
        """A line to type in, above the keys; made for whoever wants it first."""
        if not self.query(kind):
            self.mount(kind(), before=self.query_one(KeyLine))
        return self.query_one(kind)

    @cached_property
    def view(self) -> "DocumentView":
        """The reader, in its pane.

        The first screen shows nothing of it but a frame, and its modules and its style sheet would take a
        fifth of the time until then: it is made once the list is painted, or by the key that is quicker.
        """
        from tui_blog.ui.picture_choice import are_wanted, has_colours
        from tui_blog.ui.widgets.reader.document import NOTHING_OPEN
        from tui_blog.ui.widgets.reader.document_view import DocumentView

        view = DocumentView(id="reader")
        view.text_width = self._config.text_width
        view.pictured = has_colours(self) and are_wanted(self._config.pictures)
        self.query_one("#panes").mount(view)
        self.query_one("#reader-to-come").remove()
        view.show(NOTHING_OPEN)
        return view

    @cached_property
    def listing(self) -> ListingDesk:
        """Library and list."""
        return ListingDesk(self, self.library, self.posts, self._services.library, self._services.reading)

    @cached_property
    def reader(self) -> "ReaderDesk":
        """The open post and its thread."""
        from tui_blog.ui.desks.reader import ReaderDesk

        services = self._services
        return ReaderDesk(
            self, self.view, services.reading, services.commenting, self.listing.row_changed, self._post_at
        )

    def _post_at(self, url: str) -> PostId | None:
        known = self._services.library.known(url)
        return known.post_id if known else None

    @cached_property
    def full_text(self) -> "FullTextDesk":
        """Whole posts from their pages."""
        from tui_blog.ui.desks.full_text import FullTextDesk

        return FullTextDesk(self, self.line, self.reader, self._services.full_text)

    @cached_property
    def pictures(self) -> "PictureDesk":
        """Pictures of the open post."""
        from tui_blog.ui.desks.pictures import PictureDesk

        return PictureDesk(self, self.view, self.reader, self._services.pictures)

    @cached_property
    def fetching(self) -> "FetchingDesk":
        """Adding, refreshing, reading back."""
        from tui_blog.ui.desks.fetching import FetchingDesk

        services = self._services
        return FetchingDesk(
            self, self.line, services.library, services.refreshing, self.stored, self._net_reached
        )

    def stored(self) -> None:
        """Posts came in, or were changed."""
        self.listing.reload()

    def _net_reached(self) -> None:
        if self._config.send_when_online:
            self.outbox.send_waiting()

    @cached_property
    def writing(self) -> "WritingDesk":
        """Comments, from the key to the blog."""
        from tui_blog.ui.desks.writing import WritingDesk

        services = self._services
        return WritingDesk(
            self, self.line, services.commenting, services.sending, self.reader.learned, self._comment_settled
        )

    @cached_property
    def changing(self) -> "ChangingDesk":
        """Own comments, changed and taken back."""
        from tui_blog.ui.desks.changing import ChangingDesk

        services = self._services
        return ChangingDesk(self, self.line, services.commenting, services.changing, self._comment_settled)

    @cached_property
    def outbox(self) -> "OutboxDesk":
        """Comments that were written before, and what becomes of them."""
        from tui_blog.ui.desks.outbox import OutboxDesk

        services = self._services
        return OutboxDesk(
            self, services.sending, services.following, self._comment_settled, self._own_comments_changed
        )

    def _own_comments_changed(self, found: "OutboxItem | None") -> None:
        if found is not None:
            self.reader.found_own(found)
        self.listing.show_library()

    def _comment_settled(self, post_url: str, comment_id: str | None) -> None:
        self.reader.answered(post_url, comment_id)
        self.listing.reload()
