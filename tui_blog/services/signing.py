"""The accounts that sign the person's comments: added, listed, removed, and shown to their servers."""

import asyncio
from dataclasses import dataclass

from tui_blog.errors import NotInLibrary, UsageError
from tui_blog.model.account import Account, AccountKind, is_confidential, is_origin
from tui_blog.model.text import CleanText, clean_line
from tui_blog.services.accounts import Accounts, is_sendable, origin_of
from tui_blog.services.running import Run
from tui_blog.store.accounts import AccountStore
from tui_blog.store.system_keyring import SystemKeyring

GITHUB = "https://api.github.com"
_KNOWN_ORIGINS = {
    GITHUB: AccountKind.GITHUB,
    "https://bsky.social": AccountKind.BLUESKY,
    "https://micro.blog": AccountKind.MICROBLOG,
}
"""Whose account it is goes without saying there."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a server says of an account."""

    account: Account
    name: CleanText
    """By which it knows the person; "" where it did not accept the account."""


class Signing:
    """The person's accounts. Those of the config file are listed and checked like the others, and win."""

    def __init__(self, run: Run, accounts: Accounts, store: AccountStore, keyring: SystemKeyring) -> None:
        self._run = run
        self._accounts = accounts
        self._store = store
        self._keyring = keyring

    def all(self) -> tuple[Account, ...]:
        """Every account that signs, by origin."""
        return self._accounts.all()

    def is_written(self, account: Account) -> bool:
        """Whether it stands in the config file."""
        return self._accounts.is_written(account.origin)

    def named(self, url: str) -> Account:
        """The account of an origin, or of an address there (NotInLibrary)."""
        account = self._accounts.at(_whole(url))
        if account is None:
            raise NotInLibrary(
                f"There is no account for {clean_line(origin_of(_whole(url)))}. "
                "`tui-blog account` lists them."
            )
        return account

    def new(self, url: str, user: str, kind: AccountKind | None, command: str = "") -> Account:
        """An account as it may be added (UsageError); without `kind` its origin tells whose it is."""
        origin = _origin(url)
        kind = kind or _KNOWN_ORIGINS.get(origin, AccountKind.WORDPRESS)
        if not user or user != clean_line(user) or (not kind.is_token and ":" in user):
            raise UsageError("A user name is one line without a colon.")
        return Account(origin, user, command, kind)

    async def add(self, account: Account, secret: str = "") -> None:
        """Keep an account; its secret goes to the system's keyring, unless a command prints it (NoSecret)."""
        if not account.password_command and not secret:
            raise UsageError("The secret is empty; nothing was kept.")
        if secret and not is_sendable(secret, account.kind):
            raise UsageError("The secret holds characters that none has. Nothing was kept.")
        await asyncio.to_thread(self._add, account, secret)

    def _add(self, account: Account, secret: str) -> None:
        earlier = self._kept(account.origin)
        if not account.password_command:
            self._keyring.keep(account.origin, account.user, secret)
        self._store.put(account)
        self._accounts.learn(account)
        if earlier and not earlier.password_command:
            self._forget_replaced(earlier, account)

    def _forget_replaced(self, earlier: Account, account: Account) -> None:
        if earlier.user != account.user or account.password_command:
            self._keyring.forget(earlier.origin, earlier.user)

    async def remove(self, url: str) -> Account:
        """Forget an account and its secret; one of the config file stays there (UsageError)."""
        kept = await asyncio.to_thread(self._kept, origin_of(_whole(url)))
        if kept is None:
            written = self.named(url)
            raise UsageError(
                f"The account for {written.origin} stands in the config file; take it out there."
            )
        await asyncio.to_thread(self._remove, kept)
        return kept

    def _remove(self, account: Account) -> None:
        self._store.remove(account.origin)
        self._accounts.unlearn(account.origin)
        if not account.password_command:
            self._keyring.forget(account.origin, account.user)

    def _kept(self, origin: str) -> Account | None:
        return next((account for account in self._store.all() if account.origin == origin), None)

    async def check(self, url: str) -> Checked:
        """Ask the server at an address for whom it takes the account of its origin."""
        from tui_blog.platforms.who_am_i import who_am_i

        account, address = self.named(url), _whole(url)
        return Checked(account, await self._run(who_am_i(account, address), typed_url=address))


def _whole(url: str) -> str:
    """An address as people write it, the missing scheme added; GitHub's API has a host of its own."""
    whole = url if "://" in url else f"https://{url}"
    return GITHUB if origin_of(whole) == "https://github.com" and "@" not in whole else whole


def _origin(url: str) -> str:
    """The origin of what the person typed (UsageError); a password within it is not repeated."""
    whole = _whole(url.strip())
    if not is_origin(whole):
        raise UsageError("An account is for a scheme and a host, like https://blog.example.")
    if "@" in whole.partition("://")[2].partition("/")[0]:
        raise UsageError("Leave user name and password out of the address; `--user` takes the name.")
    origin = origin_of(whole)
    if not is_confidential(origin):
        raise UsageError(
            f"A password sent to {clean_line(origin)} could be read on its way. Write the address with https."
        )
    return origin
