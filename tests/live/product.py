"""The program as a person runs it: `python -m tui_blog …` in a process of its own, its state in a folder."""

import os
import subprocess
import sys
from pathlib import Path

from tests.ended import Ended

SECONDS = 120
"""No single command may take longer."""


class Product:
    """Runs commands one after the other over the same library, config and outbox."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.config = folder / "config.toml"
        self.config.touch()

    def sign_in(self, origin: str, user: str, password: str) -> None:
        """Write an account for a blog into the config file."""
        with self.config.open("a") as config:
            config.write(
                f'[[accounts]]\norigin = "{origin}"\nuser = "{user}"\n'
                f"password_command = \"printf %s '{password}'\"\n"
            )

    def words(self, *arguments: str) -> list[str]:
        """The whole command line of a command."""
        state = ["--data-dir", str(self.data), "--config", str(self.config)]
        return [sys.executable, "-m", "tui_blog", *arguments, *state]

    def run(self, *arguments: str, stdin: str = "") -> Ended:
        """Run one command to its end, without a terminal."""
        done = subprocess.run(
            self.words(*arguments),
            input=stdin,
            capture_output=True,
            text=True,
            env=environment(),
            timeout=SECONDS,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    def comment(self, url: str, body: str, *more: str) -> Ended:
        """Write a comment as Nora, a stranger to the blog."""
        who = ("--name", "Nora", "--email", "nora@example.com")
        return self.run("comment", url, "--body", body, *who, *more, "--json")


def environment() -> dict[str, str]:
    """Ours, without what would point the program at a person's own settings or at a proxy."""
    foreign = ("TUI_BLOG_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(foreign)}
