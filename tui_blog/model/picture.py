"""A picture as a terminal can draw it: two pixels to a cell, one above the other."""

from dataclasses import dataclass

CELL = 6
"""Bytes of a cell: red, green and blue of its upper half, then of its lower half."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows of cells; all rows are of one length."""

    rows: tuple[bytes, ...]
    """From top to bottom, CELL bytes for each cell."""

    @property
    def width(self) -> int:
        """In cells."""
        return len(self.rows[0]) // CELL if self.rows else 0
