"""Values as the lines that people read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_blog.cli.columns import cells, fitted, padded

if TYPE_CHECKING:
    from tui_blog.model.blog import Blog
    from tui_blog.model.comment import OutboxItem, ThreadLine
    from tui_blog.model.site import Part, Way
    from tui_blog.model.stored_post import StoredPost
    from tui_blog.services.inspecting import Inspection
    from tui_blog.services.refreshing import Refreshed
    from tui_blog.store.drafts import KeptDraft

WIDEST_TITLE = 40
"""Cells of a column of titles, however long one of them is."""

BLOG_CELLS = 20
"""Cells of a blog's title beside its posts."""

HEADLINE_CELLS = 16
"""Cells that the title of a post has at least, with the gap before it."""

FIRST_WORDS = 60
"""Characters of a text that stand for it."""

EMPTY_LIBRARY = (
    "The library is empty: `tui-blog add URL` follows a blog, `tui-blog posts URL` looks at one without."
)


def inspection_text(found: Inspection) -> str:
    """What a site is and offers."""
    site = found.site
    posts = f"{len(found.newest)} newest" if found.total is None else str(found.total)
    hope = ", older ones are looked for on its pages" if found.beyond else ""
    archive = ", older ones can be fetched" if found.archive else hope
    rows = [
        site.title or site.url,
        f"  address   {site.url}",
        f"  platform  {found.platform}",
        f"  posts     {posts}{archive}{', and a search of its own' if found.search else ''}",
        f"  comments  {_comments(found)}",
        *_column("why", site.reasons),
        *_column("ways", [f"{n}  {_way(way, found)}" for n, way in enumerate(site.ways, 1)]),
    ]
    return "\n".join(rows)


def part_line(part: Part) -> str:
    """A way into a blog."""
    count = f"{part.count:>6}" if part.count is not None else " " * 6
    return f"{part.kind:<8}  {count}  {part.name}"


def _column(name: str, lines: Sequence[str]) -> list[str]:
    """Lines under one name, which stands beside the first of them."""
    return [f"  {name if number == 0 else '':<8}  {line}" for number, line in enumerate(lines)]


def _way(way: Way, found: Inspection) -> str:
    """One way to a site's posts; `add --way` takes its number."""
    if way.source.kind != "feed":
        return f"{found.platform}, its own way: {way.source.url}"
    what = {"posts": "feed", "part": "feed of a part", "comments": "feed of comments"}[way.holds]
    return f"{what}{f' “{way.title}”' if way.title else ''}: {way.source.url}"


def _comments(found: Inspection) -> str:
    if found.system is None:
        return "none that is known here"
    return f"{found.system_name}, writing: {found.access.value if found.access else 'unknown'}"


def title_column(blogs: tuple[Blog, ...]) -> int:
    """The cells that the titles of these blogs take."""
    return min(max((cells(blog.title) for blog in blogs), default=0), WIDEST_TITLE)


def blog_line(blog: Blog, title_cells: int) -> str:
    """A blog of the library; what went wrong with it stands below."""
    counts = f"{blog.unread:>6} unread of {blog.posts:<6}"
    error = f"\n       {blog.error}" if blog.error else ""
    return f"{blog.id:>5}  {counts}  {padded(blog.title, title_cells)}  {blog.url}{error}"


def refreshed_line(step: Refreshed) -> str:
    """What a refresh of one blog brought."""
    counts = f"{step.new} new, {step.changed} changed" if step.new or step.changed else "nothing new"
    return f"{step.blog.title}: {counts}"


def post_line(stored: StoredPost, *, with_blog: bool, width: int | None) -> str:
    """A post of the library in one line, cut to the terminal's `width` where there is one.

    Where that is too narrow for them, the blog gives way to the title, and then the day does.
    """
    mark = "*" if stored.starred else " " if stored.read else "N"
    known = f"{stored.id:>7}  {mark}"
    blog = f"  {padded(stored.blog.title, BLOG_CELLS)}" if with_blog else ""
    for beside in (f"  {_day(stored)}{blog}", f"  {_day(stored)}", ""):
        if width is None or len(known) + cells(beside) + HEADLINE_CELLS <= width:
            break
    tags = "".join(f" #{tag}" for tag in stored.tags)
    line = f"{known}{beside}  {_headline(stored)}{tags}"
    return line if width is None else fitted(line, width)


def stray_post_line(stored: StoredPost, *, width: int | None) -> str:
    """A post from outside the library, with the address by which it goes below, whole."""
    day = _day(stored)
    line = f"{day}  {_headline(stored)}"
    return f"{line if width is None else fitted(line, width)}\n{' ' * len(day)}  {stored.post.url}"


def _day(stored: StoredPost) -> str:
    published = stored.post.published
    return published.date().isoformat() if published else "undated   "


def _headline(stored: StoredPost) -> str:
    return stored.post.title or first_words(stored.post.excerpt) or "Untitled"


def post_head(stored: StoredPost, *, as_markdown: bool) -> str:
    """What stands above a post's body: title, date, author and blog, address."""
    post = stored.post
    title = f"# {post.title}" if as_markdown and post.title else post.title
    below = f"{_day(stored).rstrip()} {stored.byline}\n{post.url}".rstrip()
    return f"{title}\n\n{below}" if title else below


def comment_text(line: ThreadLine) -> str:
    """A comment, indented by its depth."""
    comment = line.comment
    day = f", {comment.published:%Y-%m-%d %H:%M}" if comment.published else ""
    body = "(removed)" if comment.deleted else line.markdown
    marks = (", author" if comment.by_author else "") + (", held" if comment.status == "held" else "")
    rows = [f"[{comment.id}] {comment.author or 'Anonymous'}{day}{marks}", *body.splitlines(), ""]
    return "\n".join(f"{'  ' * min(line.depth, 10)}{row}".rstrip() for row in rows)


def outbox_line(item: OutboxItem) -> str:
    """A row of the outbox; below, its address or why it has none."""
    name = item.post_title or item.post_url
    new = f"  [{item.replies} new {'reply' if item.replies == 1 else 'replies'}]" if item.replies else ""
    first = f"{item.id:>5}  {item.state.value:<10}  {name}: {first_words(item.draft.body)}{new}"
    return "\n       ".join(part for part in (first, item.comment_url, item.reason) if part)


def draft_line(kept: KeptDraft) -> str:
    """A kept draft, with the post under which it is taken up again."""
    answer = f" (answers {kept.draft.parent})" if kept.draft.parent else ""
    words = first_words(kept.draft.body)
    return f"{kept.post_title or 'Untitled'}{answer}: {words}\n  {kept.post_url}"


def first_words(text: str) -> str:
    """The beginning of a text as one line."""
    line = " ".join(text.split())
    return line if len(line) <= FIRST_WORDS else line[:FIRST_WORDS].rstrip() + "…"
