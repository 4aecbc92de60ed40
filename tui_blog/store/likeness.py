"""The old post that a new name may mean (feeds.md §9.2, rule 3): a blog moved, a slug or a guid changed.

To take one post for another costs a person the first one's text, to show a post twice costs a glance: so a
post is held to be an old one only where two things agree that no two posts share, and nothing speaks against.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import time, timedelta
from functools import cached_property

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId
from tui_blog.store.gist import words_of
from tui_blog.store.identity import COLUMNS, Arrival, Kept, Names, kept_of
from tui_blog.store.incoming import Incoming
from tui_blog.store.packing import unpack
from tui_blog.store.shelves import own_shelf

SAME_DATE = timedelta(days=1)
"""Two dates nearer than this may be those of one post at one address: a move may lose time or zone."""
SAME_MOMENT = timedelta(seconds=60)
"""No one publishes two posts within it; a date without a time says less."""
TELLING = 60
"""Letters of a text from which on it is nobody else's by chance."""
RECENT = 200
"""Stored posts among which one without a date is looked for."""

# A number or a code that the blog's program gave out, in a guid that is no page's address (feeds.md §9.3).
_NUMBERED = re.compile(r"(?!https?://)|.*[?&](?:p|page_id|post)=\d+", re.I)


class Likeness:
    """Looks for the stored posts of one blog under new names; `home` is the address of its home page."""

    def __init__(self, connection: sqlite3.Connection, blog_id: BlogId, home: str, names: Names) -> None:
        self._connection = connection
        self._blog_id = blog_id
        self._home = home
        self._names = names
        self._shelf = own_shelf(connection, blog_id)

    def renamed(self, arrivals: Sequence[Arrival], known: dict[str, Kept]) -> dict[str, Kept]:
        """The stored posts that come with a new name now, by their keys; none that has its old one too."""
        present = {kept.id for kept in known.values()}
        addresses = Counter(arrival.post.address for arrival in arrivals)
        hosts = {address.partition("/")[0] for address in addresses}
        found: dict[str, Kept] = {}
        for arrival in arrivals:
            if arrival.key in known:
                continue
            alone = addresses[arrival.post.address] == 1 and arrival.post.address not in {"", self._home}
            kept = self._respelled(arrival) or (self._at_address(arrival) if alone else None)
            kept = kept or self._looking_like(arrival, present, hosts)
            if kept and kept.id not in present:
                found[arrival.key] = kept
        claims = Counter(kept.id for kept in found.values())
        return {key: kept for key, kept in found.items() if claims[kept.id] == 1}

    def is_another(self, post: Incoming, kept: Kept) -> bool:
        """Whether a guid was given to a second post: page, moment and text differ, and title or day.

        A post that is rewritten so thoroughly is news as well; what was read of it before stays.
        """
        if not (post.address and kept.address) or _path(post.address) == _path(kept.address):
            return False
        undated = post.moment is None or kept.published is None
        same_title = _same_title(post, kept) and (undated or _distance(post, kept) <= SAME_DATE)
        same_moment = _distance(post, kept) <= SAME_MOMENT
        return not (same_title or same_moment or self._same_words(post, kept))

    # --- where to look ---------------------------------------------------------------------------

    def _respelled(self, arrival: Arrival) -> Kept | None:
        """The post whose guid is the same page's address over http or https."""
        scheme, colon, rest = arrival.post.guid.partition("://")
        other = {"http": "https", "https": "http"}.get(scheme.lower())
        if not colon or other is None or len(arrival.names) > 1:
            return None
        kept, is_shared = self._names.bearer(f"{other}://{rest}")
        return kept if kept and not is_shared and self._is_alike(arrival.post, kept) else None

    def _at_address(self, arrival: Arrival) -> Kept | None:
        """The one post at that address. A link blog may link to a page twice: then all else differs."""
        rows = self._connection.execute(
            f"SELECT {COLUMNS} FROM posts WHERE address = ? AND address <> '' AND blog_id = ? LIMIT 2",
            (arrival.post.address, self._blog_id),
        ).fetchall()
        kept = kept_of(rows[0]) if len(rows) == 1 else None
        return kept if kept and self._is_alike(arrival.post, kept) else None

    def _looking_like(self, arrival: Arrival, present: set[PostId], hosts: set[str]) -> Kept | None:
        """The one post that looks like it and is not in the document itself."""
        near = self._near(arrival.post)
        likely = [k for k in near if k.id not in present and self._looks_like(arrival, k, hosts)]
        return likely[0] if len(likely) == 1 else None

    def _near(self, post: Incoming) -> Sequence[Kept]:
        """Stored posts of that moment; of one without a date, the newest that go by its title."""
        if post.moment is None:
            return [kept for kept in self._newest if kept.title == post.title]
        moment, seconds = int(post.moment.timestamp()), int(SAME_MOMENT.total_seconds())
        first, last = self._span
        # As with nearly all that is new, and all of an archive: nothing is looked for where nothing can be.
        if not first - seconds <= moment <= last + seconds:
            return ()
        stretch = (self._shelf, moment - seconds, moment + seconds, RECENT)
        return list(map(kept_of, self._connection.execute(f"{_STANDING} {_BETWEEN} {_FIRST}", stretch)))

    @cached_property
    def _span(self) -> tuple[int, int]:
        """The places of the blog's undermost and topmost posts."""
        first, last = self._connection.execute(
            """SELECT (SELECT min(sorted_at) FROM listing WHERE shelf_id = :shelf),
                      (SELECT max(sorted_at) FROM listing WHERE shelf_id = :shelf)""",
            {"shelf": self._shelf},
        ).fetchone()
        return first or 0, last or 0

    @cached_property
    def _newest(self) -> Sequence[Kept]:
        return list(map(kept_of, self._connection.execute(f"{_STANDING} {_FIRST}", (self._shelf, RECENT))))

    # --- what to look at -------------------------------------------------------------------------

    def _is_alike(self, post: Incoming, kept: Kept) -> bool:
        """Whether anything agrees of two posts that have a name in common."""
        same_date = _distance(post, kept) <= SAME_DATE
        return same_date or _same_title(post, kept) or self._same_words(post, kept)

    def _looks_like(self, arrival: Arrival, kept: Kept, hosts: set[str]) -> bool:
        """Whether two posts without a common name are one: by the moment and the title, or by their text."""
        post = arrival.post
        same_title, same_moment = _same_title(post, kept), _distance(post, kept) <= SAME_MOMENT
        if same_title and same_moment and (
            _is_moved(arrival.post.address, kept.address, hosts)
            or not (_is_midnight(post) or _is_numbered(post.guid, kept.guid))
        ):  # fmt: skip
            return True
        undated = post.moment is None or kept.published is None
        may_be = (same_moment and not _is_midnight(post)) or (same_title and (same_moment or undated))
        return may_be and self._same_words(post, kept)

    def _same_words(self, post: Incoming, kept: Kept) -> bool:
        if kept.digest == post.digest:
            return bool(post.text)
        words = words_of(post.text)
        return len(words) >= TELLING and words == self._words(kept.id)

    def _words(self, post_id: PostId) -> str:
        row = self._connection.execute("SELECT html FROM bodies WHERE post_id = ?", (post_id,)).fetchone()
        return words_of(unpack(row["html"]))


