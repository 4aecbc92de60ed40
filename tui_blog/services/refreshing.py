"""Fetching posts into the library: what is new, and the archive back to the first post."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tui_blog.errors import NetworkError, StoreError, TuiBlogError
from tui_blog.model.blog import Blog, BlogId
from tui_blog.model.cursor import Cursor
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage, Upserted
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.net.slots import Slots
from tui_blog.services.batches import Batches
from tui_blog.services.hosts import Hosts
from tui_blog.services.pages import Fetched, Pages, is_shut
from tui_blog.services.patience import Patience
from tui_blog.services.rules import Rules, RulesAtWork
from tui_blog.services.running import Run
from tui_blog.store.blogs import BlogStore
from tui_blog.store.incoming import Incoming
from tui_blog.store.posts import PostStore
from tui_blog.store.wishes import Wish

if TYPE_CHECKING:
    from tui_blog.services.page_workers import PageWorkers

Status = Literal["ok", "unchanged", "moved", "gone", "failed"]

UNDER_WAY = 24
"""Blogs of one refresh that are being fetched, read or stored: what they send is held in memory meanwhile."""

AT_ONCE = 32
"""Blogs that are begun with before the event loop turns: thousands of them would be felt at the keyboard."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What asking one blog came to; `error` is a sentence, "" unless the status is gone or failed.

    The blog is called as it is by now. `notice` is a sentence where posts came, but not all. One that is not
    due was not asked.
    """

    blog: Blog
    new: int
    changed: int
    status: Status
    error: CleanText = EMPTY
    notice: CleanText = EMPTY
    is_due: bool = True


@dataclass(frozen=True, slots=True)
class _Round:
    """What the blogs of one refresh share."""

    wishes: Mapping[BlogId, Wish]
    rules: RulesAtWork
    named: bool
    pages: Pages
    hosts: Hosts
    slots: Slots


class Refreshing:
    """Asks blogs for posts and stores what they answer; a failure is a value, told blog by blog."""

    def __init__(
        self,
        run: Run,
        blogs: BlogStore,
        posts: PostStore,
        patience: Patience,
        batches: Batches,
        rules: Rules,
        expect: Callable[[Sequence[Incoming]], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`expect` hears of posts that were stored, and are to be indexed for the search."""
        self._pages = Pages(run)
        self._run = run
        self._blogs = blogs
        self._posts = posts
        self._patience = patience
        self._batches = batches
        self._rules = rules
        self._expect = expect
        self._clock = clock

    async def refresh(self, blogs: Sequence[Blog], *, named: bool = False) -> AsyncIterator[Refreshed]:
        """Ask blogs side by side for what is new; each is told as it ends. Closing the iterator cancels.

        `named` says that the person meant just these: one that is fresh yet, that failed lately or that was
        removed for good is then asked as well. A host that is out of reach is tried once for all its blogs.
        """
        workers = await asyncio.to_thread(_workers)
        around = await self._round(blogs, named, Pages(self._run, workers))
        tasks = list[asyncio.Task[Refreshed]]()
        try:
            for blog in blogs:
                tasks.append(asyncio.create_task(self._refreshed(blog, around)))
                if len(tasks) % AT_ONCE == 0:
                    await asyncio.sleep(0)
            for finished in asyncio.as_completed(tasks):
                yield await finished
        finally:
            for task in tasks:
                task.cancel()
            # Whoever closes the library next must not close it under a task.
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._batches.rest()
            await workers.aclose()

    async def refresh_one(self, blog: Blog, *, named: bool = True) -> Refreshed:
        """Ask one blog for what is new, unless it is better left alone."""
        return await self._refreshed(blog, await self._round([blog], named, self._pages))

    async def _round(self, blogs: Sequence[Blog], named: bool, pages: Pages) -> _Round:
        await asyncio.to_thread(pages.prepare)
        wishes = await asyncio.to_thread(self._patience.wishes, blogs, named=named)
        rules = await asyncio.to_thread(self._rules.at_work)
        return _Round(wishes, rules, named, pages, Hosts(), Slots(UNDER_WAY))

    async def _refreshed(self, blog: Blog, around: _Round) -> Refreshed:
        wish = around.wishes.get(blog.id, Wish())
        declined = self._patience.declined(blog, wish, named=around.named)
        if declined is not None:
            return Refreshed(blog, 0, 0, declined.status, declined.error, is_due=declined.is_due)
        try:
            return await self._asked(blog, around)
        except StoreError:
            raise
        except TuiBlogError as error:
            return await self._failed(blog, error)

    async def _asked(self, blog: Blog, around: _Round) -> Refreshed:
        async with around.hosts.asking(blog.feed_url), around.slots.held() as slot:
            fetched = await self._newest(blog, around.pages, slot.keep)
            slot.keep()
            upserted, has_old = await self._batches.write(lambda: self._store(blog, fetched, around.rules))
        page = fetched.page
        while has_old:
            has_old = await self._batches.write(lambda: self._blogs.drop_behind(blog.id, page))
        if page.title and page.title != blog.title:
            called = await asyncio.to_thread(self._blogs.get, blog.id)
            blog = called or blog
        return Refreshed(blog, upserted.new, upserted.changed, _status(page), notice=page.notice)

    async def rules_left_out(self) -> tuple[str, ...]:
        """What the person should know of rules that are not understood any more: a sentence each."""
        return await asyncio.to_thread(self._rules.left_out)

    async def older(self, blog: Blog) -> Refreshed:
        """Fetch the next page of the archive, older than everything fetched so far."""
        current = await asyncio.to_thread(self._blogs.get, blog.id) or blog
        return await self._older(current, set(), await asyncio.to_thread(self._rules.at_work))

    async def archive(self, blog: Blog) -> AsyncIterator[Refreshed]:
        """Fetch page after page until the first post ever written is stored, or a page fails."""
        met: set[frozenset[str]] = set()
        rules = await asyncio.to_thread(self._rules.at_work)
        while (current := await asyncio.to_thread(self._blogs.get, blog.id)) and not current.archive_done:
            refreshed = await self._older(current, met, rules)
            yield refreshed
            if refreshed.status != "ok":
                return

    async def _older(self, blog: Blog, met: set[frozenset[str]], rules: RulesAtWork) -> Refreshed:
        """Fetch a page of the archive; `met` holds the pages of this walk, each as the guids on it."""
        if blog.archive_done or blog.archive_cursor is None:
            return Refreshed(blog, 0, 0, "unchanged")
        try:
            page = await self._pages.page(blog, blog.archive_cursor)
        except TuiBlogError as error:
            return Refreshed(blog, 0, 0, "failed", clean_line(str(error)))
        # A server that shows a page again leads in a circle, or counts pages that it does not have.
        guids = frozenset(post.guid for post in page.posts)
        older = None if guids in met else page.next
        met.add(guids)
        upserted = await self._batches.write(lambda: self._store_older(blog, page, older, rules))
        return Refreshed(blog, upserted.new, upserted.changed, "ok")

    def _store_older(self, blog: Blog, page: PostPage, older: Cursor | None, rules: RulesAtWork) -> Upserted:
        upserted = self._posts.upsert(blog.id, page.posts, self._clock(), older=True)
        rules.arrived(upserted.arrived)
        self._blogs.record_archive(blog.id, older, older is None)
        return upserted

    async def one(self, blog: Blog, url: str) -> Post | None:
        """Fetch one post by its URL and keep it; None where the blog's source does not hold it."""
        post = await self._pages.one(blog, url)
        if post is not None:
            # Asked for by its address: it may be as old as it likes, and have been dropped before.
            await asyncio.to_thread(self._posts.upsert, blog.id, (post,), self._clock(), older=True)
        return post

    async def _newest(self, blog: Blog, pages: Pages, answered: Callable[[], None]) -> Fetched:
        try:
            return await pages.newest(blog, answered)
        except NetworkError as error:
            if not (is_shut(error) and await self._may_have_another(blog, error)):
                raise
            return await pages.by_another_door(blog, error)

    async def _may_have_another(self, blog: Blog, error: NetworkError) -> bool:
        """An API may be switched off while its blog is there; a feed is given up only after days."""
        is_feed = blog.source == "feed"
        return not is_feed or await asyncio.to_thread(self._patience.is_long_missing, blog, error)

    async def _failed(self, blog: Blog, error: TuiBlogError) -> Refreshed:
        sentence = clean_line(str(error))
        is_gone = await self._batches.write(lambda: self._record_failure(blog, error, sentence))
        return Refreshed(blog, 0, 0, "gone" if is_gone else "failed", sentence)

    def _record_failure(self, blog: Blog, error: TuiBlogError, sentence: CleanText) -> bool:
        self._blogs.record_refresh(
            blog.id, refreshed=None, validators=None, error=sentence, title=None, moved_to=None
        )
        return self._patience.failed(blog, error)

    def _store(self, blog: Blog, fetched: Fetched, rules: RulesAtWork) -> tuple[Upserted, bool]:
        """Keep what came, and what was learned of its blog; all of it or, after a crash, nothing.

        Also says whether there are more posts that are to be kept no longer.
        """
        page = fetched.page
        if fetched.source:
            self._blogs.set_source(blog.id, fetched.source)
        upserted = Upserted(0, 0)
        if not page.unchanged:
            posts = fetched.posts
            upserted = self._posts.take_in(blog.id, posts, self._clock())
            if upserted.new or upserted.changed:
                self._expect(posts)
            rules.arrived(upserted.arrived)
        self._record(blog, page)
        return upserted, self._blogs.drop_behind(blog.id, page)

    def _record(self, blog: Blog, page: PostPage) -> None:
        is_settled = self._patience.answered(blog, page)
        self._blogs.record_refresh(
            blog.id,
            refreshed=self._clock(),
            validators=None if page.unchanged else page.validators,
            error=page.notice,
            title=page.title or None,
            language=page.language,
            home=_home(blog, page),
            moved_to=page.moved_to if is_settled else None,
        )
        if not page.unchanged:
            self._blogs.begin_archive(blog.id, page.next)


def _workers() -> "PageWorkers":
    from tui_blog.services.page_workers import PageWorkers  # takes its time, in a thread of its own

    return PageWorkers()


def _home(blog: Blog, page: PostPage) -> str:
    from tui_blog.platforms.addresses import may_be_home

    return page.site_url if may_be_home(page.site_url, blog.feed_url) else ""


def _status(page: PostPage) -> Status:
    if page.unchanged:
        return "unchanged"
    return "moved" if page.moved_to else "ok"
