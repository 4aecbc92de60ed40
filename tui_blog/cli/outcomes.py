"""What became of a comment: its exit code, its JSON object, its sentence."""

from contextlib import suppress
from typing import Any

from tui_blog.cli.output import Output
from tui_blog.model.comment import (
    Held,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Unknown,
)

EXIT_CODES = {"published": 0, "held": 3, "login": 4, "refused": 5, "unknown": 6, "browser": 7, "later": 8}

REFUSED = "Refused."

_SENTENCES = {
    "held": "Received, awaiting moderation.",
    "login": "Only people with an account may comment here; `tui-blog account add` takes one.",
    "refused": REFUSED,
    "unknown": "Could not find out whether it arrived; it is kept in the outbox, "
    "`tui-blog outbox send` looks for it.",
    "browser": "Comments can be written only in a browser, at the address above.",
    "later": "Not sent; it is kept in the outbox, `tui-blog outbox send` tries again.",
}

KEPT = "The text is kept as a draft."
SAME_WORDS = "The same words were written there before: they stay one comment unless --again is given."
HANDED_OFF = "The text is kept in the outbox; `tui-blog outbox send` looks whether it has appeared."


def tell(output: Output, outcome: Outcome, post_url: str, kept: str = "") -> int:
    """Print what became of a comment and give its exit code; `kept` says where a text is that stayed."""
    record = outcome_record(outcome, post_url)
    # The code is the proof that scripts go by: nobody who stopped reading may change it.
    with suppress(BrokenPipeError):
        if output.as_json or record["url"]:
            output.record(record, record["url"] or "")
    name = record["outcome"]
    if name in _SENTENCES:
        output.note(" ".join(part for part in (said(_SENTENCES[name], record["reason"]), kept) if part))
    return EXIT_CODES[name]


def said(sentence: str, reason: str | None) -> str:
    """Our sentence, and the reason as one, however the blog ended it."""
    if not reason:
        return sentence
    whole = reason if reason.endswith((".", "!", "?", "…", "`")) else f"{reason}."
    return f"Refused: {whole}" if sentence == REFUSED else f"{sentence} {whole}"


def exit_code(outcome: Outcome) -> int:
    """The exit code that says the same as an outcome."""
    return EXIT_CODES[outcome_record(outcome, "")["outcome"]]


def outcome_record(outcome: Outcome, post_url: str) -> dict[str, Any]:
    """An outcome as JSON; `post_url` stands in for a comment whose own address is not known."""
    match outcome:
        case Published(comment_id, url):
            return _record("published", comment_id, url or post_url, "")
        case Held(comment_id, url):
            return _record("held", comment_id, url or post_url, "")
        case Refused(reason):
            return _record("refused", None, None, reason)
        case NeedsLogin(reason):
            return _record("login", None, None, reason)
        case NeedsBrowser(url, reason):
            return _record("browser", None, url or post_url, reason)
        case RetryLater(reason):
            return _record("later", None, None, reason)
        case Unknown(reason):
            return _record("unknown", None, None, reason)


def _record(outcome: str, comment_id: str | None, url: str | None, reason: str) -> dict[str, Any]:
    return {"outcome": outcome, "comment": comment_id, "url": url, "reason": reason or None}
