"""Comments: the thread under a post, what a blog asks of a writer, a draft, and what became of it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from tui_blog.model.text import EMPTY, CleanText

Markup = Literal["html", "markdown", "plain"]
"""What a comment system takes: a subset of HTML (WordPress), Markdown (Isso), or neither."""

_LINK = re.compile(r"https?://\S+")

Hurdle = Literal["", "captcha", "members"]
"""A proof of a person that only a browser can give; an account of the blog's own."""

FieldName = Literal["name", "email", "website", "body"]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as its blog sent it; every string but `html` is clean."""

    id: str
    """In the blog's own numbering."""
    parent: str | None
    author: CleanText
    """"" for an anonymous one."""
    html: str
    """Foreign: only `convert` looks into it."""
    published: datetime | None = None
    website: str = ""
    status: Literal["approved", "held"] = "approved"
    url: str = ""
    """Its own address (#comment-7), where it has one."""
    deleted: bool = False
    """Removed by its blog but kept as the parent of answers (Isso mode 4)."""
    by_author: bool = False
    """The blog proves that the post's author wrote it, by account or mark; the same name proves nothing."""


UNNUMBERED = "outbox:"
"""Begins the id of an own comment that its blog holds and has given no id for."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of one post; flat, `parent` is the only link (see `thread_order`)."""

    comments: tuple[Comment, ...]
    total: int
    """As the blog counts them."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that the blog asks of a writer."""

    name: FieldName
    required: bool


class Access(StrEnum):
    """Who may write under a post; the values are those of `inspect --json`."""

    ANONYMOUS = "anonymous"
    LOGIN = "login"
    BROWSER = "browser"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CommentForm:
    """What is known before typing: who may write, which fields, which markup, which limits."""

    system: str
    access: Access
    url: str
    """Where a browser would write it."""
    fields: tuple[FormField, ...] = ()
    """Empty when an account signs the comment."""
    markup: Markup = "plain"
    moderated: bool | None = None
    limit: int | None = None
    """Of the text, in what `counts` says."""
    counts: Literal["bytes", "characters"] = "bytes"
    """How a text is measured: in UTF-8 bytes, or in characters."""
    link_counts: int | None = None
    """As how many characters a link counts, however long it is; None for as many as it has."""
    signed_in_as: CleanText = EMPTY
    """The account that will sign it, or "" for a comment without account."""
    reason: CleanText = EMPTY
    """Why not, in the blog's own words, where `access` is not ANONYMOUS; else what the text has to be."""
    hurdle: Hurdle = ""
    """What stands before the form, where that is known."""

    def length_of(self, text: str) -> int:
        """How much of the limit a text takes."""
        if self.counts == "bytes":
            return len(text.encode())
        return len(text if self.link_counts is None else _LINK.sub("x" * self.link_counts, text))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wrote; one for each post and parent, kept until it is sent or discarded."""

    token: str
    """One random token for its whole life: the same draft is never sent as two comments."""
    body: str
    """Markdown as typed by the person."""
    parent: str | None = None
    """The id of the comment that it answers."""
    name: str = ""
    email: str = ""
    website: str = ""
    others: frozenset[str] = frozenset()
    """Once it is on its way: the ids of comments that are not this one, whatever they say."""

    @property
    def is_empty(self) -> bool:
        """Nothing worth keeping was typed."""
        return not self.body.strip()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the person is on a blog: remembered per blog, else the last one used."""

    name: str = ""
    email: str = ""
    website: str = ""


# --- what became of a comment --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditKey:
    """What lets the writer of a comment change it without an account, for a while (Isso's cookie)."""

    secret: str = field(repr=False)
    seconds: float | None = None
    """So long it holds; None where that is not told."""


@dataclass(frozen=True, slots=True)
class Published:
    """The comment stands on the blog for everyone."""

    comment_id: str | None
    url: str = ""
    key: EditKey | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The blog took it and holds it for moderation."""

    comment_id: str | None
    url: str = ""
    key: EditKey | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The blog said no; nothing was kept there."""

    reason: CleanText
    field: FieldName | None = None
    """Where the cursor should go."""
    duplicate: bool = False
    """The blog says that it has this very comment already."""


@dataclass(frozen=True, slots=True)
class NeedsLogin:
    """Only people with an account may write."""

    reason: CleanText


@dataclass(frozen=True, slots=True)
class NeedsBrowser:
    """Only a browser can do it (a captcha, a script)."""

    url: str
    reason: CleanText = EMPTY


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Nothing was taken; it may be tried again (too fast, server down, no network)."""

    reason: CleanText
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether it arrived: the answer was lost, or has no meaning to us."""

    reason: CleanText


Outcome = Published | Held | Refused | NeedsLogin | NeedsBrowser | RetryLater | Unknown


class SendState(StrEnum):
    """The states of a row of the outbox."""

    QUEUED = "queued"
    SENDING = "sending"
    HELD = "held"
    PUBLISHED = "published"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    HANDED_OFF = "handed off"
    """Only a browser can send it: the person has the text and the way, the blog is watched for it."""
    DELETED = "deleted"
    """The person took it back: it is gone from its blog."""

    @property
    def is_done(self) -> bool:
        """Nothing more is to come of it."""
        return self in {SendState.PUBLISHED, SendState.DELETED}


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A comment on its way, or what became of it."""

    id: int
    post_url: str
    post_title: CleanText
    blog_title: CleanText
    draft: Draft
    state: SendState
    reason: CleanText = EMPTY
    comment_id: str | None = None
    comment_url: str = ""
    """Where it stands; of one that was handed off, where a browser sends it."""
    updated: datetime | None = None
    attempted: bool = False
    """True once a request may have reached the blog: it must be looked for there before it is sent again."""
    looked: datetime | None = None
    """When its blog was last asked about it, or about the answers to it."""
    handed_off: datetime | None = None
    """When the person first was given it to send."""
    sent: datetime | None = None
    """When the attempt began that may have reached the blog."""
    edit_secret: str = field(default="", repr=False)
    """What lets its writer change it without an account, until `edit_until`."""
    edit_until: datetime | None = None
    replies: int = 0
    """Answers to it that the person has not seen yet."""


# --- the thread as it is read --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A comment at its place in the thread, ready to be shown."""

    comment: Comment
    depth: int
    markdown: CleanText
    is_new: bool = False
    """It came since the person last looked."""
    is_mine: bool = False
    is_converted: bool = True
    """False while its Markdown is still to be made of the HTML."""

    @property
    def is_held(self) -> bool:
        """It is the person's own and waits for a moderator."""
        return self.is_mine and self.comment.status == "held"

    @property
    def is_changeable(self) -> bool:
        """It is the person's own, and its blog knows it by an id."""
        return self.is_mine and not self.comment.deleted and not self.comment.id.startswith(UNNUMBERED)
