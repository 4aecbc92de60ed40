"""Comments by a post's own feed of them, for platforms whose form only a browser can fill."""

import re
from typing import ClassVar

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import Thread
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.comment_feed import thread_of_feed
from tui_blog.platforms.comments.thread_on_page import comments_in
from tui_blog.platforms.pages import Page, read_page

_ABSENT = frozenset({400, 401, 403, 404, 410})

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"


class FeedComments(BrowserComments):
    """`endpoint` is the blog's root; `key` the feed of the post's comments, where its page named one."""

    own_feed: ClassVar[re.Pattern[str]]
    """What the address of a feed with the comments of one post looks like."""

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments of the post's own feed; those that stand in its page where there is no such feed.

        Raises what the driver raises, and UnreadableAnswer where nothing tells of comments.
        """
        feed, page = self.key or self.feed_of(post), None
        if not feed:
            page = yield from _page_of(post)
            feed = own_feed_on(page, self.own_feed)
        thread = (yield from _thread_at(feed, post)) if feed else None
        if thread is not None:
            return thread
        page = page or (yield from _page_of(post))
        comments = comments_in(page.root, post.url)
        if not comments and post.comment_count:
            raise UnreadableAnswer(f"{host_of(post.url)} shows its comments only in a browser.", post.url)
        return Thread(comments, max(len(comments), post.comment_count or 0))

    def feed_of(self, post: Post) -> str:
        """The feed of a post's comments, where the post's address tells it; else ""."""
        return ""


def own_feed_on(page: Page, pattern: re.Pattern[str]) -> str:
    """The feed of comments that a post's page names as its own, or ""."""
    links = (absolute(each.get("href") or "", page.base) for each in page.root.iter("link", "a"))
    return next((url for url in links if pattern.search(url) and host_of(url) == host_of(page.fetched)), "")


def _thread_at(feed: str, post: Post) -> Flow[Thread | None]:
    """None for a feed that is not there, or is none."""
    answer = yield from fetch(Request("GET", feed, headers={"Accept": ACCEPT}, tolerate=_ABSENT))
    try:
        return thread_of_feed(answer, post.comment_count) if answer.status == 200 else None
    except UnreadableAnswer:
        return None


def _page_of(post: Post) -> Flow[Page]:
    return read_page((yield from fetch(Request("GET", post.url))))
