"""How sending a comment ended: the outcome, and the row of the outbox that keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tui_blog.errors import NetworkError, NotInLibrary, TuiBlogError
from tui_blog.model.comment import (
    Draft,
    Held,
    Markup,
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
from tui_blog.model.flow import Request
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.services.markup import as_sent
from tui_blog.store.outbox import OutboxStore


@dataclass(frozen=True, slots=True)
class Sent:
    """How an attempt ended: the row of the outbox as it is now, and the outcome in full."""

    item: OutboxItem
    outcome: Outcome


_ENDED: dict[SendState, Callable[[OutboxItem], Outcome]] = {
    SendState.PUBLISHED: lambda item: Published(item.comment_id, item.comment_url),
    SendState.HELD: lambda item: Held(item.comment_id, item.comment_url),
    SendState.REFUSED: lambda item: Refused(item.reason),
    SendState.UNKNOWN: lambda item: Unknown(item.reason),
    SendState.QUEUED: lambda item: RetryLater(item.reason),
    SendState.SENDING: lambda item: Unknown(CleanText("It is being sent by another window.")),
    SendState.DELETED: lambda item: Refused(CleanText("You have deleted this comment.")),
    SendState.HANDED_OFF: lambda item: NeedsBrowser(item.comment_url, item.reason),
}


def as_it_stands(item: OutboxItem) -> Outcome:
    """The outcome that a row's state tells, for a row that was not ours to send."""
    return _ENDED[item.state](item)


_WRITING = ("POST", "PUT", "PATCH", "DELETE")
"""The methods by which comments are sent (nearly everywhere the first), changed and taken back."""


def may_have_arrived(asked: Sequence[Request], error: TuiBlogError) -> bool:
    """Whether a comment, or its change, may be on its blog, though the last of these requests failed."""
    if not any(request.method in _WRITING for request in asked):
        return False
    # Of requests that follow each other the last one failed: then what was written was answered before.
    failed_at_write = asked[-1].method in _WRITING
    return not failed_at_write or not isinstance(error, NetworkError) or error.may_have_arrived


def as_wired(draft: Draft, markup: Markup, others: frozenset[str] = frozenset()) -> Draft:
    """A draft as the channel takes it: its text so, and what is not this comment though it says the same."""
    return replace(draft, body=as_sent(draft.body, markup), others=others)


def row_of(outbox: OutboxStore, item_id: int) -> OutboxItem:
    """One row of the outbox (NotInLibrary)."""
    item = outbox.get(item_id)
    if item is None:
        raise NotInLibrary(f"There is no comment {item_id} in the outbox. `tui-blog outbox` lists them.")
    return item


def settle(outbox: OutboxStore, item_id: int, outcome: Outcome, as_of: datetime | None = None) -> Sent:
    """Write an outcome into its row; where another one stands there already, that one is given."""
    state, reason, comment_id, url = _kept_of(outcome)
    key = outcome.key if isinstance(outcome, Published | Held) else None
    settled = outbox.settle(
        item_id, state, reason=reason, comment_id=comment_id, comment_url=url, key=key, as_of=as_of
    )
    item = row_of(outbox, item_id)
    return Sent(item, outcome if settled else as_it_stands(item))


def _kept_of(outcome: Outcome) -> tuple[SendState, CleanText, str | None, str]:
    """What the outbox keeps of an outcome: state, reason, the comment's id and URL."""
    match outcome:
        case Published(comment_id, url):
            return SendState.PUBLISHED, EMPTY, comment_id, url
        case Held(comment_id, url):
            return SendState.HELD, EMPTY, comment_id, url
        case RetryLater(reason):
            return SendState.QUEUED, reason, None, ""
        case Unknown(reason):
            return SendState.UNKNOWN, reason, None, ""
        case NeedsBrowser(url, reason) if url:
            return SendState.HANDED_OFF, reason, None, url
        case NeedsBrowser(reason=reason) | Refused(reason) | NeedsLogin(reason):
            return SendState.REFUSED, reason, None, ""
