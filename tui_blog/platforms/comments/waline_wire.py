"""What a Waline server sends: an envelope, pages of a thread, comments with their answers."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from tui_blog.model.comment import Comment
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.posting import anchored
from tui_blog.platforms.wire import decode, salvage, salvage_each, unreadable


class CommentShape(msgspec.Struct, frozen=True, rename="camel"):
    """A comment; its answers are flat, each with the comment that it answers as `pid`."""

    object_id: int | str
    """A number on SQL servers, a word on others."""
    nick: str | None = None
    link: str | None = None
    comment: str | None = None
    """HTML."""
    time: float | None = None
    """Milliseconds since 1970."""
    status: str | None = None
    pid: int | str | None = None
    rid: int | str | None = None
    """The top comment under which it stands."""
    children: msgspec.Raw = msgspec.Raw(b"[]")


class ListShape(msgspec.Struct, frozen=True, rename="camel"):
    """A page of a thread."""

    total_pages: int = 1
    count: int | None = None
    data: msgspec.Raw = msgspec.Raw(b"[]")


class Envelope(msgspec.Struct, frozen=True):
    """What every answer is wrapped in."""

    errno: int
    errmsg: msgspec.Raw = msgspec.Raw(b'""')
    """A sentence, or an object of sentences by field (1001)."""
    data: msgspec.Raw = msgspec.Raw(b"null")


def page_of(answer: Response) -> ListShape:
    """A page of a thread. Raises UnreadableAnswer for anything else."""
    shape = salvage(decode(answer, Envelope).data, ListShape)
    if shape is None:
        raise unreadable(answer)
    return shape


def flat(raw: msgspec.Raw) -> Iterator[CommentShape]:
    """Top comments, each before its answers."""
    for top in salvage_each(raw, CommentShape):
        yield top
        yield from salvage_each(top.children, CommentShape)


def comment_of(shape: CommentShape, post: Post) -> Comment:
    """A comment under that post; an answer hangs under the comment that it answers."""
    parent = shape.pid or shape.rid
    return Comment(
        id=str(shape.object_id),
        parent=str(parent) if parent else None,
        author=clean_line(shape.nick or ""),
        html=shape.comment or "",
        published=_moment(shape.time),
        website=absolute(shape.link or ""),
        status="held" if shape.status == "waiting" else "approved",
        url=anchored(post, str(shape.object_id)),
    )


def _moment(milliseconds: float | None) -> datetime | None:
    try:
        return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
