"""Isso, a comment server for static blogs: one endpoint, threads by key, Markdown in and HTML out.

Source: Isso's documentation, "API"; its errors are read as the server's source writes them.
"""

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec

from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FieldName,
    FormField,
    Held,
    Markup,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, line_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.isso_changes import IssoChanges, edit_key
from tui_blog.platforms.comments.likeness import is_same_name, is_same_text
from tui_blog.platforms.comments.posting import (
    NO_PARENT,
    SILENT,
    UNCLEAR,
    anchored,
    by_status,
    json_request,
    proven,
)
from tui_blog.platforms.wire import decode, salvage_each, try_decode

TEXT_LIMIT = 65_535
RATE_SECONDS = 60.0
"""Isso counts a writer's comments by the minute."""
EDIT_SECONDS = 900.0
"""For a quarter of an hour nobody may answer their own comment: they may still edit it."""

HELD, DELETED = 2, 4
"""Values of `mode`."""

_REASON = re.compile(r"<p>(.*?)</p>", re.DOTALL)


class _Refusal(NamedTuple):
    """What Isso means by words that were written for its log: a field at fault, or patience."""

    words: str
    sentence: str
    field: FieldName | None = None
    seconds: float | None = None


_REFUSALS = (
    _Refusal("ratelimit exceeded", "Too many comments within a minute.", seconds=RATE_SECONDS),
    _Refusal(
        "edit time frame",
        "Your own comment cannot be answered for a quarter of an hour.",
        seconds=EDIT_SECONDS,
    ),
    _Refusal(
        "direct responses", "You wrote all the comments that one person may on this page, but for answers."
    ),
    _Refusal("author address required", "A name is required.", "name"),
    _Refusal("email address required", "An e-mail address is required.", "email"),
    _Refusal("rfc5321", "The e-mail address is too long.", "email"),
    _Refusal("django-conform", "The website is not a whole address.", "website"),
    _Refusal("text is too", "", "body"),
)


class CommentShape(msgspec.Struct, frozen=True):
    """A comment, with its answers."""

    id: int
    parent: int | None = None
    text: str | None = None
    """HTML, or Markdown where `plain=1` was asked for."""
    author: str | None = None
    """Escaped as HTML."""
    website: str | None = None
    mode: int | None = None
    created: float | None = None
    replies: msgspec.Raw = msgspec.Raw(b"[]")


class ConfigShape(msgspec.Struct, frozen=True, rename="kebab"):
    """What the server's owner wants of a writer."""

    require_author: bool = False
    require_email: bool = False
    website_field: bool = True


class ThreadShape(msgspec.Struct, frozen=True):
    """A thread: top comments with their answers inside, and the server's settings."""

    replies: msgspec.Raw = msgspec.Raw(b"[]")
    config: ConfigShape = ConfigShape()


class IssoComments(IssoChanges):
    """A `CommentChannel` for the thread `ref.key` of the server at `ref.endpoint`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        self.key = ref.key

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are not held; a deleted one that has answers stays in its place."""
        shapes = _flat(_read((yield from fetch(self._list()))).replies)
        comments = tuple(_comment(shape, post) for shape in shapes)
        return Thread(comments, total=sum(not comment.deleted for comment in comments))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write: everyone. Whether comments are held is told by the answer alone."""
        config = _read((yield from fetch(self._list(limit=1)))).config
        website = (FormField("website", False),) if config.website_field else ()
        return CommentForm(
            system="isso",
            access=Access.ANONYMOUS,
            url=f"{post.url}#isso-thread",
            fields=(
                FormField("name", config.require_author),
                FormField("email", config.require_email),
                *website,
            ),
            markup=self.markup,
            limit=TEXT_LIMIT,
        )

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once; `draft.body` is Markdown. What is raised is raised by that one request."""
        if not (draft.parent or "0").isdecimal():
            return Refused(NO_PARENT)
        answer = yield from fetch(self._new(post, draft))
        return (yield from proven(_outcome(answer, post), self.find(post, draft)))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer, place and Markdown, newest first; a held one is not to be seen."""
        written, shown = map(_read, (yield from fetch_all([self._list(plain=1), self._list()])))
        comments = {shape.id: shape for shape in _flat(shown.replies)}
        parent = comments.get(int(draft.parent or 0))
        # Isso hangs an answer to an answer under the top comment.
        places = {parent.id, parent.parent} - {None} if parent else {None}
        for shape in sorted(_flat(written.replies), key=lambda shape: shape.id, reverse=True):
            by_me = is_same_name(shape.author or "", draft.name) and str(shape.id) not in draft.others
            if by_me and shape.parent in places and is_same_text(shape.text or "", draft.body):
                return _comment(comments.get(shape.id, shape), post)
        return None

    def _list(self, **params: int) -> Request:
        query = urlencode({"uri": self.key, **params}, safe="/")
        return Request("GET", f"{self.endpoint}/?{query}", tolerate=frozenset({404}))

    def _new(self, post: Post, draft: Draft) -> Request:
        comment = {
            "text": draft.body,
            "author": draft.name or None,
            "email": draft.email or None,
            "website": draft.website or None,
            "parent": int(draft.parent) if draft.parent else None,
            # Without a title the server would fetch the page, and refuse where it cannot.
            "title": post.title or self.key,
        }
        address = f"{self.endpoint}/new?{urlencode({'uri': self.key}, safe='/')}"
        return json_request(address, comment, post)


def _read(answer: Response) -> ThreadShape:
    """Read a thread; an old server says 404 where nobody has written yet."""
    return ThreadShape() if answer.status == 404 else decode(answer, ThreadShape)


def _flat(replies: msgspec.Raw) -> Iterator[CommentShape]:
    """Comments and their answers, each parent before its children."""
    waiting = deque(salvage_each(replies, CommentShape))
    while waiting:
        shape = waiting.popleft()
        yield shape
        waiting.extend(salvage_each(shape.replies, CommentShape))


def _comment(shape: CommentShape, post: Post) -> Comment:
    return Comment(
        id=str(shape.id),
        parent=str(shape.parent) if shape.parent else None,
        author=line_from_html(shape.author or ""),
        html=shape.text or "",
        published=_moment(shape.created),
        website=absolute(html.unescape(shape.website or "")),
        status="held" if shape.mode == HELD else "approved",
        url=_address(post, shape.id),
        deleted=shape.mode == DELETED,
    )


def _address(post: Post, number: int) -> str:
    return anchored(post, f"isso-{number}")


def _moment(seconds: float | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    if answer.status < 300:
        return _taken(answer, post)
    reason = _reason(answer)
    general = by_status(answer, post, reason)
    if isinstance(general, RetryLater):
        return replace(general, seconds=general.seconds or RATE_SECONDS)
    if general is not None:
        return general
    known = next((each for each in _REFUSALS if each.words in reason.lower()), _Refusal("", ""))
    sentence = CleanText(known.sentence) or reason or SILENT
    return RetryLater(sentence, known.seconds) if known.seconds else Refused(sentence, known.field)


def _taken(answer: Response, post: Post) -> Outcome:
    """201 is published and 202 held, whatever the body says of itself."""
    kind = Held if answer.status == 202 else Published
    shape = try_decode(answer, CommentShape)
    if shape is None:
        return kind(None, post.url) if answer.status in (201, 202) else Unknown(UNCLEAR)
    return kind(str(shape.id), _address(post, shape.id), edit_key(answer, str(shape.id)))


def _reason(answer: Response) -> CleanText:
    """The reason in the small page of HTML that every error is."""
    found = _REASON.search(answer.body.decode("utf-8", "replace"))
    return line_from_html(found[1]) if found else EMPTY
