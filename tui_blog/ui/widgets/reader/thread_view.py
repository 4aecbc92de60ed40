"""A column that ends in a thread of comments: walked through, folded, answered."""

from dataclasses import dataclass

from textual.message import Message
from textual.reactive import var

from tui_blog.ui.widgets.reader import thread_walk
from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_blocks import COMMENTS, FOOTER
from tui_blog.ui.widgets.reader.layout import Layout
from tui_blog.ui.widgets.reader.place import Place
from tui_blog.ui.widgets.reader.pointer_view import PointerView
from tui_blog.ui.widgets.reader.thread_blocks import COMMENT, ThreadBlock, comment_key
from tui_blog.ui.widgets.reader.thread_tree import ThreadTree, levels_in


class ThreadView(PointerView):
    """Knows the comments of a document; the pointer stands beside one of them, or beside the way to write."""

    current_comment: var[str | None] = var[str | None](None, init=False)
    """The id of the comment that keys act on; None while the post is read."""
    folded: var[frozenset[str]] = var[frozenset[str]](frozenset(), init=False)
    """The ids of comments shown as one line, with all that answers them hidden."""

    @dataclass
    class ReplyWanted(Message):
        """The reader wants to answer a comment."""

        comment_id: str

    @dataclass
    class ChangeWanted(Message):
        """The reader wants to change their own comment, or to take it back."""

        comment_id: str
        delete: bool

    class WriteWanted(Message):
        """The reader wants to write a comment."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.document = Document()
        self._targets: tuple[Layout | None, list[Key]] = (None, [])
        """Where the pointer may stand in a layout: a long thread is not gone through for every key."""
        self._tree: ThreadTree | None = None

    def update_thread(self, document: Document) -> None:
        """Show what the document says of the comments; its text is the one that is shown already."""
        came_for_comments = self.marked == FOOTER and not self.document.lines
        self.document = document
        self.lay_out()
        self._forget_missing()
        if came_for_comments and document.lines:
            self.marked = comment_key(document.lines[0])

    def thread(self, width: int) -> tuple[ThreadBlock, ...]:
        """The visible comments in a column of that width."""
        tree, lines, levels = self._tree, self.document.lines, levels_in(width)
        if tree is None or tree.lines != lines or tree.levels != levels:
            self._tree = tree = ThreadTree(lines, levels, tree)
        return tree.blocks(self.folded)

    def targets(self) -> list[Key]:
        """The visible comments, and the way to write."""
        layout, targets = self._targets
        if layout is not self.laid_out:
            keys = [block.key for block in self.laid_out.blocks] if self.laid_out else []
            targets = [key for key in keys if key.kind == COMMENT or key == FOOTER]
            self._targets = (self.laid_out, targets)
        return targets

    # --- walking ---------------------------------------------------------------------------------

    def go_to_comments(self) -> None:
        """Go to the heading of the thread; the first comment is current then, else the way to write."""
        lines = self.document.lines
        self.marked = comment_key(lines[0]) if lines else FOOTER if self.document.footer else None
        if self.document.comments_heading:
            self.go_to(Place(COMMENTS))
        elif self.marked is not None:
            self.reveal(self.marked)

    def go_to_comment(self, comment_id: str | None) -> None:
        """Make a comment the current one and show it, whatever hides it; None goes nowhere."""
        if comment_id is not None:
            self.folded -= thread_walk.ancestors(self.document.lines, comment_id)
            self.point_at(Key(COMMENT, comment_id))

    def action_comments(self) -> None:
        """To the thread."""
        self.go_to_comments()

    def action_top_level(self, step: int) -> None:
        """To a comment that answers no other."""
        self.go_to_comment(thread_walk.top_level(self.document.lines, self.current_comment, step))

    def action_parent(self) -> None:
        """To the comment that the current one answers."""
        self.go_to_comment(thread_walk.parent(self.document.lines, self.current_comment))

    def action_next_new(self) -> None:
        """To a comment that came since the last visit."""
        self.go_to_comment(thread_walk.next_new(self.document.lines, self.current_comment))

    def action_reply(self) -> None:
        """Answer the current comment."""
        if self.current_comment is not None:
            self.post_message(self.ReplyWanted(self.current_comment))

    def action_change_own(self, delete: bool) -> None:
        """Change the current comment, or take it back."""
        if self.current_comment is not None:
            self.post_message(self.ChangeWanted(self.current_comment, delete))

    def action_write(self) -> None:
        """Write a comment under the post."""
        self.post_message(self.WriteWanted())

    def action_leave(self) -> None:
        """Read the post again: no comment is current any more."""
        self.marked = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the screen where they mean nothing here."""
        match action:
            case "parent":
                return self.current_comment is not None
            case "reply":
                line = thread_walk.line(self.document.lines, self.current_comment)
                return line is not None and line.comment.status != "held"
            case "change_own":
                line = thread_walk.line(self.document.lines, self.current_comment)
                return line is not None and line.is_changeable
            case "write":
                return self.marked == FOOTER
            case "leave":
                return self.marked is not None
            case _:
                return True

    # --- the current comment ---------------------------------------------------------------------

    def watch_marked(self) -> None:
        """Say which comment is current, and which keys there are now."""
        super().watch_marked()
        self.current_comment = self.marked.name if self.marked and self.marked.kind == COMMENT else None
        self.refresh_bindings()

    def watch_current_comment(self, comment_id: str | None) -> None:
        """Put the pointer beside it."""
        if comment_id is not None:
            self.marked = Key(COMMENT, comment_id)
        elif self.marked and self.marked.kind == COMMENT:
            self.marked = None

    def watch_folded(self) -> None:
        """Fold and unfold, and keep the current comment in sight."""
        self.lay_out()
        self._forget_missing()
        if self.marked is not None:
            self.reveal(self.marked)

    def _forget_missing(self) -> None:
        """The current comment may be gone from the blog, or hidden in a fold."""
        if self.laid_out and self.marked and self.laid_out.number(self.marked) is None:
            self.marked = None
