"""Posts as they arrive from their blog: which of them the library knows already, and what of them changed.

A post is known by its guid within its blog. A guid that several posts of one document bear names none of
them: those are known by guid and address. A guid that is new may be the new name of an old post: that is so
when both have one address which is nobody else's, and their title, their text or their date agrees.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui_blog.model.post import BlogId, Post, Upserted
from tui_blog.store.addresses import address_of
from tui_blog.store.database import new_id
from tui_blog.store.packing import join_lines, pack, to_moment, to_text
from tui_blog.store.shelves import own_shelf

SAME_DATE = timedelta(days=1)
"""Two dates nearer than this may be those of one post: a feed that moves may lose the time or the zone."""


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A post of a document, and what names it in its blog."""

    post: Post
    key: str
    address: str
    seen_at: int
    """Where a post without a date stands, in Unix seconds: the order of the document is kept."""


def take_in(
    connection: sqlite3.Connection,
    blog_id: BlogId,
    posts: Sequence[Post],
    now: datetime,
    *,
    read: bool = False,
    older: bool = False,
) -> Upserted:
    """Store a document of a blog, newest first; new posts are born read or unread as `read` says.

    Where they are `older` than all that is stored, those without a date are placed below it, else at `now`.
    What arrives for a blog that was removed meanwhile is let go.
    """
    blog = connection.execute("SELECT address FROM blogs WHERE id = ?", (blog_id,)).fetchone()
    if blog is None:
        return Upserted(0, 0)
    top = _lowest(connection, blog_id) if older else None
    arrivals = _named(connection, blog_id, posts, int(now.timestamp()) if top is None else top - 1)
    known = _known(connection, blog_id, arrivals)
    known |= _renamed(connection, blog_id, blog["address"], arrivals, known)
    new = changed = 0
    # The oldest first: among posts of one date the later id is the newer one, as in the document.
    for arrival in reversed(arrivals):
        post_id = known.get(arrival.key)
        if post_id is None:
            post_id = _insert(connection, blog_id, arrival, now, read)
            new += 1
        else:
            changed += _update(connection, post_id, arrival, now)
        _remember(connection, blog_id, arrival, post_id)
    return Upserted(new, changed)


# --- whose post it is ----------------------------------------------------------------------------


def _lowest(connection: sqlite3.Connection, blog_id: BlogId) -> int | None:
    """The place of the blog's undermost post."""
    row = connection.execute(
        "SELECT sorted_at FROM listing WHERE shelf_id = ? ORDER BY sorted_at LIMIT 1",
        (own_shelf(connection, blog_id),),
    ).fetchone()
    return row["sorted_at"] if row else None


def _named(
    connection: sqlite3.Connection, blog_id: BlogId, posts: Sequence[Post], top: int
) -> tuple[_Arrival, ...]:
    """Give each post its key; of two that cannot be told apart the first stays."""
    addresses = [address_of(post.url) for post in posts]
    names = [(post.guid, address or post.title) for post, address in zip(posts, addresses, strict=True)]
    times = Counter(guid for guid, _ in set(names))
    shared = {guid for guid, count in times.items() if count > 1 or not guid}
    shared |= {guid for guid in times if _is_shared(connection, blog_id, guid)}
    arrivals: dict[str, _Arrival] = {}
    for place, (post, address, name) in enumerate(zip(posts, addresses, names, strict=True)):
        key = "\n".join(name) if post.guid in shared else post.guid
        arrivals.setdefault(key, _Arrival(post, key, address, top - place))
    return tuple(arrivals.values())


def _is_shared(connection: sqlite3.Connection, blog_id: BlogId, guid: str) -> bool:
    row = connection.execute(
        "SELECT shared FROM guids WHERE blog_id = ? AND guid = ?", (blog_id, guid)
    ).fetchone()
    return bool(row and row["shared"])


def _known(connection: sqlite3.Connection, blog_id: BlogId, arrivals: Iterable[_Arrival]) -> dict[str, int]:
    """The stored posts by the keys of the arrivals; two of one document are never one post."""
    known: dict[str, int] = {}
    taken: set[int] = set()
    for arrival in arrivals:
        row = connection.execute(
            "SELECT post_id FROM guids WHERE blog_id = ? AND guid = ?", (blog_id, arrival.key)
        ).fetchone()
        if row and row["post_id"] not in taken:
            known[arrival.key] = row["post_id"]
            taken.add(row["post_id"])
    return known


def _renamed(
    connection: sqlite3.Connection,
    blog_id: BlogId,
    home: str,
    arrivals: Sequence[_Arrival],
    known: dict[str, int],
) -> dict[str, int]:
    """The stored posts that come with a new guid now."""
    times = Counter(arrival.address for arrival in arrivals)
    present = set(known.values())
    renamed: dict[str, int] = {}
    for arrival in arrivals:
        # The home page is the address of no post, though many a feed without permalinks says so.
        if arrival.key in known or times[arrival.address] > 1 or arrival.address in {"", home}:
            continue
        rows = connection.execute(
            """SELECT id, title, published, digest FROM posts
                WHERE address = ? AND address <> '' AND blog_id = ? LIMIT 2""",
            (arrival.address, blog_id),
        ).fetchall()
        if len(rows) == 1 and rows[0]["id"] not in present and _alike(arrival.post, rows[0]):
            renamed[arrival.key] = rows[0]["id"]
    return renamed


