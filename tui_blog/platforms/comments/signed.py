"""Comments that a person's account signs: what the channels of all networks say and ask alike."""

from collections.abc import Mapping

import msgspec

from tui_blog.model.account import Account, Signature
from tui_blog.model.flow import ANY_STATUS, Request
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import host_of

_SECRETS: Mapping[Signature, str] = {"basic": "password", "bearer": "token", "user-api-key": "key"}


def not_accepted(account: Account) -> CleanText:
    """What to do where a server refuses the account."""
    secret = _SECRETS[account.kind.signature]
    return clean_line(
        f"{host_of(account.origin)} does not accept the {secret} of {account.user}: `tui-blog account check`."
    )


def signing_in(url: str, told: Mapping[str, str], refusals: frozenset[int]) -> Request:
    """The request for a session, its `password` written into it on the way by whoever keeps it."""
    headers = {"Content-Type": "application/json"}
    body = msgspec.json.encode(told)
    return Request("POST", url, headers, body, follow=False, secret_in="password", tolerate=refusals)


def bearing(token: str) -> dict[str, str]:
    """The header by which a session signs a request to the server that gave it, and to no other."""
    return {"Authorization": f"Bearer {token}"}


def sending(
    url: str,
    told: object,
    headers: Mapping[str, str] | None = None,
    *,
    login: bool = False,
    method: str = "POST",
) -> Request:
    """A comment on its way, in JSON: sent once, never forwarded, and whatever is answered is read."""
    every = {"Content-Type": "application/json", **(headers or {})}
    body = msgspec.json.encode(told)
    return Request(method, url, every, body, follow=False, login=login, tolerate=ANY_STATUS)


def asking(url: str, headers: Mapping[str, str] | None = None, *, method: str = "GET") -> Request:
    """A request without a body, for one thing of the account's own; whatever is answered is read."""
    return Request(method, url, headers or {}, follow=False, login=True, tolerate=ANY_STATUS)
