"""How wrong the clock here is, by what servers say of the time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tui_blog.model.flow import Response


def skew(answers: Iterable[Response], now: datetime) -> timedelta:
    """What has to be added to the clock here to have the servers' time; nothing where none tells it.

    An answer was made at its Date, and has been kept by caches for its Age (RFC 9110 §6.6.1, RFC 9111 §5.1):
    the newest of several is the nearest to the truth.
    """
    times = [time for time in map(_time_at, answers) if time]
    return max(times) - now if times else timedelta()


def _time_at(answer: Response) -> datetime | None:
    age = answer.header("age") or ""
    try:
        date = parsedate_to_datetime(answer.header("date") or "")
        kept = timedelta(seconds=int(age)) if age.isascii() and age.isdecimal() else timedelta()
        return (date if date.tzinfo else date.replace(tzinfo=UTC)) + kept
    except (ValueError, OverflowError):
        return None
