"""The outbox: every comment that was sent or is to be sent, over all blogs, and what became of it."""

from asyncio import to_thread
from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.comment import OutboxItem, SendState
from tui_blog.services.following import Following
from tui_blog.services.sending import Sending
from tui_blog.ui.comment_words import standing
from tui_blog.ui.screens.confirm import ConfirmScreen
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.verdicts import Rewrite, Show
from tui_blog.ui.widgets.lists.outbox_list import OutboxList

GROUP = "outbox"
FOLLOW_GROUP = "follow"
"""The blogs are looked at once at a time; what else goes on here is not ended by that."""

SENDABLE = frozenset({SendState.QUEUED, SendState.UNKNOWN, SendState.REFUSED, SendState.HANDED_OFF})


class OutboxScreen(Dialog[Show | Rewrite | None]):
    """Lists own comments; sends, looks for, copies and drops them. Returns one to be read or written anew."""

    BINDINGS = [
        Binding("escape,q,h,left", "close", "Close", id="outbox.close"),
        Binding("s", "send", "Send", id="outbox.send",
                tooltip="Send it; one that may have arrived is looked for first"),
        Binding("y", "copy", "Copy", id="outbox.copy", tooltip="Copy the text as the blog's form takes it"),
        Binding("e", "edit", "Edit", id="outbox.edit", tooltip="Write on what the blog has not taken"),
        Binding("r", "follow", "Look again", id="outbox.follow",
                tooltip="Look on the blogs for what is on its way, and for answers"),
        Binding("d", "drop", "Drop", id="outbox.drop", tooltip="Forget this comment, text and all"),
    ]  # fmt: skip

    lines = query_one(OutboxList)

    def __init__(
        self,
        sending: Sending,
        following: Following,
        send: Callable[[OutboxItem, Callable[[], None]], None],
    ) -> None:
        """`send` sends a comment beyond the life of this screen, and calls back when that has ended."""
        super().__init__()
        self._sending = sending
        self._following = following
        self._send = send

    def compose(self) -> ComposeResult:
        """The list, the whole of the comment under the cursor, the keys."""
        keys = "Enter opens · s sends · y copies · e edits · r looks · d drops · Esc"
        with Vertical(classes="dialog"):
            yield Static("Outbox and your comments", classes="dialog--title")
            yield OutboxList()
            with Vertical(id="chosen"):
                yield Static("", id="said", markup=False)
                yield Static("", id="why", markup=False)
            yield Static(keys, classes="dialog--hint")

    async def on_mount(self) -> None:
        """Show what is kept, then look on the blogs."""
        await self._show()
        self._follow(asked=False)

    async def _show(self) -> None:
        items = await to_thread(self._sending.items)
        for lines in self.query(OutboxList):  # none: the screen was closed meanwhile
            lines.empty_text = "Nothing was written yet."
            lines.show(items)

    @on(OutboxList.Highlighted)
    def _highlighted(self) -> None:
        item = self.lines.highlighted
        self.query_one("#chosen").display = item is not None
        if item is not None:
            self.query_one("#said", Static).update(" ".join(item.draft.body.split()))
            why = self.query_one("#why", Static)
            why.update("\n".join(part for part in (item.reason, item.comment_url) if part))

    # --- on its way ------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Send the chosen comment, on the person's word."""
        item = self.lines.highlighted
        if item is not None and item.state in SENDABLE:
            self._send(item, self._ended)
        elif item is not None:
            self.notify(f"Nothing to send: {standing(item.state)}.")

    def _ended(self) -> None:
        if self.is_attached:
            self.run_worker(self._show(), group=GROUP)

    def action_follow(self) -> None:
        """Look on the blogs for what is on its way, and for answers."""
        self._follow(asked=True)

    @work(exclusive=True, group=FOLLOW_GROUP)
    async def _follow(self, *, asked: bool) -> None:
        try:
            await self._following.follow(asked=asked)
            await self._following.hear(asked=asked)
        except TuiBlogError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        await self._show()

    # --- the text --------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the text of the chosen comment (OSC 52)."""
        if (item := self.lines.highlighted) is not None:
            self._copy(item)

    @work(group=GROUP)
    async def _copy(self, item: OutboxItem) -> None:
        self.app.copy_to_clipboard(await to_thread(self._sending.carried, item))
        self.notify("The text is copied.")

    def action_edit(self) -> None:
        """Write on what the blog has not taken."""
        item = self.lines.highlighted
        if item is not None and self._sending.may_be_edited(item):
            self.dismiss(Rewrite(item))
        elif item is not None:
            self.notify(f"It cannot be edited any more: {standing(item.state)}.")

    @on(OutboxList.Chosen)
    def _open(self, event: OutboxList.Chosen) -> None:
        self.dismiss(Show(event.item))

    def action_drop(self) -> None:
        """Forget the chosen comment; asks first."""
        item = self.lines.highlighted
        if item is not None:
            question = "Forget this comment? Its text cannot be brought back."
            self.app.push_screen(ConfirmScreen(question, "Forget it"), lambda sure: self._drop_if(item, sure))

    def _drop_if(self, item: OutboxItem, sure: bool | None) -> None:
        if sure:
            self._drop(item)

    @work(group=GROUP)
    async def _drop(self, item: OutboxItem) -> None:
        await to_thread(self._sending.drop, item.id)
        await self._show()

    def action_close(self) -> None:
        """Back to the library."""
        self.dismiss(None)
