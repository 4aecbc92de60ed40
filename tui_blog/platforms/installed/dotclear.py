"""Dotclear: posts by its feed, the thread of a post by its feed of comments (platforms.md §12)."""

import re
from dataclasses import replace

from tui_blog.model.comment import Access, CommentForm, Draft, NeedsBrowser, Outcome, Refused
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.feed_comments import FeedComments, own_feed_on
from tui_blog.platforms.comments.page_form import form_in, has_form
from tui_blog.platforms.comments.posting import CLOSED, sent_once
from tui_blog.platforms.installed.dotclear_form import NAMING, TRAP, outcome_of
from tui_blog.platforms.page_marks import links, told_by
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

SYSTEM = "dotclear"

_FEED = re.compile(r"[/?]feed/(?:[\w-]+/)?(?:atom|rss2)$")
_COMMENTS = re.compile(r"[/?]feed/(?:[\w-]+/)?(?:atom|rss2)/comments$")


class DotclearComments(FeedComments):
    """Flat threads: nobody answers anybody. Written by the post's own form, where that is the usual one."""

    system = SYSTEM
    reason = CleanText("The form of this blog asks for more than is known here.")
    own_feed = re.compile(r"[/?]feed/(?:[\w-]+/)?(?:atom|rss2)/comments/\d+$")

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form under the post; a thread has no other place to write."""
        return f"{post.url.partition('#')[0]}#comment-form"

    def form(self, post: Post) -> Flow[CommentForm]:
        """What the form on the post's page asks; without one, comments are closed."""
        form = yield from super().form(post)
        if form.access is Access.CLOSED:
            return form
        page = yield from fetch(Request("GET", post.url, tolerate=ANY_STATUS))
        asked = form_in(page, NAMING) if page.status < 400 else None
        if asked is None:
            is_closed = page.status == 200 and not has_form(page, NAMING)
            return replace(form, access=Access.CLOSED, reason=CLOSED) if is_closed else form
        return replace(form, access=Access.ANONYMOUS, fields=asked.fields, reason=EMPTY)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment by the form, once; an answer to a comment has no place in a flat thread."""
        if draft.parent or post.comments_open is False:
            return (yield from super().submit(post, draft))
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: outcome_of(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        page = yield from fetch(Request("GET", post.url))
        if form := form_in(page, NAMING):
            return form.request(post, draft, {TRAP: ""})
        return NeedsBrowser(self.address(post), self.reason) if has_form(page, NAMING) else Refused(CLOSED)


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
