"""The one file of the library: its directory, its connections, its transactions."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Self

from tui_blog.store import faults
from tui_blog.store.migrations import MIGRATIONS, migrate, version_of

PAGE = 8192
"""Bytes of a page of a new file; into 4096 go two bodies of the usual size, with a quarter left empty."""

TURN = 0.005
"""Seconds until a program that begins with another one tries again."""

COPIES = 2
"""Copies of the file that are kept of those that are made before its tables change."""


class Database:
    """One writer and as many readers as there are threads that read, on one SQLite file in WAL mode.

    Readers see what was committed when they began, and never wait for the writer. Every method may be called
    from any thread. All that goes wrong leaves as a `StoreError` of `tui_blog.errors`.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime], patience: float, migrations: Sequence[str]
    ) -> None:
        self.path = path
        self.now = clock
        self._migrations = migrations
        self._patience = patience
        # Reentrant, so that writing inside writing is refused by SQLite instead of waiting for itself.
        self._writing = threading.RLock()
        self._pool = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._together = False
        self._if_undone: list[Callable[[], None]] = []
        self._writer = self._connect()
        self._seen_version = 0

    @classmethod
    def open(
        cls,
        path: Path,
        clock: Callable[[], datetime],
        *,
        patience: float = 5.0,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> Self:
        """Open the library, made or brought up to date where that is needed.

        `patience` is how many seconds a writer waits for the writer of another process; `migrations` are the
        scripts that make the tables. Raises ReadOnlyStore, DiskFull, NewerStore, BusyStore, DamagedStore or
        plain StoreError, each with the way out.
        """
        _prepare(path)
        with faults.renamed(path):
            database = cls(path, clock, patience, migrations)
            try:
                database._bring_up_to_date()
                database.was_changed_elsewhere()
            except BaseException:
                database.close()
                raise
        return database

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; all that is read with it is of one moment."""
        with faults.renamed(self.path):
            connection = self._borrow()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self, *, lasting: bool = False) -> Iterator[sqlite3.Connection]:
        """The one connection for writing, in a transaction: committed at the end, undone by an exception.

        A commit survives the death of the program in any case. A power cut may take the last commits with it
        (never half of one), for the WAL reaches the disk only with the next checkpoint; `lasting` waits for
        the disk, which is what a person's own words are worth.
        """
        with self._writing, faults.renamed(self.path):
            if self._together:
                yield self._writer
                return
            if self._closed:
                raise faults.closed(self.path)
            self._writer.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
                self._if_undone.clear()
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                while self._if_undone:
                    self._if_undone.pop()()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that this thread writes inside, through whichever store, is one transaction."""
        with self.writing():
            self._together = True
            try:
                yield
            finally:
                self._together = False

    def if_undone(self, forget: Callable[[], None]) -> None:
        """Call this, before anybody else may write, where the transaction under way comes to nothing."""
        self._if_undone.append(forget)

    def was_changed_elsewhere(self) -> bool:
        """Whether another instance has written since this was asked last; costs microseconds.

        SQLite does not count what its own connection wrote, and all that this instance writes goes through
        one. While that one is busy the answer waits for the next time.
        """
        if not self._writing.acquire(blocking=False):
            return False
        try:
            if self._closed:
                return False
            before, row = self._seen_version, self._writer.execute("PRAGMA data_version").fetchone()
            self._seen_version = int(row[0])
            return self._seen_version != before
        finally:
            self._writing.release()

    def shrink(self) -> None:
        """Give unused room back to the disk; nobody may write meanwhile (BusyStore after a while)."""
        with self._writing, faults.renamed(self.path):
            if self._closed:
                raise faults.closed(self.path)
            with closing(self._connect()) as connection:  # the writer would make the copy in memory
                connection.execute("VACUUM")
            for statement in ("PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"):
                self._writer.execute(statement).fetchall()

    def close(self) -> None:
        """Let the file go; a transaction under way is waited for, later ones raise StoreError."""
        with self._writing, self._pool:
            self._closed = True
            for connection in (self._writer, *self._idle):
                connection.close()
            self._idle.clear()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _borrow(self) -> sqlite3.Connection:
        """The reader used last, whose cache is the warmest, or a new one."""
        with self._pool:
            if self._closed:
                raise faults.closed(self.path)
            if self._idle:
                return self._idle.pop()
        connection = self._connect()
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        with self._pool:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def _bring_up_to_date(self) -> None:
        # One statement, one moment: another instance may be making the tables right now.
        version, in_use = self._writer.execute(
            "SELECT user_version, EXISTS (SELECT 1 FROM sqlite_master) FROM pragma_user_version"
        ).fetchone()
        if version > len(self._migrations):
            raise faults.newer(self.path, version, len(self._migrations))
        if version == 0 and in_use:
            raise faults.foreign(self.path)
        self._writer.execute(f"PRAGMA page_size = {PAGE}")  # a file that has pages keeps the size of them
        self._write_ahead()
        # A big import leaves a big WAL; it shrinks to this many bytes at the next checkpoint.
        self._writer.execute("PRAGMA journal_size_limit = 67108864")
        # Pages, 16 MB: each checkpoint waits for the disk, and a first refresh brings hundreds of megabytes.
        self._writer.execute("PRAGMA wal_autocheckpoint = 2000")
        if version < len(self._migrations):
            self._migrate()
        # Each statement keeps the pages that it changes as they were, in case it fails: 80 KB for a new post.
        self._writer.execute("PRAGMA temp_store = MEMORY")
        # KB; new posts change pages all over the file. Only as much is taken as was touched.
        self._writer.execute("PRAGMA cache_size = -8192")

    def _write_ahead(self) -> None:
        """Keep a WAL; SQLite does not wait, as it does elsewhere, for who begins to keep one as well."""
        end = monotonic() + self._patience
        while True:
            try:
                self._writer.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                    raise
            sleep(TURN)

    def _migrate(self) -> None:
        with self.writing(lasting=True) as connection:
            # Asked again behind the lock: another instance may have been faster.
            if 0 < version_of(connection) < len(self._migrations):
                self._back_up(self.path.with_name(f"{self.path.name}.before-v{len(self._migrations)}"))
                _remove_old_copies(self.path)
            migrate(connection, self._migrations)

    def _back_up(self, copy: Path) -> None:
        """Copy the file as it was committed last, whatever the writer is about to do."""
        with faults.renamed_files(copy):
            copy.unlink(missing_ok=True)
            _make_file(copy)
        with faults.renamed(copy), closing(sqlite3.connect(copy)) as target, self.reading() as source:
            source.backup(target)


def new_id(cursor: sqlite3.Cursor) -> int:
    """The id of the row that was just inserted."""
    assert cursor.lastrowid is not None, "only an INSERT has a new id"
    return cursor.lastrowid


def _prepare(path: Path) -> None:
    """Make the directory and an empty file that nobody else may read, and see that both may be written."""
    with faults.renamed_files(path.parent):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with faults.renamed_files(path):
        if not path.exists():
            _make_file(path)
    # SQLite would open a file that it cannot write for reading alone, and fail at the first comment written.
    if not (_may_write(path.parent) and _may_write(path)):
        raise faults.read_only(path)


def _make_file(path: Path) -> None:
    # Never opened when it exists: closing a file drops every lock that this process holds on it (POSIX),
    # those of its own SQLite connections included.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _remove_old_copies(path: Path) -> None:
    """Of the copies that migrations made, the last ones are enough."""
    copies = sorted(path.parent.glob(f"{path.name}.before-v*"), key=lambda copy: copy.stat().st_mtime_ns)
    for copy in copies[:-COPIES]:
        copy.unlink(missing_ok=True)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
