"""Cusdis, a comment server: strangers write, and every comment waits until the blog's owner approves it.

Source: Cusdis' documentation and its server's source.
"""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec

from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FormField,
    Held,
    Markup,
    Outcome,
    Published,
    Refused,
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.embedding import packed, unpacked
from tui_blog.platforms.comments.posting import (
    NO_PARENT,
    SILENT,
    UNCLEAR,
    anchored,
    by_status,
    from_page,
    json_request,
    newest_fitting,
    sent_once,
)
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage, salvage_each, try_decode, unreadable

HOME = "https://cusdis.com"
"""Where a page that names no host has its comments."""
MOST_PAGES = 100
"""Of ten comments each; the server gives no more at once."""

_PLACE = "cusdis_thread"
_NAME_MISSING = CleanText("A name is required.")


class ModeratorShape(msgspec.Struct, frozen=True, rename="camel"):
    """The blog's owner."""

    display_name: str | None = None


class RepliesShape(msgspec.Struct, frozen=True, rename="camel"):
    """Comments, newest first, and how many pages of them there are."""

    data: msgspec.Raw = msgspec.Raw(b"[]")
    comment_count: int | None = None
    page_count: int = 1


class CommentShape(msgspec.Struct, frozen=True):
    """A comment, with its answers."""

    id: str
    by_nickname: str | None = None
    moderator: ModeratorShape | None = None
    content: str | None = None
    """Markdown."""
    html: str | None = msgspec.field(name="parsedContent", default=None)
    created: str = msgspec.field(name="createdAt", default="")
    replies: RepliesShape | None = None


class TakenShape(msgspec.Struct, frozen=True):
    """A comment as it was taken."""

    id: str
    approved: bool


class Envelope(msgspec.Struct, frozen=True):
    """What every answer is wrapped in."""

    data: msgspec.Raw = msgspec.Raw(b"null")
    message: str = ""


class CusdisComments:
    """A `CommentChannel` for the server at `ref.endpoint`; the key holds the `app` and its `page`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        names = unpacked(ref.key)
        self.app, self.page = names.get("app", ""), names.get("page", "")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are approved, the oldest first."""
        answer = yield from fetch(self._list(post, 1))
        first = _page_of(answer)
        rest = yield from fetch_all(
            self._list(post, number) for number in range(2, min(first.page_count, MOST_PAGES) + 1)
        )
        pages = (first, *map(_page_of, rest))
        comments = {each.id: each for page in reversed(pages) for each in _flat(page, post)}
        return Thread(tuple(comments.values()), max(len(comments), first.comment_count or 0))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write: everyone, under a name. Nothing is asked for it."""
        yield from ()
        return CommentForm(
            system="cusdis",
            access=Access.ANONYMOUS,
            url=anchored(post, _PLACE),
            fields=(FormField("name", True), FormField("email", False)),
            markup=self.markup,
            moderated=True,
        )

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once; for an answer it is looked first whether its parent is there."""
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: _outcome(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        if not draft.name.strip():
            return Refused(_NAME_MISSING, "name")
        if draft.parent:
            known = (yield from self.thread(post)).comments
            if draft.parent not in {comment.id for comment in known}:
                return Refused(NO_PARENT)
        return self._new(post, draft)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer, place and text, newest first; one that waits is not to be seen."""
        return newest_fitting((yield from self.thread(post)), draft)

    def _list(self, post: Post, number: int) -> Request:
        query = urlencode({"appId": self.app, "pageId": self.page, "page": number})
        return Request("GET", f"{self.endpoint}/api/open/comments?{query}", from_page(post))

    def _new(self, post: Post, draft: Draft) -> Request:
        comment = {
            "appId": self.app,
            "pageId": self.page,
            "content": draft.body,
            "nickname": draft.name,
            "email": draft.email,
            "pageUrl": post.url,
            "pageTitle": post.title,
            "acceptNotify": False,
            **({"parentId": draft.parent} if draft.parent else {}),
        }
        return json_request(f"{self.endpoint}/api/open/comments", comment, post)


def _page_of(answer: Response) -> RepliesShape:
    shape = salvage(decode(answer, Envelope).data, RepliesShape)
    if shape is None:
        raise unreadable(answer)
    return shape


def _flat(page: RepliesShape, post: Post) -> Iterator[Comment]:
    """Comments and their answers, oldest first, each parent before its children."""
    waiting = deque((shape, "") for shape in _oldest_first(page))
    while waiting:
        shape, parent = waiting.popleft()
        yield _comment(shape, parent, post)
        answers = _oldest_first(shape.replies) if shape.replies else ()
        waiting.extend((each, shape.id) for each in answers)


def _oldest_first(page: RepliesShape) -> tuple[CommentShape, ...]:
    return salvage_each(page.data, CommentShape)[::-1]


def _comment(shape: CommentShape, parent: str, post: Post) -> Comment:
    owner = shape.moderator.display_name if shape.moderator else None
    return Comment(
        id=shape.id,
        parent=parent or None,
        author=clean_line(owner or shape.by_nickname or ""),
        html=shape.html or "",
        published=parse_date(shape.created),
        url=anchored(post, _PLACE),
    )


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    told = try_decode(answer, Envelope)
    reason = clean_line(told.message) if told else EMPTY
    general = by_status(answer, post, reason)
    if general is not None:
        return general
    if answer.status >= 400:
        return Refused(reason or SILENT)
    taken = salvage(told.data, TakenShape) if told else None
    if taken is None:
        return Unknown(UNCLEAR)
    return (Published if taken.approved else Held)(taken.id, anchored(post, _PLACE))


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Cusdis' thread in the page; without the numbers of its app and page there is none."""
    for element in page.root.iter("div"):
        app, named = (element.get(name) or "" for name in ("data-app-id", "data-page-id"))
        if element.get("id") == _PLACE and app and named:
            host = absolute(element.get("data-host") or HOME, page.base).rstrip("/")
            return ChannelRef("cusdis", host, packed(app=app, page=named)) if host else None
    return None


PLATFORM = Platform("cusdis", "Cusdis", thread_on=thread_on, channel=lambda ref, account: CusdisComments(ref))
