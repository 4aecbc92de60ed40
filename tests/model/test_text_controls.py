"""What would command a terminal, or show what is not there, does not pass the door."""

import unicodedata

import pytest

from tui_blog.model.text import clean_block, clean_line, excerpt_from_html, line_from_html

VISIBLE_FORMATS = set(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Unicode counts them as controls (Cf), but they are signs of Arabic, Syriac and Kaithi, and are drawn."""


def of_category(*categories: str) -> list[str]:
    return [c for c in map(chr, range(0x110000)) if unicodedata.category(c) in categories]


def test_of_all_controls_only_tab_and_line_end_pass() -> None:
    assert [c for c in of_category("Cc") if c in clean_block(f"a{c}b")] == ["\t", "\n"]


def test_of_all_invisible_formats_only_the_two_joiners_pass() -> None:
    passed = {c for c in of_category("Cf") if c in clean_block(f"a{c}b")}
    assert passed - VISIBLE_FORMATS == {"\u200c", "\u200d"}


def test_no_surrogate_passes_and_each_leaves_a_sign() -> None:
    assert {clean_block(f"a{c}b") for c in of_category("Cs")} == {"a\ufffdb"}


def test_a_cleaned_text_can_always_be_written() -> None:
    assert clean_block("half \ud83d of an emoji").encode() == "half \ufffd of an emoji".encode()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_one_newline(end: str) -> None:
    assert clean_block(f"a{end}b") == "a\nb"
    assert clean_line(f"a{end}b") == "a b"


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param("\x1b[2J", id="CSI clears the screen"),
        pytest.param("\x1b[?1049h", id="CSI with a private mode"),
        pytest.param("\x1b[38;5;196m", id="CSI colours"),
        pytest.param("\x1b[ q", id="CSI with an intermediate"),
        pytest.param("\x1b]0;owned\x07", id="OSC sets the title, ended by BEL"),
        pytest.param("\x1b]52;c;aGk=\x1b\\", id="OSC writes the clipboard, ended by ST"),
        pytest.param("\x1b]0;owned\x9c", id="OSC ended by the one-character ST"),
        pytest.param("\x1bPq#0;2;0;0;0\x1b\\", id="DCS draws a picture"),
        pytest.param("\x1b_Gf=24;AAAA\x1b\\", id="APC draws a picture"),
        pytest.param("\x1bXsome string\x1b\\", id="SOS"),
        pytest.param("\x1b^private\x1b\\", id="PM"),
        pytest.param("\x1bc", id="RIS resets"),
        pytest.param("\x1b(0", id="another set of characters"),
        pytest.param("\x1b#8", id="DECALN fills the screen"),
        pytest.param("\x1b\x1b[31m", id="an escape before an escape"),
        pytest.param("\x1b[31\x1b[0m", id="a sequence within a sequence"),
    ],
)
def test_an_escape_sequence_goes_as_a_whole(sequence: str) -> None:
    assert clean_block(f"safe{sequence} text") == "safe text"
    assert clean_line(f"safe{sequence} text") == "safe text"


def test_a_link_of_the_terminal_leaves_its_text() -> None:
    assert clean_block("\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\ and on") == "here and on"


@pytest.mark.parametrize("introducer", ["\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x9d", "\x90", "\x9f"])
def test_a_string_without_end_does_not_swallow_the_text(introducer: str) -> None:
    assert clean_block(f"a{introducer}text\nmore") == "atext\nmore"


@pytest.mark.parametrize("sequence", ["\x1b", "\x1b[", "\x1b]", "\x1b[1;2", "\x1b("])
def test_a_sequence_cut_at_the_end_of_the_text_goes(sequence: str) -> None:
    assert clean_block(f"text{sequence}") == "text"


def test_one_character_controls_lose_their_power_and_keep_the_words() -> None:
    # U+009D is what is left of a wrongly decoded quotation mark more often than it is an attack.
    assert clean_block("\x9b31mred \u00e2\x80\x9dquote") == "31mred âquote"


@pytest.mark.parametrize("hider", ["\u202e", "\u200b", "\x00", "\x08"])
def test_a_control_within_a_sequence_does_not_save_it(hider: str) -> None:
    assert "\x1b" not in clean_block(f"\x1b{hider}[31mx")
    assert hider not in clean_block(f"\x1b{hider}[31mx")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        pytest.param("photo\u202egnp.exe", "photognp.exe", id="override"),
        pytest.param("a\u2066b\u2069c", "abc", id="isolate"),
        pytest.param("a\u202ab\u202cc", "abc", id="embedding"),
        pytest.param("a\u200eb\u200fc\u061cd", "abcd", id="marks of direction"),
        pytest.param("pay\u200bpal", "paypal", id="zero width space"),
        pytest.param("pay\u2060pal", "paypal", id="word joiner"),
        pytest.param("pay\ufeffpal", "paypal", id="byte order mark"),
        pytest.param("hy\u00adphen", "hyphen", id="soft hyphen"),
        pytest.param("a\U000e0041\U000e0042b", "ab", id="text in tags"),
        pytest.param("a\ufff9b\ufffac\ufffbd", "abcd", id="interlinear annotation"),
        pytest.param("a\u3164b\u115fc", "abc", id="fillers of Hangul"),
        pytest.param("a\u206ab\u206fc", "abc", id="deprecated controls"),
        pytest.param("a\U000e0100b", "ab", id="supplementary selectors"),
    ],
)
def test_what_hides_or_turns_text_goes(shown: str, meant: str) -> None:
    assert clean_block(shown) == meant


@pytest.mark.parametrize(
    "hidden",
    [
        "&#27;[2J",
        "&#x1b;[2J",
        "&#x9b;2J",
        "&#8238;",
        "&lrm;",
        "&shy;",
        "&ZeroWidthSpace;",
        "&NoBreak;",
        "&#xE0041;",
    ],
)
def test_what_stands_behind_an_entity_is_cleaned_after_it_is_decoded(hidden: str) -> None:
    for text in (line_from_html(f"a {hidden} b"), excerpt_from_html(f"<p>a {hidden} b</p>")):
        assert text.startswith("a ") and text.endswith(" b")
        assert all(character.isprintable() for character in text)


def test_an_entity_of_an_entity_stays_as_it_is_written() -> None:
    assert line_from_html("a &amp;#27;[2J b") == "a &#27;[2J b"
