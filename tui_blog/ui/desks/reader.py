"""The desk for the reader: the open post and the thread under it."""

from asyncio import to_thread
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from textual.message import Message
from textual.screen import Screen

from tui_blog.errors import TuiBlogError
from tui_blog.model.comment import CommentForm, OutboxItem, ThreadLine
from tui_blog.model.open_post import OpenPost
from tui_blog.model.post_key import PostId
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.model.thread_order import by_age
from tui_blog.model.wording import Wording
from tui_blog.services.commenting import Commenting
from tui_blog.services.reading import Reading
from tui_blog.services.shown_thread import ShownThread
from tui_blog.ui.browser import open_in_browser
from tui_blog.ui.desks.desk import Desk
from tui_blog.ui.desks.trail import Trail
from tui_blog.ui.documents import post_document
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.widgets.reader.thread_walk import unconverted

LOADING = CleanText("Loading the comments …")

AT_ONCE = 40
"""Comments whose texts are made readable before a thread is shown: more than a screen."""
MOST_AT_ONCE = 400
"""And behind it in one go, at the most: so long nothing new is shown."""


@dataclass
class PostOpened(Message):
    """A post is shown; its screen may have more to do for it."""

    opened: OpenPost


class ReaderDesk(Desk):
    """Opens posts: what is stored is shown at once, the thread is fetched behind it."""

    def __init__(
        self,
        screen: Screen[None],
        view: DocumentView,
        reading: Reading,
        commenting: Commenting,
        row_changed: Callable[[PostId], None],
        post_at: Callable[[str], PostId | None],
    ) -> None:
        """`post_at` tells which post of the library stands at an address."""
        super().__init__(screen)
        self.view = view
        self._reading = reading
        self._commenting = commenting
        self._row_changed = row_changed
        self._post_at = post_at
        self._trail = Trail()
        self._notice = EMPTY
        """What is going on with the thread."""
        self._newest_first = False
        """In which order the threads are read."""
        self.opened: OpenPost | None = None
        self._former: Wording | None = None
        """What the open post said before, while it is compared with that."""
        self.thread: ShownThread | None = None
        self._found = list[OutboxItem]()
        """Own comments that were found to stand under the open post since it was opened."""
        self.form: CommentForm | None = None

    def open(self, post_id: PostId, *, at_comments: bool = False, comment_id: str | None = None) -> None:
        """Open a post and then its thread, where that is wished at its beginning or at a comment."""
        self.run(self._open(post_id, at_comments, comment_id), "open")

    def follow(self, url: str) -> None:
        """Go where a link leads: a post of the library opens here, all else in the browser."""
        self.run(self._follow(url), "open")

    async def _follow(self, url: str) -> None:
        post_id = await to_thread(self._post_at, url)
        if post_id is None:
            open_in_browser(self.screen.app, url)
            return
        if self.opened is not None:
            self._trail.left(self.opened.id)
        await self._open(post_id, at_comments=False)

    def step_trail(self, *, back: bool) -> None:
        """Back to the post that a link was followed from, or forward again."""
        post_id = self._trail.step(self.opened.id, back=back) if self.opened else None
        if post_id is None:
            self.say("There is nothing to go back to." if back else "There is nothing to go forward to.")
        else:
            self.open(post_id)

    async def _open(self, post_id: PostId, at_comments: bool, comment_id: str | None = None) -> None:
        self.leave()
        self.opened = opened = await self._reading.open(post_id)
        self._former = None
        self._found = []
        self._take(await self._commenting.kept_thread(opened.stored, at_once=AT_ONCE))
        self.form = await self._commenting.kept_form(post_id)
        self._newest_first = await to_thread(self._commenting.is_newest_first)
        # A post that was read to its end begins anew.
        at = opened.position if opened.position < 1 else 0.0
        self._notice = LOADING
        self.view.show(self._document(opened), at=at)
        self._convert_rest(opened)
        if at_comments:
            self.view.go_to_comments()
        self.screen.post_message(PostOpened(opened))
        await to_thread(self._reading.opened, post_id)
        self._row_changed(post_id)
        await self._fetch_thread(opened, comment_id)

    def _show_comments(self) -> None:
        """Show what is known of the comments by now."""
        if self.opened is not None:
            self.view.update_thread(self._document(self.opened))

    def _document(self, opened: OpenPost) -> Document:
        has_draft = self._commenting.has_draft(opened.stored.post.url)
        way_on, changes = self.key_of("main.full_text"), self.key_of("main.changes")
        return post_document(
            opened,
            self.thread,
            self.form,
            self._notice,
            has_draft,
            way_on,
            changes,
            self._former,
            self._newest_first,
        )

    def toggle_order(self) -> None:
        """Show the newest threads first, or the oldest; so it stays for other posts too."""
        if self.opened is None:
            return
        self._newest_first = not self._newest_first
        self.run(to_thread(self._commenting.set_newest_first, self._newest_first), "order", exclusive=False)
        self._show_comments()
        self.view.go_to_comments()
        self.say(
            "The newest threads stand first." if self._newest_first else "The oldest threads stand first."
        )

    def toggle_changes(self) -> None:
        """Show what the blog has changed since the post was read, or the post again."""
        if self.opened is None or self.opened.changed is None:
            self.say("There is nothing here that was changed after you read it.")
        elif self._former is None:
            self.run(self._compare(self.opened), "compare")
        else:
            self._former = None
            self.view.show(self._document(self.opened), keep_place=True)

    async def _compare(self, opened: OpenPost) -> None:
        former = await to_thread(self._reading.former, opened.stored)
        if self.opened is opened:
            self._former = former
            self.view.show(self._document(opened), keep_place=True)

    def follow_tags(self) -> None:
        """Show the tags that the open post bears by now, wherever it got them."""
        row = self._reading.row(self.opened.id) if self.opened else None
        if self.opened is not None and row is not None and row.tags != self.opened.stored.tags:
            self.opened = replace(self.opened, stored=replace(self.opened.stored, tags=row.tags))
            self.view.update_masthead(self._document(self.opened))

    async def reread(self, former: OpenPost) -> None:
        """Show the open post as it is read now, from the very words where the person is."""
        opened = await self._reading.open(former.id)
        if self.opened is None or self.opened.id != opened.id:
            return
        # The shorter of two texts is the beginning of the longer one.
        passed = self.view.position * len(self.opened.markdown)
        self.opened, self._former = opened, None
        self.view.show(self._document(opened), at=min(1.0, passed / max(1, len(opened.markdown))))

    async def _fetch_thread(self, opened: OpenPost, shown: str | None = None) -> None:
        notice = EMPTY
        try:
            self._take(await self._commenting.fetch_thread(opened.stored, at_once=AT_ONCE))
        except TuiBlogError as error:
            notice = clean_line(f"The comments could not be fetched: {error}")
        await to_thread(self._commenting.visited, opened.stored)
        self._show_thread(opened, notice, shown)
        if not notice:
            await self._learn_form(opened)

    def _show_thread(self, opened: OpenPost, notice: CleanText, shown: str | None) -> None:
        if self._is_open(opened.id):
            self._notice = notice
            self._show_comments()
            self._convert_rest(opened)
            self._row_changed(opened.id)
            if shown is not None and self.line(shown) is not None:
                self.view.go_to_comment(shown)

    def _convert_rest(self, opened: OpenPost) -> None:
        """Make the texts of a long thread readable behind the reader, those on the screen first."""
        if self._waiting(1):
            self.run(self._convert(opened), "texts")

    async def _convert(self, opened: OpenPost) -> None:
        most = AT_ONCE
        while self._is_open(opened.id) and (waiting := self._waiting(most)):
            made = await self._commenting.convert(opened.stored, [line.comment for line in waiting])
            if self._is_open(opened.id) and self.thread is not None:
                self.thread = self.thread.with_texts(made)
                self._show_comments()
            most = min(2 * most, MOST_AT_ONCE)

    def _is_open(self, post_id: PostId | None) -> bool:
        return self.opened is not None and self.opened.id == post_id

    def _waiting(self, most: int) -> list[ThreadLine]:
        lines = by_age(self.thread.lines if self.thread else (), newest_first=self._newest_first)
        return unconverted(lines, self.view.place.key.name, most)

    async def _learn_form(self, opened: OpenPost) -> None:
        """Tell what a writer should know, while nothing is written yet."""
        with suppress(TuiBlogError):  # told when somebody writes
            form = await self._commenting.learn_form(opened.stored)
            if form is not None and form != self.form:
                self.learned(opened.id, form)

    def answered(self, post_url: str, comment_id: str | None) -> None:
        """A comment reached a post: fetch its thread again, and go to the comment where that is open."""
        if self.opened is not None and self.opened.stored.post.url == post_url:
            self.run(self._fetch_thread(self.opened, comment_id), "open")
        else:
            self.run(self._count_again(post_url), "count", exclusive=False)

    async def _count_again(self, post_url: str) -> None:
        stored = await to_thread(self._reading.named, post_url)
        if stored is not None:
            with suppress(TuiBlogError):  # The comment arrived; its number is told by the next visit.
                await self._commenting.fetch_thread(stored, at_once=AT_ONCE)
                self._row_changed(stored.id)

    def found_own(self, item: OutboxItem) -> None:
        """A comment of the open thread turned out to be the person's own."""
        if self.opened is not None and self.opened.stored.post.url == item.post_url:
            self._found.append(item)
            self._take(self.thread)
            self._show_comments()

    def _take(self, thread: ShownThread | None) -> None:
        """Hold a thread; it may have been read before some of it was found to be the person's own."""
        for item in self._found:
            thread = thread and thread.with_found(item)
        self.thread = thread

    def learned(self, post_id: PostId | None, form: CommentForm) -> None:
        """The blog told who may write under a post, or the draft there changed."""
        if self._is_open(post_id):
            self.form = form
            self._show_comments()

    def moved(self, fraction: float) -> None:
        """The person came to rest somewhere in the open post."""
        if self.opened is not None:
            self.run(to_thread(self._reading.set_position, self.opened.id, fraction), "position")

    def leave(self) -> None:
        """Remember where the person stopped."""
        if self.opened is not None:
            self._reading.set_position(self.opened.id, self.view.position)

    def line(self, comment_id: str | None) -> ThreadLine | None:
        """A comment of the open thread."""
        lines = self.thread.lines if self.thread else ()
        return next((line for line in lines if line.comment.id == comment_id), None)

    @property
    def url(self) -> str:
        """The open post's address, or ""."""
        return self.opened.stored.post.url if self.opened else ""
