"""The desk for the net: adding, refreshing, reading back archives; with progress and a way to stop."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_blog.model.blog import Blog
from tui_blog.model.opened import Opened
from tui_blog.model.site import Site
from tui_blog.model.text import some_of
from tui_blog.services.library import Library
from tui_blog.services.refreshing import Refreshed, Refreshing
from tui_blog.ui.desks.desk import ASKING_GROUP, Desk
from tui_blog.ui.widgets.progress_line import ProgressLine
from tui_blog.ui.words import counted

if TYPE_CHECKING:
    from tui_blog.model.blog_list import BlogList
    from tui_blog.services.lists import Lists

FETCH_GROUP = "fetch"
"""Several go on side by side."""
REFRESH_GROUP = "refresh"
"""Beside one, a single blog is asked too, but not many."""
FILL_GROUP = "fill"
"""The text of the open post (see `desks.full_text`)."""

REST = 0.5
"""Seconds between two times that the list follows what is stored."""

_ALL = {
    "feed": "This is all that its feed leads to.",
    "hfeed": "This is all that its pages lead to.",
    "sitemap": "This is all that its pages lead to.",
}
"""What is known of the end of an archive where nobody tells that it is the first post, by kind of source."""


class FetchingDesk(Desk):
    """Runs the long work; each step that stored something lets the list follow."""

    def __init__(
        self,
        screen: Screen[None],
        line: ProgressLine,
        library: Library,
        refreshing: Refreshing,
        stored: Callable[[], None],
        reached: Callable[[], None],
    ) -> None:
        """`stored` hears of every step that changed the library, `reached` of a refresh that had answers."""
        super().__init__(screen)
        self.line = line
        self._library = library
        self._refreshing = refreshing
        self._stored = stored
        self._reached = reached
        self._is_resting = self._has_more = False

    @property
    def is_busy(self) -> bool:
        """Long work is under way."""
        return self.line.is_running

    def cancel(self) -> None:
        """Stop the long work; what has been stored stays."""
        for group in (FETCH_GROUP, REFRESH_GROUP, FILL_GROUP, ASKING_GROUP):
            self.screen.workers.cancel_group(self.screen, group)
        self.say("Stopped. What was fetched is kept.")

    def refresh(self, blogs: Sequence[Blog]) -> None:
        """Ask blogs for what is new."""
        if not blogs:
            self.say(f"No blog is followed yet. {self.key_of('main.add')} adds one.")
        elif len(blogs) > 1 and self.is_running(REFRESH_GROUP):
            self.say("A refresh is under way already.")
        else:
            steps = self._refreshing.refresh(blogs, named=len(blogs) == 1)
            self._fetch(self._follow(steps, "Refreshing", len(blogs), "new"), REFRESH_GROUP)

    def _fetch(self, work: Awaitable[object], group: str = FETCH_GROUP) -> None:
        """Begin some work; what is under way goes on beside it."""
        self.run(work, group, exclusive=False)

    def archive(self, blog: Blog, pages: int | None = 1) -> None:
        """Fetch older posts, a page, or (pages None) all back to the first."""
        if blog.archive_done:
            # A feed may end where its blog does not, and so may a list of pages.
            self.say(_ALL.get(blog.source, "The first post ever written is here."))
            return
        steps = self._refreshing.archive(blog) if pages is None else _once(self._refreshing, blog)
        self._fetch(self._follow(steps, f"Reading back {blog.title}", pages, "older"))

    async def _follow(self, steps: AsyncIterator[Refreshed], what: str, total: int | None, kind: str) -> None:
        new, answered, passed_over, failed = 0, 0, 0, list[Refreshed]()
        with self.line.telling(what, total) as count:
            async for step in steps:
                count()
                new += step.new
                answered += step.is_due and not step.error
                passed_over += not step.is_due
                failed += [step] if step.error else []
                if step.new or step.changed or step.error or step.notice:
                    self._follow_up()
                if step.notice:
                    self.complain(f"{step.blog.title}: {step.notice}")
        self._summarise(new, kind, failed, passed_over)
        for sentence in await self._refreshing.rules_left_out() if new else ():
            self.complain(sentence)
        if answered:
            self._reached()

    def _follow_up(self) -> None:
        """Let the list follow what was stored, with rests: a thousand blogs may answer within seconds."""
        self._has_more = self._is_resting
        if not self._is_resting:
            self._is_resting = True
            self._stored()
            self.screen.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._is_resting = False
        if self._has_more:
            self._follow_up()

    def tell_trouble(self, blog: Blog | None) -> None:
        """Say why a blog could not be fetched when it was last asked, if it could not."""
        if blog and blog.error:
            self.complain(f"{blog.title}: {blog.error}")

    def _summarise(self, new: int, kind: str, failed: Sequence[Refreshed], passed_over: int) -> None:
        if len(failed) == 1:
            self.complain(f"{failed[0].blog.title}: {failed[0].error}")
        elif failed:
            titles = some_of([step.blog.title for step in failed])
            self.complain(
                f"{len(failed)} blogs could not be fetched: {titles}. "
                "The library marks them with “!”; choose one there to see why."
            )
        if new or not failed:
            came = f"{counted(new, f'{kind} post')}." if new else f"Nothing {kind}."
            due = "is not due yet" if passed_over == 1 else "are not due yet"
            self.say(f"{came} {counted(passed_over, 'blog')} {due}." if passed_over else came)
        self._stored()

    def add(self, site: Site, shown: Callable[[Blog], None]) -> None:
        """Follow a blog, fetch its newest posts, then show it."""
        self._fetch(self._add(site, shown))

    async def _add(self, site: Site, shown: Callable[[Blog], None]) -> None:
        with self.line.telling(f"Fetching {site.title or site.url}"):
            added = await self._library.add(site)
        shown(added.blog)
        if added.error:
            self.complain(str(added.error))

    def bring_list(self, found: "BlogList", lists: "Lists") -> None:
        """Follow the blogs of a list, then fetch their posts."""
        self._fetch(self._bring_list(found, lists), REFRESH_GROUP)

    async def _bring_list(self, found: "BlogList", lists: "Lists") -> None:
        imported = await lists.follow(found)
        was = "was" if imported.known == 1 else "were"
        known = f"; {imported.known:,} {was} followed before" if imported.known else ""
        self.say(f"{counted(len(imported.added), 'blog')} added{known}.")
        if imported.notices:
            self.complain(" ".join(imported.notices))
        self._stored()
        if imported.added:
            steps = self._refreshing.refresh(imported.added)
            await self._follow(steps, "Refreshing", len(imported.added), "new")

    def open_url(self, url: str, opened: Callable[[Opened], None]) -> None:
        """Open any URL, followed or not."""
        self._fetch(self._open_url(url, opened))

    async def _open_url(self, url: str, opened: Callable[[Opened], None]) -> None:
        with self.line.telling(f"Opening {url}"):
            found = await self._library.open_at(url)
        opened(found)
        if not found.is_found:
            self.say("No post was found at that address; these are the newest of its blog.")
        elif not found.blog.subscribed:
            self.say(f"This blog is not in your library. {self.key_of('main.follow')} follows it.")


async def _once(refreshing: Refreshing, blog: Blog) -> AsyncIterator[Refreshed]:
    yield await refreshing.older(blog)
