"""Signing in to Lemmy: a name and a password for a token (`/api/v3/user/login`; comment-servers.md §18)."""

from typing import NamedTuple

from tui_blog.model.account import Account
from tui_blog.model.comment import NeedsLogin
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.lemmy_wire import PersonShape, SessionShape, SiteShape, reason_in
from tui_blog.platforms.comments.signed import bearing, not_accepted, signing_in
from tui_blog.platforms.wire import decode, try_decode

_REFUSALS = frozenset({400, 401, 403})
_SECOND_PROOF = CleanText("This account signs in with a second proof, which tui-blog does not ask for.")


class Session(NamedTuple):
    """The person, signed in at home."""

    token: str
    person: PersonShape
    name: CleanText
    """As people elsewhere write it: "@ada@lemmy.example"."""

    @property
    def signature(self) -> dict[str, str]:
        """The header that signs a request to the same server, and to no other."""
        return bearing(self.token)


def sign_in(account: Account) -> Flow[Session | NeedsLogin]:
    """A session, or why there is none, where the secret does not do."""
    told = {"username_or_email": account.user.removeprefix("@")}
    answer = yield from fetch(signing_in(f"{account.origin}/api/v3/user/login", told, _REFUSALS))
    if answer.status >= 400:
        code, reason = reason_in(answer)
        if "totp" in code:
            return NeedsLogin(_SECOND_PROOF)
        return NeedsLogin(not_accepted(account) if "login" in code or not reason else reason)
    shape = try_decode(answer, SessionShape)
    if shape is None or not shape.jwt:
        return NeedsLogin(not_accepted(account))
    site = yield from fetch(
        Request("GET", f"{account.origin}/api/v3/site", bearing(shape.jwt), follow=False, tolerate=_REFUSALS)
    )
    me = decode(site, SiteShape).me if site.status < 400 else None
    if me is None:
        return NeedsLogin(not_accepted(account))
    return Session(shape.jwt, me, clean_line(f"@{me.name}@{host_of(account.origin)}"))
