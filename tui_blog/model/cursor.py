"""Where the next page of an archive begins."""

from typing import NewType

Cursor = NewType("Cursor", str)
"""Opaque outside the source that made it."""
