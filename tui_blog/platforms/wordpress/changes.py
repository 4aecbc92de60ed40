"""Changing and deleting one's own comment on WordPress, over REST and by an account alone.

Source: REST API Handbook, "Comments" (update, delete). Whether an account may change its own comment is its
role's affair: WordPress lets those do it who may edit the post.
"""

from collections.abc import Mapping

import msgspec

from tui_blog.model.comment import Draft, NeedsLogin, Refused
from tui_blog.model.flow import Flow, Response, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.comments.signed import asking, sending
from tui_blog.platforms.wire import try_decode
from tui_blog.platforms.wordpress.answers import rest_answer
from tui_blog.platforms.wordpress.root import NOTHING, rest_url
from tui_blog.platforms.wordpress.sending import browser_url
from tui_blog.platforms.wordpress.shapes import rest_error

_NO_ACCOUNT = CleanText("WordPress lets only accounts change a comment (`tui-blog account add` takes one).")
_GONE = ("rest_comment_invalid_id", "rest_already_trashed")


class RawText(msgspec.Struct, frozen=True):
    """A text as it was written."""

    raw: str


class EditedShape(msgspec.Struct, frozen=True):
    """A comment as those see it who may edit it."""

    content: RawText


class WordPressChanges:
    """What the writer of a comment may do with it."""

    root: str
    signed_in_as: str

    def may_change(self, own: OwnComment) -> CleanText:
        """Where an account signs; the blog tells whether that one may."""
        return EMPTY if self.signed_in_as else _NO_ACCOUNT

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The HTML of the comment as the blog keeps it."""
        answer = yield from fetch(asking(self._at(own, {"context": "edit", "_fields": "content"})))
        shape = try_decode(answer, EditedShape) if answer.status == 200 else None
        return shape.content.raw if shape else _outcome(answer, post, Draft("", ""))

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the comment's."""
        answer = yield from fetch(sending(self._at(own), {"content": draft.body}, login=True))
        return _outcome(answer, post, draft)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Put the comment into the bin, or delete it for good where the blog has none."""
        answer = yield from fetch(asking(self._at(own), method="DELETE"))
        if rest_error(answer).code == "rest_trash_not_supported":
            answer = yield from fetch(asking(self._at(own, {"force": "true"}), method="DELETE"))
        return Removed() if answer.status == 200 else _outcome(answer, post, Draft("", ""))

    def _at(self, own: OwnComment, params: Mapping[str, str | int] = NOTHING) -> str:
        return rest_url(self.root, f"wp/v2/comments/{own.id}", params)


def _outcome(answer: Response, post: Post, draft: Draft) -> ChangeOutcome:
    error = rest_error(answer)
    if error.code in _GONE:
        return Removed()
    if answer.status == 401:
        return NeedsLogin(error.sentence)
    if answer.status == 403 and error.sentence:
        return Refused(error.sentence)
    return rest_answer(answer, draft, browser_url(post))
