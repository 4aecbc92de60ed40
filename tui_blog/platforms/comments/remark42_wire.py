"""What a Remark42 server sends: its settings, flat threads, reasons."""

import msgspec

from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.embedding import without_lone_deleted
from tui_blog.platforms.comments.posting import anchored
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.wire import salvage_each, try_decode

READ_ONLY, VALIDATION, WORDS = 8, 4, 19
"""Values of `code` in an error."""


class UserShape(msgspec.Struct, frozen=True):
    """Who wrote a comment."""

    name: str = ""


class CommentShape(msgspec.Struct, frozen=True):
    """A comment in a flat thread."""

    id: str
    pid: str = ""
    text: str = ""
    """HTML."""
    user: UserShape = UserShape()
    time: str = ""
    delete: bool = False


class InfoShape(msgspec.Struct, frozen=True):
    """What is true of the whole thread."""

    read_only: bool = False


class ThreadShape(msgspec.Struct, frozen=True):
    """A flat thread."""

    comments: msgspec.Raw = msgspec.Raw(b"[]")
    info: InfoShape = InfoShape()


class ConfigShape(msgspec.Struct, frozen=True):
    """What the server's owner wants of a writer."""

    auth_providers: list[str]
    min_comment_size: int = 0
    max_comment_size: int = 0
    """Characters; 0 for no limit."""
    subscribers_only: bool = False


class ErrorShape(msgspec.Struct, frozen=True):
    """Why not."""

    error: str = ""
    details: str = ""
    code: int = 0


def thread_of(shape: ThreadShape, post: Post) -> Thread:
    """The thread under that post, without deleted comments that nobody answered."""
    shapes = salvage_each(shape.comments, CommentShape)
    comments = without_lone_deleted(_comment(each, post) for each in shapes)
    return Thread(comments, total=sum(not comment.deleted for comment in comments))


def _comment(shape: CommentShape, post: Post) -> Comment:
    return Comment(
        id=shape.id,
        parent=shape.pid or None,
        author=EMPTY if shape.delete else clean_line(shape.user.name),
        html=shape.text,
        published=parse_date(shape.time),
        url=address_of(post, shape.id),
        deleted=shape.delete,
    )


def address_of(post: Post, comment_id: str) -> str:
    """Where a comment stands in the page."""
    return anchored(post, f"remark42__comment-{comment_id}")


class Why(msgspec.Struct, frozen=True):
    """A refusal, read."""

    code: int
    sentence: CleanText


def why(answer: Response) -> Why:
    """Why the server said no; nothing where it gives no reason."""
    told = try_decode(answer, ErrorShape)
    if told is None:
        return Why(0, EMPTY)
    return Why(told.code, clean_line(told.details or told.error))
