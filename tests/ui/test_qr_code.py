"""An address drawn for a telephone: every module where the standard has it, and never more than fits."""

import segno

from tui_blog.ui.qr_code import LONGEST, QUIET_ZONE, qr_lines

ADDRESS = "https://blog.example/2024/12/letters.html#comment-form"

_MODULES = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
"""A half block's modules, above and below; 1 is dark."""


def test_light_modules_are_drawn_and_dark_ones_left_out() -> None:
    lines = qr_lines(ADDRESS)
    rows = [[_MODULES[character][half] for character in line] for line in lines for half in (0, 1)]
    code = segno.make_qr(ADDRESS, error="l")
    expected = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    assert rows[: len(expected)] == expected
    assert len(rows) - len(expected) in (0, 1), "an odd height leaves half a line"
    assert {len(line) for line in lines} == {len(expected[0])}


def test_an_address_beyond_all_terminals_has_no_code() -> None:
    assert qr_lines(f"{ADDRESS}{'ä' * LONGEST}") == ()
    assert qr_lines(f"{ADDRESS}?{'a' * (LONGEST - len(ADDRESS) - 1)}")
