"""What the desks for comments have in common: they tell how a sending ended, and hand over to a browser."""

from asyncio import to_thread

from textual.screen import Screen

from tui_blog.model.comment import Held, OutboxItem, Published, SendState
from tui_blog.services.sending import Sending
from tui_blog.services.sending_outcomes import Sent
from tui_blog.ui.browser import opens
from tui_blog.ui.comment_words import IN_THE_BROWSER, outcome_sentence
from tui_blog.ui.desks.desk import Desk

SENDING = "Sending your comment …"


class CommentDesk(Desk):
    """A part of the way of a comment."""

    def __init__(self, screen: Screen[None], sending: Sending) -> None:
        super().__init__(screen)
        self._sending = sending

    async def _end(self, sent: Sent) -> None:
        """Say how it ended; where only a browser can send it, lead there."""
        if sent.item.state is SendState.HANDED_OFF:
            await self._hand_off(sent.item)
        else:
            self._tell(sent)

    def _tell(self, sent: Sent) -> None:
        is_well = isinstance(sent.outcome, Published | Held)
        (self.say if is_well else self.complain)(outcome_sentence(sent.outcome))

    async def _hand_off(self, item: OutboxItem) -> None:
        """Copy the text (OSC 52) and open the form, or show the way to it where no browser can open."""
        text = await to_thread(self._sending.carried, item)
        self.screen.app.copy_to_clipboard(text)
        if opens(item.comment_url):
            self.say(IN_THE_BROWSER.format(item.comment_url))
        else:
            from tui_blog.ui.screens.hand_off import HandOffScreen

            self.screen.app.push_screen(HandOffScreen(item.comment_url, text))
