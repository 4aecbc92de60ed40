"""What GitHub's GraphQL API writes in a discussion: a comment, another text of one's own, its deletion.

Source: GitHub's GraphQL documentation, mutations `addDiscussionComment`, `updateDiscussionComment` and
`deleteDiscussionComment`. A mutation's result is asked for under one name, whichever it is.
"""

import msgspec

from tui_blog.model.comment import Draft, Outcome, Published, Refused, RetryLater, Unknown
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.github import GitHubComments
from tui_blog.platforms.comments.posting import BUSY, SILENT, UNCLEAR
from tui_blog.platforms.wire import try_decode

_READ = "query($id: ID!) { node(id: $id) { ... on DiscussionComment { body } } }"
_GONE = "NOT_FOUND"


class CommentShape(msgspec.Struct, frozen=True):
    """A comment as it was made, changed, or deleted."""

    id: str = ""
    url: str = ""
    body: str | None = None


class PayloadShape(msgspec.Struct, frozen=True):
    """What a mutation gives back."""

    comment: CommentShape | None = None


class DataShape(msgspec.Struct, frozen=True):
    """What was done, or what a question found; null where it was nothing."""

    done: PayloadShape | None = None
    node: CommentShape | None = None


class FaultShape(msgspec.Struct, frozen=True):
    """Why nothing was done, told with status 200."""

    type: str = ""
    message: str = ""


class AnswerShape(msgspec.Struct, frozen=True):
    """The answer to a mutation or a question."""

    data: DataShape | None = None
    errors: list[FaultShape] = []

    @property
    def fault(self) -> FaultShape | None:
        """Why it was refused. One without a type is a fault of GitHub's own, and may have come afterwards."""
        return next((each for each in self.errors if each.type), None)

    @property
    def comment(self) -> CommentShape | None:
        """The comment that something was done to."""
        return self.data.done.comment if self.data and self.data.done else None


class GiscusChanges(GitHubComments):
    """Writes in a discussion, and changes what was written."""

    def mutation(self, name: str, wanted: dict[str, str]) -> Request:
        """A mutation by its name, with its input."""
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation($input: {kind}!) {{ done: {name}(input: $input) {{ comment {{ id url }} }} }}"
        return self.signed("/graphql", {"query": query, "variables": {"input": wanted}})

    def taken(self, answer: Response) -> Outcome:
        """It stands there at once, or the answer tells why not."""
        told = try_decode(answer, AnswerShape)
        if told is None:
            return Unknown(UNCLEAR)
        if told.comment is not None:
            return Published(clean_line(told.comment.id), absolute(told.comment.url))
        if told.fault is None:
            return Unknown(UNCLEAR)
        reason = clean_line(told.fault.message, 300)
        return RetryLater(reason or BUSY) if told.fault.type == "RATE_LIMITED" else Refused(reason or SILENT)

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The Markdown of the comment."""
        answer = yield from fetch(self.signed("/graphql", {"query": _READ, "variables": {"id": own.id}}))
        told = try_decode(answer, AnswerShape) if answer.status == 200 else None
        node = told.data.node if told and told.data else None
        return node.body if node and node.body is not None else self._changed(answer, post)

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the comment's."""
        wanted = {"commentId": own.id, "body": draft.body}
        return self._changed((yield from fetch(self.mutation("updateDiscussionComment", wanted))), post)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the comment; where it has answers its place stays."""
        answer = yield from fetch(self.mutation("deleteDiscussionComment", {"id": own.id}))
        outcome = self._changed(answer, post)
        return Removed() if isinstance(outcome, Published) else outcome

    def _changed(self, answer: Response, post: Post) -> ChangeOutcome:
        told = try_decode(answer, AnswerShape) if answer.status == 200 else None
        if told is not None and told.fault is not None and told.fault.type == _GONE:
            return Removed()
        return self.told(answer, post)
