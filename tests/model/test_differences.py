"""What became of a text: parts and words that stayed, came, went or were reworded."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_blog.model.differences import Comparison, Pair


def told(old: str, new: str) -> str:
    """Both wordings as one text, what went in [], what came in {}."""
    brackets = {" ": "", "-": "[]", "+": "{}"}
    pieces = []
    for run in Comparison().words(old, new):
        opening, closing = (*brackets[run.sign], "", "")[:2]
        pieces.append(f"{opening}{(old if run.sign == '-' else new)[run.start : run.end]}{closing}")
    return "".join(pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The boat comes.", "The boat comes.", "The boat comes."),
        ("The boat comes.", "The post boat comes.", "The {post }boat comes."),
        ("It came on Monday, late.", "It came on Tuesday, late.", "It came on [Monday, ]{Tuesday, }late."),
        ("", "New words", "{New words}"),
        ("the the the cat", "the the cat", "the the [the ]cat"),
        ("日本語の手紙", "日本の長い手紙", "日本[語]の{長い}手紙"),
    ],
)
def test_words_that_came_and_went(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


def test_a_passage_that_keeps_half_of_its_words_was_reworded() -> None:
    old = ["Stays.", "One two three four.", "Gone entirely from here.", "Last."]
    new = ["Stays.", "Something else, before it.", "One two three five.", "Last."]
    assert Comparison().parts(old, new) == (
        Pair(0, 0, same=True),
        Pair(None, 1),
        Pair(1, 2),
        Pair(2, None),
        Pair(3, 3, same=True),
    )


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_every_part_of_both_texts_is_told_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = Comparison().parts(old, new)
    assert [pair.old for pair in pairs if pair.old is not None] == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    for pair in pairs:
        if pair.same:
            assert pair.old is not None and pair.new is not None and old[pair.old] == new[pair.new]


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_the_runs_hold_both_wordings(old: str, new: str) -> None:
    runs = Comparison().words(old, new)
    assert "".join(new[run.start : run.end] for run in runs if run.sign != "-") == new
    stays = "".join(
        old[run.start : run.end].split()[0]
        for run in runs
        if run.sign == "-" and old[run.start : run.end].split()
    )
    assert set(stays) <= set(old)


@pytest.mark.parametrize("kinds", [2, 60, 10**9])
def test_a_long_text_is_compared_in_time_that_grows_with_its_length(kinds: int) -> None:
    """Texts of few words that come again and again would take a square of it with a plain comparison."""

    def spent(length: int) -> float:
        old = [str(number * 7919 % 104_729 % kinds) for number in range(length)]
        new = [str(number * 7907 % 104_723 % kinds) for number in range(length)]
        began = process_time()
        Comparison().parts(old, new)
        return process_time() - began

    spent(1_000)
    assert spent(32_000) < 40 * spent(4_000), "eight times the length, not sixty-four times the work"
