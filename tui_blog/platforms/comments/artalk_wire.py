"""What an Artalk server sends: pages of a flat thread, and reasons."""

import msgspec

from tui_blog.model.comment import Comment
from tui_blog.model.post import Post
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.posting import anchored
from tui_blog.platforms.dates import parse_date


class CommentShape(msgspec.Struct, frozen=True):
    """A comment in a flat thread."""

    id: int
    rid: int = 0
    """The comment that it answers; 0 for none."""
    nick: str = ""
    link: str = ""
    content_marked: str = ""
    """HTML."""
    date: str = ""
    """By the server's own clock; which zone that is it does not tell."""
    is_pending: bool = False
    visible: bool = True
    """False where it was sent along as the parent of an answer that stands on another page."""


class PageShape(msgspec.Struct, frozen=True):
    """What is true of the whole thread."""

    admin_only: bool = False


class ListShape(msgspec.Struct, frozen=True):
    """A page of a flat thread."""

    comments: msgspec.Raw = msgspec.Raw(b"[]")
    count: int = 0
    page: PageShape | None = None


class StateShape(msgspec.Struct, frozen=True):
    """Whether this address has to solve a captcha first."""

    is_pass: bool = True


class TakenShape(msgspec.Struct, frozen=True):
    """A comment as it was taken."""

    id: int
    is_pending: bool


class ErrorShape(msgspec.Struct, frozen=True):
    """Why not."""

    msg: str = ""
    need_captcha: bool = False
    need_login: bool = False
    need_auth_login: bool = False


def comment_of(shape: CommentShape, post: Post) -> Comment:
    """A comment under that post."""
    return Comment(
        id=str(shape.id),
        parent=str(shape.rid) if shape.rid else None,
        author=clean_line(shape.nick),
        html=shape.content_marked,
        published=parse_date(shape.date),
        website=absolute(shape.link),
        url=address_of(post, shape.id),
    )


def address_of(post: Post, number: int) -> str:
    """Where a comment stands in the page."""
    return anchored(post, f"atk-comment-{number}")
