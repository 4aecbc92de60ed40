"""The content codings of HTTP: gzip and deflate (RFC 9110 §8.4.1), br (RFC 7932), zstd (RFC 8878).

Each decodes in bounded pieces, so that whoever takes them can stop a bomb after the first piece too many.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

ACCEPTED = "gzip, deflate, br, zstd"
"""What we tell servers (Accept-Encoding)."""

GZIP_MAGIC = b"\x1f\x8b"

_PIECE = 256 * 1024
"""Bytes that a decoder may put out at once."""
_ZSTD_STEP = 64
"""Bytes given to zstd at once: its decoder has no bound, and a block of 4 bytes can hold 128 KB."""
_ZSTD_WINDOW = 8 * 1024 * 1024
"""The largest window that a server may count on (RFC 9659 §3)."""


class Coding(Protocol):
    """The decoder of one content coding."""

    fault: type[Exception]
    """What it raises at data that is not in its coding."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decode more data, bounded piece by bounded piece."""
        ...

    def is_whole(self) -> bool:
        """Whether the data has come to its end, as the coding marks it."""
        ...


class Gzip:
    """`gzip`: one member or several; whatever stands behind them is ignored."""

    fault: type[Exception] = zlib.error

    def __init__(self) -> None:
        self._engine = _gzip_engine()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decode more data."""
        while data:
            if self._engine.eof:
                if not GZIP_MAGIC.startswith(data[:2]):
                    return
                self._engine = _gzip_engine()
            yield from _inflated(self._engine, data)
            data = self._engine.unused_data

    def is_whole(self) -> bool:
        """Whether the last member has come to its end."""
        return self._engine.eof


class Deflate:
    """`deflate`: zlib's format as the standard has it, or the bare stream that some servers send."""

    fault: type[Exception] = zlib.error

    def __init__(self) -> None:
        self._engine: zlib._Decompress | None = None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decode more data."""
        if self._engine is None:
            # RFC 1950 §2.2: the low half of zlib's first byte is the method, 8.
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS)
        yield from _inflated(self._engine, data)

    def is_whole(self) -> bool:
        """Whether the stream has come to its end."""
        return self._engine is not None and self._engine.eof


def _gzip_engine() -> "zlib._Decompress":
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def _inflated(engine: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    piece = b""
    # A full piece may leave output behind within the engine, even when no input is left.
    while not engine.eof and (data or len(piece) == _PIECE):
        piece = engine.decompress(data, _PIECE)
        data = engine.unconsumed_tail
        yield piece


class Brotli:
    """`br`; whatever stands behind it is ignored."""

    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]

        self.fault: type[Exception] = brotli.error
        self._engine = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decode more data."""
        if self._engine.is_finished():
            return
        piece = self._engine.process(data, output_buffer_limit=_PIECE)
        # Input that was taken may still hold output: only an empty piece is the last one.
        while piece or not self._engine.can_accept_more_data():
            yield piece
            piece = self._engine.process(b"", output_buffer_limit=_PIECE)

    def is_whole(self) -> bool:
        """Whether the stream has come to its end."""
        return bool(self._engine.is_finished())


class Zstd:
    """`zstd`: one frame or several."""

    def __init__(self) -> None:
        import zstandard

        self.fault: type[Exception] = zstandard.ZstdError
        self._frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._engine = self._frames.decompressobj()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decode more data."""
        for start in range(0, len(data), _ZSTD_STEP):
            step = data[start : start + _ZSTD_STEP]
            while step:
                if self._engine.eof:
                    self._engine = self._frames.decompressobj()
                yield self._engine.decompress(step)
                step = self._engine.unused_data

    def is_whole(self) -> bool:
        """Whether the last frame has come to its end."""
        return self._engine.eof


CODINGS: dict[str, Callable[[], Coding]] = {
    "gzip": Gzip,
    "x-gzip": Gzip,
    "deflate": Deflate,
    "br": Brotli,
    "zstd": Zstd,
}
"""The decoders by the names that Content-Encoding uses; any other name is taken to mean nothing."""
