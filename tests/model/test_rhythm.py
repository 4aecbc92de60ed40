"""How often a look at a blog is worth while, learned from the dates of its posts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_blog.model.rhythm import MOST, SOONEST, pace_of

NOW = datetime(2024, 12, 20, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def posted_every(gap: timedelta, *, silent: timedelta = timedelta(), number: int = 12) -> list[datetime]:
    return [NOW - silent - gap * n for n in range(number)]


@pytest.mark.parametrize(
    ("gap", "silent", "pace"),
    [
        (timedelta(minutes=5), timedelta(), SOONEST),
        (6 * HOUR, HOUR, timedelta(minutes=36)),
        (DAY, HOUR, timedelta(hours=2, minutes=24)),
        (DAY, 5 * DAY, 12 * HOUR),
        (7 * DAY, DAY, timedelta(hours=16, minutes=48)),
        (30 * DAY, DAY, DAY),
        (HOUR, 700 * DAY, DAY),
    ],
)
def test_a_tenth_of_what_is_usual_or_of_the_silence_if_that_is_longer(
    gap: timedelta, silent: timedelta, pace: timedelta
) -> None:
    assert pace_of(posted_every(gap, silent=silent), NOW) == pace


def test_one_long_pause_and_one_burst_say_little() -> None:
    daily = posted_every(DAY, number=6)
    with_pause = [*daily, *(moment - 90 * DAY for moment in posted_every(DAY, number=3))]
    assert pace_of(with_pause, NOW) == DAY / 10
    burst = [NOW - timedelta(minutes=n) for n in range(3)]
    assert pace_of([*burst, *daily[1:], *(daily[-1] - DAY * n for n in range(1, 3))], NOW) == DAY / 10


def test_only_the_last_posts_count() -> None:
    once_a_month = [NOW - 12 * DAY - 30 * DAY * n for n in range(50)]
    assert pace_of([*once_a_month, *posted_every(DAY, number=10)], NOW) == DAY / 10


def test_of_a_handful_of_posts_nothing_is_learned_nor_of_what_is_yet_to_come() -> None:
    assert pace_of(posted_every(DAY, number=4), NOW) == timedelta()
    ahead = [NOW + DAY * n for n in range(1, 9)]
    assert pace_of([*ahead, *posted_every(DAY, number=4)], NOW) == timedelta()
    assert pace_of([*ahead, *posted_every(DAY, number=5)], NOW) == DAY / 10


@given(
    st.lists(st.integers(0, 10**9).map(lambda n: NOW - timedelta(seconds=n)), min_size=5, max_size=30),
    st.integers(0, 10**7),
)
def test_it_is_bounded_and_grows_with_the_silence(dates: list[datetime], seconds: int) -> None:
    now, later = pace_of(dates, NOW), pace_of(dates, NOW + timedelta(seconds=seconds))
    assert SOONEST <= now <= later <= MOST
