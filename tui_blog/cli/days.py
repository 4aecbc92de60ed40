"""Days as people type them: 2024, 2024-12 or 2024-12-19, in UTC."""

from datetime import UTC, datetime, timedelta

from tui_blog.errors import UsageError
from tui_blog.model.text import clean_line


def first_moment(text: str) -> datetime:
    """The first moment of a year, month or day (UsageError)."""
    return _bounds(text)[0]


def moment_after(text: str) -> datetime:
    """The first moment after a year, month or day (UsageError)."""
    return _bounds(text)[1]


def _bounds(text: str) -> tuple[datetime, datetime]:
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
    raise UsageError(f"“{clean_line(text, 40)}” is no day. Write 2024, 2024-12 or 2024-12-19.")


def _moment(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
