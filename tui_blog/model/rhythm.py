"""How often a blog wants to be asked for what is new."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST = timedelta(days=1)
"""A blog that wants to be asked less often than that is asked once a day all the same."""

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


ANYTIME = Rhythm()
"""Of a blog that says nothing."""
