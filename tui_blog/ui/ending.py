"""The end that comes from outside: a signal, or a terminal that went away."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import FrameType
from typing import Any, Protocol, runtime_checkable

PATIENCE_SECONDS = 2.0
"""So long a terminal has to take what is still to be shown."""
DEADLINE_SECONDS = 5.0
"""So long everything else has: a thread that hangs would keep the instance, and its lock, alive."""

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What tells a program to end; of Windows the first alone."""


@runtime_checkable
class Line(Protocol):
    """A driver whose terminal may go away (see `TerminalDriver`)."""

    is_lent: bool

    def watch(self, lost: Callable[[], None]) -> None:
        """Call back when the terminal goes away."""

    def give_up(self) -> None:
        """Wait for the terminal no longer."""


class Ending:
    """Leads the program to its end in order, and ends it without order where that takes too long.

    What was written is kept by then: the library outlives any end.
    """

    def __init__(self, leave: Callable[[], None], driver: object) -> None:
        """Belongs to the event loop that runs; `leave` is called there."""
        self._loop = asyncio.get_running_loop()
        self._leave = leave
        self._line = driver if isinstance(driver, Line) else None
        self._begun = Event()
        # Not the loop's own handlers: a loop that waits for its terminal would not come to hear of them.
        self._before: dict[int, Any] = {number: signal.signal(number, self._signalled) for number in SIGNALS}
        if self._line:
            self._line.watch(self.begin)

    def close(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def begin(self) -> None:
        """From any thread, as often as there are reasons."""
        with suppress(RuntimeError):  # the loop has ended before
            self._loop.call_soon_threadsafe(self._leave)
        if not self._begun.is_set():
            self._begun.set()
            Thread(target=self._see_to_it, name="ending", daemon=True).start()

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.begin()

    def _see_to_it(self) -> None:
        time.sleep(PATIENCE_SECONDS)
        while self._line and self._line.is_lent:
            time.sleep(PATIENCE_SECONDS)  # the text is in the person's editor
        if self._line:
            self._line.give_up()
        time.sleep(DEADLINE_SECONDS - PATIENCE_SECONDS)
        os._exit(1)
