"""What a Lemmy server sends (API v3), and a comment there as one of ours.

Source: the API's own types, as its documentation lists them (comment-servers.md §18).
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from tui_blog.model.comment import Comment, FieldName
from tui_blog.model.flow import Response
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.wire import salvage, try_decode

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_NOTHING = msgspec.Raw(b"null")

_REASONS = {
    "locked": "The post is locked: nobody may answer it any more.",
    "deleted": "What this one answers was deleted.",
    "site_ban": "Your server has banned you.",
    "banned_from_community": "You are banned from this community.",
    "person_is_banned_from_community": "You are banned from this community.",
    "invalid_body_field": "The comment is empty, or longer than Lemmy takes.",
    "slurs": "The comment holds a word that your server does not take.",
    "language_not_allowed": "The community wants another language.",
    "max_comment_depth_reached": "The thread is too deep for another answer.",
    "rate_limit_error": "Your server takes no more comments from you just now.",
    "too_many_requests": "Your server takes no more comments from you just now.",
}
"""Lemmy tells codes, which its own pages put into words."""
_BODY = frozenset({"invalid_body_field", "slurs", "language_not_allowed"})
_TOO_FAST = frozenset({"rate_limit_error", "too_many_requests"})
MISSING = frozenset({"not_found", "couldnt_find_comment", "couldnt_find_object"})
LOGIN = frozenset({"not_logged_in", "incorrect_login", "email_not_verified"})


class ErrorShape(msgspec.Struct, frozen=True):
    """Why a server does not do what it was asked: a code, and at times more."""

    error: str = ""
    message: msgspec.Raw = _NOTHING


class SessionShape(msgspec.Struct, frozen=True):
    """The token of who has signed in; none where the account still waits for something."""

    jwt: str | None = None


class PersonShape(msgspec.Struct, frozen=True):
    """A person; `actor_id` is the address by which all servers know them."""

    id: int
    name: str
    display_name: str | None = None
    actor_id: str = ""


class LocalUserShape(msgspec.Struct, frozen=True):
    """The person's own account."""

    person: PersonShape


class MyUserShape(msgspec.Struct, frozen=True):
    """Who asks."""

    local_user_view: LocalUserShape


class SiteShape(msgspec.Struct, frozen=True):
    """What a server tells of itself, and of who asks."""

    my_user: msgspec.Raw = _NOTHING

    @property
    def me(self) -> PersonShape | None:
        """Who asks; None for a stranger."""
        told = salvage(self.my_user, MyUserShape)
        return told.local_user_view.person if told else None


class PostShape(msgspec.Struct, frozen=True):
    """A post; `id` is its server's own number, `ap_id` the address by which all servers know it."""

    id: int
    ap_id: str
    locked: bool = False
    creator_id: int | None = None
    """The number of who posted it, on the server that tells it."""


class PostView(msgspec.Struct, frozen=True):
    """A post with what belongs to it."""

    post: PostShape


class PostAnswer(msgspec.Struct, frozen=True):
    """One post."""

    post_view: PostView


class CommentShape(msgspec.Struct, frozen=True):
    """A comment; `path` has the numbers of all that it answers, from 0 to itself: "0.12.31"."""

    id: int
    ap_id: str
    path: str
    post_id: int
    content: str = ""
    published: str = ""
    deleted: bool = False
    removed: bool = False

    @property
    def parent(self) -> str:
        """The number of the comment that it answers; "" where it answers the post."""
        above = self.path.split(".")[1:-1]
        return above[-1] if above else ""


class CommentView(msgspec.Struct, frozen=True):
    """A comment with its writer."""

    comment: CommentShape
    creator: PersonShape
    post: msgspec.Raw = _NOTHING

    @property
    def is_by_poster(self) -> bool:
        """Who posted what is talked about wrote it."""
        post = salvage(self.post, PostShape)
        return post is not None and post.creator_id == self.creator.id


class CommentsAnswer(msgspec.Struct, frozen=True):
    """A page of comments, or a person's newest."""

    comments: msgspec.Raw


class CommentAnswer(msgspec.Struct, frozen=True):
    """The comment that was just written."""

    comment_view: CommentView


class ResolvedShape(msgspec.Struct, frozen=True):
    """What stands at an address, by the numbers of the server that was asked."""

    post: PostView | None = None
    comment: CommentView | None = None


def reason_in(answer: Response) -> tuple[str, CleanText]:
    """The code of an error, and what it means in words; both "" where nothing is told."""
    told = try_decode(answer, ErrorShape) if answer.status >= 400 else None
    if told is None or not told.error:
        return "", EMPTY
    code = told.error.lower()
    said = _REASONS.get(code) or f"Your server says “{code.replace('_', ' ')}”."
    return code, clean_line(said, 300)


def field_of(code: str) -> FieldName | None:
    """The field that a refusal means."""
    return "body" if code in _BODY else None


def is_too_fast(code: str) -> bool:
    """Whether the same comment may do a little later."""
    return code in _TOO_FAST


def comments_of(views: Iterable[CommentView]) -> tuple[Comment, ...]:
    """Comments, each known by its address on all servers."""
    every = tuple(views)
    names = {str(view.comment.id): clean_line(view.comment.ap_id) for view in every}
    return tuple(comment_of(view, names.get(view.comment.parent)) for view in every)


def comment_of(view: CommentView, parent: str | None) -> Comment:
    """A comment of Lemmy's as one of ours."""
    shape, creator = view.comment, view.creator
    gone = shape.deleted or shape.removed
    return Comment(
        id=clean_line(shape.ap_id),
        parent=parent,
        author=clean_line(creator.display_name or creator.name, 100),
        html="" if gone else html_of(shape.content),
        published=parse_date(shape.published),
        website=absolute(creator.actor_id),
        url=absolute(shape.ap_id),
        deleted=gone,
        by_author=view.is_by_poster,
    )


def html_of(markdown: str) -> str:
    """Lemmy keeps what people write, which is Markdown; HTML within it is no markup."""
    return str(_reader().render(markdown))


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
