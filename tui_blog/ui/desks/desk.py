"""What every desk has: a screen to run workers on, and a voice."""

from collections.abc import Awaitable

from textual.screen import Screen

from tui_blog.errors import TuiBlogError
from tui_blog.ui.key_names import key_name

SENDING_GROUP = "send"
"""Never exclusive, never cancelled: a comment on its way is not called back."""
ASKING_GROUP = "prepare comment"
"""What a blog is asked before a comment can be written."""


class Desk:
    """A part of the main screen's work."""

    def __init__(self, screen: Screen[None]) -> None:
        self.screen = screen

    def run(self, work: Awaitable[object], group: str, *, exclusive: bool = True) -> None:
        """Start a worker; reads are exclusive in their group, writes never are."""
        self.screen.run_worker(self._telling(work), group=group, exclusive=exclusive)

    def is_running(self, group: str) -> bool:
        """Whether a worker of that group is at work."""
        return any(worker.group == group and not worker.is_finished for worker in self.screen.workers)

    def key_of(self, identity: str) -> str:
        """The key of a binding as the person has it, for sentences that tell the way on."""
        return key_name(self.screen, identity)

    async def _telling(self, work: Awaitable[object]) -> None:
        try:
            await work
        except TuiBlogError as error:
            self.complain(str(error))

    def say(self, sentence: str) -> None:
        """A word to the person; it takes the place of the one before."""
        self.screen.notify(sentence, markup=False)

    def unsay(self) -> None:
        """Take the word away that stands there: what it told of is over."""
        self.screen.app.clear_notifications()

    def complain(self, sentence: str) -> None:
        """Something failed; the sentence says what and the way out."""
        self.screen.notify(sentence, severity="error", markup=False, timeout=12)

    def tell_end(self, sentence: str, *, is_well: bool) -> None:
        """Say how that ended of which it was said that it is under way."""
        if is_well:
            self.say(sentence)
        else:
            self.unsay()
            self.complain(sentence)
