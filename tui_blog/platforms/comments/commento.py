"""Commento, a comment server: threads by domain and path, Markdown in and HTML out.

Its strangers have no names: whatever one types, "Anonymous" is shown. Commento++ speaks the same way.
Source: Commento's server source; every answer comes with status 200, and `success` tells.
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
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
    SPAM,
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

STRANGER = "anonymous"
"""The token of a writer without an account, and their number."""
ROOT = "root"
"""The parent of a comment that answers none."""
ANONYMOUS = "Anonymous"

_SCRIPT = re.compile(r"^(.+)/js/commento\.js$")
_CLOUD = ("https://cdn.commento.io", "http://cdn.commento.io")
"""The makers' own servers, where nobody answers any more."""

_CLOSING = ("frozen", "locked")
_MEMBERS = ("not authorised", "no such session", "authenticated")


class CommentShape(msgspec.Struct, frozen=True, rename="camel"):
    """A comment in a flat thread."""

    comment_hex: str
    commenter_hex: str = STRANGER
    html: str = ""
    parent_hex: str = ROOT
    state: str = "approved"
    creation_date: str = ""
    deleted: bool = False


class WriterShape(msgspec.Struct, frozen=True):
    """Who wrote a comment."""

    name: str = ""
    link: str = ""


class AttributesShape(msgspec.Struct, frozen=True, rename="camel"):
    """What is true of the whole thread."""

    is_locked: bool = False


class ThreadShape(msgspec.Struct, frozen=True, rename="camel"):
    """A flat thread, its writers by their numbers, and what the blog's owner set."""

    success: bool
    message: str = ""
    comments: msgspec.Raw = msgspec.Raw(b"[]")
    commenters: dict[str, WriterShape] = {}
    require_identification: bool = False
    is_frozen: bool = False
    attributes: AttributesShape = AttributesShape()


class TakenShape(msgspec.Struct, frozen=True, rename="camel"):
    """The answer to a comment."""

    success: bool
    message: str = ""
    comment_hex: str = ""
    state: str = ""


class CommentoComments:
    """A `CommentChannel` for the server at `ref.endpoint`; the key holds the `domain` and the `path`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        names = unpacked(ref.key)
        self.domain, self.path = names.get("domain", ""), names.get("path", "")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are approved; a deleted one that has answers stays in its place."""
        shape = yield from self._listed(post)
        shapes = sorted(salvage_each(shape.comments, CommentShape), key=lambda each: each.creation_date)
        comments = without_lone_deleted(
            _comment(each, shape, post) for each in shapes if each.state == "approved"
        )
        return Thread(comments, total=sum(not comment.deleted for comment in comments))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write; strangers are asked for nothing, for nothing of it would be shown."""
        shape = yield from self._listed(post)
        access, reason = Access.ANONYMOUS, EMPTY
        if shape.is_frozen or shape.attributes.is_locked:
            access, reason = Access.CLOSED, CLOSED
        elif shape.require_identification:
            access, reason = Access.LOGIN, MEMBERS_ONLY
        return embedded_form("commento", anchored(post, "commento"), access, reason, markup=self.markup)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once, as a stranger's."""
        answer = yield from fetch(self._new(post, draft))
        return (yield from proven(_outcome(answer, post), self.find(post, draft)))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by place and text among the strangers' comments, newest first."""
        thread = yield from self.thread(post)
        return newest_fitting(thread, replace(draft, name=ANONYMOUS))

    def _listed(self, post: Post) -> Flow[ThreadShape]:
        asked = {"commenterToken": STRANGER, "domain": self.domain, "path": self.path}
        answer = yield from fetch(json_question(f"{self.endpoint}/api/comment/list", asked, post))
        shape = decode(answer, ThreadShape)
        if not shape.success:
            raise UnreadableAnswer(clean_line(f"The comment server says: {shape.message}", 300), answer.url)
        return shape

    def _new(self, post: Post, draft: Draft) -> Request:
        comment = {
            "commenterToken": STRANGER,
            "domain": self.domain,
            "path": self.path,
            "parentHex": draft.parent or ROOT,
            "markdown": draft.body,
        }
        return json_request(f"{self.endpoint}/api/comment/new", comment, post)


def _comment(shape: CommentShape, thread: ThreadShape, post: Post) -> Comment:
    nobody = WriterShape(ANONYMOUS) if shape.commenter_hex == STRANGER else WriterShape()
    writer = thread.commenters.get(shape.commenter_hex, nobody)
    return Comment(
        id=shape.comment_hex,
        parent=None if shape.parent_hex in ("", ROOT) else shape.parent_hex,
        author=EMPTY if shape.deleted else clean_line(writer.name),
        html=shape.html,
        published=parse_date(shape.creation_date),
        website=absolute(writer.link) if writer.link.startswith("http") else "",
        url=_address(post, shape.comment_hex),
        deleted=shape.deleted,
    )


def _address(post: Post, comment_hex: str) -> str:
    return anchored(post, f"commento-{comment_hex}")


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    general = by_status(answer, post)
    if general is not None:
        return general
    told = try_decode(answer, TakenShape)
    if told is None:
        return Refused(SILENT) if answer.status >= 400 else Unknown(UNCLEAR)
    return _taken(told, post) if told.success else _refusal(clean_line(told.message))


def _taken(told: TakenShape, post: Post) -> Outcome:
    if told.state == "flagged":
        return Refused(SPAM)
    if told.state not in ("approved", "unapproved") or not told.comment_hex:
        return Unknown(UNCLEAR)
    kind = Published if told.state == "approved" else Held
    return kind(told.comment_hex, _address(post, told.comment_hex))


def _refusal(reason: CleanText) -> Outcome:
    words = reason.lower()
    if "internal error" in words:  # it may have come after the comment was kept
        return Unknown(reason)
    if any(word in words for word in _CLOSING):
        return Refused(reason)
    if any(word in words for word in _MEMBERS):
        return NeedsLogin(MEMBERS_ONLY)
    return Refused(reason or SILENT, "body" if "field(s) empty" in words else None)


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Commento's thread in the page; its key is the page's path unless told otherwise."""
    for script in page.root.iter("script"):
        found = _SCRIPT.match(absolute(script.get("src") or "", page.base).partition("?")[0])
        if found and not found[1].startswith(_CLOUD):
            path = script.get("data-page-id") or urlsplit(page.fetched).path or "/"
            return ChannelRef("commento", found[1], packed(domain=authority_of(page), path=path))
    return None


PLATFORM = Platform(
    "commento", "Commento", thread_on=thread_on, channel=lambda ref, account: CommentoComments(ref)
)
