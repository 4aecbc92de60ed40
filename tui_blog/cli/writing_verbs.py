"""comment, outbox, drafts: writing, and what became of it."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tui_blog.cli.output import Output
from tui_blog.cli.records import draft_record, outbox_line, outbox_record
from tui_blog.cli.session import Session
from tui_blog.errors import UsageError
from tui_blog.model.comment import (
    Access,
    CommentForm,
    Draft,
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
from tui_blog.model.text import clean_line
from tui_blog.services.sending import Sent, Subject
from tui_blog.ui.editor import EditorFailed, edit_in_editor

EXIT_CODES = {"published": 0, "held": 3, "login": 4, "refused": 5, "unknown": 6, "browser": 7, "later": 8}
"""0 published, 3 held, 4 login, 5 refused, 6 unknown, 7 browser, 8 later."""


async def comment(session: Session, arguments: argparse.Namespace) -> int:
    """Write a comment."""
    async with session.post(arguments.post) as (services, stored):
        subject = await services.commenting.subject(stored)
        form = await services.commenting.form(subject)
    at_home = services is session.services
    subject = subject if at_home else replace(subject, post_id=None)
    shut = _shut(form)
    if shut is not None and not arguments.dry_run:
        return tell(session.output, shut, subject.post.url)
    draft = _written(session, subject, form, arguments)
    if arguments.dry_run:
        return _dry_run(session.output, subject, form, draft)
    return tell(session.output, (await _send(session, subject, draft)).outcome, subject.post.url)


def _written(session: Session, subject: Subject, form: CommentForm, arguments: argparse.Namespace) -> Draft:
    """The draft with what the flags say; an unfinished one that was kept is taken up by --editor."""
    commenting = session.services.commenting
    kept = commenting.draft(subject, arguments.reply_to)
    draft = replace(kept, body=_body(arguments, kept.body))
    for field in ("name", "email", "website"):
        value = getattr(arguments, field)
        draft = replace(draft, **{field: clean_line(value)}) if value is not None else draft
    if not arguments.dry_run:
        commenting.keep(subject, draft)
    _check(form, draft)
    return draft


def _body(arguments: argparse.Namespace, kept: str) -> str:
    if arguments.editor:
        edited = edit_in_editor(kept)
        if isinstance(edited, EditorFailed):
            raise UsageError(edited.sentence)
        return edited
    if arguments.body_file == "-":
        return sys.stdin.read()
    if arguments.body_file is not None:
        try:
            return Path(arguments.body_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{arguments.body_file} could not be read as UTF-8 text.") from error
    return str(arguments.body)


def _check(form: CommentForm, draft: Draft) -> None:
    if draft.is_empty:
        raise UsageError("The comment has no text.")
    for field in form.fields:
        if field.required and not getattr(draft, field.name).strip():
            raise UsageError(
                f"This blog asks for your {field.name}: give it with --{field.name}. The text is kept."
            )


async def _send(session: Session, subject: Subject, draft: Draft) -> Sent:
    sent = await session.services.sending.send(subject, draft)
    if sent.item.state is SendState.REFUSED:
        session.services.sending.reopen(sent.item.id)  # the text stays as a draft
    return sent


def _shut(form: CommentForm) -> Outcome | None:
    """Why nothing can be sent, known before anything is."""
    match form.access:
        case Access.CLOSED:
            return Refused(form.reason or clean_line("Comments are closed."))
        case Access.LOGIN:
            return NeedsLogin(form.reason or clean_line("Only people with an account may comment here."))
        case Access.BROWSER | Access.UNKNOWN:
            return NeedsBrowser(form.url, form.reason)
    return None


def _dry_run(output: Output, subject: Subject, form: CommentForm, draft: Draft) -> int:
    from tui_blog.services.markup import as_sent

    asked = {field.name: getattr(draft, field.name) for field in form.fields}
    record = {
        "post": subject.post.url,
        "system": form.system,
        "write": form.access.value,
        "parent": draft.parent,
        "account": form.signed_in_as or None,
        "fields": asked,
        "markup": form.markup,
        "body": as_sent(draft.body, form.markup),
    }
    fields = "\n".join(f"{name}: {value}" for name, value in asked.items())
    output.record(record, f"To {subject.post.url} ({form.system})\n{fields}\n\n{record['body']}")
    return 0


def tell(output: Output, outcome: Outcome, post_url: str) -> int:
    """Print what became of a comment; the exit code says the same."""
    record = outcome_record(outcome, post_url)
    reason = record["reason"]
    if output.as_json or record["url"]:
        output.record(record, record["url"] or "")
    if record["outcome"] != "published":
        output.note(_SENTENCES[record["outcome"]] + (f" {reason}" if reason else ""))
    return EXIT_CODES[record["outcome"]]


_SENTENCES = {
    "held": "Received, awaiting moderation.",
    "refused": "Refused; the text is kept as a draft.",
    "login": "An account is needed; the config file takes one.",
    "browser": "Comments can be written only in a browser, at the address above.",
    "later": "Not sent; it is kept in the outbox, `tui-blog outbox send` tries again.",
    "unknown": "Could not find out whether it arrived; it is kept in the outbox, "
    "`tui-blog outbox send` looks for it.",
}


def outcome_record(outcome: Outcome, post_url: str) -> dict[str, Any]:
    """An outcome as JSON."""
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


# --- outbox and drafts ---------------------------------------------------------------------------


async def outbox(session: Session, arguments: argparse.Namespace) -> int:
    """List the outbox, send what waits in it, or drop a row."""
    sending = session.services.sending
    await sending.recover()
    if arguments.action == "drop":
        sending.drop(_row_id(arguments))
        return 0
    if arguments.action == "send":
        return await _send_rows(session, arguments)
    for item in sending.items():
        session.output.record(outbox_record(item), outbox_line(item))
    return 0


def _row_id(arguments: argparse.Namespace) -> int:
    if arguments.id is None or not arguments.id.isdigit():
        raise UsageError(f"`outbox {arguments.action}` wants the id of a row; `tui-blog outbox` lists them.")
    return int(arguments.id)


async def _send_rows(session: Session, arguments: argparse.Namespace) -> int:
    """Send what is queued and look for what may have arrived.

    A row that may have arrived and is not found goes out again only when it is named: it may be waiting for
    its moderator, where nobody can see it.
    """
    sending = session.services.sending
    if arguments.id is not None:
        sent = await sending.attempt(sending.item(_row_id(arguments)))
        return tell(session.output, sent.outcome, sent.item.post_url)
    await sending.follow()
    codes = [0]
    for item in sending.items():
        if item.state in {SendState.QUEUED, SendState.UNKNOWN}:
            codes.append(await _send_row(session, item))
        else:
            session.output.record(outbox_record(item), outbox_line(item))
    return max(codes)


async def _send_row(session: Session, item: OutboxItem) -> int:
    sending = session.services.sending
    if item.attempted:
        session.output.record(outbox_record(item), outbox_line(item))
        session.output.note(
            f"{item.id} was not found on the blog; it may await moderation. "
            f"`tui-blog outbox send {item.id}` sends it again."
        )
        return EXIT_CODES["unknown"]
    sent = await sending.attempt(item)
    return tell(session.output, sent.outcome, item.post_url)


async def drafts(session: Session, arguments: argparse.Namespace) -> int:
    """List the drafts that are kept."""
    for kept in session.services.commenting.drafts():
        words = " ".join(kept.draft.body.split())[:60]
        session.output.record(
            draft_record(kept.post_url, kept.draft), f"{kept.post_title or kept.post_url}: {words}"
        )
    return 0
