"""A walk through the pages that a site lists, the newest first, reading the posts off them.

What the list calls a page may be anything: only a page that marks itself as a post and tells its day becomes
one. A wrong page among the posts would be worse than a missing post.
"""

from collections.abc import Callable, Iterator

import msgspec

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.platforms.addresses import canonical, host_of
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.listings.page_post import post_of_page
from tui_blog.platforms.listings.site_listing import ABSENT, posts_listed
from tui_blog.platforms.pages import read_page
from tui_blog.platforms.sniffing import Kind, kind_of

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"

BATCH = 10
"""Pages for one page of the archive."""
QUEUE = 300
"""Addresses that a cursor carries, so that the list is fetched once for so many posts."""
MOST_MISSES = 50
"""Pages in a row without a post, after which the rest of the list holds none either."""

_WAITING = frozenset({429, 502, 503, 504})

Held = Callable[[], Flow[frozenset[str]]]
"""Tells which posts are known by another way, as canonical addresses."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a walk stands; kept between pages as the cursor."""

    home: str
    below: str = ""
    """The folder in which its posts lie, where that is not all of the blog."""
    queue: tuple[str, ...] = ()
    """What comes next."""
    last: str | None = None
    """The last address of the list that went into the queue; "" before the first, None after the last."""
    missed: int = 0
    """Pages in a row that were no posts."""


def place_of(cursor: Cursor) -> Place | None:
    """Read a cursor; None for one that another source wrote."""
    try:
        return msgspec.json.decode(cursor, type=Place)
    except msgspec.DecodeError:
        return None


def cursor_of(place: Place) -> Cursor:
    """A place, as it is kept."""
    return Cursor(msgspec.json.encode(place).decode())


def nothing_held() -> Flow[frozenset[str]]:
    """For a walk through a whole blog."""
    yield from ()
    return frozenset()


def listed(place: Place, held: Held) -> Flow[tuple[str, ...]]:
    """What the site lists and is not known by another way. Raises NetworkErrors."""
    urls = yield from posts_listed(place.home, place.below or place.home)
    known = (yield from held()) if urls else frozenset[str]()
    return tuple(url for url in urls if canonical(url) not in known)


def before(urls: tuple[str, ...], place: Place) -> Place:
    """The place before the first of those addresses."""
    last = urls[QUEUE - 1] if len(urls) > QUEUE else None
    return msgspec.structs.replace(place, queue=urls[:QUEUE], last=last)


def walk(place: Place, held: Held) -> Flow[PostPage]:
    """The next posts from a place on: at least one, unless there are no more.

    Raises NetworkErrors where the host is down or asks for patience: the place then still stands.
    """
    posts: tuple[Post, ...] = ()
    while not posts and place.missed < MOST_MISSES:
        if not place.queue:
            place = yield from _refilled(place, held)
        if not place.queue:
            break
        batch = place.queue[:BATCH]
        posts = yield from _read(batch, place.home)
        missed = 0 if posts else place.missed + len(batch)
        place = msgspec.structs.replace(place, queue=place.queue[BATCH:], missed=missed)
    goes_on = bool(posts) and bool(place.queue or place.last is not None)
    return PostPage(posts, next=cursor_of(place) if goes_on else None)


def post_at(url: str) -> Flow[Post | None]:
    """The post that the page at that address shows; None where it shows none, or is not there."""
    answer = yield from fetch(Request("GET", url, headers={"Accept": ACCEPT}, tolerate=ANY_STATUS))
    return _post(answer) if answer.status == 200 else None


def _refilled(place: Place, held: Held) -> Flow[Place]:
    """The next addresses of the list, which may have grown meanwhile: those behind the last one."""
    if place.last is None:
        return place
    urls = yield from listed(place, held)
    # Where the last one is gone nobody can tell what comes behind it.
    behind = urls[urls.index(place.last) + 1 :] if place.last in urls else () if place.last else urls
    return before(behind, place)


def _read(urls: tuple[str, ...], home: str) -> Flow[tuple[Post, ...]]:
    """The posts on those pages; a page that fails alone is passed over, as long as others come."""
    try:
        answers = yield from fetch_all(map(_request, urls))
    except NetworkError as error:
        if _asks_for_patience(error):
            raise
        answers = yield from _one_by_one(urls, error)
    return tuple(_posts(answers, home))


def _one_by_one(urls: tuple[str, ...], first: NetworkError) -> Flow[tuple[Response, ...]]:
    answers: list[Response] = []
    for url in urls:
        try:
            answers.append((yield from fetch(_request(url))))
        except NetworkError as error:
            if _asks_for_patience(error):
                raise
    if not answers:
        raise first
    return tuple(answers)


def _asks_for_patience(error: NetworkError) -> bool:
    return isinstance(error, StatusError) and error.status in _WAITING


def _request(url: str) -> Request:
    return Request("GET", url, headers={"Accept": ACCEPT}, tolerate=ABSENT)


def _posts(answers: tuple[Response, ...], home: str) -> Iterator[Post]:
    for answer in answers:
        post = _post(answer) if answer.status == 200 and host_of(answer.url) == host_of(home) else None
        if post is not None and post.published is not None and canonical(post.url) != canonical(home):
            yield post


def _post(answer: Response) -> Post | None:
    if kind_of(answer.body, decode(answer.body, answer.content_type)) is not Kind.PAGE:
        return None
    return post_of_page(read_page(answer))
