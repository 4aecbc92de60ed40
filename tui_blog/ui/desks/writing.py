"""The desk for comments: the modal, the sending that outlives it, and what became of it."""

from asyncio import to_thread
from collections.abc import Callable
from dataclasses import replace

from textual.screen import Screen

from tui_blog.model.comment import (
    Access,
    CommentForm,
    Draft,
    Held,
    NeedsBrowser,
    NeedsLogin,
    OutboxItem,
    Published,
    Refused,
    ThreadLine,
)
from tui_blog.model.post import StoredPost
from tui_blog.services.commenting import Commenting, Prepared
from tui_blog.services.sending import Sending, Sent
from tui_blog.ui.comment_words import invitation, outcome_sentence
from tui_blog.ui.desks.desk import SENDING_GROUP, Desk
from tui_blog.ui.verdicts import Complaint, Discard, Keep, Send


class WritingDesk(Desk):
    """Leads a comment from the key to the blog."""

    def __init__(
        self,
        screen: Screen[None],
        commenting: Commenting,
        sending: Sending,
        learned: Callable[[CommentForm], None],
        settled: Callable[[str | None], None],
    ) -> None:
        super().__init__(screen)
        self._commenting = commenting
        self._sending = sending
        self._learned = learned
        self._settled = settled

    def write(self, stored: StoredPost, answered: ThreadLine | None) -> None:
        """Ask the blog what it wants, then open the modal."""
        self.say("Asking the blog what it wants to know …")
        self.run(self._prepare(stored, answered), "prepare comment")

    async def _prepare(self, stored: StoredPost, answered: ThreadLine | None) -> None:
        prepared = await self._commenting.prepare(stored, answered)
        self.screen.app.clear_notifications()
        self._learned(prepared.form)
        if prepared.form.access is Access.ANONYMOUS:
            self._open(prepared)
        else:
            reason = prepared.form.reason or prepared.form.url
            self.complain(f"{invitation(prepared.form)}. {reason}".strip())

    def _open(self, prepared: Prepared, complaint: Complaint | None = None) -> None:
        from tui_blog.ui.screens.comment import CommentScreen

        modal = CommentScreen(
            prepared,
            keep=lambda draft: self._commenting.keep(prepared.subject, draft),
            preview=lambda draft: self._commenting.preview(draft, prepared.form),
            complaint=complaint,
        )
        self.screen.app.push_screen(modal, lambda result: self._left(prepared, result))

    def _left(self, prepared: Prepared, result: Send | Keep | Discard | None) -> None:
        match result:
            case Send(draft):
                self.say("Sending your comment …")
                self.run(self._send(prepared, draft), SENDING_GROUP, exclusive=False)
            case Keep(draft):
                self.run(self._keep(prepared, draft), "draft", exclusive=False)
            case Discard(draft):
                self.run(to_thread(self._commenting.discard, draft), "draft", exclusive=False)

    def send_again(self, item: OutboxItem, ended: Callable[[], None]) -> None:
        """Send a comment that waits in the outbox; `ended` is called when its end is known."""
        self.say("Sending your comment …")
        self.run(self._send_again(item, ended), SENDING_GROUP, exclusive=False)

    async def _send_again(self, item: OutboxItem, ended: Callable[[], None]) -> None:
        try:
            sent = await self._sending.attempt(item)
            self._tell(sent)
            self._settled(sent.item.comment_id)
        finally:
            ended()

    async def _keep(self, prepared: Prepared, draft: Draft) -> None:
        await to_thread(self._commenting.keep, prepared.subject, draft)
        if not draft.is_empty:
            self.say("Draft kept. C on this post takes it up again.")

    async def _send(self, prepared: Prepared, draft: Draft) -> None:
        sent = await self._sending.send(prepared.subject, draft)
        if isinstance(sent.outcome, Refused | NeedsLogin | NeedsBrowser):
            await self._refused(prepared, sent)
        else:
            self._tell(sent)
        self._settled(sent.item.comment_id)

    def _tell(self, sent: Sent) -> None:
        is_well = isinstance(sent.outcome, Published | Held)
        (self.say if is_well else self.complain)(outcome_sentence(sent.outcome))

    async def _refused(self, prepared: Prepared, sent: Sent) -> None:
        """The text stays, the cursor in the field at fault."""
        draft = await to_thread(self._sending.reopen, sent.item.id)
        field = sent.outcome.field if isinstance(sent.outcome, Refused) else None
        complaint = Complaint(outcome_sentence(sent.outcome), field)
        self._open(replace(prepared, draft=draft), complaint)
