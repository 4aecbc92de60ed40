"""Waline's program, as npm lays it out in a folder: a minute, and hundreds of packages.

Run as `python -m tests.live.servers.waline_program FOLDER`; the live tests find it by TUI_BLOG_WALINE=FOLDER.
"""

import os
import sys
from pathlib import Path

from tests.live.servers.process import Unavailable, command, need, run

PACKAGE = "@waline/vercel@1.39.3"

QUIET = ("--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")

CONFIG = """\
module.exports = { host: process.env.WALINE_HOST, port: Number(process.env.WALINE_PORT) };
"""
"""Its own way to be told where to listen; without it, on every address."""


def installed() -> Path:
    """The folder of Waline's package. Raises `Unavailable` where there is none."""
    need({"node": "nodejs"})
    named = os.environ.get("TUI_BLOG_WALINE", "")
    if not named or not (Path(named) / "installed.txt").exists():
        raise Unavailable(
            "Waline is not installed: uv run python -m tests.live.servers.waline_program FOLDER takes a "
            "minute, then TUI_BLOG_WALINE=FOLDER names it"
        )
    return _package(Path(named).absolute())


def install(folder: Path) -> None:
    """Fetch Waline and what it needs; nothing happens where that was done."""
    stamp = folder / "installed.txt"
    if stamp.exists() and stamp.read_text() == PACKAGE:
        return
    need({"node": "nodejs", "npm": "npm"})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    run([command("npm"), "install", *QUIET, PACKAGE], cwd=folder)
    (_package(folder) / "config.js").write_text(CONFIG)
    stamp.write_text(PACKAGE)


def _package(folder: Path) -> Path:
    return folder / "node_modules/@waline/vercel"


if __name__ == "__main__":
    install(Path(sys.argv[1]).absolute())
