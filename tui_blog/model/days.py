"""Days as people type them: 2024, 2024-12 or 2024-12-19, in UTC."""

from datetime import UTC, datetime, timedelta


def span_of(text: str) -> tuple[datetime, datetime] | None:
    """The first moment of a year, month or day, and the first one after it; None where it is none of these.

    >>> [moment.date().isoformat() for moment in span_of("2024-12")]
    ['2024-12-01', '2025-01-01']
    """
    try:
        numbers = [int(part) for part in text.split("-")]
        match numbers:
            case [year]:
                return _moment(year), _moment(year + 1)
            case [year, month]:
                return _moment(year, month), _moment(year + month // 12, month % 12 + 1)
            case [year, month, day]:
                return _moment(year, month, day), _moment(year, month, day) + timedelta(days=1)
    except (ValueError, OverflowError):
        pass
    return None


def _moment(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
