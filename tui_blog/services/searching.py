"""Searching the library, and keeping its index up."""

from tui_blog.model.matching import Snippet
from tui_blog.model.post import Blog, BlogId, PostId, PostKey, Sifted
from tui_blog.model.query import Clause, Query, QueryFault, parse
from tui_blog.model.text import clean_line, fold
from tui_blog.store.blogs import BlogStore
from tui_blog.store.search import SearchStore
from tui_blog.store.search_index import SearchIndex
from tui_blog.store.search_match import Search

SNIPPET = 200
"""Characters of a snippet."""


class Searching:
    """Finds posts by what they say; everything here takes time, and belongs off the event loop."""

    def __init__(self, blogs: BlogStore, store: SearchStore, index: SearchIndex) -> None:
        self._blogs = blogs
        self._store = store
        self._index = index

    # --- finding ---------------------------------------------------------------------------------

    def understood(self, text: str) -> Search | QueryFault:
        """What a text asks for; a fault where it is no query, or names a blog that is not here."""
        query = parse(text)
        return query if isinstance(query, QueryFault) else _resolved(query, self._blogs.all())

    def find(
        self,
        search: Search,
        *,
        after: PostKey | None = None,
        before: PostKey | None = None,
        limit: int,
        enough: int,
    ) -> Sifted:
        """The next posts that fit, newest first: below `after`, or from `before` upward.

        Ends after `limit` of those that may fit; then `reached` tells where to go on.
        """
        return self._store.find(search, after=after, before=before, limit=limit, enough=enough)

    def snippet(self, post_id: PostId, query: Query) -> Snippet:
        """The piece of a post where something was found."""
        return self._store.snippet(post_id, query, SNIPPET)

    # --- the index -------------------------------------------------------------------------------

    def waiting(self) -> int:
        """How many posts no search finds yet as they are now."""
        return self._index.waiting()

    def index_some(self) -> int:
        """Index a few of the posts that wait; how many, 0 where none does."""
        return self._index.step()


def _resolved(query: Query, followed: tuple[Blog, ...]) -> Search | QueryFault:
    wanted, unwanted = list[frozenset[BlogId]](), frozenset[BlogId]()
    for clause in query.of("blog", "tag"):
        blogs = _blogs_of(clause, followed)
        if not blogs:
            what = "is filed under" if clause.field == "tag" else "goes by"
            return QueryFault(f"No blog of the library {what} “{clean_line(clause.text, 40)}”.")
        if clause.is_negated:
            unwanted |= blogs
        else:
            wanted.append(blogs)
    return Search(query, tuple(wanted), unwanted)


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
