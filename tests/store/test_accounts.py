"""Accounts as the library keeps them: one for each origin, and no secret."""

import pytest

from tui_blog.model.account import Account, AccountKind
from tui_blog.store.accounts import AccountStore
from tui_blog.store.database import Database

ADA = Account("https://blog.example", "ada", "pass show blog.example")
ZOE = Account("https://social.example", "zoe", kind=AccountKind.MASTODON)


@pytest.fixture
def accounts(database: Database) -> AccountStore:
    return AccountStore(database)


def test_each_origin_has_one_account(accounts: AccountStore) -> None:
    accounts.put(ZOE)
    accounts.put(Account(ADA.origin, "bo"))
    accounts.put(ADA)
    assert accounts.all() == (ADA, ZOE)
    accounts.remove(ADA.origin)
    accounts.remove(ADA.origin)
    assert accounts.all() == (ZOE,)


def test_a_kind_that_only_a_newer_version_knows_is_kept_and_not_used(
    accounts: AccountStore, database: Database
) -> None:
    accounts.put(ZOE)
    with database.writing() as connection:
        connection.execute("INSERT INTO accounts VALUES ('https://gopher.example', 'zoe', 'gopher', '')")
    assert accounts.all() == (ZOE,)
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone()[0] == 2


def test_no_table_has_a_place_for_a_secret(database: Database) -> None:
    with database.reading() as connection:
        columns = [row["name"] for row in connection.execute("PRAGMA table_info(accounts)")]
    assert columns == ["origin", "user", "kind", "password_command"]
