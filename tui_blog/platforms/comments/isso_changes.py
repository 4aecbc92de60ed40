"""Changing and deleting one's own comment on Isso, by the cookie that it gave for it.

Source: Isso's documentation, "API" (edit, delete, view), and its server: the cookie holds for a while (a
quarter of an hour unless its owner says else) and for one text, so that every change brings a new one.
"""

from http.cookies import CookieError, SimpleCookie

import msgspec

from tui_blog.model.comment import Draft, EditKey, Published, Refused, Unknown
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.comments.posting import SILENT, UNCLEAR, by_status, from_page
from tui_blog.platforms.wire import try_decode

EXPIRED = CleanText("Isso lets a comment be changed for a while only, mostly for 15 minutes: that is over.")


class TextShape(msgspec.Struct, frozen=True):
    """A comment for its writer; with `plain=1` its text is Markdown."""

    text: str | None = None


class IssoChanges:
    """What the writer of a comment may do with it."""

    endpoint: str

    def may_change(self, own: OwnComment) -> CleanText:
        """As long as the cookie holds."""
        return EMPTY if own.secret else EXPIRED

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The Markdown of the comment as the server keeps it."""
        answer = yield from fetch(self._on(post, own, "GET", query="?plain=1"))
        shape = try_decode(answer, TextShape) if answer.status == 200 else None
        return shape.text if shape and shape.text else _refusal(answer, post)

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put another text in the place of the comment's."""
        answer = yield from fetch(self._on(post, own, "PUT", msgspec.json.encode({"text": draft.body})))
        if answer.status == 200:
            return Published(own.id, key=edit_key(answer, own.id))
        return _refusal(answer, post)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the comment; where it has answers its place stays."""
        answer = yield from fetch(self._on(post, own, "DELETE"))
        return Removed() if answer.status == 200 else _refusal(answer, post)

    def _on(self, post: Post, own: OwnComment, method: str, body: bytes = b"", query: str = "") -> Request:
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"{own.id}={own.secret}",
            **from_page(post),
        }
        address = f"{self.endpoint}/id/{own.id}{query}"
        return Request(method, address, headers, body, follow=False, tolerate=ANY_STATUS)


def edit_key(answer: Response, comment_id: str) -> EditKey | None:
    """The cookie of a comment, which bears its number for a name; None where the server gave none."""
    for header in answer.all_headers("set-cookie"):
        try:
            morsel = SimpleCookie(header).get(comment_id)
        except CookieError:
            continue
        if morsel is not None and morsel.coded_value:
            age = str(morsel["max-age"])
            return EditKey(morsel.coded_value, float(age) if age.isascii() and age.isdecimal() else None)
    return None


def _refusal(answer: Response, post: Post) -> ChangeOutcome:
    if answer.status in (404, 410):
        return Removed()
    if answer.status == 403:
        return Refused(EXPIRED)
    return by_status(answer, post) or (Refused(SILENT) if answer.status >= 400 else Unknown(UNCLEAR))
