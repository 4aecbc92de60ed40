"""What the person chose by a key, and finds as they left it."""

from tui_blog.store.database import Database


class ChoiceStore:
    """Choices by their names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """What was chosen last; None where nothing ever was."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM choices WHERE name = ?", (name,)).fetchone()
        return str(row["value"]) if row else None

    def set(self, name: str, value: str) -> None:
        """Remember a choice."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO choices (name, value) VALUES (:name, :value)
                   ON CONFLICT (name) DO UPDATE SET value = :value""",
                {"name": name, "value": value},
            )
