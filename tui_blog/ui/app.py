"""The application: style sheets, keys, palette and the one main screen."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.constants import DRIVER
from textual.driver import Driver
from textual.notifications import Notification, SeverityLevel
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkerCancelled

from tui_blog.config import Config
from tui_blog.services.services import Services
from tui_blog.ui.commands import KeyCommands
from tui_blog.ui.desks.desk import SENDING_GROUP
from tui_blog.ui.ending import Ending
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.main_keys import NOTICE
from tui_blog.ui.sheets import STYLE_SHEETS
from tui_blog.ui.terminal import TO_BE_ORDERED, keep_order

if TYPE_CHECKING:
    from rich.console import RenderableType


class TuiBlogApp(App[str]):
    """Returns "sample" when the person asked for the sample blog, else None.

    `first_list_shown` is called once, when the first list is on the screen; `at_rest` whenever nothing was
    typed for some seconds and nothing is at work.
    """

    REST: ClassVar[float] = 3.0
    """Seconds without a key."""

    CSS_PATH = STYLE_SHEETS
    TITLE = "tui-blog"
    COMMANDS = {KeyCommands}
    BINDINGS = [NOTICE]

    def __init__(
        self,
        services: Services,
        config: Config,
        url: str | None = None,
        first_list_shown: Callable[[], None] = lambda: None,
        at_rest: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._config = config
        self._first_list_shown = first_list_shown
        self._at_rest = at_rest
        self._resting: Timer | None = None
        self._main = MainScreen(services, config, url)
        self._leaving = False
        self._ending: Ending | None = None

    def get_driver_class(self) -> type[Driver]:
        """A terminal that goes away takes the program with it."""
        if sys.platform == "win32" or DRIVER:
            return super().get_driver_class()
        from tui_blog.ui.terminal_driver import TerminalDriver

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        """The library is the first screen."""
        return self._main

    def on_mount(self) -> None:
        """Take the person's settings; leave in order when the terminal goes away."""
        self.theme = self._config.theme if self._config.theme in self.available_themes else "textual-dark"
        self.set_keymap(dict(self._config.keys))
        keep_order(self, self._send)
        self._ending = Ending(self.exit, self._driver)

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        self._send(TO_BE_ORDERED)
        if self._ending:
            self._ending.close()

    def _send(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def on_ready(self) -> None:
        """The first list can be read."""
        self.call_after_refresh(self._first_list_shown)
        self._resting = self.set_interval(self.REST, self._rest)

    async def on_event(self, event: events.Event) -> None:
        """Whoever types does not rest."""
        if isinstance(event, events.InputEvent) and self._resting is not None:
            self._resting.reset()
        await super().on_event(event)

    def _rest(self) -> None:
        if all(worker.is_finished for worker in self.workers):
            self._at_rest()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something in the place of what was said before; a failure stands on, until the next or Esc."""
        for told in self._told(is_word=severity == "information"):
            self._unnotify(told, refresh=False)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def clear_notifications(self) -> None:
        """Take away what was said; what failed stands on."""
        for told in self._told(is_word=True):
            self._unnotify(told)

    def _told(self, *, is_word: bool) -> list[Notification]:
        """What stands on the screen: words, or failures."""
        return [told for told in self._notifications if is_word == (told.severity == "information")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A failure can be taken away while one is told; otherwise its key is somebody else's."""
        return action != "take_notice_away" or bool(self._told(is_word=False))

    def action_take_notice_away(self) -> None:
        """Uncover what lies below the failure that is told."""
        for told in self._told(is_word=False):
            self._unnotify(told)

    def action_help(self) -> None:
        """Show every key."""
        from tui_blog.ui.bound import SECTIONS
        from tui_blog.ui.screens.help import HelpScreen, help_sections

        nearest_first = [node for node in (self.focused, self.screen) if node is not None]
        self.push_screen(HelpScreen(help_sections(SECTIONS, self._config.keys, nearest_first)))

    def exit(
        self, result: str | None = None, return_code: int = 0, message: "RenderableType | None" = None
    ) -> None:
        """Leave, by a key, a signal or a terminal that goes away; where the person is is remembered."""
        super().exit(result, return_code, message)
        if self._main.is_running:
            self._main.stay()

    async def action_leave(self) -> None:
        """Quit; a comment on its way is waited for, unless the person insists."""
        if self._main.is_sending and not self._leaving:
            self._leaving = True
            self.notify("A comment is on its way; leaving when it has arrived. Q again leaves now.")
            self.run_worker(self._leave_after_sending(), group="leave")
        else:
            self.exit()

    async def _leave_after_sending(self) -> None:
        with suppress(WorkerCancelled):  # the person insisted, and the program is leaving already
            await self.workers.wait_for_complete([w for w in self.workers if w.group == SENDING_GROUP])
        self.exit()
