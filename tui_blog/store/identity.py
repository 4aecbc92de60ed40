"""The names by which a post is known in its blog.

A post is known by its guid within its blog. A guid that several posts bear names none of them: those are
known by guid and address, and by title and date besides where even their address is one. A name that is new
may be the new name of an old post: `likeness` is about that. Two items of one document are never one.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId
from tui_blog.store.incoming import Incoming
from tui_blog.store.packing import to_moment

OWN, SHARED, LATER = range(3)
"""Whose a name is (`guids.shared`): a post's from the first, several posts', a post's that had one before."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What tells a stored post from others."""

    id: PostId
    guid: str
    address: str
    title: str
    date: str | None
    sorted_at: int
    digest: bytes

    @property
    def published(self) -> datetime | None:
        """When it was published, as its blog last said."""
        return to_moment(self.date)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post of a document, and what names it in its blog."""

    post: Incoming
    names: tuple[str, ...]
    """What several posts bear, the guid first, and last what names this post alone."""
    seen_at: int
    """Where a post without a date stands, in Unix seconds: the order of the document is kept."""

    @property
    def key(self) -> str:
        """The name that is its own."""
        return self.names[-1]


COLUMNS = "posts.id, posts.guid, address, title, published, posts.sorted_at, digest"
"""What a `Kept` is made of."""


def kept_of(row: sqlite3.Row) -> Kept:
    """What is kept of a post, from a row with these columns."""
    post_id, guid, address, title, published, sorted_at, digest = tuple(row)[:7]
    return Kept(PostId(post_id), guid, address, title, published, sorted_at, digest)


_BEARERS = f"""
    SELECT {COLUMNS}, guids.shared, guids.guid AS name
      FROM json_each(?2) AS asked
      CROSS JOIN guids ON guids.blog_id = ?1 AND guids.guid = asked.value
      LEFT JOIN posts ON posts.id = guids.post_id"""


class Names:
    """The names that the posts of one blog go by, and went by."""

    def __init__(self, connection: sqlite3.Connection, blog_id: BlogId, expected: Iterable[str]) -> None:
        """Names that are `expected` to be asked for are looked up at once, as they are borne now."""
        self._connection = connection
        self._blog_id = blog_id
        self._looked_up = self._all(expected)

    def bearer(self, name: str) -> tuple[Kept | None, bool]:
        """The post that bore a name last, and whether several do."""
        row = self._row(name)
        if row is None:
            return None, False
        return kept_of(row) if row["id"] is not None else None, row["shared"] == SHARED

    def is_dropped(self, arrival: Arrival) -> bool:
        """Whether it was a post of the library that was not to be kept (see `retention`)."""
        row = self._row(arrival.key)
        return row is not None and row["id"] is None

    def _row(self, name: str) -> sqlite3.Row | None:
        if name not in self._looked_up:
            self._looked_up |= self._all((name,))
        return self._looked_up[name]

    def _all(self, names: Iterable[str]) -> dict[str, sqlite3.Row | None]:
        looked_up: dict[str, sqlite3.Row | None] = dict.fromkeys(names)
        rows = self._connection.execute(_BEARERS, (self._blog_id, json.dumps(list(looked_up))))
        return looked_up | {row["name"]: row for row in rows}

    def remember(self, arrival: Arrival, post_id: PostId, kind: int = OWN) -> None:
        """Keep by which names a post is known; a shared one leads to the post that bore it last."""
        for name in arrival.names:
            self._connection.execute(
                """INSERT INTO guids (blog_id, guid, post_id, shared) VALUES (:blog, :guid, :post, :kind)
                   ON CONFLICT (blog_id, guid) DO UPDATE SET post_id = :post, shared = :kind
                   WHERE (post_id, shared) <> (:post, :kind)""",
                {
                    "blog": self._blog_id,
                    "guid": name,
                    "post": post_id,
                    "kind": kind if name == arrival.key else SHARED,
                },
            )

    def rename(self, kept: Kept, arrival: Arrival) -> None:
        """Keep a new name beside the first one; one between them goes: a guid may change at every fetch."""
        self._connection.execute(
            "DELETE FROM guids WHERE blog_id = ? AND guid = ? AND shared = ?",
            (self._blog_id, kept.guid, LATER),
        )
        self.remember(arrival, kept.id, LATER)


def ladder_of(post: Incoming) -> tuple[str, ...]:
    """Names of a post, each narrower than the one before; a guid is one line, so none can be mistaken."""
    place = f"{post.guid}\n{post.address or post.title}"
    return post.guid, place, f"{place}\n{post.title}\n{post.moment}"


def shared_names(posts: Sequence[Incoming]) -> set[str]:
    """The names that several posts of a document bear."""
    times = Counter(post.guid for post in posts)
    bearers: dict[str, set[str]] = defaultdict(set)
    for post in posts:
        if times[post.guid] > 1:
            *wide, narrowest = ladder_of(post)
            for name in wide:
                bearers[name].add(narrowest)
    return {"", *(name for name, several in bearers.items() if len(several) > 1)}
