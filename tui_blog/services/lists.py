"""Lists of blogs, brought along from other programs and taken there: OPML, newsboat's `urls`."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tui_blog.errors import TuiBlogError, UnreadableAnswer
from tui_blog.model.blog import Blog
from tui_blog.model.blog_list import BlogList, Outline
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.text import clean_line, some_of
from tui_blog.services.running import Run
from tui_blog.store.blogs import BlogStore
from tui_blog.store.newcomers import Newcomer

TITLE = "Blogs of tui-blog"

CEILING = 50_000_000
"""Bytes of a list; that of ten thousand blogs has three million."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list brought."""

    added: tuple[Blog, ...]
    known: int
    """Blogs of the list that were followed already; their tags were joined."""
    notices: tuple[str, ...] = ()
    """Sentences about what of the list could not be taken in."""


class Lists:
    """Reads lists, follows their blogs and gives the library out as one; a refresh asks the blogs."""

    def __init__(self, run: Run, blogs: BlogStore, clock: Callable[[], datetime]) -> None:
        self._run = run
        self._blogs = blogs
        self._clock = clock

    async def read_from(self, name: str) -> BlogList:
        """A list: a file, or what stands at an address with a scheme (TuiBlogError)."""
        if "://" not in name:  # a file's name may look like a bare domain, but not so
            return await self.read(await asyncio.to_thread(_read, name), name)
        from tui_blog.platforms.typed_address import normalise_url

        address = normalise_url(name)
        return _with_blogs(await self._run(_list_at(address), typed_url=address))

    async def read(self, body: bytes, name: str = "") -> BlogList:
        """A list that names a blog at least (UnreadableAnswer)."""
        from tui_blog.platforms.opml import read_list

        return _with_blogs(await asyncio.to_thread(read_list, body, None, name))

    async def follow(self, blogs: BlogList) -> Imported:
        """Follow the blogs of a list."""
        newcomers = [_newcomer(outline) for outline in blogs.outlines]
        added = await asyncio.to_thread(self._blogs.add_all, newcomers)
        return Imported(added, len(newcomers) - len(added), tuple(_notices(blogs)))

    def as_opml(self) -> str:
        """The followed blogs with their tags as OPML 2.0."""
        from tui_blog.platforms.opml import write_list

        blogs = self._blogs.all()
        outlines = tuple(Outline(blog.feed_url, blog.title, blog.url, blog.tags) for blog in blogs)
        return write_list(outlines, TITLE, self._clock())


def _with_blogs(found: BlogList) -> BlogList:
    if not found.outlines:
        raise UnreadableAnswer("This list names no blog that can be read.", "")
    return found


def _notices(blogs: BlogList) -> Iterator[str]:
    if blogs.breaks_off:
        yield "The list breaks off before its end; what stands before that was taken in."
    if number := len(blogs.left_out):
        what = "1 entry is no address" if number == 1 else f"{number:,} entries are no addresses"
        yield f"{what} of a blog, and left out: {some_of(blogs.left_out)}."


def _read(name: str) -> bytes:
    try:
        with Path(name).expanduser().open("rb") as file:
            return file.read(CEILING)
    except (OSError, ValueError) as error:  # a name may hold what no name can
        why = (getattr(error, "strerror", None) or "the system refuses").lower()
        raise TuiBlogError(f"{clean_line(name)} cannot be read: {why}.") from error


def _newcomer(outline: Outline) -> Newcomer:
    parts = urlsplit(outline.feed_url)
    return Newcomer(
        title=outline.title or clean_line(parts.netloc),
        url=outline.url or f"{parts.scheme}://{parts.netloc}/",
        feed_url=outline.feed_url,
        tags=outline.tags,
        is_home_known=bool(outline.url),
    )


def _list_at(url: str) -> Flow[BlogList]:
    from tui_blog.platforms.opml import read_list

    answer = yield from fetch(Request("GET", url))
    return read_list(answer.body, answer.content_type, answer.url)
