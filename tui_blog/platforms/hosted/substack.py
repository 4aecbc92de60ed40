"""Substack: whose page it is, and the comments under a newsletter's posts (platforms.md §2).

Comments are read as the pages of a newsletter read them; to write one, Substack wants an account's cookie.
"""

import re

import msgspec

from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.hosted.substack_posts import (
    JSON,
    PostShape,
    SubstackPosts,
    archive_at,
    post_by_slug,
    slug_in,
)
from tui_blog.platforms.page_marks import loads_from, scripts, stands_on, told_by
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage, salvage_each

_OPEN_ADDRESS = re.compile(r"https://open\.substack\.com/pub/([a-z0-9-]+)", re.IGNORECASE)
_HANDLE = re.compile(r"[\w-]+", re.ASCII)
_HIDDEN = frozenset({401, 403})
_NOTHING = msgspec.Raw(b"null")


class ThreadShape(msgspec.Struct, frozen=True):
    """The answer that holds a thread."""

    comments: list[msgspec.Raw]


class CommentShape(msgspec.Struct, frozen=True):
    """A comment, with its answers; `body` is plain text, and missing where it was deleted."""

    id: int
    body: str | None = None
    name: str | None = None
    handle: str | None = None
    date: str | None = None
    deleted: bool | None = None
    children: msgspec.Raw = _NOTHING


class SubstackComments(BrowserComments):
    """The comments of a newsletter; `endpoint` is its address."""

    system = "substack"
    reason = CleanText("Substack takes comments only in a browser, with an account.")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments, oldest first. Raises StatusError with a sentence where only subscribers see them."""
        number = yield from self._number(post)
        # Without the empty token the answer is 400.
        url = f"{self.endpoint}api/v1/post/{number}/comments?token=&all_comments=true&sort=oldest_first"
        answer = yield from fetch(Request("GET", url, headers=JSON, tolerate=_HIDDEN))
        if answer.status in _HIDDEN:
            told = f"{host_of(self.endpoint)} shows these comments to subscribers only."
            raise StatusError(told, url, answer.status)
        read = (salvage(raw, CommentShape) for raw in decode(answer, ThreadShape).comments)
        comments = _flat(tuple(shape for shape in read if shape), _page(post))
        return Thread(comments, len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The page of all comments, or that of the comment that is answered."""
        return f"{_page(post)}/comment/{clean_line(parent)}" if parent else f"{_page(post)}/comments"

    def _number(self, post: Post) -> Flow[str]:
        """The post's number: known where its posts come by the archive, else asked for by its name."""
        if post.remote_id:
            return post.remote_id
        slug = slug_in(post.url)
        shape = (yield from post_by_slug(self.endpoint, slug)) if slug else None
        if shape is None:
            raise UnreadableAnswer(f"{host_of(post.url)} does not tell the number of this post.", post.url)
        return str(shape.id)


def _page(post: Post) -> str:
    return post.url.partition("?")[0].partition("#")[0].rstrip("/")


def _flat(shapes: tuple[CommentShape, ...], page: str) -> tuple[Comment, ...]:
    """The tree as a list, parents before children; without recursion, for it may be deep."""
    comments: list[Comment] = []
    waiting: list[tuple[CommentShape, str | None]] = [(shape, None) for shape in reversed(shapes)]
    while waiting:
        shape, parent = waiting.pop()
        comments.append(_comment(shape, parent, page))
        answers = salvage_each(shape.children, CommentShape)
        waiting.extend((answer, str(shape.id)) for answer in reversed(answers))
    return tuple(comments)


def _comment(shape: CommentShape, parent: str | None, page: str) -> Comment:
    handle = shape.handle if _HANDLE.fullmatch(shape.handle or "") else ""
    return Comment(
        id=str(shape.id),
        parent=parent,
        author=clean_line(shape.name or shape.handle or ""),
        html=html_from_text(shape.body or ""),
        published=parse_date(shape.date or ""),
        website=f"https://substack.com/@{handle}" if handle else "",
        url=f"{page}/comment/{shape.id}" if page else "",
        deleted=shape.deleted is True or shape.body is None,
    )


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """A host of Substack's, or two of the marks that its pages bear on any host."""
    if stands_on(page, "substack.com"):
        return "it stands on a host of Substack's"
    served = (page.response.header("x-served-by") or "").lower() == "substack"
    return told_by(
        (
            (served, "its server says so"),
            (any("window._preloads" in text for text in scripts(page)), "its page brings Substack's data"),
            (loads_from(page, "substackcdn.com"), "its scripts come from Substack"),
        )
    )


def site_of_page(page: Page) -> Flow[Site | None]:
    """The newsletter of a page by its archive; None where that is shut."""
    root = _root(page)
    answer = yield from fetch(Request("GET", archive_at(root, size=1), headers=JSON, tolerate=ANY_STATUS))
    try:
        decode(answer, list[PostShape])
    except NetworkError:
        return None
    if answer.status != 200:
        return None
    slug = slug_in(page.url) or slug_in(page.asked)
    return Site(
        url=root,
        title=page.title if host_of(page.url) == host_of(root) else EMPTY,
        platform="substack",
        sources=(SourceRef("substack", root), SourceRef("feed", f"{root}feed")),
        channels=(ChannelRef("substack", root),),
        post_url=absolute(f"p/{slug}", root) if slug else None,
        reasons=(clean_line(f"The archive at {root} is open."),),
    )


def _root(page: Page) -> str:
    """The newsletter's own address: open.substack.com shows posts of all of them."""
    shared = _OPEN_ADDRESS.match(page.fetched)
    return f"https://{shared[1].lower()}.substack.com/" if shared else absolute("/", page.url)


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a newsletter's page."""
    return ChannelRef("substack", _root(page)) if marks(page) else None


PLATFORM = Platform(
    "substack",
    "Substack",
    marks=marks,
    generator="substack",
    feed_paths=("feed",),
    site=site_of_page,
    source=SubstackPosts,
    channel=lambda ref, account: SubstackComments(ref),
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef("substack", absolute("/", url)),
)
