"""Looking for titles in a list: there is no index for a part of a word, so posts are looked at one by one.

A stretch of any length is gone through in slices, each with its own limit; whoever asks goes on from where
the slice ended, for as long as the person wants it. SQLite passes over titles in ASCII by itself, which
leaves the other threads alone meanwhile; Python folds what is left.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.sifted import Sifted
from tui_blog.model.text import CleanText, fold
from tui_blog.store import lists
from tui_blog.store.stretch import Stretch

_TEXT = "CASE posts.title WHEN '' THEN posts.excerpt ELSE posts.title END"

_TITLES = "SELECT listing.sorted_at, listing.post_id, posts.title, posts.excerpt FROM listing"

_TITLES_JOIN = "CROSS JOIN posts ON posts.id = listing.post_id"

_BEYOND_ASCII = f"{_TEXT} GLOB '*[^ -~]*'"


def sift(
    connection: sqlite3.Connection,
    stretch: Stretch,
    words: Sequence[str],
    *,
    limit: int,
    enough: int,
    backward: bool,
) -> Sifted:
    """The posts with all `words` (folded) in their titles, from the first of a stretch on, or from its last.

    Ends when `limit` titles were looked at, or `enough` posts were found.
    """
    end = lists.key_at(connection, stretch, limit, backward=backward)
    if end is not None:
        stretch = (stretch.after if backward else stretch.before)(end, itself=True)
    places = list(islice(_fitting(connection, stretch, words, backward=backward), enough))
    rows = [row for key in places if (row := lists.row_of(connection, key.id)) is not None]
    reached = places[-1] if len(places) == enough else end
    return Sifted(tuple(rows[::-1] if backward else rows), reached)


def sifted_keys(
    connection: sqlite3.Connection, stretch: Stretch, words: Sequence[str]
) -> tuple[PostKey, ...]:
    """The places of all posts of a stretch with the words in their titles."""
    return tuple(_fitting(connection, stretch, words, backward=False))


def _fitting(
    connection: sqlite3.Connection, stretch: Stretch, words: Sequence[str], *, backward: bool
) -> Iterator[PostKey]:
    condition, values = _condition(words)
    found = lists.scanned(
        connection, stretch, _TITLES, _TITLES_JOIN, condition=condition, values=values, backward=backward
    )
    for row in found:
        title = fold(lists.headline(CleanText(row["title"]), CleanText(row["excerpt"])))
        if all(word in title for word in words):
            yield PostKey(row["sorted_at"], PostId(row["post_id"]))


def _condition(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What SQLite can tell of a title: it may hold the words, or it is not in ASCII, where it cannot tell."""
    if not words:
        return "", ()
    if not all(word.isascii() for word in words):
        return f"AND {_BEYOND_ASCII}", ()
    # Of ASCII letters LIKE leaves the case aside.
    likes = " AND ".join(rf"{_TEXT} LIKE ? ESCAPE '\'" for _ in words)
    return f"AND ({likes} OR {_BEYOND_ASCII})", tuple(f"%{_escaped(word)}%" for word in words)


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
