"""Waline, a comment server for static blogs: threads by path, two levels, Markdown in and HTML out.

Source: Waline's API documentation and its server's source; most of its errors come with status 200.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FieldName,
    FormField,
    Held,
    Markup,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.embedded_form import embedded_form
from tui_blog.platforms.comments.posting import (
    CAPTCHA,
    GUARDED,
    MEMBERS_ONLY,
    NO_PARENT,
    SILENT,
    SPAM,
    UNCLEAR,
    anchored,
    by_status,
    from_page,
    json_request,
    newest_fitting,
    sent_once,
)
from tui_blog.platforms.comments.waline_page import Wishes, thread_on, wishes_on
from tui_blog.platforms.comments.waline_wire import CommentShape, Envelope, comment_of, flat, page_of
from tui_blog.platforms.pages import read_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import salvage, try_decode

PAGE_SIZE = 100
"""The most that the server gives at once."""
MOST_PAGES = 100
RATE_SECONDS = 60.0
"""A server that was not told otherwise takes one comment a minute from one address."""

ANONYMOUS = "Anonymous"
"""What Waline's own form calls a writer without a name."""
AGENT = "tui-blog"
"""Shown beside the comment as the writer's browser, where the blog shows that."""

_FIELDS: dict[str, FieldName] = {"comment": "body", "nick": "name", "mail": "email", "link": "website"}


class WalineComments:
    """A `CommentChannel` for the thread of the path `ref.key` on the server at `ref.endpoint`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        self.key = ref.key

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are approved, the oldest first."""
        shapes, count = yield from self._shapes(post)
        comments = tuple(comment_of(shape, post) for shape in shapes)
        return Thread(comments, len(comments) if count is None else count)

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, as the blog's page tells; the server itself says nothing before a comment comes."""
        page = yield from fetch(Request("GET", post.url, tolerate=ANY_STATUS))
        wishes = wishes_on(read_page(page)) if page.status < 400 else Wishes()
        access, reason = _access(wishes)
        asked = tuple(FormField(_FIELDS[name], name in wishes.required) for name in wishes.fields)
        return embedded_form("waline", anchored(post, "waline"), access, reason, asked, markup=self.markup)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once; for an answer the thread is read first, to know its top comment."""
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: _outcome(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        if not draft.parent:
            return self._new(post, draft, {})
        shapes, _ = yield from self._shapes(post)
        parent = next((shape for shape in shapes if str(shape.object_id) == draft.parent), None)
        if parent is None:  # it would be kept, and seen by nobody
            return Refused(NO_PARENT)
        place = {"pid": parent.object_id, "rid": parent.rid or parent.object_id, "at": parent.nick or ""}
        return self._new(post, draft, place)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer, place and text, newest first; a held one is not to be seen."""
        return newest_fitting((yield from self.thread(post)), draft, ANONYMOUS)

    def _shapes(self, post: Post) -> Flow[tuple[tuple[CommentShape, ...], int | None]]:
        """Every comment, answers after what they answer, and how many the server counts."""
        answer = yield from fetch(self._list(post, 1))
        first = page_of(answer)
        further = range(2, min(first.total_pages, MOST_PAGES) + 1)
        rest = yield from fetch_all(self._list(post, number) for number in further)
        pages = (first, *map(page_of, rest))
        once = {shape.object_id: shape for page in pages for shape in flat(page.data)}
        return tuple(once.values()), first.count

    def _list(self, post: Post, number: int) -> Request:
        wanted = {"path": self.key, "page": number, "pageSize": PAGE_SIZE, "sortBy": "insertedAt_asc"}
        query = urlencode({**wanted, "lang": "en"}, safe="/")
        return Request("GET", f"{self.endpoint}/api/comment?{query}", from_page(post))

    def _new(self, post: Post, draft: Draft, place: Mapping[str, object]) -> Request:
        comment = {
            "comment": draft.body,
            "nick": draft.name.strip() or ANONYMOUS,
            "mail": draft.email,
            "link": draft.website,
            "ua": AGENT,
            "url": self.key,
            **place,
        }
        return json_request(f"{self.endpoint}/api/comment?lang=en", comment, post)


def _access(wishes: Wishes) -> tuple[Access, CleanText]:
    if wishes.members_only:
        return Access.LOGIN, MEMBERS_ONLY
    return (Access.BROWSER, CAPTCHA) if wishes.captcha else (Access.ANONYMOUS, EMPTY)


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    told = try_decode(answer, Envelope)
    reason = clean_line((salvage(told.errmsg, str) if told else None) or "")
    if answer.status == 401:
        return NeedsLogin(MEMBERS_ONLY)
    if answer.status == 403:  # a captcha, a blocked address, or a page that is not the server's own
        return NeedsBrowser(anchored(post, "waline"), GUARDED)
    general = by_status(answer, post, reason)
    if general is not None:
        return general
    if told is None:
        return Refused(SILENT) if answer.status >= 400 else Unknown(UNCLEAR)
    return _taken(told, post) if told.errno == 0 else _refusal(told, reason)


def _taken(told: Envelope, post: Post) -> Outcome:
    """A comment counts as shown, or as held, only by its own status."""
    shape = salvage(told.data, CommentShape)
    if shape is None or shape.status not in ("approved", "waiting", "spam"):
        return Unknown(UNCLEAR)
    if shape.status == "spam":
        return Refused(SPAM)
    kind = Published if shape.status == "approved" else Held
    return kind(str(shape.object_id), anchored(post, str(shape.object_id)))


def _refusal(told: Envelope, reason: CleanText) -> Outcome:
    if "too fast" in reason.lower():
        return RetryLater(reason, RATE_SECONDS)
    if "duplicate" in reason.lower():
        return Refused(reason, duplicate=True)
    faults = salvage(told.errmsg, dict[str, str]) or {}
    field = next((_FIELDS[name] for name in faults if name in _FIELDS), None)
    return Refused(reason or _first(faults.values()) or SILENT, field)


def _first(sentences: Iterable[str]) -> CleanText:
    return next((clean_line(sentence) for sentence in sentences if sentence.strip()), EMPTY)


PLATFORM = Platform("waline", "Waline", thread_on=thread_on, channel=lambda ref, account: WalineComments(ref))
