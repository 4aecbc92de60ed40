"""What receivers of webmentions answer, and how webmention.io, which keeps them for many blogs, lists them.

Source: the "API" and "JF2" parts of webmention.io's README; the fields of its refusals likewise.
"""

import msgspec

from tui_blog.model.comment import Comment
from tui_blog.model.flow import Response
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.posting import said_plainly
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.wire import salvage, salvage_each, try_decode

HUB = "webmention.io"
AT_ONCE = 100

SPEAKING = ("in-reply-to", "mention-of")
"""Mentions that say something; others are likes and copies."""

_FAILED = frozenset({"no_link_found", "source_not_found", "target_not_found", "invalid_source", "blocked"})
_NOTHING = msgspec.Raw(b"null")


class AuthorShape(msgspec.Struct, frozen=True):
    """Who wrote a mention."""

    name: str | None = None
    url: str | None = None


class ContentShape(msgspec.Struct, frozen=True):
    """What it says."""

    html: str | None = None
    text: str | None = None


class MentionShape(msgspec.Struct, frozen=True):
    """A mention as JF2."""

    url: str | None = None
    published: str | None = None
    author: msgspec.Raw = _NOTHING
    content: msgspec.Raw = _NOTHING
    property: str = msgspec.field(default="mention-of", name="wm-property")
    source: str | None = msgspec.field(default=None, name="wm-source")
    received: str | None = msgspec.field(default=None, name="wm-received")


class MentionsShape(msgspec.Struct, frozen=True):
    """A page of mentions."""

    children: msgspec.Raw


class AnswerShape(msgspec.Struct, frozen=True):
    """A receiver's answer, or the status of a mention that it took."""

    status: str | int = ""
    summary: str = ""
    error: str = ""
    error_description: str = ""
    message: str = ""


def mentions_in(shape: MentionsShape) -> tuple[MentionShape, ...]:
    """The mentions of a page, of every kind."""
    return salvage_each(shape.children, MentionShape)


def comment_of(shape: MentionShape) -> Comment | None:
    """A mention that says something, known by the page that it came from; None for any other."""
    source = absolute(shape.source or shape.url or "")
    if shape.property not in SPEAKING or not source:
        return None
    author = salvage(shape.author, AuthorShape) or AuthorShape()
    content = salvage(shape.content, ContentShape) or ContentShape()
    return Comment(
        id=clean_line(source, 2_000),
        parent=None,
        author=clean_line(author.name or "", 100),
        html=content.html or html_from_text(content.text or ""),
        published=parse_date(shape.published or "") or parse_date(shape.received or ""),
        website=absolute(author.url or ""),
        url=absolute(shape.url or "") or source,
    )


def reason_in(answer: Response) -> CleanText:
    """Why a receiver refused, in its own words; "" where it has none for people."""
    told = _told(answer)
    if told is not None:
        words = told.error_description or told.summary or told.message or told.error
        return clean_line(words, 300)
    return said_plainly(answer)


def failure_in(status: Response) -> CleanText:
    """Why a mention that was taken came to nothing, as its status says; "" as long as it may yet be shown."""
    told = _told(status)
    if told is None or not (told.error or str(told.status) in _FAILED):
        return EMPTY
    return reason_in(status) or clean_line(str(told.status))


def _told(answer: Response) -> AnswerShape | None:
    return try_decode(answer, AnswerShape) if "json" in (answer.content_type or "") else None
