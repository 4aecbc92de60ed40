"""Comments in the order in which a thread is read."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import TIMES, growth
from tui_blog.model.comment import Comment, Draft
from tui_blog.model.text import EMPTY
from tui_blog.model.thread_order import threaded


def comment(name: str, parent: str | None = None) -> Comment:
    return Comment(name, parent, EMPTY, "")


def order(*comments: Comment) -> list[tuple[str, int]]:
    return [(comment.id, depth) for comment, depth in threaded(comments)]


def test_answers_follow_what_they_answer_in_the_order_in_which_they_came() -> None:
    sent = (comment("1"), comment("2"), comment("3", "1"), comment("4", "3"), comment("5", "1"))
    assert order(*sent) == [("1", 0), ("3", 1), ("4", 2), ("5", 1), ("2", 0)]


def test_an_answer_that_comes_before_its_parent_still_follows_it() -> None:
    assert order(comment("2", "1"), comment("1")) == [("1", 0), ("2", 1)]


def test_an_answer_to_a_comment_that_is_not_there_stands_at_the_top() -> None:
    assert order(comment("2", "gone"), comment("3", "2")) == [("2", 0), ("3", 1)]


def test_a_comment_that_answers_itself_stands_at_the_top() -> None:
    assert order(comment("1", "1")) == [("1", 0)]


def test_a_circle_is_cut_at_its_first_comment() -> None:
    circle = (comment("0"), comment("1", "3"), comment("2", "1"), comment("3", "2"), comment("4", "2"))
    assert order(*circle) == [("0", 0), ("1", 0), ("2", 1), ("3", 2), ("4", 2)]


def test_two_circles_do_not_meet() -> None:
    sent = (comment("a", "b"), comment("b", "a"), comment("c", "d"), comment("d", "c"))
    assert order(*sent) == [("a", 0), ("b", 1), ("c", 0), ("d", 1)]


def test_a_thread_may_be_thousands_deep() -> None:
    deep = [comment(str(number), str(number - 1)) for number in range(20_000)]
    assert order(*deep)[-1] == ("19999", 19_999)


def test_answers_to_a_circle_stay_answers_whichever_comes_first() -> None:
    sent = (comment("late", "early"), comment("early", "a"), comment("a", "b"), comment("b", "a"))
    assert order(*sent) == [("a", 0), ("early", 1), ("late", 2), ("b", 1)]


@pytest.mark.parametrize(
    "parent",
    [
        pytest.param(lambda number: number ^ 1, id="pairs"),
        pytest.param(lambda number: number + 1, id="a chain told from its end"),
        pytest.param(
            lambda number: number + 1 if number < 4_999 else 4_990, id="a chain that ends in a circle"
        ),
    ],
)
def test_a_malicious_order_is_no_more_work_than_an_honest_one(parent: Callable[[int], int]) -> None:
    def thread(text: str) -> None:
        threaded(tuple(comment(str(number), str(parent(number))) for number in range(len(text))))

    assert growth(thread, lambda size: "x" * size, 5_000) < 3 * TIMES


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.none() | st.integers(0, 12)), max_size=14, unique_by=lambda c: c[0]
    )
)
def test_no_comment_is_lost_and_none_is_shown_twice(edges: list[tuple[int, int | None]]) -> None:
    sent = tuple(comment(str(name), None if parent is None else str(parent)) for name, parent in edges)
    shown = threaded(sent)
    assert sorted(c.id for c, _ in shown) == sorted(c.id for c in sent)
    assert all(depth <= before + 1 for (_, before), (_, depth) in pairwise(shown))


def test_a_draft_of_white_space_is_not_worth_keeping() -> None:
    assert Draft("t", " \n\t").is_empty
    assert not Draft("t", " . ").is_empty
