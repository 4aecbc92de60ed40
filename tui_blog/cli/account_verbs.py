"""account: whose name signs comments, and where its secret is; the secret itself is never printed."""

import argparse
import asyncio
import sys
from typing import Any

from tui_blog.cli.outcomes import EXIT_CODES
from tui_blog.cli.session import Session
from tui_blog.errors import UsageError
from tui_blog.model.account import Account, AccountKind
from tui_blog.services.signing import Checked

LONGEST = 4096
"""Characters of a secret on standard input."""


async def account(session: Session, arguments: argparse.Namespace) -> int:
    """Add an account, list them, remove one, or ask servers who one is."""
    _see_words(arguments)
    match arguments.action:
        case "add":
            return await _add(session, arguments)
        case "remove":
            removed = await session.services.signing.remove(arguments.origin)
            session.output.record(_record(session, removed), f"The account for {removed.origin} is removed.")
            return 0
        case "check":
            return await _check(session, arguments.origin)
    return _list(session)


def _see_words(arguments: argparse.Namespace) -> None:
    """Refuse words that mean nothing for what is to be done (UsageError)."""
    action = arguments.action
    if action in {"add", "remove"} and not arguments.origin:
        raise UsageError(f"`account {action}` wants an origin, like https://blog.example.")
    if action == "list" and arguments.origin:
        raise UsageError("`account list` lists every account: leave the origin out.")
    if action == "add" and not arguments.user:
        raise UsageError("`account add` wants the account's user name: --user.")
    if action != "add" and (arguments.user or arguments.kind or arguments.command or arguments.stdin):
        raise UsageError(f"--user, --kind, --command and --stdin belong to `account add`, not to {action}.")


async def _add(session: Session, arguments: argparse.Namespace) -> int:
    signing = session.services.signing
    kind = AccountKind(arguments.kind) if arguments.kind else None
    new = signing.new(arguments.origin, arguments.user, kind, arguments.command or "")
    secret = "" if new.password_command else await asyncio.to_thread(_secret, new, arguments.stdin)
    await signing.add(new, secret)
    where = (
        "its command prints the secret" if new.password_command else "its secret is in the system's keyring"
    )
    session.output.record(_record(session, new), f"{new.user} signs at {new.origin}; {where}.")
    if signing.is_written(new):
        session.output.note(f"The config file has an account for {new.origin} too, and that one signs.")
    return 0


def _secret(account: Account, from_stdin: bool) -> str:
    """The secret as the person gives it: one line on standard input, or typed unseen (UsageError)."""
    if from_stdin:
        return sys.stdin.readline(LONGEST).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("Say where the secret comes from: --stdin, or --command with what prints it.")
    return _typed(f"Secret of {account.user} at {account.origin} (not shown): ")


def _typed(prompt: str) -> str:
    import warnings
    from getpass import GetPassWarning, getpass

    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(prompt)
        except (GetPassWarning, EOFError) as error:
            raise UsageError("Nothing can be typed unseen here. Use --stdin or --command.") from error


def _list(session: Session) -> int:
    accounts = session.services.signing.all()
    for each in accounts:
        where = "the config file's command" if session.services.signing.is_written(each) else _keeper(each)
        session.output.record(
            _record(session, each), f"{each.origin}  {each.user}  ({each.kind}, secret: {where})"
        )
    if not accounts:
        session.output.hint("There is no account; `tui-blog account add ORIGIN --user NAME` adds one.")
    return 0


async def _check(session: Session, origin: str | None) -> int:
    """Ask one server, or all of them; the exit code is that of the worst answer."""
    signing = session.services.signing
    urls = [origin] if origin else [each.origin for each in signing.all()]
    if not urls:
        return _list(session)
    return max([_told(session, await signing.check(url)) for url in urls])


def _told(session: Session, checked: Checked) -> int:
    account, name = checked.account, checked.name
    record = {**_record(session, account), "ok": bool(name), "known_as": name or None}
    if name:
        session.output.record(record, f"{account.origin} knows you as “{name}”.")
        return 0
    if session.output.as_json:
        session.output.record(record, "")
    session.output.note(
        f"{account.origin} does not accept the secret of {account.user}. Make a new one there, then "
        f"`tui-blog account add {account.origin} --user {account.user}`."
    )
    return EXIT_CODES["login"]


def _keeper(account: Account) -> str:
    return "command" if account.password_command else "keyring"


def _record(session: Session, account: Account) -> dict[str, Any]:
    return {
        "origin": account.origin,
        "user": account.user,
        "kind": account.kind.value,
        "secret": _keeper(account),
        "from": "config" if session.services.signing.is_written(account) else "library",
    }
