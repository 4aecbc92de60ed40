"""The states of the outbox's rows: which may follow which, and what each allows."""

from tui_blog.model.comment import SendState

_QUEUED, _SENDING, _HELD = SendState.QUEUED, SendState.SENDING, SendState.HELD
_PUBLISHED, _REFUSED, _UNKNOWN = SendState.PUBLISHED, SendState.REFUSED, SendState.UNKNOWN
_HANDED_OFF, _DELETED = SendState.HANDED_OFF, SendState.DELETED

COMES_FROM: dict[SendState, frozenset[SendState]] = {
    _SENDING: frozenset({_QUEUED, _UNKNOWN, _REFUSED, _HANDED_OFF}),
    _QUEUED: frozenset({_SENDING}),
    _REFUSED: frozenset({_SENDING}),
    _UNKNOWN: frozenset({_SENDING}),
    _HANDED_OFF: frozenset({_SENDING}),
    _HELD: frozenset({_SENDING, _UNKNOWN}),
    _DELETED: frozenset({_PUBLISHED, _HELD}),
    _PUBLISHED: frozenset({_SENDING, _UNKNOWN, _HELD, _HANDED_OFF}),
}
"""The states that a state may follow; any other change leaves the row as it is."""

UNTAKEN = frozenset({_QUEUED, _REFUSED})
"""The blog surely has nothing of the last attempt: the text is the person's again.

An earlier attempt may have arrived all the same; then such a row, too, is published once it is found there.
"""

ON_ITS_WAY = frozenset({_HELD, _UNKNOWN, _HANDED_OFF})
"""The blog may show it any day."""

END_IS_OPEN = ON_ITS_WAY | {_QUEUED, _SENDING}
"""It may yet come to stand on the blog."""

EDITABLE = UNTAKEN | {_HANDED_OFF}
"""May become a draft again; what was handed off is sent by the person's own hand alone."""

IN_INDEX = "state <> 'published'"
"""Is said to SQLite in these words, so that it looks at the index of the few rows of which it is true."""


def settling(state: SendState) -> str:
    """Compare and set, in one statement: of two processes that disagree, one changes nothing."""
    # Whether an attempt may have reached the blog is not undone by a later one that did not.
    attempted = "attempted" if state in UNTAKEN else "1"
    if_attempted = UNTAKEN if state is _PUBLISHED else frozenset[SendState]()
    # What stands there from before belongs to no hand-off, whatever it says.
    handed_off = ", handed_off = coalesce(handed_off, :updated)" if state is _HANDED_OFF else ""
    # What is found on a blog comes without the key that its sending brought.
    return f"""
    UPDATE outbox
       SET attempted = {attempted}, state = :state, reason = :reason, comment_id = :comment_id,
           comment_url = :comment_url, updated = :updated{handed_off},
           edit_secret = coalesce(:edit_secret, edit_secret), edit_until = coalesce(:edit_until, edit_until)
     WHERE id = :id
       AND (state IN ({listed(COMES_FROM[state])}) OR attempted AND state IN ({listed(if_attempted)}))"""


def listed(states: frozenset[SendState]) -> str:
    """States as SQL lists them."""
    return ", ".join(f"'{state}'" for state in states)
