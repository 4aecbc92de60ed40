"""A program in a pseudo-terminal, driven by keys; what it writes is counted."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median

QUIET = 0.5
"""Seconds without a byte after which a program has said all that it had to say."""
PATIENCE = 60


class Terminal:
    """The other end of a program's terminal: xterm with 256 colours, 120x40."""

    def __init__(self, descriptor: int, pid: int) -> None:
        self._descriptor = descriptor
        self.pid = pid
        self.seen = b""

    def until(self, awaited: bytes) -> None:
        """Wait until something is written, and then until there is quiet."""
        end = time.monotonic() + PATIENCE
        self.seen = b""
        while awaited not in self.seen:
            assert time.monotonic() < end, self.seen[-2_000:]
            self._listen(1)
        self._hear_out()

    def press(self, key: str) -> int:
        """Press a key; the bytes that the program writes until it is quiet."""
        self.seen = b""
        os.write(self._descriptor, key.encode())
        self._hear_out()
        return len(self.seen)

    def median_of(self, key: str, times: int = 9) -> int:
        """The bytes that a key costs when it is pressed again and again."""
        return round(median(self.press(key) for _ in range(times)))

    def _hear_out(self) -> None:
        end = time.monotonic() + PATIENCE
        while self._listen(QUIET):
            assert time.monotonic() < end, "it never comes to rest"

    def _listen(self, seconds: float) -> bool:
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        self.seen += os.read(self._descriptor, 65_536)
        return True


@contextmanager
def running(command: Sequence[str], **environment: str) -> Iterator[Terminal]:
    """A program in a terminal of 120x40, ended when it is no longer looked at."""
    given: Mapping[str, str] = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **environment,
    }
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), dict(given))
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        yield Terminal(descriptor, pid)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(descriptor)
