"""The way of a comment: what a blog asks, the kept draft, the thread; sending is `sending.py`'s."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from tui_blog.errors import NetworkError
from tui_blog.model.comment import Comment, CommentForm, Draft, Identity, Thread, ThreadLine
from tui_blog.model.post_key import PostId
from tui_blog.model.site import ChannelRef
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.model.thread_order import threaded
from tui_blog.services.accounts import Accounts, origin_of
from tui_blog.services.channels import channel_of, find_channel
from tui_blog.services.forms import Forms
from tui_blog.services.running import Run
from tui_blog.services.sending import Subject
from tui_blog.services.shown_thread import (
    HeldOwn,
    ShownThread,
    converted,
    held_own,
    kept_texts,
    lines_of,
)
from tui_blog.store.choices import ChoiceStore
from tui_blog.store.drafts import DraftStore, KeptDraft
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.replies import ReplyStore
from tui_blog.store.threads import ThreadStore

REST = 0.0003
"""Seconds between two texts that are made readable in a thread: what a key does need not wait for a turn."""

THREAD_ORDER = "thread order"
"""The name of the choice between these two."""
OLDEST, NEWEST = "oldest first", "newest first"


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that the comment screen shows before a word is typed."""

    subject: Subject
    form: CommentForm
    draft: Draft
    quoted: ThreadLine | None
    """The comment that is answered."""
    quotation: CleanText = EMPTY
    """Its text, plain, on one line."""
    is_reached: bool = True
    """The blog told its form now; else it is what it told last, and the comment will have to wait."""
    is_change: bool = False
    """The text is of a comment that stands on the blog already."""


