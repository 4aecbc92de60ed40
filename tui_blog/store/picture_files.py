"""Pictures kept as files beside the library: what was fetched once is there offline, within a limit."""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple

LIMIT = 200 * 1024 * 1024
"""Bytes; what was not looked at for longest makes room."""


class _Kept(NamedTuple):
    used: float
    size: int
    path: Path


class PictureFiles:
    """A folder of files named after the hash of their address; nothing in it is missed when it is gone.

    So whatever the file system refuses is passed over: the picture is shown, and fetched again next time.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        """The folder is made when the first picture comes."""
        self._folder = folder
        self._limit = limit
        self._size: int | None = None
        """Bytes in the folder, as far as is known; None before the first look."""

    def get(self, url: str) -> bytes | None:
        """The picture of an address, which counts as used now; None if it is not kept."""
        path = self._path(url)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def keep(self, url: str, data: bytes) -> None:
        """Keep a picture for its person alone; others go where the limit is passed."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._path(url), data)
            self._size = None if self._size is None else self._size + len(data)
            self._make_room()

    def drop(self, url: str) -> None:
        """Forget a picture: it turned out to be damaged."""
        with suppress(OSError):
            self._path(url).unlink()

    def _path(self, url: str) -> Path:
        return self._folder / sha256(url.encode()).hexdigest()

    def _write(self, path: Path, data: bytes) -> None:
        """Put the file there whole or not at all; `mkstemp` opens it with mode 0600."""
        handle, name = mkstemp(dir=self._folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _make_room(self) -> None:
        if self._size is not None and self._size <= self._limit:
            return
        kept = sorted(self._kept(), reverse=True)
        self._size = sum(file.size for file in kept)
        # A tenth more goes than must, so that the folder is not read anew for each picture.
        target = self._limit if self._size <= self._limit else self._limit * 9 // 10
        while kept and self._size > target:
            oldest = kept.pop()
            oldest.path.unlink(missing_ok=True)
            self._size -= oldest.size

    def _kept(self) -> Iterator[_Kept]:
        """All files, those that a killed program left half-written too."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # Another instance makes room as well.
                    found = entry.stat()
                    yield _Kept(found.st_mtime, found.st_size, Path(entry.path))
