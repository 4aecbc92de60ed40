"""The accounts that the person has added; their secrets are elsewhere."""

from tui_blog.model.account import Account, AccountKind
from tui_blog.store.database import Database


class AccountStore:
    """One account for each origin."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Account, ...]:
        """Every account, by origin; those of a kind that only a newer version knows are left out."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM accounts ORDER BY origin").fetchall()
        known = set(AccountKind)
        return tuple(
            Account(row["origin"], row["user"], row["password_command"], AccountKind(row["kind"]))
            for row in rows
            if row["kind"] in known
        )

    def put(self, account: Account) -> None:
        """Keep an account, in the place of the one that its origin had."""
        with self._database.writing(lasting=True) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO accounts (origin, user, kind, password_command) VALUES (?, ?, ?, ?)",
                (account.origin, account.user, account.kind, account.password_command),
            )

    def remove(self, origin: str) -> None:
        """Forget the account of an origin."""
        with self._database.writing(lasting=True) as connection:
            connection.execute("DELETE FROM accounts WHERE origin = ?", (origin,))
