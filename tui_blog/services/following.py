"""What became of comments on their blogs: looked for until they show, their answers heard, with manners.

Only the blog itself says that a comment arrived. It is asked at most every few minutes about a row, unless
the person asks for it.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from tui_blog.errors import NetworkError, NotInLibrary, StoreError, TuiBlogError
from tui_blog.model.comment import Comment, Identity, OutboxItem, Published, SendState
from tui_blog.model.flow import Flow, Response, watched
from tui_blog.model.text import CleanText
from tui_blog.services.accounts import Accounts, origin_of
from tui_blog.services.channels import channel_of
from tui_blog.services.running import Run
from tui_blog.services.sending_outcomes import Sent, as_wired, settle
from tui_blog.services.skew import skew
from tui_blog.store.drafts import DraftStore
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.replies import ReplyStore

T = TypeVar("T")

PAUSE = timedelta(minutes=5)
"""Between two looks for one comment that nobody asked for."""

PATIENCE = timedelta(days=14)
"""A comment that is not seen by then was most likely never sent by its writer, or never arrived."""

SELDOM = timedelta(days=1)
"""Between two looks for a comment whose moderator takes longer than that."""

REPLY_PAUSE = timedelta(hours=1)
"""Between two looks for answers to a comment that is published."""

REPLIES_FOR = timedelta(days=60)
"""So long after it was published answers to a comment are looked for; later, when its post is opened."""

POSTS_AT_ONCE = 20
"""Threads that are fetched for answers in one go, those that were left alone longest first."""

TOLERANCE = timedelta(days=1)
"""A blog's clock may be wrong, and its dates without a zone may be off by hours."""

GIVEN_UP = CleanText("Not seen on its blog within 14 days: it is looked for only when you ask.")


