"""The posts of a Blogger blog by its own feed, from the newest back to the first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Flow
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.rhythm import Rhythm
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.blogger.address import feed_at, root_of
from tui_blog.platforms.blogger.listing import Listing
from tui_blog.platforms.blogger.one import find_post
from tui_blog.platforms.blogger.parts import parts_of, searched
from tui_blog.platforms.blogger.post import post_of
from tui_blog.platforms.blogger.reading import FRONT, Door, Read, read_posts
from tui_blog.platforms.conditions import conditions, validators_of
from tui_blog.platforms.feeds.freshness import fresh_for
from tui_blog.platforms.page_size import is_too_much

FULL_PAGE = 100
"""Blogger gave 500 once, 150 from 2015 and 100 by 2019; what comes is counted, whatever was asked for."""
SMALL_PAGE = 25
"""Blogger's own default: for blogs of very long posts."""
WINDOW = 1_000
"""Posts that are counted through from one date; a larger blog goes on from the date of the last of them."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a page begins; kept between pages as the cursor.

    Posts are counted, from 1, below `before`, where that is set: what is published meanwhile then moves
    nothing. Whether `published-max` still works everywhere is not known, so a blog that passes over it is
    counted from its newest post to its first (`by_date` is False), and the library drops what it sees twice.
    """

    start: int = 1
    size: int = FULL_PAGE
    before: str = ""
    passed: int = 0
    """Posts that were read above `before`."""
    by_date: bool = True
    straight: bool = False
    blog_id: str = ""

    @property
    def door(self) -> Door:
        """The address of the feed that led to posts before."""
        return Door(self.straight, self.blog_id)


class BloggerPosts(PostSource):
    """A `PostSource` over a feed of a blog: its posts, those with a label or a word in them, or its pages."""

    def __init__(self, url: str) -> None:
        self.url = url
        address = feed_at(url)
        # What the search finds does not stand in the order of dates.
        self._first = Place(by_date=not (address and address.words))

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first. Raises UnreadableAnswer, or what the driver raises."""
        place = _place(cursor, self._first)
        try:
            return (yield from self._page(place, validators if cursor is None else None))
        except NetworkError as error:
            easier = _easier(place, error)
            if easier is None:
                raise
        return (yield from self._page(easier, None))

    def one(self, url: str) -> Flow[Post | None]:
        """The post or page at that address: by its path, else by what its page tells."""
        return (yield from find_post(root_of(self.url), url))

    def parts(self) -> Flow[tuple[Part, ...]]:
        """The blog's labels, and the pages that stand alone."""
        return (yield from parts_of(self.url))

    def search(self, query: str) -> SourceRef:
        """The posts that hold all words of a query (protocol notes of Blogger, `q`)."""
        return searched(self.url, query)

    def _page(self, place: Place, validators: Validators | None) -> Flow[PostPage]:
        read = yield from read_posts(self.url, _parameters(place), place.door, conditions(validators))
        listing = read.listing
        if listing is None:
            return PostPage((), unchanged=True, validators=validators, moved_to=_moved(read))
        posts = tuple(post_of(entry, listing.author) for entry in listing.entries)
        is_newest = place.start == 1 and not place.before
        return PostPage(
            tuple({post.guid: post for post in posts}.values()),
            next=_cursor(_next(place, listing, posts), read.door),
            total=listing.total if is_newest else None,
            title=listing.title,
            site_url=listing.home,
            # What another door answered is not what the front one would compare with.
            validators=validators_of(read.answer) if read.door == FRONT else None,
            moved_to=_moved(read),
            rhythm=Rhythm(fresh_for(read.answer)),
        )


def _parameters(place: Place) -> dict[str, str | int]:
    parameters: dict[str, str | int] = {"alt": "json", "max_results": place.size}
    if place.start > 1:
        parameters["start_index"] = place.start
    if place.before:
        parameters |= {"orderby": "published", "published_max": place.before}
    return parameters


def _moved(read: Read) -> str | None:
    """The feed's new address, without what was asked of it; one that is no Blogger feed is no new address."""
    new = feed_at(read.answer.moved_to) if read.answer.moved_to else None
    return new.posts if new and new.kind == "posts" else None


# --- from page to page ---------------------------------------------------------------------------


def _place(cursor: Cursor | None, first: Place) -> Place:
    """Read a cursor; one that an older version wrote and nobody can read begins at the newest post."""
    try:
        return msgspec.json.decode(cursor, type=Place) if cursor else first
    except msgspec.DecodeError:
        return first


def _cursor(place: Place | None, door: Door) -> Cursor | None:
    if place is None:
        return None
    kept = msgspec.structs.replace(place, straight=door.straight, blog_id=door.blog_id)
    return Cursor(msgspec.json.encode(kept).decode())


def _next(place: Place, listing: Listing, posts: Sequence[Post]) -> Place | None:
    """The next page, by the count of what came: the feed's own next link counts what was asked for.

    The link itself is not followed: it leads over http to a host that knows no private blogs.
    """
    start = place.start + len(posts)
    if not posts or not listing.has_next or (listing.total is not None and start > listing.total):
        return None
    if place.before and _is_newer(posts[0], place.before):
        return msgspec.structs.replace(place, start=place.passed + 1, before="", passed=0, by_date=False)
    if start > WINDOW and place.by_date and (oldest := _oldest(posts)):
        return msgspec.structs.replace(place, start=1, before=oldest, passed=place.passed + start - 1)
    return msgspec.structs.replace(place, start=start)


def _is_newer(post: Post, before: str) -> bool:
    return post.published is not None and post.published > datetime.fromisoformat(before)


def _oldest(posts: Sequence[Post]) -> str:
    """The date from which to go on: a moment after the last post, for the end of a range is not in it.

    "" where the posts do not stand in the order of their dates.
    """
    dates = [post.published for post in posts if post.published]
    in_order = len(dates) == len(posts) and all(newer >= older for newer, older in pairwise(dates))
    return (dates[-1] + timedelta(milliseconds=1)).isoformat(timespec="milliseconds") if in_order else ""


def _easier(place: Place, error: NetworkError) -> Place | None:
    """What to ask for instead of a page that was refused or too much; None where there is no way."""
    if place.before and isinstance(error, StatusError) and error.status == 400:
        return msgspec.structs.replace(place, start=place.passed + 1, before="", passed=0, by_date=False)
    if place.size == SMALL_PAGE or not is_too_much(error):
        return None
    return msgspec.structs.replace(place, size=SMALL_PAGE)
