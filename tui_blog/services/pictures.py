"""The pictures of posts: from the disk where they are kept, else from the net, drawn as cells."""

import asyncio

from tui_blog.errors import UnreadablePicture
from tui_blog.model.picture import Raster
from tui_blog.services.running import Run
from tui_blog.store.picture_files import PictureFiles


class Pictures:
    """Fetches pictures and makes them showable, off the event loop, one at a time: pixels take memory."""

    def __init__(self, run: Run, files: PictureFiles) -> None:
        self._run = run
        self._files = files
        self._reading = asyncio.Lock()

    async def raster(self, url: str, width: int, height: int, typed_url: str | None = None) -> Raster:
        """A picture in at most so many cells; raises NetworkError or UnreadablePicture.

        `typed_url` is the address of its blog, as the person gave it (see `Run`).
        """
        from tui_blog.convert.rasters import rastered

        data = await self.file(url, typed_url)
        async with self._reading:
            try:
                return await asyncio.to_thread(rastered, data, width, height)
            except UnreadablePicture:  # It could be read when it was kept.
                await asyncio.to_thread(self._files.drop, url)
                raise

    async def file(self, url: str, typed_url: str | None = None) -> bytes:
        """A picture as a file that was looked into, reduced to what a terminal shows; raises the same."""
        kept = await asyncio.to_thread(self._files.get, url)
        if kept is not None:
            return kept
        from tui_blog.convert.rasters import reduced
        from tui_blog.platforms.picture_file import picture_file

        sent = await self._run(picture_file(url), typed_url=typed_url)
        async with self._reading:
            data = await asyncio.to_thread(reduced, sent)
        await asyncio.to_thread(self._files.keep, url, data)
        return data
