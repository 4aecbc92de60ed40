"""The lists of posts: windows of them, the next unread one, titles, counts, months."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from tui_blog.model.blog import Blog
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostQuery, PostRow, PostWindow
from tui_blog.store import lists
from tui_blog.store.database import Database
from tui_blog.store.stretch import stretch_of

if TYPE_CHECKING:
    from tui_blog.model.archive import MonthCount
    from tui_blog.model.selection import Selection
    from tui_blog.model.sifted import Sifted
    from tui_blog.model.stored_post import StoredPost

PAGE = 200
"""Posts that are read at once, at most, while all are gone through."""

_NOTHING = PostWindow((), more_before=False, more_after=False)


class PostLists:
    """Reads lists in the order of their query; its `since` is the first moment, its `until` past the last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def window(
        self, query: PostQuery, *, after: PostKey | None = None, before: PostKey | None = None, limit: int
    ) -> PostWindow:
        """Up to `limit` rows next after `after`, or next before `before`, or the first."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            return lists.window(connection, stretch, after, before, limit) if stretch else _NOTHING

    def last_window(self, query: PostQuery, limit: int) -> PostWindow:
        """The last rows of a list."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            return lists.last_window(connection, stretch, limit) if stretch else _NOTHING

    def around(self, query: PostQuery, key: PostKey, limit: int) -> PostWindow:
        """The rows about a place, whether or not its post is in the list (any more)."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            return lists.around(connection, stretch, key, limit) if stretch else _NOTHING

    def next_unread(self, query: PostQuery, after: PostKey | None) -> PostKey | None:
        """The nearest unread post after `after`, or the first of all."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, replace(query, unread=True))
            if stretch is None:
                return None
            return lists.first_key(connection, stretch.after(after) if after else stretch)

    def previous_unread(self, query: PostQuery, before: PostKey | None) -> PostKey | None:
        """The nearest unread post before `before`, or the last of all."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, replace(query, unread=True))
            if stretch is None:
                return None
            return lists.last_key(connection, stretch.before(before) if before else stretch)

    def sift(
        self,
        query: PostQuery,
        words: Sequence[str],
        *,
        after: PostKey | None = None,
        before: PostKey | None = None,
        limit: int,
        enough: int,
    ) -> "Sifted":
        """The next posts with the folded `words` in their titles: after `after`, or back from `before`.

        Looks at `limit` titles at most, and stops at `enough` finds.
        """
        from tui_blog.model.sifted import Sifted  # the first list can do without
        from tui_blog.store.sifting import sift

        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            if stretch is None:
                return Sifted((), None)
            part = stretch.after(after) if after else stretch
            part = part.before(before) if before else part
            return sift(connection, part, words, limit=limit, enough=enough, backward=before is not None)

    def chosen(self, query: PostQuery, words: Sequence[str], selection: "Selection") -> tuple[PostId, ...]:
        """The posts of a list that a selection holds, only those with the folded `words` in their titles."""
        from tui_blog.store.sifting import sifted_keys

        read = lists.keys if not words else partial(sifted_keys, words=words)
        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            parts = [stretch.within(run) for run in selection.runs] if stretch else []
            return tuple(key.id for part in parts for key in read(connection, part))

    def count(self, query: PostQuery, selection: "Selection", limit: int) -> int:
        """How many posts of a list a selection holds; `limit` or more where it holds that many."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            parts = [stretch.within(run) for run in selection.runs] if stretch else []
            return sum(lists.count(connection, part, limit) for part in parts)

    def months(self, query: PostQuery) -> tuple["MonthCount", ...]:
        """The months in which a list has posts, the newest first."""
        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            return lists.months(connection, stretch) if stretch else ()

    def row(self, post_id: PostId) -> PostRow | None:
        """A post as a list shows it now."""
        with self._database.reading() as connection:
            return lists.row_of(connection, post_id)

    def iterate(self, query: PostQuery, limit: int | None = None) -> "Iterator[StoredPost]":
        """Whole posts of a list, read a page at a time: no transaction outlives a step."""
        return islice(self._pages(query, PAGE if limit is None else min(limit, PAGE)), limit)

    def _pages(self, query: PostQuery, length: int) -> "Iterator[StoredPost]":
        after: PostKey | None = None
        while page := self._page(query, after, length):
            yield from page
            after = page[-1].key

    def _page(self, query: PostQuery, after: PostKey | None, length: int) -> "tuple[StoredPost, ...]":
        from tui_blog.store.whole_posts import read_post  # the first list can do without

        with self._database.reading() as connection:
            stretch = stretch_of(connection, query)
            if stretch is None:
                return ()
            keys = lists.keys(connection, stretch.after(after) if after else stretch, length)
            blogs: dict[int, Blog] = {}
            posts = [read_post(connection, "posts.id = ?", (key.id,), blogs) for key in keys]
        return tuple(post for post in posts if post)