class Following:
    """Looks on the blogs for what is on its way, and for answers to what has arrived."""

    def __init__(
        self,
        run: Run,
        outbox: OutboxStore,
        replies: ReplyStore,
        drafts: DraftStore,
        accounts: Accounts,
        clock: Callable[[], datetime],
    ) -> None:
        self._run = run
        self._outbox = outbox
        self._replies = replies
        self._drafts = drafts
        self._accounts = accounts
        self._clock = clock

    async def follow(self, post_url: str | None = None, *, asked: bool = False) -> tuple[OutboxItem, ...]:
        """Look for comments that were held, handed off or lost; those that now stand on their blog.

        `post_url` asks about those under one post; `asked` means that the person wants to know it now.
        """
        rows = await asyncio.to_thread(self._outbox.on_their_way)
        found = [await self._follow(item, asked) for item in _under(rows, post_url)]
        return tuple(item for item in found if item)

    async def _follow(self, item: OutboxItem, asked: bool) -> OutboxItem | None:
        pause = self._pause(item)
        if pause is None and item.reason != GIVEN_UP:
            await asyncio.to_thread(self._outbox.note, item, GIVEN_UP)
        if asked or (pause is not None and self._is_due(item, pause)):
            with suppress(NotInLibrary):  # dropped while it was looked for
                found = await self.look(item)
                return found.item if found else None
        return None

    def _pause(self, item: OutboxItem) -> timedelta | None:
        """How long a row is left alone between two looks; None where nobody looks any more unless asked."""
        if item.updated is None or self._clock() - item.updated <= PATIENCE:
            return PAUSE
        # A moderator may take months; a text that never left a browser, for ever.
        return SELDOM if item.state is SendState.HELD else None

    def _is_due(self, item: OutboxItem, pause: timedelta) -> bool:
        return item.looked is None or self._clock() - item.looked >= pause

    # --- one comment -----------------------------------------------------------------------------

    async def look(self, item: OutboxItem) -> Sent | None:
        """Look for a row's comment on the blog; settled as published when it stands there, else None.

        A blog that cannot be asked right now is no proof of anything: its failure leaves the row as it is.
        """
        try:
            found = await self.find(item)
        except StoreError:
            raise
        except TuiBlogError:
            return None
        return await asyncio.to_thread(self._settle, item, found) if found else None

    def _settle(self, item: OutboxItem, found: Comment) -> Sent:
        sent = settle(self._outbox, item.id, Published(found.id, found.url))
        if item.handed_off and found.author:
            # By the name that the browser gave, the next short text is known again there.
            identity = Identity(found.author, item.draft.email, item.draft.website)
            self._drafts.remember(origin_of(item.post_url), identity)
        return sent

    async def find(self, item: OutboxItem) -> Comment | None:
        """A row's comment as it stands on the blog.

        Raises TuiBlogError where the blog cannot be asked, or where dates alone speak against what stands
        there: a clock may be wrong, and who sends again on its word sends twice. Dates are compared by the
        clock of the servers that answer.
        """
        post, ref, typed_url = await asyncio.to_thread(self._outbox.target, item.id)
        channel = channel_of(ref, post, self._accounts)
        others = await asyncio.to_thread(self._outbox.others, item)
        answers: list[Response] = []
        flow = watched(
            channel.find(post, as_wired(item.draft, channel.markup, others)),
            answered=lambda _, answer: answers.append(answer) if isinstance(answer, Response) else None,
        )
        found = await self._ask(flow, typed_url, [item])
        now = self._clock()
        if found is None or _may_be_its(found, _left(item, now, skew(answers, now))):
            return found
        if item.handed_off:
            return None
        raise TuiBlogError(_OTHER_DATE)

    # --- answers ---------------------------------------------------------------------------------

    async def hear(self, *, asked: bool = False) -> int:
        """Look for answers to comments that were published in the last weeks; how many came.

        One thread is fetched for all comments under a post.
        """
        rows = await asyncio.to_thread(self._outbox.published_since, self._clock() - REPLIES_FOR)
        due: dict[str, OutboxItem] = {}
        for item in rows:
            if asked or self._is_due(item, REPLY_PAUSE):
                due.setdefault(item.post_url, item)
        before = await asyncio.to_thread(self._replies.unseen)
        for item in list(due.values())[:POSTS_AT_ONCE]:
            with suppress(NotInLibrary):
                await self._hear(item, _under(rows, item.post_url))
        return await asyncio.to_thread(self._replies.unseen) - before

    async def _hear(self, item: OutboxItem, rows: Iterable[OutboxItem]) -> None:
        post, ref, typed_url = await asyncio.to_thread(self._outbox.target, item.id)
        try:
            flow = channel_of(ref, post, self._accounts).thread(post)
            thread = await self._ask(flow, typed_url, rows)
        except TuiBlogError:
            return  # told when its post is opened
        await asyncio.to_thread(self._replies.heard, item.post_url, thread.comments)

    async def _ask(self, flow: Flow[T], typed_url: str, rows: Iterable[OutboxItem]) -> T:
        """Ask a blog, and note of these rows that it was; without a connection nobody was."""
        try:
            return await self._run(flow, typed_url=typed_url)
        except NetworkError as error:
            rows = () if error.at_our_end else rows
            raise
        finally:
            for row in rows:
                await asyncio.to_thread(self._outbox.looked, row.id)


_OTHER_DATE = (
    "The same words stand there with a date from before they were sent. If they are yours, the clock here or "
    "there is wrong, and this may be dropped."
)


def _left(item: OutboxItem, now: datetime, behind: timedelta) -> datetime | None:
    """When a text left, by the blog's clock; None where the clock here was wrong, and is put right by now."""
    left = item.handed_off or item.sent
    return left + behind if left is not None and left <= now else None


def _may_be_its(found: Comment, left: datetime | None) -> bool:
    """Not one that its blog dates long before this left, which nobody here had seen."""
    return left is None or found.published is None or found.published > left - TOLERANCE


def _under(rows: Iterable[OutboxItem], post_url: str | None) -> list[OutboxItem]:
    return [item for item in rows if post_url is None or item.post_url == post_url]
