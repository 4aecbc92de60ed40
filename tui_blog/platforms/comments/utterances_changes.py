"""Changing and deleting one's own comment on an issue of GitHub.

Source: GitHub's REST documentation, "Issue comments" (get, update, delete).
"""

from urllib.parse import quote

import msgspec

from tui_blog.model.comment import Draft
from tui_blog.model.flow import Flow, Response, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.platforms.comments.github import API, GitHubComments
from tui_blog.platforms.comments.signed import asking, sending
from tui_blog.platforms.wire import try_decode

_ACCEPT = {"Accept": "application/vnd.github+json"}


class WrittenShape(msgspec.Struct, frozen=True):
    """A comment as it was written."""

    body: str


class UtterancesChanges(GitHubComments):
    """What the writer of a comment may do with it."""

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The Markdown of the comment."""
        answer = yield from fetch(asking(self._of(own), _ACCEPT))
        shape = try_decode(answer, WrittenShape) if answer.status == 200 else None
        if shape is not None:
            return shape.body
        return Removed() if _is_gone(answer) else self.told(answer, post)

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the comment's."""
        request = sending(self._of(own), {"body": draft.body}, _ACCEPT, login=True, method="PATCH")
        return (yield from self._answered((yield from fetch(request)), post, own))

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the comment."""
        answer = yield from fetch(asking(self._of(own), _ACCEPT, method="DELETE"))
        return Removed() if answer.status == 204 else (yield from self._answered(answer, post, own))

    def _answered(self, answer: Response, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Who may not write a comment is told as well that it is not there: whoever may read it knows."""
        if _is_gone(answer) and _is_gone((yield from fetch(asking(self._of(own), _ACCEPT)))):
            return Removed()
        return self.told(answer, post)

    def _of(self, own: OwnComment) -> str:
        return f"{API}/repos/{quote(self.repository)}/issues/comments/{quote(own.id, safe='')}"


def _is_gone(answer: Response) -> bool:
    return answer.status in (404, 410)
