"""Serendipity: posts by its feed, threads by their feeds, comments by the form (platforms.md §13)."""

import re
from dataclasses import replace

from tui_blog.model.comment import Access, CommentForm, Draft, NeedsBrowser, Outcome
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.feed_comments import FeedComments, own_feed_on
from tui_blog.platforms.comments.page_form import form_in
from tui_blog.platforms.comments.posting import sent_once
from tui_blog.platforms.installed.serendipity_form import NAMING, beside, outcome_of
from tui_blog.platforms.listings.page_element import names
from tui_blog.platforms.page_marks import told_by
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

SYSTEM = "serendipity"

_POST = re.compile(r"^(.*?/)(?:index\.php\?/)?archives/(\d+)-[^/]*$")
_ENOUGH = 3
"""Elements with Serendipity's names: one may have been copied."""


class SerendipityComments(FeedComments):
    """The comments under an entry, by the feed that its number tells; written by its plain form."""

    system = SYSTEM
    reason = CleanText(
        "The form of this blog asks for more than is known here, or stands in a window of its own."
    )
    own_feed = re.compile(r"type=comments(?:_and_trackbacks)?&(?:amp;)?cid=\d+")

    def feed_of(self, post: Post) -> str:
        """By the number in the post's address."""
        found = _POST.match(post.url)
        return absolute(f"rss.php?version=2.0&type=comments&cid={found[2]}", found[1]) if found else ""

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form under the entry, in which the comment that is answered is chosen."""
        return f"{post.url.partition('#')[0]}#feedback"

    def form(self, post: Post) -> Flow[CommentForm]:
        """What the form on the entry's page asks."""
        form = yield from super().form(post)
        if form.access is Access.CLOSED:
            return form
        page = yield from fetch(Request("GET", post.url, tolerate=ANY_STATUS))
        asked = form_in(page, NAMING) if page.status < 400 else None
        return replace(form, access=Access.ANONYMOUS, fields=asked.fields, reason=EMPTY) if asked else form

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment by the form, once; then look whether it is shown."""
        if post.comments_open is False:
            return (yield from super().submit(post, draft))
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: outcome_of(answer, post), looking, is_proof=False))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        page = yield from fetch(Request("GET", post.url))
        if form := form_in(page, NAMING):
            return form.request(post, draft, beside(draft))
        return NeedsBrowser(self.address(post), self.reason)


def marks(page: Page) -> str:
    """The page or its server names Serendipity, or the page is full of its names."""
    if page.generator.lower().startswith("serendipity"):
        return f"its page says “{page.generator}”"
    if "serendipity" in (page.response.header("x-blog") or "").lower():
        return "its server says so"
    classes = sum(
        any(name.startswith("serendipity_") for name in names(each)) for each in page.root.iter("*")
    )
    sheets = (each.get("href") or "" for each in page.root.iter("link"))
    return told_by(
        (
            (classes >= _ENOUGH, "its page is full of Serendipity's names"),
            (any("serendipity" in sheet for sheet in sheets), "its style sheet is Serendipity's"),
        )
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a page's blog, with the feed of the entry's own where the page names it."""
    if not marks(page):
        return None
    return ChannelRef(SYSTEM, page.home, clean_line(own_feed_on(page, SerendipityComments.own_feed)))


PLATFORM = Platform(
    SYSTEM,
    "Serendipity",
    marks=marks,
    generator="serendipity",
    # Addresses are rewritten or not, as the server allows.
    feed_paths=("feeds/index.rss2", "index.php?/feeds/index.rss2"),
    channel=lambda ref, account: SerendipityComments(ref),
    thread_on=thread_on,
)
