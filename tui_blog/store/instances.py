"""Which running programs share a data directory: a sender of comments is alive while its lock is held."""

import os
from pathlib import Path

from tui_blog.store.faults import renamed_files

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class InstanceLock:
    """This program's own lock, held from its making until `close` or the program's end, however it ends.

    The lock is an flock on `<data_dir>/run/<id>.lock`, which the system lets go even after kill -9 or a power
    cut. Where there is no flock the file itself is the sign: it goes with an orderly end, and a program that
    was killed passes for alive until somebody removes its file. Its comment then waits, which is safe; the
    contrary could send it twice.
    """

    def __init__(self, data_dir: Path) -> None:
        self.id = os.urandom(8).hex()
        self._directory = data_dir / "run"
        with renamed_files(self._directory):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_away()
            self._descriptor: int | None = self._take()
        # A worker process inherits the descriptor, and would hold the lock for a program that was killed.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._disown)

    def is_alive(self, instance_id: str) -> bool:
        """Whether the program with that id still runs."""
        with renamed_files(self._directory):
            return _is_held(self._path(instance_id))

    def close(self) -> None:
        """Let the lock go."""
        if self._descriptor is not None:
            self._disown()
            self._path(self.id).unlink(missing_ok=True)

    def _disown(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _path(self, instance_id: str) -> Path:
        return self._directory / f"{instance_id}.lock"

    def _take(self) -> int:
        """Lock a file and only then give it the name under which others see it: it is never seen unlocked."""
        if not fcntl:
            return os.open(self._path(self.id), os.O_CREAT | os.O_RDWR, 0o600)
        unnamed = self._directory / f"{self.id}.new"
        descriptor = os.open(unnamed, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        unnamed.rename(self._path(self.id))
        return descriptor

    def _clear_away(self) -> None:
        """Remove what killed programs left behind."""
        for path in self._directory.glob("*.lock"):
            if not _is_held(path):
                path.unlink(missing_ok=True)


def _is_held(path: Path) -> bool:
    if not fcntl:
        return path.exists()
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that two programs that look at once do not take each other for the holder.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
