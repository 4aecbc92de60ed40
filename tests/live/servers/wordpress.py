"""A real WordPress blog on loopback: Debian's WordPress or another, PHP's own web server, MariaDB."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.live.servers import wordpress_files
from tests.live.servers.content import whole_blog
from tests.live.servers.mariadb import COMMANDS, MariaDB
from tests.live.servers.process import HOST, Process, answers, command, free_port, need, not_installed, run
from tests.live.servers.stored_comment import Status, StoredComment
from tests.live.servers.wordpress_profiles import OPEN, PROFILES

EPOCH = "2026-01-31 12:00:00"
USERS = {"admin": "administrator", "ana": "author", "sam": "subscriber"}

STATUSES: Mapping[str, Status] = {"1": "approved", "0": "held", "spam": "spam", "trash": "binned"}

COMMENTS = """
SELECT JSON_OBJECT(
    'id', comment_ID, 'parent', NULLIF(comment_parent, 0), 'post', post_name, 'author', comment_author,
    'email', comment_author_email, 'website', comment_author_url, 'content', comment_content,
    'status', comment_approved, 'account', NULLIF(user_id, 0))
FROM wp_comments JOIN wp_posts ON ID = comment_post_ID ORDER BY comment_ID;
"""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the blog."""

    login: str
    id: int
    application_password: str


class WordPress:
    """Installs, fills, runs and resets one blog; `packages` keeps what was downloaded.

    `version` is "" for Debian's; `home` is the folder of the blog on its host, "" for the top.
    """

    def __init__(self, folder: Path, packages: Path, version: str = "", home: str = "") -> None:
        self.folder = folder
        self.packages = packages
        self.version = version
        self.home = home
        self._host = f"{HOST}:{free_port()}"
        self.url = f"http://{self._host}{home}"
        self.accounts: dict[str, Account] = {}
        self._paths: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._database = MariaDB(folder)
        self._web = Process("WordPress", folder / "php.log")
        self._saved = ""
        self._last_seeded = 0

    def start(self) -> None:
        """Install the blog, fill it, and start it in the profile "open"."""
        need({"php": "php-cli", **COMMANDS})
        if "mysqli" not in run([command("php"), "-m"]).split():
            raise not_installed(["php-mysql"])
        wordpress_files.fetch(self.packages, self.version)
        site = wordpress_files.unpack(self.packages, self.folder, self.version, self.home)
        wordpress_files.configure(site, self._database.socket, self.home)
        self._start_database()
        self._install(site)
        self._start_web(site)

    def stop(self) -> None:
        """End the web server and the database."""
        self._web.stop()
        self._database.stop()

    def post(self, slug: str, base: str = "") -> str:
        """The address of a post, at `base` (a proxy before the blog) or at the blog itself."""
        return (base or f"http://{self._host}") + self._paths[slug]

    def numbered(self, slug: str) -> str:
        """The plain address of a post, by its number."""
        return f"{self.url}/?p={self._numbers[slug]}"

    def profile(self, name: str) -> None:
        """Set the running blog up as `PROFILES` says."""
        self.set(PROFILES[name])

    def set(self, options: Mapping[str, str]) -> None:
        """Change options of the running blog; they hold from the next request on."""
        rows = ", ".join(f"({_quoted(name)}, {_quoted(value)})" for name, value in options.items())
        self._sql(
            f"INSERT INTO wp_options (option_name, option_value) VALUES {rows} "
            "ON DUPLICATE KEY UPDATE option_value = VALUES(option_value);"
        )

    def reset(self) -> None:
        """Put content and options back as they were after the installation."""
        self._sql(self._saved)

    def count(self, kind: str = "post") -> int:
        """How many posts, or pages, the blog's own database calls published."""
        posts = f"wp_posts WHERE post_status = 'publish' AND post_type = {_quoted(kind)}"
        return int(self._sql(f"SELECT COUNT(*) FROM {posts};"))

    def database(self) -> tuple[StoredComment, ...]:
        """Every comment that the blog's own database holds, oldest first."""
        return tuple(_stored(json.loads(line)) for line in self._sql(COMMENTS).splitlines())

    def written(self) -> tuple[StoredComment, ...]:
        """The comments that came since the blog was filled."""
        return tuple(row for row in self.database() if row.id > self._last_seeded)

    def approve(self, comment_id: int) -> None:
        """Do what a moderator does."""
        self._sql(f"UPDATE wp_comments SET comment_approved = '1' WHERE comment_ID = {comment_id};")

    def _sql(self, statements: str) -> str:
        return self._database.sql(statements, "wordpress")

    def _start_database(self) -> None:
        self._database.create()
        self._database.start()
        self._database.sql(
            "CREATE DATABASE wordpress CHARACTER SET utf8mb4;"
            "CREATE USER wordpress@localhost IDENTIFIED BY '';"
            "GRANT ALL ON wordpress.* TO wordpress@localhost;"
        )

    def _install(self, site: Path) -> None:
        posts = [asdict(post) for post in whole_blog()]
        content = json.dumps(
            {"host": self._host, "epoch": EPOCH, "settings": dict(OPEN), "users": USERS, "posts": posts}
        )
        printed = run(
            [command("php"), "-d", "memory_limit=512M", wordpress_files.PHP / "install.php", site],
            stdin=content,
        )
        made = json.loads(printed.splitlines()[-1])
        self.accounts = {login: Account(login, **account) for login, account in made["accounts"].items()}
        self._paths = {slug: post["path"] for slug, post in made["posts"].items()}
        self._numbers = {slug: post["id"] for slug, post in made["posts"].items()}
        self._saved = self._database.dump("wordpress")
        self._last_seeded = max(row.id for row in self.database())

    def _start_web(self, site: Path) -> None:
        root = self.folder / "site"
        settings = ["-d", "opcache.enable_cli=1", "-d", "memory_limit=256M", "-d", "display_errors=0"]
        self._web.start(
            [command("php"), *settings, "-S", self._host, "-t", root, wordpress_files.PHP / "router.php"],
            env={"PHP_CLI_SERVER_WORKERS": "4"},
            cwd=site,
        )
        self._web.wait_until(lambda: answers(f"{self.url}/?rest_route=/"))


def _stored(row: dict[str, Any]) -> StoredComment:
    return StoredComment(**{**row, "status": STATUSES[row["status"]]})


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
