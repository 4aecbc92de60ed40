"""Comentario, a comment server: threads by host and path, Markdown in and HTML out.

Source: Comentario's API description and its own script.
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FormField,
    Held,
    Markup,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.embedded_form import embedded_form
from tui_blog.platforms.comments.embedding import authority_of, packed, unpacked, without_lone_deleted
from tui_blog.platforms.comments.posting import (
    CLOSED,
    MEMBERS_ONLY,
    SILENT,
    UNCLEAR,
    anchored,
    by_status,
    json_question,
    json_request,
    newest_fitting,
    proven,
)
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage_each, try_decode

NOBODY = {"X-User-Session": "A" * 43}
"""The session of a stranger: 32 bytes of nothing, in base64."""

_SCRIPT = re.compile(r"^(.+)/comentario\.js$")


class CommentShape(msgspec.Struct, frozen=True, rename="camel"):
    """A comment in a flat thread."""

    id: str
    parent_id: str | None = None
    html: str = ""
    is_approved: bool = False
    is_pending: bool = False
    is_deleted: bool = False
    created_time: str = ""
    user_created: str | None = None
    author_name: str | None = None
    """Of a stranger."""


class WriterShape(msgspec.Struct, frozen=True, rename="camel"):
    """Somebody with an account."""

    id: str
    name: str = ""
    website_url: str = ""


class PageShape(msgspec.Struct, frozen=True, rename="camel"):
    """What the blog's owner set."""

    is_domain_readonly: bool = False
    is_page_readonly: bool = False
    auth_anonymous: bool = False


class ThreadShape(msgspec.Struct, frozen=True, rename="camel"):
    """A flat thread."""

    page_info: PageShape
    comments: msgspec.Raw = msgspec.Raw(b"[]")
    commenters: msgspec.Raw = msgspec.Raw(b"[]")


class TakenShape(msgspec.Struct, frozen=True):
    """The answer to a comment."""

    comment: CommentShape


class ErrorShape(msgspec.Struct, frozen=True):
    """Why not."""

    message: str = ""
    details: str = ""


class ComentarioComments:
    """A `CommentChannel` for the server at `ref.endpoint`; the key holds the blog's `host` and the `path`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.address = f"{ref.endpoint.rstrip('/')}/api/embed/comments"
        names = unpacked(ref.key)
        self.place = {name: names.get(name, "") for name in ("host", "path")}

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are approved; a deleted one that has answers stays in its place."""
        shape = yield from self._listed(post)
        shapes = sorted(salvage_each(shape.comments, CommentShape), key=lambda each: each.created_time)
        writers = {each.id: each for each in salvage_each(shape.commenters, WriterShape)}
        comments = without_lone_deleted(
            _comment(each, writers, post) for each in shapes if each.is_approved or each.is_deleted
        )
        return Thread(comments, total=sum(not comment.deleted for comment in comments))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, as the server tells."""
        told = (yield from self._listed(post)).page_info
        access, reason = Access.LOGIN, MEMBERS_ONLY
        if told.is_domain_readonly or told.is_page_readonly:
            access, reason = Access.CLOSED, CLOSED
        elif told.auth_anonymous:
            access, reason = Access.ANONYMOUS, EMPTY
        fields = (FormField("name", False),)
        here = anchored(post, "comentario")
        return embedded_form("comentario", here, access, reason, fields, markup=self.markup)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once, as a stranger's."""
        answer = yield from fetch(self._new(post, draft))
        return (yield from proven(_outcome(answer, post), self.find(post, draft)))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by place, text and writer; older servers keep no stranger's name."""
        thread = yield from self.thread(post)
        return newest_fitting(thread, draft) or newest_fitting(thread, replace(draft, name=""))

    def _listed(self, post: Post) -> Flow[ThreadShape]:
        answer = yield from fetch(json_question(self.address, self.place, post, headers=NOBODY))
        return decode(answer, ThreadShape)

    def _new(self, post: Post, draft: Draft) -> Request:
        comment: dict[str, object] = {**self.place, "markdown": draft.body, "unregistered": True}
        comment |= {"authorName": draft.name} if draft.name else {}
        comment |= {"parentId": draft.parent} if draft.parent else {}
        return json_request(self.address, comment, post, method="PUT", headers=NOBODY)


def _comment(shape: CommentShape, writers: dict[str, WriterShape], post: Post) -> Comment:
    writer = writers.get(shape.user_created or "", WriterShape(""))
    return Comment(
        id=shape.id,
        parent=shape.parent_id or None,
        author=EMPTY if shape.is_deleted else clean_line(shape.author_name or writer.name),
        html=shape.html,
        published=parse_date(shape.created_time),
        website=absolute(writer.website_url),
        url=_address(post, shape.id),
        deleted=shape.is_deleted,
    )


def _address(post: Post, comment_id: str) -> str:
    return anchored(post, f"comentario-{comment_id}")


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    if answer.status < 300:
        return _taken(answer, post)
    reason = _reason(answer)
    if answer.status == 401:
        return NeedsLogin(reason or MEMBERS_ONLY)
    return by_status(answer, post, reason) or Refused(reason or SILENT)


def _taken(answer: Response, post: Post) -> Outcome:
    taken = try_decode(answer, TakenShape)
    if taken is None:
        return Unknown(UNCLEAR)
    shape = taken.comment
    if shape.is_deleted or not (shape.is_pending or shape.is_approved):
        return Unknown(UNCLEAR)
    return (Held if shape.is_pending else Published)(shape.id, _address(post, shape.id))


def _reason(answer: Response) -> CleanText:
    error = try_decode(answer, ErrorShape)
    if error is None:
        return EMPTY
    return clean_line(f"{error.message} ({error.details})" if error.details else error.message)


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Comentario's thread in the page; its key is the page's path unless told otherwise."""
    for script in page.root.iter("script"):
        found = _SCRIPT.match(absolute(script.get("src") or "", page.base).partition("?")[0])
        if found:
            path = _named(page) or urlsplit(page.fetched).path or "/"
            return ChannelRef("comentario", found[1], packed(host=authority_of(page), path=path))
    return None


def _named(page: Page) -> str:
    named = (each.get("page-id") for each in page.root.iter("comentario-comments"))
    return next((name for name in named if name), "")


PLATFORM = Platform(
    "comentario", "Comentario", thread_on=thread_on, channel=lambda ref, account: ComentarioComments(ref)
)
