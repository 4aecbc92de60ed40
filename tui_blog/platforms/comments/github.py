"""GitHub as the home of comments: what a page calls its thread there, who signs, what an answer means.

Source: GitHub's REST documentation ("Issue comments", "Users", rate limits); the page's part is as the
scripts of Utterances and Giscus do it (comment-servers.md §9, §10).
"""

import re
from abc import abstractmethod
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import msgspec

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
    Refused,
    RetryLater,
)
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.own_comment import OwnComment
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.embedding import unpacked
from tui_blog.platforms.comments.likeness import is_same_name
from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown
from tui_blog.platforms.comments.posting import BUSY, CLOSED, SILENT, by_status, sent_once
from tui_blog.platforms.comments.signed import sending
from tui_blog.platforms.page_marks import links
from tui_blog.platforms.pages import Page, meta
from tui_blog.platforms.wire import decode, try_decode

API = "https://api.github.com"
REPOSITORY = re.compile(r"(?!\.{1,2}/)[\w.-]+/(?!\.{1,2}$)[\w.-]+", re.ASCII)
"""Owner and name; neither leads anywhere else in a path."""

_REFUSED = frozenset({401})
_EXTENSION = re.compile(r"\.\w+$", re.ASCII)
_FIRST = CleanText(
    "Nobody has commented yet, and the first comment opens the thread: only its script does that."
)


class UserShape(msgspec.Struct, frozen=True):
    """Who wrote something, or who one is."""

    login: str


class MessageShape(msgspec.Struct, frozen=True):
    """Why GitHub does not do what it was asked."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread stands."""

    id: str
    locked: bool = False
    roots: dict[str, str] = field(default_factory=dict)
    """Of each comment the one at the top of its branch; empty where a thread has no branches."""


class GitHubComments(BrowserComments):
    """Comments that an account of GitHub writes: the person's own, or without one in the browser."""

    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        super().__init__(ref)
        self.names = unpacked(ref.key)
        self.repository = self.names.get("repo", "")
        self.account = account

    @abstractmethod
    def place(self, post: Post) -> Flow[Place | None]:
        """Where the thread stands; None before anybody has commented."""

    @abstractmethod
    def sending(self, place: Place, draft: Draft) -> Flow[Request | Outcome]:
        """The one request that brings a comment there."""

    @abstractmethod
    def taken(self, answer: Response) -> Outcome:
        """What an answer of 200 or 201 says."""

    def form(self, post: Post) -> Flow[CommentForm]:
        """The account signs where the thread is open; all else is the browser's."""
        form = yield from super().form(post)
        if self.account is None or form.access is Access.CLOSED:
            return form
        place = yield from self.place(post)
        if place is None:
            return self._form(post, Access.BROWSER, reason=_FIRST)
        if place.locked:
            return self._form(post, Access.CLOSED, reason=CLOSED)
        me = yield from fetch(_who_am_i(_REFUSED))
        if me.status in _REFUSED:
            return self._form(post, Access.LOGIN, reason=self._not_accepted())
        return self._form(post, Access.ANONYMOUS, signed_in_as=clean_line(decode(me, UserShape).login))

    def _form(
        self, post: Post, access: Access, *, reason: CleanText = EMPTY, signed_in_as: CleanText = EMPTY
    ) -> CommentForm:
        return CommentForm(
            system=self.system,
            access=access,
            url=self.address(post),
            markup=self.markup,
            moderated=False,
            signed_in_as=signed_in_as,
            reason=reason,
        )

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once, signed by the account; without one, say where a browser takes it."""
        if self.account is None:
            return (yield from super().submit(post, draft))
        looking = self.find(post, draft)
        ready = self._ready(post, draft)
        return (yield from sent_once(ready, lambda answer: self.told(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        place = yield from self.place(post)
        if place is None:
            return NeedsBrowser(self.address(post, draft.parent), _FIRST)
        if place.locked:
            return Refused(CLOSED)
        return (yield from self.sending(place, draft))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the account's own comment of that text; of one carried to a browser, by its text alone."""
        if self.account is None:
            return (yield from super().find(post, draft))
        me = decode((yield from fetch(_who_am_i())), UserShape).login
        comments = (yield from self.thread(post)).comments
        mine = (each for each in reversed(comments) if is_same_name(each.author, me) and not each.deleted)
        return next((each for each in mine if each.id not in draft.others and self.is_it(each, draft)), None)

    def is_it(self, comment: Comment, draft: Draft) -> bool:
        """Whether a comment of the account is this one."""
        return is_shown_markdown(comment.html, draft.body)

    def may_change(self, own: OwnComment) -> CleanText:
        """Where an account signs; GitHub tells whether that one may."""
        return self.reason if self.account is None else EMPTY

    # --- asking and being answered ---------------------------------------------------------------

    def ask(self, url: str, accept: str = "application/json") -> Flow[Response]:
        """Read something of GitHub, by the account where there is one: strangers are let in seldom."""
        headers = {"Accept": accept}
        if self.account is not None:
            answer = yield from fetch(Request("GET", url, headers, login=True, tolerate=_REFUSED))
            if answer.status not in _REFUSED:
                return answer
        return (yield from fetch(Request("GET", url, headers)))

    def signed(self, path: str, value: object) -> Request:
        """Something that the account writes on GitHub."""
        return sending(f"{API}{path}", value, {"Accept": "application/vnd.github+json"}, login=True)

    def told(self, answer: Response, post: Post) -> Outcome:
        """What an answer to something that was written says."""
        reason = _reason(answer)
        if known := by_status(answer, post, reason):
            return known
        if answer.status == 401:
            return NeedsLogin(self._not_accepted())
        if answer.status == 403 and (answer.header("retry-after") or _is_used_up(answer)):
            return RetryLater(reason or BUSY)
        if answer.status >= 400:
            return Refused(reason or SILENT, "body" if answer.status == 422 else None)
        return self.taken(answer)

    def _not_accepted(self) -> CleanText:
        user = self.account.user if self.account else ""
        return clean_line(f"GitHub does not accept the token of {user}: `tui-blog account check`.")


def how_to_write(name: str) -> CleanText:
    """Why a browser is needed, and how it is not."""
    return CleanText(
        f"Comments by {name} are signed by GitHub: in the browser, or here by an account "
        "(`tui-blog account add github.com --user NAME --kind github`)."
    )


def term_of(page: Page, mapping: str, url: str) -> str:
    """What a page's thread is called, as the script in it would find out; "" for a way that is not known."""
    match mapping:
        case "pathname":
            path = urlsplit(page.fetched).path
            return _EXTENSION.sub("", path[1:]) if len(path) > 1 else "index"
        case "url":
            return url
        case "title":
            return next((element.text_content().strip() for element in page.root.iter("title")), "")
        case "og:title":
            return meta(page.root, "og:title")
    return ""


def named_address(page: Page) -> str:
    """The page's canonical address, else its own without the fragment."""
    own = urlunsplit(urlsplit(page.fetched)._replace(fragment=""))
    return next((url for url in links(page, "canonical") if url), own)


def _who_am_i(tolerated: frozenset[int] = frozenset()) -> Request:
    return Request("GET", f"{API}/user", login=True, tolerate=tolerated)


def _is_used_up(answer: Response) -> bool:
    return answer.header("x-ratelimit-remaining") == "0"


def _reason(answer: Response) -> CleanText:
    if answer.status < 400:
        return EMPTY
    told = try_decode(answer, MessageShape)
    return clean_line(told.message, 300) if told else EMPTY
