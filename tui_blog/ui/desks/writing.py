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
from tui_blog.model.post import PostId, StoredPost
from tui_blog.services.commenting import Commenting, Prepared
from tui_blog.services.sending import Sending
from tui_blog.services.sending_outcomes import Sent
from tui_blog.ui.browser import open_in_browser
from tui_blog.ui.comment_words import outcome_sentence, refusal
from tui_blog.ui.desks.desk import SENDING_GROUP, Desk
from tui_blog.ui.verdicts import Complaint, Discard, Keep, Send


class WritingDesk(Desk):
    """Leads a comment from the key to the blog."""

    def __init__(
        self,
        screen: Screen[None],
        commenting: Commenting,
        sending: Sending,
        learned: Callable[[PostId | None, CommentForm], None],
        settled: Callable[[str, str | None], None],
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
        try:
            prepared = await self._commenting.prepare(stored, answered)
        finally:
            self.screen.app.clear_notifications()
        self._learned(stored.id, prepared.form)
        if prepared.form.access is Access.ANONYMOUS:
            self._open(prepared)
        elif prepared.form.access is Access.BROWSER and prepared.form.url:
            open_in_browser(self.screen.app, prepared.form.url)
        else:
            self.complain(refusal(prepared.form))

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
                self.run(self._discard(prepared, draft), "draft", exclusive=False)

    def send_again(self, item: OutboxItem, ended: Callable[[], None]) -> None:
        """Send a comment that waits in the outbox; `ended` is called when its end is known."""
        self.say("Sending your comment …")
        self.run(self._send_again(item, ended), SENDING_GROUP, exclusive=False)

    async def _send_again(self, item: OutboxItem, ended: Callable[[], None]) -> None:
        try:
            sent = await self._sending.attempt(item)
            self._tell(sent)
            self._settled(sent.item.post_url, sent.item.comment_id)
        finally:
            ended()

    async def _keep(self, prepared: Prepared, draft: Draft) -> None:
        await to_thread(self._commenting.keep, prepared.subject, draft)
        self._learned(prepared.subject.post_id, prepared.form)
        if not draft.is_empty:
            place = "the same comment" if draft.parent else "this post"
            self.say(f"Draft kept. {self._key_for(draft)} on {place} takes it up again.")

    async def _discard(self, prepared: Prepared, draft: Draft) -> None:
        await to_thread(self._commenting.discard, draft)
        self._learned(prepared.subject.post_id, prepared.form)
        if not draft.is_empty:
            self.say("Discarded.")

    def _key_for(self, draft: Draft) -> str:
        return self.key_of("reader.reply" if draft.parent else "main.write")

    async def remind(self) -> None:
        """Tell of what was begun another day, and where it is taken up again."""
        if not (kept := await to_thread(self._commenting.drafts)):
            return
        newest = kept[0]
        what = "A draft is kept:" if len(kept) == 1 else f"{len(kept)} drafts are kept, the last one"
        kind = "a reply under" if newest.draft.parent else "on"
        where = " on the comment" if newest.draft.parent else ""
        key = self._key_for(newest.draft)
        self.say(
            f"{what} {kind} “{newest.post_title or newest.post_url}”. Open the post and press {key}{where}."
        )

    async def _send(self, prepared: Prepared, draft: Draft) -> None:
        sent = await self._sending.send(prepared.subject, draft)
        if isinstance(sent.outcome, Refused | NeedsLogin | NeedsBrowser):
            await self._refused(prepared, sent)
        else:
            self._tell(sent)
        self._settled(sent.item.post_url, sent.item.comment_id)

    def _tell(self, sent: Sent) -> None:
        is_well = isinstance(sent.outcome, Published | Held)
        (self.say if is_well else self.complain)(outcome_sentence(sent.outcome))

    async def _refused(self, prepared: Prepared, sent: Sent) -> None:
        """The text stays, the cursor in the field at fault."""
        draft = await to_thread(self._sending.reopen, sent.item.id)
        field = sent.outcome.field if isinstance(sent.outcome, Refused) else None
        complaint = Complaint(outcome_sentence(sent.outcome), field)
        self._open(replace(prepared, draft=draft), complaint)
