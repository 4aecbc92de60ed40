"""comment: writes one, sends it, and says what became of it. Whatever happens, the text is somewhere."""

import argparse
import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tui_blog.cli.outcomes import HANDED_OFF, KEPT, SAME_WORDS, tell
from tui_blog.cli.output import Output
from tui_blog.cli.parser import looks_like_url
from tui_blog.cli.session import Session
from tui_blog.cli.writing_grammar import FIELDS
from tui_blog.errors import NetworkError, TuiBlogError, UsageError
from tui_blog.model.comment import (
    Access,
    CommentForm,
    Draft,
    Identity,
    NeedsBrowser,
    NeedsLogin,
    OutboxItem,
    Outcome,
    Refused,
    SendState,
)
from tui_blog.model.post import Post
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.services.commenting import new_draft
from tui_blog.services.sending import Subject
from tui_blog.services.sending_outcomes import Sent, as_it_stands
from tui_blog.services.services import Services
from tui_blog.ui.editor import EditorFailed, edit_in_editor


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment goes, and what its blog asks; `form` is None where it cannot be asked right now."""

    subject: Subject
    form: CommentForm | None


async def comment(session: Session, arguments: argparse.Namespace) -> int:
    """Write a comment."""
    # What is given is read before anything can fail, so that no failure loses it.
    text = None if arguments.editor or arguments.delete else _given_text(arguments)
    if arguments.edit or arguments.delete:
        from tui_blog.cli.change_verbs import change

        return await change(session, arguments, text, _edited)
    try:
        place = await _find_place(session, arguments)
    except TuiBlogError as error:
        if not _kept_homeless(session, arguments, text):
            raise
        kind = UsageError if isinstance(error, UsageError) else TuiBlogError
        raise kind(f"{error} {KEPT}") from error
    draft = _draft(session, place.subject, arguments, text)
    shut = _shut(place)
    if shut is not None and not arguments.dry_run:
        session.services.commenting.keep(place.subject, draft)
        return tell(session.output, shut, place.subject.post.url, "" if draft.is_empty else KEPT)
    if text is None:
        draft = replace(draft, body=_edited(draft.body))
    return await _finish(session, place, draft, arguments)


async def _finish(session: Session, place: Place, draft: Draft, arguments: argparse.Namespace) -> int:
    """Send what was written, or show it; only a given text that is merely shown needs no keeping."""
    keep = arguments.editor or not arguments.dry_run
    if keep:
        session.services.commenting.keep(place.subject, draft)
    _check(place.form, draft, KEPT if keep else "")
    if arguments.dry_run:
        assert place.form is not None, "without it, a dry run ends earlier"
        twin = None if arguments.again else session.services.sending.twin(place.subject, draft)
        return _show(session.output, place.subject, place.form, draft, twin)
    return await _send(session, place.subject, draft, again=arguments.again)


# --- where it goes -------------------------------------------------------------------------------


async def _find_place(session: Session, arguments: argparse.Namespace) -> Place:
    async with session.post(arguments.post) as (services, stored):
        subject = await services.commenting.subject(stored)
        form = await _form(services, subject, needed=arguments.dry_run)
        if arguments.reply_to is not None and form and form.access in {Access.ANONYMOUS, Access.BROWSER}:
            await _see_answered(services, stored, arguments.reply_to)
    at_home = services is session.services
    return Place(subject if at_home else replace(subject, post_id=None), form)


async def _form(services: Services, subject: Subject, *, needed: bool) -> CommentForm | None:
    """What the blog asks; what it asked last where it cannot be reached: the outbox can wait for it."""
    try:
        return (await services.commenting.known_form(subject))[0]
    except NetworkError:
        if needed:
            raise
        return None


async def _see_answered(services: Services, stored: StoredPost, answered: str) -> None:
    """See that the answered comment is there: a server may take an answer to nothing for a new thread."""
    with suppress(NetworkError):
        thread = await services.commenting.fetch_thread(stored)
        if answered not in {line.comment.id for line in thread.lines}:
            shown = clean_line(answered, 80)
            raise UsageError(
                f"There is no comment “{shown}” under this post; `tui-blog comments` lists those there are."
            )


def _shut(place: Place) -> Outcome | None:
    """Why nothing can be sent, known before anything is; a known form in a browser is handed the text."""
    match place.form:
        case CommentForm(access=Access.CLOSED, reason=reason):
            return Refused(reason or clean_line("Comments are closed."))
        case CommentForm(access=Access.LOGIN, reason=reason):
            return NeedsLogin(reason)
        case CommentForm(access=Access.BROWSER) if place.subject.channel is not None:
            return None
        case CommentForm(access=Access.BROWSER | Access.UNKNOWN, url=url, reason=reason):
            return NeedsBrowser(url, reason)
    return None


# --- what is written -----------------------------------------------------------------------------


def _given_text(arguments: argparse.Namespace) -> str:
    if arguments.body_file is None:
        return str(arguments.body)
    name = "standard input" if arguments.body_file == "-" else clean_line(arguments.body_file, 200)
    try:
        is_stream = arguments.body_file == "-"
        raw = sys.stdin.buffer.read() if is_stream else Path(arguments.body_file).read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        raise UsageError(f"The text in {name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The text in {name} is not UTF-8; convert it first.") from error


def _edited(text: str) -> str:
    """What a text becomes in the person's editor."""
    written = edit_in_editor(text)
    if isinstance(written, EditorFailed):
        raise TuiBlogError(written.sentence)
    return written


