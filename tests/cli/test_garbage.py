"""Searches through everything that lives wait until nobody is at the keys."""

import gc
from collections.abc import Iterator

import pytest

from tui_blog.cli import garbage


@pytest.fixture(autouse=True)
def python_s_own_ways() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*usual)
    gc.enable()


def searches(monkeypatch: pytest.MonkeyPatch, since_the_last: int) -> int:
    """How many searches through everything a rest brings, after so many in what is new."""
    made: list[int] = []
    with monkeypatch.context() as patched:
        patched.setattr(gc, "get_count", lambda: (0, 0, since_the_last))
        patched.setattr(gc, "collect", lambda: made.append(1))
        garbage.at_rest()
    return len(made)


def test_at_the_start_nothing_is_searched() -> None:
    garbage.hold()
    assert not gc.isenabled()
    garbage.begin()
    assert gc.isenabled() and gc.get_threshold() == (700, 10, 10)


def test_once_the_first_list_is_there_only_what_is_new_is_searched() -> None:
    garbage.hold()
    garbage.begin_under_screens()
    assert gc.isenabled() and gc.get_threshold() == (700, 10, garbage.SELDOM)


def test_a_rest_after_little_that_is_new_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert searches(monkeypatch, garbage.ENOUGH - 1) == 0
    assert searches(monkeypatch, garbage.ENOUGH) == 1
