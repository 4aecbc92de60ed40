"""The comments of a post as they are read: in the order of their thread, their texts as Markdown."""

from dataclasses import dataclass

from tui_blog.model.comment import Thread, ThreadLine
from tui_blog.model.thread_order import threaded


@dataclass(frozen=True, slots=True)
class ShownThread:
    """The comments of a post as they are read."""

    lines: tuple[ThreadLine, ...]
    total: int
    system: str | None
    """The comment system's name; None where the post has none that is known here."""


def lines_of(
    thread: Thread, new: frozenset[str], mine: frozenset[str], base_url: str
) -> tuple[ThreadLine, ...]:
    """The lines of a thread; `new` and `mine` are ids of comments, links lead from `base_url`."""
    from tui_blog.convert.html import to_markdown

    return tuple(
        ThreadLine(
            comment,
            depth,
            to_markdown(comment.html, comment.url or base_url),
            is_new=comment.id in new,
            is_mine=comment.id in mine,
        )
        for comment, depth in threaded(thread.comments)
    )
