"""A real Isso comment server on loopback, run from the project's own environment."""

import shutil
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import httpx

from tests.live.servers.process import HOST, Process, Unavailable, answers, free_port
from tests.live.servers.stored_comment import Status, StoredComment

CONFIG = """\
[general]
dbpath = {database}
host = {site}
latest-enabled = true

[moderation]
enabled = {moderation}

[server]
listen = {url}

[guard]
enabled = {guard}
ratelimit = 2
require-author = {guard}
require-email = {guard}

[markup]
renderer = mistune
"""

PROFILES: Mapping[str, Mapping[str, str]] = {
    "open": {"moderation": "false", "guard": "false"},
    "moderated": {"moderation": "true", "guard": "false"},
    "guarded": {"moderation": "false", "guard": "true"},
}
""""open" shows every comment at once, "moderated" holds it; "guarded" asks for name and e-mail address, and
takes two comments a minute."""

STATUSES: Mapping[int, Status] = {1: "approved", 2: "held", 4: "deleted"}

COMMENTS = """
SELECT comments.id, parent, uri, author, email, website, text, mode
FROM comments JOIN threads ON threads.id = tid ORDER BY comments.id
"""


class Isso:
    """Runs the comment server of the blog at `site`; it starts without a comment."""

    def __init__(self, folder: Path, site: str) -> None:
        self.folder = folder
        self.site = site
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self._file = folder / "comments.db"
        self._process = Process("Isso", folder / "isso.log")
        self._profile = ""

    def start(self) -> None:
        """Start in the profile "open"."""
        self.profile("open")

    def stop(self) -> None:
        """End the server; a second time nothing happens."""
        self._process.stop()

    def profile(self, name: str) -> None:
        """Start anew with other settings, unless they are in force."""
        if name == self._profile:
            return
        program = shutil.which("isso", path=Path(sys.executable).parent)
        if program is None:
            raise Unavailable("Isso is not installed: uv sync")
        self.stop()
        config = self.folder / "isso.cfg"
        config.write_text(CONFIG.format(database=self._file, site=self.site, url=self.url, **PROFILES[name]))
        self._process.start([program, "-c", config, "run"], env={"PYTHONUNBUFFERED": "1"})
        self._process.wait_until(lambda: answers(f"{self.url}/config"))
        self._profile = name

    def reset(self) -> None:
        """Forget every comment and go back to the profile "open"."""
        self.profile("open")
        with closing(sqlite3.connect(self._file, timeout=30)) as database, database:
            database.execute("DELETE FROM comments")
            database.execute("DELETE FROM threads")

    def write(self, path: str, text: str, *, author: str, parent: int | None = None) -> int:
        """Write a comment under a page, as a browser does; return its number."""
        answer = httpx.post(
            f"{self.url}/new",
            params={"uri": path},
            json={"text": text, "author": author, "title": path, "parent": parent},
            trust_env=False,
        )
        number: int = answer.raise_for_status().json()["id"]
        return number

    def approve_all(self) -> None:
        """Do what a moderator does with every comment that waits."""
        with closing(sqlite3.connect(self._file, timeout=30)) as database, database:
            database.execute("UPDATE comments SET mode = 1 WHERE mode = 2")

    def database(self) -> tuple[StoredComment, ...]:
        """Every comment that Isso's own database holds, oldest first."""
        with closing(sqlite3.connect(self._file, timeout=30)) as database:
            return tuple(_stored(row) for row in database.execute(COMMENTS))


def _stored(row: tuple[int, int | None, str, str | None, str | None, str | None, str, int]) -> StoredComment:
    number, parent, uri, author, email, website, text, mode = row
    return StoredComment(number, parent, uri, author or "", email or "", website or "", text, STATUSES[mode])
