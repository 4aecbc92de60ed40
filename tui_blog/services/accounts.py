"""Which account signs where, and its secret, from a command or the system's keyring when it is needed."""

import shlex
import subprocess
from collections.abc import Sequence
from urllib.parse import urlsplit

from tui_blog.errors import ConfigError, NoSecret
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.net.credentials import Credentials
from tui_blog.store.system_keyring import SystemKeyring

COMMAND_SECONDS = 60
"""A password manager may ask its owner something; it does not take longer than that."""


class Accounts:
    """Which account signs on which origin; those that the config file names win over the added ones."""

    def __init__(
        self,
        written: Sequence[Account],
        added: Sequence[Account] = (),
        keyring: SystemKeyring = SystemKeyring(),
    ) -> None:
        self._written = {origin_of(account.origin): account for account in written}
        self._added = {account.origin: account for account in added}
        self._keyring = keyring

    def all(self) -> tuple[Account, ...]:
        """Every account that signs, by origin."""
        return tuple(account for _, account in sorted((self._added | self._written).items()))

    def at(self, url: str) -> Account | None:
        """The account for that URL's origin."""
        origin = origin_of(url)
        return self._written.get(origin) or self._added.get(origin)

    def of_kind(self, kind: AccountKind, url: str) -> Account | None:
        """The account of a network: the one at that URL's origin, else the first by its origin."""
        there = self.at(url)
        if there is not None and there.kind is kind:
            return there
        return next((account for account in self.all() if account.kind is kind), None)

    def is_written(self, origin: str) -> bool:
        """Whether the config file has an account for an origin."""
        return origin_of(origin) in self._written

    def learn(self, account: Account) -> None:
        """An account was added."""
        self._added[account.origin] = account

    def unlearn(self, origin: str) -> None:
        """An account was removed."""
        self._added.pop(origin, None)

    def user_for(self, url: str) -> CleanText:
        """The user name for a blog at that URL, or ""; an account of another network is none for a blog."""
        account = self.at(url)
        is_blogs = account is not None and account.kind.is_blogs
        return clean_line(account.user) if account and is_blogs else EMPTY

    def credentials(self, origin: str) -> Credentials | None:
        """The name and secret for an origin, by a command (ConfigError) or the keyring (NoSecret)."""
        account = self.at(origin)
        return self._credentials(account) if account else None

    def _credentials(self, account: Account) -> Credentials:
        if account.password_command:
            secret = _secret(account)
        else:
            secret = self._keyring.secret(account.origin, account.user)
        if not is_sendable(secret, account.kind):
            # The wire would refuse it as well, and tell the whole of it.
            raise NoSecret(f"The secret of {account.user} at {account.origin} is no token; nothing was sent.")
        return Credentials(account.user, secret, account.kind.signature)


def is_sendable(secret: str, kind: AccountKind) -> bool:
    """Whether a secret can stand in a request: a token is made of visible ASCII, a password of one line."""
    if kind.is_token:
        return secret.isascii() and secret.isprintable() and " " not in secret
    return "\n" not in secret and "\r" not in secret


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
