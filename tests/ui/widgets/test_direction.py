"""Text from right to left: sent in the order in which it is seen, each letter as it looks there.

The expected texts are written from left to right as their cells stand, in Unicode's names of the letters
where an editor would turn them round.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App

from tests.ui.widgets.test_document_view_markdown import looks
from tui_blog.ui.terminal import keep_order
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.reader.arabic import joined
from tui_blog.ui.widgets.reader.direction import as_seen, is_rtl, levels, mirrored

ALEF, BET, GIMEL = "\u05d0", "\u05d1", "\u05d2"
HEBREW = ALEF + BET + GIMEL
SEEN = GIMEL + BET + ALEF


def seen(text: str, *, rtl: bool | None = None) -> str:
    line = as_seen([Segment(text)], rtl=is_rtl(text) if rtl is None else rtl)
    return "".join(segment.text for segment in line)


def test_the_first_letter_tells_the_direction_of_a_paragraph() -> None:
    assert is_rtl(f"1. ({HEBREW}) and more")
    assert not is_rtl(f"more: {HEBREW}")
    assert not is_rtl("12 – …")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (HEBREW, SEEN),
        (f"see {HEBREW} {ALEF}.", f"see {ALEF} {SEEN}."),
        (f"{HEBREW} word {ALEF}", f"{ALEF} word {SEEN}"),
        (f"{HEBREW} 12.5% {ALEF}", f"{ALEF} 12.5% {SEEN}"),
        (f"{HEBREW} ({ALEF}), [x]!", f"![x] ,({ALEF}) {SEEN}"),
        (f"a {HEBREW} 1, 2 {ALEF} b", f"a {ALEF} 2 ,1 {SEEN} b"),
        (f"{ALEF}\u05b8{BET}", f"{BET}{ALEF}\u05b8"),
        ("plain (text)", "plain (text)"),
    ],
)
def test_the_order_of_cells(text: str, order: str) -> None:
    assert seen(text) == order


def test_numbers_after_arabic_letters_keep_their_own_order() -> None:
    """UAX #9, W2: "1-2" would be one number behind a Hebrew letter, and is two behind an Arabic one."""
    assert levels("\u0627 1,2", rtl=True) == [1, 1, 2, 2, 2]
    assert levels("\u0627 1-2", rtl=True) == [1, 1, 2, 1, 2]
    assert levels(f"{ALEF} 1-2", rtl=True) == [1, 1, 2, 2, 2]
    assert levels(f"{ALEF} $1.1%", rtl=True) == [1, 1, 2, 2, 2, 2, 2]


def test_styles_go_with_their_letters() -> None:
    bold = Style(bold=True)
    line = as_seen([Segment(f"{ALEF} "), Segment(BET, bold), Segment(f" {GIMEL}")], rtl=True)
    assert line == [Segment(f"{GIMEL} "), Segment(BET, bold), Segment(f" {ALEF}")]


@given(st.text(st.sampled_from("אבגدرس ab12.,%-()\u05b8👍漢"), min_size=1, max_size=40), st.booleans())
def test_no_letter_and_no_cell_is_lost(text: str, rtl: bool) -> None:
    shown = seen(text, rtl=rtl)
    assert cell_len(shown) == cell_len(text)
    turned = str.maketrans("()", "((")
    plain = unicodedata.normalize("NFKC", shown).translate(turned)
    assert sorted(plain) == sorted(unicodedata.normalize("NFKC", text).translate(turned))


def test_arabic_letters_join() -> None:
    names = [unicodedata.name(char).removeprefix("ARABIC LETTER ") for char in joined("سلام ب")]
    assert names == ["SEEN INITIAL FORM", "LAM MEDIAL FORM", "ALEF FINAL FORM", "MEEM ISOLATED FORM", "SPACE",
                     "BEH ISOLATED FORM"]  # fmt: skip


def test_a_mark_does_not_part_letters_and_a_non_joiner_does() -> None:
    assert joined("ب\u064eب") == "\ufe91\u064e\ufe90"
    assert joined("ب\u200cب") == "\ufe8f\u200c\ufe8f"


# --- in the column -------------------------------------------------------------------------------


def test_a_paragraph_from_right_to_left_stands_on_the_right_in_reading_order() -> None:
    assert looks(f"{HEBREW} {HEBREW} {ALEF}", 8) == [f" {SEEN} {SEEN}", f"       {ALEF}"]


def test_signs_stand_on_the_side_where_reading_begins() -> None:
    assert mirrored(" 12. ") == " .12 "
    assert looks(f"## {HEBREW}", 12) == [f"      {SEEN} ##"]
    assert looks(f"1. {HEBREW}\n   - [x] {ALEF}\n   - {BET}", 20) == [
        f"             {SEEN} .1",
        f"          {ALEF} [x]",
        f"            {BET} •",
    ]
    assert looks(f"> {HEBREW}", 12) == [f"       {SEEN} ▐"]


def test_cells_of_a_table_stay_in_their_columns() -> None:
    table = f"| {HEBREW} | x |\n|---|---|\n| {ALEF}{BET} | {BET} y |"
    assert looks(table, 20) == [f"{SEEN} │ x", "────┼────", f" {BET}{ALEF} │ y {BET}"]


def test_code_stays_on_the_left() -> None:
    assert looks(f'```\nx = "{HEBREW}"\n```') == [f'│ x = "{SEEN}"']


def test_a_title_in_a_list_is_cut_at_its_end_and_then_ordered() -> None:
    assert fit(f"{HEBREW} {HEBREW}", 6) == f"…{ALEF} {SEEN}"
    assert fit(f"Re: {HEBREW}", 9) == f"Re: {SEEN}  "


# --- the terminal --------------------------------------------------------------------------------


class Sent(App[str]):
    """Keeps what is sent to the terminal beside the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def on_mount(self) -> None:
        keep_order(self, self.sent.append)


async def test_the_terminal_is_told_to_leave_the_order_alone_while_the_program_has_the_screen() -> None:
    app = Sent()
    async with app.run_test():
        assert app.sent == ["\x1b[8l"]
        app.app_suspend_signal.publish(app)
        app.app_resume_signal.publish(app)
        assert app.sent == ["\x1b[8l", "\x1b[8h", "\x1b[8l"]
