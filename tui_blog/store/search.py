"""Searching the library: the newest posts that fit, a page at a time, whatever the size of the library.

The index (`search_index`) is in the order of the posts' dates and walks over what does not fit by itself.
What it cannot tell is asked of each post that it gives: marks that change daily, and the order of words.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from tui_blog.model.blog import BlogId
from tui_blog.model.matching import is_exact, pattern_of, shadow, snippet
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.query import Query
from tui_blog.model.sifted import Sifted
from tui_blog.model.snippet import Snippet
from tui_blog.model.text import CleanText, clean_line
from tui_blog.store import lists
from tui_blog.store.database import Database
from tui_blog.store.search_index import SECONDS_A_PLACE, place_of
from tui_blog.store.search_match import BLOGS_AS_TERMS, EVERY_POST, HAS_UNWANTED, match_of
from tui_blog.store.search_parts import Part, first_part
from tui_blog.store.search_shelves import standing_of
from tui_blog.store.search_terms import texts_of
from tui_blog.store.stretch import Stretch

FEW = 100
"""Marked posts that are rather asked one by one whether they fit than looked for among all that fit."""

_ENDS = 2**62


class SearchStore:
    """Finds posts of followed blogs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        query: Query,
        *,
        after: PostKey | None = None,
        before: PostKey | None = None,
        limit: int,
        enough: int,
    ) -> Sifted:
        """The next posts that fit: below `after`, or from `before` upward.

        Looks at `limit` of those that the index gives at most, and at no more than a part of a large library;
        stops at `enough` finds.
        """
        with self._database.reading() as connection:
            keys, fits = list[PostKey](), _test(connection, query)
            walk = _Walk(connection, query, after, before, in_parts=True)
            for looked, key in enumerate(walk.posts(), 1):
                if fits(key.id):
                    keys.append(key)
                if looked == limit or len(keys) == enough:
                    reached: PostKey | None = key
                    break
            else:
                reached = walk.edge
            rows = tuple(row for key in keys if (row := lists.row_of(connection, key.id)))
        return Sifted(rows[::-1] if before else rows, reached)

    def count(self, query: Query, limit: int) -> int:
        """How many posts fit, up to `limit`."""
        with self._database.reading() as connection:
            fits = _test(connection, query)
            found = (key for key in _Walk(connection, query).posts() if fits(key.id))
            return sum(1 for _ in islice(found, limit))

    def snippet(self, post_id: PostId, query: Query, length: int) -> Snippet:
        """The piece of a post's text where something was found, else how it begins; at most so long."""
        clauses = [clause for clause in query.of("text") if not clause.is_negated]
        with self._database.reading() as connection:
            _, *bodies = texts_of(connection, post_id) or ("",)
        for body in bodies:
            if found := snippet(body, clauses, length):
                return found
        return Snippet(clean_line(bodies[0][: length * 2], length) if bodies else CleanText(""))


def fitting(connection: sqlite3.Connection, query: Query, post_ids: Sequence[PostId]) -> list[PostId]:
    """Those of some posts, indexed already, that fit."""
    fits = _test(connection, query)
    return [key.id for key in _Walk(connection, query).among(post_ids) if fits(key.id)]


def all_fitting(connection: sqlite3.Connection, query: Query) -> list[PostId]:
    """All posts that fit, newest first."""
    fits = _test(connection, query)
    return [key.id for key in _Walk(connection, query).posts() if fits(key.id)]


