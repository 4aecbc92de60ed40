"""What is looked for is found where it stands, and counted as often as it is found."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from tui_blog.ui.widgets.reader.finding import folded, letters_of, matches_in

TEXTS = st.lists(st.text(st.sampled_from("aàAbßéİ 字\u3000\u00a0-"), max_size=12), max_size=4)


@given(TEXTS, st.text(st.sampled_from("aAb ßsi字-"), min_size=1, max_size=3))
def test_a_word_is_counted_as_often_as_it_is_found(texts: list[str], typed: str) -> None:
    lines = [[Segment(text)] for text in texts]
    words = folded(typed)
    if words:
        assert letters_of(lines).count(words) == len(matches_in(lines, re.compile(re.escape(words))))


def test_words_that_are_wrapped_are_one_match_on_two_lines() -> None:
    lines = [[Segment("the crème")], [Segment("of inks")]]
    (match,) = matches_in(lines, re.compile(folded("Creme  of")))
    assert [(each.line, each.start, each.end) for each in match] == [(0, 4, 10), (1, 0, 2)]
