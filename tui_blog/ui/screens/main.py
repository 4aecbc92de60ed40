"""The main screen: library, posts and reader. It holds short handlers; desks do the work.

Dialogues are imported when they are first opened: the first list must not wait for them.
"""

from typing import TYPE_CHECKING

from textual import on

from tui_blog.config import Config
from tui_blog.model.post_key import PostId
from tui_blog.services.services import Services
from tui_blog.ui.desks.desk import SENDING_GROUP
from tui_blog.ui.entries import OUTBOX
from tui_blog.ui.list_filter import NO_FILTER
from tui_blog.ui.screens.listing import ListingScreen
from tui_blog.ui.screens.main_keys import MAIN_KEYS
from tui_blog.ui.screens.reading import ReadingScreen
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.post_list import PostList

if TYPE_CHECKING:
    from tui_blog.model.blog_list import BlogList
    from tui_blog.model.opened import Opened
    from tui_blog.model.site import Site
    from tui_blog.ui.desks.reader import PostOpened
    from tui_blog.ui.verdicts import Rewrite, Show

KEEP_UP_SECONDS = 0.5
"""Between looks at what other instances on the library did."""


class MainScreen(ListingScreen, ReadingScreen):
    """Reads the library, follows the person's keys, and hears what the widgets tell."""

    BINDINGS = MAIN_KEYS

    def __init__(self, services: Services, config: Config, url: str | None = None) -> None:
        super().__init__(services, config)
        self._url = url
        self._last: PostId | None = None
        """The post that was being read when the screens were left."""

    def on_mount(self) -> None:
        """Show what is stored; the net comes after."""
        self.library.border_title = "Library"
        self.show_pane("posts")
        self.listing.find = lambda *asked: self.searches.finder(*asked)  # the desk is made for a search alone
        self._come_back()
        self.call_after_refresh(self._come_to_rest)
        self._begin()

    def _come_back(self) -> None:
        """Where the person left; who names a blog wishes to be there."""
        place = None if self._url else self._services.reading.place()
        if place is None:
            self.listing.choose(self.listing.key)
        elif (row := self.listing.come_back(place)) and place.is_reading:
            self._last = row.id

    def stay(self) -> None:
        """Remember the place, to come back to."""
        self.reader.leave()
        reading = self.reader.opened if self.focused is self.view else None
        self._services.reading.stay(self.listing.place(reading.id if reading else None))

    def _come_to_rest(self) -> None:
        """What the first list did not wait for: the reader, and comments that were written before."""
        self.pane("reader")
        if self._last is not None:
            self.show_post(self._last)
        self.listing.changed = self._posts_changed
        self.set_interval(KEEP_UP_SECONDS, self.listing.keep_up)
        self.outbox.come_back()
        self.changing.come_back()
        self.writing.run(self.writing.remind(), "remind")
        self.searches.catch_up()

    def _posts_changed(self) -> None:
        """What else shows of posts and their marks follows them."""
        self.searches.count()
        self.reader.follow_tags()

    def _begin(self) -> None:
        if self._url is not None:
            self.fetching.open_url(self._url, self._show_opened)
        elif self.listing.is_empty:
            from tui_blog.ui.screens.welcome import WelcomeScreen

            self.app.push_screen(WelcomeScreen(), self._came_in)

    # --- panes -----------------------------------------------------------------------------------

    def action_zoom(self) -> None:
        """Give the reader the whole screen, or take it back."""
        self.toggle_class("-zoomed")
        self.view.centred = self.has_class("-zoomed")
        self.show_pane("reader")

    def action_back(self) -> None:
        """One step out: long work, the zoom, the reader, the filter, the list."""
        if self.fetching.is_busy:
            self.fetching.cancel()
        elif self.has_class("-zoomed"):
            self.action_zoom()
        elif self.focused is self.view:
            self.reader.leave()
            self.show_pane("posts")
        elif self.focused is self.posts and self.listing.filter:
            self.listing.narrow(NO_FILTER)
        elif self.focused is self.posts:
            if not self.searches.leave():
                self.show_pane("library")
        elif self.has_class("-medium"):  # it lies over the list there
            self.show_pane("posts")
        else:
            self.listing.say(f"There is nothing behind the library. {self.listing.key_of('app.quit')} quits.")

    # --- library and list ------------------------------------------------------------------------

    @on(LibraryTree.Chosen)
    def _chosen(self, event: LibraryTree.Chosen) -> None:
        if event.entry.key == OUTBOX:
            self.action_outbox()
        else:
            self.listing.choose(event.entry.key)
            self.show_pane("posts")
            if self.posts.window.rows:  # a list without any tells it in their place
                self.fetching.tell_trouble(self.listing.blog)

    @on(LibraryTree.Toggled)
    def _toggled(self, event: LibraryTree.Toggled) -> None:
        self.listing.toggle(event.entry)

    @on(PostList.Highlighted)
    def _at_the_end(self, event: PostList.Highlighted) -> None:
        """The oldest stored post is reached at the end: older ones come from the archive."""
        blog = self.listing.blog
        if blog and not blog.archive_done and not self.fetching.is_busy and self.listing.is_at_end(event.row):
            self.fetching.archive(blog)

    @on(PostList.Opened)
    def _open(self, event: PostList.Opened) -> None:
        self.show_post(event.row.id)

    def on_post_opened(self, event: "PostOpened") -> None:
        """A post whose blog is read from its pages may want filling."""
        self.listing.opened = event.opened.id
        self.full_text.opened(event.opened)
        self.searches.opened(event.opened.id)
        self.outbox.opened(event.opened.stored.post.url)

    def action_full_text(self) -> None:
        """The open post's text from its page, or the feed's own again."""
        self.full_text.toggle()

    def action_always_full_text(self) -> None:
        """Every short post of this blog from its page, or no more."""
        self.full_text.toggle_always()

    # --- blogs and the net -----------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a blog by its address."""
        from tui_blog.ui.screens.add_blog import AddBlogScreen

        self.app.push_screen(AddBlogScreen(self._services.inspecting.inspect), self._add)

    def _add(self, site: "Site | None") -> None:
        if site is not None:
            self.fetching.add(site, lambda blog: self.listing.choose(f"blog:{blog.id}"))

    def action_bring_list(self) -> None:
        """Follow the blogs of a list that another program wrote."""
        from tui_blog.ui.screens.bring_list import BringListScreen

        self.app.push_screen(BringListScreen(self._services.lists.read_from), self._bring_list)

    def _bring_list(self, found: "BlogList | None") -> None:
        if found is not None:
            self.fetching.bring_list(found, self._services.lists)

    def action_refresh(self) -> None:
        """Look for new posts here: of the list that is shown, in the library of that under the cursor."""
        self.fetching.refresh(self.listing.blogs_of(self.listing.pointed))

    def action_refresh_all(self) -> None:
        """Look for new posts everywhere."""
        self.fetching.refresh(self.listing.followed())

    def action_older(self) -> None:
        """Fetch older posts of this blog from its archive."""
        if blog := self.listing.only_blog():
            self.fetching.archive(blog)

    def action_parts(self) -> None:
        """Ways into this blog besides its newest posts."""
        if blog := self.listing.only_blog():
            from tui_blog.ui.screens.parts import PartsScreen

            self.app.push_screen(PartsScreen(self._services.browsing, blog), self._open_found)

    def _open_found(self, post_id: PostId | None) -> None:
        self.listing.reload()
        if post_id is not None:
            self.show_post(post_id)

    def _show_opened(self, opened: "Opened", comment_id: str | None = None) -> None:
        self.listing.visit(opened.blog)
        if opened.post_id is not None:
            self.show_post(opened.post_id, comment_id=comment_id)

    def action_follow(self) -> None:
        """Follow the blog that was opened by its URL."""
        blog = self.listing.only_blog()
        if blog is not None and blog.subscribed:
            self.listing.say("This blog is in your library already.")
        elif blog is not None:
            self._services.library.subscribe(blog)
            self.listing.visiting = None
            self.listing.choose(f"blog:{blog.id}")
            self.listing.say("Followed. It is in your library now.")

    def _came_in(self, way: str | None) -> None:
        if way == "add":
            self.action_add()
        elif way == "list":
            self.action_bring_list()
        elif way == "sample":
            self.app.exit("sample")

    def action_outbox(self) -> None:
        """What was written and is not on its blog yet."""
        from tui_blog.ui.screens.outbox import OutboxScreen

        services = self._services
        outbox = OutboxScreen(services.sending, services.following, self.outbox.send_again)
        self.app.push_screen(outbox, self._left_outbox)

    def _left_outbox(self, wish: "Show | Rewrite | None") -> None:
        from tui_blog.ui.verdicts import Rewrite

        self.listing.reload()
        if wish is None:
            return
        item, stored = wish.item, self._services.reading.named(wish.item.post_url)
        if isinstance(wish, Rewrite):
            self.writing.rewrite(item, stored)
        elif stored is not None:
            self.show_post(stored.id, comment_id=item.comment_id)
        else:
            self.fetching.open_url(item.post_url, lambda opened: self._show_opened(opened, item.comment_id))

    @property
    def is_sending(self) -> bool:
        """A comment is on its way."""
        return any(worker.group == SENDING_GROUP for worker in self.workers)
