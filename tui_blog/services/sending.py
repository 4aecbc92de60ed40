"""The outbox: a comment is written down before it is sent, and never sent twice or called sent without proof.

A row is `sending` while its POST may be under way. Whatever interrupts that (a
lost answer, a killed program) leaves a row that may or may not have arrived:
it is looked for on the blog before anyone may send it again.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from tui_blog.errors import TuiBlogError
from tui_blog.model.comment import (
    Draft,
    Held,
    Identity,
    NeedsBrowser,
    OutboxItem,
    Outcome,
    Published,
    Refused,
    RetryLater,
    SendState,
    Unknown,
)
from tui_blog.model.flow import Request, watched
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.services.accounts import Accounts, origin_of
from tui_blog.services.channels import channel_of
from tui_blog.services.following import Following
from tui_blog.services.running import Run
from tui_blog.services.sending_outcomes import Sent, as_it_stands, as_wired, may_have_arrived, row_of, settle
from tui_blog.store.drafts import DraftStore
from tui_blog.store.instances import InstanceLock
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.send_states import EDITABLE

UNDER_WAY = timedelta(minutes=5)
"""So long what was sent without an answer may still reach its blog.

A proxy or a gateway hands on what it has taken when its own caller has long hung up; they give up after one
or two minutes.
"""

JUST_NOW = timedelta(minutes=5)
"""Who posts the same words once more within that time may have forgotten that they did."""


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


class Sending:
    """Sends comments, each once; a browser-only blog is sent nothing, and the person gets the way to it."""

    def __init__(
        self,
        run: Run,
        outbox: OutboxStore,
        drafts: DraftStore,
        accounts: Accounts,
        instance: InstanceLock,
        following: Following,
    ) -> None:
        self._run = run
        self._outbox = outbox
        self._drafts = drafts
        self._accounts = accounts
        self._instance = instance
        self._following = following

    def items(self) -> tuple[OutboxItem, ...]:
        """Every row of the outbox, newest first."""
        return self._outbox.all()

    def drop(self, item_id: int) -> None:
        """Forget a row, text and all."""
        self.item(item_id)
        if not self._outbox.drop(item_id):
            raise TuiBlogError("This comment is being sent right now; wait for its end, then drop it.")

    def carried(self, item: OutboxItem) -> str:
        """The text of a row as the blog takes it, for whoever pastes it into its form."""
        post, ref, _ = self._outbox.target(item.id)
        return as_wired(item.draft, channel_of(ref, post, self._accounts).markup).body

    def may_be_edited(self, item: OutboxItem) -> bool:
        """Whether a row may become a draft again: the blog surely has not taken it."""
        return item.state in EDITABLE

    def reopen(self, item_id: int) -> Draft:
        """Turn a row that the blog has not taken back into a draft."""
        return self._outbox.reopen(item_id)

    def item(self, item_id: int) -> OutboxItem:
        """One row (NotInLibrary)."""
        return row_of(self._outbox, item_id)

    def twin(self, subject: Subject, draft: Draft) -> OutboxItem | None:
        """Another comment of the same words at the same place, on its way or published `JUST_NOW`.

        It is a comment of its own: only the person knows whether they want both.
        """
        return self._outbox.twin(subject.post.url, draft, JUST_NOW)

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
        Nothing is sent again while what was sent may still be `UNDER_WAY`: not found is not lost.
        """
        begun = await asyncio.to_thread(self._outbox.begin, item.id, self._instance.id, UNDER_WAY)
        if begun is None:
            return await self._not_begun(item.id)
        if begun.attempted:
            earlier = await self._of_an_earlier_attempt(begun)
            if earlier is not None:
                # A look in vain begins no time anew: it is counted from the sending.
                as_of = None if isinstance(earlier, Published) else begun.updated
                return await asyncio.to_thread(settle, self._outbox, begun.id, earlier, as_of)
        outcome = await self._submitted(begun)
        sent = await asyncio.to_thread(settle, self._outbox, begun.id, outcome)
        if isinstance(sent.outcome, Unknown):
            return await self._following.look(sent.item) or sent
        return sent

    async def _not_begun(self, item_id: int) -> Sent:
        """A row that is not ours to send; one that is held may be public by now."""
        item = await asyncio.to_thread(self.item, item_id)
        if item.state is SendState.UNKNOWN:
            return await self._under_way(item)
        found = await self._following.look(item) if item.state is SendState.HELD else None
        return found or Sent(item, as_it_stands(item))

    async def _under_way(self, item: OutboxItem) -> Sent:
        """What may still be on its way is looked for, and not sent again yet."""
        earlier = await self._of_an_earlier_attempt(item)
        if isinstance(earlier, Published):
            return await asyncio.to_thread(settle, self._outbox, item.id, earlier)
        return Sent(item, earlier or Unknown(_UNDER_WAY))

    async def _of_an_earlier_attempt(self, item: OutboxItem) -> Outcome | None:
        """How an earlier attempt ended, if that can be seen; None where the row may be sent again."""
        try:
            found = await self._following.find(item)
        except TuiBlogError as error:
            reason = clean_line(f"It was not sent again, for it could not be looked for. {error}")
            return _still(item, reason)
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
            others = await asyncio.to_thread(self._outbox.others, item)
            draft = as_wired(item.draft, channel.markup, others)
            flow = watched(channel.submit(post, draft), asking=asked.append)
            return await self._run(flow, typed_url=typed_url)
        except TuiBlogError as error:
            reason = clean_line(str(error))
            return Unknown(reason) if may_have_arrived(asked, error) else RetryLater(reason)

    # --- what was left behind --------------------------------------------------------------------

    async def send_waiting(self) -> tuple[Sent, ...]:
        """Send what could not be sent before, in the order in which it was written; what became of it."""
        rows = await asyncio.to_thread(self.items)
        ends = [await self.go_on(item) for item in reversed(rows) if item.state is SendState.QUEUED]
        return tuple(sent for sent in ends if sent)

    async def go_on(self, item: OutboxItem) -> Sent | None:
        """Send a row that surely never arrived, or look for any other; None where that was not found.

        One that may have arrived goes out again only on the person's word for it: it may be waiting for its
        moderator, where nobody can see it.
        """
        return await (self._following.look(item) if item.attempted else self.attempt(item))

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
        found = await self._following.look(item)
        return found.item if found else item


_UNDER_WAY = CleanText(
    "It may still be on its way to the blog, where it would stand twice: it can be sent again "
    f"{UNDER_WAY // timedelta(minutes=1)} minutes after it was sent, unless it shows there by then."
)
_INTERRUPTED = CleanText("The program ended while this was being sent.")


def _still(item: OutboxItem, reason: CleanText) -> Outcome:
    """As a row stood before it was looked for in vain, with what went wrong."""
    match as_it_stands(item):
        case NeedsBrowser(url):
            return NeedsBrowser(url, reason)
        case Unknown():
            return Unknown(reason)
    return RetryLater(reason)
