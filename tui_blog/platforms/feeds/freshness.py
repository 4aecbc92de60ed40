"""What feeds and the answers that bring them say of when to come again (discovery.md §8)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from tui_blog.model.flow import Response
from tui_blog.model.rhythm import MOST, Rhythm

_MAX_AGE = re.compile(r'(?:^|[\s,])max-age="?(\d+)', re.ASCII | re.IGNORECASE)
_UNKEPT = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?=$|[\s,;])", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_HOURS: Final = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rhythm_of(
    *, ttl: str, period: str, frequency: str, hours: Iterable[str] = (), days: Iterable[str] = ()
) -> Rhythm:
    """Read what a feed writes of itself: `ttl` in minutes, the syndication module, `skipHours`, `skipDays`.

    The module counts updates in a period: `hourly` and 2 are every half hour; without a period it means days
    (purl.org/rss/1.0/modules/syndication).
    """
    numbers = (_number(hour) for hour in hours)
    weekdays = (day.strip().lower()[:3] for day in days)
    return Rhythm(
        max(timedelta(minutes=_number(ttl) or 0), _every(period, frequency)),
        # Midnight is hour 0, and 24 by some; hour 25 is a mistake.
        tuple(sorted({number % 24 for number in numbers if number is not None and number <= 24})),
        tuple(sorted({_DAYS.index(day) for day in weekdays if day in _DAYS})),
    )


def _every(period: str, frequency: str) -> timedelta:
    hours = _HOURS.get(period.strip().lower() or "daily", 0) if period or frequency else 0
    return timedelta(hours=hours) / max(_number(frequency) or 1, 1)


def _number(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if _NUMBER.fullmatch(digits) else None


def as_answered(rhythm: Rhythm, answer: Response) -> Rhythm:
    """What a feed writes of itself, and the cache headers of its answer: the longer of the two counts."""
    return replace(rhythm, fresh_for=max(rhythm.fresh_for, fresh_for(answer)))


def fresh_for(answer: Response) -> timedelta:
    """How long an answer is fresh yet, at most a day (RFC 9111 §4.2); zero where it does not say."""
    control = ", ".join(answer.all_headers("cache-control"))
    if _UNKEPT.search(control):
        return timedelta()
    told = _MAX_AGE.search(control)
    # The number may have any length.
    whole = min(float(told[1]), MOST.total_seconds() * 400) if told else _until_expiry(answer)
    left = whole - (_number(answer.header("age") or "") or 0)
    return timedelta(seconds=min(max(left, 0.0), MOST.total_seconds()))


def _until_expiry(answer: Response) -> float:
    """Seconds by the server's own clock: ours may be another (RFC 9111 §4.2.1)."""
    expires, sent = _date(answer.header("expires")), _date(answer.header("date"))
    return (expires - sent).total_seconds() if expires and sent else 0.0


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text) if text else None
    except ValueError:  # "0" and "-1" are common, and mean that it has expired
        return None
    return date.replace(tzinfo=UTC) if date and date.tzinfo is None else date
