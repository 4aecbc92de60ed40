"""What blogs ask of a writer: asked when somebody writes, and once a day of whoever reads."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from tui_blog.errors import NetworkError
from tui_blog.model.comment import Access, CommentForm
from tui_blog.model.post_key import PostId
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.services.accounts import Accounts
from tui_blog.services.channels import channel_of
from tui_blog.services.running import Run
from tui_blog.services.sending import Subject
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.threads import ThreadStore

FRESH = timedelta(days=1)
"""So long a reader is told what the blog said last; whoever writes asks it anew."""

_NO_CHANNEL = CleanText("No comment system that tui-blog knows was found on this page.")


class Forms:
    """Asks the blogs, and keeps their answers with the threads."""

    def __init__(
        self,
        run: Run,
        threads: ThreadStore,
        outbox: OutboxStore,
        accounts: Accounts,
        clock: Callable[[], datetime],
    ) -> None:
        self._run = run
        self._threads = threads
        self._outbox = outbox
        self._accounts = accounts
        self._clock = clock

    async def ask(self, subject: Subject) -> CommentForm:
        """Who may write under a post, and what will be asked."""
        if subject.channel is None:
            return CommentForm("none", Access.UNKNOWN, subject.post.url, reason=_NO_CHANNEL)
        channel = channel_of(subject.channel, subject.post, self._accounts)
        form = await self._run(channel.form(subject.post), typed_url=subject.typed_url)
        if subject.post_id is not None:
            await asyncio.to_thread(self._threads.set_form, subject.post_id, form, self._clock())
        return await asyncio.to_thread(self._experienced, form, subject.channel)

    async def known(self, subject: Subject) -> tuple[CommentForm, bool]:
        """What the blog asks of a writer, or asked last where it cannot be reached; whether it told so now.

        Raises NetworkError where neither is to be had.
        """
        try:
            return await self.ask(subject), True
        except NetworkError:
            kept = None
            if subject.post_id is not None:
                kept = await asyncio.to_thread(self.kept, subject.post_id)
            if kept is None:
                raise
            return kept, False

    def kept(self, post_id: PostId) -> CommentForm | None:
        """What was learned about writing under a post, if it was ever asked."""
        form, ref = self._threads.form(post_id), self._threads.channel(post_id)
        return self._experienced(form, ref) if form and ref else form

    async def learn(self, subject: Subject) -> CommentForm | None:
        """What a reader is told before they write: the kept answer while it is fresh, else a new one.

        A blog that did not tell is left in peace as long as one that did. None where nothing is known.
        """
        if subject.channel is None or subject.post_id is None:
            return None
        if await asyncio.to_thread(self._is_due, subject.post_id):
            try:
                return await self.ask(subject)
            except NetworkError as error:
                if not error.at_our_end:
                    await asyncio.to_thread(self._threads.asked, subject.post_id, self._clock())
        return await asyncio.to_thread(self.kept, subject.post_id)

    def _is_due(self, post_id: PostId) -> bool:
        asked = self._threads.form_asked(post_id)
        return asked is None or self._clock() - asked >= FRESH

    def _experienced(self, form: CommentForm, ref: ChannelRef) -> CommentForm:
        """A blog that does not say whether it moderates has said it of the comment that it holds."""
        unsaid = form.moderated is None and form.access is Access.ANONYMOUS
        return replace(form, moderated=True) if unsaid and self._outbox.is_held_at(ref) else form
