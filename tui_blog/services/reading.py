"""Lists of posts and single posts as they are read."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tui_blog.errors import NotInLibrary
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import Arrangement, PostQuery, PostRow, PostWindow
from tui_blog.model.text import CleanText, clean_block, fold
from tui_blog.services.running import in_thread
from tui_blog.store.choices import ChoiceStore
from tui_blog.store.posts import PostStore

if TYPE_CHECKING:
    from tui_blog.model.archive import MonthCount
    from tui_blog.model.open_post import OpenPost
    from tui_blog.model.place import Place
    from tui_blog.model.selection import Selection
    from tui_blog.model.sifted import Sifted
    from tui_blog.model.stored_post import StoredPost
    from tui_blog.model.wording import Wording
    from tui_blog.store.articles import ArticleStore
    from tui_blog.store.earlier import EarlierStore

WORDS_A_MINUTE = 220

LIST = "list "
"""What the names of choices for one list begin with."""

PLACE = "place"
"""The name under which the last place is kept."""

_PAST_EVERY_ID = 2**63
"""More than any id of the library can be."""


class Reading:
    """Windows of lists, and posts made readable."""

    def __init__(
        self,
        posts: PostStore,
        choices: ChoiceStore,
        articles: "Callable[[], ArticleStore]",
        earlier: "Callable[[], EarlierStore]",
    ) -> None:
        """`articles` and `earlier` give what an open post needs besides; a list does without them."""
        self._posts = posts
        self._articles = articles
        self._earlier = earlier
        self._choices = choices

    # --- lists -----------------------------------------------------------------------------------

    def arrangement(self, name: str) -> Arrangement:
        """How the person wants the list of that name."""
        return Arrangement.of(self._choices.get(f"{LIST}{name}") or "")

    def arrange(self, name: str, wanted: Arrangement) -> None:
        """Remember how the person wants the list of that name."""
        self._choices.set(f"{LIST}{name}", wanted.text)

    def place(self) -> "Place | None":
        """Where the person was when the screens were left."""
        kept = self._choices.get(PLACE)
        if kept is None:
            return None
        from tui_blog.model.place import Place

        return Place.of(kept)

    def stay(self, place: "Place") -> None:
        """Remember where the person is."""
        self._choices.set(PLACE, place.text)

    def window(
        self, query: PostQuery, *, after: PostKey | None = None, before: PostKey | None = None, limit: int
    ) -> PostWindow:
        """A run of a list: next after `after`, next before `before`, or its first."""
        return self._posts.window(query, after=after, before=before, limit=limit)

    def last_window(self, query: PostQuery, limit: int) -> PostWindow:
        """The last posts of a list."""
        return self._posts.last_window(query, limit)

    def around(self, query: PostQuery, key: PostKey, limit: int) -> PostWindow:
        """The rows about a place in a list."""
        return self._posts.around(query, key, limit)

    def newest_id(self) -> PostId:
        """The post that arrived last: asked before a list is read, it tells what cannot be on that list."""
        return self._posts.newest_id()

    def next_unread(self, query: PostQuery, after: PostKey | None) -> PostKey | None:
        """The next unread post after a place, in the order of the list."""
        return self._posts.next_unread(query, after)

    def previous_unread(self, query: PostQuery, before: PostKey | None) -> PostKey | None:
        """The unread post before a place."""
        return self._posts.previous_unread(query, before)

    def sift(
        self,
        query: PostQuery,
        words: str,
        *,
        after: PostKey | None = None,
        before: PostKey | None = None,
        limit: int,
        enough: int,
    ) -> "Sifted":
        """The next posts of a list with all `words` in their titles: after `after`, or back from `before`.

        Looks at `limit` titles at most (some thousands take milliseconds); `enough` finds end it too.
        """
        folded = fold(words).split()
        return self._posts.sift(query, folded, after=after, before=before, limit=limit, enough=enough)

    def count(self, query: PostQuery, chosen: "Selection", limit: int) -> int:
        """How many posts of a list are chosen; `limit` or more where it is that many."""
        return self._posts.count(query, chosen, limit)

    def total(self, query: PostQuery) -> int:
        """How many posts a list holds, off its index."""
        return sum(month.posts for month in self.months(query))

    def months(self, query: PostQuery) -> tuple["MonthCount", ...]:
        """The months in which a list has posts, the newest first."""
        return self._posts.months(query)

    def iterate(self, query: PostQuery, limit: int | None) -> "Iterator[StoredPost]":
        """Whole posts of a list."""
        return self._posts.iterate(query, limit)

    # --- one post --------------------------------------------------------------------------------

    def stored(self, post_id: PostId) -> "StoredPost":
        """A post of the library (NotInLibrary)."""
        stored = self._posts.get(post_id)
        if stored is None:
            raise NotInLibrary(f"There is no post {post_id} in the library. `tui-blog posts` lists them.")
        return stored

    def named(self, name: str) -> "StoredPost | None":
        """The post with that id or URL, if the library holds it."""
        if name.isdecimal() and name.isascii():
            return self._posts.get(PostId(int(name))) if int(name) < _PAST_EVERY_ID else None
        return self._posts.by_url(name)

    def row(self, post_id: PostId) -> PostRow | None:
        """A post as its list shows it now."""
        return self._posts.row(post_id)

    async def open(self, post_id: PostId) -> "OpenPost":
        """Make a post readable; the conversion runs off the event loop and is kept."""
        return await in_thread(self.open_now, post_id)

    def open_now(self, post_id: PostId) -> "OpenPost":
        """Make a post readable, here and now."""
        from tui_blog.model.open_post import OpenPost
        from tui_blog.services.dateline import dateline

        stored = self.stored(post_id)
        html, is_article = self._body(stored)
        markdown = self._markdown(stored, html)
        minutes = max(1, round(len(markdown.split()) / WORDS_A_MINUTE))
        is_stub = not is_article and bool(stored.post.url) and _is_stub(markdown)
        date = dateline(stored.post.published, stored.blog.language)
        # What a post's page has is no later wording of what its feed had.
        changed = None if is_article else self._earlier().replaced(post_id)
        position = self._posts.position(post_id)
        return OpenPost(stored, markdown, minutes, position, date, is_article, is_stub, changed)

    def former(self, stored: "StoredPost") -> "Wording | None":
        """What a post said when the person last read it, if the blog has changed it since; takes time."""
        body = self._earlier().of(stored.id)
        if body is None:
            return None
        from tui_blog.convert.html import to_markdown
        from tui_blog.model.wording import Wording

        return Wording(body.title, to_markdown(body.html, stored.post.url))

    def html(self, stored: "StoredPost") -> str:
        """The body that is read: foreign, as it was sent."""
        return self._body(stored)[0]

    def _body(self, stored: "StoredPost") -> tuple[str, bool]:
        """The better body, and whether it is that of the post's page.

        The article of the page is better as long as its text is the longer one: where a blog sends the whole
        of the post later, that wins again.
        """
        article = self._articles().get(stored.id)
        if article is None or not article.shown:
            return stored.post.html, False
        from tui_blog.convert.stub import letters_of

        is_longer = article.letters > letters_of(stored.post.html)
        return (article.html, True) if is_longer else (stored.post.html, False)

    def _markdown(self, stored: "StoredPost", html: str) -> CleanText:
        from tui_blog.convert.version import CONVERTER_VERSION

        kept = self._posts.markdown(stored.id, CONVERTER_VERSION)
        if kept is not None:
            return clean_block(kept)
        from tui_blog.convert.html import to_markdown

        markdown = to_markdown(html, stored.post.url)
        self._posts.keep_markdown(stored.id, CONVERTER_VERSION, markdown)
        return markdown

    def set_position(self, post_id: PostId, fraction: float) -> None:
        """Remember where the person stopped."""
        self._posts.set_position(post_id, fraction)

    def opened(self, post_id: PostId) -> None:
        """An opened post counts as read; this is no change that a person would want to undo."""
        self._posts.set_opened(post_id)


def _is_stub(markdown: str) -> bool:
    from tui_blog.convert.stub import is_stub

    return is_stub(markdown)
