"""Changing and deleting one's own status, on the person's own server.

Source: Mastodon's documentation, "statuses API methods" ("Edit a status", "Delete a status", "View status
source"). A comment is known by its name on all servers; the own server has a number for it.
"""

import re
from urllib.parse import urlencode

import msgspec

from tui_blog.model.comment import Draft, RetryLater, Unknown
from tui_blog.model.flow import Flow, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText
from tui_blog.platforms.comments.mastodon_wire import FoundShape, StatusShape, found_in
from tui_blog.platforms.comments.network_comments import NetworkComments
from tui_blog.platforms.comments.posting import UNCLEAR
from tui_blog.platforms.comments.signed import asking, sending
from tui_blog.platforms.wire import try_decode

_GONE = frozenset({404, 410})
_NUMBER = re.compile(r"/statuses/(\w+)$", re.ASCII)
"""Mastodon's own names end in the number; those of servers that only speak like it need not."""
_NOT_FOUND = CleanText("Your server cannot find this comment just now.")


class SourceShape(msgspec.Struct, frozen=True):
    """A status as it was written."""

    text: str
    spoiler_text: str = ""


class MastodonChanges(NetworkComments):
    """What the writer of a status may do with it."""

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The text as it was written, the name of whom it answers before it."""
        number = yield from self._number(post, own)
        if not isinstance(number, str):
            return number
        source = yield from self._source(post, number)
        return source.text if isinstance(source, SourceShape) else source

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the status's; what it warns of stays."""
        number = yield from self._number(post, own)
        if not isinstance(number, str):
            return number
        source = yield from self._source(post, number)
        if not isinstance(source, SourceShape):
            return source
        status = {"status": draft.body, "spoiler_text": source.spoiler_text}
        answer = yield from fetch(sending(self._at(number), status, login=True, method="PUT"))
        return Removed() if answer.status in _GONE else self.outcome(answer, post)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the status; other servers are told by the own one."""
        number = yield from self._number(post, own)
        if not isinstance(number, str):
            return number
        answer = yield from fetch(asking(self._at(number), method="DELETE"))
        return Removed() if answer.status in {200, *_GONE} else self.outcome(answer, post)

    def _number(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The number that the own server has for the status; it is gone only where the server says so."""
        query = urlencode({"q": own.id, "resolve": "true", "type": "statuses", "limit": 5})
        answer = yield from fetch(asking(f"{self.home.origin}/api/v2/search?{query}"))
        shapes = try_decode(answer, FoundShape) if answer.status == 200 else None
        if shapes is None:
            outcome = self.outcome(answer, post)
            return RetryLater(_NOT_FOUND) if isinstance(outcome, Unknown) else outcome
        found = next((shape.id for shape in found_in(shapes) if shape.uri == own.id), "")
        return found or (yield from self._number_in(own))

    def _number_in(self, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The number by the name of the status, where that is one of Mastodon's own."""
        named = _NUMBER.search(own.id) if own.id.startswith(f"{self.home.origin}/") else None
        if named is None:
            return RetryLater(_NOT_FOUND)
        answer = yield from fetch(asking(self._at(named[1])))
        shape = try_decode(answer, StatusShape) if answer.status == 200 else None
        if shape is not None and shape.uri == own.id:
            return shape.id
        return Removed() if answer.status in _GONE else RetryLater(_NOT_FOUND)

    def _source(self, post: Post, number: str) -> Flow[SourceShape | ChangeOutcome]:
        answer = yield from fetch(asking(f"{self._at(number)}/source"))
        if answer.status in _GONE:
            return Removed()
        if answer.status != 200:
            return self.outcome(answer, post)
        return try_decode(answer, SourceShape) or RetryLater(UNCLEAR)

    def _at(self, number: str) -> str:
        return f"{self.home.origin}/api/v1/statuses/{number}"
