"""How a post and a day look as one line of the list."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostRow
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.lists.days import Day
from tui_blog.ui.widgets.lists.line_list import DIM, ROW, Part

if TYPE_CHECKING:
    from tui_blog.model.snippet import Snippet

HEADING = "post-list--heading"
UNREAD = "post-list--unread"
STARRED = "post-list--starred"
SELECTED = "post-list--selected"
TAGS = "post-list--tags"
MATCH = "post-list--match"

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
INDENT = " " * 4
"""Of a snippet: a little more than of its title."""
BLOG_WIDTH = 24
COUNT_WIDTH = 6

PostLine: TypeAlias = "PostRow | Day | Snippet"


def post_lines(rows: Iterable[PostRow], snippets: "Mapping[PostId, Snippet]") -> tuple[PostLine, ...]:
    """Put a heading above each run of posts of one day, and under each post its snippet, if it has one."""
    lines: list[PostLine] = []
    for day, posts in groupby(rows, key=lambda row: Day.of(row.published)):
        lines.append(day)
        for row in posts:
            lines += [row, snippets[row.id]] if row.id in snippets else [row]
    return tuple(lines)


def snippet_parts(snippet: "Snippet", width: int) -> tuple[Part, ...]:
    """Draw what was found of a post, under its title, the words that were looked for marked."""
    room = max(0, width - len(INDENT) - 1)
    text, marks = _brought_near(snippet, room)
    text, at = fit(text, room), 0
    parts: list[Part] = [(INDENT, DIM)]
    for start, end in marks:
        parts += [(text[at:start], DIM), (text[start:end], MATCH)]
        at = end
    return (*parts, (text[at:] + " ", DIM))


def _brought_near(snippet: "Snippet", room: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet whose first mark is in sight, also where there is little room; from a whole word on."""
    first, end = snippet.marks[0] if snippet.marks else (0, 0)
    if cell_len(snippet.text[:end]) < room:
        return snippet.text, snippet.marks
    cut = max(0, first - room // 2)
    cut = snippet.text.find(" ", cut, first) + 1 or cut
    return f"…{snippet.text[cut:]}", tuple((start - cut + 1, end - cut + 1) for start, end in snippet.marks)


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
