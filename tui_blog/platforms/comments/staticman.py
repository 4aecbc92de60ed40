"""Staticman, which makes a file of each comment: a form in the post's page, the thread beside it.

What it takes is shown when the blog was built again, or when its owner has let the file in.
Source: Staticman's documentation and its server's source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from tui_blog.errors import UnreadableAnswer
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
    Outcome,
    Refused,
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.embedded_form import embedded_form
from tui_blog.platforms.comments.embedding import path_of
from tui_blog.platforms.comments.posting import (
    CAPTCHA,
    SILENT,
    SPAM,
    UNCLEAR,
    anchored,
    by_status,
    from_page,
    newest_fitting,
    sent_once,
)
from tui_blog.platforms.comments.thread_on_page import comments_in
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import try_decode

_ACTION = re.compile(r"/v[123]/entry/(?:[\w.-]+/){3,}[\w.-]+/?$|/v1/entry/(?:[\w.-]+/){2}[\w.-]+/?$")
_KEY = re.compile(r"fields\[([\w-]+)\]$")
_NAMES: dict[str, FieldName] = {
    **dict.fromkeys(("name", "author", "nickname"), "name"),
    **dict.fromkeys(("email", "mail"), "email"),
    **dict.fromkeys(("url", "website", "site", "link"), "website"),
}
_BY_HAND = frozenset({"submit", "button", "image", "reset", "file"})
_ELSEWHERE = frozenset({"options[redirect]", "options[redirectError]"})
"""Where a browser goes afterwards; without them the answer is data and not another page."""
_CAPTCHAS = ("captcha", "turnstile")
_SHOWN = frozenset({"js-comment", "static-comment", "staticman-comment", "comment__content"})

_REPOSITORIES = ("GITHUB", "GITLAB")
_SENTENCES = {
    "MISSING_REQUIRED_FIELDS": "Required and missing",
    "INVALID_FIELDS": "Not taken by the form",
}

_NO_FORM = CleanText("The page shows no comment form just now.")
_NO_ANSWERS = CleanText("Where an answer belongs only the blog's own page knows.")


class AnswerShape(msgspec.Struct, frozen=True, rename="camel"):
    """What became of an entry; `success` or a code of the error."""

    success: bool
    message: str | None = None
    error_code: str | None = None
    data: list[str] | None = None
    """The fields at fault."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as its page writes it."""

    action: str
    controls: tuple[tuple[str, str], ...]
    """What a browser would send if nobody touched it, but for where to go afterwards."""
    inputs: tuple[tuple[str, FormField], ...]
    """The names of those that a writer fills."""
    captcha: bool


class StaticmanComments:
    """A `CommentChannel` for the form in a post's page, which posts to `ref.endpoint`."""

    markup: Markup = "plain"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint

    def thread(self, post: Post) -> Flow[Thread]:
        """The comments that stand in the page. Raises UnreadableAnswer where only people can read them."""
        page = read_page((yield from fetch(Request("GET", post.url))))
        comments = comments_in(page.root, post.url)
        if not comments and _shows_comments(page):
            raise UnreadableAnswer(f"{host_of(post.url)} shows its comments only in a browser.", post.url)
        return Thread(comments, len(comments))

    def form(self, post: Post) -> Flow[CommentForm]:
        """What the form in the page asks for."""
        form = yield from self._form(post)
        access, reason = Access.ANONYMOUS, EMPTY
        if form is None or form.captcha:
            access, reason = Access.BROWSER, CAPTCHA if form else _NO_FORM
        asked = tuple(field for _, field in form.inputs if field.name != "body") if form else ()
        here = anchored(post, "comments")
        return embedded_form("staticman", here, access, reason, asked, markup=self.markup)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Fill the form as it stands in the page now, and send it, once."""
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: _outcome(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        here = anchored(post, "comments")
        if draft.parent:
            return NeedsBrowser(here, _NO_ANSWERS)
        form = yield from self._form(post)
        if form is None or form.captcha:
            return NeedsBrowser(here, CAPTCHA if form else _NO_FORM)
        return _filled(form, post, draft)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer and text; until the blog is built again there is nothing to see."""
        return newest_fitting((yield from self.thread(post)), draft)

    def _form(self, post: Post) -> Flow[Form | None]:
        page = read_page((yield from fetch(Request("GET", post.url))))
        return next((form for form in _forms(page) if form.action == self.endpoint), None)


