"""The outbox: every comment that was sent or is to be sent, and what became of it."""

from asyncio import to_thread
from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.comment import OutboxItem, SendState
from tui_blog.services.following import Following
from tui_blog.services.sending import Sending
from tui_blog.ui.comment_words import STATE_WORDS
from tui_blog.ui.screens.confirm import ConfirmScreen
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.words import short_date

GROUP = "outbox"


class OutboxLine(Static, can_focus=True):
    """One comment with its state."""

    def __init__(self, item: OutboxItem) -> None:
        super().__init__(_content(item))
        self.item = item


class OutboxScreen(Dialog[None]):
    """Lists the outbox; sends, looks for and drops what stands in it."""

    BINDINGS = [
        Binding("escape,q,h,left", "close", "Close", id="outbox.close"),
        Binding("j,down", "app.focus_next", "Next", show=False, id="outbox.next"),
        Binding("k,up", "app.focus_previous", "Previous", show=False, id="outbox.previous"),
        Binding("s,enter", "send", "Send", id="outbox.send",
                tooltip="Send it; one that may have arrived is looked for first"),
        Binding("r", "follow", "Look again", id="outbox.follow",
                tooltip="Look on the blogs for what is held or unknown"),
        Binding("d", "drop", "Drop", id="outbox.drop", tooltip="Forget this comment, text and all"),
    ]  # fmt: skip

    lines = query_one(VerticalScroll)

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
        """A list of comments and the keys."""
        with Vertical(classes="dialog"):
            yield Static("Outbox", classes="dialog--title")
            yield VerticalScroll(can_focus=False)
            yield Static("s sends · r looks on the blogs · d drops · Esc closes", classes="dialog--hint")

    async def on_mount(self) -> None:
        """Show what is kept, then look on the blogs."""
        await self._show()
        self._follow()

    async def _show(self) -> None:
        here = self.focused.item.id if isinstance(self.focused, OutboxLine) else None
        items = await to_thread(self._sending.items)
        await self.lines.remove_children()
        await self.lines.mount_all(
            [OutboxLine(item) for item in items] or [Static("Nothing was written yet.")]
        )
        lines = list(self.query(OutboxLine))
        chosen = next((line for line in lines if line.item.id == here), lines[0] if lines else None)
        if chosen is not None:
            chosen.focus()

    @property
    def _chosen(self) -> OutboxItem | None:
        return self.focused.item if isinstance(self.focused, OutboxLine) else None

    def action_send(self) -> None:
        """Send the chosen comment, on the person's word."""
        item = self._chosen
        if item is not None and item.state in {SendState.QUEUED, SendState.UNKNOWN, SendState.REFUSED}:
            self._send(item, self._ended)
        elif item is not None:
            self.notify(f"Nothing to send: this comment is {STATE_WORDS[item.state]}.")

    def _ended(self) -> None:
        if self.is_attached:
            self.run_worker(self._show(), group=GROUP)

    def action_follow(self) -> None:
        """Look on the blogs for what is held or unknown."""
        self._follow()

    @work(exclusive=True, group=GROUP)
    async def _follow(self) -> None:
        try:
            found = await self._following.follow(asked=True)
        except TuiBlogError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if found:
            await self._show()

    def action_drop(self) -> None:
        """Forget the chosen comment; asks first."""
        item = self._chosen
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
        self.dismiss()


def _content(item: OutboxItem) -> Content:
    words = " ".join(item.draft.body.split())
    where = " · ".join(part for part in (item.post_title or item.post_url, item.blog_title) if part)
    state = STATE_WORDS[item.state]
    head = Content.assemble((state, "bold"), f"  {short_date(item.updated)}  ", where)
    why = [Content.styled(item.reason, "italic")] if item.reason else []
    return Content("\n").join([head, Content.styled(words[:200], "dim"), *why])
