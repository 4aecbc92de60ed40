"""What a server tells of an answer, for it to be asked later whether anything has changed since."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What an HTTP cache sends back to ask "has it changed?", byte for byte as it came (RFC 9110 §13)."""

    etag: str | None = None
    last_modified: str | None = None


NOTHING_TOLD = Validators()
"""Of a blog that was not asked yet, or whose server says nothing of the kind."""
