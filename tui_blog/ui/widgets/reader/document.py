"""What the reader shows: a post and the thread under it, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_blog.model.text import EMPTY, CleanText

if TYPE_CHECKING:
    from tui_blog.model.comment import ThreadLine
    from tui_blog.model.wording import Wording


@dataclass(frozen=True, slots=True)
class Document:
    """A post with its thread, in the order of the page; what is empty is left out."""

    date: CleanText = EMPTY
    """As the page prints it: "Thursday, 19 December 2024"."""
    title: CleanText = EMPTY
    byline: CleanText = EMPTY
    changed: CleanText = EMPTY
    """That the blog changed the post after it was read, and the way to see what."""
    markdown: CleanText = EMPTY
    """The body."""
    way_on: CleanText = EMPTY
    """How to get the rest, below a body that is only the beginning."""
    comments_heading: CleanText = EMPTY
    """As a blog has it: "No comments:", "1 comment:", "2 comments:"."""
    lines: tuple[ThreadLine, ...] = ()
    """The whole thread, parents before their answers."""
    footer: CleanText = EMPTY
    """The way to write ("Post a Comment"), or why there is none."""
    notice: CleanText = EMPTY
    """What is going on with the thread: "Loading the comments …"."""
    former: Wording | None = None
    """What the post said before: where there is one, what came and what went is marked."""


NOTHING_OPEN = Document(notice=CleanText("Enter opens a post here."))
