"""Micro.blog: whose page it is, and the conversation about a post (platforms.md §7).

The conversation is open to everybody; to answer in it, Micro.blog wants an account.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.comment import Comment, CommentForm, Draft, NeedsBrowser, Outcome, Thread
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.hosted.microblog_posts import MicroblogPosts, open_feed
from tui_blog.platforms.page_marks import links, stands_on, told_by
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage

HUB = "https://micro.blog/"

_POST_PATH = re.compile(r"/\d{4}/\d{2}/\d{2}/[^/]+")
_MISSING = frozenset({404, 410})
_NOTHING = msgspec.Raw(b"null")


class AccountShape(msgspec.Struct, frozen=True):
    """What Micro.blog adds to an author."""

    username: str | None = None


class AuthorShape(msgspec.Struct, frozen=True):
    """Who wrote an answer."""

    name: str | None = None
    url: str | None = None
    account: msgspec.Raw = msgspec.field(default=_NOTHING, name="_microblog")


class ReplyShape(msgspec.Struct, frozen=True):
    """An answer; `id` is a number of 64 bits, as a text or bare."""

    id: str | int
    content_html: str | None = None
    content_text: str | None = None
    date_published: str | None = None
    url: str | None = None
    author: msgspec.Raw = _NOTHING


class ConversationShape(msgspec.Struct, frozen=True):
    """A conversation as a JSON Feed; `home_page_url` is the post's own page on Micro.blog."""

    items: list[msgspec.Raw]
    home_page_url: str | None = None


NOT_THERE = ConversationShape([])


class MicroblogComments(BrowserComments):
    """The conversation about a post; `key` is the address by which Micro.blog knows it, "" for its own."""

    system = "microblog"
    reason = CleanText("Micro.blog takes answers only from its members: write in the browser.")

    def thread(self, post: Post) -> Flow[Thread]:
        """All answers, oldest first; Micro.blog does not tell which answers which."""
        conversation = yield from self._conversation(post)
        read = (salvage(raw, ReplyShape) for raw in conversation.items)
        comments = [_comment(shape) for shape in read if shape and not _is_post(shape, post)]
        never = datetime.max.replace(tzinfo=UTC)
        comments.sort(key=lambda comment: comment.published or never)
        return Thread(tuple(comments), len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The post itself, as long as its page on Micro.blog is not known."""
        return post.url

    def form(self, post: Post) -> Flow[CommentForm]:
        """Where to answer: on the post's page on Micro.blog, which the conversation names."""
        form = yield from super().form(post)
        return replace(form, url=(yield from self._place(post)))

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send nothing: name the page on Micro.blog that takes the answer."""
        return NeedsBrowser((yield from self._place(post)), self.reason)

    def _place(self, post: Post) -> Flow[str]:
        try:
            conversation = yield from self._conversation(post)
        except NetworkError:
            return self.address(post)
        place = absolute(conversation.home_page_url or "")
        return place if host_of(place) == host_of(HUB) else self.address(post)

    def _conversation(self, post: Post) -> Flow[ConversationShape]:
        """A post that is not (yet) on Micro.blog's timeline has none."""
        url = f"{HUB}conversation.js?url={quote(self.key or post.url, safe='')}&format=jsonfeed"
        answer = yield from fetch(Request("GET", url, tolerate=_MISSING))
        return decode(answer, ConversationShape) if answer.status == 200 else NOT_THERE


def _is_post(shape: ReplyShape, post: Post) -> bool:
    return bool(shape.url and post.url) and canonical(absolute(shape.url or "")) == canonical(post.url)


def _comment(shape: ReplyShape) -> Comment:
    author = salvage(shape.author, AuthorShape) or AuthorShape()
    account = salvage(author.account, AccountShape) or AccountShape()
    return Comment(
        id=clean_line(str(shape.id), 100),
        parent=None,
        author=clean_line(author.name or account.username or ""),
        html=shape.content_html or html_from_text(shape.content_text or ""),
        published=parse_date(shape.date_published or ""),
        website=absolute(author.url or ""),
        url=absolute(shape.url or ""),
    )


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """A host of Micro.blog's, or its Micropub endpoint and another link of its; others borrow its login."""
    if stands_on(page, "micro.blog"):
        return "it stands on a host of Micro.blog's"
    posts_by_it = f"{HUB}micropub" in set(links(page, "micropub"))
    login = any(host_of(url) == "micro.blog" for url in links(page, "authorization_endpoint"))
    member = any(host_of(url) == "micro.blog" for url in links(page, "me"))
    hints = (
        (posts_by_it, "its posts are written there"),
        (login, "its author signs in there"),
        (member, "its author is a member"),
    )
    return told_by(hints) if posts_by_it else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its JSON Feed; None where there is none."""
    is_post = page.is_post or _POST_PATH.match(urlsplit(page.url).path)
    return (yield from _site_at(absolute("/", page.url), page.url if is_post else None))


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog of its main feed, on a host of Micro.blog's."""
    parts = urlsplit(response.url)
    if not host_of(response.url).endswith(".micro.blog") or parts.path not in ("/feed.xml", "/feed.json"):
        return None
    return (yield from _site_at(absolute("/", response.url), None))


def _site_at(root: str, post_url: str | None) -> Flow[Site | None]:
    newest = yield from open_feed(root)
    if newest is None:
        return None
    return Site(
        url=root,
        title=newest.title,
        platform="microblog",
        sources=(SourceRef("microblog", root), SourceRef("feed", f"{root}feed.json")),
        channels=(ChannelRef("microblog", HUB),),
        post_url=post_url,
        reasons=(clean_line(f"The JSON Feed at {root}feed.json can be read."),),
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The conversation that any blog's page may embed; of a blog on Micro.blog that of every post."""
    for script in page.root.iter("script"):
        source = absolute(script.get("src") or "", page.base)
        if source.startswith(f"{HUB}conversation.js?"):
            told = parse_qs(urlsplit(source).query).get("url", [""])[0]
            return ChannelRef("microblog", HUB, absolute(told, page.base))
    return ChannelRef("microblog", HUB) if marks(page) else None


PLATFORM = Platform(
    "microblog",
    "Micro.blog",
    marks=marks,
    feed_paths=("feed.json", "feed.xml"),
    site=site_of_page,
    site_of_feed=site_of_feed,
    source=MicroblogPosts,
    channel=lambda ref, account: MicroblogComments(ref),
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef("microblog", HUB),
)
