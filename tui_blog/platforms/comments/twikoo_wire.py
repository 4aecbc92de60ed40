"""What a Twikoo server sends: comments with their answers, settings, and reasons in Chinese."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from tui_blog.model.comment import Comment, FieldName, NeedsBrowser, NeedsLogin, Outcome, Refused, RetryLater
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.posting import CAPTCHA, SILENT, anchored
from tui_blog.platforms.wire import salvage_each

LIMIT_SECONDS = 600.0
"""Twikoo counts comments by ten minutes."""


class CommentShape(msgspec.Struct, frozen=True, rename="camel"):
    """A comment; its answers are flat, each with the comment that it answers as `pid`."""

    id: str
    nick: str | None = None
    link: str | None = None
    comment: str | None = None
    """HTML."""
    pid: str | None = None
    rid: str | None = None
    """The top comment under which it stands."""
    top: bool | None = None
    is_spam: bool | None = None
    """It waits, or is spam; shown to its writer alone."""
    created: float = 0
    """Milliseconds since 1970."""
    replies: msgspec.Raw = msgspec.Raw(b"[]")


class ListShape(msgspec.Struct, frozen=True):
    """A page of a thread, the newest top comments first."""

    data: msgspec.Raw
    more: bool = False
    code: int = 0
    message: str = ""

    @property
    def comments(self) -> tuple[CommentShape, ...]:
        """The top comments that can be read."""
        return salvage_each(self.data, CommentShape)


class ConfigShape(msgspec.Struct, frozen=True):
    """What the server's owner set, as far as everybody may know."""

    config: dict[str, object]
    code: int = 0
    message: str = ""


class TakenShape(msgspec.Struct, frozen=True, rename="camel"):
    """The answer to a comment: its number, or a reason."""

    id: str = ""
    access_token: str = ""
    """Of a writer who brought none; it shows them their own comments."""
    code: int = 0
    message: str = ""


class _Reason(NamedTuple):
    words: str
    sentence: str
    field: FieldName | None = None
    seconds: float | None = None


_REASONS = (
    _Reason("发言频率过高", "Too many comments within ten minutes.", seconds=LIMIT_SECONDS),
    _Reason("评论太火爆", "The blog gets too many comments just now.", seconds=LIMIT_SECONDS),
    _Reason("Too Many Requests", "The comment server was asked too often.", seconds=LIMIT_SECONDS),
    _Reason("评论内容过长", "The comment is too long.", "body"),
    _Reason("包含屏蔽词", "The comment holds a word that the blog blocks.", "body"),
    _Reason('参数"comment"', "The comment is empty.", "body"),
)
_OWNER = CleanText("This address is the blog owner's, who has to sign in.")


def flat(tops: Iterable[CommentShape]) -> Iterator[CommentShape]:
    """Top comments, each before its answers."""
    for top in tops:
        yield top
        yield from salvage_each(top.replies, CommentShape)


def comment_of(shape: CommentShape, post: Post) -> Comment:
    """A comment under that post; an answer hangs under the comment that it answers."""
    return Comment(
        id=shape.id,
        parent=shape.pid or shape.rid or None,
        author=clean_line(shape.nick or ""),
        html=shape.comment or "",
        published=_moment(shape.created),
        website=absolute(shape.link or ""),
        url=anchored(post, shape.id),
    )


def meaning_of(message: str, browser_url: str) -> Outcome:
    """What the server's words mean for a comment; they are said before anything is kept."""
    if "验证码" in message:
        return NeedsBrowser(browser_url, CAPTCHA)
    if "登录" in message:
        return NeedsLogin(_OWNER)
    known = next((each for each in _REASONS if each.words in message), None)
    if known is None:
        return Refused(clean_line(message) or SILENT)
    sentence = CleanText(known.sentence)
    return RetryLater(sentence, known.seconds) if known.seconds else Refused(sentence, known.field)


def _moment(milliseconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
    except (ValueError, OverflowError, OSError):
        return None