class _Walk:
    """Posts that fit the index and the marks, newest first or upward; the rest is for `_test`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        query: Query,
        after: PostKey | None = None,
        before: PostKey | None = None,
        *,
        in_parts: bool = False,
    ) -> None:
        self._connection = connection
        self._in_parts = in_parts
        self.edge: PostKey | None = None
        """Where the walk goes on behind the part that it went through."""
        self._query = query
        self._standing = standing_of(connection, query)
        self._after = after
        self._before = before

    def posts(self) -> Iterator[PostKey]:
        """By the quickest of the ways there are."""
        match = match_of(self._query)
        if match == EVERY_POST:
            rows = self._listed(_LISTED)
        elif self._are_few():
            rows = self._listed(_FEW_MARKED, match)
        else:
            rows = self._indexed(match)
        yield from _keys(rows)

    def among(self, post_ids: Sequence[PostId]) -> Iterator[PostKey]:
        """Those of some posts, which are few."""
        values = {
            "ids": json.dumps(post_ids),
            "match": match_of(self._query),
            "since": _seconds(self._query.since, -_ENDS),
            "until": _seconds(self._query.until, _ENDS),
            "shelf": self._standing.walked,
        }
        yield from _keys(self._connection.execute(_AMONG.format(conditions=self._conditions()), values))

    def _indexed(self, match: str) -> sqlite3.Cursor:
        query = self._query
        top = place_of(self._connection, self._after) if self._after else _ENDS
        bottom = place_of(self._connection, self._before) if self._before else -_ENDS
        conditions = self._conditions()
        part = Part(
            min(top, self._last_place()), max(bottom, _seconds(query.since, -_ENDS) // SECONDS_A_PLACE - 1)
        )
        # What fits the words alone is found at once, however rare it is.
        if self._in_parts and (conditions or HAS_UNWANTED in match):
            part = first_part(self._connection, part, upward=self._before is not None)
            self.edge = part.edge
        values = {
            "match": match,
            "top": part.top,
            "bottom": part.bottom,
            "since": _seconds(query.since, -_ENDS),
            "until": _seconds(query.until, _ENDS),
            "shelf": self._standing.walked,
        }
        statement = _FOUND.format(conditions=conditions, order=self._order)
        return self._connection.execute(statement, values)

    def _listed(self, statement: str, match: str = "") -> sqlite3.Cursor:
        query = self._query
        shelf = self._standing.walked
        stretch = Stretch(
            shelf, top=(_seconds(query.until, _ENDS), 0), bottom=(_seconds(query.since, -_ENDS), 0)
        )
        stretch = stretch.below(self._after) if self._after else stretch
        stretch = stretch.above(self._before) if self._before else stretch
        values = {
            "match": match, "shelf": shelf,
            "top": stretch.top[0], "top_id": stretch.top[1],
            "bottom": stretch.bottom[0], "bottom_id": stretch.bottom[1],
        }  # fmt: skip
        index = _INDEXES[bool(query.is_starred), query.is_read is False]
        statement = statement.format(index=index, conditions=self._conditions(), order=self._order)
        return self._connection.execute(statement, values)

    @property
    def _order(self) -> str:
        return "ASC" if self._before else "DESC"

    def _last_place(self) -> int:
        """Places are taken above a post's own where that is not free."""
        until = self._query.until
        if until is None:
            return _ENDS
        row = self._connection.execute("SELECT farthest FROM search_state").fetchone()
        return _seconds(until, _ENDS) // SECONDS_A_PLACE + int(row["farthest"]) + 1

    def _are_few(self) -> bool:
        """So few posts bear the mark or the tag that is asked for that they are looked at, not the index."""
        row = self._connection.execute(
            "SELECT posts, unread, starred FROM shelves WHERE id = ?", (self._standing.walked,)
        ).fetchone()
        query = self._query
        return bool(
            row["posts"] <= FEW
            or (query.is_starred and row["starred"] <= FEW)
            or (query.is_read is False and row["unread"] <= FEW)
        )

    def _conditions(self) -> str:
        query = self._query
        wanted = [
            ("listing.read = {}", query.is_read),
            ("listing.starred = {}", query.is_starred),
            ("(coalesce(posts.comment_count, 0) > 0) = {}", query.has_comments),
        ]
        told = [condition.format(int(value)) for condition, value in wanted if value is not None]
        many = (blogs for blogs in query.blogs if len(blogs) > BLOGS_AS_TERMS)
        told += [f"posts.blog_id IN ({_numbers(blogs)})" for blogs in many]
        if len(query.other_blogs) > BLOGS_AS_TERMS:
            told.append(f"posts.blog_id NOT IN ({_numbers(query.other_blogs)})")
        told += self._standing.conditions
        return "".join(f" AND {condition}" for condition in told)


