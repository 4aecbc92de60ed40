"""The desk for own comments that stand on their blogs: changed in the modal, taken back when that is sure."""

from asyncio import to_thread
from collections.abc import Callable
from dataclasses import replace
from textwrap import shorten

from textual.screen import Screen

from tui_blog.model.comment import Access, CommentForm, Held, OutboxItem, Published
from tui_blog.model.own_comment import Removed
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.changing import Changed, Changing
from tui_blog.services.commenting import Commenting, Prepared
from tui_blog.ui.comment_words import change_sentence
from tui_blog.ui.desks.desk import ASKING_GROUP, SENDING_GROUP, Desk
from tui_blog.ui.verdicts import Discard, Keep, Send
from tui_blog.ui.widgets.progress_line import ProgressLine

QUESTION = "Delete this comment on its blog? That cannot be undone.\n\n“{}”"
EXCERPT = 120
"""Characters of a comment by which it is known again."""


class ChangingDesk(Desk):
    """Leads a change from the key to the blog."""

    def __init__(
        self,
        screen: Screen[None],
        line: ProgressLine,
        commenting: Commenting,
        changing: Changing,
        settled: Callable[[str, str | None], None],
    ) -> None:
        super().__init__(screen)
        self.line = line
        self._commenting = commenting
        self._changing = changing
        self._settled = settled

    def come_back(self) -> None:
        """At start: what was interrupted."""
        self.run(self._come_back(), "recover changes", exclusive=False)

    async def _come_back(self) -> None:
        for changed in await self._changing.recover():
            self._tell(changed)

    # --- another text ----------------------------------------------------------------------------

    def edit(self, stored: StoredPost, comment_id: str) -> None:
        """Ask the blog for the text as it stands there, then open the modal."""
        self.run(self._edit(stored, comment_id), ASKING_GROUP)

    async def _edit(self, stored: StoredPost, comment_id: str) -> None:
        with self.line.telling("Asking the blog for your comment"):
            item = await to_thread(self._changing.own, stored.post.url, comment_id)
            draft = await self._changing.draft(item)
            form = await self._form(stored, item)
            subject = await self._commenting.subject(stored)
        self._open(item, Prepared(subject, form, draft, None, is_change=True))

    async def _form(self, stored: StoredPost, item: OutboxItem) -> CommentForm:
        """Its limits, where they were told; nothing but the text is asked for."""
        kept = await self._commenting.kept_form(stored.id) or CommentForm("", Access.ANONYMOUS, "")
        markup = await to_thread(self._changing.markup, item)
        return replace(kept, access=Access.ANONYMOUS, fields=(), markup=markup)

    def _open(self, item: OutboxItem, prepared: Prepared) -> None:
        from tui_blog.ui.screens.comment import CommentScreen

        modal = CommentScreen(
            prepared,
            keep=lambda draft: self._changing.keep(item, draft),
            preview=lambda draft: self._commenting.preview(draft, prepared.form),
        )
        self.screen.app.push_screen(modal, lambda result: self._left(item, result))

    def _left(self, item: OutboxItem, result: Send | Keep | Discard | None) -> None:
        match result:
            case Send(draft):
                self.say("Changing your comment …")
                self.run(self._change(item, draft.body), SENDING_GROUP, exclusive=False)
            case Keep(draft):
                self.run(to_thread(self._changing.keep, item, draft), "draft", exclusive=False)
            case Discard():
                self.run(to_thread(self._changing.discard, item), "draft", exclusive=False)

    async def _change(self, item: OutboxItem, body: str) -> None:
        self._end(await self._changing.edit(item, body))

    # --- taken back ------------------------------------------------------------------------------

    def ask_to_remove(self, stored: StoredPost, comment_id: str) -> None:
        """Delete a comment, if the person is sure and its blog lets them."""
        self.run(self._ask_to_remove(stored, comment_id), ASKING_GROUP)

    async def _ask_to_remove(self, stored: StoredPost, comment_id: str) -> None:
        from tui_blog.ui.screens.confirm import ConfirmScreen

        item = await to_thread(self._changing.own, stored.post.url, comment_id)
        said = shorten(item.draft.body, EXCERPT, placeholder=" …")
        self.screen.app.push_screen(
            ConfirmScreen(QUESTION.format(said), "Delete it"), lambda sure: self._remove_if(item, sure)
        )

    def _remove_if(self, item: OutboxItem, sure: bool | None) -> None:
        if sure:
            self.say("Deleting your comment …")
            self.run(self._remove(item), SENDING_GROUP, exclusive=False)

    async def _remove(self, item: OutboxItem) -> None:
        self._end(await self._changing.remove(item))

    def _end(self, changed: Changed) -> None:
        self._tell(changed)
        self._settled(changed.item.post_url, changed.item.comment_id)

    def _tell(self, changed: Changed) -> None:
        is_well = isinstance(changed.outcome, Published | Held | Removed)
        self.tell_end(change_sentence(changed.outcome), is_well=is_well)
