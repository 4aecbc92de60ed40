"""The desk for comments on their way: looked for, sent once there is a connection, told when they show."""

from collections.abc import Callable

from textual.screen import Screen

from tui_blog.model.comment import OutboxItem, SendState
from tui_blog.services.following import Following
from tui_blog.services.sending import Sending
from tui_blog.ui.comment_words import new_replies, published_sentence
from tui_blog.ui.desks.comment_desk import FOLLOWING_GROUP, SENDING, CommentDesk
from tui_blog.ui.desks.desk import SENDING_GROUP


class OutboxDesk(CommentDesk):
    """Follows what was written before."""

    def __init__(
        self,
        screen: Screen[None],
        sending: Sending,
        following: Following,
        settled: Callable[[str, str | None], None],
        changed: Callable[[OutboxItem | None], None],
    ) -> None:
        """`changed` hears of a comment that was found, None: of answers."""
        super().__init__(screen, sending, settled)
        self._following = following
        self._changed = changed

    def come_back(self) -> None:
        """At start: what was interrupted, what shows by now, who has answered."""
        self.run(self._come_back(), "recover", exclusive=False)

    async def _come_back(self) -> None:
        await self._sending.recover()
        await self._look(None)
        if heard := await self._following.hear():
            self._changed(None)
            self.say(f"{new_replies(heard)} to your comments. {self.key_of('main.outbox')} shows them.")

    def opened(self, post_url: str) -> None:
        """A post is read: what was written under it may show there."""
        self.run(self._look(post_url), FOLLOWING_GROUP, exclusive=False)

    async def _look(self, post_url: str | None) -> None:
        for item in await self._following.follow(post_url):
            self._changed(item)
            self.say(published_sentence(item))

    def send_again(self, item: OutboxItem, ended: Callable[[], None]) -> None:
        """Send a comment that waits in the outbox; `ended` is called when its end is known."""
        if item.state is not SendState.HANDED_OFF:
            self.say(SENDING)
        self.run(self._send_again(item, ended), SENDING_GROUP, exclusive=False)

    async def _send_again(self, item: OutboxItem, ended: Callable[[], None]) -> None:
        try:
            sent = await self._sending.attempt(item)
            await self._end(sent)
            self._settled(sent.item.post_url, sent.item.comment_id)
        finally:
            ended()

    def send_waiting(self) -> None:
        """The net is back: send what waits for it."""
        self.run(self._send_waiting(), SENDING_GROUP, exclusive=False)

    async def _send_waiting(self) -> None:
        for sent in await self._sending.send_waiting():
            self._tell(sent)
            self._settled(sent.item.post_url, None)
