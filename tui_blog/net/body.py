"""Bodies: decompressed under a ceiling as they come in, and read leniently where a server lies about them."""

from typing import Protocol

from tui_blog.net.codings import CODINGS, GZIP_MAGIC, Coding, Gzip

_MOST_CODINGS = 3
"""Codings laid over each other; more than one is rare, more than three is an attack."""

_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r")


class TooLarge(Exception):
    """The body passed its ceiling."""


class Damaged(Exception):
    """The compressed data is broken in its middle, or breaks off before its first byte could be decoded."""


class Sink(Protocol):
    """Takes bytes."""

    def write(self, data: bytes, /) -> None:
        """Take more bytes; raises TooLarge or Damaged."""
        ...

    def end(self) -> None:
        """Know that nothing more comes; raises TooLarge or Damaged."""
        ...


class Gathered:
    """The end of the chain: the plain body, which refuses to pass its ceiling."""

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._size = 0
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Take more bytes; raises TooLarge."""
        self._size += len(data)
        if self._size > self._ceiling:
            raise TooLarge
        self._pieces.append(data)

    def end(self) -> None:
        """Plain bytes have no mark at their end."""

    def whole(self) -> bytes:
        """All that was taken."""
        return b"".join(self._pieces)


class Decoded:
    """Decodes into a sink; plain text under a claimed coding is passed on as it is."""

    def __init__(self, coding: Coding, sink: Sink) -> None:
        self._coding = coding
        self._sink = sink
        self._beginning = bytearray()
        self._began = False
        self._plain = False

    def write(self, data: bytes) -> None:
        """Take more bytes; raises TooLarge or Damaged."""
        if self._plain:
            return self._sink.write(data)
        if not self._began:
            self._beginning += data
        try:
            self._decode(data)
        except self._coding.fault as error:
            if self._began or not _is_text(self._beginning):
                raise Damaged from error
            self._plain = True
            self._sink.write(bytes(self._beginning))

    def end(self) -> None:
        """Know that nothing more comes; raises Damaged where the end came before the first decoded byte."""
        if not (self._began or self._plain or self._coding.is_whole()):
            if not _is_text(self._beginning):
                raise Damaged
            self._sink.write(bytes(self._beginning))
        self._sink.end()

    def _decode(self, data: bytes) -> None:
        for piece in self._coding.pieces(data):
            if piece:
                self._began = True
                self._sink.write(piece)


def _is_text(beginning: bytearray) -> bool:
    """No control characters at its beginning: compressed data has some in every few bytes."""
    return not any(byte in _CONTROLS for byte in beginning[:512])


class Body:
    """The body of one answer as it comes in from the wire."""

    def __init__(self, content_encoding: str, ceiling: int) -> None:
        """`content_encoding` is the header's value, "" without one; `ceiling` counts bytes."""
        names = (name.strip() for name in content_encoding.lower().split(","))
        self._codings = [CODINGS[name] for name in names if name in CODINGS]
        self._room = ceiling
        self._plain = Gathered(ceiling)
        self._chain: Sink | None = None

    def write(self, chunk: bytes) -> None:
        """Take more bytes as they were sent; raises TooLarge or Damaged."""
        # Compressed data that decodes to nothing is counted too.
        self._room -= len(chunk)
        if self._room < 0:
            raise TooLarge
        if not chunk:
            return
        if self._chain is None:
            self._chain = self._decoders(chunk)
        self._chain.write(chunk)

    def whole(self) -> bytes:
        """The plain body; of a stream that broke off, what could be decoded (if nothing, it is Damaged)."""
        if self._chain:
            self._chain.end()
        return self._plain.whole()

    def _decoders(self, beginning: bytes) -> Sink:
        codings = self._codings[-_MOST_CODINGS:]
        if not codings and beginning.startswith(GZIP_MAGIC):
            codings = [Gzip]  # a file that was compressed on disk, and sent as it is
        sink: Sink = self._plain
        for coding in codings:
            sink = Decoded(coding(), sink)
        return sink