_STANDING = f"""
    SELECT {COLUMNS}
      FROM listing CROSS JOIN posts ON posts.id = listing.post_id WHERE listing.shelf_id = ?"""
_BETWEEN = "AND listing.sorted_at BETWEEN ? AND ?"
_FIRST = "ORDER BY listing.sorted_at DESC, listing.post_id DESC LIMIT ?"


def _distance(post: Incoming, kept: Kept) -> timedelta:
    """Between the two dates; endless where one has none."""
    then = kept.published
    return abs(post.moment - then) if post.moment and then else timedelta.max


def _same_title(post: Incoming, kept: Kept) -> bool:
    return bool(post.title) and post.title == kept.title


def _is_midnight(post: Incoming) -> bool:
    """A date without a time of day: all posts of that day bear it."""
    return post.moment is not None and post.moment.time() == time()


def _is_numbered(one: str, other: str) -> bool:
    """Whether both guids are numbers that a program gave out: then they differ because the posts do."""
    return bool(_NUMBERED.match(one) and _NUMBERED.match(other))


def _is_moved(address: str, former: str, hosts: set[str]) -> bool:
    """The same page on another host, while nothing in the document is on the former one any more."""
    host, path = former.partition("/")[0], _path(former)
    return bool(path) and path == _path(address) and host not in hosts


def _path(address: str) -> str:
    return address.partition("/")[2]
