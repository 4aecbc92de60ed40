"""The desk for whole texts: a stub is filled from its post's page, by a key or always for a blog."""

from asyncio import to_thread

from textual.screen import Screen

from tui_blog.errors import TuiBlogError
from tui_blog.model.open_post import OpenPost
from tui_blog.services.full_text import FullText
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.fetching import FETCH_GROUP, FILL_GROUP
from tui_blog.ui.desks.reader import ReaderDesk
from tui_blog.ui.widgets.progress_line import ProgressLine

NOTHING_OPEN = "Open a post first."


class FullTextDesk(Desk):
    """Fetches the page of the open post, and changes between its text and the feed's."""

    def __init__(
        self, screen: Screen[None], line: ProgressLine, reader: ReaderDesk, full_text: FullText
    ) -> None:
        super().__init__(screen)
        self.line = line
        self._reader = reader
        self._full_text = full_text

    def toggle(self) -> None:
        """Show the text of the page, or the feed's own again."""
        if (opened := self._reader.opened) is None:
            self.say(NOTHING_OPEN)
        elif opened.is_article:
            self.run(self._show(opened, False), FETCH_GROUP, exclusive=False)
        else:
            self.run(self._whole(opened), FETCH_GROUP, exclusive=False)

    async def _whole(self, opened: OpenPost) -> None:
        if await to_thread(self._full_text.is_kept, opened.stored):
            await self._show(opened, True)
            if self._reader.opened is not None and not self._reader.opened.is_article:
                self.say("The feed has the whole text by now.")
        else:
            await self._fetch(opened)

    async def _show(self, opened: OpenPost, shown: bool) -> None:
        await to_thread(self._full_text.show, opened.stored, shown)
        await self._reader.reread(opened)
        if not shown:
            self.say(f"This is the feed's own text; {self.key_of('main.full_text')} shows the page's again.")

    async def _fetch(self, opened: OpenPost) -> None:
        with self.line.telling(f"Fetching the text of {opened.stored.post.title or opened.stored.post.url}"):
            await self._full_text.fetch(opened.stored)
        await self._reader.reread(opened)

    def opened(self, opened: OpenPost) -> None:
        """A post was opened: fill it where its blog is set so."""
        self.run(self._fill(opened), FILL_GROUP)

    async def _fill(self, opened: OpenPost) -> None:
        if await to_thread(self._full_text.is_due, opened.stored):
            try:
                await self._fetch(opened)
            except TuiBlogError as error:
                self.say(f"Only the beginning is here: {error}")

    def toggle_always(self) -> None:
        """Fill the stubs of the open post's blog from now on whenever they are opened, or no more."""
        if (opened := self._reader.opened) is None:
            self.say(NOTHING_OPEN)
        else:
            self.run(self._toggle_always(opened), "always", exclusive=False)

    async def _toggle_always(self, opened: OpenPost) -> None:
        blog, key = opened.stored.blog, self.key_of("main.always_full_text")
        always = not await to_thread(self._full_text.is_always, blog.id)
        await to_thread(self._full_text.set_always, blog.id, always)
        if always:
            self.say(
                f"Short posts of {blog.title} are read from their pages from now on; {key} takes it back."
            )
            self.opened(opened)
        else:
            self.say(f"Posts of {blog.title} are shown as its feed sends them; {key} takes it back.")
