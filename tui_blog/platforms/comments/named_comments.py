"""The comments of any blog whose posts' pages name a feed of their own comments, whoever wrote it.

They are written here where the feed names the collection by which it grows (AtomPub).
"""

import re
from dataclasses import replace
from itertools import chain

from tui_blog.model.comment import Access, CommentForm, Draft, NeedsBrowser, Outcome, Refused
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments import atompub
from tui_blog.platforms.comments.comment_feed import guids_in
from tui_blog.platforms.comments.feed_comments import ACCEPT, FeedComments
from tui_blog.platforms.comments.posting import NO_PARENT, sent_once
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

    def form(self, post: Post) -> Flow[CommentForm]:
        """Everyone may write where the feed takes entries; else the page's own form is the browser's."""
        form = yield from super().form(post)
        if form.access is Access.CLOSED or not self.key:
            return form
        feed = yield from fetch(self._asked(ANY_STATUS))
        if feed.status >= 400 or not atompub.collection_in(feed):
            return form
        return replace(form, access=Access.ANONYMOUS, fields=atompub.FIELDS, reason=EMPTY)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Post the comment to the feed's collection, once; then look whether it is shown."""
        if post.comments_open is False or not self.key:
            return (yield from super().submit(post, draft))
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (
            yield from sent_once(
                ready, lambda answer: atompub.outcome_of(answer, post), looking, is_proof=False
            )
        )

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        feed = yield from fetch(self._asked())
        collection = atompub.collection_in(feed)
        if not collection:
            return NeedsBrowser(self.address(post, draft.parent), self.reason)
        answered = guids_in(feed).get(draft.parent, "") if draft.parent else post.guid
        if draft.parent and not answered:
            return Refused(NO_PARENT)
        return atompub.request(collection, feed, post, draft, answered)

    def _asked(self, tolerate: frozenset[int] = frozenset()) -> Request:
        return Request("GET", self.key, headers={"Accept": ACCEPT}, tolerate=tolerate)


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