def _alike(post: Post, row: sqlite3.Row) -> bool:
    """A link blog may link to one page twice: then title, text and date all differ."""
    published = to_moment(row["published"])
    same_date = bool(post.published and published and abs(post.published - published) <= SAME_DATE)
    same_title = bool(post.title) and post.title == row["title"]
    return same_date or same_title or row["digest"] == _digest(post)


def _remember(connection: sqlite3.Connection, blog_id: BlogId, arrival: _Arrival, post_id: int) -> None:
    """Keep by which names a post is known; a shared guid leads to the post that bore it last."""
    names = {arrival.key: False, arrival.post.guid: arrival.key != arrival.post.guid}
    for guid, shared in names.items():
        connection.execute(
            """INSERT INTO guids (blog_id, guid, post_id, shared) VALUES (:blog, :guid, :post, :shared)
               ON CONFLICT (blog_id, guid) DO UPDATE SET post_id = :post, shared = :shared
               WHERE (post_id, shared) <> (:post, :shared)""",
            {"blog": blog_id, "guid": guid, "post": post_id, "shared": shared},
        )


# --- what is kept of it --------------------------------------------------------------------------


def _insert(
    connection: sqlite3.Connection, blog_id: BlogId, arrival: _Arrival, now: datetime, read: bool
) -> int:
    values = _values(arrival) | {
        "blog_id": blog_id,
        "published": to_text(arrival.post.published),
        "sorted_at": _sorted_at(arrival, now),
    }
    post_id = new_id(connection.execute(_INSERT, values))
    connection.execute("INSERT INTO bodies (post_id, html) VALUES (?, ?)", (post_id, pack(arrival.post.html)))
    # Last, for it puts the post on the shelves.
    connection.execute("INSERT INTO post_state (post_id, read) VALUES (?, ?)", (post_id, read))
    return post_id


def _update(connection: sqlite3.Connection, post_id: int, arrival: _Arrival, now: datetime) -> bool:
    """Write down what differs from what is kept; True when title or body does."""
    kept = connection.execute(
        "SELECT digest, published, sorted_at FROM posts WHERE id = ?", (post_id,)
    ).fetchone()
    published = to_text(arrival.post.published) or kept["published"]
    # The place in the lists changes with the date alone: a post that was dated ahead stays where it was seen.
    moved = published != kept["published"]
    values = _values(arrival) | {
        "id": post_id,
        "published": published,
        "sorted_at": _sorted_at(arrival, now) if moved else kept["sorted_at"],
    }
    connection.execute(_UPDATE, values)
    changed: bool = values["digest"] != kept["digest"]
    if changed:
        packed = pack(arrival.post.html)
        connection.execute("UPDATE bodies SET html = ? WHERE post_id = ?", (packed, post_id))
    return changed


def _values(arrival: _Arrival) -> dict[str, object]:
    post = arrival.post
    return {
        "guid": post.guid,
        "url": post.url,
        "address": arrival.address,
        "title": post.title,
        "excerpt": post.excerpt,
        "author": post.author,
        "updated": to_text(post.updated),
        "labels": join_lines(post.labels),
        "comment_count": post.comment_count,
        "comments_open": post.comments_open,
        "remote_id": post.remote_id or None,
        "digest": _digest(post),
    }


def _sorted_at(arrival: _Arrival, now: datetime) -> int:
    """A post without a date, or with one that is yet to come, stands where it was first seen."""
    published = arrival.post.published
    if published is None or published > now + timedelta(days=1):
        return arrival.seen_at
    return int(published.timestamp())


def _digest(post: Post) -> bytes:
    from hashlib import blake2b  # OpenSSL behind it takes its time, and the first list does not need it

    return blake2b(f"{post.title}\0{post.html}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


_INSERT = """
    INSERT INTO posts (blog_id, sorted_at, guid, url, address, title, excerpt, author, published, updated,
                       labels, comment_count, comments_open, remote_id, digest)
    VALUES (:blog_id, :sorted_at, :guid, :url, :address, :title, :excerpt, :author, :published, :updated,
            :labels, :comment_count, :comments_open, coalesce(:remote_id, ''), :digest)"""

# A source that does not tell a post's number, or that of its comments, or whether they are open, leaves what
# another told: a feed stands in for an API that is switched off.
# The condition keeps a refresh that brings nothing new from writing at all.
_UPDATE = """
    UPDATE posts
       SET sorted_at = :sorted_at, guid = :guid, url = :url, address = :address, title = :title,
           excerpt = :excerpt, author = :author, published = :published, updated = :updated, labels = :labels,
           comment_count = coalesce(:comment_count, comment_count),
           comments_open = coalesce(:comments_open, comments_open),
           remote_id = coalesce(:remote_id, remote_id), digest = :digest
     WHERE id = :id
       AND ((sorted_at, guid, url, address, title, excerpt,
             author, published, updated, labels, digest)
            IS NOT (:sorted_at, :guid, :url, :address, :title, :excerpt,
                    :author, :published, :updated, :labels, :digest)
         OR remote_id IS NOT coalesce(:remote_id, remote_id)
         OR comment_count IS NOT coalesce(:comment_count, comment_count)
         OR comments_open IS NOT coalesce(:comments_open, comments_open))"""
