"""What a site is and offers, told before anybody follows it."""

from contextlib import suppress
from dataclasses import dataclass

from tui_blog.errors import NetworkError
from tui_blog.model.comment import Access
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import ChannelRef, Site
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.model.ways import PostSource
from tui_blog.services.accounts import Accounts
from tui_blog.services.channels import channel_of
from tui_blog.services.running import Run


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found behind a URL."""

    site: Site
    archive: bool
    """Posts can be read back past the newest page, as far as the newest page tells."""
    beyond: bool
    """The newest page ends all that its source holds; older posts are looked for on the blog's own pages."""
    total: int | None
    newest: tuple[Post, ...]
    """The first page of posts, newest first."""
    system: str | None
    """The comment system of the post that the URL named, else of the newest one."""
    access: Access | None
    """Who may write there; None where there are no comments."""
    trouble: CleanText = EMPTY
    """Why the comments could not be asked, where they could not."""
    platform: str = ""
    """The platform by the name that its people give it."""
    system_name: str = ""
    """The comment system likewise, "" for none."""
    search: bool = False
    """The blog offers a search of its own."""


class Inspecting:
    """Looks at a URL without touching the library."""

    def __init__(self, run: Run, accounts: Accounts) -> None:
        self._run = run
        self._accounts = accounts

    async def inspect(self, url: str) -> Inspection:
        """Find a blog, its newest posts, and who may comment on the one that is named or newest."""
        from tui_blog.platforms import registry
        from tui_blog.platforms.detection import detect

        site = await self._run(detect(url), typed_url=url)
        source, page = await self._newest(site, url)
        post = await self._named(site, source, page, url) or _newest_with_a_page(page)
        ref, access, trouble = await self._comments(site, post, url) if post else (None, None, EMPTY)
        return Inspection(
            site=site,
            archive=page.next is not None and not page.next_is_guess,
            beyond=page.next_is_guess,
            total=page.total,
            newest=page.posts,
            system=ref.system if ref else None,
            access=access,
            trouble=trouble,
            platform=registry.name_of(site.platform),
            system_name=registry.name_of(ref.system) if ref else "",
            search=source.search("a") is not None,
        )

    async def _newest(self, site: Site, typed: str) -> tuple[PostSource, PostPage]:
        """The newest posts by the best way that is open, as a refresh would find them."""
        from tui_blog.platforms import registry

        *better, last = map(registry.source, site.sources)
        for source in better:
            with suppress(NetworkError):
                return source, await self._run(source.page(None), typed_url=typed)
        return last, await self._run(last.page(None), typed_url=typed)

    async def _named(self, site: Site, source: PostSource, page: PostPage, typed: str) -> Post | None:
        """The post that the URL named: among the newest, else asked for by itself."""
        if site.post_url is None:
            return None
        known = next((post for post in page.posts if post.url == site.post_url), None)
        try:
            return known or await self._run(source.one(site.post_url), typed_url=typed)
        except NetworkError:
            return None

    async def _comments(
        self, site: Site, post: Post, typed: str
    ) -> tuple[ChannelRef | None, Access | None, CleanText]:
        from tui_blog.services.channels import detect_channel_at

        ref = site.channels[0] if site.channels and not site.channels[0].key else None
        try:
            ref = ref or await self._run(detect_channel_at(post.url), typed_url=typed)
            if ref is None:
                return None, None, EMPTY
            channel = channel_of(ref, post, self._accounts)
            form = await self._run(channel.form(post), typed_url=typed)
        except NetworkError as error:
            return ref, Access.UNKNOWN, clean_line(f"The comments could not be fetched: {error}")
        return ref, form.access, form.reason


def _newest_with_a_page(page: PostPage) -> Post | None:
    return next((post for post in page.posts if post.url), None)