# --- the form ------------------------------------------------------------------------------------


def _forms(page: Page) -> Iterator[Form]:
    for element in page.root.iter("form"):
        action = absolute(element.get("action") or "", page.base)
        if _ACTION.search(action.partition("?")[0]):
            yield _read_form(element, action)


def _read_form(element: Element, action: str) -> Form:
    controls = tuple(each for each in element.iter("input", "textarea") if each.get("name"))
    fields = tuple((each.get("name") or "", field) for each in controls if (field := _field(each)))
    return Form(
        action=action,
        controls=tuple(_untouched(controls)),
        inputs=fields,
        captcha=any(_asks_for_proof(each) for each in element.iter("input", "div", "script")),
    )


def _untouched(controls: tuple[Element, ...]) -> Iterator[tuple[str, str]]:
    """What a browser would send."""
    for each in controls:
        kind, name = (each.get("type") or "").lower(), each.get("name") or ""
        if kind in _BY_HAND or name in _ELSEWHERE:
            continue
        if kind not in ("checkbox", "radio") or each.get("checked") is not None:
            yield name, each.get("value") or ""


def _field(control: Element) -> FormField | None:
    """The field that a control is for; None for those that no writer fills, traps for robots among them."""
    found = _KEY.match(control.get("name") or "")
    if found is None or (control.get("type") or "").lower() in ("hidden", *_BY_HAND):
        return None
    name = "body" if control.tag == "textarea" else _NAMES.get(found[1].lower())
    return FormField(name, control.get("required") is not None) if name else None


def _asks_for_proof(element: Element) -> bool:
    marks = " ".join(element.get(name) or "" for name in ("class", "id", "name", "src")).lower()
    return any(word in marks for word in _CAPTCHAS)


def _filled(form: Form, post: Post, draft: Draft) -> Request:
    written = {"name": draft.name, "email": draft.email, "website": draft.website, "body": draft.body}
    own = {name: written[field.name] for name, field in form.inputs}
    pairs = [(name, own.get(name, value)) for name, value in form.controls]
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        **from_page(post),
    }
    body = urlencode(pairs).encode()
    return Request("POST", form.action, headers, body, follow=False, tolerate=ANY_STATUS)


def _shows_comments(page: Page) -> bool:
    elements = page.root.iter("article", "div", "li")
    return any(_SHOWN & set((each.get("class") or "").split()) for each in elements)


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Outcome:
    told = try_decode(answer, AnswerShape)
    if told is None:
        general = by_status(answer, post)
        return general or (Refused(SILENT) if answer.status >= 400 else Unknown(UNCLEAR))
    if told.success:
        return Held(None, anchored(post, "comments"))
    return _refusal(told, post)


def _refusal(told: AnswerShape, post: Post) -> Outcome:
    """Errors come with status 500; those of the repository may have come when the file was there already."""
    code = told.error_code or ""
    words = clean_line(told.message or code)
    if "captcha" in code.lower() or "input-response" in code:
        return NeedsBrowser(anchored(post, "comments"), CAPTCHA)
    if code == "IS_SPAM":
        return Refused(SPAM)
    if not code or code.startswith(_REPOSITORIES):
        return Unknown(words or UNCLEAR)
    named = tuple(told.data or ())
    field = next((_NAMES.get(name.lower(), "body") for name in named), None)
    sentence = _SENTENCES.get(code) if named else None
    return Refused(clean_line(f"{sentence}: {', '.join(named)}.") if sentence else words, field)


# --- where it is embedded ------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """The form in the page that posts to a Staticman server."""
    form = next((form for form in _forms(page) if form.inputs), None)
    return ChannelRef("staticman", form.action, path_of(page)) if form else None


PLATFORM = Platform(
    "staticman", "Staticman", thread_on=thread_on, channel=lambda ref, account: StaticmanComments(ref)
)
