"""What the main screen does for whoever looks through a list: more of it, less of it, marks, months."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from textual import on

from tui_blog.ui.entries import SEARCH
from tui_blog.ui.list_filter import NO_FILTER, ListFilter
from tui_blog.ui.screens.desked import DeskedScreen
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList

if TYPE_CHECKING:
    from tui_blog.model.archive import Month
    from tui_blog.ui.desks.filing import FilingDesk
    from tui_blog.ui.desks.marking import MarkingDesk
    from tui_blog.ui.desks.search import SearchDesk
    from tui_blog.ui.widgets.filter_line import FilterLine
    from tui_blog.ui.widgets.search_line import SearchLine


class ListingScreen(DeskedScreen):
    """Hears what the list tells, and hands it to the desks."""

    @cached_property
    def marking(self) -> "MarkingDesk":
        """Read, starred, selected."""
        from tui_blog.ui.desks.marking import MarkingDesk

        return MarkingDesk(self.listing, self._services.reading, self._services.marking)

    @cached_property
    def filing(self) -> "FilingDesk":
        """Tags, and blogs that go."""
        from tui_blog.ui.desks.filing import FilingDesk

        return FilingDesk(self.listing, self._services.library, self._services.marking)

    def stored(self) -> None:
        """Posts that came in are to be found."""
        super().stored()
        self.searches.catch_up()

    # --- more of it ------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """The edges of the list have more room, or less, once all is laid out."""
        self.call_after_refresh(self.listing.tell_edges)

    @on(PostList.Highlighted)
    def _came_to_post(self) -> None:
        self.listing.tell_below()

    @on(PostList.NeedBelow)
    def _need_below(self, event: PostList.NeedBelow) -> None:
        self.listing.below(event.after)

    @on(PostList.NeedAbove)
    def _need_above(self, event: PostList.NeedAbove) -> None:
        self.listing.above(event.before)

    @on(PostList.TopWanted)
    def _top(self) -> None:
        self.listing.top()

    @on(PostList.BottomWanted)
    def _bottom(self) -> None:
        self.listing.bottom()

    # --- marks -----------------------------------------------------------------------------------

    @on(PostList.SelectionChanged)
    def _selected(self) -> None:
        self.marking.tell_selection()

    def action_mark(self) -> None:
        """Read or unread."""
        self.marking.toggle_read()

    def action_star(self) -> None:
        """Star, or no star."""
        self.marking.toggle_star()

    def action_mark_all(self) -> None:
        """Everything on this list is read."""
        self.marking.mark_all_read()

    def action_undo(self) -> None:
        """Take the last change back."""
        self.marking.undo()

    # --- order -----------------------------------------------------------------------------------

    def action_tag(self) -> None:
        """A tag for the post or the selected ones; in the library, for the blog there."""
        if self.focused is not self.library:
            self.filing.tag_posts()
        elif entry := self.library.highlighted:
            self.filing.tag_blog(entry.key)

    @on(LibraryTree.RemovalWanted)
    def _remove(self, event: LibraryTree.RemovalWanted) -> None:
        if event.entry.key.startswith(SEARCH):
            self.searches.forget(event.entry.key.removeprefix(SEARCH))
        else:
            self.filing.remove(event.entry.key)

    def action_sort(self) -> None:
        """The oldest posts of this list first, or the newest."""
        self.listing.toggle_order()

    # --- less of it ------------------------------------------------------------------------------

    def action_hide_read(self) -> None:
        """Only what is unread of this list, or all of it."""
        self.listing.toggle_read()

    def action_filter(self) -> None:
        """Say what the list is to be narrowed down to."""
        from tui_blog.ui.widgets.filter_line import FilterLine

        self.show_pane("posts")
        self.call_after_refresh(self.typed_line(FilterLine).begin, self.listing.filter)

    def on_filter_line_changed(self, event: "FilterLine.Changed") -> None:
        """Narrow the list down as the person types."""
        self.listing.narrow(event.filter)

    def on_filter_line_kept(self) -> None:
        """Go to what is left of the list."""
        self.show_pane("posts")

    def on_filter_line_ended(self) -> None:
        """Go back to the whole list."""
        self.show_pane("posts")
        self.listing.narrow(NO_FILTER)

    # --- what is in it ---------------------------------------------------------------------------

    @cached_property
    def searches(self) -> "SearchDesk":
        """Posts by what they say."""
        from tui_blog.ui.desks.search import SearchDesk

        return SearchDesk(self.listing, self.view, self._services.searching)

    def action_search(self) -> None:
        """Say what is looked for in the library."""
        from tui_blog.ui.widgets.search_line import SearchLine

        self.show_pane("posts")
        self.call_after_refresh(self.typed_line(SearchLine).begin, self.searches.text)

    def on_search_line_asked(self, event: "SearchLine.Asked") -> None:
        """Show what fits, or say why that is no query."""
        from tui_blog.ui.widgets.search_line import SearchLine

        line = self.typed_line(SearchLine)
        if fault := self.searches.ask(event.text):
            line.refuse(fault)
        else:
            line.end()
            self.show_pane("posts")

    def on_search_line_ended(self) -> None:
        """Nothing is looked for."""
        self.show_pane("posts")

    def action_keep_search(self) -> None:
        """Keep the search as a list of the library, or no more."""
        self.searches.toggle_kept()

    def action_rename_search(self) -> None:
        """Call a kept search by another name."""
        search = self.listing.pointed_search
        if search is None:
            self.listing.say(f"No kept search is shown. {self.listing.key_of('main.keep_search')} keeps one.")
            return
        from tui_blog.ui.screens.rename import RenameScreen

        rename = partial(self._rename_search, search.query)
        self.app.push_screen(RenameScreen(search.query, search.title), rename)

    def _rename_search(self, text: str, title: str | None) -> None:
        if title is not None:
            self.searches.rename(text, title)

    def action_rules(self) -> None:
        """What is done with posts as they arrive."""
        from tui_blog.ui.screens.rules import RulesScreen

        services = self._services
        screen = RulesScreen(services.rules, services.searching, services.marking, self.searches.text)
        self.app.push_screen(screen, lambda _: self.listing.reload())

    # --- by months -------------------------------------------------------------------------------

    def action_archive(self) -> None:
        """The posts of the list by months."""
        from tui_blog.ui.screens.archive import ArchiveScreen

        self.app.push_screen(ArchiveScreen(self.listing.archive()), self._take_month)

    def _take_month(self, chosen: "Month | Literal['older'] | None") -> None:
        if chosen == "older":
            if blog := self.listing.blog:
                self.fetching.archive(blog, pages=None)
        elif chosen is not None:
            self.show_pane("posts")
            self.listing.narrow(ListFilter(month=chosen))
