"""Bluesky: the answers to a post there as its comments, written through the server of the person's account.

Source: the lexicons `app.bsky.feed.*` and `com.atproto.*`, which are the network's documentation
(comment-servers.md §13).
"""

from urllib.parse import urlencode

from tui_blog.errors import UnreadableAnswer
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
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.bluesky_changes import BlueskyChanges
from tui_blog.platforms.comments.bluesky_record import COLLECTION, answer_record, key_of
from tui_blog.platforms.comments.bluesky_session import Session, sign_in
from tui_blog.platforms.comments.bluesky_wire import (
    ErrorShape,
    PostShape,
    RecordShape,
    StoredShape,
    ThreadShape,
    WrittenShape,
    comment_of_record,
    comments_of,
    page_of,
)
from tui_blog.platforms.comments.posting import SILENT, UNCLEAR, by_status
from tui_blog.platforms.comments.signed import not_accepted, sending
from tui_blog.platforms.wire import decode, salvage, try_decode

SYSTEM = "bluesky"
PUBLIC = "https://public.api.bsky.app"
"""Shows everybody what the network shows to all."""

CHARACTERS = 300
"""Of a post, in graphemes; nobody has fewer characters than those."""
DEEPEST = 100
"""Answers within answers that are asked for."""

_MISSING = frozenset({400, 404})
_NO_ACCOUNT = CleanText(
    "Your own account posts it: `tui-blog account add https://bsky.social --user YOUR.HANDLE`, "
    "with an app password."
)
_LIMITED = CleanText("Who wrote the post lets only some people answer it on Bluesky.")
_NOT_FOUND = CleanText("The post that this one answers is not to be found on Bluesky.")


class BlueskyComments(BlueskyChanges):
    """The post `key` ("whose/which") as the server `endpoint` shows it."""

    system = SYSTEM
    no_account = _NO_ACCOUNT
    limit = CHARACTERS

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        super().__init__(ref, account)
        self.user, _, self.number = ref.key.partition("/")

    @property
    def uri(self) -> str:
        """The post by the name that the network has for it."""
        return f"at://{self.user}/{COLLECTION}/{self.number}"

    @property
    def url(self) -> str:
        """The post as people see it."""
        return page_of(self.uri)

    # --- reading ---------------------------------------------------------------------------------

    def thread(self, post: Post) -> Flow[Thread]:
        """The answers, as all may see them."""
        answer = yield from fetch(Request("GET", _asking(self.endpoint, self.uri, DEEPEST)))
        comments = comments_of(decode(answer, ThreadShape).thread)
        return Thread(comments, len(comments))

    def signed_form(self) -> Flow[CommentForm]:
        """Whose account signs, and whether it may answer."""
        session = yield from sign_in(self.home)
        if not isinstance(session, Session):
            return self.form_for(Access.LOGIN, reason=session.reason)
        answered = yield from self._answered(self.uri, session)
        if answered is not None and answered.viewer.reply_disabled:
            return self.form_for(Access.CLOSED, reason=_LIMITED)
        return self.form_for(Access.ANONYMOUS, signed_in_as=clean_line(f"@{session.handle}"))

    # --- sending ---------------------------------------------------------------------------------

    def ready(self, draft: Draft) -> Flow[Request | Outcome]:
        """The answer as a record of the person's own: its key makes a second one the first."""
        session = yield from sign_in(self.home)
        if not isinstance(session, Session):
            return session
        answered = yield from self._answered(draft.parent or self.uri, session)
        if answered is None:
            return Refused(_NOT_FOUND)
        if answered.viewer.reply_disabled:
            return Refused(_LIMITED)
        return self._record(answered, draft, session)

    def found(self, draft: Draft) -> Flow[Comment | None]:
        """The draft among the person's posts, by the key that it alone has."""
        name = self.home.user.removeprefix("@")
        if "@" in name or "." not in name:  # an e-mail address signs in as well, and names nobody's posts
            session = yield from sign_in(self.home)
            if not isinstance(session, Session):
                raise _cannot_look(self.home, session.reason)
            name = session.did
        return (yield from self._stored(name, draft))

    def _stored(self, whose: str, draft: Draft) -> Flow[Comment | None]:
        query = urlencode({"repo": whose, "collection": COLLECTION, "rkey": key_of(draft.token)})
        address = f"{self.home.origin}/xrpc/com.atproto.repo.getRecord?{query}"
        answer = yield from fetch(Request("GET", address, tolerate=_MISSING))
        if answer.status in _MISSING:
            told = decode(answer, ErrorShape)
            if told.error == "RecordNotFound" or "not locate record" in told.message:
                return None
            raise _cannot_look(self.home, clean_line(told.message, 200))
        stored = decode(answer, StoredShape)
        return comment_of_record(stored, draft.parent)

    def outcome(self, answer: Response, post: Post) -> Outcome:
        """By its status, and by what the server says is wrong."""
        told = try_decode(answer, ErrorShape) if answer.status >= 400 else None
        reason = clean_line(told.message, 300) if told else EMPTY
        # A server fails over a second record under one key (500): then the first one is there to be found.
        if known := by_status(answer, post, reason):
            return known
        if answer.status in (401, 403) or (told and told.error in ("ExpiredToken", "InvalidToken")):
            return NeedsLogin(reason or not_accepted(self.home))
        if answer.status >= 400:
            return Refused(reason or SILENT, "body" if "record.text" in reason else None)
        written = try_decode(answer, WrittenShape)
        return Published(clean_line(written.uri), page_of(written.uri)) if written else Unknown(UNCLEAR)

    # --- asking ----------------------------------------------------------------------------------

    def _answered(self, uri: str, session: Session) -> Flow[PostShape | None]:
        """The post that is answered, as the person's own server shows it to them."""
        address = _asking(self.home.origin, uri, depth=0)
        answer = yield from fetch(Request("GET", address, session.signature, follow=False, tolerate=_MISSING))
        thread = try_decode(answer, ThreadShape)
        return thread.thread.post if thread else None

    def _record(self, answered: PostShape, draft: Draft, session: Session) -> Request:
        told = salvage(answered.record, RecordShape) or RecordShape()
        record = answer_record(draft.body, answered, told, session.began or told.created_at)
        body = {"repo": session.did, "collection": COLLECTION, "rkey": key_of(draft.token), "record": record}
        address = f"{self.home.origin}/xrpc/com.atproto.repo.createRecord"
        return sending(address, body, session.signature)


def _asking(server: str, uri: str, depth: int) -> str:
    """The address of a post with what answers it, so many answers deep."""
    query = urlencode({"uri": uri, "depth": depth, "parentHeight": 0})
    return f"{server}/xrpc/app.bsky.feed.getPostThread?{query}"


def _cannot_look(account: Account, why: CleanText) -> UnreadableAnswer:
    return UnreadableAnswer(f"{host_of(account.origin)} does not show your posts. {why}", account.origin)
