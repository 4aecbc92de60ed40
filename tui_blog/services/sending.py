"""The outbox: a comment is written down before it is sent, and never sent twice or called sent without proof.

A row is `sending` while its POST may be under way. Whatever interrupts that (a
lost answer, a killed program) leaves a row that may or may not have arrived:
it is looked for on the blog before anyone may send it again.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tui_blog.errors import NetworkError, NotInLibrary, StoreError, TuiBlogError
from tui_blog.model.comment import (
    Comment,
    Draft,
    Held,
    Identity,
    Markup,
    NeedsBrowser,
    NeedsLogin,
    OutboxItem,
    Outcome,
    Published,
    Refused,
    RetryLater,
    SendState,
    Unknown,
)
from tui_blog.model.flow import Request, watched
from tui_blog.model.post import Post, PostId
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.services.accounts import Accounts, origin_of
from tui_blog.services.channels import channel_of
from tui_blog.services.markup import as_sent
from tui_blog.services.running import Run
from tui_blog.store.drafts import DraftStore
from tui_blog.store.instances import InstanceLock
from tui_blog.store.outbox import OutboxStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a comment is about: the post, its blog, and the channel that takes comments."""

    post: Post
    blog_title: CleanText
    blog_url: str
    typed_url: str
    """What the person's own word vouches for (the blog's feed): only its host may be a private one."""
    channel: ChannelRef | None
    post_id: PostId | None = None
    """None for a post outside the library."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How an attempt ended: the row of the outbox as it is now, and the outcome in full."""

    item: OutboxItem
    outcome: Outcome


class Sending:
    """Sends comments, looks for those whose answer was lost, follows those that are held."""

    def __init__(
        self,
        run: Run,
        outbox: OutboxStore,
        drafts: DraftStore,
        accounts: Accounts,
        instance: InstanceLock,
    ) -> None:
        self._run = run
        self._outbox = outbox
        self._drafts = drafts
        self._accounts = accounts
        self._instance = instance

    def items(self) -> tuple[OutboxItem, ...]:
        """Every row of the outbox, newest first."""
        return self._outbox.all()

    def drop(self, item_id: int) -> None:
        """Forget a row, text and all."""
        self.item(item_id)
        if not self._outbox.drop(item_id):
            raise TuiBlogError("This comment is being sent right now; wait for its end, then drop it.")

    def reopen(self, item_id: int) -> Draft:
        """Turn a row that the blog has not taken back into a draft."""
        return self._outbox.reopen(item_id)

    def item(self, item_id: int) -> OutboxItem:
        """One row (NotInLibrary)."""
        item = self._outbox.get(item_id)
        if item is None:
            raise NotInLibrary(f"There is no comment {item_id} in the outbox. `tui-blog outbox` lists them.")
        return item

    # --- sending ---------------------------------------------------------------------------------

    async def send(self, subject: Subject, draft: Draft) -> Sent:
        """Write a comment into the outbox, then send it."""
        return await self.attempt(await asyncio.to_thread(self._write_down, subject, draft))

    def _write_down(self, subject: Subject, draft: Draft) -> OutboxItem:
        if subject.channel is None:
            raise TuiBlogError("No way to comment on this post is known; the text is kept as a draft.")
        self._drafts.remember(origin_of(subject.blog_url), Identity(draft.name, draft.email, draft.website))
        return self._outbox.put(
            post=subject.post,
            blog_title=subject.blog_title,
            channel=subject.channel,
            typed_url=subject.typed_url,
            draft=draft,
            state=SendState.QUEUED,
        )

    async def attempt(self, item: OutboxItem) -> Sent:
        """Send a row; one that may have arrived already is looked for first, and only then sent again.

        The row is this program's own from before the look to its end, so that nobody sends it in between.
        """
        begun = await asyncio.to_thread(self._outbox.begin, item.id, self._instance.id)
        if begun is None:
            return await self._not_begun(item.id)
        if begun.attempted:
            earlier = await self._of_an_earlier_attempt(begun)
            if earlier is not None:
                return await asyncio.to_thread(self._settle, begun.id, earlier)
        sent = await asyncio.to_thread(self._settle, begun.id, await self._submitted(begun))
        if isinstance(sent.outcome, Unknown):
            return await self.look(sent.item) or sent
        return sent

    async def _not_begun(self, item_id: int) -> Sent:
        """A row that is not ours to send; one that is held may be public by now."""
        item = await asyncio.to_thread(self.item, item_id)
        found = await self.look(item) if item.state is SendState.HELD else None
        return found or Sent(item, as_it_stands(item))

    async def _of_an_earlier_attempt(self, item: OutboxItem) -> Outcome | None:
        """How an earlier attempt ended, if that can be seen; None where the row may be sent again."""
        try:
            found = await self._find(item)
        except TuiBlogError as error:
            reason = clean_line(f"It was not sent again, for it could not be looked for. {error}")
            return Unknown(reason) if item.state is SendState.UNKNOWN else RetryLater(reason)
        return Published(found.id, found.url) if found else None

    async def _submitted(self, item: OutboxItem) -> Outcome:
        outcome = await self._submit(item)
        if isinstance(outcome, Refused) and outcome.duplicate and item.attempted:
            return Held(None)  # the blog itself says that the lost one arrived; it is not public yet
        return outcome

    async def _submit(self, item: OutboxItem) -> Outcome:
        post, ref, typed_url = await asyncio.to_thread(self._outbox.target, item.id)
        asked: list[Request] = []
        try:
            channel = channel_of(ref, post, self._accounts)
            flow = watched(channel.submit(post, _as_wired(item.draft, channel.markup)), asking=asked.append)
            return await self._run(flow, typed_url=typed_url)
        except TuiBlogError as error:
            reason = clean_line(str(error))
            return Unknown(reason) if may_have_arrived(asked, error) else RetryLater(reason)

    def _settle(self, item_id: int, outcome: Outcome) -> Sent:
        state, reason, comment_id, url = _row_of(outcome)
        settled = self._outbox.settle(item_id, state, reason=reason, comment_id=comment_id, comment_url=url)
        item = self.item(item_id)
        return Sent(item, outcome if settled else as_it_stands(item))

    # --- looking ---------------------------------------------------------------------------------

    async def look(self, item: OutboxItem) -> Sent | None:
        """Look for a row's comment on the blog; settled as published when it stands there, else None.

        A blog that cannot be asked right now is no proof of anything: its failure leaves the row as it is.
        """
        try:
            found = await self._find(item)
        except StoreError:
            raise
        except TuiBlogError:
            return None
        published = Published(found.id, found.url) if found else None
        return await asyncio.to_thread(self._settle, item.id, published) if published else None

    async def _find(self, item: OutboxItem) -> Comment | None:
        post, ref, typed_url = await asyncio.to_thread(self._outbox.target, item.id)
        channel = channel_of(ref, post, self._accounts)
        return await self._run(channel.find(post, _as_wired(item.draft, channel.markup)), typed_url=typed_url)

    async def recover(self) -> tuple[OutboxItem, ...]:
        """At start: rows whose sender was killed are unknown until they are found; the rows it touched."""
        interrupted = await asyncio.to_thread(self._interrupted)
        return tuple([await self._recover(item) for item in interrupted])

    def _interrupted(self) -> tuple[OutboxItem, ...]:
        """Mark what dead senders left; another program that starts at this moment marks the same ones."""
        return tuple(
            self.item(item.id)
            for item, sender in self._outbox.sending()
            if not self._instance.is_alive(sender) and self._outbox.interrupt(item.id, sender, _INTERRUPTED)
        )

    async def _recover(self, item: OutboxItem) -> OutboxItem:
        found = await self.look(item)
        return found.item if found else item

    async def follow(self) -> tuple[OutboxItem, ...]:
        """Look for held and unknown comments; those that now stand on their blog."""
        waiting = [
            item
            for item in await asyncio.to_thread(self.items)
            if item.state in {SendState.HELD, SendState.UNKNOWN}
        ]
        found = [await self.look(item) for item in waiting]
        return tuple(sent.item for sent in found if sent)


