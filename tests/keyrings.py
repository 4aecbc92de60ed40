"""Keyrings for tests: one that keeps secrets in memory, and those that fail as real ones do."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Drawer(KeyringBackend):
    """Keeps secrets as long as it lives."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError("There is no such password.")


class PlainFile(Drawer):
    """Would write secrets where anybody may read them."""

    priority = 0.5  # type: ignore[assignment]


class Sieve(Drawer):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Locked(Drawer):
    """Raises what no documentation tells of, and has the secret in it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("the bus is gone")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot set {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise OSError("the bus is gone")


@contextmanager
def the_system_has(backend: KeyringBackend) -> Iterator[None]:
    """Let a backend be the system's keyring for a while."""
    earlier = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(earlier)
