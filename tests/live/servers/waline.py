"""A real Waline comment server on loopback, its comments in MariaDB."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.live.servers import waline_program
from tests.live.servers.mariadb import COMMANDS, MariaDB
from tests.live.servers.process import HOST, Process, answers, command, free_port, need
from tests.live.servers.stored_comment import Status, StoredComment

PROFILES: Mapping[str, Mapping[str, str]] = {
    "open": {"IPQPS": "0"},
    "default": {},
    "moderated": {"IPQPS": "0", "COMMENT_AUDIT": "true"},
    "members": {"IPQPS": "0", "LOGIN": "force"},
    "captcha": {"IPQPS": "0", "TURNSTILE_SECRET": "never sent anywhere"},
}
""""open" shows every comment at once, "default" takes one a minute from one address, "moderated" holds them,
"members" takes those of people who signed in, "captcha" those that bring the proof of a browser."""

SPAM = "cheap watches"
"""Words by which the server knows spam."""

STATUSES: Mapping[str, Status] = {"approved": "approved", "waiting": "held", "spam": "spam"}

# Waline makes no tables of its own on MariaDB; these are the columns that it uses.
STAMPS = ", ".join(f"{name} TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP" for name in ("createdAt", "updatedAt"))
TABLES = f"""
CREATE DATABASE waline CHARACTER SET utf8mb4; USE waline;
CREATE TABLE wl_Comment (
    id INT AUTO_INCREMENT PRIMARY KEY, user_id INT, comment TEXT,
    insertedAt TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP, ip VARCHAR(100) DEFAULT '', link VARCHAR(255),
    mail VARCHAR(255), nick VARCHAR(255), pid INT, rid INT, sticky INT,
    status VARCHAR(50) NOT NULL DEFAULT '', `like` INT, ua TEXT, url VARCHAR(255), {STAMPS});
CREATE TABLE wl_Counter (
    id INT AUTO_INCREMENT PRIMARY KEY, time INT, url VARCHAR(255) NOT NULL DEFAULT '', {STAMPS});
CREATE TABLE wl_Users (
    id INT AUTO_INCREMENT PRIMARY KEY, display_name VARCHAR(255), email VARCHAR(255), password VARCHAR(255),
    type VARCHAR(50), label VARCHAR(255), url VARCHAR(255), avatar VARCHAR(255), 2fa VARCHAR(32), {STAMPS});
CREATE USER waline@localhost IDENTIFIED BY 'waline'; GRANT ALL ON waline.* TO waline@localhost;
CREATE USER waline@'{HOST}' IDENTIFIED BY 'waline'; GRANT ALL ON waline.* TO waline@'{HOST}';
"""

COMMENTS = """
SELECT JSON_OBJECT(
    'id', id, 'parent', pid, 'post', url, 'author', COALESCE(nick, ''), 'email', COALESCE(mail, ''),
    'website', COALESCE(link, ''), 'content', comment, 'status', status)
FROM wl_Comment ORDER BY id;
"""


class Waline:
    """Runs the comment server of any blog; it starts without a comment."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self._database = MariaDB(folder, free_port())
        self._process = Process("Waline", folder / "waline.log")
        self._profile = ""

    def start(self) -> None:
        """Start in the profile "open"."""
        self._program = waline_program.installed()
        need(COMMANDS)
        self._database.create()
        self._database.start()
        self._database.sql(TABLES)
        self.profile("open")

    def stop(self) -> None:
        """End the server and its database."""
        self._process.stop()
        self._database.stop()

    def profile(self, name: str) -> None:
        """Start anew with other settings, unless they are in force."""
        if name == self._profile:
            return
        self._process.stop()
        env = {**self._settings(), **PROFILES[name]}
        self._process.start([command("node"), "vanilla.js"], env=env, cwd=self._program)
        self._process.wait_until(lambda: answers(f"{self.url}/api/comment?path=/"))
        self._profile = name

    def reset(self) -> None:
        """Forget every comment and go back to the profile "open"."""
        self.profile("open")
        self._database.sql("DELETE FROM wl_Comment;", "waline")

    def write(self, path: str, text: str, *, nick: str, **place: object) -> int:
        """Write a comment under a page, as a browser does; `place` is pid, rid and at. Returns its number."""
        comment = {"comment": text, "nick": nick, "mail": "", "link": "", "ua": "", "url": path, **place}
        answer = httpx.post(f"{self.url}/api/comment", json=comment, trust_env=False, timeout=30)
        number: int = answer.raise_for_status().json()["data"]["objectId"]
        return number

    def database(self) -> tuple[StoredComment, ...]:
        """Every comment that Waline's own database holds, oldest first."""
        lines = self._database.sql(COMMENTS, "waline").splitlines()
        return tuple(_stored(json.loads(line)) for line in lines)

    def _settings(self) -> Mapping[str, str]:
        return {
            "WALINE_HOST": HOST,
            "WALINE_PORT": str(self.port),
            "MYSQL_HOST": HOST,
            "MYSQL_PORT": str(self._database.port),
            "MYSQL_DB": "waline",
            "MYSQL_USER": "waline",
            "MYSQL_PASSWORD": "waline",
            "JWT_TOKEN": "only for tests",
            # At every call Waline asks a public server for its sign-in services, and for spam another one.
            "OAUTH_URL": 'data:application/json,{"services":[]}',
            "AKISMET_KEY": "false",
            "FORBIDDEN_WORDS": SPAM,
            "DISABLE_USERAGENT": "true",
            "DISABLE_REGION": "true",
        }


def _stored(row: dict[str, Any]) -> StoredComment:
    return StoredComment(**{**row, "status": STATUSES[row["status"]]})
