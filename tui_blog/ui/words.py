"""The words of the screens that depend on values: dates, counts, outcomes."""

from datetime import datetime

from tui_blog.model.comment import (
    Access,
    CommentForm,
    Held,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    SendState,
    Unknown,
)
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


def invitation(form: CommentForm | None) -> CleanText:
    """The last line of a post: the way to write, or why there is none."""
    if form is None:
        return CleanText("Post a Comment")
    return {
        Access.ANONYMOUS: CleanText("Post a Comment"),
        Access.LOGIN: CleanText("Log in to comment"),
        Access.BROWSER: CleanText("Comments open in the browser"),
        Access.CLOSED: CleanText("Comments are closed"),
        Access.UNKNOWN: CleanText("No way to comment from here was found"),
    }[form.access]


def outcome_sentence(outcome: Outcome) -> str:
    """What became of a comment, in a sentence."""
    match outcome:
        case Published():
            return "Published."
        case Held():
            return "Received, awaiting moderation."
        case Refused(reason) | NeedsLogin(reason):
            return f"Refused: {reason}"
        case NeedsBrowser(url, _):
            return f"This blog takes comments only in a browser: {url}"
        case RetryLater(reason):
            return f"Not sent: {reason} It is kept in the outbox."
        case Unknown(reason):
            return f"Could not find out whether it arrived; it is kept in the outbox. {reason}".strip()


STATE_WORDS = {
    SendState.QUEUED: "not sent yet",
    SendState.SENDING: "being sent",
    SendState.HELD: "awaiting moderation",
    SendState.PUBLISHED: "published",
    SendState.REFUSED: "refused",
    SendState.UNKNOWN: "may have arrived",
}
