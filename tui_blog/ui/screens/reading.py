"""What the main screen does for whoever reads: the open post, its links and its comments."""

from textual import on

from tui_blog.ui.browser import open_in_browser
from tui_blog.ui.screens.desked import DeskedScreen
from tui_blog.ui.widgets.document_view import DocumentView


class ReadingScreen(DeskedScreen):
    """Hears what the reader tells, and hands it to the desks."""

    def action_unread(self, backwards: bool) -> None:
        """Go to the next unread post, and open it where one is being read."""
        row = self.listing.next_unread(backwards)
        if row is not None and self.focused is self.view:
            self.reader.open(row.id)

    def action_step(self, down: bool) -> None:
        """The next or previous post, without leaving the reader."""
        if (row := self.listing.step(down)) is not None:
            self.reader.open(row.id)

    @on(DocumentView.EndPassed)
    def _read_on(self) -> None:
        if self._config.space_opens_next_unread:
            self.action_unread(False)

    @on(DocumentView.PositionChanged)
    def _moved(self, event: DocumentView.PositionChanged) -> None:
        self.reader.moved(event.fraction)

    @on(DocumentView.LinkClicked)
    def _link(self, event: DocumentView.LinkClicked) -> None:
        open_in_browser(self.app, event.url)

    @on(DocumentView.ReplyWanted)
    def _reply(self, event: DocumentView.ReplyWanted) -> None:
        if self.reader.opened is not None:
            self.writing.write(self.reader.opened.stored, self.reader.line(event.comment_id))

    @on(DocumentView.WriteWanted)
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
            self.reader.open(row.id, at_comments=True)
            self.show_pane("reader")

    def action_browser(self) -> None:
        """Open the post in a browser."""
        if url := self.reader.url or self._highlighted_url():
            open_in_browser(self.app, url)

    def action_copy(self) -> None:
        """Copy the post's address (OSC 52)."""
        if url := self.reader.url if self.focused is self.view else self._highlighted_url():
            self.app.copy_to_clipboard(url)
            self.notify(f"Copied {url}", markup=False)

    def _highlighted_url(self) -> str:
        row = self.posts.highlighted
        return self._services.reading.stored(row.id).post.url if row else ""
