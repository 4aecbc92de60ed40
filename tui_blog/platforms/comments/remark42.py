"""Remark42, a comment server: threads by address, Markdown in and HTML out, a login for every writer.

Where its owner lets strangers in, their login is a name and nothing else; all others sign in by a browser.
Source: Remark42's documentation and its server's source.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FieldName,
    FormField,
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
from tui_blog.platforms.comments.embedded_form import embedded_form
from tui_blog.platforms.comments.embedding import bare_address_of, packed, unpacked
from tui_blog.platforms.comments.posting import (
    CLOSED,
    GUARDED,
    MEMBERS_ONLY,
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
from tui_blog.platforms.comments.remark42_wire import (
    READ_ONLY,
    VALIDATION,
    WORDS,
    CommentShape,
    ConfigShape,
    ThreadShape,
    address_of,
    thread_of,
    why,
)
from tui_blog.platforms.comments.script_options import options_after, text_of
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, try_decode

_CONFIG = re.compile(r"\bremark_config\s*(?:=|\|\|)\s*(?=\{)")
_NAME = re.compile(r"(?! )[\w ]{3,64}(?<! )")
"""A name that a stranger may take."""

_HEADERS = {"JWT": "X-JWT", "XSRF-TOKEN": "X-XSRF-TOKEN"}
"""Under which header each cookie of a login is sent back."""

_BAD_NAME = CleanText("A name of 3 to 64 letters, digits and spaces is required.")


class Remark42Comments:
    """A `CommentChannel` for the server at `ref.endpoint`; the key holds its `site` and the page's `url`."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        names = unpacked(ref.key)
        self.site, self.url = names.get("site", ""), names.get("url", "")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments, the oldest first; a deleted one that has answers stays in its place."""
        return thread_of(decode((yield from fetch(self._list(post))), ThreadShape), post)

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, as the server tells; it holds no comment back."""
        config, shape = yield from self._state(post)
        access, reason = _access(config, shape)
        fields = (FormField("name", True),)
        here = anchored(post, "remark42")
        return embedded_form("remark42", here, access, reason, fields, markup=self.markup, moderated=False)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Sign in by the draft's name, then send the comment, once."""
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: _outcome(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        config, shape = yield from self._state(post)
        fault = _no_way(*_access(config, shape)) or _fault(config, thread_of(shape, post), draft)
        if fault is not None:
            return fault
        asked = urlencode({"user": draft.name.strip(), "aud": self.site, "from": self.url})
        let_in = yield from fetch(self._get(f"auth/anonymous/login?{asked}", post, tolerate=ANY_STATUS))
        keys = _keys(let_in)
        if "X-JWT" not in keys:
            return _not_let_in(let_in, post)
        return self._new(post, draft, keys)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer, place and text, newest first."""
        return newest_fitting((yield from self.thread(post)), draft)

    def _state(self, post: Post) -> Flow[tuple[ConfigShape, ThreadShape]]:
        config = self._get(f"api/v1/config?{urlencode({'site': self.site})}", post)
        told, listed = yield from fetch_all([config, self._list(post)])
        return decode(told, ConfigShape), decode(listed, ThreadShape)

    def _list(self, post: Post) -> Request:
        wanted = {"site": self.site, "url": self.url, "sort": "+time", "format": "plain"}
        return self._get(f"api/v1/find?{urlencode(wanted)}", post)

    def _get(self, path: str, post: Post, tolerate: frozenset[int] = frozenset()) -> Request:
        return Request("GET", f"{self.endpoint}/{path}", from_page(post), tolerate=tolerate)

    def _new(self, post: Post, draft: Draft, keys: Mapping[str, str]) -> Request:
        comment = {
            "text": draft.body,
            "pid": draft.parent or "",
            "locator": {"site": self.site, "url": self.url},
            "title": post.title,
        }
        address = f"{self.endpoint}/api/v1/comment?{urlencode({'site': self.site})}"
        return json_request(address, comment, post, headers=keys)


def _access(config: ConfigShape, shape: ThreadShape) -> tuple[Access, CleanText]:
    if shape.info.read_only:
        return Access.CLOSED, CLOSED
    if "anonymous" in config.auth_providers and not config.subscribers_only:
        return Access.ANONYMOUS, EMPTY
    ways = ", ".join(way for way in config.auth_providers if way != "anonymous")
    where = f" Sign in by {ways}, in a browser." if ways else ""
    return Access.LOGIN, clean_line(f"{MEMBERS_ONLY}{where}")


def _no_way(access: Access, reason: CleanText) -> Outcome | None:
    if access is Access.CLOSED:
        return Refused(reason)
    return NeedsLogin(reason) if access is Access.LOGIN else None


def _fault(config: ConfigShape, thread: Thread, draft: Draft) -> Outcome | None:
    """What the server would refuse, told before anything is sent."""
    if draft.parent and draft.parent not in {each.id for each in thread.comments if not each.deleted}:
        return Refused(NO_PARENT)
    size, most = len(draft.body), config.max_comment_size
    if most and size > most:
        return Refused(clean_line(f"The comment has {size} characters; {most} are allowed."), "body")
    if size < config.min_comment_size:
        return Refused(clean_line(f"At least {config.min_comment_size} characters are required."), "body")
    return None if _NAME.fullmatch(draft.name.strip()) else Refused(_BAD_NAME, "name")


# --- what it answered ----------------------------------------------------------------------------


def _keys(answer: Response) -> dict[str, str]:
    """What a login gives, as headers: the token, and the proof that the request is no forged one.

    They come as cookies, or the token alone in a header where the server's owner chose that.
    """
    if answer.status >= 300:
        return {}
    cookies = [_cookie(header) for header in answer.all_headers("set-cookie")]
    found = {"X-JWT": answer.header("x-jwt") or ""}
    found |= {_HEADERS[name]: value for name, value in cookies if name in _HEADERS}
    return {name: value for name, value in found.items() if value}


def _cookie(header: str) -> tuple[str, str]:
    name, _, value = header.partition(";")[0].partition("=")
    return name.strip(), value.strip().strip('"')


def _not_let_in(answer: Response, post: Post) -> Outcome:
    """Nothing was sent yet, so nothing can have arrived."""
    general = by_status(answer, post)
    if general is not None and not isinstance(general, Unknown):
        return general
    if answer.status in (401, 403):
        return Refused(why(answer).sentence or _BAD_NAME, "name")
    return NeedsBrowser(anchored(post, "remark42"), GUARDED)


def _outcome(answer: Response, post: Post) -> Outcome:
    said = why(answer)
    if answer.status < 300:
        return _taken(answer, post)
    if answer.status == 401:
        return NeedsLogin(MEMBERS_ONLY)
    general = by_status(answer, post, said.sentence)
    if general is not None:
        return general
    if said.code == READ_ONLY:
        return Refused(CLOSED)
    field: FieldName | None = "body" if said.code in (VALIDATION, WORDS) else None
    return Refused(said.sentence or SILENT, field)


def _taken(answer: Response, post: Post) -> Outcome:
    shape = try_decode(answer, CommentShape)
    if shape is None or not shape.id or shape.delete:
        return Unknown(UNCLEAR)
    return Published(shape.id, address_of(post, shape.id))


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Remark42's thread in the page, which its script calls by the page's bare address."""
    for options in options_after(page, _CONFIG):
        host = absolute(text_of(options, "host"), page.base).rstrip("/")
        url = absolute(text_of(options, "url"), page.base) or bare_address_of(page)
        if host:
            return ChannelRef("remark42", host, packed(site=text_of(options, "site_id") or "remark", url=url))
    return None


PLATFORM = Platform(
    "remark42", "Remark42", thread_on=thread_on, channel=lambda ref, account: Remark42Comments(ref)
)
