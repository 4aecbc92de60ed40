"""Fetching posts into the library: what is new, and the archive back to the first post."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tui_blog.errors import NetworkError, StatusError, TuiBlogError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.post import Blog, Post, PostPage, Upserted
from tui_blog.model.site import SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.model.ways import PostSource
from tui_blog.services.hosts import Hosts
from tui_blog.services.patience import Patience
from tui_blog.services.running import Run
from tui_blog.store.blogs import BlogStore
from tui_blog.store.posts import PostStore

Status = Literal["ok", "unchanged", "moved", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What asking one blog came to; `error` is a sentence, "" unless the status is gone or failed.

    `notice` is one where posts came, but not all.
    """

    blog: Blog
    new: int
    changed: int
    status: Status
    error: CleanText = EMPTY
    notice: CleanText = EMPTY


class Refreshing:
    """Asks blogs for posts and stores what they answer; a failure is a value, told blog by blog."""

    def __init__(
        self,
        run: Run,
        blogs: BlogStore,
        posts: PostStore,
        patience: Patience,
        clock: Callable[[], datetime],
    ) -> None:
        self._run = run
        self._blogs = blogs
        self._posts = posts
        self._patience = patience
        self._clock = clock

    async def refresh(self, blogs: Sequence[Blog], *, named: bool = False) -> AsyncIterator[Refreshed]:
        """Ask blogs side by side for what is new; each is told as it ends. Closing the iterator cancels.

        `named` says that the person meant just these: one that is fresh yet, that failed lately or that was
        removed for good is then asked as well. A host that is out of reach is tried once for all its blogs.
        """
        hosts = Hosts()
        tasks = [asyncio.create_task(self.refresh_one(blog, named=named, hosts=hosts)) for blog in blogs]
        try:
            for finished in asyncio.as_completed(tasks):
                yield await finished
        finally:
            for task in tasks:
                task.cancel()
            # Whoever closes the library next must not close it under a task.
            await asyncio.gather(*tasks, return_exceptions=True)

    async def refresh_one(self, blog: Blog, *, named: bool = True, hosts: Hosts | None = None) -> Refreshed:
        """Ask one blog for what is new, unless it is better left alone; `hosts` are those of a larger run."""
        declined = await asyncio.to_thread(self._patience.declined, blog, named=named)
        if declined is not None:
            return Refreshed(blog, 0, 0, declined.status, declined.error)
        try:
            async with (hosts or Hosts()).asking(blog.feed_url):
                page = await self._newest(blog)
        except TuiBlogError as error:
            return await self._failed(blog, error)
        upserted = await self._keep(blog, page)
        await asyncio.to_thread(self._record, blog, page)
        return Refreshed(blog, upserted.new, upserted.changed, _status(page), notice=page.notice)

    async def older(self, blog: Blog) -> Refreshed:
        """Fetch the next page of the archive, older than everything fetched so far."""
        current = await asyncio.to_thread(self._blogs.get, blog.id) or blog
        return await self._older(current, set())

    async def archive(self, blog: Blog) -> AsyncIterator[Refreshed]:
        """Fetch page after page until the first post ever written is stored, or a page fails."""
        met: set[frozenset[str]] = set()
        while (current := await asyncio.to_thread(self._blogs.get, blog.id)) and not current.archive_done:
            refreshed = await self._older(current, met)
            yield refreshed
            if refreshed.status != "ok":
                return

    async def _older(self, blog: Blog, met: set[frozenset[str]]) -> Refreshed:
        """Fetch a page of the archive; `met` holds the pages of this walk, each as the guids on it."""
        if blog.archive_done or blog.archive_cursor is None:
            return Refreshed(blog, 0, 0, "unchanged")
        try:
            page = await self._page(blog, blog.archive_cursor)
        except TuiBlogError as error:
            return Refreshed(blog, 0, 0, "failed", clean_line(str(error)))
        upserted = await self._keep(blog, page, older=True)
        # A server that shows a page again leads in a circle, or counts pages that it does not have.
        guids = frozenset(post.guid for post in page.posts)
        older = None if guids in met else page.next
        met.add(guids)
        await asyncio.to_thread(self._blogs.record_archive, blog.id, older, older is None)
        return Refreshed(blog, upserted.new, upserted.changed, "ok")

    async def one(self, blog: Blog, url: str) -> Post | None:
        """Fetch one post by its URL and keep it; None where the blog's source does not hold it."""
        post = await self._run(
            _source(SourceRef(blog.source, blog.feed_url)).one(url), typed_url=blog.feed_url
        )
        if post is not None:
            await asyncio.to_thread(self._posts.upsert, blog.id, (post,), self._clock())
        return post

    async def _newest(self, blog: Blog) -> PostPage:
        try:
            return await self._page(blog, None)
        except NetworkError as error:
            if not (_door_is_shut(error) and await self._may_have_another(blog, error)):
                raise
            return await self._by_another_door(blog, error)

    async def _may_have_another(self, blog: Blog, error: NetworkError) -> bool:
        """An API may be switched off while its blog is there; a feed is given up only after days."""
        is_feed = blog.source == "feed"
        return not is_feed or await asyncio.to_thread(self._patience.is_long_missing, blog, error)

    async def _page(self, blog: Blog, cursor: Cursor | None) -> PostPage:
        source = _source(SourceRef(blog.source, blog.feed_url))
        validators = blog.validators if cursor is None else None
        return await self._run(source.page(cursor, validators), typed_url=blog.feed_url)

    async def _by_another_door(self, blog: Blog, error: NetworkError) -> PostPage:
        """A blog that moved its door, or shut it, has another way: look again at what it offers."""
        from tui_blog.platforms.detection import detect

        site = await self._run(detect(blog.url), typed_url=blog.feed_url)
        for other in site.sources:
            if other == SourceRef(blog.source, blog.feed_url):
                continue
            with suppress(NetworkError):
                page = await self._run(_source(other).page(None), typed_url=blog.feed_url)
                await asyncio.to_thread(self._blogs.set_source, blog.id, other)
                return page
        raise error

    async def _keep(self, blog: Blog, page: PostPage, *, older: bool = False) -> Upserted:
        return await asyncio.to_thread(self._posts.upsert, blog.id, page.posts, self._clock(), older=older)

    def _record(self, blog: Blog, page: PostPage) -> None:
        is_settled = self._patience.answered(blog, page)
        self._blogs.record_refresh(
            blog.id,
            refreshed=self._clock(),
            validators=page.validators,
            error=page.notice,
            title=page.title or None,
            language=page.language,
            moved_to=page.moved_to if is_settled else None,
        )
        if not page.unchanged:
            self._blogs.begin_archive(blog.id, page.next)

    async def _failed(self, blog: Blog, error: TuiBlogError) -> Refreshed:
        sentence = clean_line(str(error))
        is_gone = await asyncio.to_thread(self._record_failure, blog, error, sentence)
        return Refreshed(blog, 0, 0, "gone" if is_gone else "failed", sentence)

    def _record_failure(self, blog: Blog, error: TuiBlogError, sentence: CleanText) -> bool:
        self._blogs.record_refresh(
            blog.id, refreshed=None, validators=None, error=sentence, title=None, moved_to=None
        )
        return self._patience.failed(blog, error)


def _status(page: PostPage) -> Status:
    if page.unchanged:
        return "unchanged"
    return "moved" if page.moved_to else "ok"


def _door_is_shut(error: NetworkError) -> bool:
    """An API that says no or answers nonsense, while the host is up."""
    shut = isinstance(error, StatusError) and error.status in {400, 401, 403, 404}
    return shut or isinstance(error, UnreadableAnswer)


def _source(ref: SourceRef) -> PostSource:
    from tui_blog.platforms import registry

    return registry.source(ref)
