"""The comments under a Ghost post, by the API of the blog's members; reading it needs no membership."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec

from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.ghost.api import FULL_PAGE, Meta
from tui_blog.platforms.wire import decode, salvage, salvage_each, try_decode, unreadable

MOST_PAGES = 500
"""No thread is longer; a server that always has one more page is lying."""

PUBLISHED = "published"

_NOTHING = msgspec.Raw(b"null")
_OFF = frozenset({404, 405})
"""405: comments are switched off; 404: a version that has none yet."""


class Counts(msgspec.Struct, frozen=True):
    """What a comment has gathered."""

    replies: int = 0


class MemberShape(msgspec.Struct, frozen=True):
    """Who wrote a comment; what else is told of a member stays theirs."""

    name: str | None = None


class CommentShape(msgspec.Struct, frozen=True):
    """A comment, with its first replies where it is one that stands by itself."""

    id: str
    in_reply_to_id: str | None = None
    """The reply that this one answers: Ghost's threads are two levels deep, this is the third."""
    status: str = PUBLISHED
    html: str | None = None
    created_at: str | None = None
    member: MemberShape | None = None
    """None once the member has left."""
    replies: msgspec.Raw = _NOTHING
    count: Counts = Counts()


class Listing(msgspec.Struct, frozen=True):
    """A page of comments, or of the replies to one."""

    comments: list[msgspec.Raw]
    meta: Meta = Meta()


def read_thread(members: str, post_id: str) -> Flow[Thread]:
    """All comments of a post, oldest first; nothing where comments are off.

    `members` is the root of the members' API. Raises what the driver raises, and UnreadableAnswer.
    """
    listing = f"comments/post/{post_id}"
    first, counted = yield from fetch_all([_page(members, listing), _asking_count(members, post_id)])
    if says_off(first):
        return Thread((), 0)
    tops = yield from _all(members, listing, first)
    replies = {top.id: salvage_each(top.replies, CommentShape) for top in tops}
    cut = [top.id for top in tops if top.count.replies > len(replies[top.id])]
    answers = yield from fetch_all([_page(members, f"comments/{each}/replies") for each in cut])
    for each, answer in zip(cut, answers, strict=True):
        # The comment may be gone by now: then what came with it has to do.
        if not says_off(answer):
            replies[each] = yield from _all(members, f"comments/{each}/replies", answer)
    comments = tuple(_threaded(tops, replies))
    total = _count_in(counted, post_id)
    return Thread(_in_order(comments), sum(not each.deleted for each in comments) if total is None else total)


def asking_whether_on(members: str, post_id: str) -> Request:
    """Ask the server for a comment, to see whether it has any at all; `says_off` reads the answer."""
    query = urlencode({"limit": 1})
    return Request("GET", f"{members}comments/post/{post_id}/?{query}", tolerate=ANY_STATUS)


def says_off(answer: Response) -> bool:
    """Comments are switched off for the whole blog, or are not known there. Counts are told all the same."""
    return answer.status in _OFF


def _asking_count(members: str, post_id: str) -> Request:
    return Request("GET", f"{members}comments/counts/?{urlencode({'ids': post_id})}", tolerate=ANY_STATUS)


def _count_in(answer: Response, post_id: str) -> int | None:
    counts = try_decode(answer, dict[str, int]) if answer.status == 200 else None
    return None if counts is None else counts.get(post_id, 0)


def _page(members: str, path: str, number: int = 1) -> Request:
    # Oldest first, so that what is written meanwhile moves nothing.
    asked: dict[str, str | int] = {"limit": FULL_PAGE, "order": "created_at asc, id asc"}
    if number > 1:
        asked["page"] = number
    return Request("GET", f"{members}{path}/?{urlencode(asked, safe=',')}", tolerate=_OFF)


def _all(members: str, path: str, first: Response) -> Flow[tuple[CommentShape, ...]]:
    """Read on from the first page of a list to its last one."""
    found: dict[str, CommentShape] = {}
    answer = first
    for number in range(1, MOST_PAGES + 1):
        if number > 1:
            answer = yield from fetch(_page(members, path, number))
        if says_off(answer):
            break
        listing = decode(answer, Listing)
        shapes = tuple(filter(None, (salvage(raw, CommentShape) for raw in listing.comments)))
        if listing.comments and not shapes:
            raise unreadable(answer)
        fresh = {shape.id: shape for shape in shapes if shape.id not in found}
        found |= fresh
        if not fresh or listing.meta.pagination.next is None:
            break
    return tuple(found.values())


def _threaded(
    tops: Sequence[CommentShape], replies: dict[str, tuple[CommentShape, ...]]
) -> Iterator[Comment]:
    """Hang each reply under what it answers; what was removed stays only where it is answered."""
    for top in tops:
        here = [reply for reply in replies[top.id] if reply.status == PUBLISHED]
        if top.status != PUBLISHED and not here:
            continue
        yield _comment(top, None)
        known = {reply.id for reply in here}
        for reply in here:
            answered = reply.in_reply_to_id
            yield _comment(reply, answered if answered in known and answered != reply.id else top.id)


def _comment(shape: CommentShape, parent: str | None) -> Comment:
    deleted, name = shape.status != PUBLISHED, shape.member and shape.member.name
    return Comment(
        id=clean_line(shape.id),
        parent=clean_line(parent) if parent else None,
        author=clean_line(name) if name and not deleted else EMPTY,
        html=shape.html or "",
        published=parse_date(shape.created_at or ""),
        deleted=deleted,
    )


def _in_order(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """Oldest first; ids grow within a second, which is all that dates tell."""
    never = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(comments, key=lambda comment: (comment.published or never, comment.id)))
