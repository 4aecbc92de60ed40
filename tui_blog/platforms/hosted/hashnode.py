"""Hashnode: whose page it is, and the comments under a post where its API gives them (platforms.md §4).

Posts come by the feed: the API lists those of paying publications alone. It has no way to write a comment.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.page_marks import loads_from, stands_on, told_by
from tui_blog.platforms.pages import Page, meta, read_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import salvage, salvage_each, try_decode

API = "https://gql-beta.hashnode.com/"
FULL_PAGE = 50
MOST_PAGES = 100
"""No thread is longer; a server that always has one more page is lying."""

QUERY = """query Thread($id: ID!, $first: Int!, $after: String) {
  post(id: $id) {
    comments(first: $first, after: $after) {
      edges { node {
        id dateAdded content { html } author { name username }
        replies(first: 100) { edges { node { id dateAdded content { html } author { name username } } } }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""

_REFUSED = frozenset({400, 401, 403, 404, 405, 410})
_NUMBER = re.compile(r"[0-9a-f]{24}")
_NOTHING = msgspec.Raw(b"null")


# --- what the API sends -----------------------------------------------------------------------------


class ContentShape(msgspec.Struct, frozen=True):
    """A text in several forms, of which one was asked for."""

    html: str | None = None


class AuthorShape(msgspec.Struct, frozen=True):
    """Who wrote."""

    name: str | None = None
    username: str | None = None


class EdgeShape(msgspec.Struct, frozen=True):
    """One end of a connection, as GraphQL's lists are called."""

    node: msgspec.Raw = _NOTHING


class PlaceShape(msgspec.Struct, frozen=True, rename="camel"):
    """Whether a connection goes on, and from where."""

    has_next_page: bool = False
    end_cursor: str | None = None


class ConnectionShape(msgspec.Struct, frozen=True, rename="camel"):
    """A page of a list."""

    edges: msgspec.Raw = _NOTHING
    page_info: PlaceShape = PlaceShape()


class CommentShape(msgspec.Struct, frozen=True, rename="camel"):
    """A comment, or an answer to one."""

    id: str
    date_added: str | None = None
    content: ContentShape | None = None
    author: AuthorShape | None = None
    replies: msgspec.Raw = _NOTHING


class PostShape(msgspec.Struct, frozen=True):
    """A post with a page of its comments."""

    comments: ConnectionShape


class DataShape(msgspec.Struct, frozen=True):
    """What was asked for; no post where it is missing or shut."""

    post: PostShape | None = None


class AnswerShape(msgspec.Struct, frozen=True):
    """An answer; without data it holds errors."""

    data: msgspec.Raw = _NOTHING


class HashnodeComments(BrowserComments):
    """The comments under a post; `key` is the post's number, "" where its page has to tell it."""

    system = "hashnode"
    reason = CleanText("Hashnode takes comments only in a browser, with an account.")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments. Raises UnreadableAnswer, with the way out, where the API keeps them to itself."""
        number = self.key or (yield from _number_at(post.url))
        if not number:
            raise self._shut(post)
        comments: list[Comment] = []
        after: str | None = None
        for _ in range(MOST_PAGES):
            page = yield from self._page(post, number, after)
            comments += _comments_in(page.comments, post)
            place = page.comments.page_info
            if not place.has_next_page or place.end_cursor in (None, after):
                break
            after = place.end_cursor
        return Thread(tuple(comments), len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The discussion on Hashnode itself, at the comment that is answered; else the post."""
        slug = urlsplit(post.url).path.strip("/").rpartition("/")[2]
        if not self.key or not slug:
            return post.url
        discussion = f"https://hashnode.com/posts/{slug}/{self.key}"
        return f"{discussion}/comment/{clean_line(parent)}" if parent else discussion

    def _page(self, post: Post, number: str, after: str | None) -> Flow[PostShape]:
        variables = {"id": number, "first": FULL_PAGE, "after": after}
        body = json.dumps({"query": QUERY, "variables": variables}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        request = Request("POST", self.endpoint, headers=headers, body=body, tolerate=_REFUSED)
        answer = yield from fetch(request)
        told = try_decode(answer, AnswerShape)
        data = salvage(told.data, DataShape) if told else None
        if data is None or data.post is None:
            raise self._shut(post)
        return data.post

    def _shut(self, post: Post) -> UnreadableAnswer:
        address = self.address(post)
        return UnreadableAnswer(
            f"Hashnode shows the comments of this post only in a browser: {clean_line(address, 200)}", address
        )


def _comments_in(connection: ConnectionShape, post: Post) -> Iterator[Comment]:
    for shape in _nodes(connection):
        yield _comment(shape, None)
        replies = salvage(shape.replies, ConnectionShape)
        for reply in _nodes(replies) if replies else ():
            yield _comment(reply, clean_line(shape.id, 100))


def _nodes(connection: ConnectionShape) -> Iterator[CommentShape]:
    for edge in salvage_each(connection.edges, EdgeShape):
        if shape := salvage(edge.node, CommentShape):
            yield shape


def _comment(shape: CommentShape, parent: str | None) -> Comment:
    author = shape.author or AuthorShape()
    body = (shape.content.html if shape.content else None) or ""
    return Comment(
        id=clean_line(shape.id, 100),
        parent=parent,
        author=clean_line(author.name or author.username or ""),
        html=body,
        published=parse_date(shape.date_added or ""),
        website=absolute(f"https://hashnode.com/@{author.username}") if author.username else "",
        deleted=not body and not (author.name or author.username),
    )


# --- whose page it is -------------------------------------------------------------------------------


class NumberedShape(msgspec.Struct, frozen=True):
    """A post as its page brings it along; older pages write its number otherwise."""

    id: str | None = None
    old: str | None = msgspec.field(default=None, name="_id")


class PropsShape(msgspec.Struct, frozen=True):
    """What a page is made of."""

    post: NumberedShape | None = None


class PagePropsShape(msgspec.Struct, frozen=True, rename="camel"):
    """The same, one step above."""

    page_props: PropsShape = PropsShape()


class NextShape(msgspec.Struct, frozen=True):
    """The data that the program Next.js writes into a page."""

    props: PagePropsShape = PagePropsShape()


def marks(page: Page) -> str:
    """A host of Hashnode's, or two of the marks that its pages bear on any host."""
    if stands_on(page, "hashnode.dev"):
        return "it stands on a host of Hashnode's"
    return told_by(
        (
            ("hashnode" in _next_data(page), "its page brings Hashnode's data"),
            (loads_from(page, "hashnode.com"), "its scripts come from Hashnode"),
            (host_of(meta(page.root, "og:image")) == "cdn.hashnode.com", "its picture comes from Hashnode"),
        )
    )


def _next_data(page: Page) -> str:
    found = (script.text for script in page.root.iter("script") if script.get("id") == "__NEXT_DATA__")
    return next((text for text in found if text), "")


def _number_on(page: Page) -> str:
    """The number of the post that a page shows; "" where it shows none."""
    data = salvage(msgspec.Raw(_next_data(page).encode("utf-8", "replace") or b"null"), NextShape)
    post = data.props.page_props.post if data else None
    number = (post.id or post.old or "") if post else ""
    return number if _NUMBER.fullmatch(number) else ""


def _number_at(url: str) -> Flow[str]:
    if not url:
        return ""
    page = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
    return _number_on(read_page(page)) if page.status == 200 else ""


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a blog's page, with the post's number where it shows one."""
    return ChannelRef("hashnode", API, _number_on(page)) if marks(page) else None


PLATFORM = Platform(
    "hashnode",
    "Hashnode",
    marks=marks,
    generator="hashnode",
    feed_paths=("rss.xml",),
    channel=lambda ref, account: HashnodeComments(ref),
    thread_on=thread_on,
)
