"""The desk for pictures: fetched behind the text as they come near, or looked at alone."""

from asyncio import to_thread
from contextlib import suppress
from functools import partial

from textual.screen import Screen

from tui_blog.errors import TuiBlogError
from tui_blog.services.pictures import Pictures
from tui_blog.ui.browser import open_in_browser
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.reader import ReaderDesk
from tui_blog.ui.graphics import Graphics
from tui_blog.ui.picture_choice import has_colours
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.widgets.reader.picture_view import Shown, Wish

GROUP = "pictures"
TOO_FEW = "Pictures take a terminal with 256 colours; {} opens one in the browser."


class PictureDesk(Desk):
    """Shows pictures where the terminal has colours and the person wants them."""

    def __init__(
        self, screen: Screen[None], view: DocumentView, reader: ReaderDesk, pictures: Pictures
    ) -> None:
        super().__init__(screen)
        self.view = view
        self._reader = reader
        self._pictures = pictures
        self._graphics = Graphics(screen.app)

    def toggle(self) -> None:
        """Show pictures in the text, or no more, until the program ends."""
        if not has_colours(self.screen):
            self.say(TOO_FEW.format(self.key_of("reader.browse")))
            return
        self.view.pictured = not self.view.pictured
        key = self.key_of("reader.pictures")
        shown, turns = ("shown", "hides") if self.view.pictured else ("hidden", "shows")
        self.say(f"Pictures are {shown}; {key} {turns} them.")

    def fetch(self, wishes: tuple[Wish, ...]) -> None:
        """Fetch pictures for the text, one after the other; what fails is left to its words."""
        self.run(self._fetch(wishes), GROUP, exclusive=False)

    async def _fetch(self, wishes: tuple[Wish, ...]) -> None:
        from tui_blog.ui.widgets.reader.picture_setting import draw

        opened = self._reader.opened
        for wish in wishes:
            if self._reader.opened is not opened:  # Nobody waits for the others any more.
                return
            with suppress(TuiBlogError):
                raster = await self._pictures.raster(*wish, self._typed_url)
                self.view.show_picture(wish, await to_thread(draw, raster))

    def look(self, shown: Shown | None) -> None:
        """Show a picture alone, as large and as well as the terminal can; in the browser where it cannot."""
        if shown is None:
            self.say("There is no picture on the screen.")
        elif not has_colours(self.screen):
            open_in_browser(self.screen.app, shown.url)
        else:
            from tui_blog.ui.screens.picture import PictureScreen

            raster = partial(self._pictures.raster, shown.url, typed_url=self._typed_url)
            file = partial(self._pictures.file, shown.url, self._typed_url)
            self.screen.app.push_screen(PictureScreen(shown, raster, file, self._graphics.ask()))

    @property
    def _typed_url(self) -> str | None:
        return self._reader.opened.stored.blog.feed_url if self._reader.opened else None
