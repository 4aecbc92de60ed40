"""The door of foreign text, whatever is sent."""

import html
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tui_blog.model.text import (
    MARKS_CEILING,
    clean_block,
    clean_line,
    excerpt_from_html,
    fold,
    line_from_html,
)

PIECES = st.sampled_from((
    "\x1b", "[", "]", "0;", "31m", "\x07", "\\", "\x9b", "\x9c", "\x90", "P", "_", "\u202e", "\u2066",
    "\u200b", "\u200d", "\ufe0f", "\u0301", "\ud83d", "\ude00", "\r", "\n", "\t", "\x0b", "\u2028",
    "\x85", "\U000e0041", "<", ">", "</", "<b>", "<script>", "</script>", "<!--", "-->", "<br>",
    "&#27;", "&#x9b;", "&amp;", "&lrm;", "&", ";", " ", "a", "word", "é", "漢", "א", "😀",
))  # fmt: skip
HOSTILE = st.lists(PIECES | st.characters(), max_size=40).map("".join)
INVISIBLE = {"Cc", "Cs", "Zl", "Zp", "Cf"}
DRAWN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\u200c\u200d"


def harmful(text: str, *, lines: bool = False) -> list[str]:
    """What would be obeyed or not be seen."""
    allowed = DRAWN + ("\n\t" if lines else "")
    return [c for c in text if unicodedata.category(c) in INVISIBLE and c not in allowed]


def longest_heap(text: str) -> int:
    heap = longest = 0
    for character in text:
        heap = heap + 1 if unicodedata.combining(character) or character in "\u200d\ufe0f" else 0
        longest = max(longest, heap)
    return longest


@given(HOSTILE)
def test_nothing_harmful_is_left_of_a_block(text: str) -> None:
    assert harmful(clean_block(text), lines=True) == []


@given(HOSTILE)
def test_nothing_harmful_is_left_of_a_line(text: str) -> None:
    for make in (clean_line, line_from_html, excerpt_from_html):
        line = make(text)
        assert harmful(line) == []
        assert line == " ".join(line.split())


@given(HOSTILE)
def test_what_is_clean_is_not_changed_again(text: str) -> None:
    block, line = clean_block(text), clean_line(text)
    assert clean_block(block) == block
    assert clean_line(line) == line


@given(HOSTILE)
def test_a_clean_text_can_be_written_as_utf_8(text: str) -> None:
    assert clean_block(text).encode("utf-8").decode("utf-8") == clean_block(text)


@given(HOSTILE, st.integers(1, 60))
def test_no_line_is_longer_than_its_ceiling(text: str, ceiling: int) -> None:
    for make in (clean_line, line_from_html, excerpt_from_html):
        assert len(make(text, ceiling)) <= ceiling


@given(st.lists(st.sampled_from(["a", "\u0301", "\u0336", "\u200d", "\ufe0f", "\u200b"]), max_size=60))
def test_no_heap_of_marks_is_higher_than_the_ceiling(characters: list[str]) -> None:
    assert longest_heap(clean_block("".join(characters))) <= MARKS_CEILING


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=60))
def test_letters_digits_and_signs_are_kept_one_and_all(text: str) -> None:
    fillers = "\u115f\u1160\u3164\uffa0"  # letters by name, invisible by nature
    assert clean_block(text) == "".join(c for c in text if c not in fillers)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u3164\uffa0")))
def test_a_plain_title_written_as_html_reads_as_it_was_written(title: str) -> None:
    assert line_from_html(html.escape(title)) == title[:1_000]


@given(HOSTILE)
def test_what_is_folded_is_not_changed_again(text: str) -> None:
    assert fold(fold(text)) == fold(text)
