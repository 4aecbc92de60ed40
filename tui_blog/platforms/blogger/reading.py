"""Reading a feed that its owner may have sent elsewhere: by the address on the blog, or by one of two more.

An owner may redirect the feed of posts to another host (FeedBurner and its like): what comes from there is
short, has no pages, and may be dead. `redirect=false` passes the redirection over; the same feed by the
blog's number, on www.blogger.com, never had it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tui_blog.errors import NetworkError, NotSent, StatusError, TooManyRedirects, UnreadableAnswer
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.blogger.address import asking, central_root, feed_at
from tui_blog.platforms.blogger.listing import JSON_OR_ATOM, Listing, blog_id_in, head_of, read_listing

Parameters = Mapping[str, str | int]

_WAIT = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Door:
    """Which address of a feed is asked."""

    straight: bool = False
    """With `redirect=false`."""
    blog_id: str = ""
    """On www.blogger.com, by this number."""

    def address(self, feed_url: str, parameters: Parameters) -> str:
        """The feed's address by this door."""
        if self.blog_id and (own := feed_at(feed_url)):
            feed_url = replace(own, root=central_root(self.blog_id)).listing
        if self.straight:
            parameters = {**parameters, "redirect": "false"}
        return asking(feed_url, **parameters)


FRONT = Door()


@dataclass(frozen=True, slots=True)
class Read:
    """What a feed answered; `listing` is None where the server says that nothing changed (304)."""

    answer: Response
    listing: Listing | None
    door: Door


def read_posts(
    feed_url: str, parameters: Parameters, door: Door = FRONT, headers: Mapping[str, str] | None = None
) -> Flow[Read]:
    """Read a page of posts by the door that is known, or by the first one that leads there.

    Raises what the first door raised where no other one opens; UnreadableAnswer where none leads to a feed.
    """
    answer: Response | None = None
    try:
        answer = yield from fetch(_get(door.address(feed_url, parameters), headers or {}))
        return _own(answer, door)
    except NetworkError as error:
        if door.blog_id or not _may_be_elsewhere(error, feed_url):
            raise
        fault = error
    for other in _doors_after(door, answer):
        try:
            return _own((yield from fetch(_get(other.address(feed_url, parameters), {}))), other)
        except NetworkError:
            continue
    raise fault


def _doors_after(door: Door, answer: Response | None) -> Iterator[Door]:
    if not door.straight:
        yield Door(straight=True)
    # What a feed service passes on still bears the blog's number.
    if number := blog_id_in(head_of(answer) if answer else ""):
        yield Door(blog_id=number)


def _get(url: str, headers: Mapping[str, str]) -> Request:
    return Request("GET", url, headers={"Accept": JSON_OR_ATOM, **headers})


def _own(answer: Response, door: Door) -> Read:
    """Blogger's own answer: from a feed's address, whatever its host, for blogs move between hosts."""
    if answer.status == 304:
        return Read(answer, None, door)
    if feed_at(answer.url) is None:
        raise UnreadableAnswer(
            f"{host_of(answer.url)} answered in place of the blog's feed: the blog is private, or its feed "
            "was sent elsewhere. Open the blog in a browser.",
            answer.url,
        )
    return Read(answer, read_listing(answer), door)


def _may_be_elsewhere(error: NetworkError, feed_url: str) -> bool:
    """Whether it can be the redirection that failed, and not the blog's own host."""
    if isinstance(error, StatusError):
        return 400 < error.status < 500 and error.status not in _WAIT
    at_home = host_of(error.url) == host_of(feed_url)
    return isinstance(error, UnreadableAnswer | TooManyRedirects) or (
        not at_home and isinstance(error, NotSent)
    )
