"""The searches that the person keeps, with how many unread posts each found when it was last counted."""

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui_blog.model.text import CleanText
from tui_blog.store.database import Database, new_id

if TYPE_CHECKING:
    from tui_blog.model.saved_search import SavedSearch


class SavedSearchStore:
    """Searches by what was typed; that one is kept, renamed or forgotten can be taken back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple["SavedSearch", ...]:
        """In the order in which they were kept."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT query, title, unread FROM searches ORDER BY id").fetchall()
        return tuple(map(_search, rows))

    def keep(self, query: CleanText, title: CleanText) -> None:
        """Keep a search under a name; one that is kept takes the new name."""
        from tui_blog.store.former import changing, record_former  # the first list can do without

        with self._database.writing() as connection:
            number = _number_of(connection, query)
            if number is None:
                row = connection.execute("INSERT INTO searches (query, title) VALUES (?, ?)", (query, title))
                record_former(connection, "search", new_id(row), "")
                return
            with changing(connection, "search", number):
                connection.execute("UPDATE searches SET title = ? WHERE id = ?", (title, number))

    def forget(self, query: CleanText) -> bool:
        """Keep a search no more; False where it was not kept."""
        from tui_blog.store.former import changing

        with self._database.writing() as connection:
            number = _number_of(connection, query)
            if number is None:
                return False
            with changing(connection, "search", number):
                connection.execute("DELETE FROM searches WHERE id = ?", (number,))
            return True

    def counted(self, unread: Mapping[CleanText, int]) -> None:
        """Remember how many unread posts searches have found, by what was typed."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE searches SET unread = ? WHERE query = ?",
                [(number, query) for query, number in unread.items()],
            )


def _search(row: sqlite3.Row) -> "SavedSearch":
    from tui_blog.model.saved_search import SavedSearch  # only who keeps one waits for it

    return SavedSearch(CleanText(row["query"]), CleanText(row["title"]), row["unread"])


def _number_of(connection: sqlite3.Connection, query: CleanText) -> int | None:
    row = connection.execute("SELECT id FROM searches WHERE query = ?", (query,)).fetchone()
    return row["id"] if row else None
