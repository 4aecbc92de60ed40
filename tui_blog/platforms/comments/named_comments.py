"""The comments of any blog whose posts' pages name a feed of their own comments, whoever wrote it."""

import re
from itertools import chain

from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.feed_comments import FeedComments
from tui_blog.platforms.page_marks import links
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

SYSTEM = "commentfeed"


class NamedComments(FeedComments):
    """`key` is the feed; which program wrote the page is not known, so nor is its form."""

    system = SYSTEM
    reason = CleanText("How this blog takes comments is not known here; its page shows it in a browser.")
    own_feed = re.compile(r"(?!)")
    """Only what the page names as such is one."""

    def address(self, post: Post, parent: str | None = None) -> str:
        """The post's page."""
        return f"{post.url.partition('#')[0]}#comments"


def thread_on(page: Page) -> ChannelRef | None:
    """The feed that is named as the replies (RFC 4685), or that holds comments and lies below the page."""
    if not page.is_post:
        return None
    below = page.url.rstrip("/") + "/"
    named = (feed.url for feed in page.feeds if feed.holds == "comments" and feed.url.startswith(below))
    replies = (url for url in links(page, "replies") if host_of(url) == host_of(page.fetched))
    feed = next(chain(replies, named), "")
    return ChannelRef(SYSTEM, page.home, clean_line(feed)) if feed else None


PLATFORM = Platform(
    SYSTEM,
    "a feed of comments",
    channel=lambda ref, account: NamedComments(ref),
    thread_on=thread_on,
)
