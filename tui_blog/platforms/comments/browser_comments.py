"""Comments that a program may read, while only a browser may write: what such channels have in common."""

from abc import ABC, abstractmethod
from collections.abc import Container, Sequence
from typing import ClassVar

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    Markup,
    NeedsBrowser,
    Outcome,
    Refused,
    Thread,
)
from tui_blog.model.flow import Flow
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.likeness import is_same_name, is_shown_plain
from tui_blog.platforms.comments.posting import CLOSED

_SHORT = 24
"""A text of fewer letters is said by many, so that there the name must fit as well."""


class BrowserComments(ABC):
    """A `CommentChannel` whose comments are sent in a browser: the person writes here and sends there."""

    system: ClassVar[str]
    """The platform's key."""
    reason: ClassVar[CleanText]
    """Why a browser is needed."""
    markup: Markup = "plain"

    def __init__(self, ref: ChannelRef) -> None:
        self.endpoint = ref.endpoint
        self.key = ref.key

    @abstractmethod
    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that the public may see."""

    @abstractmethod
    def address(self, post: Post, parent: str | None = None) -> str:
        """Where a browser writes a comment, or an answer to the comment `parent`."""

    def form(self, post: Post) -> Flow[CommentForm]:
        """Where to write; nothing is asked for it."""
        yield from ()
        closed = post.comments_open is False
        return CommentForm(
            system=self.system,
            access=Access.CLOSED if closed else Access.BROWSER,
            url=self.address(post),
            markup=self.markup,
            reason=CLOSED if closed else self.reason,
        )

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send nothing: say where a browser takes the comment. Not even a request is made."""
        yield from ()
        if post.comments_open is False:
            return Refused(CLOSED)
        return NeedsBrowser(self.address(post, draft.parent), self.reason)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for a text that was carried over to the browser."""
        return carried_over((yield from self.thread(post)).comments, draft, {draft.parent})


class UnreadComments(BrowserComments):
    """A channel whose thread, too, is shown to browsers alone."""

    shown: ClassVar[str]
    """What the platform calls its comments, with its name, as a sentence begins."""

    def thread(self, post: Post) -> Flow[Thread]:
        """Nothing can be read, and that is no empty thread. Raises UnreadableAnswer, with the way out."""
        yield from ()
        address = self.address(post)
        where = clean_line(address, 200) if address else EMPTY
        raise UnreadableAnswer(f"{self.shown} are shown only in a browser: {where}", address)


def carried_over(comments: Sequence[Comment], draft: Draft, places: Container[str | None]) -> Comment | None:
    """The newest comment that is a draft which was sent in a browser, below one of `places`.

    Under which name it was sent is the browser's affair: so the text must do, at the place that it was meant
    for, and for a short one the name as well.
    """
    for comment in reversed(comments):
        fits = comment.parent in places and is_shown_plain(comment.html, draft.body)
        is_another = comment.deleted or comment.id in draft.others
        if fits and not is_another and _may_be_theirs(comment, draft):
            return comment
    return None


def _may_be_theirs(comment: Comment, draft: Draft) -> bool:
    letters = sum(character.isalnum() for character in draft.body)
    return letters >= _SHORT or is_same_name(comment.author, draft.name)
