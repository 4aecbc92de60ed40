"""What the desks for comments have in common: they tell how a sending ended, and hand over to a browser."""

from asyncio import to_thread
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from textual.screen import Screen

from tui_blog.errors import NotInLibrary
from tui_blog.model.comment import Held, OutboxItem, Published, SendState
from tui_blog.services.sending import Sending
from tui_blog.services.sending_outcomes import Sent
from tui_blog.ui.browser import opens
from tui_blog.ui.comment_words import IN_THE_BROWSER, outcome_sentence
from tui_blog.ui.desks.desk import Desk

SENDING = "Sending your comment …"
FOLLOWING_GROUP = "follow"
LOOK_AGAIN_SECONDS = (20.0, 90.0, 300.0)
"""After a sending that nobody answered; as soon as it may be sent again, for the last time."""


class CommentDesk(Desk):
    """A part of the way of a comment."""

    def __init__(
        self, screen: Screen[None], sending: Sending, settled: Callable[[str, str | None], None]
    ) -> None:
        """`settled` hears of a sending's end: the post's address, and the comment's id where it is known."""
        super().__init__(screen)
        self._sending = sending
        self._settled = settled
        self._watched: set[int] = set()

    async def _end(self, sent: Sent) -> None:
        """Say how it ended; where only a browser can send it, lead there."""
        if sent.item.state is SendState.HANDED_OFF:
            await self._hand_off(sent.item)
        else:
            self._tell(sent)

    def _tell(self, sent: Sent) -> None:
        self.tell_end(outcome_sentence(sent.outcome), is_well=isinstance(sent.outcome, Published | Held))
        if sent.item.state is SendState.UNKNOWN and sent.item.id not in self._watched:
            self._watched.add(sent.item.id)
            self._watch(sent.item)

    def _watch(self, item: OutboxItem) -> None:
        """What nobody answered may arrive late: look again, before the person may send it again."""
        for seconds in LOOK_AGAIN_SECONDS:
            self.screen.set_timer(seconds, partial(self._look_again, item))

    def _look_again(self, item: OutboxItem) -> None:
        self.run(self._find(item), FOLLOWING_GROUP, exclusive=False)

    async def _find(self, item: OutboxItem) -> None:
        with suppress(NotInLibrary):  # dropped meanwhile
            row = await to_thread(self._sending.item, item.id)
            found = await self._sending.go_on(row) if row.state is SendState.UNKNOWN else None
            if found:
                self._tell(found)
                self._settled(found.item.post_url, found.item.comment_id)

    async def _hand_off(self, item: OutboxItem) -> None:
        """Copy the text (OSC 52) and open the form, or show the way to it where no browser can open."""
        text = await to_thread(self._sending.carried, item)
        self.screen.app.copy_to_clipboard(text)
        if opens(item.comment_url):
            self.say(IN_THE_BROWSER.format(item.comment_url))
        else:
            from tui_blog.ui.screens.hand_off import HandOffScreen

            self.screen.app.push_screen(HandOffScreen(item.comment_url, text))
