"""Rules and kept searches as they were before a change, in the journal, so that they can be put back."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tui_blog.model.marks import KeptKind
from tui_blog.model.text import CleanText
from tui_blog.store.journal import record

_TABLES: dict[KeptKind, str] = {"rule": "rules", "search": "searches"}
_NAMES: dict[KeptKind, str] = {"rule": "query", "search": "title"}


@contextmanager
def changing(connection: sqlite3.Connection, kind: KeptKind, number: int) -> Iterator[bool]:
    """Note in the journal what a row was before it is changed; yields whether it is there."""
    former = _as_it_is(connection, kind, number)
    yield bool(former)
    record_former(connection, kind, number, former)


def _as_it_is(connection: sqlite3.Connection, kind: KeptKind, number: int) -> str:
    """A row as JSON; "" where there is none."""
    row = connection.execute(f"SELECT * FROM {_TABLES[kind]} WHERE id = ?", (number,)).fetchone()
    return json.dumps(dict(row)) if row else ""


def record_former(connection: sqlite3.Connection, kind: KeptKind, number: int, former: str) -> None:
    """Note what a row was before it was made, changed or dropped just now; nothing where it is the same."""
    if _as_it_is(connection, kind, number) != former:
        record(connection, None, kind, [number], on=not former, former=former)


def put_back(connection: sqlite3.Connection, kind: KeptKind, number: int, former: str) -> CleanText:
    """Make a row what it was, or drop it where it was not there; its name, "" where it is so already."""
    now = _as_it_is(connection, kind, number)
    if now == former:
        return CleanText("")
    connection.execute(f"DELETE FROM {_TABLES[kind]} WHERE id = ?", (number,))
    if former:
        row = json.loads(former)
        places = ", ".join(f":{column}" for column in row)
        connection.execute(
            f"INSERT OR REPLACE INTO {_TABLES[kind]} ({', '.join(row)}) VALUES ({places})", row
        )
    return CleanText(json.loads(former or now)[_NAMES[kind]])
