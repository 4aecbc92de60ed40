"""The rules of the person, and the marks that they give to posts."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence

from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.query import Query
from tui_blog.model.rule import Rule
from tui_blog.model.text import CleanText
from tui_blog.store.database import Database, new_id
from tui_blog.store.former import changing, record_former
from tui_blog.store.journal import record
from tui_blog.store.marks import apply, mark
from tui_blog.store.packing import join_lines, split_lines
from tui_blog.store.search import all_fitting, fitting
from tui_blog.store.search_index import SearchIndex


class RuleStore:
    """Rules by their numbers; that one is made, changed or dropped can be taken back."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._database = database
        self._index = index

    def all(self) -> tuple[Rule, ...]:
        """In the order in which they were made, which is the one in which they are applied."""
        with self._database.reading() as connection:
            return tuple(map(_rule, connection.execute("SELECT * FROM rules ORDER BY id").fetchall()))

    def add(self, query: CleanText, marks: Sequence[Mark]) -> Rule:
        """Keep a rule."""
        with self._database.writing() as connection:
            row = connection.execute(
                "INSERT INTO rules (query, read, starred, tags) VALUES (:query, :read, :starred, :tags)",
                _values(query, marks),
            )
            number = new_id(row)
            record_former(connection, "rule", number, "")
        return Rule(number, query, tuple(marks))

    def change(self, number: int, query: CleanText, marks: Sequence[Mark]) -> bool:
        """Let a rule ask and do something else; False where there is none of that number."""
        statement = "UPDATE rules SET query = :query, read = :read, starred = :starred, tags = :tags"
        return self._changed(number, statement, _values(query, marks))

    def remove(self, number: int) -> bool:
        """Keep a rule no more; False where there is none of that number."""
        return self._changed(number, "DELETE FROM rules", {})

    def _changed(self, number: int, statement: str, values: dict[str, object]) -> bool:
        with self._database.writing() as connection, changing(connection, "rule", number) as is_there:
            connection.execute(f"{statement} WHERE id = :id", {**values, "id": number})
        return is_there

    def arrived(
        self,
        post_ids: Sequence[PostId],
        rules: Sequence[tuple[Query, Rule]],
        change: int | None,
        forget: Callable[[], None],
    ) -> int | None:
        """Apply rules to posts that were just stored, as a part of `change` or (None) as a new one.

        They are indexed for it, where they stand in line for that otherwise. A new change that is undone with
        the transaction is nobody's to add to: `forget` is called then.
        """
        with self._database.writing() as connection:
            if change is None:
                self._database.if_undone(forget)
            self._index.index(connection, post_ids)
            for query, rule in rules:
                found = fitting(connection, query, post_ids)
                for each in rule.marks:
                    changed = apply(connection, found, each)
                    change = record(connection, change, each.kind, changed, on=each.on, tag=each.tag)
        return change

    def apply(self, query: Query, rule: Rule) -> int:
        """Apply a rule to all posts that are indexed, as one change; how many posts it changed."""
        with self._database.reading() as connection:
            found = all_fitting(connection, query)
        return len(mark(self._database, found, rule.marks))


def _values(query: CleanText, marks: Sequence[Mark]) -> dict[str, object]:
    kinds = {each.kind for each in marks}
    tags = join_lines(tuple(each.tag for each in marks if each.kind == "tag"))
    return {"query": query, "read": "read" in kinds, "starred": "starred" in kinds, "tags": tags}


def _rule(row: sqlite3.Row) -> Rule:
    return Rule(row["id"], CleanText(row["query"]), tuple(_marks(row)))


def _marks(row: sqlite3.Row) -> Iterator[Mark]:
    if row["read"]:
        yield Mark("read", True)
    if row["starred"]:
        yield Mark("starred", True)
    yield from (Mark("tag", True, CleanText(tag)) for tag in split_lines(row["tags"]))
