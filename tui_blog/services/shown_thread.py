"""The comments of a post as they are read: in the order of their thread, their texts as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import sleep

from tui_blog.model.comment import UNNUMBERED, Comment, Markup, OutboxItem, Thread, ThreadLine
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import EMPTY, CleanText, clean_line
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

    def with_texts(self, made: Iterable[tuple[Comment, CleanText]]) -> "ShownThread":
        """The thread with the Markdown of more comments; one that says something else by now waits on."""
        texts = {(comment.id, comment.html): markdown for comment, markdown in made}
        lines = tuple(
            line
            if line.is_converted or (text := texts.get((line.comment.id, line.comment.html))) is None
            else replace(line, markdown=text, is_converted=True)
            for line in self.lines
        )
        return replace(self, lines=lines)


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


def kept_texts(
    threads: ThreadStore, stored: StoredPost, comments: Iterable[Comment], at_once: int | None
) -> dict[str, CleanText]:
    """The comments under a post as Markdown, by their ids; each is converted once and kept.

    Of those that were not converted before, the first `at_once` are; all where that is None.
    """
    from tui_blog.convert.version import CONVERTER_VERSION

    texts = threads.texts(stored.id, CONVERTER_VERSION)
    missing = [comment for comment in comments if comment.id not in texts][:at_once]
    return texts | {comment.id: markdown for comment, markdown in converted(threads, stored, missing)}


def converted(
    threads: ThreadStore, stored: StoredPost, comments: Sequence[Comment], rest: float = 0.0
) -> list[tuple[Comment, CleanText]]:
    """Make Markdown of comments, and keep it; `rest` seconds after each let other threads go on."""
    if not comments:
        return []
    from tui_blog.convert.html import to_markdown
    from tui_blog.convert.version import CONVERTER_VERSION

    made: list[tuple[Comment, CleanText]] = []
    for comment in comments:
        made.append((comment, to_markdown(comment.html, comment.url or stored.post.url)))
        if rest:
            sleep(rest)
    threads.keep_texts(stored.id, CONVERTER_VERSION, made)
    return made


def lines_of(
    ordered: Iterable[tuple[Comment, int]],
    new: frozenset[str],
    mine: frozenset[str],
    texts: Mapping[str, CleanText],
) -> tuple[ThreadLine, ...]:
    """The lines of a thread; `new` and `mine` are ids of comments, `texts` their Markdown."""
    return tuple(
        ThreadLine(
            comment,
            depth,
            texts.get(comment.id, EMPTY),
            is_new=comment.id in new,
            is_mine=comment.id in mine,
            is_converted=comment.id in texts,
        )
        for comment, depth in ordered
    )
