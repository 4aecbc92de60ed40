"""The words of the screens that depend on values: dates and counts."""

from datetime import datetime

from tui_blog.model.text import CleanText

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_date(moment: datetime | None) -> CleanText:
    """A date as a blog prints it above its posts: "Thursday, 19 December 2024"."""
    if moment is None:
        return CleanText("Undated")
    return CleanText(f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}")


def short_date(moment: datetime | None) -> CleanText:
    """A date in a line: "19 Dec 2024"."""
    if moment is None:
        return CleanText("undated")
    return CleanText(f"{moment.day} {MONTHS[moment.month - 1][:3]} {moment.year}")


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 post", "2 posts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def comments_heading(total: int | None) -> CleanText:
    """The line above a thread, as a blog has it: "No comments:", "1 comment:", "2 comments:"."""
    if not total:
        return CleanText("No comments:")
    return CleanText(f"{counted(total, 'comment')}:")
