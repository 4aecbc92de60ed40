"""Signing in where a person's account is, with an app password (`com.atproto.server.createSession`)."""

from typing import NamedTuple

import msgspec

from tui_blog.model.account import Account
from tui_blog.model.comment import NeedsLogin
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.bluesky_wire import ErrorShape, SessionShape
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.wire import decode, try_decode

_REFUSALS = frozenset({400, 401, 403})
_APP_PASSWORD = CleanText(
    "This account signs in with a second proof: make an app password for tui-blog in its settings."
)


class Session(NamedTuple):
    """The person, signed in."""

    did: str
    handle: CleanText
    token: str
    began: str
    """When, by the server's clock (ISO 8601); "" where it has none."""

    @property
    def signature(self) -> dict[str, str]:
        """The header that signs a request to the same server, and to no other."""
        return {"Authorization": f"Bearer {self.token}"}


def sign_in(account: Account) -> Flow[Session | NeedsLogin]:
    """A session, or why there is none, where the secret does not do."""
    identifier = {"identifier": account.user.removeprefix("@")}
    answer = yield from fetch(
        Request(
            "POST",
            f"{account.origin}/xrpc/com.atproto.server.createSession",
            {"Content-Type": "application/json"},
            msgspec.json.encode(identifier),
            follow=False,
            secret_in="password",
            tolerate=_REFUSALS,
        )
    )
    if answer.status >= 400:
        told = try_decode(answer, ErrorShape)
        needs_app_password = told is not None and told.error == "AuthFactorTokenRequired"
        return NeedsLogin(_APP_PASSWORD if needs_app_password else not_accepted(account))
    shape = decode(answer, SessionShape)
    # A flow knows no clock; the server's is the one by which the network puts posts in order.
    began = parse_date(answer.header("date") or "")
    moment = began.strftime("%Y-%m-%dT%H:%M:%S.000Z") if began else ""
    return Session(shape.did, clean_line(shape.handle), shape.access, moment)


def not_accepted(account: Account) -> CleanText:
    """What to do where a server refuses the account."""
    host = host_of(account.origin)
    return clean_line(f"{host} does not accept the password of {account.user}: `tui-blog account check`.")
