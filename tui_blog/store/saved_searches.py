"""The searches that the person keeps, with how many unread posts each found when it was last counted."""

from collections.abc import Mapping

from tui_blog.model.saved_search import SavedSearch
from tui_blog.model.text import CleanText
from tui_blog.store.database import Database


class SavedSearchStore:
    """Searches by what was typed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[SavedSearch, ...]:
        """In the order in which they were kept."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT query, title, unread FROM searches ORDER BY id").fetchall()
        return tuple(
            SavedSearch(CleanText(row["query"]), CleanText(row["title"]), row["unread"]) for row in rows
        )

    def keep(self, query: CleanText, title: CleanText) -> None:
        """Keep a search under a name; one that is kept takes the new name."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO searches (query, title) VALUES (:query, :title)
                   ON CONFLICT (query) DO UPDATE SET title = :title""",
                {"query": query, "title": title},
            )

    def forget(self, query: CleanText) -> None:
        """Keep a search no more."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM searches WHERE query = ?", (query,))

    def counted(self, unread: Mapping[CleanText, int]) -> None:
        """Remember how many unread posts searches have found, by what was typed."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE searches SET unread = ? WHERE query = ?",
                [(number, query) for query, number in unread.items()],
            )
