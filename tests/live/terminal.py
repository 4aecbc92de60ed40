"""A terminal of a fixed size, driven by keys and read as text: tmux with a server of its own."""

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.live.servers.process import command, need, run

POLL_SECONDS = 0.1


class Terminal:
    """80 columns by 24 lines, as the smallest terminal that the program is made for."""

    def __init__(self, folder: Path, *, columns: int = 80, lines: int = 24) -> None:
        need({"tmux": "tmux"})
        self._size = (columns, lines)
        self._tmux = [command("tmux"), "-S", str(folder / "tmux.sock"), "-f", "/dev/null", "-u"]

    def start(self, words: Sequence[str]) -> None:
        """Run a command in it, which sees an xterm; the screen stays when the command has ended."""
        columns, lines = self._size
        self._run("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";", "new-session", "-d",
                  "-x", str(columns), "-y", str(lines), "env", "TERM=xterm", *words)  # fmt: skip

    def keys(self, *names: str) -> None:
        """Press keys by tmux' names: "Enter", "Tab", "C-s", "j"."""
        self._run("send-keys", *names)

    def type(self, text: str) -> None:
        """Type a text as it stands."""
        self._run("send-keys", "-l", text)

    def screen(self) -> str:
        """What the screen shows now."""
        return self._run("capture-pane", "-p")

    def go(self, name: str) -> None:
        """Press a key that leads elsewhere, and wait until the cursor is there: the next keys follow."""
        before = self._cursor()
        self.keys(name)
        self._wait(lambda: self._cursor() != before, f"{name} moved nothing")

    def wait_for(self, text: str, timeout: float = 30) -> None:
        """Wait until the screen shows a text; else fail, showing the screen."""
        self._wait(lambda: text in self.screen(), f"{text!r} did not show", timeout)

    def stop(self) -> None:
        """End the terminal and what runs in it."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _cursor(self) -> str:
        return self._run("display-message", "-p", "#{cursor_x},#{cursor_y}")

    def _wait(self, done: Callable[[], bool], lack: str, timeout: float = 30) -> None:
        end = time.monotonic() + timeout
        while not done():
            assert time.monotonic() < end, f"{lack} in {timeout:.0f} s:\n{self.screen()}"
            time.sleep(POLL_SECONDS)

    def _run(self, *words: str) -> str:
        return run([*self._tmux, *words])
