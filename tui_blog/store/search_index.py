"""Keeping the index of the search up: posts that came or changed are indexed behind, a few at a time.

Arrivals only put their posts in line (`search_schema`); whoever has time works the line off. Each step is
short and whole, so it may stop anywhere, and two instances may share the work.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize
from zlib import crc32

from tui_blog.model.post_key import PostKey
from tui_blog.model.terms import indexed_form, words_of
from tui_blog.model.text import text_from_html
from tui_blog.store.database import Database
from tui_blog.store.packing import split_lines, unpack

AUTHOR, LABEL, BLOG, PICTURE, POST = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
"""What a term begins with that is no word of the text; no text has them, for they are no letters."""

SECONDS_A_PLACE = 16
"""The nearer places lie together, the smaller the index; two million of them make a year."""

STEP = 400
"""Posts indexed in one transaction: some fifty milliseconds, for a draft may wait behind it."""

FEW, MANY = 4, 500
"""Pieces of the index, of which each transaction makes one: so few are not worth merging; so many are merged
while posts are still being indexed, for a search looks into all of them (a millisecond for a hundred)."""

MERGED = 50
"""Pages of the index written in one transaction of a merge: some fifty milliseconds as well."""

LEFT_BEHIND = 20_000
"""Rows without a post from which on the index may be made anew, once they are as many as those with one."""

_PICTURE = re.compile(r"<(?:img|picture|video)\b", re.I)


class SearchIndex:
    """Works off the line of posts that wait for the index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places = Places()

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
                return 0
        with self._database.writing() as connection:
            rows = connection.execute("SELECT post_id FROM unindexed ORDER BY post_id DESC LIMIT ?", (STEP,))
            ids = [row["post_id"] for row in rows.fetchall()]
            index_posts(connection, ids, self._places)
        self.settle(MANY)
        return len(ids)

    def settle(self, from_pieces: int = FEW) -> bool:
        """Merge some of the index, where it has so many pieces; whether there may be more to merge."""
        with self._database.reading() as connection:
            if _count(connection, _PIECES) < from_pieces:
                return False
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


def index_posts(
    connection: sqlite3.Connection, post_ids: Sequence[int], places: "Places | None" = None
) -> None:
    """Index posts, wherever they stand in line, and those that are gone no more."""
    entries = (entry for one in post_ids if (entry := _entry_of(connection, one)))
    _index(connection, entries, places or Places())
    connection.executemany("DELETE FROM unindexed WHERE post_id = ?", [(one,) for one in post_ids])


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


def texts_of(connection: sqlite3.Connection, post_id: int) -> Iterator[str]:
    """What is looked through of a post, and foreign still: title, body, article, comments."""
    row = connection.execute(_POST, (post_id,)).fetchone()
    if row is not None:
        yield from _texts(connection, row, unpack(row["html"]))


def _texts(connection: sqlite3.Connection, post: sqlite3.Row, html: str) -> Iterator[str]:
    yield normalize("NFC", post["title"])
    yield normalize("NFC", text_from_html(html))
    if post["article"] is not None:
        yield normalize("NFC", text_from_html(unpack(post["article"])))
    for comment in connection.execute(_COMMENTS, (post["id"],)):
        yield normalize("NFC", f"{comment['author']} {text_from_html(unpack(comment['html']))}")


# Each is found by a seek; a count of distinct ones would read the whole table.
_PIECES = """
    WITH RECURSIVE pieces (id) AS (
        SELECT min(segid) FROM words_idx UNION ALL
        SELECT (SELECT min(segid) FROM words_idx WHERE segid > pieces.id) FROM pieces WHERE id IS NOT NULL)
    SELECT count(id) FROM pieces"""

_POST = """
    SELECT posts.id, posts.blog_id, posts.sorted_at, author, labels, posts.title, bodies.html,
           articles.html AS article
      FROM posts CROSS JOIN bodies ON bodies.post_id = posts.id
      LEFT JOIN articles ON articles.post_id = posts.id
     WHERE posts.id = ?"""

_COMMENTS = "SELECT author, html FROM comments WHERE post_id = ?"


# --- writing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the index is to hold of a post."""

    post_id: int
    sorted_at: int
    terms: str
    checksum: int
    """What tells at a glance that a post is indexed just so; stored, so it must never change."""


class Places:
    """Finds free places, also where very many posts want one: all that came without a date, say."""

    MOST = 20_000
    """Places that are remembered."""

    def __init__(self) -> None:
        self._beyond: dict[int, int] = {}

    def take(self, connection: sqlite3.Connection, entry: _Entry) -> int:
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


def _index(connection: sqlite3.Connection, entries: Iterable[_Entry], places: Places) -> None:
    """Index posts, but those that are indexed just so."""
    rows, farthest = list[tuple[int, str]](), 0
    for entry in entries:
        row = connection.execute(_INDEXED, (entry.post_id,)).fetchone()
        if row is not None and row["checksum"] == entry.checksum:
            continue
        if row is not None:
            connection.execute("UPDATE indexed SET post_id = NULL WHERE place = ?", (row["place"],))
        place = places.take(connection, entry)
        farthest = max(farthest, place - entry.sorted_at // SECONDS_A_PLACE)
        rows.append((place, entry.terms.encode("utf-8", "replace").decode()))
    # Whoever searches is told how far a post may be from the place that it wanted.
    connection.execute("UPDATE search_state SET farthest = ? WHERE farthest < ?", (farthest, farthest))
    # From the oldest on and without a word between: FTS5 ends a piece of its index with a row that comes
    # before the last, and with a statement of another kind (a savepoint is made for those that may fail).
    connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", sorted(rows))


_INDEXED = "SELECT place, checksum FROM indexed WHERE post_id = ?"


def _entry_of(connection: sqlite3.Connection, post_id: int) -> _Entry | None:
    """A stored post as it is to be indexed; None of one that is gone."""
    post = connection.execute(_POST, (post_id,)).fetchone()
    if post is None:
        return None
    html = unpack(post["html"])
    facts = _facts(post["author"], split_lines(post["labels"]), html)
    texts = map(indexed_form, _texts(connection, post, html))
    terms = " ".join((POST, f"{BLOG}{post['blog_id']}", *facts, *texts))
    checksum = crc32(f"{post['sorted_at']} {terms}".encode("utf-8", "surrogatepass"))
    return _Entry(post_id, post["sorted_at"], terms, checksum)


def _facts(author: str, labels: Iterable[str], html: str) -> Iterator[str]:
    """What can be asked of a post besides its words, as terms."""
    yield from (f"{AUTHOR}{word}" for word in _words_of_name(author))
    yield from (f"{LABEL}{word}" for label in labels for word in _words_of_name(label))
    if _PICTURE.search(html):
        yield PICTURE


@lru_cache(maxsize=1024)
def _words_of_name(name: str) -> tuple[str, ...]:
    """An author writes more than one post, and a label stands under more than one."""
    return tuple(words_of(name))


def _count(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
