"""The posts of a member of a Forem (DEV is one) by its public API, from the newest back to the first.

Source: the reference of the Forem API v1; what a single article shows otherwise is from its own examples.
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feed import parse
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.wire import decode, decode_each, salvage

FULL_PAGE = 30

# Without it the deprecated version 0 answers.
HEADERS = {"Accept": "application/vnd.forem.api-v1+json"}

_HIDDEN = frozenset({401, 403, 404})
_NOTHING = msgspec.Raw(b"null")


class PersonShape(msgspec.Struct, frozen=True):
    """A member or an organisation."""

    name: str | None = None
    username: str | None = None


class ArticleShape(msgspec.Struct, frozen=True):
    """An article: in a list without its body; by itself `tag_list` is a text, and `tags` the list."""

    id: int
    type_of: str | None = None
    title: str | None = None
    description: str | None = None
    url: str | None = None
    comments_count: int | None = None
    published_timestamp: str | None = None
    published_at: str | None = None
    edited_at: str | None = None
    tag_list: msgspec.Raw = _NOTHING
    body_html: str | None = None
    user: msgspec.Raw = _NOTHING
    organization: msgspec.Raw = _NOTHING


class ForemPosts(PostSource):
    """A `PostSource` over the page of a member or an organisation, or over the home of a whole Forem."""

    def __init__(self, url: str) -> None:
        self.root = absolute("/", url)
        self.member = urlsplit(url).path.strip("/")

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the bodies of the newest come by the feed, older ones post by post.

        Raises `UnreadableAnswer`, or what the driver raises (401, 403 and 404 where the API is shut).
        """
        number = int(cursor) if cursor and cursor.isdecimal() else 1
        address = articles_at(self.root, self.member, number)
        answer = yield from fetch(Request("GET", address, headers=HEADERS))
        shapes = decode_each(answer, ArticleShape)
        bodies = (yield from self._bodies_in_feed()) if shapes and number == 1 else {}
        posts: list[Post] = []
        for shape in shapes:
            body = bodies.get(canonical(shape.url or ""), "")
            whole = shape if body or shape.body_html else (yield from self._by_number(shape))
            posts.append(post_of(whole, body))
        # Nothing tells how many there are: a page that is not full is the last.
        full = len(decode(answer, list[msgspec.Raw])) >= FULL_PAGE
        return PostPage(tuple(posts), next=Cursor(str(number + 1)) if full else None)

    def one(self, url: str) -> Flow[Post | None]:
        """The article at that address."""
        shape = yield from article_at(self.root, url)
        return post_of(shape) if shape else None

    def _by_number(self, shape: ArticleShape) -> Flow[ArticleShape]:
        """The article with its body; as it was listed where it was taken away meanwhile."""
        answer = yield from fetch(article_numbered(self.root, shape.id))
        return decode(answer, ArticleShape) if answer.status < 400 else shape

    def _bodies_in_feed(self) -> Flow[Mapping[str, str]]:
        """The bodies that the feed holds; nothing where it cannot be read."""
        url = f"{self.root}feed/{self.member}".rstrip("/")
        try:
            answer = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
            feed = parse(answer.body, answer.url, answer.content_type) if answer.status == 200 else None
        except NetworkError:
            return {}
        return {canonical(post.url): post.html for post in feed.posts} if feed else {}


def articles_at(root: str, member: str, number: int = 1, size: int = FULL_PAGE) -> str:
    """The address of a page of articles, by date; `member` is "" for those of everybody."""
    asked: dict[str, str | int] = {"page": number, "per_page": size}
    if not member:
        return f"{root}api/articles/latest?{urlencode(asked)}"
    return f"{root}api/articles?{urlencode({'username': member, **asked})}"


def article_numbered(root: str, number: int | str) -> Request:
    """The question for one article; 401, 403 and 404 are answers to it."""
    return Request("GET", f"{root}api/articles/{number}", headers=HEADERS, tolerate=_HIDDEN)


def article_at(root: str, url: str) -> Flow[ArticleShape | None]:
    """The article at an address, which ends in the member's name and the article's; None where none is."""
    steps = urlsplit(url).path.strip("/").split("/")
    if len(steps) != 2 or not all(steps):
        return None
    address = f"{root}api/articles/{steps[0]}/{steps[1]}"
    answer = yield from fetch(Request("GET", address, headers=HEADERS, tolerate=_HIDDEN))
    return decode(answer, ArticleShape) if answer.status < 400 else None


def post_of(shape: ArticleShape, body: str = "") -> Post:
    """Make the post that a shape describes; its address is its guid in the feed as well."""
    url = absolute(shape.url or "")
    shown = body or shape.body_html or html_from_text(shape.description or "")
    person = salvage(shape.user, PersonShape) or PersonShape()
    return Post(
        guid=url or str(shape.id),
        url=url,
        title=_line(shape.title),
        html=shown,
        author=_line(person.name or person.username),
        published=parse_date(shape.published_timestamp or shape.published_at or ""),
        updated=parse_date(shape.edited_at or ""),
        labels=_labels(shape.tag_list),
        excerpt=clean_line(shape.description or "", 300) or excerpt_from_html(shown),
        comment_count=shape.comments_count,
        remote_id=str(shape.id),
    )


def _labels(raw: msgspec.Raw) -> tuple[CleanText, ...]:
    told = salvage(raw, list[str]) or (salvage(raw, str) or "").split(",")
    labels = (clean_line(label, 100) for label in told)
    return tuple(dict.fromkeys(label for label in labels if label))


def _line(text: str | None) -> CleanText:
    return clean_line(text) if text else EMPTY
