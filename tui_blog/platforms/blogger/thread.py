"""The comments under a Blogger post, by the feed of that post's comments."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.blogger.address import asking, feed_at
from tui_blog.platforms.blogger.listing import (
    JSON_OR_ATOM,
    Entry,
    Link,
    Listing,
    Person,
    Property,
    ids_in,
    page_of,
    read_listing,
)
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_either
from tui_blog.platforms.wire import salvage_each

FULL_PAGE = 100
MOST_PAGES = 500
"""No thread is longer; a server that always has one more page is lying."""

ANONYMOUS = "Anonymous"
REMOVED = "blogger.contentRemoved"

_COMMENT = re.compile(r"/comments/default/(\w+)")
_FRAGMENT = re.compile(r"#c(\d+)$")
_ITSELF = frozenset({"self", "edit"})


def read_thread(root: str, post_id: str, *, may_be_missing: bool = False) -> Flow[Thread]:
    """All comments of a post, oldest first. Raises what the driver raises, and UnreadableAnswer.

    `may_be_missing`: the post's entry names no comments, so that there may be no feed of them either.
    """
    found: dict[str, Comment] = {}
    total: int | None = None
    start = 1
    for _ in range(MOST_PAGES):
        try:
            listing = yield from _page(root, post_id, start)
        except StatusError as error:
            if may_be_missing and error.status == 404:
                return Thread((), 0)
            raise
        total = listing.total if total is None else total
        fresh = [each for each in map(comment_of, listing.entries) if each.id and each.id not in found]
        found |= {comment.id: comment for comment in fresh}
        start += len(listing.entries)
        if not fresh or not _goes_on(listing, start):
            break
    return Thread(_in_order(found), len(found) if total is None else total)


def _page(root: str, post_id: str, start: int) -> Flow[Listing]:
    """A page, oldest first: asked for as Blogger's own script does, or plainly where that is refused."""
    address = f"{root}{post_id}/comments/default"
    plain: dict[str, str | int] = {"alt": "json", "max_results": FULL_PAGE}
    if start > 1:
        plain["start_index"] = start
    # Only with v=2 does an answer tell which comment it answers.
    full = {**plain, "v": 2, "orderby": "published", "reverse": "false"}
    try:
        return (yield from _listing(asking(address, **full)))
    except StatusError as error:
        if error.status != 400:
            raise
    return (yield from _listing(asking(address, **plain)))


def _listing(url: str) -> Flow[Listing]:
    answer = yield from fetch(Request("GET", url, headers={"Accept": JSON_OR_ATOM}))
    if feed_at(answer.url) is None:
        raise UnreadableAnswer(
            f"{host_of(url)} shows its comments to members only. Open the post in a browser.", url
        )
    return read_listing(answer)


def _goes_on(listing: Listing, start: int) -> bool:
    """Pages are counted: the number that a feed says it holds is the one that was asked for."""
    return listing.has_next if listing.total is None else start <= listing.total


def _in_order(found: dict[str, Comment]) -> tuple[Comment, ...]:
    """Oldest first, whatever order the blog gives."""
    never = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(found.values(), key=lambda comment: comment.published or never))


# --- one comment ---------------------------------------------------------------------------------


def comment_of(entry: Entry) -> Comment:
    """Make the comment that an entry describes. Its title is the beginning of its text, and passed over."""
    links = salvage_each(entry.link, Link)
    author, website = _author(entry)
    number = _number(entry, links)
    return Comment(
        id=number,
        parent=_parent(entry, links, number),
        author=author,
        html=_markup(entry),
        published=parse_date(entry.published.text or entry.updated.text or ""),
        website=website,
        url=page_of(links),
        deleted=any(each.name == REMOVED for each in salvage_each(entry.properties, Property)),
    )


def _markup(entry: Entry) -> str:
    text = entry.content or entry.summary
    raw = (text.text or "").strip() if text else ""
    return raw if text and text.type == "html" else html_from_either(raw)


def _number(entry: Entry, links: tuple[Link, ...]) -> str:
    by_id = ids_in(entry.id.text or "").post
    return clean_line(by_id or next(_numbers_in(links, _ITSELF), "") or _by_fragment(links))


def _numbers_in(links: tuple[Link, ...], relations: frozenset[str]) -> Iterator[str]:
    for link in links:
        found = _COMMENT.search(link.href or "") if link.rel in relations else None
        if found:
            yield found[1]


def _by_fragment(links: tuple[Link, ...]) -> str:
    found = _FRAGMENT.search(page_of(links))
    return found[1] if found else ""


def _parent(entry: Entry, links: tuple[Link, ...], number: str) -> str | None:
    """The comment that is answered: a related link (v=2), any other that names one, or `in-reply-to`.

    The last one names the post in every capture; where it names a comment, that one is meant.
    """
    others = frozenset(link.rel or "" for link in links) - _ITSELF
    replied = (entry.reply.source or "", entry.reply.href or "")
    by_reply = (found[1] for text in replied if (found := _COMMENT.search(text) or _FRAGMENT.search(text)))
    named = (*_numbers_in(links, frozenset({"related"})), *_numbers_in(links, others), *by_reply)
    return next((parent for parent in named if parent != number), None)


def _author(entry: Entry) -> tuple[CleanText, str]:
    """Name and profile; whoever gave neither is called Anonymous by Blogger, and has no profile."""
    person = next(iter(salvage_each(entry.author, Person)), Person())
    name, website = clean_line(person.name.text or ""), absolute(person.uri.text or "")
    return (EMPTY if name == ANONYMOUS and not website else name), website
