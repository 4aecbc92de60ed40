"""The command line as programs and people meet it: in this process, in one of its own, or in a terminal."""

import fcntl
import io
import os
import pty
import resource
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ended import Ended
from tui_blog.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
"""No single command may take longer."""


class CommandLine:
    """Runs commands over one library; the state of each test lies in its own folder."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.config = folder / "config.toml"
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, stdin: str | bytes = "") -> Ended:
        """Run a command in this process."""
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        self._capsys.readouterr()
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
            code = main(list(arguments))
        printed = self._capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    def start(self, *arguments: str, **how: Any) -> "subprocess.Popen[str]":
        """Start a command in a process of its own; the caller sees to its end."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with interruptible():
            return subprocess.Popen(
                words(*arguments), text=True, errors="replace", cwd=ROOT, **{**streams, **how}
            )

    def run(self, *arguments: str, **how: Any) -> Ended:
        """Run a command to its end in a process of its own."""
        started = self.start(*arguments, **how)
        output, errors = started.communicate(timeout=SECONDS)
        return Ended(started.returncode, output or "", errors or "")

    def in_terminal(self, *arguments: str, columns: int = 80, environment: Mapping[str, str] = {}) -> Ended:
        """Run a command in a terminal; what it wrote there on both streams is its output."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        env = {**os.environ, "TERM": "xterm", **environment}
        started = subprocess.Popen(
            words(*arguments), cwd=ROOT, env=env, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)
        try:
            shown = _all_of(ours).decode()
        finally:
            os.close(ours)
            code = started.wait(timeout=SECONDS)
        return Ended(code, shown, "")


@contextmanager
def interruptible() -> Iterator[None]:
    """Programs that are started meanwhile hear Ctrl+C, though this one may have been told to ignore it.

    They would inherit that, as from `nohup … &`. Done here, since `preexec_fn` is unsafe beside threads.
    """
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)


def words(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tui_blog", *arguments]


def _all_of(descriptor: int) -> bytes:
    """What comes from a terminal until its other end is closed, which Linux tells by an error."""
    pieces: list[bytes] = []
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:
            piece = b""
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def limited_to(size: int) -> Callable[[], None]:
    """Called in a child: no file may grow past that many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
