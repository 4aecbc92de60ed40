"""The desk for comments: the modal, the sending that outlives it, and what became of it."""

from asyncio import to_thread
from collections.abc import Callable
from dataclasses import replace

from textual.screen import Screen

from tui_blog.model.comment import (
    Access,
    CommentForm,
    Draft,
    OutboxItem,
    Refused,
    SendState,
    ThreadLine,
)
from tui_blog.model.post_key import PostId
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.commenting import Commenting, Prepared
from tui_blog.services.sending import Sending
from tui_blog.services.sending_outcomes import Sent
from tui_blog.ui.comment_words import outcome_sentence, refusal, twin_question
from tui_blog.ui.desks.comment_desk import SENDING, CommentDesk
from tui_blog.ui.desks.desk import ASKING_GROUP, SENDING_GROUP
from tui_blog.ui.verdicts import Complaint, Discard, Keep, Send
from tui_blog.ui.widgets.progress_line import ProgressLine


class WritingDesk(CommentDesk):
    """Leads a comment from the key to the blog."""

    def __init__(
        self,
        screen: Screen[None],
        line: ProgressLine,
        commenting: Commenting,
        sending: Sending,
        learned: Callable[[PostId | None, CommentForm], None],
        settled: Callable[[str, str | None], None],
    ) -> None:
        super().__init__(screen, sending, settled)
        self.line = line
        self._commenting = commenting
        self._learned = learned

    def write(self, stored: StoredPost, answered: ThreadLine | None) -> None:
        """Ask the blog what it wants, then open the modal."""
        self.run(self._prepare(stored, answered), ASKING_GROUP)

    def rewrite(self, item: OutboxItem, stored: StoredPost | None) -> None:
        """Write on a text that stood in the outbox; `stored` is its post, where the library holds it."""
        self.run(self._rewrite(item, stored), ASKING_GROUP)

    async def _rewrite(self, item: OutboxItem, stored: StoredPost | None) -> None:
        draft = await to_thread(self._sending.reopen, item.id)
        if stored is None:
            self.say(f"A draft again. Open the post and press {self._key_for(draft)}: {item.post_url}")
            return
        thread = await self._commenting.kept_thread(stored, at_once=1)
        lines = thread.lines if thread else ()
        answered = next((line for line in lines if line.comment.id == draft.parent), None)
        await self._prepare(stored, answered, draft.parent)

    async def _prepare(
        self, stored: StoredPost, answered: ThreadLine | None, parent: str | None = None
    ) -> None:
        with self.line.telling("Asking the blog for its form"):
            prepared = await self._commenting.prepare(stored, answered, parent)
        self._learned(stored.id, prepared.form)
        if prepared.form.access in {Access.ANONYMOUS, Access.BROWSER}:
            self._open(prepared)
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
                self.run(self._send(prepared, draft), SENDING_GROUP, exclusive=False)
            case Keep(draft):
                self.run(self._keep(prepared, draft), "draft", exclusive=False)
            case Discard(draft):
                self.run(self._discard(prepared, draft), "draft", exclusive=False)

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
        """Send it; the same words once more only on the person's word."""
        is_for_browser = prepared.form.access is Access.BROWSER  # nothing is sent then
        twin = None if is_for_browser else await to_thread(self._sending.twin, prepared.subject, draft)
        if twin is not None:
            await self._ask(prepared, draft, twin)
            return
        if not is_for_browser:
            self.say(SENDING)
        await self._deliver(prepared, draft)

    async def _ask(self, prepared: Prepared, draft: Draft, twin: OutboxItem) -> None:
        """Kept first: the question may never be answered."""
        from tui_blog.ui.screens.confirm import ConfirmScreen

        await to_thread(self._commenting.keep, prepared.subject, draft)

        def go_on(wants_both: bool | None) -> None:
            if wants_both:
                self.say(SENDING)
                self.run(self._deliver(prepared, draft), SENDING_GROUP, exclusive=False)
            else:
                self.run(self._keep(prepared, draft), "draft", exclusive=False)

        self.screen.app.push_screen(ConfirmScreen(twin_question(twin), "Post it again"), go_on)

    async def _deliver(self, prepared: Prepared, draft: Draft) -> None:
        sent = await self._sending.send(prepared.subject, draft)
        if sent.item.state is SendState.REFUSED:
            await self._refused(prepared, sent)
        else:
            await self._end(sent)
        self._settled(sent.item.post_url, sent.item.comment_id)

    async def _refused(self, prepared: Prepared, sent: Sent) -> None:
        """The text stays, the cursor in the field at fault."""
        draft = await to_thread(self._sending.reopen, sent.item.id)
        field = sent.outcome.field if isinstance(sent.outcome, Refused) else None
        complaint = Complaint(outcome_sentence(sent.outcome), field)
        self.unsay()
        self._open(replace(prepared, draft=draft), complaint)
