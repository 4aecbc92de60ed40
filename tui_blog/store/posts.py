"""The posts of the library: what their blogs sent, what the person did with them, and every list of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from tui_blog.model.marks import Mark
from tui_blog.model.post import (
    Blog,
    BlogId,
    Post,
    PostId,
    PostKey,
    PostQuery,
    PostRow,
    PostWindow,
    Sifted,
    StoredPost,
    Upserted,
)
from tui_blog.model.selection import PostRun, Selection
from tui_blog.model.text import CleanText
from tui_blog.store import lists
from tui_blog.store.addresses import address_of
from tui_blog.store.database import Database
from tui_blog.store.earlier import mark_seen
from tui_blog.store.packing import pack, unpack
from tui_blog.store.whole_posts import post_at, read_post

if TYPE_CHECKING:
    from tui_blog.model.archive import MonthCount
    from tui_blog.store.incoming import Incoming

PAGE = 200
"""Posts that are read at once while all are gone through."""

_BOTTOM = PostKey(-(2**62), PostId(0))

_NOTHING = PostWindow((), more_before=False, more_after=False)


class PostStore:
    """Posts by id, by URL and in lists; of a query, `since` is its first moment, `until` is past its last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(
        self,
        blog_id: BlogId,
        posts: Sequence[Post],
        now: datetime,
        *,
        first_look_read: bool = False,
        older: bool = False,
    ) -> Upserted:
        """Store a document of a blog, newest first; what a person did with its posts stays.

        `first_look_read` has new posts born read; `older` says that the document is of the archive.
        """
        from tui_blog.store.incoming import incoming  # the first list can do without

        return self.take_in(blog_id, incoming(posts), now, first_look_read=first_look_read, older=older)

    def take_in(
        self,
        blog_id: BlogId,
        posts: "Sequence[Incoming]",
        now: datetime,
        *,
        first_look_read: bool = False,
        older: bool = False,
    ) -> Upserted:
        """The same for a document that was made ready beforehand."""
        from tui_blog.store.arrivals import take_in  # the first list can do without

        with self._database.writing() as connection:
            return take_in(connection, blog_id, posts, now, read=first_look_read, older=older)

    # --- lists -----------------------------------------------------------------------------------

    def window(
        self, query: PostQuery, *, after: PostKey | None = None, before: PostKey | None = None, limit: int
    ) -> PostWindow:
        """Up to `limit` rows next older than `after`, or next newer than `before`, or from the top."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            return lists.window(connection, stretch, after, before, limit) if stretch else _NOTHING

    def last_window(self, query: PostQuery, limit: int) -> PostWindow:
        """The oldest rows of a list, newest first."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            return lists.last_window(connection, stretch, limit) if stretch else _NOTHING

    def around(self, query: PostQuery, key: PostKey, limit: int) -> PostWindow:
        """The rows about a place, whether or not its post is in the list (any more)."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            return lists.around(connection, stretch, key, limit) if stretch else _NOTHING

    def next_unread(self, query: PostQuery, after: PostKey | None) -> PostKey | None:
        """The nearest unread post older than `after`, or the newest of all."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, replace(query, unread=True))
            if stretch is None:
                return None
            return lists.first_key(connection, stretch.below(after) if after else stretch)

    def previous_unread(self, query: PostQuery, before: PostKey | None) -> PostKey | None:
        """The nearest unread post newer than `before`, or the oldest of all."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, replace(query, unread=True))
            if stretch is None:
                return None
            return lists.last_key(connection, stretch.above(before) if before else stretch)

    def sift(
        self,
        query: PostQuery,
        words: Sequence[str],
        *,
        after: PostKey | None = None,
        before: PostKey | None = None,
        limit: int,
        enough: int,
    ) -> Sifted:
        """The next posts with the folded `words` in their titles: below `after`, or from `before` upward.

        Looks at `limit` titles at most, and stops at `enough` finds.
        """
        from tui_blog.store.sifting import sift  # the first list can do without

        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            if stretch is None:
                return Sifted((), None)
            part = stretch.below(after) if after else stretch
            part = part.above(before) if before else part
            return sift(connection, part, words, limit=limit, enough=enough, upward=before is not None)

    def chosen(self, query: PostQuery, words: Sequence[str], selection: Selection) -> tuple[PostId, ...]:
        """The posts of a list that a selection holds, only those with the folded `words` in their titles."""
        from tui_blog.store.sifting import sifted_keys

        read = lists.keys if not words else partial(sifted_keys, words=words)
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            parts = [stretch.within(run) for run in selection.runs] if stretch else []
            return tuple(key.id for part in parts for key in read(connection, part))

    def count(self, query: PostQuery, selection: Selection, limit: int) -> int:
        """How many posts of a list a selection holds; `limit` or more where it holds that many."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            parts = [stretch.within(run) for run in selection.runs] if stretch else []
            return sum(lists.count(connection, part, limit) for part in parts)

    def months(self, query: PostQuery) -> tuple["MonthCount", ...]:
        """The months in which a list has posts, the newest first."""
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            return lists.months(connection, stretch) if stretch else ()

    def row(self, post_id: PostId) -> PostRow | None:
        """A post as a list shows it now."""
        with self._database.reading() as connection:
            return lists.row_of(connection, post_id)

    def iterate(self, query: PostQuery, limit: int | None = None) -> Iterator[StoredPost]:
        """Whole posts of a list, newest first, read a page at a time: no transaction outlives a step."""
        return islice(self._pages(query), limit)

    def _pages(self, query: PostQuery) -> Iterator[StoredPost]:
        after: PostKey | None = None
        while page := self._page(query, after):
            yield from page
            after = page[-1].key

    def _page(self, query: PostQuery, after: PostKey | None) -> tuple[StoredPost, ...]:
        with self._database.reading() as connection:
            stretch = lists.stretch_of(connection, query)
            if stretch is None:
                return ()
            keys = lists.keys(connection, stretch.below(after) if after else stretch, PAGE)
            blogs: dict[int, Blog] = {}
            posts = [read_post(connection, "posts.id = ?", (key.id,), blogs) for key in keys]
        return tuple(post for post in posts if post)

    # --- one post --------------------------------------------------------------------------------

    def get(self, post_id: PostId) -> StoredPost | None:
        """One post, whole."""
        with self._database.reading() as connection:
            return read_post(connection, "posts.id = ?", (post_id,), {})

    def by_url(self, url: str) -> StoredPost | None:
        """The post at that address (compared as in `addresses`), of a followed blog before others.

        A home page is the address of a blog, also where its posts claim it for theirs.
        """
        with self._database.reading() as connection:
            return post_at(connection, address_of(url))

    def by_guid(self, blog_id: BlogId, guid: str) -> StoredPost | None:
        """The post that goes, or went, by that guid; of several that share it the one stored last."""
        with self._database.reading() as connection:
            wanted = "posts.id = (SELECT post_id FROM guids WHERE blog_id = ? AND guid = ?)"
            return read_post(connection, wanted, (blog_id, guid), {})

    def markdown(self, post_id: PostId, version: int) -> str | None:
        """The body as that version of the converter made it, unless the body has changed since."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT text FROM markdown WHERE post_id = ? AND version = ?", (post_id, version)
            ).fetchone()
            return unpack(row["text"]) if row else None

    def keep_markdown(self, post_id: PostId, version: int, text: str) -> None:
        """Keep a converted body, in the place of one of another version."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO markdown (post_id, version, text)
                   SELECT id, :version, :text FROM posts WHERE id = :post
                   ON CONFLICT (post_id) DO UPDATE SET version = :version, text = :text""",
                {"post": post_id, "version": version, "text": pack(text)},
            )

    # --- what the person did ---------------------------------------------------------------------

    def set_read(self, post_ids: Sequence[PostId], read: bool) -> tuple[PostId, ...]:
        """Mark posts read or unread; the ids of those that were not so before."""
        return self.mark(post_ids, Mark("read", read))

    def set_starred(self, post_ids: Sequence[PostId], starred: bool) -> tuple[PostId, ...]:
        """Star posts, or take their stars; the ids of those that were not so before."""
        return self.mark(post_ids, Mark("starred", starred))

    def mark(self, post_ids: Sequence[PostId], *marks: Mark) -> tuple[PostId, ...]:
        """Set or take marks of posts, as one change that can be taken back; the ids of those it changed."""
        from tui_blog.store.marks import mark

        return mark(self._database, post_ids, marks)

    def set_opened(self, post_id: PostId) -> None:
        """Mark a post read that is on the screen as it is stored: should it change, this is what was read.

        That is no change that a person would take back.
        """
        from tui_blog.store.marks import apply

        with self._database.writing() as connection:
            apply(connection, [post_id], Mark("read", True))
            mark_seen(connection, post_id)

    def newest_id(self) -> PostId:
        """The id of the post that arrived last, or 0; whatever arrives later has a greater one."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT max(id) AS id FROM posts").fetchone()
        return PostId(row["id"] or 0)

    def mark_all_read(
        self, query: PostQuery, words: Sequence[str], up_to: PostKey, arrived: PostId
    ) -> tuple[PostId, ...]:
        """Mark read what a list showed, from its newest post `up_to` down; the ids of those it changed.

        Nothing that arrived after the post `arrived` was on it, though its date may have put it in between.
        """
        shown = Selection((PostRun(up_to, _BOTTOM),))
        unread = self.chosen(replace(query, unread=True), words, shown)
        return self.set_read([post_id for post_id in unread if post_id <= arrived], True)

    def common_tags(self, post_ids: Sequence[PostId]) -> tuple[CleanText, ...]:
        """The tags that each of these posts bears itself."""
        from tui_blog.store.post_tags import common_tags

        with self._database.reading() as connection:
            return common_tags(connection, post_ids)

    def position(self, post_id: PostId) -> float:
        """Where the person stopped reading, 0 to 1."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT position FROM post_state WHERE post_id = ?", (post_id,)
            ).fetchone()
            return float(row["position"]) if row else 0.0

    def set_position(self, post_id: PostId, fraction: float) -> None:
        """Remember where the person stopped reading."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE post_state SET position = ? WHERE post_id = ?",
                (min(max(fraction, 0.0), 1.0), post_id),
            )
