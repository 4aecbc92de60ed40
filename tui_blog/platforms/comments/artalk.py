"""Artalk, a comment server: threads by site and page, Markdown in and HTML out, every writer with an address.

Source: Artalk's documentation and its server's source, version 2.
"""

import re
from urllib.parse import urlencode, urlsplit

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
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.artalk_wire import (
    CommentShape,
    ErrorShape,
    ListShape,
    PageShape,
    StateShape,
    TakenShape,
    address_of,
    comment_of,
)
from tui_blog.platforms.comments.embedded_form import embedded_form
from tui_blog.platforms.comments.embedding import packed, unpacked
from tui_blog.platforms.comments.posting import (
    CAPTCHA,
    MEMBERS_ONLY,
    NO_PARENT,
    SILENT,
    UNCLEAR,
    anchored,
    by_status,
    from_page,
    json_request,
    newest_fitting,
    proven,
)
from tui_blog.platforms.comments.script_options import options_after, text_of
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage_each, try_decode

PAGE_SIZE = 100
MOST_PAGES = 100

_CALL = re.compile(r"(?:\bArtalk\s*\.\s*init\s*\(|\bnew\s+Artalk\s*\(|\"artalk\"\s*:)\s*(?=\{)")

_OWNER_ONLY = CleanText("Only the blog's owner may write here.")
_FIELD_OF_WORD: dict[str, FieldName] = {"nickname": "name", "email": "email", "link": "website"}
"""As the server names its fields, in English."""


class ArtalkComments:
    """A `CommentChannel` for the server at `ref.endpoint`; the key holds its `site` and the `page`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        names = unpacked(ref.key)
        self.site, self.page = names.get("site", ""), names.get("page", "")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are approved, the oldest first."""
        answer = yield from fetch(self._list(post))
        first = decode(answer, ListShape)
        places = range(PAGE_SIZE, min(first.count, MOST_PAGES * PAGE_SIZE), PAGE_SIZE)
        rest = yield from fetch_all(self._list(post, place) for place in places)
        shapes = {
            shape.id: shape
            for page in (first, *(decode(each, ListShape) for each in rest))
            for shape in salvage_each(page.comments, CommentShape)
            if shape.visible and not shape.is_pending
        }
        comments = tuple(comment_of(shape, post) for shape in shapes.values())
        return Thread(comments, max(len(comments), first.count))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, and whether a captcha stands before it just now."""
        state = self._get("captcha/status", post, tolerate=ANY_STATUS)
        listed, told = yield from fetch_all([self._list(post, size=1), state])
        page = decode(listed, ListShape).page or PageShape()
        access, reason = Access.ANONYMOUS, EMPTY
        if page.admin_only:
            access, reason = Access.CLOSED, _OWNER_ONLY
        elif not _may_pass(told):
            access, reason = Access.BROWSER, CAPTCHA
        fields = (FormField("name", True), FormField("email", True), FormField("website", False))
        here = anchored(post, "artalk")
        return embedded_form("artalk", here, access, reason, fields, markup=self.markup)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once."""
        if not (draft.parent or "0").isdecimal():
            return Refused(NO_PARENT)
        answer = yield from fetch(self._new(post, draft))
        return (yield from proven(_outcome(answer, post), self.find(post, draft)))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer, place and text, newest first; one that waits is not to be seen."""
        return newest_fitting((yield from self.thread(post)), draft)

    def _list(self, post: Post, offset: int = 0, size: int = PAGE_SIZE) -> Request:
        wanted = {
            "page_key": self.page,
            "site_name": self.site,
            "limit": size,
            "offset": offset,
            "flat_mode": "true",
            "sort_by": "date_asc",
        }
        return self._get(f"comments?{urlencode(wanted, safe='/')}", post)

    def _get(self, path: str, post: Post, tolerate: frozenset[int] = frozenset()) -> Request:
        return Request("GET", f"{self.endpoint}/api/v2/{path}", from_page(post), tolerate=tolerate)

    def _new(self, post: Post, draft: Draft) -> Request:
        comment = {
            "name": draft.name,
            "email": draft.email,
            "link": draft.website,
            "content": draft.body,
            "rid": int(draft.parent or 0),
            "page_key": self.page,
            "page_title": post.title,
            "site_name": self.site,
        }
        return json_request(f"{self.endpoint}/api/v2/comments", comment, post)


def _may_pass(told: Response) -> bool:
    """A server without captchas has no answer to it, and that is no obstacle."""
    state = try_decode(told, StateShape) if told.status < 400 else None
    return state is None or state.is_pass


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    if answer.status < 300:
        return _taken(answer, post)
    error = _error(answer)
    reason = clean_line(error.msg)
    if error.need_captcha:
        return NeedsBrowser(anchored(post, "artalk"), CAPTCHA)
    if error.need_login or error.need_auth_login or "not allowed" in error.msg:
        return NeedsLogin(reason or MEMBERS_ONLY)
    general = by_status(answer, post, reason)
    if general is not None:
        return general
    field = next((field for word, field in _FIELD_OF_WORD.items() if word in error.msg.lower()), None)
    return Refused(reason or SILENT, field)


def _taken(answer: Response, post: Post) -> Outcome:
    """Published where the server says that it does not wait; a filter may still take it away later."""
    taken = try_decode(answer, TakenShape)
    if taken is None:
        return Unknown(UNCLEAR)
    return (Held if taken.is_pending else Published)(str(taken.id), address_of(post, taken.id))


def _error(answer: Response) -> ErrorShape:
    return try_decode(answer, ErrorShape) or ErrorShape()


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Artalk's thread in the page; its key is the page's path, as written, unless told otherwise."""
    for options in options_after(page, _CALL):
        server = absolute(text_of(options, "server"), page.base).rstrip("/")
        key = text_of(options, "pageKey") or urlsplit(page.fetched).path or "/"
        if server:
            return ChannelRef("artalk", server, packed(site=text_of(options, "site"), page=key))
    return None


PLATFORM = Platform("artalk", "Artalk", thread_on=thread_on, channel=lambda ref, account: ArtalkComments(ref))
