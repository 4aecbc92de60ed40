"""An account that signs comments: where, as whom, and who keeps its secret, which is never part of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

Signature = Literal["basic", "bearer", "user-api-key"]
"""How a secret signs: with the user's name (Basic, RFC 7617), as a token by itself (Bearer, RFC 6750), or in
Discourse's own header."""


class AccountKind(StrEnum):
    """Whose account it is: that tells how a request is signed, and how one asks who one is."""

    WORDPRESS = "wordpress"
    """A user name with an application password (Basic, RFC 7617)."""
    MASTODON = "mastodon"
    """An access token of the person's own server (Bearer, RFC 6750)."""
    GITHUB = "github"
    """A personal access token of GitHub (Bearer), which knows its origin as https://api.github.com."""
    BLUESKY = "bluesky"
    """A handle with an app password, at the server that keeps the person's posts (https://bsky.social)."""
    DISCOURSE = "discourse"
    """A user API key, which a forum makes for its member and a program (User-Api-Key)."""
    MICROBLOG = "microblog"
    """An app token of https://micro.blog (Bearer)."""
    LEMMY = "lemmy"
    """A name with its password, at the server that the person's account is on."""

    DRUPAL = "drupal"
    """A user name with its password, where a Drupal site lets programs in so (Basic)."""

    @property
    def is_blogs(self) -> bool:
        """Whether it signs for the blog at its own origin; those of networks sign anywhere."""
        return self in {AccountKind.WORDPRESS, AccountKind.DRUPAL}

    @property
    def signature(self) -> Signature:
        """How a request is signed; a password may also be what a sign-in sends (`Request.secret_in`)."""
        if self is AccountKind.DISCOURSE:
            return "user-api-key"
        return "bearer" if self in _TOKENS else "basic"

    @property
    def is_token(self) -> bool:
        """Whether the secret signs by itself."""
        return self.signature != "basic"


_TOKENS = frozenset({AccountKind.MASTODON, AccountKind.GITHUB, AccountKind.MICROBLOG})


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs on one origin."""

    origin: str
    """Scheme, host and port: "https://blog.example"."""
    user: str
    password_command: str = ""
    """Prints the secret; "" where the system's keyring keeps it."""
    kind: AccountKind = AccountKind.WORDPRESS


def is_origin(text: str) -> bool:
    """Whether a text names a scheme of the web and a host."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_confidential(origin: str) -> bool:
    """Encrypted, or of this very machine: elsewhere no request is ever signed."""
    from ipaddress import ip_address

    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        is_loopback = ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost" or host.endswith(".localhost")
    return parts.scheme == "https" or is_loopback
