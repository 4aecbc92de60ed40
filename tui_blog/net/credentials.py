"""The person's account on an origin, and how a request is signed with it."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

_USERINFO = re.compile(r"(?<=//)[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password (an application password, a token); the repr keeps the password back."""

    user: str
    password: str = field(repr=False)
    signature: Literal["basic", "bearer", "user-api-key"] = field(default="basic", repr=False)
    """How it signs: Basic (RFC 7617, in UTF-8), Bearer (RFC 6750), or in Discourse's own header."""

    def headers(self) -> dict[str, str]:
        """The header that signs a request."""
        if self.signature == "user-api-key":
            return {"user-api-key": self.password}
        if self.signature == "bearer":
            return {"authorization": f"Bearer {self.password}"}
        pair = f"{self.user}:{self.password}".encode()
        return {"authorization": f"Basic {b64encode(pair).decode('ascii')}"}

    def written_into(self, body: bytes, member: str) -> bytes:
        """A JSON object with the secret as one of its members, as servers take it when one signs in."""
        return json.dumps({**json.loads(body), member: self.password}).encode()


Keyring = Callable[[str], Credentials | None]
"""Gives what is stored for an origin ("https://example.org", "http://[::1]:8080"), or None.

It may take its time (a password manager asks its owner): it is called in a thread.
"""


def no_keys(origin: str) -> None:
    """A keyring that holds nothing."""


def without_userinfo(url: str) -> str:
    """A URL without the user name and password that people write into some; those are never sent or shown."""
    return _USERINFO.sub("", url)
