"""The whole text of posts whose feed sends only the beginning, from their pages."""

import asyncio

from tui_blog.errors import NoFullText
from tui_blog.model.blog import BlogId
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import clean_line
from tui_blog.services.running import Run
from tui_blog.store.articles import ArticleStore


class FullText:
    """Fetches a post's page, finds the article in it, and keeps that beside what the feed sent."""

    def __init__(self, run: Run, articles: ArticleStore) -> None:
        self._run = run
        self._articles = articles

    async def fetch(self, stored: StoredPost) -> None:
        """Fetch a post's article and keep it, to be read from now on.

        Whatever goes wrong leaves the post as it is: NoFullText where the page has no more than the feed, or
        NetworkError.
        """
        from tui_blog.platforms.whole_page import whole_page

        url = stored.post.url
        if not url:
            raise NoFullText("This post has no address, so there is no page to read it from.")
        page = await self._run(whole_page(url), typed_url=stored.blog.feed_url)
        found = await asyncio.to_thread(_article, page.markup, page.url, stored.post.html)
        if found is None:
            raise NoFullText(_why_none(url, page.asks_for_password))
        await asyncio.to_thread(self._articles.keep, stored.id, *found)

    def is_kept(self, stored: StoredPost) -> bool:
        """The article of a post was fetched before."""
        return self._articles.get(stored.id) is not None

    def show(self, stored: StoredPost, shown: bool) -> None:
        """Read the kept article of a post, or the feed's own body."""
        self._articles.show(stored.id, shown)

    def is_always(self, blog_id: BlogId) -> bool:
        """The stubs of this blog are filled when they are opened."""
        return self._articles.is_always(blog_id)

    def set_always(self, blog_id: BlogId, always: bool) -> None:
        """Fill the stubs of this blog from its pages when they are opened, or no more."""
        self._articles.set_always(blog_id, always)

    def is_due(self, stored: StoredPost) -> bool:
        """Opening this post is to fetch its page: its blog is set so, and it looks like a stub."""
        from tui_blog.convert.stub import may_be_stub

        is_wanted = bool(stored.post.url) and self.is_always(stored.blog.id) and not self.is_kept(stored)
        return is_wanted and may_be_stub(stored.post.html)


def _article(markup: str, url: str, body: str) -> tuple[str, int] | None:
    """The article of a page with the length of its text; None unless it is longer than the feed's body."""
    from tui_blog.convert.article import extract
    from tui_blog.convert.stub import letters_of

    article = extract(markup, url)
    letters = letters_of(article.html) if article else 0
    return (article.html, letters) if article and letters > letters_of(body) else None


def _why_none(url: str, asks_for_password: bool) -> str:
    page = f"The page {clean_line(url, 200)}"
    if asks_for_password:
        return f"{page} asks for a login and shows no more than the feed; a browser may be logged in there."
    return f"{page} has no more text than the feed."
