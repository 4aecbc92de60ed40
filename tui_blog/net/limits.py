"""The ceilings that every request keeps, however the server behaves."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much, how far; times are seconds."""

    connect: float = 10.0
    """From the look-up of the name to the connection; the TLS handshake has the same time again."""
    silence: float = 20.0
    """The longest wait for the next bytes, of the header as of the body."""
    total: float = 60.0
    """A request with all its redirects, without the time in which it waits for its turn."""
    body: int = 20 * 1024 * 1024
    """Bytes of a body, counted after decompression."""
    redirects: int = 10
    together: int = 8
    """Requests under way at the same time, over all hosts."""
    burst: int = 8
    """Requests to one host that may follow each other without a pause."""
    pause: float = 0.5
    """The rest of a host between two requests, once it was asked that many."""

    @classmethod
    def of_patience(cls, seconds: float) -> Self:
        """The ceilings for a person's patience, in the proportions of the usual ones."""
        return cls(connect=seconds / 2, silence=seconds, total=seconds * 3)

    def lowered(self, body: int | None) -> "Limits":
        """The same with a lower ceiling for the body; None lets it be."""
        return self if body is None or body >= self.body else replace(self, body=body)
