"""How often a blog wants to be asked for what is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

MOST = timedelta(days=1)
"""A blog that wants to be asked less often than that is asked once a day all the same."""

LEARNED = 10
"""Posts, the last ones, from whose dates it is learned how often a blog posts."""
TELLING = 5
"""Of fewer than so many dates nothing is learned."""
LOOKS = 10
"""Looks worth while between two posts: then a post is here after a tenth of its time at most."""
SOONEST = timedelta(minutes=15)
"""A look within it is not worth while, however often a blog posts."""

_NEARLY = 0.9
"""Who asks by the clock, once an hour or a day, must not come some seconds too early every other time."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a feed, or the answer that brought it, says of when to come again; nothing, unless it does."""

    fresh_for: timedelta = timedelta()
    """It will not change for so long."""
    quiet_hours: tuple[int, ...] = ()
    """Hours, 0 to 23 in UTC, in which nobody should ask (RSS `skipHours`)."""
    quiet_days: tuple[int, ...] = ()
    """Weekdays, Monday is 0, in UTC, on which nobody should ask (RSS `skipDays`)."""

    def due(self, asked: datetime, now: datetime) -> datetime:
        """The first moment from now on at which it may be asked again; `now` itself where that is allowed."""
        latest = max(now, asked + MOST)
        due = max(now, asked + _NEARLY * min(self.fresh_for, MOST))
        while due < latest and self._is_quiet(due):
            due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return min(due, latest)

    def _is_quiet(self, moment: datetime) -> bool:
        in_gmt = moment.astimezone(UTC)
        return in_gmt.hour in self.quiet_hours or in_gmt.weekday() in self.quiet_days


def pace_of(dates: Iterable[datetime], now: datetime) -> timedelta:
    """How long a blog can be left alone, going by when it posted: 15 minutes to a day; 0 of too few dates.

    A blog that has been silent for longer than is usual for it is looked at ever more seldom.

    >>> noon = datetime(2024, 12, 20, 12)
    >>> str(pace_of([noon - timedelta(days=5 * n) for n in range(6)], noon))
    '12:00:00'
    """
    last = sorted(date for date in dates if date <= now)[-LEARNED:]
    if len(last) < TELLING:
        return timedelta()
    gaps = sorted(later - earlier for earlier, later in pairwise(last))
    usual = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2  # the median
    return min(max(max(usual, now - last[-1]) / LOOKS, SOONEST), MOST)


ANYTIME = Rhythm()
"""Of a blog that says nothing."""
