"""Dotclear: posts by its feed, the thread of a post by its feed of comments (platforms.md §12)."""

import re

from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.comments.feed_comments import FeedComments, own_feed_on
from tui_blog.platforms.page_marks import links, told_by
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

SYSTEM = "dotclear"

_FEED = re.compile(r"[/?]feed/(?:[\w-]+/)?(?:atom|rss2)$")
_COMMENTS = re.compile(r"[/?]feed/(?:[\w-]+/)?(?:atom|rss2)/comments$")


class DotclearComments(FeedComments):
    """Flat threads: nobody answers anybody there."""

    system = SYSTEM
    reason = CleanText("This blog runs Dotclear, whose comment form is made for browsers.")
    own_feed = re.compile(r"[/?]feed/(?:[\w-]+/)?(?:atom|rss2)/comments/\d+$")

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form under the post; a thread has no other place to write."""
        return f"{post.url.partition('#')[0]}#comment-form"


def marks(page: Page) -> str:
    """The page names Dotclear, or it names both kinds of Dotclear's feeds."""
    if page.generator.lower().startswith("dotclear"):
        return f"its page says “{page.generator}”"
    feeds = [*links(page, "alternate"), *(link.url for link in page.feeds)]
    return told_by(
        (
            (any(map(_FEED.search, feeds)), "its feed stands where Dotclear has it"),
            (any(map(_COMMENTS.search, feeds)), "so does its feed of comments"),
        )
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a page's blog, with the feed of the post's own where the page names it."""
    own = own_feed_on(page, DotclearComments.own_feed)
    return ChannelRef(SYSTEM, page.home, clean_line(own)) if own or marks(page) else None


PLATFORM = Platform(
    SYSTEM,
    "Dotclear",
    marks=marks,
    generator="dotclear",
    # Addresses are paths or queries, as the blog was set up.
    feed_paths=("feed/atom", "index.php?feed/atom"),
    channel=lambda ref, account: DotclearComments(ref),
    thread_on=thread_on,
)
