"""What the screens say of commenting: who may, and what became of it."""

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

NO_SYSTEM = CleanText("No comment system that tui-blog knows was found here")


def refusal(form: CommentForm) -> str:
    """Why nothing can be written under a post, in a sentence or two."""
    reason = "" if form.access is Access.UNKNOWN else form.reason or form.url
    return f"{invitation(form)}. {reason}".strip()


def invitation(form: CommentForm | None) -> CleanText:
    """The last line of a post: the way to write, or why there is none."""
    if form is None:
        return CleanText("Post a Comment")
    return {
        Access.ANONYMOUS: CleanText("Post a Comment"),
        Access.LOGIN: CleanText("Log in to comment"),
        Access.BROWSER: CleanText("Comments open in the browser"),
        Access.CLOSED: CleanText("Comments are closed"),
        Access.UNKNOWN: NO_SYSTEM,
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
    SendState.HANDED_OFF: "for the browser",
}
