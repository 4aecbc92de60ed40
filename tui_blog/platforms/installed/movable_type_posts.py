"""The posts of a Movable Type blog over its Data API, back to the first one (platforms.md §11)."""

from dataclasses import replace

import msgspec

from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.text import line_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_either
from tui_blog.platforms.feeds.parsed import make_post
from tui_blog.platforms.wire import decode, salvage, salvage_each

SYSTEM = "movabletype"
FULL_PAGE = 50
PAGES_LOOKED_THROUGH = 5
"""How far back `MovableTypePosts.one` looks for a post."""

_NOTHING = msgspec.Raw(b"null")


class Listing(msgspec.Struct, frozen=True):
    """A part of a list, and how long the whole is."""

    total: int = msgspec.field(name="totalResults", default=0)
    items: msgspec.Raw = _NOTHING


class Person(msgspec.Struct, frozen=True):
    """Who wrote something."""

    name: str | None = msgspec.field(name="displayName", default=None)


class EntryShape(msgspec.Struct, frozen=True):
    """A post; its text is in two parts, the second behind "read more"."""

    id: int
    title: str | None = None
    body: str | None = None
    more: str | None = None
    excerpt: str | None = None
    date: str | None = None
    modified: str | None = msgspec.field(name="modifiedDate", default=None)
    link: str | None = msgspec.field(name="permalink", default=None)
    author: msgspec.Raw = _NOTHING
    categories: msgspec.Raw = _NOTHING
    tags: msgspec.Raw = _NOTHING
    comment_count: msgspec.Raw = msgspec.field(name="commentCount", default=_NOTHING)
    open: msgspec.Raw = msgspec.field(name="allowComments", default=_NOTHING)


class MovableTypePosts(PostSource):
    """A `PostSource` over a site in the Data API: `…/mt-data-api.cgi/v4/sites/1`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the cursor is how many posts come before it.

        Raises `UnreadableAnswer`, or what the driver raises.
        """
        passed = int(cursor) if cursor and cursor.isdecimal() else 0
        url = f"{self.url}/entries?limit={FULL_PAGE}&offset={passed}&sortBy=authored_on&sortOrder=descend"
        listing = decode((yield from fetch(Request("GET", url))), Listing)
        shapes = salvage_each(listing.items, EntryShape)
        passed += len(salvage(listing.items, list[msgspec.Raw]) or ())
        more = bool(shapes) and passed < listing.total
        return PostPage(
            tuple(map(_post, shapes)),
            next=Cursor(str(passed)) if more else None,
            total=listing.total if not cursor else None,
        )

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address, if it is among the newest."""
        cursor: Cursor | None = None
        for _ in range(PAGES_LOOKED_THROUGH):
            page = yield from self.page(cursor)
            for post in page.posts:
                if canonical(post.url) == canonical(url):
                    return post
            cursor = page.next
            if cursor is None:
                break
        return None


def _post(shape: EntryShape) -> Post:
    author = salvage(shape.author, Person)
    url = absolute(shape.link or "")
    labels = [*(salvage(shape.categories, list[str]) or ()), *(salvage(shape.tags, list[str]) or ())]
    text = "\n".join(part for part in (shape.body, shape.more) if part) or shape.excerpt or ""
    post = make_post(
        guid=url or str(shape.id),
        url=url,
        title=line_from_html(shape.title or ""),
        html=html_from_either(text),
        author=(author.name if author else "") or "",
        published=parse_date(shape.date or ""),
        updated=parse_date(shape.modified or ""),
        labels=labels,
        comment_count=salvage(shape.comment_count, int),
    )
    return replace(post, comments_open=salvage(shape.open, bool), remote_id=str(shape.id))
