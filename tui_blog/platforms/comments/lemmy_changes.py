"""Changing and deleting one's own comment, on the person's own Lemmy server.

Source: Lemmy's API v3 (`GET` and `PUT /comment`, `POST /comment/delete`). One's own comments bear the own
server's number in the address by which all servers know them.
"""

import re
from typing import NamedTuple

from tui_blog.model.comment import Draft, Refused, RetryLater
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText
from tui_blog.platforms.comments.lemmy_session import Session, sign_in
from tui_blog.platforms.comments.lemmy_wire import MISSING, CommentAnswer, CommentShape, reason_in
from tui_blog.platforms.comments.network_comments import NetworkComments
from tui_blog.platforms.comments.posting import UNCLEAR, prepared
from tui_blog.platforms.comments.signed import sending
from tui_blog.platforms.wire import try_decode

_NUMBER = re.compile(r"/comment/(\d{1,18})")
_NOT_OWN = CleanText("This comment is not one of your account there.")


class _Mine(NamedTuple):
    """The account's own comment, and who is signed in to change it."""

    shape: CommentShape
    session: Session


class LemmyChanges(NetworkComments):
    """What the writer of a comment may do with it."""

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The Markdown of the comment."""
        mine = yield from self._mine(post, own)
        return mine.shape.content if isinstance(mine, _Mine) else mine

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the comment's."""
        mine = yield from prepared(self._mine(post, own))
        if not isinstance(mine, _Mine):
            return mine
        told = {"comment_id": mine.shape.id, "content": draft.body}
        answer = yield from fetch(sending(self._at(""), told, mine.session.signature, method="PUT"))
        return self.outcome(answer, post)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the comment; other servers are told by the own one."""
        mine = yield from prepared(self._mine(post, own))
        if not isinstance(mine, _Mine):
            return mine
        told = {"comment_id": mine.shape.id, "deleted": True}
        answer = yield from fetch(sending(self._at("/delete"), told, mine.session.signature))
        after = try_decode(answer, CommentAnswer) if answer.status == 200 else None
        if after is None:
            return self.outcome(answer, post)
        return Removed() if after.comment_view.comment.deleted else RetryLater(UNCLEAR)

    def _mine(self, post: Post, own: OwnComment) -> Flow[_Mine | ChangeOutcome]:
        session = yield from sign_in(self.home)
        if not isinstance(session, Session):
            return session
        shape = yield from self._own(post, own, session)
        return _Mine(shape, session) if isinstance(shape, CommentShape) else shape

    def _own(self, post: Post, own: OwnComment, session: Session) -> Flow[CommentShape | ChangeOutcome]:
        """The comment as the own server keeps it, if it is the account's; gone where that says so."""
        numbered = _NUMBER.fullmatch(own.id.removeprefix(self.home.origin))
        if numbered is None:
            return Refused(_NOT_OWN)
        url = self._at(f"?id={numbered[1]}")
        asked = Request("GET", url, session.signature, follow=False, tolerate=ANY_STATUS)
        answer = yield from fetch(asked)
        if answer.status == 404 or reason_in(answer)[0] in MISSING:
            return Removed()
        told = try_decode(answer, CommentAnswer) if answer.status == 200 else None
        if told is None:
            return self.outcome(answer, post) if answer.status >= 300 else RetryLater(UNCLEAR)
        shape = told.comment_view.comment
        if shape.ap_id != own.id or told.comment_view.creator.id != session.person.id:
            return Refused(_NOT_OWN)
        return Removed() if shape.deleted or shape.removed else shape

    def _at(self, rest: str) -> str:
        return f"{self.home.origin}/api/v3/comment{rest}"
