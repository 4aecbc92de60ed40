"""An address as a QR code in a terminal, for a telephone to read it off the screen."""

from collections.abc import Sequence
from itertools import zip_longest

QUIET_ZONE = 2
"""Light modules around it. ISO/IEC 18004 wants four; readers take two, and every line counts."""

LONGEST = 500
"""Bytes of an address; the code for them takes 37 lines."""

_BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
"""Two modules a cell, one above the other; a light one is drawn, so that it shines on a dark screen."""


def qr_lines(address: str) -> tuple[str, ...]:
    """The lines of a code, all of one width, in half blocks: the ink is light, the ground is dark.

    No line for an address so long that no terminal has the room.
    """
    if len(address.encode()) > LONGEST:
        return ()
    import segno

    code = segno.make_qr(address, error="l")
    rows = [[not dark for dark in row] for row in code.matrix_iter(border=QUIET_ZONE)]
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=list[bool]())
    return tuple(_line(above, below) for above, below in pairs)


def _line(above: Sequence[bool], below: Sequence[bool]) -> str:
    return "".join(_BLOCKS[pair] for pair in zip_longest(above, below, fillvalue=False))
