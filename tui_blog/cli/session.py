"""What a command works with: settings, output, the library, and a scratch library for strangers' blogs."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tui_blog.cli.output import Output
from tui_blog.cli.parser import looks_like_url
from tui_blog.config import Config
from tui_blog.errors import NotInLibrary, TuiBlogError
from tui_blog.model.blog import Blog
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import clean_line
from tui_blog.paths import Paths
from tui_blog.services.services import Services
from tui_blog.wiring import build_services


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command."""

    config: Config
    paths: Paths
    output: Output
    services: Services

    @asynccontextmanager
    async def blog(self, name: str) -> AsyncIterator[tuple[Services, Blog]]:
        """A blog of the library, or any other at a URL, which leaves the library as it was."""
        try:
            blog = self.services.library.named(name)
        except NotInLibrary:
            if not looks_like_url(name):
                raise
        else:
            yield self.services, blog
            return
        async with self._scratch() as scratch:
            yield scratch, (await scratch.library.open(name)).blog

    @asynccontextmanager
    async def post(self, name: str) -> AsyncIterator[tuple[Services, StoredPost]]:
        """A post of the library by id or URL, or any other at a URL, which leaves the library as it was."""
        stored = self.services.reading.named(name)
        if stored is not None:
            yield self.services, stored
            return
        if not looks_like_url(name):
            shown = clean_line(name, 80)
            raise NotInLibrary(f"There is no post “{shown}” in the library. `tui-blog posts` lists them.")
        async with self._scratch() as scratch:
            yield scratch, await _post_at(scratch, name)

    @asynccontextmanager
    async def _scratch(self) -> AsyncIterator[Services]:
        """A library for one command, in a folder of its own; the person's accounts sign there too."""
        with _ending_in_order(), _temporary_folder() as folder:
            paths = replace(self.paths, data_dir=folder)
            config = replace(self.config, accounts=self.services.signing.all())
            services = build_services(config, paths, tell=self.output.detail)
            try:
                yield services
            finally:
                services.close()


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="tui-blog-", ignore_cleanup_errors=True)
    except OSError as error:
        raise TuiBlogError(
            "No temporary folder could be made for a blog outside the library. "
            "Set TMPDIR to a folder in which you may write."
        ) from error
    with folder as name:
        yield Path(name)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let who ends the command meanwhile, or takes its terminal away, end it as Ctrl+C does."""
    import signal

    from tui_blog.ui.ending import SIGNALS

    heard = [number for number in SIGNALS if signal.getsignal(number) is signal.SIG_DFL]  # nohup ignores one
    for number in heard:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


async def _post_at(services: Services, url: str) -> StoredPost:
    post_id = await services.library.open_post(url)
    if post_id is None:
        shown = clean_line(url, 200)
        raise NotInLibrary(
            f"{shown} is no post, or one that its feed does not reach. `tui-blog posts {shown}` lists them."
        )
    return services.reading.stored(post_id)
