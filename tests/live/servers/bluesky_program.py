"""Bluesky's own servers, as npm lays them out in a folder: minutes, and hundreds of packages.

Run as `python -m tests.live.servers.bluesky_program FOLDER`; the live tests find it by
TUI_BLOG_BLUESKY=FOLDER.
"""

import os
import sys
from pathlib import Path

from tests.live.servers.building import headers
from tests.live.servers.process import Unavailable, command, need, run

PACKAGE = "@atproto/dev-env@0.3.181"
"""Of those that run on node 18 and 20; later ones want node 22."""

COMMANDS = {"node": "nodejs", "npm": "npm", "g++": "g++", "make": "make", "python3": "python3"}

QUIET = ("--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")


def installed() -> Path:
    """The folder of the packages. Raises `Unavailable` where there are none."""
    need({"node": "nodejs"})
    named = os.environ.get("TUI_BLOG_BLUESKY", "")
    if not named or not (Path(named) / "installed.txt").exists():
        raise Unavailable(
            "Bluesky's servers are not installed: uv run python -m tests.live.servers.bluesky_program FOLDER "
            "takes minutes, then TUI_BLOG_BLUESKY=FOLDER names it"
        )
    return Path(named).absolute()


def install(folder: Path) -> None:
    """Fetch the servers and build their database; nothing happens where that was done."""
    stamp = folder / "installed.txt"
    if stamp.exists() and stamp.read_text() == PACKAGE:
        return
    need(COMMANDS)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    run([command("npm"), "install", *QUIET, PACKAGE], cwd=folder)
    compiler = folder / "node_modules/.bin/node-gyp"
    run([command("npm"), "install", *QUIET, "node-gyp@11"], cwd=folder)
    database = folder / "node_modules/better-sqlite3"
    # Only npm hands its settings on to the compiler, and it may not run a package's own scripts.
    given = [f"--nodedir={folder}" for folder in headers()]
    run([compiler, "rebuild", "--release", "--jobs=max", *given], cwd=database)
    stamp.write_text(PACKAGE)


if __name__ == "__main__":
    install(Path(sys.argv[1]).absolute())
