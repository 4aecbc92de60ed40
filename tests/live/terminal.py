"""A terminal of a fixed size, driven by keys and read as text: tmux with a server of its own."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.live.servers.process import command, need, run

POLL_SECONDS = 0.1
ENDED = "Ended with"


class Terminal:
    """80 columns by 24 lines, as the smallest terminal that the program is made for."""

    def __init__(self, folder: Path, *, columns: int = 80, lines: int = 24) -> None:
        need({"tmux": "tmux"})
        self._size = (columns, lines)
        self._tmux = [command("tmux"), "-S", str(folder / "tmux.sock"), "-f", "/dev/null", "-u"]

    def start(self, words: Sequence[str]) -> None:
        """Run a command in it, which sees an xterm; `ENDED` with its exit code stands there at its end."""
        columns, lines = self._size
        # tmux itself now and then misses that what it started has ended; a shell does not.
        watched = ["sh", "-c", f'"$@"; echo "{ENDED} $?"; read -r _', "sh", *words]
        self._run("new-session", "-d", "-x", str(columns), "-y", str(lines), "env", "TERM=xterm", *watched)

    def keys(self, *names: str) -> None:
        """Press keys by tmux' names: "Enter", "Tab", "C-s", "j"."""
        self._run("send-keys", *names)

    def type(self, text: str) -> None:
        """Type a text as it stands."""
        self._run("send-keys", "-l", text)

    def screen(self) -> str:
        """What the screen shows now."""
        return self._run("capture-pane", "-p")

    def wait_for(self, text: str, timeout: float = 30) -> None:
        """Wait until the screen shows a text; else fail, showing the screen."""
        end = time.monotonic() + timeout
        while text not in (screen := self.screen()):
            assert time.monotonic() < end, f"{text!r} did not show in {timeout:.0f} s:\n{screen}"
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End the terminal and what runs in it."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _run(self, *words: str) -> str:
        return run([*self._tmux, *words])
