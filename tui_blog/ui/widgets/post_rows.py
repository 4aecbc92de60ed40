"""How a post and a day look as one line of the list."""

from collections.abc import Iterable
from itertools import groupby

from rich.cells import cell_len

from tui_blog.model.post import PostRow
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.days import Day
from tui_blog.ui.widgets.line_list import DIM, ROW, Part

HEADING = "post-list--heading"
UNREAD = "post-list--unread"
STARRED = "post-list--starred"
SELECTED = "post-list--selected"
TAGS = "post-list--tags"

UNREAD_MARK = "●"
STAR_MARK = "★"
SELECTION_MARK = "▌"
"""A bar along the rows that belong together; the Linux console has it."""
COMMENTS_MARK = "»"
"""Latin-1 and one cell wide in every font, the Linux console's included; a speech balloon is neither."""

BLOG_FROM = 50
"""Cells from which a row has room for its blog's title."""
MARKED_FROM = 60
"""Cells from which the count of comments carries its mark."""
BLOG_WIDTH = 24
COUNT_WIDTH = 6

PostLine = PostRow | Day


def post_lines(rows: Iterable[PostRow]) -> tuple[PostLine, ...]:
    """Put a heading above each run of posts of one day."""
    lines: list[PostLine] = []
    for day, posts in groupby(rows, key=lambda row: Day.of(row.published)):
        lines += [day, *posts]
    return tuple(lines)


def day_parts(day: Day, width: int) -> tuple[Part, ...]:
    """Draw a heading, in short where the long date would be cut."""
    label = day.label if len(day.label) < width else day.short_label
    return ((fit(f" {label}", width), HEADING),)


def post_parts(row: PostRow, width: int, show_blog: bool, selected: bool = False) -> tuple[Part, ...]:
    """Draw a post: marks, title, perhaps its blog, the count of comments at the right."""
    marks = (*_marks(row), (SELECTION_MARK, SELECTED) if selected else (" ", ROW))
    tail = _blog_and_count(row, width) if show_blog and width >= BLOG_FROM else _count(row, width)
    tail = (*_tags(row, width), *tail)
    taken = sum(cell_len(text) for text, _ in (*marks, *tail))
    return (*marks, (fit(row.title, width - taken), ROW if row.read else UNREAD), *tail)


def _tags(row: PostRow, width: int) -> tuple[Part, ...]:
    """The person's own tags, in a quarter of the line at most."""
    tags = "".join(f" #{tag}" for tag in row.tags)
    return ((fit(tags, min(cell_len(tags), width // 4)), TAGS),) if tags else ()


def _marks(row: PostRow) -> tuple[Part, ...]:
    """Two cells. The star gives way to the left where a post is unread too, so that titles align."""
    star: Part = (STAR_MARK, STARRED) if row.starred else (" ", ROW)
    return ((" ", ROW), star) if row.read else (star, (UNREAD_MARK, UNREAD))


def _count(row: PostRow, width: int) -> tuple[Part, ...]:
    """A title takes the room of a count that is not known."""
    count = _count_text(row, width)
    return ((f" {count} " if count else " ", DIM),)


def _blog_and_count(row: PostRow, width: int) -> tuple[Part, ...]:
    """Two columns, aligned from row to row."""
    blog = fit(row.blog_title, min(BLOG_WIDTH, width // 4))
    return ((f"  {blog} {_count_text(row, width).rjust(COUNT_WIDTH)} ", DIM),)


def _count_text(row: PostRow, width: int) -> str:
    if row.comments is None:
        return ""
    return f"{row.comments} {COMMENTS_MARK}" if width >= MARKED_FROM else str(row.comments)
