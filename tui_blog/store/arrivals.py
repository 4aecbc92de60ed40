"""Posts as they arrive from their blog: which of them the library knows already, and what of them changed."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId
from tui_blog.model.post_page import Upserted
from tui_blog.store.database import new_id
from tui_blog.store.earlier import keep_earlier
from tui_blog.store.gist import gist_of
from tui_blog.store.identity import Arrival, Kept, Names, ladder_of, shared_names
from tui_blog.store.incoming import Incoming
from tui_blog.store.likeness import Likeness
from tui_blog.store.packing import unpack
from tui_blog.store.shelves import own_shelf


def take_in(
    connection: sqlite3.Connection,
    blog_id: BlogId,
    posts: Sequence[Incoming],
    now: datetime,
    *,
    read: bool = False,
    older: bool = False,
) -> Upserted:
    """Store a document of a blog, newest first; new posts are born read or unread as `read` says.

    Where they are `older` than all that is stored, those without a date are placed below it, else at `now`;
    and only then come those again that were dropped.
    What arrives for a blog that was removed meanwhile is let go.
    """
    document = _recognised(connection, blog_id, posts, now, older)
    if document is None:
        return Upserted(0, 0)
    arrived, changed = list[PostId](), 0
    # The oldest first: among posts of one date the later id is the newer one, as in the document.
    for arrival in reversed(document.arrivals):
        kept = document.known.get(arrival.key) or document.renamed.get(arrival.key)
        if kept is None:
            arrived.append(_insert(connection, blog_id, arrival, now, read))
            document.names.remember(arrival, arrived[-1])
            continue
        changed += _update(connection, kept, arrival, now)
        if arrival.key in document.renamed:
            document.names.rename(kept, arrival)
        elif len(arrival.names) > 1:
            document.names.remember(arrival, kept.id)
    return Upserted(len(arrived), changed, tuple(arrived))


# --- whose post it is ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    """The posts of a document, newest first, and which stored ones they are, by the names of their own."""

    arrivals: tuple[Arrival, ...]
    known: dict[str, Kept]
    renamed: dict[str, Kept]
    """Those that bear another name now."""
    names: Names


def _recognised(
    connection: sqlite3.Connection, blog_id: BlogId, posts: Sequence[Incoming], now: datetime, older: bool
) -> _Document | None:
    """Find out whose each post is; None where the blog was removed."""
    blog = connection.execute(
        "SELECT address FROM blogs WHERE id = ? AND removed IS NULL", (blog_id,)
    ).fetchone()
    if blog is None:
        return None
    lowest = _lowest(connection, blog_id)
    top = int(now.timestamp()) if lowest is None or not older else lowest - 1
    names = Names(connection, blog_id, (post.guid for post in posts))
    likeness = Likeness(connection, blog_id, blog["address"], names)
    arrivals, known = _named(posts, top, names, likeness)
    if not older:
        arrivals = tuple(one for one in arrivals if one.key in known or not names.is_dropped(one))
    renamed = {} if lowest is None else likeness.renamed(arrivals, known)
    return _Document(arrivals, known, renamed, names)


def _lowest(connection: sqlite3.Connection, blog_id: BlogId) -> int | None:
    """The place of the blog's undermost post; None where it has none."""
    row = connection.execute(
        "SELECT sorted_at FROM listing WHERE shelf_id = ? ORDER BY sorted_at LIMIT 1",
        (own_shelf(connection, blog_id),),
    ).fetchone()
    return row["sorted_at"] if row else None


def _named(
    posts: Sequence[Incoming], top: int, names: Names, likeness: Likeness
) -> tuple[tuple[Arrival, ...], dict[str, Kept]]:
    """Give each post its names, of two that are alike to the first; the stored posts by their keys."""
    shared = shared_names(posts)
    arrivals: dict[str, Arrival] = {}
    known: dict[str, Kept] = {}
    for place, post in enumerate(posts):
        ladder, kept = _climbed(post, shared, names, likeness)
        arrival = Arrival(post, ladder, top - place)
        if arrivals.setdefault(arrival.key, arrival) is arrival and kept:
            known[arrival.key] = kept
    return tuple(arrivals.values()), _once(known)


