"""The protocols that a platform may fulfil: a source of posts, a channel for comments, one for changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from tui_blog.model.comment import Comment, CommentForm, Draft, Markup, Outcome, Thread
    from tui_blog.model.cursor import Cursor
    from tui_blog.model.flow import Flow
    from tui_blog.model.own_comment import ChangeOutcome, OwnComment
    from tui_blog.model.post import Post
    from tui_blog.model.post_page import PostPage
    from tui_blog.model.site import Part, SourceRef
    from tui_blog.model.text import CleanText
    from tui_blog.model.validators import Validators


class PostSource(Protocol):
    """A way to a blog's posts, or to those of a part of it.

    Adapters inherit from this class: what is not to be had on their platform then stands here already.
    """

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first, from `cursor` on (None: the newest).

        `PostPage.next` is None at the first post ever written. `validators` make the request conditional.
        """
        ...

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that URL, or None where this source does not hold it."""
        ...

    def parts(self) -> Flow[tuple[Part, ...]]:
        """The ways into the blog besides its newest posts, as the blog tells them; none by default."""
        yield from ()
        return ()

    def search(self, query: str) -> SourceRef | None:
        """The source of those posts that the blog's own search finds; None where it offers no search."""
        return None


class CommentChannel(Protocol):
    """A way to the comments under a post."""

    @property
    def markup(self) -> Markup:
        """What this system takes; `submit` and `find` get the draft's text in it."""
        ...

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that the public may see."""
        ...

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write, and what will be asked."""
        ...

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send a comment, once. A flow never repeats its POST; a lost answer is thrown out of it."""
        ...

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for a comment that was sent and not answered: did it arrive?"""
        ...


@runtime_checkable
class ChangingChannel(CommentChannel, Protocol):
    """A channel by which the writer of a comment can change it and take it back.

    Both may be asked for again: a second time they change nothing more.
    """

    def may_change(self, own: OwnComment) -> CleanText:
        """Why a comment surely cannot be changed; "" where its server has the last word."""
        ...

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """The text as it stands there now, in `markup`; or why there is none to be changed."""
        ...

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Put the draft's text in the place of the comment's."""
        ...

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the comment."""
        ...
