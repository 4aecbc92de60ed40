"""The comments of a post as they are read: in the order of their thread, their texts as Markdown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tui_blog.model.comment import UNNUMBERED, Comment, Markup, OutboxItem, Thread, ThreadLine
from tui_blog.model.post import StoredPost
from tui_blog.model.text import CleanText, clean_line
from tui_blog.model.thread_order import threaded
from tui_blog.services.markup import as_sent, preview_markdown
from tui_blog.store.threads import ThreadStore


@dataclass(frozen=True, slots=True)
class ShownThread:
    """The comments of a post as they are read."""

    lines: tuple[ThreadLine, ...]
    total: int
    """As the blog counts them, and the person's own that it holds."""
    system: str | None
    """The comment system's name; None where the post has none that is known here."""

    @property
    def held(self) -> int:
        """How many of the person's own wait for a moderator."""
        return sum(line.is_held for line in self.lines)

    def with_found(self, item: OutboxItem) -> "ShownThread":
        """The thread once the row's comment stands on the blog."""
        lines = tuple(
            replace(line, comment=replace(line.comment, status="approved"), is_mine=True, is_new=False)
            if line.comment.id == item.comment_id
            else line
            for line in self.lines
            if line.comment.id != f"{UNNUMBERED}{item.id}"
        )
        return replace(self, lines=lines, total=self.total - len(self.lines) + len(lines))


@dataclass(frozen=True, slots=True)
class HeldOwn:
    """Own comments that their blog does not show yet, as the thread shows them, with their texts."""

    comments: tuple[Comment, ...]
    texts: dict[str, CleanText]


def held_own(thread: Thread, rows: Iterable[OutboxItem], markup: Markup) -> HeldOwn:
    """Those rows of the outbox that wait for a moderator and are not in the thread."""
    ids = {comment.id for comment in thread.comments}
    waiting = {
        row.comment_id or f"{UNNUMBERED}{row.id}": row
        for row in rows
        if row.comment_id not in ids and not _stands_there(row, thread, markup)
    }
    comments = tuple(_held_comment(number, row) for number, row in waiting.items())
    texts = {number: preview_markdown(row.draft.body, markup) for number, row in waiting.items()}
    return HeldOwn(comments, texts)


def _stands_there(row: OutboxItem, thread: Thread, markup: Markup) -> bool:
    """Whether a comment that was given no id is in the thread by now, as its words and its place say."""
    if row.comment_id is not None:
        return False
    from tui_blog.platforms.comments.likeness import is_same_text
    from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown

    body = row.draft.body
    return any(
        is_same_text(comment.html, as_sent(body, markup)) or is_shown_markdown(comment.html, body)
        for comment in thread.comments
        if comment.parent == row.draft.parent
    )


def _held_comment(number: str, row: OutboxItem) -> Comment:
    name = clean_line(row.draft.name) or CleanText("You")  # an account signed it
    return Comment(number, row.draft.parent, name, "", row.sent or row.updated, status="held")


def kept_texts(threads: ThreadStore, stored: StoredPost, thread: Thread) -> dict[str, CleanText]:
    """The comments under a post as Markdown, by their ids; each is converted once and kept."""
    from tui_blog.convert.version import CONVERTER_VERSION

    texts = threads.texts(stored.id, CONVERTER_VERSION)
    if not (missing := [comment for comment in thread.comments if comment.id not in texts]):
        return texts
    from tui_blog.convert.html import to_markdown

    made = [(comment, to_markdown(comment.html, comment.url or stored.post.url)) for comment in missing]
    threads.keep_texts(stored.id, CONVERTER_VERSION, made)
    return texts | {comment.id: markdown for comment, markdown in made}


def lines_of(
    comments: tuple[Comment, ...], new: frozenset[str], mine: frozenset[str], texts: Mapping[str, CleanText]
) -> tuple[ThreadLine, ...]:
    """The lines of a thread; `new` and `mine` are ids of comments, `texts` their Markdown."""
    return tuple(
        ThreadLine(
            comment,
            depth,
            texts[comment.id],
            is_new=comment.id in new,
            is_mine=comment.id in mine,
        )
        for comment, depth in threaded(comments)
    )
