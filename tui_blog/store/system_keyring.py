"""The system's keyring, which keeps the secrets of accounts: Secret Service, KWallet, Keychain, Windows.

Source: keyring's documentation. Backends are plugins that raise whatever they like, and may have the secret
in what they raise: nothing of that leaves this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tui_blog.errors import NoSecret

SAFE = 1
"""The `priority` from which on keyring recommends a backend; below, some keep plain text, or nothing."""


class SystemKeyring:
    """Secrets by origin and user."""

    def name(self) -> str:
        """What the keyring is called. Raises NoSecret where none keeps a secret safely."""
        import keyring

        with _renamed("none that keeps secrets safely; `tui-blog account add … --command` does without"):
            backend = keyring.get_keyring()
            if backend.priority < SAFE:
                raise NoSecret("")
            return str(backend.name)

    def secret(self, origin: str, user: str) -> str:
        """The secret of an account. Raises NoSecret where there is none, or the keyring stays shut."""
        import keyring

        with _renamed(
            f"The system's keyring gave no secret for {user} at {origin}. Unlock it and try again."
        ):
            secret = keyring.get_password(_service(origin), user)
        if not secret:
            raise NoSecret(
                f"The system's keyring holds no secret for {user} at {origin}. "
                f"`tui-blog account add {origin} --user {user}` asks for it again."
            )
        return secret

    def keep(self, origin: str, user: str, secret: str) -> None:
        """Keep a secret, and see that it is there. Raises NoSecret with the way that needs no keyring."""
        import keyring

        unsafe = NoSecret(
            "This system has no keyring that keeps a secret safely. Let a command print it: "
            f"`tui-blog account add {origin} --user {user} --command 'pass show …'`."
        )
        with _renamed(str(unsafe)):
            if keyring.get_keyring().priority < SAFE:
                raise unsafe
            keyring.set_password(_service(origin), user, secret)
            if keyring.get_password(_service(origin), user) != secret:
                raise unsafe

    def forget(self, origin: str, user: str) -> None:
        """Take a secret out. Raises NoSecret where it may have stayed."""
        import keyring
        from keyring.errors import PasswordDeleteError

        with _renamed(
            f"The system's keyring did not let go of the secret for {user} at {origin}. "
            "Take it out there by hand."
        ):
            try:
                keyring.delete_password(_service(origin), user)
            except PasswordDeleteError:
                if keyring.get_password(_service(origin), user) is not None:
                    raise


def _service(origin: str) -> str:
    return f"tui-blog {origin}"


@contextmanager
def _renamed(sentence: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        raise NoSecret(sentence) from None