class Commenting:
    """Threads and drafts of posts; foreign text leaves as Markdown that passed the door."""

    def __init__(
        self,
        run: Run,
        threads: ThreadStore,
        drafts: DraftStore,
        outbox: OutboxStore,
        replies: ReplyStore,
        choices: ChoiceStore,
        accounts: Accounts,
        clock: Callable[[], datetime],
    ) -> None:
        self._run = run
        self._threads = threads
        self._drafts = drafts
        self._outbox = outbox
        self._replies = replies
        self._choices = choices
        self._accounts = accounts
        self._clock = clock
        self._forms = Forms(run, threads, outbox, accounts, clock)

    # --- the thread ------------------------------------------------------------------------------

    async def kept_thread(self, stored: StoredPost, *, at_once: int | None = None) -> ShownThread | None:
        """The thread as the library holds it; None before the first fetch.

        Of the texts that were never shown, `at_once` are made readable; the others wait for `convert`.
        """
        return await asyncio.to_thread(self._kept_thread, stored, at_once)

    def _kept_thread(self, stored: StoredPost, at_once: int | None) -> ShownThread | None:
        kept = self._threads.load(stored.id)
        ref = self._threads.channel(stored.id)
        if kept is None:
            return None if ref or not self._threads.checked(stored.id) else ShownThread((), 0, None)
        thread, new = kept
        held = self._held(stored, thread, ref)
        mine = self._outbox.mine(stored.post.url) | held.texts.keys()
        ordered = threaded((*thread.comments, *held.comments))
        foreign = (comment for comment, _ in ordered if comment.id not in held.texts)
        texts = kept_texts(self._threads, stored, foreign, at_once) | held.texts
        lines = lines_of(ordered, new - mine, mine, texts)
        return ShownThread(lines, thread.total + len(held.comments), ref.system if ref else None)

    def _held(self, stored: StoredPost, thread: Thread, ref: ChannelRef | None) -> HeldOwn:
        """The person's own that only the outbox knows as yet."""
        rows = self._outbox.held(stored.post.url) if ref else ()
        if ref is None or not rows:
            return HeldOwn((), {})
        return held_own(thread, rows, channel_of(ref, stored.post, self._accounts).markup)

    def is_newest_first(self) -> bool:
        """Whether the person wants to read the newest threads first."""
        return self._choices.get(THREAD_ORDER) == NEWEST

    def set_newest_first(self, newest_first: bool) -> None:
        """Remember in which order threads are read."""
        self._choices.set(THREAD_ORDER, NEWEST if newest_first else OLDEST)

    async def convert(
        self, stored: StoredPost, comments: Sequence[Comment]
    ) -> list[tuple[Comment, CleanText]]:
        """Make comments readable that `kept_thread` left for later."""
        return await asyncio.to_thread(converted, self._threads, stored, comments, REST)

    async def fetch_thread(self, stored: StoredPost, *, at_once: int | None = None) -> ShownThread:
        """Fetch the thread under a post and keep it; of its texts, `at_once` are made readable."""
        ref = (await self.subject(stored)).channel
        if ref is None:
            return ShownThread((), 0, None)
        try:
            thread = await self._thread(stored, ref)
        except NetworkError as error:
            ref = await self._moved(stored, ref, error)
            thread = await self._thread(stored, ref)
        await asyncio.to_thread(self._save, stored, thread)
        return await self.kept_thread(stored, at_once=at_once) or ShownThread((), 0, ref.system)

    def _save(self, stored: StoredPost, thread: Thread) -> None:
        self._threads.save(stored.id, thread, self._clock())
        self._replies.heard(stored.post.url, thread.comments)

    async def _thread(self, stored: StoredPost, ref: ChannelRef) -> Thread:
        channel = channel_of(ref, stored.post, self._accounts)
        return await self._run(channel.thread(stored.post), typed_url=stored.blog.feed_url)

    async def _moved(self, stored: StoredPost, ref: ChannelRef, error: NetworkError) -> ChannelRef:
        """The way to the comments as it is now; where it did not change, the failure stands."""
        with suppress(NetworkError):
            now = await find_channel(self._run, stored)
            if now is not None and now != ref:
                await asyncio.to_thread(self._threads.set_channel, stored.id, now)
                return now
        raise error

    def visited(self, stored: StoredPost) -> None:
        """The person has seen the thread: nothing in it is new any more."""
        self._threads.visited(stored.id)
        self._replies.seen(stored.post.url)

    async def subject(self, stored: StoredPost) -> Subject:
        """What a comment on this post would be about, and the way that it would take."""
        ref = await asyncio.to_thread(self._threads.channel, stored.id)
        if ref is None:
            ref = await find_channel(self._run, stored)
            await asyncio.to_thread(self._threads.set_channel, stored.id, ref)
        return _subject(stored, ref)

    # --- before writing --------------------------------------------------------------------------

    async def form(self, subject: Subject) -> CommentForm:
        """Who may write under a post, and what will be asked."""
        return await self._forms.ask(subject)

    async def known_form(self, subject: Subject) -> tuple[CommentForm, bool]:
        """What the blog asks of a writer now, or asked last (see `Forms.known`)."""
        return await self._forms.known(subject)

    async def kept_form(self, post_id: PostId) -> CommentForm | None:
        """What was learned about writing under a post, if it was ever asked."""
        return await asyncio.to_thread(self._forms.kept, post_id)

    async def learn_form(self, stored: StoredPost) -> CommentForm | None:
        """What a reader is told before they write; the blog is asked once a day at most."""
        ref = await asyncio.to_thread(self._threads.channel, stored.id)
        return await self._forms.learn(_subject(stored, ref)) if ref else None

    async def prepare(
        self, stored: StoredPost, answered: ThreadLine | None = None, parent: str | None = None
    ) -> Prepared:
        """Ask the blog what it wants and take up the draft that was left.

        `parent` is the comment that is answered, where it cannot be shown.
        """
        subject = await self.subject(stored)
        form, is_reached = await self.known_form(subject)
        parent = answered.comment.id if answered else parent
        draft = await asyncio.to_thread(self.draft, subject, parent)
        return Prepared(subject, form, draft, answered, _quotation(answered), is_reached)

    def draft(self, subject: Subject, parent: str | None) -> Draft:
        """The kept draft for this place, or a fresh one with the person's remembered name."""
        kept = self._drafts.load(subject.post.url, parent)
        return kept or new_draft(self._drafts.identity(origin_of(subject.blog_url)), parent)

    def keep(self, subject: Subject, draft: Draft) -> None:
        """Keep what was typed so far; an empty text leaves nothing behind."""
        if draft.is_empty:
            self._drafts.discard(draft.token)
            return
        self._drafts.save(subject.post.url, subject.post.title, subject.blog_title, draft)

    def drafts(self) -> tuple[KeptDraft, ...]:
        """Every draft that is kept, the last one first."""
        return self._drafts.all()

    def has_draft(self, post_url: str) -> bool:
        """Whether a comment on a post itself was begun and kept."""
        return self._drafts.load(post_url, None) is not None

    def discard(self, draft: Draft) -> None:
        """Throw a draft away."""
        self._drafts.discard(draft.token)

    def preview(self, draft: Draft, form: CommentForm) -> ThreadLine:
        """The comment as the thread will show it."""
        from tui_blog.services.markup import preview_markdown

        name = form.signed_in_as or clean_line(draft.name)
        comment = Comment("draft", draft.parent, name, "", self._clock())
        return ThreadLine(comment, 0, preview_markdown(draft.body, form.markup), is_mine=True)


def _subject(stored: StoredPost, ref: ChannelRef | None) -> Subject:
    blog = stored.blog
    return Subject(stored.post, blog.title, blog.url, blog.feed_url, ref, stored.id)


def _quotation(answered: ThreadLine | None) -> CleanText:
    return excerpt_from_html(answered.comment.html) if answered else EMPTY


def new_draft(identity: Identity, parent: str | None = None, body: str = "") -> Draft:
    """A fresh draft with a token of its own."""
    token = secrets.token_hex(16)
    return Draft(token, body, parent, identity.name, identity.email, identity.website)
