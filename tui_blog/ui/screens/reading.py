"""What the main screen does for whoever reads: the open post, its links and its comments."""

from typing import TYPE_CHECKING

from textual import on

from tui_blog.model.post_key import PostId
from tui_blog.ui.browser import open_in_browser
from tui_blog.ui.screens.desked import DeskedScreen
from tui_blog.ui.widgets.reader.find_messages import SearchEnded, SearchKept, SearchTyped
from tui_blog.ui.words import counted

TOO_LONG = "That is too long for a terminal's clipboard, which takes 75 KB."

if TYPE_CHECKING:
    from tui_blog.ui.screens.choice import Choice
    from tui_blog.ui.widgets.reader.document_blocks import Heading
    from tui_blog.ui.widgets.reader.document_view import DocumentView
    from tui_blog.ui.widgets.reader.link_spots import Spot


class ReadingScreen(DeskedScreen):
    """Hears what the reader tells, and hands it to the desks."""

    def show_post(self, post_id: PostId, *, at_comments: bool = False, comment_id: str | None = None) -> None:
        """Open a post, in the pane to read it."""
        self.reader.open(post_id, at_comments=at_comments, comment_id=comment_id)
        self.show_pane("reader")

    def action_unread(self, backwards: bool) -> None:
        """Go to the next unread post, and open it where one is being read."""
        row = self.listing.next_unread(backwards)
        if row is not None and self.focused is self.view:
            self.reader.open(row.id)

    def action_step(self, down: bool) -> None:
        """The next or previous post, without leaving the reader."""
        if (row := self.listing.step(down)) is not None:
            self.reader.open(row.id)

    def on_document_view_end_passed(self) -> None:
        """Read on after the last line."""
        if self._config.space_opens_next_unread:
            self.action_unread(False)

    def on_document_view_position_changed(self, event: "DocumentView.PositionChanged") -> None:
        """Remember the place."""
        self.reader.moved(event.fraction)

    def on_link_view_link_wanted(self, event: "DocumentView.LinkWanted") -> None:
        """Follow a link."""
        if event.elsewhere:
            open_in_browser(self.app, event.url)
        else:
            self.reader.follow(event.url)

    def on_link_view_links_wanted(self) -> None:
        """Let the person choose one of the links."""
        from tui_blog.ui.screens.choice import ChoiceScreen
        from tui_blog.ui.widgets.reader.links import is_inner

        # Those within the text are followed where they stand.
        links = tuple(spot for spot in self.view.links() if not is_inner(spot.url))
        if not links:
            self.listing.say("There is no link in this post.")
            return
        lines = [f"{spot.text or 'picture'}  {spot.url}" for spot in links]
        first = next((n for n, spot in enumerate(links) if self.view.shows(spot)), 0)
        screen = ChoiceScreen("Links", lines, first, are_links=True)
        self.app.push_screen(screen, lambda choice: self._take_link(links, choice))

    def _take_link(self, links: tuple["Spot", ...], choice: "Choice | None") -> None:
        if choice is None:
            return
        url = links[choice.number].url
        match choice.how:
            case "enter":
                self.reader.follow(url)
            case "browser":
                open_in_browser(self.app, url)
            case "copy":
                self._copy(url)
            case "picture":
                self.pictures.look(self.view.picture_at(links[choice.number]))

    def on_document_view_wanted(self, event: "DocumentView.Wanted") -> None:
        """Do what the reader cannot do by itself."""
        match event.what:
            case "find":
                self._begin_search()
            case "contents":
                self._show_contents()
            case "back" | "forward":
                self.reader.step_trail(back=event.what == "back")
            case "order":
                self.reader.toggle_order()
            case "picture":
                self.pictures.look(self.view.picture_here())
            case "pictures":
                self.pictures.toggle()

    def on_picture_view_pictures_near(self, event: "DocumentView.PicturesNear") -> None:
        """Fetch pictures before they come on the screen."""
        self.pictures.fetch(event.wishes)

    def _show_contents(self) -> None:
        from tui_blog.ui.screens.choice import ChoiceScreen

        headings = self.view.find_headings()
        if not headings:
            self.listing.say("There are no headings in this post.")
            return
        lines = [f"{'  ' * (heading.level - 1)}{heading.text}" for heading in headings]
        here = sum(heading.at <= self.view.position for heading in headings) - 1
        screen = ChoiceScreen("Contents", lines, max(0, here))
        self.app.push_screen(screen, lambda choice: self._go_to_heading(headings, choice))

    def _go_to_heading(self, headings: tuple["Heading", ...], choice: "Choice | None") -> None:
        if choice is not None:
            self.view.go_to_position(headings[choice.number].at)

    # --- looking for words -----------------------------------------------------------------------

    def _begin_search(self) -> None:
        from tui_blog.ui.widgets.find_line import FindLine

        self.view.begin_search()
        self.call_after_refresh(self.typed_line(FindLine).begin)

    @on(SearchTyped)
    def _search(self, event: SearchTyped) -> None:
        self.view.find(event.words)

    @on(SearchKept)
    def _keep_search(self) -> None:
        self.view.focus()

    @on(SearchEnded)
    def _end_search(self) -> None:
        self.view.end_search()
        self.view.focus()

    def on_thread_view_reply_wanted(self, event: "DocumentView.ReplyWanted") -> None:
        """Write an answer to a comment."""
        if self.reader.opened is not None:
            self.writing.write(self.reader.opened.stored, self.reader.line(event.comment_id))

    def on_thread_view_change_wanted(self, event: "DocumentView.ChangeWanted") -> None:
        """Change an own comment, or take it back."""
        if self.reader.opened is not None:
            wanted = self.changing.ask_to_remove if event.delete else self.changing.edit
            wanted(self.reader.opened.stored, event.comment_id)

    def on_thread_view_write_wanted(self) -> None:
        """Write a comment on the open post."""
        self.action_write()

    def action_write(self) -> None:
        """Write a comment on the open post, or on the one under the cursor."""
        if self.reader.opened is not None and self.focused is self.view:
            self.writing.write(self.reader.opened.stored, None)
        elif row := self.posts.highlighted:
            self.writing.write(self._services.reading.stored(row.id), None)
        else:
            self.listing.tell_no_post()

    def action_comments(self) -> None:
        """The comments of the post under the cursor."""
        if (row := self.posts.highlighted) is None:
            self.listing.tell_no_post()
        else:
            self.show_post(row.id, at_comments=True)

    def action_changes(self) -> None:
        """What the blog has changed since the open post was read, or the post again."""
        self.reader.toggle_changes()

    def action_browser(self) -> None:
        """Open the post in a browser."""
        if url := self.reader.url or self._highlighted_url():
            open_in_browser(self.app, url)

    def action_copy(self) -> None:
        """Copy the post's address (OSC 52)."""
        if url := self.reader.url if self.focused is self.view else self._highlighted_url():
            self._copy(url)

    def on_select_view_copy_wanted(self, event: "DocumentView.CopyWanted") -> None:
        """Copy what is selected."""
        from tui_blog.ui.clipboard import fitting

        text, is_whole = fitting(event.text)
        self.app.copy_to_clipboard(text)
        lines = counted(len(text.splitlines()), "line")
        if is_whole:
            self.notify(f"Copied {lines}", markup=False)
        else:
            self.notify(f"{TOO_LONG} The first {lines} are copied.", severity="warning", markup=False)

    def _copy(self, url: str) -> None:
        self.app.copy_to_clipboard(url)
        self.notify(f"Copied {url}", markup=False)

    def _highlighted_url(self) -> str:
        row = self.posts.highlighted
        return self._services.reading.stored(row.id).post.url if row else ""
