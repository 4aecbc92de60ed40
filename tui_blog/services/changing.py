"""Own comments that stand on their blogs: changed, and taken back.

With the care of a sending: a change is written down before it is asked for, and called made only when the
blog says or shows so. Whatever interrupts it, the new text is kept, and the blog is looked at first.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tui_blog.errors import NotChangeable, NotInLibrary, TuiBlogError
from tui_blog.model.comment import Draft, Held, Markup, OutboxItem, Published, RetryLater, SendState, Unknown
from tui_blog.model.flow import Request, watched
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import clean_block, clean_line
from tui_blog.model.ways import ChangingChannel
from tui_blog.services.accounts import Accounts
from tui_blog.services.channels import channel_of
from tui_blog.services.markup import as_sent
from tui_blog.services.running import Run
from tui_blog.services.sending_outcomes import as_wired, may_have_arrived, row_of
from tui_blog.store.changes import Change, ChangeStore, Kind
from tui_blog.store.instances import InstanceLock
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.threads import ThreadStore

_NOT_OWN = "This is no comment that was sent from here; only those can be changed."
_NO_WAY = "The comments of {} cannot be changed from here: open the post in a browser."
_BUSY = "This comment is being changed by another window."


@dataclass(frozen=True, slots=True)
class Changed:
    """How a change ended: the row of the outbox as it is now, and the outcome in full."""

    item: OutboxItem
    outcome: ChangeOutcome


@dataclass(frozen=True, slots=True)
class _Way:
    """Everything that a change to one comment takes."""

    post: Post
    channel: ChangingChannel
    own: OwnComment
    typed_url: str


class Changing:
    """Edits and deletes what the person wrote, where its blog lets them."""

    def __init__(
        self,
        run: Run,
        outbox: OutboxStore,
        changes: ChangeStore,
        threads: ThreadStore,
        accounts: Accounts,
        instance: InstanceLock,
        clock: Callable[[], datetime],
    ) -> None:
        self._run = run
        self._outbox = outbox
        self._changes = changes
        self._threads = threads
        self._accounts = accounts
        self._instance = instance
        self._clock = clock

    def own(self, post_url: str, comment_id: str) -> OutboxItem:
        """The row of a comment that may be changed. Raises NotInLibrary or NotChangeable."""
        item = self._outbox.own(post_url, comment_id)
        if item is None:
            raise NotInLibrary(_NOT_OWN)
        self._way(item)
        return item

    async def draft(self, item: OutboxItem) -> Draft:
        """The text to be changed: what was begun before, else what the person wrote, else as it stands there.

        Raises NotChangeable where the blog does not let it be changed.
        """
        kept = await asyncio.to_thread(self._changes.kept, item.id)
        way = await asyncio.to_thread(self._way, item)
        written = await self._run(way.channel.written(way.post, way.own), typed_url=way.typed_url)
        if not isinstance(written, str):
            await self._noted(item, written)
            raise NotChangeable(_why_not(written))
        body = kept if kept is not None else _as_typed(written, item, way.channel)
        return Draft(item.draft.token, body, item.draft.parent, item.draft.name)

    def markup(self, item: OutboxItem) -> Markup:
        """What the comment's blog takes."""
        return self._way(item).channel.markup

    def keep(self, item: OutboxItem, draft: Draft) -> None:
        """Keep a new text at a pause in typing."""
        if draft.is_empty or draft.body == item.draft.body:
            self._changes.discard(item.id)
        else:
            self._changes.keep(item.id, draft.body)

    def discard(self, item: OutboxItem) -> None:
        """Throw a new text away; the comment stays as it is."""
        self._changes.discard(item.id)

    async def edit(self, item: OutboxItem, body: str) -> Changed:
        """Put another text in the place of a comment's."""
        return await self._change(item, "edit", body)

    async def remove(self, item: OutboxItem) -> Changed:
        """Take a comment back."""
        return await self._change(item, "delete", "")

    # --- one change ------------------------------------------------------------------------------

    async def _change(self, item: OutboxItem, kind: Kind, body: str) -> Changed:
        way = await asyncio.to_thread(self._way, item)
        if not await asyncio.to_thread(self._changes.begin, item.id, kind, body, self._instance.id):
            raise TuiBlogError(_BUSY)
        outcome = await self._asked(way, kind, body)
        if isinstance(outcome, Unknown) and await self._is_made(item, way, kind, body):
            outcome = _made(item, kind)
        return await asyncio.to_thread(self._settle, item, body, outcome)

    async def _asked(self, way: _Way, kind: Kind, body: str) -> ChangeOutcome:
        asked: list[Request] = []
        draft = as_wired(Draft("", body), way.channel.markup)
        flow = (
            way.channel.remove(way.post, way.own)
            if kind == "delete"
            else way.channel.edit(way.post, way.own, draft)
        )
        try:
            return await self._run(watched(flow, asking=asked.append), typed_url=way.typed_url)
        except TuiBlogError as error:
            reason = clean_line(str(error))
            return Unknown(reason) if may_have_arrived(asked, error) else RetryLater(reason)

    async def _is_made(self, item: OutboxItem, way: _Way, kind: Kind, body: str) -> bool:
        """Whether the blog shows a change whose answer was lost."""
        from tui_blog.platforms.comments.likeness import is_same_text
        from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown

        try:
            thread = await self._run(way.channel.thread(way.post), typed_url=way.typed_url)
        except TuiBlogError:
            return False
        found = next((each for each in thread.comments if each.id == way.own.id), None)
        if kind == "delete":
            return found is None or found.deleted
        sent, former = (as_sent(each, way.channel.markup) for each in (body, item.draft.body))
        if is_same_text(sent, former):  # blogs curl quotes and join dots: so small a change cannot be seen
            return False
        return found is not None and (is_same_text(found.html, sent) or is_shown_markdown(found.html, body))

    def _settle(self, item: OutboxItem, body: str, outcome: ChangeOutcome) -> Changed:
        match outcome:
            case Removed():
                self._changes.removed(item)
                self._threads.amend(item.post_url, item.comment_id or "", None)
            case Published(key=key) | Held(key=key):
                state = SendState.HELD if isinstance(outcome, Held) else SendState.PUBLISHED
                self._changes.edited(item, body, state, key)
                self._threads.amend(item.post_url, item.comment_id or "", as_sent(body, "html"))
            case _:
                self._changes.put_back(item.id, unknown=isinstance(outcome, Unknown))
        return Changed(row_of(self._outbox, item.id), outcome)

    async def _noted(self, item: OutboxItem, outcome: ChangeOutcome) -> None:
        """A comment that is not there any more is one that was taken back, by whomever."""
        if isinstance(outcome, Removed):
            await asyncio.to_thread(self._settle, item, "", outcome)

    # --- what was left behind --------------------------------------------------------------------

    async def recover(self) -> tuple[Changed, ...]:
        """At start: look on the blogs for changes whose sender was killed, or whose answer was lost."""
        left = await asyncio.to_thread(self._left_behind)
        ends = [await self._recover(change) for change in left]
        return tuple(end for end in ends if end)

    def _left_behind(self) -> tuple[Change, ...]:
        return tuple(
            change for change in self._changes.under_way() if not self._instance.is_alive(change.sender)
        )

    async def _recover(self, change: Change) -> Changed | None:
        item = await asyncio.to_thread(row_of, self._outbox, change.row_id)
        try:
            way = await asyncio.to_thread(self._way, item)
        except TuiBlogError:  # its blog does not let it be changed any more: the text stays
            await asyncio.to_thread(self._changes.put_back, item.id)
            return None
        if await self._is_made(item, way, change.kind, change.body):
            return await asyncio.to_thread(self._settle, item, change.body, _made(item, change.kind))
        await asyncio.to_thread(self._changes.put_back, item.id)
        return None

    def _way(self, item: OutboxItem) -> _Way:
        """What it takes. Raises NotChangeable where there is none."""
        post, ref, typed_url = self._outbox.target(item.id)
        channel = channel_of(ref, post, self._accounts)
        if not isinstance(channel, ChangingChannel):
            from tui_blog.platforms.registry import name_of

            raise NotChangeable(_NO_WAY.format(name_of(ref.system)))
        expired = item.edit_until is not None and self._clock() >= item.edit_until
        own = OwnComment(item.comment_id or "", item.draft.parent, "" if expired else item.edit_secret)
        if reason := channel.may_change(own):
            raise NotChangeable(reason)
        return _Way(post, channel, own, typed_url)


def _made(item: OutboxItem, kind: Kind) -> ChangeOutcome:
    """The end of a change that the blog shows."""
    return Removed() if kind == "delete" else Published(item.comment_id, item.comment_url)


def _as_typed(written: str, item: OutboxItem, channel: ChangingChannel) -> str:
    """The Markdown of a comment: as the person wrote it, unless the blog holds other words by now."""
    from tui_blog.platforms.comments.likeness import is_same_text

    if is_same_text(written, as_sent(item.draft.body, channel.markup)):
        return item.draft.body
    if channel.markup == "html":
        from tui_blog.convert.html import to_markdown

        return to_markdown(written, item.post_url)
    return clean_block(written)


def _why_not(outcome: ChangeOutcome) -> str:
    if isinstance(outcome, Removed):
        return "This comment is not on its blog any more."
    reason = str(getattr(outcome, "reason", ""))
    return reason or "Its blog does not let this comment be changed."
