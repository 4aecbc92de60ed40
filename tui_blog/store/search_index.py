"""Keeping the index of the search up: posts that came or changed are indexed behind, a few at a time.

Arrivals only put their posts in line (`search_schema`); whoever has time works the line off. Each step is
short and whole, so it may stop anywhere, and two instances may share the work.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from unicodedata import normalize
from zlib import crc32

from tui_blog.model.post import PostKey
from tui_blog.model.terms import indexed_form, words_of
from tui_blog.model.text import text_from_html
from tui_blog.store.database import Database
from tui_blog.store.packing import split_lines, unpack

AUTHOR, LABEL, BLOG, PICTURE, POST = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
"""What a term begins with that is no word of the text; no text has them, for they are no letters."""

SECONDS_A_PLACE = 16
"""The nearer places lie together, the smaller the index; two million of them make a year."""

STEP = 50
"""Posts indexed in one transaction: some ten milliseconds, for a draft may wait behind it."""

LEFT_BEHIND = 20_000
"""Rows without a post from which on the index may be made anew, once they are as many as those with one."""

_PICTURE = re.compile(r"<(?:img|picture|video)\b", re.I)


class SearchIndex:
    """Works off the line of posts that wait for the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> int:
        """How many posts are not indexed as they are now."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM unindexed").fetchone()[0])

    def step(self) -> int:
        """Index some posts, those that came last before others; how many, 0 where none waits."""
        with self._database.reading() as connection:  # who has nothing to do must not wait for a writer
            if connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone() is None:
                return 0
        with self._database.writing() as connection:
            rows = connection.execute("SELECT post_id FROM unindexed ORDER BY post_id DESC LIMIT ?", (STEP,))
            ids = [row["post_id"] for row in rows.fetchall()]
            index_posts(connection, ids)
        return len(ids)

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
        return True


def index_posts(connection: sqlite3.Connection, post_ids: Sequence[int]) -> None:
    """Index posts, wherever they stand in line, and those that are gone no more."""
    # From the oldest on: FTS5 begins a new piece of its index with a row that comes before the last.
    rows = connection.execute(
        "SELECT id FROM posts WHERE id IN (SELECT value FROM json_each(?)) ORDER BY sorted_at, id",
        (json.dumps(post_ids),),
    )
    for row in rows.fetchall():
        _index(connection, row["id"])
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
    row = connection.execute(_TEXTS, (post_id,)).fetchone()
    if row is not None:
        yield normalize("NFC", row["title"])
        for packed in (row["html"], row["article"]):
            if packed is not None:
                yield normalize("NFC", text_from_html(unpack(packed)))
    for comment in connection.execute("SELECT author, html FROM comments WHERE post_id = ?", (post_id,)):
        yield normalize("NFC", f"{comment['author']} {text_from_html(unpack(comment['html']))}")


_TEXTS = """
    SELECT posts.title, bodies.html, articles.html AS article
      FROM posts CROSS JOIN bodies ON bodies.post_id = posts.id
      LEFT JOIN articles ON articles.post_id = posts.id
     WHERE posts.id = ?"""


def _index(connection: sqlite3.Connection, post_id: int) -> None:
    """Index a post, unless it is indexed just so; one that is gone is no more in line."""
    post = connection.execute(
        """SELECT posts.id, posts.blog_id, posts.sorted_at, author, labels, bodies.html
             FROM posts CROSS JOIN bodies ON bodies.post_id = posts.id WHERE posts.id = ?""",
        (post_id,),
    ).fetchone()
    if post is None:
        return
    text = " ".join((*_facts(post), *map(indexed_form, texts_of(connection, post_id))))
    checksum = crc32(f"{post['sorted_at']} {text}".encode("utf-8", "surrogatepass"))
    if connection.execute(
        "SELECT 1 FROM indexed WHERE post_id = ? AND checksum = ?", (post_id, checksum)
    ).fetchone():
        return
    connection.execute("UPDATE indexed SET post_id = NULL WHERE post_id = ?", (post_id,))
    place = _take_place(connection, post["sorted_at"] // SECONDS_A_PLACE)
    connection.execute("INSERT INTO indexed VALUES (?, ?, ?)", (place, post_id, checksum))
    connection.execute(
        "INSERT INTO words (rowid, text) VALUES (?, ?)", (place, text.encode("utf-8", "replace").decode())
    )


def _facts(post: sqlite3.Row) -> Iterator[str]:
    """What can be asked of a post besides its words, as terms."""
    yield POST
    yield f"{BLOG}{post['blog_id']}"
    yield from (f"{AUTHOR}{word}" for word in words_of(post["author"]))
    yield from (f"{LABEL}{word}" for label in split_lines(post["labels"]) for word in words_of(label))
    if _PICTURE.search(unpack(post["html"])):
        yield PICTURE


def _take_place(connection: sqlite3.Connection, wanted: int) -> int:
    """The place that is wanted, or the next that is free; whoever searches is told how far that may be."""
    free = int(connection.execute(_FREE, (wanted,)).fetchone()[0])
    if free > wanted:
        connection.execute("UPDATE search_state SET farthest = max(farthest, ?)", (free - wanted,))
    return free


_FREE = """
    WITH RECURSIVE tried (place) AS (
        SELECT ? UNION ALL
        SELECT place + 1 FROM tried WHERE EXISTS (SELECT 1 FROM indexed WHERE indexed.place = tried.place))
    SELECT max(place) FROM tried"""


def _count(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
