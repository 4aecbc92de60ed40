"""Signing in where a person's account is, with an app password (`com.atproto.server.createSession`)."""

from typing import NamedTuple

from tui_blog.model.account import Account
from tui_blog.model.comment import NeedsLogin
from tui_blog.model.flow import Flow, fetch
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.comments.bluesky_wire import ErrorShape, SessionShape
from tui_blog.platforms.comments.signed import bearing, not_accepted, signing_in
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
        return bearing(self.token)


def sign_in(account: Account) -> Flow[Session | NeedsLogin]:
    """A session, or why there is none, where the secret does not do."""
    identifier = {"identifier": account.user.removeprefix("@")}
    address = f"{account.origin}/xrpc/com.atproto.server.createSession"
    answer = yield from fetch(signing_in(address, identifier, _REFUSALS))
    if answer.status >= 400:
        told = try_decode(answer, ErrorShape)
        needs_app_password = told is not None and told.error == "AuthFactorTokenRequired"
        return NeedsLogin(_APP_PASSWORD if needs_app_password else not_accepted(account))
    shape = decode(answer, SessionShape)
    # A flow knows no clock; the server's is the one by which the network puts posts in order.
    began = parse_date(answer.header("date") or "")
    moment = began.strftime("%Y-%m-%dT%H:%M:%S.000Z") if began else ""
    return Session(shape.did, clean_line(shape.handle), shape.access, moment)
