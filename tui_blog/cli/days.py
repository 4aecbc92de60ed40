"""Days as options of commands."""

from datetime import datetime

from tui_blog.errors import UsageError
from tui_blog.model.days import span_of
from tui_blog.model.text import clean_line


def first_moment(text: str) -> datetime:
    """The first moment of a year, month or day (UsageError)."""
    return _span(text)[0]


def moment_after(text: str) -> datetime:
    """The first moment after a year, month or day (UsageError)."""
    return _span(text)[1]


def _span(text: str) -> tuple[datetime, datetime]:
    if span := span_of(text):
        return span
    raise UsageError(f"“{clean_line(text, 40)}” is no day. Write 2024, 2024-12 or 2024-12-19.")
