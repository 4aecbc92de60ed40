"""The comments of a post as they are read: in the order of their thread, their texts as Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui_blog.model.comment import Thread, ThreadLine
from tui_blog.model.post import StoredPost
from tui_blog.model.text import CleanText
from tui_blog.model.thread_order import threaded
from tui_blog.store.threads import ThreadStore


@dataclass(frozen=True, slots=True)
class ShownThread:
    """The comments of a post as they are read."""

    lines: tuple[ThreadLine, ...]
    total: int
    system: str | None
    """The comment system's name; None where the post has none that is known here."""


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
    thread: Thread, new: frozenset[str], mine: frozenset[str], texts: Mapping[str, CleanText]
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
        for comment, depth in threaded(thread.comments)
    )
