"""Keeping the index of the search up: posts that came or changed are indexed behind, a few at a time.

Arrivals only put their posts in line (`search_schema`); whoever has time works the line off. Each step is
short and whole, so it may stop anywhere, and two instances may share the work.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from tui_blog.model.post_key import PostKey
from tui_blog.store.database import Database
from tui_blog.store.search_terms import Entry, WorkedOut, entry_of

SECONDS_A_PLACE = 16
"""The nearer places lie together, the smaller the index; two million of them make a year."""

STEP = 800
"""Posts indexed in one transaction, for which a draft may wait: some sixty milliseconds where their terms are
at hand, twice that where not."""

FEW, MANY = 4, 500
"""Pieces of the index, of which each transaction makes one: so few are not worth merging; so many are merged
while posts are still being indexed, for a search looks into all of them (a millisecond for a hundred)."""

MERGED = 50
"""Pages of the index written in one transaction of a merge: some fifty milliseconds as well."""

PIECES_A_MERGE = 50
"""The more pieces, the more merges follow a step: one for so many. A step adds some 170 pages, each of which
is merged two or three times in the end."""

LEFT_BEHIND = 20_000
"""Rows without a post from which on the index may be made anew, once they are as many as those with one."""


class SearchIndex:
    """Works off the line of posts that wait for the index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places = Places()
        self._worked_out = WorkedOut()

    def expect(self, terms: Iterable[tuple[bytes, bytes]]) -> None:
        """Take the `body_terms` of posts that arrive, by the digests of title and body."""
        self._worked_out.add(terms)

    def waiting(self) -> int:
        """How many posts are not indexed as they are now."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM unindexed").fetchone()[0])

    def step(self, *, full: bool = False) -> int:
        """Index some posts, those that came last before others; how many, 0 where none waits.

        A `full` step is not begun before there are posts enough for it.
        """
        wanted = STEP if full else 1
        with self._database.reading() as connection:  # who has nothing to do must not wait for a writer
            row = connection.execute("SELECT 1 FROM unindexed LIMIT 1 OFFSET ?", (wanted - 1,)).fetchone()
            if row is None:
                if not full:  # not one waits
                    self._worked_out.let_go()
                return 0
        with self._database.writing() as connection:
            rows = connection.execute("SELECT post_id FROM unindexed ORDER BY post_id DESC LIMIT ?", (STEP,))
            ids = [row["post_id"] for row in rows.fetchall()]
            self.index(connection, ids)
        self._keep_up()
        return len(ids)

    def index(self, connection: sqlite3.Connection, post_ids: Sequence[int]) -> None:
        """Index posts, wherever they stand in line, and those that are gone no more."""
        entries = (entry for one in post_ids if (entry := entry_of(connection, one, self._worked_out)))
        _index(connection, entries, self._places)
        connection.executemany("DELETE FROM unindexed WHERE post_id = ?", [(one,) for one in post_ids])

    def _keep_up(self) -> None:
        """Merge as much as steps add to many pieces: from a thousand on, FTS5 merges them all at once."""
        pieces = self._pieces()
        for _ in range(pieces // PIECES_A_MERGE if pieces >= MANY else 0):
            if not self._merge():
                break

    def settle(self) -> bool:
        """Merge some of the index, where it has a few pieces; whether there may be more to merge."""
        return self._pieces() >= FEW and self._merge()

    def _pieces(self) -> int:
        with self._database.reading() as connection:
            return _count(connection, _PIECES)

    def _merge(self) -> bool:
        """Merge some of the index; whether there was anything to merge."""
        with self._database.writing() as connection:
            before = connection.total_changes
            connection.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (MERGED,))
            # Of a merge with nothing to do, FTS5 writes that it was asked, no more.
            return connection.total_changes - before > 1

    def renew(self) -> bool:
        """Put all posts in line again where the index is mostly of what posts said before; whether it was."""
        with self._database.reading() as connection:
            left = _count(connection, "SELECT count(*) FROM indexed WHERE post_id IS NULL")
            if left < LEFT_BEHIND or left < _count(connection, "SELECT count(post_id) FROM indexed"):
                return False
        with self._database.writing() as connection:
            connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
            connection.execute("DELETE FROM indexed")
            connection.execute("INSERT OR IGNORE INTO unindexed (post_id) SELECT id FROM posts")
        self._places = Places()
        return True


def place_of(connection: sqlite3.Connection, key: PostKey) -> int:
    """Where a post stands in the index; where it would, if it is not there.

    A key beside a post's own (`lists` makes such) has the place beside it.
    """
    for number, beside in ((key.id, 0), (key.id - 1, 1)):
        row = connection.execute(
            """SELECT place FROM indexed CROSS JOIN posts ON posts.id = indexed.post_id
                WHERE indexed.post_id = ? AND posts.sorted_at = ?""",
            (number, key.sorted_at),
        ).fetchone()
        if row is not None:
            return int(row["place"]) + beside
    return key.sorted_at // SECONDS_A_PLACE


# Each is found by a seek; a count of distinct ones would read the whole table.
_PIECES = """
    WITH RECURSIVE pieces (id) AS (
        SELECT min(segid) FROM words_idx UNION ALL
        SELECT (SELECT min(segid) FROM words_idx WHERE segid > pieces.id) FROM pieces WHERE id IS NOT NULL)
    SELECT count(id) FROM pieces"""


class Places:
    """Finds free places, also where very many posts want one: all that came without a date, say."""

    MOST = 20_000
    """Places that are remembered."""

    def __init__(self) -> None:
        self._beyond: dict[int, int] = {}

    def take(self, connection: sqlite3.Connection, entry: Entry) -> int:
        """The place that the post wants, or the next that is free; kept for it."""
        wanted = entry.sorted_at // SECONDS_A_PLACE
        free = self._nearest(wanted)
        while not connection.execute(_TAKE, (free, entry.post_id, entry.checksum)).rowcount:
            free = int(connection.execute(_FREE, (free,)).fetchone()[0])
        if len(self._beyond) >= self.MOST:
            self._beyond.clear()
        self._beyond[wanted] = free + 1
        return free

    def _nearest(self, place: int) -> int:
        """The nearest that may be free; all between are not, and stay so."""
        while place in self._beyond:
            place = self._beyond[place]
        return place


_TAKE = "INSERT OR IGNORE INTO indexed VALUES (?, ?, ?)"

_FREE = """
    WITH RECURSIVE tried (place) AS (
        SELECT ? UNION ALL
        SELECT place + 1 FROM tried WHERE EXISTS (SELECT 1 FROM indexed WHERE indexed.place = tried.place))
    SELECT max(place) FROM tried"""


def _index(connection: sqlite3.Connection, entries: Iterable[Entry], places: Places) -> None:
    """Index posts, but those that are indexed just so."""
    rows, farthest = list[tuple[int, bytes]](), 0
    for entry in entries:
        if entry.is_indexed:
            continue
        if entry.place is not None:
            connection.execute("UPDATE indexed SET post_id = NULL WHERE place = ?", (entry.place,))
        place = places.take(connection, entry)
        farthest = max(farthest, place - entry.sorted_at // SECONDS_A_PLACE)
        rows.append((place, entry.terms))
    # Whoever searches is told how far a post may be from the place that it wanted.
    connection.execute("UPDATE search_state SET farthest = ? WHERE farthest < ?", (farthest, farthest))
    # From the oldest on and without a word between: FTS5 ends a piece of its index with a row that comes
    # before the last, and with a statement of another kind (a savepoint is made for those that may fail).
    connection.executemany("INSERT INTO words (rowid, text) VALUES (?, CAST(? AS TEXT))", sorted(rows))


def _count(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
