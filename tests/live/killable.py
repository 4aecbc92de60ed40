"""The program in a pseudo-terminal of its own, to be killed at any moment as by a power cut."""

import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

STEERING = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-B]|\x1b.")
POLL_SECONDS = 0.02


class Killable:
    """Runs one command in a terminal of 80x24, from its making on."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.execvpe(words[0], list(words), {**environment, "TERM": "xterm-256color"})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._written = bytearray()
        threading.Thread(target=self._listen, daemon=True).start()

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

    def kill(self) -> None:
        """End it without a word to it (SIGKILL); what it was doing stays undone."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def _listen(self) -> None:
        with suppress(OSError):  # the terminal of a program that has ended
            while piece := os.read(self._terminal, 65_536):
                self._written += piece
