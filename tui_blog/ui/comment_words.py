"""What the screens say of commenting: who may, and what became of it."""

from typing import TYPE_CHECKING

from tui_blog.model.comment import (
    Access,
    CommentForm,
    FieldName,
    Held,
    NeedsBrowser,
    NeedsLogin,
    OutboxItem,
    Outcome,
    Published,
    Refused,
    RetryLater,
    SendState,
    Unknown,
)
from tui_blog.model.own_comment import ChangeOutcome, Removed
from tui_blog.model.text import EMPTY, CleanText

if TYPE_CHECKING:
    from tui_blog.services.commenting import Prepared

ONLY_IN_A_BROWSER = "This blog takes comments only in a browser"
WAY_TO_THE_FORM = "Your text is copied. Open this address, paste the text there and send it:"
WHAT_FOLLOWS = "The outbox keeps the text, and watches the blog until it shows there."
IN_THE_BROWSER = "Your text is copied; the form is open in the browser: {}. The outbox watches for it."
NOT_REACHED = "The blog cannot be reached now: what you send will wait in the outbox."

NO_SYSTEM = CleanText("No comment system that tui-blog knows was found here")


def refusal(form: CommentForm) -> str:
    """Why nothing can be written under a post, in a sentence or two."""
    reason = "" if form.access is Access.UNKNOWN else form.reason or form.url
    return f"{_invitation(form)}. {reason}".strip()


def invitation(form: CommentForm | None, *, has_draft: bool = False) -> CleanText:
    """The last line of a post: the way to write and what is known of it, or why there is none."""
    notes = [
        "captcha" if form and form.hurdle == "captcha" else "",
        "held for moderation" if form and form.moderated else "",
        "your draft is kept" if has_draft else "",
    ]
    noted = "; ".join(filter(None, notes))
    said = f"{_invitation(form)} ({noted})" if noted else _invitation(form)
    return CleanText(": ".join(filter(None, (said, _way_in(form)))))


def _invitation(form: CommentForm | None) -> str:
    if form is None:
        return "Post a Comment"
    if form.hurdle == "members":
        return "Only members may comment"
    return {
        Access.ANONYMOUS: "Post a Comment",
        Access.LOGIN: "Log in to comment",
        Access.BROWSER: "Comments open in the browser",
        Access.CLOSED: "Comments are closed",
        Access.UNKNOWN: NO_SYSTEM,
    }[form.access]


def _way_in(form: CommentForm | None) -> str:
    """How one may write after all, where an account does it."""
    return form.reason if form and form.access is Access.LOGIN and form.hurdle != "members" else ""


def terms(form: CommentForm | None) -> CleanText:
    """What a writer should know before a word is typed, behind the invitation; "" where nothing is known."""
    match form:
        case CommentForm(access=Access.BROWSER):
            in_browser = ["in the browser"] if form.hurdle == "members" else []
            return CleanText(" · ".join([*in_browser, *_terms(form)]))
        case CommentForm(access=Access.ANONYMOUS):
            return form.reason or CleanText(" · ".join([*_asked(form), *_terms(form)]))
    return EMPTY


def notices(prepared: "Prepared") -> str:
    """What stands above an empty comment: how it will go out, and what becomes of it there."""
    form = prepared.form
    for_browser = form.access is Access.BROWSER
    told = [
        f"{ONLY_IN_A_BROWSER}: the text is copied and its form opened." if for_browser else "",
        form.reason,
        "" if prepared.is_reached or for_browser else NOT_REACHED,
        "It shows once a moderator has let it through." if form.moderated else "",
        f"{_limit(form).capitalize()}." if _limit(form) else "",
    ]
    return " ".join(sentence for sentence in told if sentence)


FAR_OFF = 10_000
"""Bytes; a limit beyond it is told only to those who come near it."""

LABELS: dict[FieldName, str] = {"name": "Name", "email": "E-mail", "website": "Website"}
"""What a writer is asked for."""


def _asked(form: CommentForm) -> list[str]:
    if form.signed_in_as:
        return [f"signed by {form.signed_in_as}"]
    names = [LABELS[field.name].lower() for field in form.fields if field.required]
    return [f"asks for {' and '.join(names)}"] if names else []


def _terms(form: CommentForm) -> list[str]:
    markup = "plain text" if form.markup == "plain" else "Markdown"
    return [term for term in (_limit(form), markup) if term]


def _limit(form: CommentForm) -> str:
    return f"at most {form.limit:,} {form.counts}" if form.limit is not None and form.limit <= FAR_OFF else ""


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
            return f"{ONLY_IN_A_BROWSER}: {url}"
        case RetryLater(reason):
            return f"Not sent: {reason} It is kept in the outbox."
        case Unknown(reason):
            return f"Could not find out whether it arrived; it is kept in the outbox. {reason}".strip()


_SAME_WORDS = {
    SendState.QUEUED: "These very words wait in the outbox to be sent here",
    SendState.SENDING: "These very words are being sent here",
    SendState.HELD: "You posted these very words here, and they wait for a moderator",
    SendState.UNKNOWN: "You posted these very words here, and they may have arrived",
    SendState.HANDED_OFF: "You took these very words to the browser, and may have sent them there",
    SendState.PUBLISHED: "You posted these very words here just now, and they stand there",
}


def twin_question(twin: OutboxItem) -> str:
    """Asked before the same words go out as a second comment."""
    return f"{_SAME_WORDS[twin.state]}. Post them once more?"


def change_sentence(outcome: ChangeOutcome) -> str:
    """What became of a change to an own comment, in a sentence."""
    match outcome:
        case Removed():
            return "Deleted: your comment is gone from the blog."
        case Published():
            return "Changed."
        case Held():
            return "Changed, awaiting moderation."
        case Unknown(reason):
            return f"Could not find out whether it was changed. {reason}".strip()
        case NeedsBrowser(url, reason):
            return f"It can be changed only in a browser: {reason or url}"
        case RetryLater(reason) | Refused(reason) | NeedsLogin(reason):
            return f"Not changed: {reason}"


def published_sentence(item: OutboxItem) -> str:
    """A comment was found where it was looked for."""
    return f"Published: your comment on “{item.post_title or item.post_url}” stands on the blog."


def new_replies(count: int) -> str:
    """How many answers are new: "1 new reply"."""
    return f"{count} new {'reply' if count == 1 else 'replies'}"


STATE_WORDS = {
    SendState.QUEUED: "not sent yet",
    SendState.SENDING: "being sent",
    SendState.HELD: "awaiting moderation",
    SendState.PUBLISHED: "published",
    SendState.REFUSED: "refused",
    SendState.UNKNOWN: "may have arrived",
    SendState.HANDED_OFF: "for the browser",
    SendState.DELETED: "deleted",
}


def standing(state: SendState) -> str:
    """How it stands with a comment, as a clause."""
    words = STATE_WORDS[state]
    return f"this comment {words if state is SendState.UNKNOWN else f'is {words}'}"
