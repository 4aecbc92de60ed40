"""Twikoo, a comment server: one address for every call, HTML in and out, threads by path.

What it answers to a comment is its number and nothing else, so its state is looked up afterwards, in the name
of its writer: Twikoo shows them their own comments also while those wait.
Source: Twikoo's documentation and its server's source; its errors come with status 200, in Chinese.
"""

import re
from typing import TypeVar
from urllib.parse import urlsplit

from tui_blog.errors import NetworkError, UnreadableAnswer
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
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.embedded_form import embedded_form
from tui_blog.platforms.comments.posting import (
    CAPTCHA,
    NO_PARENT,
    SILENT,
    UNCLEAR,
    anchored,
    by_status,
    json_question,
    json_request,
    newest_fitting,
    prepared,
    proven,
)
from tui_blog.platforms.comments.script_options import options_after, text_of
from tui_blog.platforms.comments.twikoo_wire import (
    CommentShape,
    ConfigShape,
    ListShape,
    TakenShape,
    comment_of,
    flat,
    meaning_of,
)
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, try_decode

Shape = TypeVar("Shape", ListShape, ConfigShape)

MOST_PAGES = 100
ANONYMOUS = "匿名"
"""What the server calls a writer without a name."""
AGENT = "tui-blog"
"""The server wants to know the browser, and takes no comment without it."""

_CALL = re.compile(r"(?:\btwikoo\s*\.\s*init\s*\(|\"twikoo\"\s*:)\s*(?=\{)")
_FIELDS: dict[str, FieldName] = {"nick": "name", "mail": "email", "link": "website"}
_CAPTCHA_KEYS = ("CAPTCHA", "TURNSTILE", "GEETEST")
_OFF = ("", "false", "none", "off")


class TwikooComments:
    """A `CommentChannel` for the thread of the path `ref.key` on the server at `ref.endpoint`."""

    markup: Markup = "html"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint
        self.key = ref.key

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that are not held, the oldest first."""
        shapes = yield from self._shapes(post)
        comments = tuple(comment_of(shape, post) for shape in shapes if not shape.is_spam)
        return Thread(comments, len(comments))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, and which fields are asked, as the server tells."""
        answer = yield from fetch(json_question(self.endpoint, {"event": "GET_CONFIG"}, post))
        config = _checked(answer, ConfigShape).config
        captcha = any(_is_on(value) for name, value in config.items() if _names_captcha(name))
        shown = _names(config.get("DISPLAYED_FIELDS")) or tuple(_FIELDS)
        required = _names(config.get("REQUIRED_FIELDS")) or ("nick", "mail")
        asked = tuple(FormField(_FIELDS[name], name in required) for name in shown if name in _FIELDS)
        access, reason = (Access.BROWSER, CAPTCHA) if captcha else (Access.ANONYMOUS, EMPTY)
        return embedded_form("twikoo", anchored(post, "twikoo"), access, reason, asked, markup=self.markup)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once; then look in which state it is."""
        # Reading is a POST as well: one that fails must not look like the comment's.
        request = yield from prepared(self._ready(post, draft))
        if not isinstance(request, Request):
            return request
        answer = yield from fetch(request)
        taken = _taken(answer)
        if taken is not None and taken.id:
            return (yield from self._state(post, taken))
        outcome = _refusal(answer, post, taken)
        return (yield from proven(outcome, self.find(post, draft)))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        if not draft.parent:
            return self._new(post, draft, {})
        known = {shape.id: shape for shape in (yield from self._shapes(post))}
        if draft.parent not in known:
            return Refused(NO_PARENT)
        return self._new(post, draft, {"pid": draft.parent, "rid": known[draft.parent].rid or draft.parent})

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer, place and text, newest first; a held one is not to be seen."""
        return newest_fitting((yield from self.thread(post)), draft, ANONYMOUS)

    def _state(self, post: Post, taken: TakenShape) -> Flow[Outcome]:
        """Published where it stands in the thread. What is taken and not shown waits for somebody."""
        held = Held(taken.id, anchored(post, taken.id))
        try:
            shapes = yield from self._shapes(post, taken.access_token)
        except NetworkError:
            return held
        shown = any(shape.id == taken.id and not shape.is_spam for shape in shapes)
        return Published(held.comment_id, held.url) if shown else held

    def _shapes(self, post: Post, token: str = "") -> Flow[tuple[CommentShape, ...]]:
        """Every comment, the oldest first; with its writer's token a held one as well."""
        every: dict[str, CommentShape] = {}
        before: float | None = None
        for _ in range(MOST_PAGES):
            answer = yield from fetch(self._list(post, before, token))
            page = _checked(answer, ListShape)
            tops = page.comments
            every |= {shape.id: shape for shape in flat(tops)}
            last = min((shape.created for shape in tops if not shape.top), default=None)
            if not page.more or last is None or last == before:
                break
            before = last
        return tuple(sorted(every.values(), key=lambda shape: shape.created))

    def _list(self, post: Post, before: float | None, token: str) -> Request:
        known = {"accessToken": token} if token else {}
        asked = {"event": "COMMENT_GET", "url": self.key, "before": before, **known}
        return json_question(self.endpoint, asked, post)

    def _new(self, post: Post, draft: Draft, place: dict[str, str]) -> Request:
        comment = {
            "event": "COMMENT_SUBMIT",
            "nick": draft.name,
            "mail": draft.email,
            "link": draft.website,
            "ua": AGENT,
            "url": self.key,
            "href": post.url,
            "comment": draft.body,
            **place,
        }
        return json_request(self.endpoint, comment, post)


def _names(value: object) -> tuple[str, ...]:
    """A list of fields as Twikoo's settings hold it: names and commas in one string."""
    return tuple(name.strip() for name in value.split(",")) if isinstance(value, str) and value else ()


def _names_captcha(name: str) -> bool:
    return any(word in name for word in _CAPTCHA_KEYS)


def _is_on(value: object) -> bool:
    return str(value or "").strip().lower() not in _OFF


# --- what it answered ----------------------------------------------------------------------------


def _checked(answer: Response, type_: type[Shape]) -> Shape:
    """Read what was asked for. Raises UnreadableAnswer, with the server's words where it gives some."""
    shape = decode(answer, type_)
    if shape.code or shape.message:
        raise UnreadableAnswer(clean_line(f"The comment server says: {shape.message}", 300), answer.url)
    return shape


def _taken(answer: Response) -> TakenShape | None:
    return try_decode(answer, TakenShape) if answer.status < 300 else None


def _refusal(answer: Response, post: Post, told: TakenShape | None) -> Outcome:
    general = by_status(answer, post)
    if general is not None:
        return general
    if told is None:
        return Refused(SILENT) if answer.status >= 400 else Unknown(UNCLEAR)
    if not told.code and not told.message:
        return Unknown(UNCLEAR)
    return meaning_of(told.message, anchored(post, "twikoo"))


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Twikoo's thread in the page, where its server is one of the web and not of Tencent's cloud."""
    for options in options_after(page, _CALL):
        server = text_of(options, "envId")
        if server.startswith(("https://", "http://")) and (server := absolute(server)):
            return ChannelRef("twikoo", server, _path(text_of(options, "path"), page))
    return None


def _path(told: str, page: Page) -> str:
    """The page's path, as written; a path that is told may be the name of a variable, as a string."""
    is_path = told and not told.startswith(("location", "window."))
    return clean_line(told if is_path else urlsplit(page.fetched).path or "/", 2_000)


PLATFORM = Platform("twikoo", "Twikoo", thread_on=thread_on, channel=lambda ref, account: TwikooComments(ref))