def _climbed(
    post: Incoming, shared: set[str], names: Names, likeness: Likeness
) -> tuple[tuple[str, ...], Kept | None]:
    """The names of a post up to the first that no other bears, and the stored post that goes by that one."""
    if post.guid not in shared:
        kept, is_shared = names.bearer(post.guid)
        if not (is_shared or (kept and likeness.is_another(post, kept))):
            return (post.guid,), kept
    guid, place, narrowest = ladder_of(post)
    if place not in shared:
        kept, is_shared = names.bearer(place)
        if not is_shared:
            return (guid, place), kept
    return (guid, place, narrowest), names.bearer(narrowest)[0]


def _once(known: dict[str, Kept]) -> dict[str, Kept]:
    """Of the arrivals that bear names of one post, the first: two of one document are never one."""
    firsts: dict[int, str] = {}
    for key, kept in known.items():
        firsts.setdefault(kept.id, key)
    return {key: known[key] for key in firsts.values()}


# --- what is kept of it --------------------------------------------------------------------------


def _insert(
    connection: sqlite3.Connection, blog_id: BlogId, arrival: Arrival, now: datetime, read: bool
) -> PostId:
    values = _values(arrival) | {
        "blog_id": blog_id,
        "published": arrival.post.published,
        "sorted_at": _sorted_at(arrival, now),
    }
    post_id = PostId(new_id(connection.execute(_INSERT, values)))
    connection.execute("INSERT INTO bodies (post_id, html) VALUES (?, ?)", (post_id, arrival.post.body))
    # Last, for it puts the post on the shelves.
    connection.execute("INSERT INTO post_state (post_id, read) VALUES (?, ?)", (post_id, read))
    return post_id


def _update(connection: sqlite3.Connection, kept: Kept, arrival: Arrival, now: datetime) -> bool:
    """Write down what differs from what is kept; True when a reader would find title or body changed."""
    published = arrival.post.published or kept.date
    # The place in the lists changes with the date alone: a post that was dated ahead stays where it was seen.
    moved = published != kept.date
    values = _values(arrival) | {
        "id": kept.id,
        "published": published,
        "sorted_at": _sorted_at(arrival, now) if moved else kept.sorted_at,
    }
    changed = values["digest"] != kept.digest and _replace_body(connection, kept, arrival.post, now)
    connection.execute(_UPDATE, values)
    return changed


def _replace_body(connection: sqlite3.Connection, kept: Kept, post: Incoming, now: datetime) -> bool:
    """Store the body as it is sent now; the one that was read is kept where the two do not say the same."""
    row = connection.execute("SELECT html FROM bodies WHERE post_id = ?", (kept.id,)).fetchone()
    former = unpack(row["html"])
    current = post.text
    rewritten = gist_of(former) != gist_of(current)
    changed = rewritten or post.title != kept.title
    if changed:
        keep_earlier(connection, kept.id, now)
    if former != current:
        connection.execute("UPDATE bodies SET html = ? WHERE post_id = ?", (post.body, kept.id))
    return changed


def _values(arrival: Arrival) -> dict[str, object]:
    post = arrival.post
    return {
        "guid": post.guid,
        "url": post.url,
        "address": post.address,
        "title": post.title,
        "excerpt": post.excerpt,
        "author": post.author,
        "updated": post.updated,
        "labels": post.labels,
        "comment_count": post.comment_count,
        "comments_open": post.comments_open,
        "remote_id": post.remote_id or None,
        "digest": post.digest,
    }


def _sorted_at(arrival: Arrival, now: datetime) -> int:
    """A post without a date, or with one that is yet to come, stands where it was first seen."""
    published = arrival.post.moment
    if published is None or published > now + timedelta(days=1):
        return arrival.seen_at
    return int(published.timestamp())


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
