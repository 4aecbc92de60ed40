"""The blogs a person follows: finding, adding, opening and removing them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui_blog.errors import NoFeedFound, NotInLibrary, TuiBlogError
from tui_blog.model.blog import Blog, BlogId, Counts
from tui_blog.model.post_key import PostId
from tui_blog.model.retention import Keep
from tui_blog.model.text import CleanText, clean_line, fold, some_of
from tui_blog.services.running import Run, in_thread
from tui_blog.store.blogs import BlogStore
from tui_blog.store.posts import PostStore
from tui_blog.store.saved_searches import SavedSearchStore

if TYPE_CHECKING:
    from tui_blog.model.marks import Tag
    from tui_blog.model.opened import Opened
    from tui_blog.model.saved_search import SavedSearch
    from tui_blog.model.site import Site
    from tui_blog.model.stored_post import StoredPost
    from tui_blog.services.refreshing import Refreshed, Refreshing


class Library:
    """Everything that concerns whole blogs."""

    def __init__(
        self,
        run: Run,
        blogs: BlogStore,
        posts: PostStore,
        searches: SavedSearchStore,
        refreshing: "Callable[[], Refreshing]",
    ) -> None:
        """`refreshing` gives what fetches posts; the first list, which only reads, does without it."""
        self._run = run
        self._blogs = blogs
        self._posts = posts
        self._searches = searches
        self._refreshing = refreshing

    def blogs(self) -> tuple[Blog, ...]:
        """The blogs that the person follows, by title."""
        return self._blogs.all()

    def blog(self, blog_id: BlogId) -> Blog | None:
        """One blog as it stands now, followed or only opened."""
        return self._blogs.get(blog_id)

    def searches(self) -> tuple["SavedSearch", ...]:
        """The searches that the person keeps."""
        return self._searches.all()

    def counts(self) -> Counts:
        """The kept counts of all followed blogs."""
        return self._blogs.counts()

    def was_changed_elsewhere(self) -> bool:
        """Whether another instance, or a command, has changed anything since this was asked last."""
        return self._blogs.was_changed_elsewhere()

    def named(self, name: str) -> Blog:
        """The blog with that id, URL, title, or beginning of a title that fits no other (NotInLibrary)."""
        followed = self._blogs.all()
        by_id = [blog for blog in followed if str(blog.id) == name]
        wanted = fold(name)
        whole = [blog for blog in followed if fold(blog.title) == wanted]
        begun = [blog for blog in followed if wanted and fold(blog.title).startswith(wanted)]
        by_url = self._blogs.by_url(name)
        for found in (by_id, [by_url] if by_url else [], whole, begun):
            if len(found) == 1:
                return found[0]
        raise NotInLibrary(_unnamed(name, whole or begun))

    async def find(self, url: str) -> "Site":
        """What stands behind a URL; the library stays as it is."""
        from tui_blog.platforms.detection import detect

        return await self._run(detect(url), typed_url=url)

    async def add(
        self, site: "Site", *, title: str = "", tags: Sequence[str] = (), keep: Keep | None = None
    ) -> "Refreshed":
        """Follow a blog and fetch its newest posts; one that is followed already is refreshed."""
        blog = await in_thread(self._keep, site, subscribed=True)
        await in_thread(self._dress, blog, title, tags, keep)
        refreshed = await self._refreshing().refresh_one(blog)
        return replace(refreshed, blog=await self._as_it_stands(blog))

    async def open(self, url: str) -> "Opened":
        """Open any URL: from the store where it is known, else from the net, without following it."""
        from tui_blog.model.opened import Opened  # the first list can do without

        known = await in_thread(self.known, url)
        # A blog whose first fetch failed has nothing to show yet.
        if known is not None and (known.post_id or known.blog.refreshed):
            return known
        site = await self.find(url)
        blog = await in_thread(self._keep, site, subscribed=False)
        refreshed = await self._refreshing().refresh_one(blog)
        if refreshed.status in {"failed", "gone"}:
            raise TuiBlogError(refreshed.error)
        blog = await self._as_it_stands(blog)
        return Opened(blog, await self._post_at(blog, site.post_url) if site.post_url else None)

    async def open_at(self, url: str) -> "Opened":
        """Open a URL, a post's even where its page says nothing of itself."""
        from tui_blog.platforms.detection import normalise_url

        opened, address = await self.open(url), normalise_url(url)
        if opened.post_id is None and await in_thread(self._blogs.by_url, url) is None:
            post_id = await self._post_at(opened.blog, address)
            return replace(opened, post_id=post_id, is_found=post_id is not None)
        return opened

    async def open_post(self, url: str) -> PostId | None:
        """Open a URL that is said to be a post's; None where it is none."""
        return (await self.open_at(url)).post_id

    def known(self, url: str) -> "Opened | None":
        """What the store holds under a URL, a post's or a blog's; no network."""
        from tui_blog.model.opened import Opened

        post = self._posts.by_url(url)
        if post is not None:
            return Opened(post.blog, post.id)
        blog = self._blogs.by_url(url)
        return Opened(blog) if blog else None

    def tags(self) -> tuple["Tag", ...]:
        """Every tag that a followed blog bears, or a post."""
        return self._blogs.tags()

    def edit(
        self,
        blog: Blog,
        *,
        title: str | None = None,
        tags: Sequence[CleanText] = (),
        no_tags: Sequence[CleanText] = (),
        keep: Keep | None = None,
    ) -> None:
        """Call a blog as the person wishes, file it under tags and take it from others, keep so much of it.

        An empty title takes the blog's own again. It is one change, which can be taken back.
        """
        name = None if title is None else clean_line(title)
        self._blogs.edit(blog.id, title=name, tags=tags, no_tags=no_tags, keep=keep)

    def toggle_tag(self, blog: Blog, tag: CleanText) -> bool:
        """File a blog under a tag, or take it from there; whether it stands there now."""
        bears = tag in blog.tags
        self.edit(blog, tags=() if bears else (tag,), no_tags=(tag,) if bears else ())
        return not bears

    def subscribe(self, blog: Blog) -> None:
        """Follow a blog that was opened by its URL."""
        self._blogs.subscribe(blog.id, True)

    def remove(self, blog: Blog) -> None:
        """Take a blog with its posts out of the library, so that it can be brought back for a while.

        What was written there stays in the outbox.
        """
        self._blogs.remove(blog.id)

    def _keep(self, site: "Site", subscribed: bool) -> Blog:
        if not site.sources:
            raise NoFeedFound(f"{site.url} shows no way to its posts.")
        source, known = site.sources[0], self._known_as(site)
        if known is not None:
            if subscribed and not known.subscribed:
                self._blogs.subscribe(known.id, True)
            return known
        return self._blogs.add(
            title=site.title or clean_line(urlsplit(site.url).netloc),
            url=site.url,
            feed_url=source.url,
            source=source.kind,
            platform=site.platform,
            language=site.language,
            subscribed=subscribed,
            tags=(),
        )

    def _known_as(self, site: "Site") -> Blog | None:
        """The blog that a site is: by one of its ways to posts, or by its home page and its title.

        Two feeds may name one home page; where they bear two titles (a blog, and its list of links), they are
        two blogs.
        """
        by_way = (self._blogs.by_url(source.url) for source in site.sources)
        by_home = self._blogs.by_url(site.url)
        same_title = by_home is not None and fold(by_home.title) == fold(site.title)
        return next(filter(None, by_way), by_home if same_title else None)

    async def _as_it_stands(self, blog: Blog) -> Blog:
        return await in_thread(self._blogs.get, blog.id) or blog

    def _dress(self, blog: Blog, title: str, tags: Sequence[str], keep: Keep | None) -> None:
        if title or tags or keep:
            self.edit(blog, title=title or None, tags=tuple(map(clean_line, tags)), keep=keep)

    async def _post_at(self, blog: Blog, url: str) -> PostId | None:
        """The post at a URL: among the newest, else asked for by itself."""
        stored = await in_thread(self._posts.by_url, url)
        if stored is None:
            stored = await self._fetch_post(blog, url)
        return stored.id if stored else None

    async def _fetch_post(self, blog: Blog, url: str) -> "StoredPost | None":
        post = await self._refreshing().one(blog, url)
        return await in_thread(self._posts.by_guid, blog.id, post.guid) if post else None


def _unnamed(name: str, several: Sequence[Blog]) -> str:
    shown = clean_line(name, 80)
    if several:
        titles = some_of([blog.title for blog in several])
        return f"“{shown}” fits several blogs: {titles}. Give the id that `tui-blog blogs` prints."
    return f"No blog in the library goes by “{shown}”. `tui-blog blogs` lists them."
