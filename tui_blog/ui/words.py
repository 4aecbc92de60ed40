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
    """A number with its noun.

    >>> counted(1, "post"), counted(20_098, "post")
    ('1 post', '20,098 posts')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def comments_heading(total: int | None, held: int = 0) -> CleanText:
    """The line above a thread, as blogs have it: "1 comment:", "2 comments, 1 of yours held:"."""
    if not total:
        return CleanText("No comments:")
    return CleanText(f"{counted(total, 'comment')}{of_yours_held(held)}:")


def of_yours_held(number: int) -> str:
    """How many of what was counted wait for a moderator: ", 1 of yours held"."""
    return f", {number} of yours held" if number else ""
