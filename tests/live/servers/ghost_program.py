"""Ghost's program, laid out in a folder as its own installer would: minutes, and hundreds of packages.

Run as `python -m tests.live.servers.ghost_program FOLDER`; the live tests find it by TUI_BLOG_GHOST=FOLDER.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.live.servers.building import building
from tests.live.servers.process import Unavailable, command, need, run

PACKAGE = "ghost@5.130.6"
"""The last one that runs on node 20; those after it want node 22."""

COMMANDS = {"node": "nodejs", "npm": "npm", "g++": "g++", "make": "make", "python3": "python3"}

SQLITE = "5.1.7"

NPM = "npm@10.9.9"
"""Debian's own npm cannot read what Ghost overrides; this one runs on node 18 and 20."""

QUIET = ("--no-audit", "--no-fund", "--loglevel=error")


def installed() -> Path:
    """The folder of an installed Ghost. Raises `Unavailable` where there is none."""
    need({"node": "nodejs"})
    named = os.environ.get("TUI_BLOG_GHOST", "")
    if not named or not (Path(named) / "installed.txt").exists():
        raise Unavailable(
            "Ghost is not installed: uv run python -m tests.live.servers.ghost_program FOLDER takes minutes, "
            "then TUI_BLOG_GHOST=FOLDER names it"
        )
    return Path(named).absolute()


def install(folder: Path) -> None:
    """Fetch Ghost and what it needs, and build its database; nothing happens where that was done."""
    stamp = folder / "installed.txt"
    if stamp.exists() and stamp.read_text() == PACKAGE:
        return
    need(COMMANDS)
    _fetch(PACKAGE, folder)
    _adapt(folder / "package.json")
    with tempfile.TemporaryDirectory() as own:
        _fetch(NPM, Path(own))
        npm = [command("node"), f"{own}/bin/npm-cli.js"]
        run([*npm, "install", "--omit=dev", "--ignore-scripts", "--legacy-peer-deps", *QUIET], cwd=folder)
        run(["env", *building(), *npm, "rebuild", "sqlite3", "--build-from-source", *QUIET], cwd=folder)
    stamp.write_text(PACKAGE)


def _fetch(package: str, folder: Path) -> None:
    """Unpack a package of npm's registry into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as fetched:
        run([command("npm"), "pack", "--silent", package], cwd=Path(fetched))
        (archive,) = Path(fetched).glob("*.tgz")
        run(["tar", "-xzf", archive, "-C", folder, "--strip-components=1"])


def _adapt(manifest: Path) -> None:
    """Make the manifest one that npm can follow: what it has to override, and no packages for developers."""
    wanted = json.loads(manifest.read_text())
    for part in ("devDependencies", "scripts", "optionalDependencies"):
        wanted.pop(part, None)
    wanted["dependencies"]["sqlite3"] = SQLITE
    wanted["overrides"] = {
        name: f"${name}" if version.startswith("file:") else version
        for name, version in wanted.pop("resolutions", {}).items()
    }
    manifest.write_text(json.dumps(wanted, indent=1))


if __name__ == "__main__":
    install(Path(sys.argv[1]).absolute())
