"""Ways into a blog besides its newest posts: its labels, authors and months, its pages, its own search."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tui_blog.errors import NotInLibrary, TuiBlogError
from tui_blog.model.blog import Blog
from tui_blog.model.cursor import Cursor
from tui_blog.model.post_key import PostId
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import clean_line, fold
from tui_blog.services.running import Run
from tui_blog.services.sources import own_source, source_of
from tui_blog.store.posts import PostStore


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the posts of a part, or of what the blog's search found, in the blog's order."""

    posts: tuple[StoredPost, ...]
    next: Cursor | None
    """Where the next page begins; None at the end."""
    total: int | None = None


class Browsing:
    """Asks a blog for its parts, and for the posts in one of them; what comes is kept like any other post."""

    def __init__(self, run: Run, posts: PostStore, clock: Callable[[], datetime]) -> None:
        self._run = run
        self._posts = posts
        self._clock = clock

    async def parts(self, blog: Blog) -> tuple[Part, ...]:
        """The ways into a blog, as it tells them now; none where its source knows of none (NetworkError)."""
        return await self._run(source_of(own_source(blog)).parts(), typed_url=blog.feed_url)

    async def part(self, blog: Blog, name: str) -> Part:
        """The part of that name, "kind:name" where several kinds have one (NotInLibrary, NetworkError)."""
        return _named(await self.parts(blog), name, blog)

    def search(self, blog: Blog, query: str) -> SourceRef:
        """The posts that the blog's own search finds. Raises TuiBlogError where it offers none."""
        found = source_of(own_source(blog)).search(query)
        if found is None:
            raise TuiBlogError(f"{blog.title} offers no search that can be asked from here.")
        return found

    def can_search(self, blog: Blog) -> bool:
        """Whether the blog offers a search of its own."""
        return source_of(own_source(blog)).search("a") is not None

    async def page(self, blog: Blog, source: SourceRef, cursor: Cursor | None = None) -> Found:
        """One page of the posts of a part or a search, kept in the library as read (NetworkError)."""
        page = await self._run(source_of(source).page(cursor), typed_url=blog.feed_url)
        stored = await asyncio.to_thread(self._keep, blog, page)
        return Found(stored, page.next if page.posts else None, page.total)

    def _keep(self, blog: Blog, page: PostPage) -> tuple[StoredPost, ...]:
        # Nobody who looks for an old post wants it counted among what is new.
        self._posts.upsert(blog.id, page.posts, self._clock(), first_look_read=True, older=True)
        kept = (self._posts.by_guid(blog.id, post.guid) for post in page.posts)
        once: dict[PostId, StoredPost] = {stored.id: stored for stored in kept if stored}
        return tuple(once.values())


def _named(parts: Sequence[Part], name: str, blog: Blog) -> Part:
    """The part that is meant: by its name, else by kind and name."""
    wanted = fold(clean_line(name))
    fitting = [part for part in parts if wanted in (fold(part.name), f"{part.kind}:{fold(part.name)}")]
    if len(fitting) == 1:
        return fitting[0]
    shown = clean_line(name, 80)
    if fitting:
        kinds = ", ".join(f"{part.kind}:{part.name}" for part in fitting)
        raise NotInLibrary(f"“{shown}” is several things at {blog.title}: {kinds}. Name one of them so.")
    raise NotInLibrary(f"{blog.title} tells of no “{shown}”. `tui-blog parts` lists what it has.")
