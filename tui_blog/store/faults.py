"""The names of the library's failures: what SQLite and the system report, said in sentences for people."""

import errno
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tui_blog.errors import BusyStore, DamagedStore, DiskFull, NewerStore, ReadOnlyStore, StoreError
from tui_blog.model.text import clean_line

Named = Callable[[Path, BaseException], StoreError]


@contextmanager
def renamed(path: Path) -> Iterator[None]:
    """Rename what goes wrong with the file at `path`; a wrong statement or value of ours stays what it is.

    An IntegrityError or ProgrammingError is a bug of this program, which may crash loudly.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except zlib.error as error:
        raise _damaged(path, error) from error
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest is SQLite's extended code
        raise _BY_SQLITE.get(primary, _unusable)(path, error) from error


@contextmanager
def renamed_files(path: Path) -> Iterator[None]:
    """Rename what the system says when the file or directory at `path` is made."""
    try:
        yield
    except OSError as error:
        raise _BY_SYSTEM.get(error.errno or 0, _unusable)(path, error) from error


def read_only(path: Path, error: BaseException | None = None) -> StoreError:
    """The directory or the file may not be written."""
    return ReadOnlyStore(
        f"The library {_shown(path)} cannot be written. "
        "Give yourself the right to write there, or choose another place with --data-dir."
    )


def newer(path: Path, found: int, known: int) -> StoreError:
    """The file's version is one that this program does not know."""
    return NewerStore(
        f"The library {_shown(path)} was made by a newer tui-blog (its format is {found}, "
        f"this one knows {known}). Update tui-blog, or choose another place with --data-dir."
    )


def foreign(path: Path) -> StoreError:
    """The file is a database, but of another program."""
    return DamagedStore(
        f"{_shown(path)} is the database of another program. "
        "Move it away, or choose another place with --data-dir."
    )


def closed(path: Path) -> StoreError:
    """The program is about to end."""
    return StoreError(f"The library {_shown(path)} is closed; start tui-blog again.")


def _damaged(path: Path, error: BaseException) -> StoreError:
    return DamagedStore(
        f"The library {_shown(path)} is damaged, or is no database. Move it away to begin with an empty one, "
        f"or put a backup or one of its copies ({path.name}.before-v…) in its place."
    )


def _full(path: Path, error: BaseException) -> StoreError:
    return DiskFull(
        f"There is no room left for the library {_shown(path)}; what was there before is unharmed. "
        "Make room on that disk and try again."
    )


def _busy(path: Path, error: BaseException) -> StoreError:
    return BusyStore(
        f"Another program is writing to the library {_shown(path)} and does not let go. "
        "Wait a moment and try again, or end the other program."
    )


def _failing(path: Path, error: BaseException) -> StoreError:
    """Reading or writing failed; SQLite calls only some full disks by that name, so the disk is asked."""
    if _room_beside(path) < _LEAST_ROOM:
        return _full(path, error)
    return StoreError(
        f"The system could not read or write the library {_shown(path)} ({clean_line(str(error))}). "
        "See whether that disk is sound and you may store more on it, or choose another with --data-dir."
    )


def _room_beside(path: Path) -> int:
    """Bytes that are left on the disk; enough, where it cannot be asked."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return _LEAST_ROOM


def _unusable(path: Path, error: BaseException) -> StoreError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return StoreError(
        f"The library {_shown(path)} cannot be used: {clean_line(reason or 'no reason given')}. "
        "See whether that place is there, or choose another with --data-dir."
    )


def _shown(path: Path) -> str:
    return clean_line(str(path))


_LEAST_ROOM = 65_536
"""Bytes; SQLite's shared memory grows by half of that, and it cannot work without (walformat.html §2)."""

_BY_SQLITE: dict[int, Named] = {
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_IOERR: _failing,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: _damaged,
}

_BY_SYSTEM: dict[int, Named] = {
    errno.EACCES: read_only,
    errno.EPERM: read_only,
    errno.EROFS: read_only,
    errno.ENOSPC: _full,
    errno.EDQUOT: _full,
    errno.EFBIG: _full,
}
