"""A thread from a feed of comments, as WordPress, Dotclear, Serendipity and others have one for each post.

Who answers whom is told by `thr:in-reply-to` (RFC 4685), in Atom and in RSS; without it a thread is flat.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import Response
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.atom import post_of as post_of_entry
from tui_blog.platforms.feeds.element import Node, name_of
from tui_blog.platforms.feeds.rss import items_of
from tui_blog.platforms.feeds.rss import post_of as post_of_item
from tui_blog.platforms.feeds.xml import read_xml
from tui_blog.platforms.sniffing import Kind, kind_of, not_a_feed

_NUMBER = re.compile(r"#(?:comment-?|cmt|c)?(\d+)$")
"""How WordPress (#comment-7), Movable Type, Drupal, Dotclear and Serendipity (#c7) mark a comment's place."""

_NEVER = datetime.max.replace(tzinfo=UTC)


def thread_of_feed(response: Response, counted: int | None = None) -> Thread:
    """The comments that a feed holds, oldest first; `counted` is how many the blog says that the post has.

    A comment is known by its number where its address ends with one, else by its guid. Raises
    UnreadableAnswer, with a sentence, for what is no feed.
    """
    comments = _distinct(_comments(response))
    return Thread(comments, max(len(comments), counted or 0))


def guids_in(response: Response) -> dict[str, str]:
    """The guid of each comment in a feed, by the id that it has here. Raises UnreadableAnswer."""
    return {comment.id: guid for comment, guid, _ in _entries(response)}


def _comments(response: Response) -> Iterator[Comment]:
    entries = _entries(response)
    numbers = {name: comment.id for comment, guid, _ in entries for name in (guid, comment.url) if name}
    for comment, _, references in entries:
        yield replace(comment, parent=_parent(comment, references, numbers))


def _distinct(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Once each, oldest first; those without a date keep their places at the end."""
    once: dict[str, Comment] = {}
    for comment in comments:
        once.setdefault(comment.id, comment)
    return tuple(sorted(once.values(), key=lambda comment: comment.published or _NEVER))


def _entries(response: Response) -> list[tuple[Comment, str, tuple[str, ...]]]:
    """Each comment, still without its parent; its guid; and what it says that it answers."""
    text = decode(response.body, response.content_type)
    kind = kind_of(response.body, text)
    root = read_xml(text, response.url) if kind is Kind.FEED else None
    if root is None:
        raise not_a_feed(kind, response.url)
    if name_of(root.tag).rpartition(":")[2] == "feed":
        return [_entry(node, is_atom=True) for node in Node(root, "atom").nodes("entry")]
    return [_entry(node, is_atom=False) for node in items_of(root)]


def _entry(node: Node, *, is_atom: bool) -> tuple[Comment, str, tuple[str, ...]]:
    said = post_of_entry(node, "") if is_atom else post_of_item(node, "")
    comment = Comment(
        id=_number_in(said.url) or _number_in(said.guid) or said.guid,
        parent=None,
        author=said.author,
        html=said.html,
        published=said.published,
        website=_website(node),
        url=said.url,
    )
    replies = node.all("thr:in-reply-to")
    return comment, said.guid, tuple(reply.get(key) or "" for key in ("ref", "href") for reply in replies)


def _website(node: Node) -> str:
    """RSS has no place for it; some write the author as Atom does."""
    authors = (*node.nodes("author"), *node.nodes("atom:author"))
    return next((absolute(url) for each in authors if (url := each.text("uri", "url", "atom:uri"))), "")


def _parent(comment: Comment, references: Iterable[str], numbers: Mapping[str, str]) -> str | None:
    """The comment that is answered, be it in this feed or not; None where the post itself is."""
    for reference in references:
        known = clean_line(reference)
        parent = numbers.get(known) or _number_in(known)
        if parent and parent != comment.id:
            return parent
    return None


def _number_in(address: str) -> str:
    found = _NUMBER.search(address)
    return found[1] if found else ""
