"""The person's account on an origin, and how a request is signed with it."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

_USERINFO = re.compile(r"(?<=//)[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password (an application password, a token); the repr keeps the password back."""

    user: str
    password: str = field(repr=False)
    bearer: bool = field(default=False, repr=False)
    """The password is a token that signs by itself."""

    def authorization(self) -> str:
        """The value of the Authorization header (Basic, RFC 7617, in UTF-8; or Bearer, RFC 6750)."""
        if self.bearer:
            return f"Bearer {self.password}"
        pair = f"{self.user}:{self.password}".encode()
        return f"Basic {b64encode(pair).decode('ascii')}"


Keyring = Callable[[str], Credentials | None]
"""Gives what is stored for an origin ("https://example.org", "http://[::1]:8080"), or None.

It may take its time (a password manager asks its owner): it is called in a thread.
"""


def no_keys(origin: str) -> None:
    """A keyring that holds nothing."""


def without_userinfo(url: str) -> str:
    """A URL without the user name and password that people write into some; those are never sent or shown."""
    return _USERINFO.sub("", url)
