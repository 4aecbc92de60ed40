"""Mastodon: the answers to a post's status as its comments, written through the person's own server.

Source: Mastodon's documentation, "statuses", "search" and "instance" API methods (comment-servers.md §12).
"""

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from tui_blog.model.account import Account
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    NeedsLogin,
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
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.mastodon_changes import MastodonChanges
from tui_blog.platforms.comments.mastodon_wire import (
    LINK_CHARACTERS,
    AuthorShape,
    ContextShape,
    ErrorShape,
    FoundShape,
    InstanceShape,
    StatusShape,
    addressed,
    comment_of,
    comments_of,
    found_in,
    is_same_status,
    limit_of,
)
from tui_blog.platforms.comments.posting import SILENT, UNCLEAR, by_status
from tui_blog.platforms.comments.signed import not_accepted, sending
from tui_blog.platforms.wire import decode, decode_each, try_decode

SYSTEM = "mastodon"

NEWEST = 40
"""Own statuses that are looked through for one that was sent; the most that a server gives at once."""

_REFUSALS = frozenset({401, 403})

_NO_ACCOUNT = CleanText(
    "Your own server posts it: `tui-blog account add https://YOUR.SERVER --user NAME --kind mastodon`."
)
_NOT_FOUND = CleanText(
    "Your server cannot find the status that this one answers; it may be slow to fetch it."
)


class MastodonComments(MastodonChanges):
    """The status `key` ("@user/id") of the server `endpoint`."""

    system = SYSTEM
    no_account = _NO_ACCOUNT
    link_counts = LINK_CHARACTERS

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        super().__init__(ref, account)
        self.user, _, self.number = ref.key.removeprefix("@").partition("/")

    @property
    def url(self) -> str:
        """The status as people see it."""
        return f"{self.endpoint}/@{self.user}/{self.number}"

    # --- reading ---------------------------------------------------------------------------------

    def thread(self, post: Post) -> Flow[Thread]:
        """The answers as their server shows them to all: 60 at the most, more to an account of its own."""
        is_at_home = self.account is not None and self.account.origin == self.endpoint
        answer = yield from fetch(self._context(login=is_at_home))
        if is_at_home and answer.status in _REFUSALS:
            answer = yield from fetch(self._context(login=False))
        comments = comments_of(decode(answer, ContextShape), self.number, self.user)
        return Thread(comments, len(comments))

    def _context(self, *, login: bool) -> Request:
        address = f"{self.endpoint}/api/v1/statuses/{self.number}/context"
        return Request("GET", address, login=login, tolerate=_REFUSALS if login else frozenset())

    def signed_form(self) -> Flow[CommentForm]:
        """Whose account signs, and how much its server takes."""
        instance, me = yield from fetch_all([self._ask("/api/v2/instance"), self._who_am_i()])
        if me.status in _REFUSALS:
            return self.form_for(Access.LOGIN, reason=not_accepted(self.home))
        name = clean_line(f"@{decode(me, AuthorShape).acct}@{host_of(self.home.origin)}")
        # The name of whom one answers goes before the text.
        limit = limit_of(try_decode(instance, InstanceShape)) - len(f"@{self.user} ")
        return replace(self.form_for(Access.ANONYMOUS, signed_in_as=name), limit=limit)

    # --- sending ---------------------------------------------------------------------------------

    def ready(self, draft: Draft) -> Flow[Request | Outcome]:
        """The status, by the number that the person's own server gives to what it answers."""
        answered = yield from self._answered(draft)
        return self._status(answered, draft) if isinstance(answered, StatusShape) else answered

    def found(self, draft: Draft) -> Flow[Comment | None]:
        """The draft among the account's newest statuses: same text, same place."""
        me, answered = yield from fetch_all([self._who_am_i(strict=True), self._search(draft, strict=True)])
        places = {
            shape.id for shape in found_in(decode(answered, FoundShape)) if self._is_meant(shape, draft)
        }
        query = urlencode({"exclude_reblogs": "true", "limit": NEWEST})
        number = decode(me, AuthorShape).id
        mine = yield from fetch(self._ask(f"/api/v1/accounts/{number}/statuses?{query}", strict=True))
        for shape in decode_each(mine, StatusShape):
            found = comment_of(shape, draft.parent)
            fits = shape.in_reply_to_id in places and found.id not in draft.others
            if fits and is_same_status(shape, draft.body):
                return found
        return None

    def _answered(self, draft: Draft) -> Flow[StatusShape | Outcome]:
        """The status that is answered, by the number that the person's own server gives it."""
        answer = yield from fetch(self._search(draft))
        if answer.status in _REFUSALS:
            return NeedsLogin(not_accepted(self.home))
        shapes = found_in(decode(answer, FoundShape))
        return next((each for each in shapes if self._is_meant(each, draft)), RetryLater(_NOT_FOUND))

    def _is_meant(self, shape: StatusShape, draft: Draft) -> bool:
        """A search may find other things: only the very status is answered."""
        if draft.parent:
            return shape.uri == draft.parent
        same_host = host_of(shape.uri) == host_of(self.endpoint)
        return same_host and urlsplit(shape.uri).path.rstrip("/").endswith(f"/{self.number}")

    def outcome(self, answer: Response, post: Post) -> Outcome:
        """By its status, and by what the server says is wrong."""
        reason = _reason(answer)
        if known := by_status(answer, post, reason):
            return known
        if answer.status in _REFUSALS:
            return NeedsLogin(reason or not_accepted(self.home))
        if answer.status >= 400:
            return Refused(reason or SILENT, "body" if answer.status == 422 else None)
        shape = try_decode(answer, StatusShape)
        if shape is None:
            return Unknown(UNCLEAR)
        done = comment_of(shape, None)
        return Published(done.id, done.url)

    # --- asking ----------------------------------------------------------------------------------

    def _who_am_i(self, strict: bool = False) -> Request:
        return self._ask("/api/v1/accounts/verify_credentials", strict)

    def _search(self, draft: Draft, strict: bool = False) -> Request:
        query = {"q": draft.parent or self.url, "resolve": "true", "type": "statuses", "limit": 5}
        return self._ask(f"/api/v2/search?{urlencode(query)}", strict)

    def _ask(self, path: str, strict: bool = False) -> Request:
        """A question to the person's own server; a refusal is read, or raised where it proves nothing."""
        refusals = frozenset() if strict else _REFUSALS | {404}
        return Request("GET", f"{self.home.origin}{path}", login=True, tolerate=refusals)

    def _status(self, answered: StatusShape, draft: Draft) -> Request:
        acct = answered.account.acct
        is_me = acct.lower() == self.home.user.removeprefix("@").partition("@")[0].lower()
        status = {
            "status": draft.body if is_me else addressed(draft.body, acct),
            "in_reply_to_id": answered.id,
            "visibility": answered.visibility,
        }
        # The key makes a second one the first.
        key = {"Idempotency-Key": draft.token}
        return sending(f"{self.home.origin}/api/v1/statuses", status, key, login=True)


def _reason(answer: Response) -> CleanText:
    if answer.status < 400:
        return EMPTY
    told = try_decode(answer, ErrorShape)
    return clean_line(told.error, 300) if told else EMPTY
