"""Searching the library, and keeping its index up."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from tui_blog.errors import StoreError
from tui_blog.model.blog import Blog, BlogId
from tui_blog.model.marks import Tag
from tui_blog.model.post_key import OLDEST, PostId, PostKey
from tui_blog.model.query import Clause, Query, QueryFault, parse
from tui_blog.model.saved_search import COUNTED
from tui_blog.model.sifted import Sifted
from tui_blog.model.snippet import Snippet
from tui_blog.model.text import clean_line, fold
from tui_blog.store.blogs import BlogStore
from tui_blog.store.incoming import Incoming
from tui_blog.store.saved_searches import SavedSearchStore
from tui_blog.store.search import SearchStore
from tui_blog.store.search_index import SearchIndex

SNIPPET = 200
"""Characters of a snippet."""

LULL = 0.2
"""Seconds after which is looked again whether enough posts wait for the index."""


class Searching:
    """Finds posts by what they say; everything here takes time, and belongs off the event loop."""

    def __init__(
        self, blogs: BlogStore, store: SearchStore, index: SearchIndex, kept: SavedSearchStore
    ) -> None:
        self._blogs = blogs
        self._store = store
        self._index = index
        self._kept = kept

    # --- finding ---------------------------------------------------------------------------------

    def understood(self, text: str) -> Query | QueryFault:
        """What a text asks for; a fault where it is no query, or names a blog that is not here."""
        query = parse(text)
        if isinstance(query, QueryFault) or not query.of("blog", "tag"):
            return query
        return _resolved(query, self._blogs.all(), self._blogs.tags())

    def find(
        self,
        query: Query,
        *,
        after: PostKey | None = None,
        before: PostKey | None = None,
        limit: int,
        enough: int,
        oldest_first: bool = False,
    ) -> Sifted:
        """The next posts that fit, newest first: after `after`, or back from `before`.

        Ends after `limit` of those that may fit; then `reached` tells where to go on.
        """
        if not oldest_first:
            return self._store.find(query, after=after, before=before, limit=limit, enough=enough)
        # The same list held upside down.
        start = after if before else after or OLDEST
        part = self._store.find(query, after=before, before=start, limit=limit, enough=enough)
        return replace(part, rows=part.rows[::-1])

    def snippet(self, post_id: PostId, query: Query) -> Snippet:
        """The piece of a post where something was found."""
        return self._store.snippet(post_id, query, SNIPPET)

    def count(self, text: str) -> int | QueryFault:
        """How many posts a text finds that was not asked yet; one more than `COUNTED` where it is more."""
        query = self.understood(text)
        return query if isinstance(query, QueryFault) else self._store.count(query, COUNTED + 1)

    # --- kept searches ---------------------------------------------------------------------------

    def keep(self, text: str, title: str = "") -> None:
        """Keep a search as a list of the library, under its own words where it is given no name."""
        self._kept.keep(clean_line(text), clean_line(title) or clean_line(text))

    def forget(self, text: str) -> bool:
        """Keep a search no more; False where it was not kept."""
        return self._kept.forget(clean_line(text))

    def count_unread(self) -> bool:
        """Count what each kept search finds unread; whether any count is another now."""
        kept = self._kept.all()
        counts = {search.query: self._unread(search.query) for search in kept}
        changed = {search.query: n for search in kept if (n := counts[search.query]) != search.unread}
        if changed:
            self._kept.counted(changed)
        return bool(changed)

    def _unread(self, text: str) -> int:
        query = self.understood(text)
        if isinstance(query, QueryFault) or query.is_read:  # its blog has gone, or it finds none
            return 0
        return self._store.count(replace(query, is_read=False), COUNTED + 1)

    # --- the index -------------------------------------------------------------------------------

    def waiting(self) -> int:
        """How many posts no search finds yet as they are now."""
        return self._index.waiting()

    def expect(self, posts: Iterable[Incoming]) -> None:
        """Hear of posts that were stored just now: what was worked out of them need not be once more."""
        self._index.expect((post.digest, post.terms) for post in posts if post.terms)

    def index_some(self) -> int:
        """Index a few of the posts that wait; how many, 0 where none does."""
        return self._index.step() or (self._index.step() if self._index.renew() else 0)

    def settle(self) -> bool:
        """Merge pieces of the index, in idle time; whether there may be more to merge."""
        return self._index.settle()

    @asynccontextmanager
    async def indexing_behind(self) -> AsyncIterator[None]:
        """Index what comes in meanwhile, whenever much of it waits; the rest is for `index_some`."""
        over = asyncio.Event()
        keeping_up = asyncio.create_task(self._keep_up(over))
        try:
            yield
        finally:
            over.set()
            await keeping_up

    async def _keep_up(self, over: asyncio.Event) -> None:
        # Whatever keeps it from being written will be said to who writes; the posts stay in line.
        with suppress(StoreError):
            while not over.is_set():
                if await asyncio.to_thread(self._index.step, full=True):
                    continue
                with suppress(TimeoutError):
                    await asyncio.wait_for(over.wait(), LULL)


def _resolved(query: Query, followed: tuple[Blog, ...], known: tuple[Tag, ...]) -> Query | QueryFault:
    for clause in query.of("blog", "tag"):
        tags = [tag for tag in known if clause.field == "tag" and fold(tag.name) == fold(clause.text)]
        blogs = _blogs_of(clause, followed)
        if any(tag.has_posts for tag in tags):
            query = _with_tags(query, clause, frozenset(tag.name for tag in tags))
        elif blogs:
            query = _with_blogs(query, clause, blogs)
        else:
            return QueryFault(f"{_NOBODY[clause.field]} “{clean_line(clause.text, 40)}”.")
    return query


_NOBODY = {
    "blog": "No blog of the library goes by",
    "tag": "No blog and no post of the library is tagged",
}


def _with_tags(query: Query, clause: Clause, tags: frozenset[str]) -> Query:
    if clause.is_negated:
        return replace(query, other_tags=query.other_tags | tags)
    return replace(query, tags=(*query.tags, tags))


def _with_blogs(query: Query, clause: Clause, blogs: frozenset[BlogId]) -> Query:
    if clause.is_negated:
        return replace(query, other_blogs=query.other_blogs | blogs)
    return replace(query, blogs=(*query.blogs, blogs))


def _blogs_of(clause: Clause, followed: tuple[Blog, ...]) -> frozenset[BlogId]:
    """The blogs with that tag; or with that id, or that in their title or (a name with a dot) address."""
    wanted = fold(clause.text)
    if clause.field == "tag":
        return frozenset(blog.id for blog in followed if wanted in map(fold, blog.tags))
    by_id = frozenset(blog.id for blog in followed if str(blog.id) == wanted)
    named = (
        blog.id
        for blog in followed
        if wanted in fold(blog.title) or ("." in wanted and wanted in blog.url.casefold())
    )
    return by_id or frozenset(named)
