"""How the page of a blog is had: asked for, read where there is time for it, looked for where it has gone."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.blog import Blog
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Answered, Response, replayed, until_answered
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import SourceRef
from tui_blog.services.running import Run
from tui_blog.services.sources import own_source, source_of
from tui_blog.store.incoming import Incoming, incoming

if TYPE_CHECKING:
    from tui_blog.services.page_workers import PageWorkers

LARGE = 16_384
"""Bytes of an answer from which on it is worth the way to another process."""

FEW = 8
"""Large answers of a refresh that are read before a process is started for the others: that takes as long."""

_ONE_ANSWER = frozenset({"feed"})
"""Kinds of sources whose newest page is made of a single answer."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page; its posts may have been made ready apart from it."""

    page: PostPage
    ready: tuple[Incoming, ...] | None = None
    source: SourceRef | None = None
    """Where it came from, if that is not where the blog is asked as yet."""

    @property
    def posts(self) -> tuple[Incoming, ...]:
        """The posts as they are stored; made ready now where they are not."""
        return incoming(self.page.posts) if self.ready is None else self.ready


class Pages:
    """Fetches pages; `workers` read the large ones, where there are any."""

    def __init__(self, run: Run, workers: "PageWorkers | None" = None) -> None:
        self._run = run
        self._workers = workers
        self._large = 0
        # One after the other: threads that compute side by side keep the event loop from its turn.
        self._reading = asyncio.Semaphore(1)

    @staticmethod
    def prepare() -> None:
        """Import what reads pages, which takes its time: before the first is asked for, in some thread."""
        from tui_blog.platforms import registry  # noqa: F401

    async def newest(self, blog: Blog, answered: Callable[[], None]) -> Fetched:
        """What is new in a blog (TuiBlogError); `answered` hears when it has come and is yet to be read."""
        if self._workers is None or blog.source not in _ONE_ANSWER:
            return Fetched(await self.page(blog, None))
        source = source_of(own_source(blog))
        flow = until_answered(source.page(None, blog.validators), _is_large)
        got = await self._run(flow, typed_url=blog.feed_url)
        if not isinstance(got, Answered):
            return Fetched(got)
        answered()
        self._large += 1
        return await self._read(blog, got, self._workers if self._large > FEW else None)

    async def one(self, blog: Blog, url: str) -> Post | None:
        """One post by its URL; None where the blog's source does not hold it."""
        flow = source_of(own_source(blog)).one(url)
        return await self._run(flow, typed_url=blog.feed_url)

    async def page(self, blog: Blog, cursor: Cursor | None) -> PostPage:
        """One page, read in this process."""
        source = source_of(own_source(blog))
        validators = blog.validators if cursor is None else None
        return await self._run(source.page(cursor, validators), typed_url=blog.feed_url)

    async def _read(self, blog: Blog, got: Answered, workers: "PageWorkers | None") -> Fetched:
        ref = own_source(blog)
        if workers:
            from tui_blog.services.page_worker import Question

            read = await workers.read(Question(ref, None, blog.validators, got.responses))
            if read.page is not None:
                return Fetched(read.page, read.posts)
        # Here it is also found out why it cannot be read, if it cannot.
        flow = source_of(ref).page(None, blog.validators)
        async with self._reading:
            page = await asyncio.to_thread(replayed, flow, got.responses)
        return Fetched(page or await self.page(blog, None))

    async def by_another_door(self, blog: Blog, error: NetworkError) -> Fetched:
        """A blog that moved its door, or shut it, has another way: look again at what it offers."""
        from tui_blog.platforms.detection import detect

        site = await self._run(detect(blog.url), typed_url=blog.feed_url)
        for other in site.sources:
            if other == own_source(blog):
                continue
            with suppress(NetworkError):
                page = await self._run(source_of(other).page(None), typed_url=blog.feed_url)
                return Fetched(page, source=other)
        raise error


def is_shut(error: NetworkError) -> bool:
    """Whether it is an API that says no or answers nonsense, while the host is up."""
    shut = isinstance(error, StatusError) and error.status in {400, 401, 403, 404}
    return shut or isinstance(error, UnreadableAnswer)


def _is_large(responses: tuple[Response, ...]) -> bool:
    return sum(len(response.body) for response in responses) >= LARGE
