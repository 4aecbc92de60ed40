"""Medium: the ten newest stories of a member or a publication, by their feed; all else is shut to programs.

What Medium appends to a body (where it was published, a counting pixel) is the converter's to drop.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.comments.browser_comments import UnreadComments
from tui_blog.platforms.feed import FeedSource, parse
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.page_marks import loads_from, stands_on, told_by
from tui_blog.platforms.pages import Page, meta
from tui_blog.platforms.platform import Platform

MEDIUM = "medium.com"
HOME = "https://medium.com/"

_NO_BLOGS = frozenset(
    ("about", "business", "creators", "explore-topics", "feed", "jobs-at-medium", "m", "me", "membership")
) | frozenset(("new-story", "p", "plans", "policy", "search", "signin", "tag", "topic", "topics"))
"""What stands in an address where a publication's name may stand."""
_NUMBER = re.compile(r"(?:-|/p/)([0-9a-f]{8,12})$")
_OF_MEMBER = re.compile(r"https://(?:medium\.com/feed/@[^/?#]+|[\w-]+\.medium\.com/feed)/?(?:$|[?#])")
_SETTING = re.compile(r"<(?:h[1-6]|figure|hr)[\s/>]", re.IGNORECASE)


class MediumPosts(PostSource):
    """A `PostSource` over a feed of Medium's."""

    def __init__(self, url: str) -> None:
        self.feed = FeedSource(url)
        self.is_of_member = _OF_MEMBER.match(url) is not None

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """The newest stories: the feed has no second page. What a member answered to others is left out."""
        page = yield from self.feed.page(None, validators)
        posts = stories(page.posts) if self.is_of_member else page.posts
        # What else stands on the same host is the rest of Medium.
        return replace(page, posts=tuple(map(_plain_address, posts)), next=None, next_is_guess=False)

    def one(self, url: str) -> Flow[Post | None]:
        """The story at that address, if the feed holds it: by the number in which the address ends."""
        number, wanted = number_in(url), canonical(plain_address(url))
        for post in (yield from self.page()).posts:
            if canonical(post.url) == wanted or (number and number == number_in(post.guid)):
                return post
        return None


def stories(posts: Iterable[Post]) -> tuple[Post, ...]:
    """The stories in a member's feed, where answers to others stand among them.

    Nothing marks an answer, but nobody can tag one (platforms.md §3). So an untagged item counts as an answer
    where others are tagged, and where it is plain paragraphs, which few stories are.
    """
    posts = tuple(posts)
    if not any(post.labels for post in posts):
        return posts
    return tuple(post for post in posts if post.labels or _SETTING.search(post.html))


def number_in(url: str) -> str:
    """The number by which Medium knows a story, however it is called; "" where there is none.

    >>> number_in("https://medium.com/@ada/rye-16f4e8603a33?source=x"), number_in("https://medium.com/p/16f4e8603a33")
    ('16f4e8603a33', '16f4e8603a33')
    """
    found = _NUMBER.search(urlsplit(url).path.rstrip("/"))
    return found[1] if found else ""


def plain_address(url: str) -> str:
    """The address of a story without what tells Medium who sent the reader."""
    parts = urlsplit(url)
    kept = "&".join(pair for pair in parts.query.split("&") if not pair.startswith("source="))
    return parts._replace(query=kept, fragment="").geturl()


def _plain_address(post: Post) -> Post:
    return replace(post, url=plain_address(post.url))


class MediumComments(UnreadComments):
    """Responses: the app of Medium alone can read and write them."""

    system = "medium"
    shown = "Medium's responses"
    reason = CleanText("Medium takes responses only in a browser, with an account.")

    def address(self, post: Post, parent: str | None = None) -> str:
        """The story with its responses open."""
        return f"{plain_address(post.url).partition('?')[0]}?responsesOpen=true" if post.url else ""


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """A host of Medium's, or two of the marks that its pages bear on any host."""
    if host_of(page.fetched) == MEDIUM or stands_on(page, MEDIUM):
        return "it stands on Medium"
    return told_by(
        (
            (meta(page.root, "al:ios:app_name") == "Medium", "its page opens Medium's app"),
            (meta(page.root, "twitter:app:name:iphone") == "Medium", "its card names Medium"),
            (loads_from(page, MEDIUM), "its scripts come from Medium"),
        )
    )


def feed_of(url: str) -> str:
    """Where the blog of a page has its feed; "" for pages of Medium's own.

    >>> feed_of("https://medium.com/@ada/rye-16f4e8603a33"), feed_of("https://ada.medium.com/about")
    ('https://medium.com/feed/@ada', 'https://ada.medium.com/feed')
    """
    if host_of(url) != MEDIUM:
        return absolute("/feed", url)
    steps = urlsplit(url).path.strip("/").split("/")
    if steps[0] == "tag" and len(steps) > 1:
        return f"{HOME}feed/tag/{steps[1]}"
    return f"{HOME}feed/{steps[0]}" if steps[0] and steps[0] not in _NO_BLOGS else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its feed; None where that is refused."""
    url = feed_of(page.url)
    if not url:
        return None
    try:
        answer = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
        feed = parse(answer.body, answer.url, answer.content_type) if answer.status == 200 else None
    except NetworkError:
        return None
    return _site(url, feed, page.url if number_in(page.url) else None) if feed else None


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog of a feed that Medium made, on whatever host."""
    yield from ()
    return _site(asked, feed, None) if feed and feed.generator == "Medium" else None


def _site(url: str, feed: ParsedFeed, post_url: str | None) -> Site:
    home = plain_address(feed.site_url)
    return Site(
        url=home if host_of(home) in (MEDIUM, host_of(url)) else absolute("/", url),
        title=feed.title,
        platform="medium",
        sources=(SourceRef("medium", url), SourceRef("feed", url)),
        channels=(ChannelRef("medium", HOME),),
        post_url=plain_address(post_url) if post_url else None,
        reasons=(clean_line(f"The feed at {url} can be read."),),
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The responses to a story."""
    return ChannelRef("medium", HOME) if marks(page) else None


PLATFORM = Platform(
    "medium",
    "Medium",
    marks=marks,
    feed_paths=("feed",),
    site=site_of_page,
    site_of_feed=site_of_feed,
    source=MediumPosts,
    channel=lambda ref, account: MediumComments(ref),
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef("medium", HOME),
)
