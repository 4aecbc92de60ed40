"""Looking for titles in a list: there is no index for a part of a word, so posts are looked at one by one.

A stretch of any length is gone through in slices, each with its own limit; whoever asks goes on from where
the slice ended, for as long as the person wants it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from tui_blog.model.post import PostId, PostKey, Sifted
from tui_blog.model.text import CleanText, fold
from tui_blog.store import lists
from tui_blog.store.lists import Stretch

_TITLES = """SELECT listing.sorted_at, listing.post_id, posts.title,
           CASE posts.title WHEN '' THEN posts.excerpt ELSE '' END AS excerpt
      FROM listing"""

_TITLES_JOIN = "CROSS JOIN posts ON posts.id = listing.post_id"


def sift(
    connection: sqlite3.Connection,
    stretch: Stretch,
    words: Sequence[str],
    *,
    limit: int,
    enough: int,
    upward: bool,
) -> Sifted:
    """The posts with all `words` (folded) in their titles, from the top of a stretch or from its bottom up.

    Ends when `limit` titles were looked at, or `enough` posts were found.
    """
    sieve = _Sieve(words)
    places = list(islice(sieve.through(connection, stretch, limit, upward=upward), enough))
    found = [row for key in places if (row := lists.row_of(connection, key.id)) is not None]
    is_cut = sieve.looked == limit or len(places) == enough
    return Sifted(tuple(found[::-1] if upward else found), sieve.looked, sieve.last if is_cut else None)


def sifted_keys(
    connection: sqlite3.Connection, stretch: Stretch, words: Sequence[str]
) -> tuple[PostKey, ...]:
    """The places of all posts of a stretch with the words in their titles."""
    return tuple(_Sieve(words).through(connection, stretch, -1, upward=False))


class _Sieve:
    """Lets titles through that hold all of its words; remembers how many it has met, and the last of them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self.looked = 0
        self.last: PostKey | None = None

    def through(
        self, connection: sqlite3.Connection, stretch: Stretch, limit: int, *, upward: bool
    ) -> Iterator[PostKey]:
        for row in lists.scanned(connection, stretch, _TITLES, _TITLES_JOIN, limit, upward=upward):
            self.looked += 1
            self.last = PostKey(row["sorted_at"], PostId(row["post_id"]))
            title = fold(lists.headline(CleanText(row["title"]), CleanText(row["excerpt"])))
            if all(word in title for word in self._words):
                yield self.last
