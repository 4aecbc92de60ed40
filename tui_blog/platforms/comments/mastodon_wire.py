"""What a Mastodon server sends, and a status of it as a comment.

Source: Mastodon's documentation, "statuses API methods" and the entities Status, Context and Instance.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from tui_blog.model.comment import Comment
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.likeness import is_same_text
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.wire import salvage, salvage_each

CHARACTERS = 500
"""Of a status, where a server does not tell."""
LINK_CHARACTERS = 23
"""As which a link counts, however long it is ("Text format", Mastodon's documentation)."""
SHOWN = ("public", "unlisted")
"""What strangers may see; all else was said to few, though the account that signs may read it."""

_NOTHING = msgspec.Raw(b"null")
_MENTIONS = re.compile(r"^(?:\s*@[\w.-]+(?:@[\w.:-]+)?)+\s*")
_TAGS = re.compile(r"<[^<>]*>")
_BREAKS = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)


class AuthorShape(msgspec.Struct, frozen=True):
    """Who wrote a status; `acct` is "ada" on her own server, "ada@social.example" elsewhere."""

    acct: str
    id: str = ""
    display_name: str = ""
    url: str | None = None


class MediaShape(msgspec.Struct, frozen=True):
    """A picture or a film of a status."""

    url: str | None = None
    description: str | None = None


class StatusShape(msgspec.Struct, frozen=True):
    """A status; `id` is its server's own number, `uri` the name by which all servers know it."""

    id: str
    uri: str
    account: AuthorShape
    url: str | None = None
    in_reply_to_id: str | None = None
    visibility: str = "public"
    created_at: str = ""
    spoiler_text: str = ""
    content: str = ""
    media_attachments: msgspec.Raw = _NOTHING


class ContextShape(msgspec.Struct, frozen=True):
    """What was said before and after a status."""

    descendants: msgspec.Raw


class FoundShape(msgspec.Struct, frozen=True):
    """What a search found."""

    statuses: msgspec.Raw = _NOTHING


class StatusLimits(msgspec.Struct, frozen=True):
    """What a server lets one write."""

    max_characters: int = CHARACTERS


class Configuration(msgspec.Struct, frozen=True):
    """A server's settings."""

    statuses: StatusLimits = StatusLimits()


class InstanceShape(msgspec.Struct, frozen=True):
    """What a server tells of itself (`/api/v2/instance`)."""

    configuration: msgspec.Raw = _NOTHING


class ErrorShape(msgspec.Struct, frozen=True):
    """Why a server does not do what it was asked."""

    error: str = ""


def comments_of(context: ContextShape, root: str, user: str = "") -> tuple[Comment, ...]:
    """The answers to the status `root` that strangers may see, each known by its name on all servers.

    `user` is the account, on the server that was asked, whose status it is.
    """
    shapes = salvage_each(context.descendants, StatusShape)
    names = {shape.id: clean_line(shape.uri) for shape in shapes}
    return tuple(
        replace(
            comment_of(
                shape, None if shape.in_reply_to_id == root else names.get(shape.in_reply_to_id or "")
            ),
            by_author=bool(user) and shape.account.acct.lower() == user.lower(),
        )
        for shape in shapes
        if shape.visibility in SHOWN
    )


def comment_of(shape: StatusShape, parent: str | None) -> Comment:
    """A status as a comment; what its writer warns of and what it shows stand in its text."""
    return Comment(
        id=clean_line(shape.uri),
        parent=parent,
        author=clean_line(shape.account.display_name) or clean_line(shape.account.acct),
        html="".join((_warning(shape.spoiler_text), shape.content, *_pictures(shape))),
        published=parse_date(shape.created_at),
        website=absolute(shape.account.url or ""),
        url=absolute(shape.url or shape.uri),
    )


def _warning(text: str) -> str:
    return f"<p><em>{html.escape(text)}</em></p>" if text else ""


def _pictures(shape: StatusShape) -> Iterator[str]:
    for media in salvage_each(shape.media_attachments, MediaShape):
        if url := absolute(media.url or ""):
            yield f'<p><a href="{html.escape(url)}">{html.escape(media.description or "Attachment")}</a></p>'


def found_in(answer: FoundShape) -> tuple[StatusShape, ...]:
    """The statuses of a search."""
    return salvage_each(answer.statuses, StatusShape)


def limit_of(instance: InstanceShape | None) -> int:
    """Characters that a server takes in one status; servers that only speak like Mastodon may not tell."""
    told = salvage(instance.configuration, Configuration) if instance else None
    return max(told.statuses.max_characters, 0) if told else CHARACTERS


def addressed(body: str, acct: str) -> str:
    """The text with the name of whom it answers before it, so that they hear of it; "" for oneself."""
    is_named = not acct or re.search(rf"@{re.escape(acct)}(?![\w@])", body, re.IGNORECASE)
    return body if is_named else f"@{acct} {body}"


def is_same_status(shape: StatusShape, body: str) -> bool:
    """Whether a status says what was written; the names before it aside, which servers write as they like."""
    shown = html.unescape(_TAGS.sub("", _BREAKS.sub(" ", shape.content)))
    return is_same_text(html.escape(_bare(shown)), html.escape(_bare(body)))


def _bare(text: str) -> str:
    return _MENTIONS.sub("", text)
