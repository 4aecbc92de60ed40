"""Threads of a network as comments: everybody reads them, and answers by an account of their own.

What such channels have in common; each says how its own network is asked, signed and understood.
"""

from abc import ABC, abstractmethod
from typing import ClassVar

from tui_blog.model.account import Account
from tui_blog.model.comment import Access, Comment, CommentForm, Draft, Markup, NeedsLogin, Outcome, Thread
from tui_blog.model.flow import Flow, Request, Response
from tui_blog.model.own_comment import OwnComment
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.comments.posting import sent_once


class NetworkComments(ABC):
    """A `CommentChannel` at the server `endpoint`; `account` is where the person is at home."""

    system: ClassVar[str]
    """The platform's key."""
    no_account: ClassVar[CleanText]
    """How to add an account."""
    limit: ClassVar[int | None] = None
    """Characters of a comment, where all servers take as many."""
    link_counts: ClassVar[int | None] = None
    """As how many of them a link counts."""
    markup: Markup = "plain"

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        self.endpoint = ref.endpoint.rstrip("/")
        self.account = account

    @property
    @abstractmethod
    def url(self) -> str:
        """What is answered, as people see it."""

    @abstractmethod
    def thread(self, post: Post) -> Flow[Thread]:
        """The answers, as their server shows them to all."""

    @abstractmethod
    def signed_form(self) -> Flow[CommentForm]:
        """Whose account signs, and whether it may."""

    @abstractmethod
    def ready(self, draft: Draft) -> Flow[Request | Outcome]:
        """The one request that brings the draft there, or why there is none."""

    @abstractmethod
    def outcome(self, answer: Response, post: Post) -> Outcome:
        """What the answer to that request says."""

    @abstractmethod
    def found(self, draft: Draft) -> Flow[Comment | None]:
        """The draft among what the account has written."""

    @property
    def home(self) -> Account:
        """The account, where there is one."""
        assert self.account is not None, "only an account has a server"
        return self.account

    def form(self, post: Post) -> Flow[CommentForm]:
        """Whose account signs; without one it says how to add one."""
        if self.account is None:
            yield from ()
            return self.form_for(Access.LOGIN, reason=self.no_account)
        return (yield from self.signed_form())

    def form_for(
        self, access: Access, *, signed_in_as: CleanText = EMPTY, reason: CleanText = EMPTY
    ) -> CommentForm:
        """What is asked: nothing but a text."""
        return CommentForm(
            system=self.system,
            access=access,
            url=self.url,
            markup=self.markup,
            moderated=False,
            limit=self.limit,
            counts="characters",
            link_counts=self.link_counts,
            signed_in_as=signed_in_as,
            reason=reason,
        )

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Answer the post, or the comment `draft.parent`, once, through the person's own server."""
        if self.account is None:
            yield from ()
            return NeedsLogin(self.no_account)
        looking = self.find(post, draft)
        return (yield from sent_once(self.ready(draft), lambda answer: self.outcome(answer, post), looking))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft among what the account has written."""
        if self.account is None:
            yield from ()
            return None
        return (yield from self.found(draft))

    def may_change(self, own: OwnComment) -> CleanText:
        """Where the account is at home."""
        return self.no_account if self.account is None else EMPTY
