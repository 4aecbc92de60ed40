"""The posts of a Ghost blog by its Content API, from the newest back to the first."""

from collections.abc import Sequence
from datetime import UTC
from itertools import pairwise
from urllib.parse import quote, unquote, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Flow, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.rhythm import Rhythm
from tui_blog.model.site import Part
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.freshness import fresh_for
from tui_blog.platforms.ghost.api import FULL_PAGE, Pagination, asking, door_at
from tui_blog.platforms.ghost.parts import parts_of
from tui_blog.platforms.ghost.post import Listing, PostShape, post_of
from tui_blog.platforms.page_size import is_too_much
from tui_blog.platforms.wire import decode, unreadable

SMALL_PAGE = 20
"""For hosts that cannot send a hundred posts in time, or blogs of very long ones."""

_MISSING = frozenset({404})


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a page begins; kept between pages as the cursor.

    Going back is done by date: what is published meanwhile moves nothing. Each page begins with the posts of
    the second in which the last one ended, and the library drops what it sees twice. Pages are counted where
    a whole page bears one date, or where dates do not lead on.
    """

    size: int = FULL_PAGE
    before: str = ""
    """The date of the last post seen, in UTC and as filters write it."""
    number: int = 1


class GhostPosts(PostSource):
    """A `PostSource` over a Content API and its key, all of it or a part: the address is `Door.url`."""

    def __init__(self, url: str) -> None:
        self.door = door_at(url)

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first.

        Raises `UnreadableAnswer`, or what the driver raises (401 and 403 for a key that is no longer good).
        """
        place = _place(cursor)
        try:
            return (yield from self._page(place, validators))
        except NetworkError as error:
            if place.size == SMALL_PAGE or not is_too_much(error):
                raise
        return (yield from self._page(_smaller(place), None))

    def one(self, url: str) -> Flow[Post | None]:
        """The post or page at that address, by its slug."""
        path = urlsplit(url).path.rstrip("/").removesuffix("/amp")
        slug = unquote(path.rpartition("/")[2])
        if not slug:
            return None
        for resource in ("posts", "pages"):
            address = self.door.at(f"{resource}/slug/{quote(slug, safe='')}", include="tags,authors")
            answer = yield from fetch(asking(address, tolerate=_MISSING))
            for post in map(post_of, _read(answer).shapes if answer.status < 400 else ()):
                # The last part of an address may be the slug of a tag as well.
                if urlsplit(post.url).path.rstrip("/") == path:
                    return post
        return None

    def parts(self) -> Flow[tuple[Part, ...]]:
        """Tags and authors, those with the most posts first; and the pages, which are no posts."""
        return (yield from parts_of(self.door))

    def _page(self, place: Place, validators: Validators | None) -> Flow[PostPage]:
        etag = validators.etag if validators else None
        answer = yield from fetch(asking(self._address(place), etag=etag))
        if answer.status == 304:
            return PostPage((), unchanged=True, validators=validators)
        listing = _read(answer)
        shapes, pages = listing.shapes, listing.meta.pagination
        return PostPage(
            tuple(map(post_of, shapes)),
            next=_next(place, shapes, pages),
            total=pages.total if place == Place(place.size) else None,
            validators=Validators(answer.header("etag")),
            rhythm=Rhythm(fresh_for(answer)),
        )

    def _address(self, place: Place) -> str:
        params: dict[str, str | int] = {"include": "tags,authors", "limit": place.size}
        if place.number > 1:
            params["page"] = place.number
        until = f"published_at:<='{place.before}'" if place.before else ""
        return self.door.listing([until], **params, order="published_at desc")


def _read(answer: Response) -> Listing:
    listing = decode(answer, Listing)
    raw = bytes(listing.posts), bytes(listing.pages)
    if raw == (b"null", b"null") or (not listing.shapes and b"[]" not in raw):
        raise unreadable(answer)
    return listing


def _place(cursor: Cursor | None) -> Place:
    """Read a cursor; one that an older version wrote and nobody can read begins at the newest post."""
    try:
        return msgspec.json.decode(cursor, type=Place) if cursor else Place()
    except msgspec.DecodeError:
        return Place()


def _next(place: Place, shapes: Sequence[PostShape], pages: Pagination) -> Cursor | None:
    if not shapes or pages.next is None:
        return None
    return Cursor(msgspec.json.encode(_older(place, shapes)).decode())


def _older(place: Place, shapes: Sequence[PostShape]) -> Place:
    dates = [_second(shape) for shape in shapes]
    if place.before and dates[0] > place.before:  # the filter was passed over
        return Place(place.size, number=2)
    newest_first = all(dates) and all(newer >= older for newer, older in pairwise(dates))
    is_counted = place.number > 1 and not place.before
    if is_counted or not newest_first or dates[-1] == place.before:
        return msgspec.structs.replace(place, number=place.number + 1)
    return Place(place.size, before=dates[-1])


def _second(shape: PostShape) -> str:
    """The date as Ghost's database keeps it, which is what filters are compared with; "" for none."""
    date = parse_date(shape.published_at or "")
    return f"{date.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if date else ""


def _smaller(place: Place) -> Place:
    passed = (place.number - 1) * place.size
    return msgspec.structs.replace(place, size=SMALL_PAGE, number=passed // SMALL_PAGE + 1)
