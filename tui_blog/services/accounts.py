"""Accounts that sign comments: known by the config, their secrets printed by a command, never stored."""

import shlex
import subprocess
from collections.abc import Sequence
from urllib.parse import urlsplit

from tui_blog.config import Account
from tui_blog.errors import ConfigError
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.net.credentials import Credentials

COMMAND_SECONDS = 60
"""A password manager may ask its owner something; it does not take longer than that."""


class Accounts:
    """Which account signs on which origin."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._accounts = {origin_of(account.origin): account for account in accounts}

    def user_for(self, url: str) -> CleanText:
        """The user name for that URL's origin, or ""."""
        account = self._accounts.get(origin_of(url))
        return clean_line(account.user) if account else EMPTY

    def credentials(self, origin: str) -> Credentials | None:
        """The name and secret for an origin; runs the account's command (ConfigError when it fails)."""
        account = self._accounts.get(origin_of(origin))
        return Credentials(account.user, _secret(account)) if account else None


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, the default port left out (RFC 6454); "" for what is no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    default = {"http": 80, "https": 443}.get(parts.scheme)
    host = _ascii((parts.hostname or "").lower())
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, default} else "")


def _ascii(host: str) -> str:
    """A host as it is looked up, for so the net asks for its credentials ("xn--bcher-kva.example")."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _secret(account: Account) -> str:
    """The first line that the account's command prints, as password managers keep it."""
    try:
        secret = _printed(account.password_command).partition("\n")[0].rstrip("\r")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise _failed(account, "failed") from error
    if not secret:
        raise _failed(account, "printed nothing")
    return secret


def _printed(command: str) -> str:
    done = subprocess.run(
        shlex.split(command),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=True,
    )
    return done.stdout


def _failed(account: Account, how: str) -> ConfigError:
    return ConfigError(
        f"The password_command of {account.user} at {account.origin} {how}. "
        "Run it by hand to see why; nothing was sent."
    )
