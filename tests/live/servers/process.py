"""A server's process in the background, and what to say when its program is not installed."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import httpx

HOST = "127.0.0.1"

POLL_SECONDS = 0.05


class Unavailable(Exception):
    """What a server needs is not on this machine; the text says how to get it."""


def not_installed(packages: Iterable[str]) -> Unavailable:
    """The error that names Debian packages to install."""
    names = sorted(set(packages))
    verb = "is" if len(names) == 1 else "are"
    return Unavailable(f"{', '.join(names)} {verb} not installed: apt-get install {' '.join(names)}")


class ServerFailure(Exception):
    """A server did not start, or a command of its own failed; the text holds the end of its log."""


def find_command(name: str) -> str | None:
    """The full path of a program; servers live in sbin, which a person's PATH may lack."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin")


def need(commands: Mapping[str, str]) -> None:
    """Raise `Unavailable` unless every command is there; `commands` maps each to its Debian package."""
    missing = [package for command, package in commands.items() if find_command(command) is None]
    if missing:
        raise not_installed(missing)


def command(name: str) -> str:
    """The full path of a program that `need` has found."""
    path = find_command(name)
    assert path is not None, name
    return path


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def run(words: Sequence[str | Path], *, stdin: str = "", cwd: Path | None = None) -> str:
    """Run a command to its end and return what it printed."""
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, cwd=cwd, check=False)
    if done.returncode:
        tail = (done.stderr or done.stdout).strip()[-2000:]
        raise ServerFailure(f"{words[0]} ended with {done.returncode}: {tail}")
    return done.stdout


def answers(url: str) -> bool:
    """Whether a web server answers there, with whatever but a fault of its own."""
    try:
        return httpx.get(url, timeout=20, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False


class Process:
    """One server in the background, the leader of a process group of its own; its output goes to a log."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(
        self, words: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        """Start it; `env` is added to the environment."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=cwd,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for `ready()`; a process that has ended or takes too long is a `ServerFailure`."""
        end = time.monotonic() + seconds
        while not ready():
            if self._process is None or self._process.poll() is not None:
                raise ServerFailure(f"{self.name} ended while starting:\n{self._log_tail()}")
            if time.monotonic() > end:
                raise ServerFailure(f"{self.name} was not ready in {seconds:.0f} s:\n{self._log_tail()}")
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End the process and its children; nothing happens where none runs."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait(5)
        self._process = None

    def _signal(self, kind: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, kind)

    def _log_tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
