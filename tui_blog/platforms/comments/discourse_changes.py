"""Changing and deleting one's own post in a topic of a Discourse forum.

Source: Discourse's API documentation, "Posts" (retrieve, update, delete). A comment is known by its place in
the topic; the forum's own number for it is asked for first.
"""

from abc import abstractmethod

import msgspec

from tui_blog.model.account import Account
from tui_blog.model.comment import Draft, Outcome, Published, RetryLater, Unknown
from tui_blog.model.flow import Flow, Response, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.posting import UNCLEAR
from tui_blog.platforms.comments.signed import asking, sending
from tui_blog.platforms.wire import try_decode

_GONE = frozenset({404, 410})
_ACCEPT = {"Accept": "application/json"}
_NO_TOPIC = CleanText("The forum does not tell just now in which topic this comment stands.")


class OwnShape(msgspec.Struct, frozen=True):
    """A post as its writer sees it."""

    id: int
    raw: str = ""
    user_deleted: bool = False
    deleted_at: str | None = None


class DiscourseChanges(BrowserComments):
    """What the writer of a post may do with it."""

    endpoint: str
    account: Account | None

    @abstractmethod
    def topic_of(self, post: Post) -> Flow[str]:
        """The topic's number; "" before there is one."""

    @abstractmethod
    def outcome(self, answer: Response, post: Post) -> Outcome:
        """What an answer to something that was written says."""

    def may_change(self, own: OwnComment) -> CleanText:
        """Where the account signs at that very forum; the forum tells whether that one may, and how long."""
        return EMPTY if self.account else self.reason

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The Markdown of the post."""
        shape = yield from self._own(post, own)
        return shape.raw if isinstance(shape, OwnShape) else shape

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the post's."""
        shape = yield from self._own(post, own)
        if not isinstance(shape, OwnShape):
            return shape
        told = {"post": {"raw": draft.body}}
        answer = yield from fetch(sending(self._at(shape), told, _ACCEPT, login=True, method="PUT"))
        return Published(own.id) if answer.status == 200 else self.outcome(answer, post)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the post; the forum may let its place stand for a day."""
        shape = yield from self._own(post, own)
        if not isinstance(shape, OwnShape):
            return shape
        answer = yield from fetch(asking(self._at(shape), _ACCEPT, method="DELETE"))
        return Removed() if answer.status in {200, 204, *_GONE} else self.outcome(answer, post)

    def _own(self, post: Post, own: OwnComment) -> Flow[OwnShape | ChangeOutcome]:
        topic = yield from self.topic_of(post)
        if not topic:
            return RetryLater(_NO_TOPIC)
        answer = yield from fetch(asking(f"{self.endpoint}/posts/by_number/{topic}/{own.id}.json", _ACCEPT))
        if answer.status in _GONE:
            return Removed()
        shape = try_decode(answer, OwnShape) if answer.status == 200 else None
        if shape is not None:
            return Removed() if shape.user_deleted or shape.deleted_at else shape
        outcome = self.outcome(answer, post)
        return RetryLater(UNCLEAR) if isinstance(outcome, Unknown | Published) else outcome

    def _at(self, shape: OwnShape) -> str:
        return f"{self.endpoint}/posts/{shape.id}.json"
