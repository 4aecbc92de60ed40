"""The program in a pseudo-terminal of its own, to be killed at any moment as by a power cut."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

STEERING = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-B]|\x1b.")
POLL_SECONDS = 0.02


class Killable:
    """Runs one command in a terminal of 80x24, from its making on.

    Where the terminal is not `controlling`, nobody sends SIGHUP when it goes away.
    """

    def __init__(
        self, words: Sequence[str], environment: Mapping[str, str], *, controlling: bool = True
    ) -> None:
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            words,
            env={**environment, "TERM": "xterm-256color"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None,
        )
        os.close(theirs)
        self._written = bytearray()
        self._listening = threading.Event()
        self._listening.set()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def type(self, keys: str) -> None:
        """Press keys, as a terminal sends them; what was shown up to now is forgotten."""
        self._written.clear()
        os.write(self._terminal, keys.encode())

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Wait until a text has been shown since the last key."""
        end = time.monotonic() + seconds
        while not self.has_shown(text):
            assert time.monotonic() < end, (
                f"{text!r} did not show in {seconds:.0f} s:\n{self._shown()[-3000:]}"
            )
            time.sleep(POLL_SECONDS)

    def has_shown(self, text: str) -> bool:
        """Whether a text has been shown since the last key."""
        return text in self._shown()

    def _shown(self) -> str:
        return STEERING.sub(b"", bytes(self._written)).decode(errors="replace")

    # --- its end ---------------------------------------------------------------------------------

    def stall(self) -> None:
        """Take nothing more of what it writes, as a connection does that hangs."""
        self._listening.clear()
        self._listener.join()

    def hang_up(self) -> None:
        """Take the terminal away, as a window does that is closed."""
        self.stall()
        os.close(self._terminal)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def ends_within(self, seconds: float) -> bool:
        """Whether it ends by itself in that time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it without a word to it (SIGKILL); what it was doing stays undone."""
        self._process.kill()
        self._process.wait()
        if self._listening.is_set():
            self.hang_up()

    def _listen(self) -> None:
        with suppress(OSError):  # the terminal of a program that has ended
            while self._listening.is_set():
                if select.select([self._terminal], [], [], POLL_SECONDS)[0]:
                    self._written += os.read(self._terminal, 65_536)
