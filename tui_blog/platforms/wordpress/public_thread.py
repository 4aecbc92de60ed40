"""The thread under a WordPress post without the API: by its feed of comments and its page.

The feed knows who answers whom, but ends after the ten newest or so and has no second page; the page shows
all, but nests answers only as deep as the blog allows. So both are asked, side by side, and what either has
is taken (wordpress.md §6).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch_all
from tui_blog.model.post import Post
from tui_blog.platforms.comments.comment_feed import thread_of_feed
from tui_blog.platforms.pages import parse_page
from tui_blog.platforms.wordpress.page_thread import PageThread, page_address, read_thread_in
from tui_blog.platforms.wordpress.shapes import SHUT
from tui_blog.platforms.wordpress.thread import WITH_ITS_POST, KeptBack

T = TypeVar("T")

SIDE_BY_SIDE = 4

_PREFACE = re.compile(r'<p>[^<>]{0,80}<a href="[^"<>]*#comment-(\d+)">[^<>]*</a>[^<>]{0,20}</p>\s*')
_PASSWORD_FORM = re.compile(rb"<form\b[^<>]*\bpost-password-form\b")
_ACCEPT_FEED = {"Accept": "application/atom+xml, application/rss+xml;q=0.9, */*;q=0.5"}


def or_in_public(by_api: Flow[T], made: Callable[[Thread], T], post: Post) -> Flow[T]:
    """What a flow reads over the API; where that is shut, what is made of the thread as the public sees it.

    A post that is kept back is so everywhere. Raises what the API said where nothing else shows a thread.
    """
    try:
        return (yield from by_api)
    except (StatusError, UnreadableAnswer) as error:
        if isinstance(error, StatusError) and (error.status not in SHUT or isinstance(error, KeptBack)):
            raise
        thread = yield from read_public_thread(post)
        if thread is None:
            raise error from None
        return made(thread)


def read_public_thread(post: Post) -> Flow[Thread | None]:
    """All that the public may see, oldest first; None where neither feed nor page shows a thread.

    Raises `KeptBack` where the post wants a password: its feed tells of comments then, and not what they say.
    """
    feed, page = yield from fetch_all([_get(feed_of_comments(post.url), _ACCEPT_FEED), _get(post.url)])
    told = _told_by(feed)
    shown = _shown_on(page, page.url)
    if not shown.comments and _PASSWORD_FORM.search(page.body):
        raise KeptBack(WITH_ITS_POST, page.url, page.status)
    if told is None and not shown.is_there:
        return None
    shown = yield from _with_other_pages(shown, page.url)
    comments = {comment.id: comment for comment in shown.comments}
    for comment in told or ():
        if comment.id not in shown.pings:
            comments[comment.id] = _merged(comments.get(comment.id), comment)
    return Thread(_oldest_first(comments.values()), max(len(comments), post.comment_count or 0))


def feed_of_comments(post_url: str) -> str:
    """The Atom feed of a post's comments; of RSS and Atom the one that tells who answers whom.

    >>> feed_of_comments("https://blog.example/bread/"), feed_of_comments("https://blog.example/?p=7")
    ('https://blog.example/bread/feed/atom/', 'https://blog.example/?p=7&feed=atom')
    """
    parts = urlsplit(post_url)._replace(fragment="")
    if parts.query:
        return parts._replace(query=f"{parts.query}&feed=atom").geturl()
    return parts._replace(path=f"{parts.path.rstrip('/')}/feed/atom/").geturl()


def _get(url: str, headers: dict[str, str] | None = None) -> Request:
    return Request("GET", url, headers=headers or {}, tolerate=ANY_STATUS)


def _told_by(feed: Response) -> tuple[Comment, ...] | None:
    try:
        return thread_of_feed(feed).comments if feed.status == 200 else None
    except UnreadableAnswer:
        return None


def _merged(shown: Comment | None, told: Comment) -> Comment:
    """The text as the page has it; who answers whom, and the moment, as the feed tells them."""
    if shown is None:
        return replace(told, html=_without_preface(told))
    return replace(
        shown,
        parent=told.parent or shown.parent,
        author=shown.author or told.author,
        published=told.published or shown.published,
        website=shown.website or told.website,
    )


def _without_preface(told: Comment) -> str:
    """The text without the line that feeds put before an answer: "In reply to Mira." """
    preface = _PREFACE.match(told.html)
    return told.html[preface.end() :] if preface and preface[1] == told.parent else told.html


def _shown_on(page: Response, url: str) -> PageThread:
    if page.status != 200:
        return PageThread((), frozenset(), {}, is_there=False)
    return read_thread_in(parse_page(page), url)


def _with_other_pages(shown: PageThread, url: str) -> Flow[PageThread]:
    """Add the pages of a long thread; what was read may be the newest or the oldest of them."""
    comments = {comment.id: comment for comment in shown.comments}
    pings, ways, read = set(shown.pings), dict(shown.pages), set[int]()
    while missing := sorted(set(range(1, max(ways, default=0) + 1)) - read)[:SIDE_BY_SIDE]:
        known = next(iter(ways.values()))
        answers = yield from fetch_all(_get(page_address(known, number)) for number in missing)
        read.update(missing)
        for found in (_shown_on(answer, url) for answer in answers):
            comments |= {comment.id: comment for comment in found.comments}
            pings |= found.pings
            ways |= found.pages
    return PageThread(tuple(comments.values()), frozenset(pings), ways, is_there=True)


def _oldest_first(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """By their numbers, which WordPress gives in turn: not every theme tells the time."""
    return tuple(sorted(comments, key=lambda comment: int(comment.id) if comment.id.isdecimal() else 0))