def _draft(session: Session, subject: Subject, arguments: argparse.Namespace, text: str | None) -> Draft:
    """The draft that was left there, for the editor; a given text leaves it alone and begins its own."""
    draft = session.services.commenting.draft(subject, arguments.reply_to)
    if text is not None and text != draft.body:
        draft = new_draft(Identity(draft.name, draft.email, draft.website), draft.parent, text)
    given = {name: getattr(arguments, name) for name in FIELDS}
    typed: dict[str, Any] = {name: clean_line(value) for name, value in given.items() if value is not None}
    return replace(draft, **typed)


def _check(form: CommentForm | None, draft: Draft, kept: str) -> None:
    if draft.is_empty:
        raise UsageError("The comment has no text.")
    for field in form.fields if form else ():
        if field.required and not getattr(draft, field.name).strip():
            raise UsageError(
                f"This blog asks for your {field.name}: give it with --{field.name}. {kept}".strip()
            )


def _kept_homeless(session: Session, arguments: argparse.Namespace, text: str | None) -> bool:
    """Keep a text whose post cannot be asked about, under the address that was given for it."""
    known = session.services.reading.named(arguments.post)
    url = known.post.url if known else arguments.post if looks_like_url(arguments.post) else ""
    if not (url and text and text.strip()) or arguments.dry_run:
        return False
    subject = Subject(known.post if known else Post("", url, EMPTY, ""), EMPTY, url, url, None)
    session.services.commenting.keep(subject, _draft(session, subject, arguments, text))
    return True


def _show(output: Output, subject: Subject, form: CommentForm, draft: Draft, twin: OutboxItem | None) -> int:
    """Show what would be sent; where its words went there before, that nothing would be."""
    from tui_blog.services.markup import as_sent

    asked = {field.name: getattr(draft, field.name) for field in form.fields}
    body = as_sent(draft.body, form.markup)
    record = {
        "post": subject.post.url,
        "system": form.system,
        "write": form.access.value,
        "parent": draft.parent,
        "account": form.signed_in_as or None,
        "fields": asked,
        "markup": form.markup,
        "body": body,
        "already": twin.state.value if twin else None,
    }
    head = [f"To {subject.post.url} ({form.system})", *(f"{name}: {value}" for name, value in asked.items())]
    output.record(record, "\n".join([*head, "", body]))
    if twin:
        output.hint(SAME_WORDS)
    return 0


# --- on its way ----------------------------------------------------------------------------------


async def _send(session: Session, subject: Subject, draft: Draft, *, again: bool) -> int:
    """A command given twice is one comment, unless both are wanted."""
    sending, kept = session.services.sending, ""
    earlier = None if again else sending.twin(subject, draft)
    if earlier is not None:
        session.services.commenting.discard(draft)
        session.output.note(SAME_WORDS)
        sent = await _go_on(session, earlier)
    else:
        try:
            sent = await sending.send(subject, draft)
        except asyncio.CancelledError:
            session.output.note("Interrupted on its way: `tui-blog outbox` finds out whether it arrived.")
            raise
    if sent.item.state is SendState.REFUSED:
        sending.reopen(sent.item.id)
        kept = KEPT
    elif sent.item.state is SendState.HANDED_OFF:
        session.output.hint(f"Paste this there:\n\n{draft.body.strip()}\n")
        kept = HANDED_OFF
    return tell(session.output, sent.outcome, subject.post.url, kept)


async def _go_on(session: Session, item: OutboxItem) -> Sent:
    """Send what never left; of the rest, see whether it has arrived by now."""
    sending = session.services.sending
    if item.state is SendState.QUEUED and not item.attempted:
        return await sending.attempt(item)
    return await session.services.following.look(item) or Sent(item, as_it_stands(item))
