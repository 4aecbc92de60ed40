"""outbox and drafts: what was written, and what became of it."""

import argparse

from tui_blog.cli.lines import draft_line, outbox_line
from tui_blog.cli.outcomes import EXIT_CODES, exit_code
from tui_blog.cli.output import Output
from tui_blog.cli.records import draft_record, outbox_record
from tui_blog.cli.session import Session
from tui_blog.errors import UsageError
from tui_blog.model.comment import OutboxItem, SendState, Unknown
from tui_blog.services.sending_outcomes import Sent

_WAITING = {SendState.QUEUED, SendState.UNKNOWN, SendState.HELD, SendState.HANDED_OFF}


async def outbox(session: Session, arguments: argparse.Namespace) -> int:
    """List the outbox, send what waits in it, or drop a row; what is printed are rows as they are now."""
    await session.services.sending.recover()
    match arguments.action:
        case "drop":
            return _drop(session, arguments)
        case "send" if arguments.id is not None:
            item = session.services.sending.item(_row_id(arguments))
            return _told(session.output, await session.services.sending.attempt(item))
        case "send":
            return await _send_all(session)
        case _ if arguments.id is not None:
            raise UsageError("`outbox list` lists every row: leave the id out.")
    return _list(session)


def _list(session: Session) -> int:
    items = session.services.sending.items()
    for item in items:
        _print(session.output, item)
    if not items:
        session.output.hint("The outbox is empty.")
    return 0


def _drop(session: Session, arguments: argparse.Namespace) -> int:
    item = session.services.sending.item(_row_id(arguments))
    session.services.sending.drop(item.id)
    session.output.record(outbox_record(item), f"Comment {item.id} is dropped.")
    return 0


def _row_id(arguments: argparse.Namespace) -> int:
    text = arguments.id or ""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise UsageError(f"`outbox {arguments.action}` wants the id of a row; `tui-blog outbox` lists them.")
    return int(text)


async def _send_all(session: Session) -> int:
    """Send what waits, in the order in which it was written; the exit code is that of the worst end."""
    await session.services.following.hear()
    waiting = [item for item in session.services.sending.items() if item.state in _WAITING]
    if not waiting:
        session.output.hint("Nothing waits in the outbox.")
    return max([await _send_row(session, item) for item in reversed(waiting)], default=0)


async def _send_row(session: Session, item: OutboxItem) -> int:
    """Send a row, or look for what may have arrived.

    A row that may have arrived and is not found goes out again only when it is named: it may be waiting for
    its moderator, where nobody can see it.
    """
    output = session.output
    sent = await session.services.sending.go_on(item)
    if sent is not None:
        return _told(output, sent)
    _print(output, item)
    if item.state in {SendState.HELD, SendState.HANDED_OFF}:
        return 0
    output.note(
        f"Comment {item.id} was not found on the blog; it may await moderation. "
        f"`tui-blog outbox send {item.id}` sends it again, once it cannot be on its way any more."
    )
    return EXIT_CODES["unknown"]


def _told(output: Output, sent: Sent) -> int:
    _print(output, sent.item)
    if isinstance(sent.outcome, Unknown) and sent.outcome.reason != sent.item.reason:
        output.note(sent.outcome.reason)
    return exit_code(sent.outcome)


def _print(output: Output, item: OutboxItem) -> None:
    output.record(outbox_record(item), outbox_line(item))


def drafts(session: Session, arguments: argparse.Namespace) -> int:
    """List the drafts that are kept."""
    kept = session.services.commenting.drafts()
    for draft in kept:
        session.output.record(draft_record(draft), draft_line(draft))
    if not kept:
        session.output.hint("No draft is kept.")
    return 0
