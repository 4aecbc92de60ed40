"""The desk for searches: what was asked, what is kept of it, and the index behind."""

from asyncio import sleep, to_thread
from contextlib import suppress

from tui_blog.errors import StoreError
from tui_blog.model.matching import pattern_of
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import Arrangement, PostRow
from tui_blog.model.query import Query, QueryFault
from tui_blog.model.text import clean_line
from tui_blog.services.searching import Searching
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.finder import Finder
from tui_blog.ui.desks.listing import ListingDesk
from tui_blog.ui.entries import SEARCH
from tui_blog.ui.list_filter import ListFilter
from tui_blog.ui.widgets.reader.document_view import DocumentView

INDEX_GROUP = "index"
COUNT_GROUP = "search counts"
SETTLE_GROUP = "merging the index"

BREATH = 0.05
"""Seconds between two steps of the index: whoever writes or draws meanwhile comes first."""
LULL = 0.3
"""Seconds without a change after which what kept searches find is counted anew."""


class SearchDesk(Desk):
    """Understands queries, and keeps those that are wanted again."""

    def __init__(self, listing: ListingDesk, view: DocumentView, searching: Searching) -> None:
        super().__init__(listing.screen)
        self._listing = listing
        self._view = view
        self._searching = searching
        self._came_from: tuple[str, PostRow | None] | None = None
        """The list, and the post in it, where the search was asked for."""
        self._has_marked = False
        self._is_miscounted = False

    # --- asking ----------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The search whose finds are listed, as it was typed; "" where none is."""
        return self._listing.key.removeprefix(SEARCH) if self._listing.is_search else ""

    def ask(self, text: str) -> str:
        """List what fits a query; a sentence where it is none, "" where it is one."""
        query = self._searching.understood(text)
        if isinstance(query, QueryFault):
            return query.sentence
        if not self._listing.is_search:
            self._came_from = (self._listing.key, self._listing.posts.highlighted)
        self._listing.choose(f"{SEARCH}{query.text}")
        return ""

    def leave(self) -> bool:
        """Back to the list and the post where the search was asked for; False where it was not asked for."""
        if self._came_from is None or not self._listing.is_search:
            return False
        (key, row), self._came_from = self._came_from, None
        self._listing.choose(key, at=row)
        return True

    def finder(self, key: str, wanted: ListFilter, arrangement: Arrangement) -> Finder | None:
        """What finds the posts of a search; None where its blog or tag is no longer there, which is said."""
        query = self._searching.understood(key.removeprefix(SEARCH))
        if isinstance(query, QueryFault):
            self.say(query.sentence)
            return None
        return Finder(self._searching, query, wanted, arrangement)

    def opened(self, post_id: PostId) -> None:
        """Mark in a found post what the search was for; in any other, nothing that another one was for."""
        row = self._listing.posts.highlighted
        query = self._searching.understood(self.text) if self.text and row and row.id == post_id else None
        if isinstance(query, Query):
            clauses = [clause for clause in query.of("text") if not clause.is_negated]
            self._view.begin_search()
            words = clean_line(" ".join(clause.text for clause in clauses), 40)
            self._view.seek(pattern_of(clauses), words, is_brought=True)
            self._has_marked = bool(clauses)
        elif self._has_marked:
            self._view.seek(None, "")
            self._has_marked = False

    # --- keeping ---------------------------------------------------------------------------------

    def toggle_kept(self) -> None:
        """Keep the search that is shown as a list of the library, or no more."""
        if not self.text:
            self.say(
                f"Nothing is searched for. {self.key_of('main.search')} in the list searches the library."
            )
        elif self._listing.is_kept:
            self.forget(self.text)
        else:
            self._searching.keep(self.text)
            self._came_from = None
            self.say(f"Kept in your library. {self.key_of('main.keep_search')} takes it out again.")
            self._listing.show_library()
            self.count()

    def forget(self, text: str) -> None:
        """Keep a search no more."""
        self._searching.forget(text)
        self.say(f"No longer in your library. {self.key_of('main.undo')} brings it back.")
        self._listing.show_library()
        self.count()

    def rename(self, text: str, title: str) -> None:
        """Call a kept search by another name; without one, by its own words."""
        self._searching.keep(text, title)
        self._listing.show_library()

    # --- behind ----------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Index what came, unless that goes on already; then count what kept searches find."""
        if not self.is_running(INDEX_GROUP):
            self.run(self._catch_up(), INDEX_GROUP)

    async def _catch_up(self) -> None:
        # Whatever keeps it from being written will be said to who writes; the posts stay in line.
        with suppress(StoreError):
            has_more = await to_thread(self._searching.index_some)
            while has_more:
                await sleep(BREATH)
                has_more = await to_thread(self._searching.index_some)
                if not has_more and self._listing.is_search:
                    self._listing.reload()
            self.count()
        if not self.is_running(SETTLE_GROUP):
            self.run(self._settle(), SETTLE_GROUP)

    async def _settle(self) -> None:
        with suppress(StoreError):
            has_more = True
            while has_more:
                await sleep(BREATH)
                has_more = await to_thread(self._searching.settle)

    def count(self) -> None:
        """Count anew what kept searches find, once nothing has changed for a moment."""
        self._is_miscounted = self._listing.keeps_searches
        if self._is_miscounted and not self.is_running(COUNT_GROUP):
            self.run(self._count(), COUNT_GROUP)

    async def _count(self) -> None:
        while self._is_miscounted:
            await sleep(LULL)
            self._is_miscounted = False
            with suppress(StoreError):
                if await to_thread(self._searching.count_unread):
                    self._listing.show_library()
