"""A MariaDB server of one's own: its folder, its socket, no system service; a port where it is wanted."""

import os
import subprocess
from pathlib import Path

from tests.live.servers.process import HOST, Process, command, run

COMMANDS = {
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "mariadb": "mariadb-client",
    "mariadb-dump": "mariadb-client",
}

SOCKET_NAME_CEILING = 100
"""Characters that a Unix socket's path may have, with room to spare (Linux: 107)."""


class MariaDB:
    """Starts, asks, saves and stops the server whose data lie in `folder`.

    With a `port` it listens on loopback as well, for programs that know no sockets.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port
        self.socket = folder / "mariadb.sock"
        self._process = Process("MariaDB", folder / "mariadb.log")
        # MariaDB starts as root only when it is told to by name.
        self._as_root = ["--user=root"] if os.getuid() == 0 else []

    def create(self) -> None:
        """Make the data folder."""
        assert len(str(self.socket)) < SOCKET_NAME_CEILING, self.socket
        run(
            [
                command("mariadb-install-db"),
                "--no-defaults",
                "--datadir=./data",  # not the whole path: as root it fails where that holds a space
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
                *self._as_root,
            ],
            cwd=self.folder,
        )

    def start(self) -> None:
        """Start the server and wait until it answers on its socket."""
        self._process.start(
            [
                command("mariadbd"),
                "--no-defaults",
                f"--datadir={self.folder / 'data'}",
                f"--socket={self.socket}",
                f"--pid-file={self.folder / 'mariadb.pid'}",
                *self._listening(),
                # Fast rather than safe: nothing here outlives the tests.
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=8M",
                "--performance-schema=off",
                "--skip-log-bin",
                *self._as_root,
            ]
        )
        self._process.wait_until(self._ready)

    def stop(self) -> None:
        """End the server."""
        self._process.stop()

    def sql(self, statements: str, database: str = "") -> str:
        """Run statements and return their rows, a line each, as they are: no header, nothing escaped."""
        plain = ["--batch", "--skip-column-names", "--raw", "--default-character-set=utf8mb4"]
        return run([*self._client("mariadb"), *plain, *([database] if database else [])], stdin=statements)

    def dump(self, database: str) -> str:
        """Statements that put the whole database back as it is now."""
        return run([*self._client("mariadb-dump"), "--default-character-set=utf8mb4", database])

    def _listening(self) -> list[str]:
        return [f"--bind-address={HOST}", f"--port={self.port}"] if self.port else ["--skip-networking"]

    def _ready(self) -> bool:
        asked = subprocess.run([*self._client("mariadb"), "-e", "SELECT 1"], capture_output=True, check=False)
        return asked.returncode == 0

    def _client(self, tool: str) -> list[str]:
        return [command(tool), "--no-defaults", f"--socket={self.socket}", "--user=root"]
