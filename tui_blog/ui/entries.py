"""The lines of the library pane, and the lists that they lead to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui_blog.model.blog import Blog, BlogId, Counts
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.lists.library_tree import LibraryEntry

if TYPE_CHECKING:
    from tui_blog.model.marks import Tag
    from tui_blog.model.saved_search import SavedSearch

ALL, UNREAD, STARRED, OUTBOX = "all", "unread", "starred", "outbox"
SEARCH = "search:"
"""What the key of a search begins with; its query follows."""

SEARCH_SIGN = "⌕"
ALL_POSTS = "All posts"


def library_entries(
    blogs: Sequence[Blog],
    counts: Counts,
    tags: Sequence["Tag"],
    folded: frozenset[str],
    visiting: Blog | None = None,
    searches: Sequence["SavedSearch"] = (),
) -> tuple[LibraryEntry, ...]:
    """All, unread and starred posts; tags as folders with their blogs; other blogs; searches; the outbox."""
    top = (
        _entry(ALL, ALL_POSTS, counts.posts, "all"),
        _entry(UNREAD, "Unread", counts.unread, "unread"),
        _entry(STARRED, "Starred", counts.starred, "starred"),
    )
    visited = (_blog_entry(visiting, 0),) if visiting and not visiting.subscribed else ()
    untagged = tuple(_blog_entry(blog, 0) for blog in blogs if not blog.tags)
    replies = "1 reply" if counts.replies == 1 else f"{counts.replies} replies" if counts.replies else ""
    outbox = (replace(_entry(OUTBOX, "Outbox", counts.outbox, "outbox"), note=CleanText(replies)),)
    kept = (_search_entry(search) for search in searches)
    return (*top, *_folders(blogs, tags, folded), *untagged, *visited, *kept, *outbox)


def _folders(blogs: Sequence[Blog], tags: Sequence["Tag"], folded: frozenset[str]) -> Iterable[LibraryEntry]:
    for tag in tags:
        key = f"tag:{tag.name}"
        if not tag.has_blogs:  # single posts were put aside there: all of them count, as with stars
            yield LibraryEntry(key, tag.name, tag.posts, 0, "tag", None, False)
            continue
        inside = [blog for blog in blogs if tag.name in blog.tags]
        has_error = any(blog.error for blog in inside)
        yield LibraryEntry(key, tag.name, tag.unread, 0, "tag", key not in folded, has_error)
        if key not in folded:
            yield from (_blog_entry(blog, 1, f"@{tag.name}") for blog in inside)


def _entry(key: str, label: str, count: int, kind: str) -> LibraryEntry:
    return LibraryEntry(key, CleanText(label), count, 0, kind, None, False)  # type: ignore[arg-type]


def _blog_entry(blog: Blog, depth: int, place: str = "") -> LibraryEntry:
    """`place` tells a blog's lines apart where it hangs under several tags."""
    return LibraryEntry(
        f"blog:{blog.id}{place}", blog.title, blog.unread, depth, "blog", None, bool(blog.error)
    )


def _search_entry(search: "SavedSearch") -> LibraryEntry:
    key, label = f"{SEARCH}{search.query}", f"{SEARCH_SIGN} {search.title}"
    return replace(_entry(key, label, search.unread_counted, "search"), has_more=search.is_more)


def list_of(key: str) -> str:
    """The list that an entry leads to, by a name: a blog has one, under however many tags it hangs."""
    return key.partition("@")[0] if key.startswith("blog:") else key


def query_of(key: str) -> PostQuery:
    """The list that an entry of the library leads to."""
    if key.startswith("blog:"):
        return PostQuery(blog_id=BlogId(int(list_of(key).removeprefix("blog:"))))
    if key.startswith("tag:"):
        return PostQuery(tag=CleanText(key.removeprefix("tag:")))
    return PostQuery(unread=key == UNREAD, starred=key == STARRED)
