"""Lemmy: the comments on a post there as those of a blog's post, written through the person's own server.

Source: Lemmy's API v3, as its documentation lists it (comment-servers.md §18); its token stands in a header
since version 0.19.
"""

from urllib.parse import urlencode

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.account import Account
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    Markup,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.embedding import without_lone_deleted
from tui_blog.platforms.comments.lemmy_changes import LemmyChanges
from tui_blog.platforms.comments.lemmy_session import Session, sign_in
from tui_blog.platforms.comments.lemmy_wire import (
    LOGIN,
    CommentAnswer,
    CommentsAnswer,
    CommentShape,
    CommentView,
    PostAnswer,
    PostShape,
    ResolvedShape,
    comment_of,
    comments_of,
    field_of,
    is_too_fast,
    reason_in,
)
from tui_blog.platforms.comments.likeness import is_same_text
from tui_blog.platforms.comments.posting import BUSY, SILENT, UNCLEAR, by_status
from tui_blog.platforms.comments.signed import not_accepted, sending
from tui_blog.platforms.wire import decode, salvage_each, try_decode

SYSTEM = "lemmy"

CHARACTERS = 10_000
"""Of a comment, in Lemmy's own check of what is sent."""
FULL_PAGE = 50
"""The most that a server gives at once."""
MOST_PAGES = 100
"""No thread is longer; a server that always has one more page is lying."""

_MISSING = frozenset({400, 404})
_NO_ACCOUNT = CleanText(
    "Your own server posts it: `tui-blog account add https://YOUR.SERVER --user NAME --kind lemmy`."
)
_LOCKED = CleanText("The post is locked on Lemmy: nobody may answer it any more.")
_NOT_FOUND = CleanText("Your server cannot find what this one answers; it may be slow to fetch it.")


class LemmyComments(LemmyChanges):
    """The post `key` (its number) of the server `endpoint`."""

    system = SYSTEM
    no_account = _NO_ACCOUNT
    limit = CHARACTERS
    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        super().__init__(ref, account)
        self.number = ref.key

    @property
    def url(self) -> str:
        """The post as people see it."""
        return f"{self.endpoint}/post/{self.number}"

    # --- reading ---------------------------------------------------------------------------------

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments, oldest first, as their server shows them to all."""
        found: dict[int, CommentView] = {}
        for page in range(1, MOST_PAGES + 1):
            answer = yield from fetch(Request("GET", self._page(page)))
            views = salvage_each(decode(answer, CommentsAnswer).comments, CommentView)
            fresh = {view.comment.id: view for view in views if view.comment.id not in found}
            found |= fresh
            if len(fresh) < FULL_PAGE:
                break
        comments = without_lone_deleted(comments_of(found.values()))
        return Thread(comments, sum(not comment.deleted for comment in comments))

    def _page(self, page: int) -> str:
        asked = {"post_id": self.number, "type_": "All", "sort": "Old", "limit": FULL_PAGE, "page": page}
        return f"{self.endpoint}/api/v3/comment/list?{urlencode(asked)}"

    def signed_form(self) -> Flow[CommentForm]:
        """Whose account signs, and whether the post is locked."""
        session = yield from sign_in(self.home)
        if not isinstance(session, Session):
            return self.form_for(Access.LOGIN, reason=session.reason)
        if (yield from self._post()).locked:
            return self.form_for(Access.CLOSED, reason=_LOCKED)
        return self.form_for(Access.ANONYMOUS, signed_in_as=session.name)

    # --- sending ---------------------------------------------------------------------------------

    def ready(self, draft: Draft) -> Flow[Request | Outcome]:
        """The comment by the numbers that the person's own server gives to what it answers."""
        session = yield from sign_in(self.home)
        if not isinstance(session, Session):
            return session
        answered = yield from self._answered(draft, session)
        if answered is None:
            return RetryLater(_NOT_FOUND)
        url = f"{self.home.origin}/api/v3/comment"
        return sending(url, {"content": draft.body, **answered}, session.signature)

    def found(self, draft: Draft) -> Flow[Comment | None]:
        """The draft among the person's newest comments: same text, same place."""
        session = yield from sign_in(self.home)
        if not isinstance(session, Session):
            here = self.home.origin
            raise UnreadableAnswer(f"{host_of(here)} does not show your comments. {session.reason}", here)
        return (yield from self._newest(session, draft))

    def _newest(self, session: Session, draft: Draft) -> Flow[Comment | None]:
        answered = yield from self._answered(draft, session)
        if answered is None:
            return None
        query = urlencode({"person_id": session.person.id, "sort": "New", "limit": FULL_PAGE})
        mine = yield from fetch(self._ask(f"/user?{query}", session, frozenset()))
        above = str(answered.get("parent_id", ""))
        for view in salvage_each(decode(mine, CommentsAnswer).comments, CommentView):
            shape, found = view.comment, comment_of(view, draft.parent)
            is_there = shape.post_id == answered["post_id"] and shape.parent == above
            if is_there and found.id not in draft.others and _says(shape, draft):
                return found
        return None

    def _answered(self, draft: Draft, session: Session) -> Flow[dict[str, int] | None]:
        """What is answered, by the numbers that the person's own server gives it; None where it has none."""
        name = draft.parent or (yield from self._post()).ap_id
        query = urlencode({"q": name})
        answer = yield from fetch(self._ask(f"/resolve_object?{query}", session, _MISSING))
        found = try_decode(answer, ResolvedShape) or ResolvedShape()
        if draft.parent and found.comment and clean_line(found.comment.comment.ap_id) == draft.parent:
            return {"post_id": found.comment.comment.post_id, "parent_id": found.comment.comment.id}
        if not draft.parent and found.post and found.post.post.ap_id == name:
            return {"post_id": found.post.post.id}
        return None

    def _post(self) -> Flow[PostShape]:
        """The post as its server shows it to all: it tells the address by which all servers know it."""
        answer = yield from fetch(Request("GET", f"{self.endpoint}/api/v3/post?id={self.number}"))
        return decode(answer, PostAnswer).post_view.post

    def outcome(self, answer: Response, post: Post) -> Outcome:
        """By its status and by its code."""
        code, reason = reason_in(answer)
        if known := by_status(answer, post, reason):
            return known
        if is_too_fast(code):
            return RetryLater(reason or BUSY)
        if answer.status in (401, 403) or code in LOGIN:
            return NeedsLogin(not_accepted(self.home))
        if answer.status >= 400:
            return Refused(reason or SILENT, field_of(code))
        written = try_decode(answer, CommentAnswer)
        if written is None:
            return Unknown(UNCLEAR)
        name = written.comment_view.comment.ap_id
        return Published(clean_line(name), absolute(name))

    def _ask(self, path: str, session: Session, refusals: frozenset[int]) -> Request:
        """A question to the person's own server."""
        url = f"{self.home.origin}/api/v3{path}"
        return Request("GET", url, session.signature, follow=False, tolerate=refusals)


def _says(shape: CommentShape, draft: Draft) -> bool:
    return not shape.deleted and not shape.removed and is_same_text(shape.content, draft.body)