# A shelf holds posts with their marks; the library's those of followed blogs.
_FOUND = """
    SELECT posts.sorted_at, posts.id
      FROM words
      CROSS JOIN indexed ON indexed.place = words.rowid
      CROSS JOIN posts ON posts.id = indexed.post_id
      CROSS JOIN listing ON listing.shelf_id = :shelf AND listing.sorted_at = posts.sorted_at
                        AND listing.post_id = posts.id
     WHERE words MATCH :match AND words.rowid < :top AND words.rowid > :bottom
       AND posts.sorted_at >= :since AND posts.sorted_at < :until {conditions}
     ORDER BY words.rowid {order}"""

_LISTED = """
    SELECT posts.sorted_at, posts.id
      FROM listing {index}
      CROSS JOIN posts ON posts.id = listing.post_id
     WHERE listing.shelf_id = :shelf AND (listing.sorted_at, listing.post_id) < (:top, :top_id)
       AND (listing.sorted_at, listing.post_id) > (:bottom, :bottom_id) {conditions}
     ORDER BY listing.sorted_at {order}, listing.post_id {order}"""

# FTS5 is asked about one row at a time, each of which costs it as much as the beginning of a search.
_FEW_MARKED = _LISTED.replace(
    "WHERE",
    """CROSS JOIN indexed ON indexed.post_id = posts.id
      CROSS JOIN words ON words.rowid = indexed.place
     WHERE words MATCH :match AND""",
)

_AMONG = """
    SELECT posts.sorted_at, posts.id
      FROM json_each(:ids) AS some
      CROSS JOIN posts ON posts.id = some.value
      CROSS JOIN listing ON listing.shelf_id = :shelf AND listing.sorted_at = posts.sorted_at
                        AND listing.post_id = posts.id
      CROSS JOIN indexed ON indexed.post_id = posts.id
      CROSS JOIN words ON words.rowid = indexed.place
     WHERE words MATCH :match AND posts.sorted_at >= :since AND posts.sorted_at < :until {conditions}"""

_INDEXES = {  # (starred, unread)
    (True, True): "INDEXED BY listing_starred_unread",
    (True, False): "INDEXED BY listing_starred",
    (False, True): "INDEXED BY listing_unread",
    (False, False): "",
}


def _keys(rows: Iterable[sqlite3.Row]) -> Iterator[PostKey]:
    return (PostKey(row["sorted_at"], PostId(row["id"])) for row in rows)


def _numbers(blogs: frozenset[BlogId]) -> str:
    return ", ".join(str(int(blog)) for blog in sorted(blogs))


def _seconds(moment: datetime | None, otherwise: int) -> int:
    return int(moment.timestamp()) if moment else otherwise


def _test(connection: sqlite3.Connection, query: Query) -> Callable[[PostId], bool]:
    """Whether a post that the index gives has the words in their order, and not those it must not have."""
    inexact = [clause for clause in query.of("text") if not is_exact(clause)]
    if not inexact:
        return lambda _: True
    wanted = [p for clause in inexact if not clause.is_negated and (p := pattern_of([clause]))]
    unwanted = pattern_of([clause for clause in inexact if clause.is_negated])

    def fits(post_id: PostId) -> bool:
        texts = [shadow(text) for text in texts_of(connection, post_id)]
        if unwanted and any(map(unwanted.search, texts)):
            return False
        return all(any(map(pattern.search, texts)) for pattern in wanted)

    return fits
