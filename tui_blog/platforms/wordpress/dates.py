"""Years, months and days of a WordPress blog: what they are called, and how the API is asked for them."""

from datetime import MAXYEAR, datetime, timedelta

from tui_blog.model.text import CleanText, clean_line

_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def name_of_month(year: int, month: int) -> CleanText:
    """As a blog's archive has it: "May 2024"."""
    return clean_line(f"{_NAMES[month - 1]} {year}")


def name_of(year: int, month: int = 0, day: int = 0) -> CleanText:
    """A year, a month or a day: "2024", "May 2024", "12 May 2024"."""
    words = ([str(day)] if day else []) + [name_of_month(year, month) if month else str(year)]
    return clean_line(" ".join(words))


def month_after(year: int, month: int) -> tuple[int, int]:
    """The month that follows."""
    return (year, month + 1) if month < 12 else (year + 1, 1)


def span_of(year: int, month: int = 0, day: int = 0) -> dict[str, str]:
    """What narrows a listing to a year, a month or a day of the blog's own clock.

    Neither end is part of a span, and dates have whole seconds (WordPress, `WP_Date_Query`). Raises
    ValueError for what is in no calendar.

    >>> span_of(2024, 5)
    {'after': '2024-04-30T23:59:59', 'before': '2024-06-01T00:00:00'}
    """
    start = datetime(year, month or 1, day or 1)
    if year <= 1 or year >= MAXYEAR:
        raise ValueError(f"no blog was written in {year}")
    if day:
        end = start + timedelta(days=1)
    else:
        end = datetime(*month_after(year, month), 1) if month else datetime(year + 1, 1, 1)
    return {"after": (start - timedelta(seconds=1)).isoformat(), "before": end.isoformat()}
