"""The desk for keeping order: tags of posts and of blogs, and blogs that are removed."""

from asyncio import to_thread
from collections.abc import Callable, Coroutine, Sequence

from tui_blog.model.blog import Blog
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.text import CleanText
from tui_blog.services.library import Library
from tui_blog.services.marking import Marking
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.listing import ListingDesk
from tui_blog.ui.desks.marking import selected_now
from tui_blog.ui.entries import ALL, query_of
from tui_blog.ui.words import counted

CHOOSE = "Choose a blog first."


class FilingDesk(Desk):
    """Asks for tags, and files posts and blogs under them."""

    def __init__(self, listing: ListingDesk, library: Library, marking: Marking) -> None:
        super().__init__(listing.screen)
        self._listing = listing
        self._library = library
        self._marking = marking

    # --- posts -----------------------------------------------------------------------------------

    def tag_posts(self) -> None:
        """Ask for a tag of the post under the cursor, or of those that are selected."""
        posts = self._listing.posts
        if posts.selection or posts.highlighted:
            self._run(self._ask_for_posts())
        else:
            self._listing.tell_no_post()

    async def _ask_for_posts(self) -> None:
        row = None if self._listing.posts.selection else self._listing.posts.highlighted
        ids = (row.id,) if row else await to_thread(selected_now(self._listing, self._marking))
        what = f"Tag “{row.title}”" if row else f"Tag {counted(len(ids), 'post')}"
        borne = await to_thread(self._marking.tags_of, ids)
        self._ask(what, borne, lambda tag: self._tag_posts(ids, tag))

    async def _tag_posts(self, ids: Sequence[PostId], tag: CleanText) -> None:
        number, on = await to_thread(self._marking.toggle, ids, Mark("tag", True, tag))
        self._listing.posts.select_none()
        self._say_done(counted(number, "post"), tag, on)

    # --- blogs -----------------------------------------------------------------------------------

    def tag_blog(self, key: str) -> None:
        """Ask for a tag of the blog in a line of the library."""
        if blog := self._blog(key):
            self._ask(f"File “{blog.title}” under", blog.tags, lambda tag: self._tag_blog(blog, tag))

    async def _tag_blog(self, blog: Blog, tag: CleanText) -> None:
        on = await to_thread(self._library.toggle_tag, blog, tag)
        self._say_done(f"“{blog.title}”", tag, on)

    def remove(self, key: str) -> None:
        """Take the blog in a line of the library out of it."""
        if blog := self._blog(key):
            self._run(self._remove(blog))

    async def _remove(self, blog: Blog) -> None:
        await to_thread(self._library.remove, blog)
        if query_of(self._listing.key).blog_id == blog.id:
            self._listing.choose(ALL)
        self.say(f"“{blog.title}” is no longer in the library. {self._undo_key} brings it back.")
        self._listing.reload()

    def _blog(self, key: str) -> Blog | None:
        number = query_of(key).blog_id
        blog = next((blog for blog in self._listing.followed() if blog.id == number), None)
        if blog is None:
            self.say(CHOOSE)
        return blog

    # --- all of them -----------------------------------------------------------------------------

    def _ask(
        self,
        what: str,
        borne: Sequence[CleanText],
        then: Callable[[CleanText], Coroutine[object, object, None]],
    ) -> None:
        from tui_blog.ui.screens.tag import TagScreen

        known = [tag.name for tag in self._library.tags()]

        def answered(tag: CleanText | None) -> None:
            if tag is not None:
                self._run(then(tag))

        self.screen.app.push_screen(TagScreen(what, known, borne), answered)

    def _run(self, work: Coroutine[object, object, None]) -> None:
        self.run(work, "file", exclusive=False)

    def _say_done(self, what: str, tag: CleanText, on: bool) -> None:
        done = f"tagged “{tag}”" if on else f"without the tag “{tag}”"
        self.say(f"{what} {done}. {self._undo_key} takes it back.")
        self._listing.reload()

    @property
    def _undo_key(self) -> str:
        return self.key_of("main.undo")
