"""A PostgreSQL server of one's own, on loopback and with a folder that goes with it; no system service."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.live.servers.process import HOST, Process, Unavailable, find_command, free_port, run

ROOTS = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""


class Postgres:
    """Starts and stops the server; as root it runs under Debian's own user for it, for it refuses root."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self.url = f"postgresql://tester@{HOST}:{self.port}/postgres"
        self._process = Process("PostgreSQL", log)
        self._folder: Path | None = None

    def start(self) -> None:
        """Make the data folder, start the server and wait until it answers."""
        programs = _programs()
        # Not pytest's own folder, which is closed to all other users.
        self._folder = Path(tempfile.mkdtemp(prefix="tui-blog-postgres-"))
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres")
        data = self._folder / "data"
        run([*_as_user(), programs / "initdb", "-D", data, "-A", "trust", "-U", "tester"], cwd=self._folder)
        settings = ["-c", "fsync=off", "-c", f"listen_addresses={HOST}", "-k", self._folder]
        self._process.start(
            [*_as_user(), programs / "postgres", "-D", data, "-p", str(self.port), *settings],
            cwd=self._folder,
        )
        self._process.wait_until(lambda: _is_ready(programs, self.port))

    def stop(self) -> None:
        """End the server and take its folder away."""
        self._process.stop()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(ROOTS.glob("*/bin/initdb"))
    if not found:
        raise Unavailable("postgresql is not installed: apt-get install postgresql")
    return found[-1].parent


def _as_user() -> list[str]:
    if os.getuid() != 0:
        return []
    runner = find_command("setpriv")
    assert runner is not None, "part of every Debian"
    return [runner, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _is_ready(programs: Path, port: int) -> bool:
    asked = subprocess.run([programs / "pg_isready", "-q", "-h", HOST, "-p", str(port)], check=False)
    return asked.returncode == 0