_INTERRUPTED = CleanText("The program ended while this was being sent.")

_ENDED: dict[SendState, Callable[[OutboxItem], Outcome]] = {
    SendState.PUBLISHED: lambda item: Published(item.comment_id, item.comment_url),
    SendState.HELD: lambda item: Held(item.comment_id, item.comment_url),
    SendState.REFUSED: lambda item: Refused(item.reason),
    SendState.UNKNOWN: lambda item: Unknown(item.reason),
    SendState.QUEUED: lambda item: RetryLater(item.reason),
    SendState.SENDING: lambda item: Unknown(CleanText("It is being sent by another window.")),
}


def as_it_stands(item: OutboxItem) -> Outcome:
    """The outcome that a row's state tells, for a row that was not ours to send."""
    return _ENDED[item.state](item)


def may_have_arrived(asked: Sequence[Request], error: TuiBlogError) -> bool:
    """Whether a comment may be on its blog, though sending it failed after these requests."""
    if not any(request.method == "POST" for request in asked):
        return False
    # Of requests that follow each other the last one failed: then its POST was answered before.
    failed_at_post = asked[-1].method == "POST"
    return not failed_at_post or not isinstance(error, NetworkError) or error.may_have_arrived


def _as_wired(draft: Draft, markup: Markup) -> Draft:
    return replace(draft, body=as_sent(draft.body, markup))


def _row_of(outcome: Outcome) -> tuple[SendState, CleanText, str | None, str]:
    """What the outbox keeps of an outcome: state, reason, the comment's id and URL."""
    match outcome:
        case Published(comment_id, url):
            return SendState.PUBLISHED, EMPTY, comment_id, url
        case Held(comment_id, url):
            return SendState.HELD, EMPTY, comment_id, url
        case RetryLater(reason):
            return SendState.QUEUED, reason, None, ""
        case Unknown(reason):
            return SendState.UNKNOWN, reason, None, ""
        case NeedsBrowser(url, reason):
            return SendState.REFUSED, reason, None, url
        case Refused(reason) | NeedsLogin(reason):
            return SendState.REFUSED, reason, None, ""
