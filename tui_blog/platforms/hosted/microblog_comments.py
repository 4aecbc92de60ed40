"""The conversation about a post on Micro.blog (platforms.md §7).

It is open to everybody; to answer in it, Micro.blog wants a member: by an app token, or in the browser.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.account import Account
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    Markup,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown
from tui_blog.platforms.comments.posting import NO_PARENT, SILENT, UNCLEAR, by_status, sent_once
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.wire import decode, salvage, try_decode

HUB = "https://micro.blog/"
ORIGIN = "https://micro.blog"

_MISSING = frozenset({404, 410})
_REFUSALS = frozenset({401, 403})
_NAMES = re.compile(r"^\s*(?:<p>)?\s*(?:(?:<a\b[^<>]*>)?@[\w.@-]+(?:</a>)?\s+)+")
_NOTHING = msgspec.Raw(b"null")
_NOT_THERE_YET = CleanText("Micro.blog does not show this post on its timeline: there it cannot be answered.")
_NOT_ACCEPTED = CleanText("Micro.blog does not accept the token: `tui-blog account check`.")


class AccountShape(msgspec.Struct, frozen=True):
    """What Micro.blog adds to an author."""

    username: str | None = None


class AuthorShape(msgspec.Struct, frozen=True):
    """Who wrote an answer."""

    name: str | None = None
    url: str | None = None
    account: msgspec.Raw = msgspec.field(default=_NOTHING, name="_microblog")


class ReplyShape(msgspec.Struct, frozen=True):
    """An answer; `id` is a number of 64 bits, as a text or bare."""

    id: str | int
    content_html: str | None = None
    content_text: str | None = None
    date_published: str | None = None
    url: str | None = None
    author: msgspec.Raw = _NOTHING


class ConversationShape(msgspec.Struct, frozen=True):
    """A conversation as a JSON Feed; `home_page_url` is the post's own page on Micro.blog."""

    items: list[msgspec.Raw]
    home_page_url: str | None = None


NOT_THERE = ConversationShape([])


class TakenShape(msgspec.Struct, frozen=True):
    """An answer that was taken, as far as it is told; or why it was not."""

    id: str | int | None = None
    url: str | None = None
    error: str = ""
    error_description: str = ""


