"""The comments of a Ghost blog: read by everybody, written by its members alone, signed in in a browser.

There are no passwords: a member signs in by a link in a mail. So the person writes here and sends there.
"""

from typing import ClassVar

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import Access, CommentForm, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.ghost.api import SYSTEM, is_post_id
from tui_blog.platforms.ghost.page import GhostMarks, read_marks
from tui_blog.platforms.ghost.thread import asking_whether_on, read_thread, says_off
from tui_blog.platforms.pages import read_page

_MEMBERS = CleanText("Members of the blog may comment, signed in in a browser.")
_PAYING = CleanText("Only paying members of the blog may comment, signed in in a browser.")
_READERS = CleanText("Only members who may read the whole post may comment, signed in in a browser.")
_OFF = CleanText("The blog has switched comments off.")
_NOT_SHOWN = CleanText("The blog shows no comments under its posts.")


class GhostComments(BrowserComments):
    """A `CommentChannel` over the root of a blog's members' API; `ref.key` is the post's id, if anything."""

    system: ClassVar[str] = SYSTEM
    reason: ClassVar[CleanText] = _MEMBERS

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that stand on the blog; a removed one stays where it is answered."""
        number = self._number(post)
        if not number:
            raise UnreadableAnswer(f"{host_of(post.url)} does not tell the number of this post.", post.url)
        return (yield from read_thread(self.endpoint, number))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, as the post's page and the server tell."""
        number = self._number(post)
        page = Request("GET", post.url, tolerate=ANY_STATUS)
        asked = [asking_whether_on(self.endpoint, number)] if number else []
        shown, *answers = yield from fetch_all([page, *asked])
        access, reason = _access(post, _marks_in(shown), is_off=any(map(says_off, answers)))
        return CommentForm(
            system=self.system,
            access=access,
            url=self.address(post),
            markup=self.markup,
            moderated=False if access is Access.BROWSER else None,
            reason=reason,
            hurdle="members" if reason in (_MEMBERS, _PAYING) else "",
        )

    def address(self, post: Post, parent: str | None = None) -> str:
        """The comments under the post; Ghost has no address for a single one."""
        return f"{post.url.partition('#')[0]}#ghost-comments"

    def _number(self, post: Post) -> str:
        """Ghost's feed has its ids for guids, so that a feed alone leads to the comments as well."""
        return next(filter(is_post_id, (self.key, post.remote_id, post.guid)), "")


def _marks_in(page: Response) -> GhostMarks | None:
    return read_marks(read_page(page)) if page.status < 400 else None


def _access(post: Post, marks: GhostMarks | None, *, is_off: bool) -> tuple[Access, CleanText]:
    if is_off or post.comments_open is False:
        return Access.CLOSED, _OFF
    if marks and not marks.who:
        # The script is missing for those who may not read the post, and in themes that have no use for it.
        return (Access.CLOSED, _NOT_SHOWN) if post.comments_open else (Access.BROWSER, _READERS)
    return Access.BROWSER, _PAYING if marks and marks.who == "paid" else _MEMBERS
