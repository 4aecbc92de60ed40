"""The terminal as a line that may be cut or stall: nothing waits for it longer than there is a use in it."""

import os
import select
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from queue import Full
from threading import Event, Thread
from typing import TextIO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

A_WHILE = 0.1
"""Seconds after which whoever waits for the terminal asks whether that is still wanted."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, told when its terminal is gone.

    Textual's writer thread dies of the first write that fails. Its queue is full soon after, and then the
    event loop itself waits for room in it, for ever: neither SIGHUP nor SIGTERM is heard any more.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._given_up = Event()
        self._lost: Callable[[], None] = lambda: None
        if self._file is not None:
            self._file = _Line(self._file, self._hung_up)
        self.is_lent = False
        """Another program has the terminal: an editor, or the shell."""

    def watch(self, lost: Callable[[], None]) -> None:
        """Call back, from another thread, when the terminal goes away."""
        self._lost = lost
        Thread(target=self._wait_for_hang_up, name="hang-up", daemon=True).start()

    def give_up(self) -> None:
        """Let go what the terminal does not take, now and from now on."""
        self._given_up.set()

    def write(self, data: str) -> None:
        """Hand over to the writer thread, waiting for it as long as the terminal is not given up."""
        self._hand_over(data)

    def suspend_application_mode(self) -> None:
        """Lend the terminal to another program."""
        self.is_lent = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take it back."""
        super().resume_application_mode()
        self.is_lent = False

    def close(self) -> None:
        """End the writer thread; one that hangs in its terminal ends with the program."""
        self._hand_over(None)
        while self._writer_thread and self._writer_thread.is_alive() and not self._given_up.is_set():
            self._writer_thread.join(A_WHILE)

    def _hand_over(self, data: str | None) -> None:
        while self._writer_thread and not self._given_up.is_set():
            with suppress(Full):
                self._writer_thread._queue.put(data, timeout=A_WHILE)
                return

    def _wait_for_hang_up(self) -> None:
        """Reading does not tell: once hung up, it gives an end of file again and again, at full speed."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
            self._hung_up()

    def _hung_up(self) -> None:
        self.give_up()
        self._lost()


class _Line(TextIOWrapper):
    """The file that the writer thread writes to.

    It is our own, not standard error, whose lock a thread that hangs would still hold at the program's end.
    """

    def __init__(self, file: TextIO, lost: Callable[[], None]) -> None:
        super().__init__(os.fdopen(os.dup(file.fileno()), "wb"), encoding=file.encoding, errors=file.errors)
        self._lost = lost

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            self._lost()
            return 0

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            self._lost()