class MicroblogComments(BrowserComments):
    """The conversation about a post; `key` is the address by which Micro.blog knows it, "" for its own."""

    system = "microblog"
    reason = CleanText(
        "Micro.blog takes answers only from its members: in the browser, or here with an app token "
        "(`tui-blog account add https://micro.blog --user NAME`)."
    )
    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        super().__init__(ref)
        self.account = account if account is not None and account.origin == ORIGIN else None

    def thread(self, post: Post) -> Flow[Thread]:
        """All answers, oldest first; Micro.blog does not tell which answers which."""
        conversation = yield from self._conversation(post)
        comments = [_comment(shape) for shape in _read(conversation) if not _is_post(shape, post)]
        never = datetime.max.replace(tzinfo=UTC)
        comments.sort(key=lambda comment: comment.published or never)
        return Thread(tuple(comments), len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The post itself, as long as its page on Micro.blog is not known."""
        return post.url

    def form(self, post: Post) -> Flow[CommentForm]:
        """The account signs where the post is on Micro.blog; else its page there takes the answer."""
        form = yield from super().form(post)
        if form.access is Access.CLOSED:
            return form
        conversation = yield from self._reached(post)
        form = replace(form, url=self._place(conversation, post))
        if self.account is None:
            return form
        if not _number(conversation, post):
            return replace(form, reason=_NOT_THERE_YET)
        me = yield from fetch(Request("GET", f"{ORIGIN}/micropub?q=config", login=True, tolerate=_REFUSALS))
        if me.status in _REFUSALS:
            return replace(form, access=Access.LOGIN, reason=_NOT_ACCEPTED)
        name = clean_line(self.account.user)
        return replace(form, access=Access.ANONYMOUS, signed_in_as=name, reason=EMPTY, moderated=False)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the answer, once, signed by the account; without one, name the page that takes it."""
        if post.comments_open is False:
            return (yield from super().submit(post, draft))
        if self.account is None:
            conversation = yield from self._reached(post)
            return NeedsBrowser(self._place(conversation, post), self.reason)
        looking = self.find(post, draft)
        return (
            yield from sent_once(self._ready(post, draft), lambda answer: _outcome(answer, post), looking)
        )

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        conversation = yield from self._conversation(post)
        number = _number(conversation, post)
        if not number:
            return NeedsBrowser(self.address(post), _NOT_THERE_YET)
        known = {clean_line(str(shape.id), 100) for shape in _read(conversation)}
        if draft.parent and draft.parent not in known:
            return Refused(NO_PARENT)
        return _reply(draft.parent or number, draft.body)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft among the member's answers, the newest first, wherever in the conversation."""
        if self.account is None:
            return (yield from super().find(post, draft))
        name = self.account.user.removeprefix("@").lower()
        shapes = _read((yield from self._conversation(post)))
        mine = (_comment(shape) for shape in shapes if _member(shape).lower() == name)
        unknown = (each for each in mine if each.id not in draft.others)
        fitting = [each for each in unknown if is_shown_markdown(_without_names(each.html), draft.body)]
        newest_last = sorted(fitting, key=lambda each: each.published or datetime.min.replace(tzinfo=UTC))
        return newest_last[-1] if newest_last else None

    def _place(self, conversation: ConversationShape, post: Post) -> str:
        place = absolute(conversation.home_page_url or "")
        return place if host_of(place) == host_of(HUB) else self.address(post)

    def _reached(self, post: Post) -> Flow[ConversationShape]:
        try:
            return (yield from self._conversation(post))
        except NetworkError:
            return NOT_THERE

    def _conversation(self, post: Post) -> Flow[ConversationShape]:
        """A post that is not (yet) on Micro.blog's timeline has none."""
        url = f"{HUB}conversation.js?url={quote(self.key or post.url, safe='')}&format=jsonfeed"
        answer = yield from fetch(Request("GET", url, tolerate=_MISSING))
        return decode(answer, ConversationShape) if answer.status == 200 else NOT_THERE


def _read(conversation: ConversationShape) -> tuple[ReplyShape, ...]:
    shapes = (salvage(raw, ReplyShape) for raw in conversation.items)
    return tuple(shape for shape in shapes if shape)


def _number(conversation: ConversationShape, post: Post) -> str:
    """The post's own number there: its page's address ends with it, or it is told among the answers."""
    place = urlsplit(absolute(conversation.home_page_url or ""))
    last = place.path.rstrip("/").rpartition("/")[2]
    if place.hostname == "micro.blog" and last.isascii() and last.isdecimal():
        return last
    own = (str(shape.id) for shape in _read(conversation) if _is_post(shape, post))
    return next((number for number in own if number.isascii() and number.isdecimal()), "")


def _reply(number: str, text: str) -> Request:
    """The answer; Micro.blog's help calls its text `content`, programs that are in use `text`."""
    body = urlencode({"id": number, "content": text, "text": text}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    url = f"{ORIGIN}/posts/reply"
    return Request("POST", url, headers, body, follow=False, login=True, tolerate=ANY_STATUS)


def _outcome(answer: Response, post: Post) -> Outcome:
    told = try_decode(answer, TakenShape) or TakenShape()
    reason = clean_line(told.error_description or told.error, 300)
    if general := by_status(answer, post, reason):
        return general
    if answer.status in _REFUSALS:
        return NeedsLogin(reason or _NOT_ACCEPTED)
    if answer.status >= 400 or reason:
        return Refused(reason or SILENT)
    # How it says that it took one is not documented: where there is no number, the conversation proves it.
    if told.id is None:
        return Unknown(UNCLEAR)
    return Published(clean_line(str(told.id), 100), absolute(told.url or "") or post.url)


def _member(shape: ReplyShape) -> str:
    author = salvage(shape.author, AuthorShape) or AuthorShape()
    return (salvage(author.account, AccountShape) or AccountShape()).username or ""


def _without_names(html: str) -> str:
    """An answer without the names before it, which Micro.blog adds."""
    return _NAMES.sub("", html)


def _is_post(shape: ReplyShape, post: Post) -> bool:
    return bool(shape.url and post.url) and canonical(absolute(shape.url or "")) == canonical(post.url)


def _comment(shape: ReplyShape) -> Comment:
    author = salvage(shape.author, AuthorShape) or AuthorShape()
    account = salvage(author.account, AccountShape) or AccountShape()
    return Comment(
        id=clean_line(str(shape.id), 100),
        parent=None,
        author=clean_line(author.name or account.username or ""),
        html=shape.content_html or html_from_text(shape.content_text or ""),
        published=parse_date(shape.date_published or ""),
        website=absolute(author.url or ""),
        url=absolute(shape.url or ""),
    )
