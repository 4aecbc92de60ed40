"""The CommentAPI of the first years of RSS: a comment is an item, sent where a post's item says.

Sources: "The CommentAPI" (Joe Gregorio, 2003) and the RSS Board's note on `wfw:comment` and `wfw:commentRss`.
Only a feed tells these addresses, so they are looked up there for blogs whose program is known to have them.
"""

from typing import NamedTuple
from xml.sax.saxutils import escape

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FormField,
    Markup,
    NeedsBrowser,
    Outcome,
    Published,
    Thread,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_block, excerpt_from_html
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.comments.comment_feed import thread_of_feed
from tui_blog.platforms.comments.embedding import packed, unpacked
from tui_blog.platforms.comments.posting import (
    anchored,
    by_plain_words,
    from_page,
    newest_fitting,
    sent_once,
)
from tui_blog.platforms.comments.thread_on_page import comments_in
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.element import Node
from tui_blog.platforms.feeds.rss import items_of, post_of
from tui_blog.platforms.feeds.xml import read_xml
from tui_blog.platforms.page_marks import links
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.platform import Platform

PROGRAMS = ("dasblog", "subtext", ".text", "pebble", "roller", "blojsom")
"""Those that are known to have had it, as their pages name them."""

_NO_ADDRESS = CleanText("The blog's feed names no address for comments on this post.")
_NO_ANSWERS = CleanText("Answers to a comment can be written only on the blog's own page.")


class _Addresses(NamedTuple):
    """Where comments on a post are sent, and where they are read; "" where nothing tells."""

    comment: str = ""
    thread: str = ""


class CommentApi:
    """A `CommentChannel`; the key holds the `comment` address that the page names, or the blog's `feed`."""

    markup: Markup = "html"

    def __init__(self, ref: ChannelRef) -> None:
        names = unpacked(ref.key)
        self.address, self.feed = names.get("comment", ""), names.get("feed", "")

    def thread(self, post: Post) -> Flow[Thread]:
        """The post's own feed of comments; where there is none, those that stand in its page."""
        told = yield from self._addresses(post)
        if told.thread:
            return thread_of_feed((yield from fetch(Request("GET", told.thread))), post.comment_count)
        page = read_page((yield from fetch(Request("GET", post.url))))
        comments = comments_in(page.root, post.url)
        return Thread(comments, max(len(comments), post.comment_count or 0))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Everyone may write, where an address for it is named."""
        told = yield from self._addresses(post)
        return CommentForm(
            system="commentapi",
            access=Access.ANONYMOUS if told.comment else Access.BROWSER,
            url=anchored(post, "comments"),
            fields=_FIELDS if told.comment else (),
            markup=self.markup,
            reason=EMPTY if told.comment else _NO_ADDRESS,
        )

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once; an answer to a comment has no place in this protocol."""
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: _outcome(answer, post), looking, is_proof=False))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        here = anchored(post, "comments")
        if draft.parent:
            return NeedsBrowser(here, _NO_ANSWERS)
        told = yield from self._addresses(post)
        if not told.comment:
            return NeedsBrowser(here, _NO_ADDRESS)
        headers = {"Content-Type": "text/xml; charset=utf-8", **from_page(post)}
        body = _item(post, draft)
        return Request("POST", told.comment, headers, body, follow=False, tolerate=ANY_STATUS)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft by writer and text, newest first; a held one is not to be seen."""
        return newest_fitting((yield from self.thread(post)), draft)

    def _addresses(self, post: Post) -> Flow[_Addresses]:
        """As the page told, else as the post's item in the blog's feed tells."""
        if self.address or not self.feed:
            return _Addresses(self.address)
        answer = yield from fetch(Request("GET", self.feed))
        root = read_xml(decode(answer.body, answer.content_type), answer.url)
        if root is None:
            raise UnreadableAnswer(
                "The blog's feed cannot be read, and it names where comments go.", self.feed
            )
        item = next((item for item in items_of(root) if _is_of(item, post)), None)
        if item is None:
            return _Addresses()
        # Some write the last three letters large.
        return _Addresses(item.address("wfw:comment"), item.address("wfw:commentrss"))


_FIELDS = (FormField("name", True), FormField("email", False), FormField("website", False))


def _is_of(item: Node, post: Post) -> bool:
    known = post_of(item, "")
    return known.guid == post.guid or bool(post.url and canonical(known.url) == canonical(post.url))


def _item(post: Post, draft: Draft) -> bytes:
    """The comment as an RSS item. The text is HTML, and escaped once more to stand in XML."""
    author = f"{draft.email} ({draft.name})" if draft.email else draft.name
    told = {
        "title": f"Re: {post.title or excerpt_from_html(post.html, 80)}",
        "author": author,
        "link": draft.website,
        "description": draft.body,
    }
    elements = (f"<{name}>{escape(clean_block(text))}</{name}>" for name, text in told.items() if text)
    return f'<?xml version="1.0" encoding="utf-8"?><item>{"".join(elements)}</item>'.encode()


# --- what it answered ----------------------------------------------------------------------------


def _is_taken(answer: Response) -> bool:
    """A success by its status, and no page for people that only bears the same number."""
    if answer.status == 303:
        return bool(answer.header("location"))
    is_data = not answer.body.strip() or "xml" in (answer.content_type or "").replace("xhtml", "")
    return answer.status == 201 or (200 <= answer.status < 300 and is_data)


def _outcome(answer: Response, post: Post) -> Outcome:
    if _is_taken(answer):
        return Published(None, anchored(post, "comments"))
    return by_plain_words(answer, post)


# --- where it is told ----------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """An address that the page names, else the feed of a blog whose program names it there."""
    named = next((url for url in links(page, "service.comment") if absolute(url)), "")
    if named:
        return ChannelRef("commentapi", page.home, packed(comment=named))
    is_known = any(program in page.generator.lower() for program in PROGRAMS)
    feed = next((feed.url for feed in page.posts_feeds if feed.format in ("rss", "unknown")), "")
    if is_known and feed and canonical(page.url) != canonical(page.home):
        return ChannelRef("commentapi", page.home, packed(feed=feed))
    return None


PLATFORM = Platform(
    "commentapi", "the CommentAPI", thread_on=thread_on, channel=lambda ref, account: CommentApi(ref)
)
