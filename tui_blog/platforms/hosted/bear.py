"""Bear: a blog by its feed, which begins with the oldest of its ten posts; older ones by its list and pages.

Source: Bear's own templates and its view of the feed. There are no comments (platforms.md §9).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import parse_qs, urlencode, urlsplit

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Part, Site, SourceRef
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feed import FeedSource, parse
from tui_blog.platforms.feeds.parsed import ParsedFeed, make_post
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.page_marks import stands_on, told_by
from tui_blog.platforms.page_text import bears, inner_html
from tui_blog.platforms.pages import Page, parse_page
from tui_blog.platforms.platform import Platform

IN_FEED = 10
FULL_PAGE = 30
"""Older posts at once: each of them is a page to be fetched."""

_GONE = frozenset({401, 403, 404, 410})
_NOT_TEXT = frozenset({"script", "style", "form"})
_HIDDEN_MAIL = re.compile(r"^hidden \((.*)\)$")
_HIDDEN_IN_FEED = re.compile(rb"<email>hidden</email>|<author>hidden \(")
_NECESSITIES = "look-for-the-bear-necessities"


class BearPosts(PostSource):
    """A `PostSource` over a blog's feed; `?q=` narrows it to the posts with a tag."""

    def __init__(self, url: str) -> None:
        self.root = absolute("/", url)
        self.tag = parse_qs(urlsplit(url).query).get("q", [""])[0]
        self.feed = FeedSource(feed_at(self.root, self.tag))

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the cursor is the number of posts that are newer.

        Raises `UnreadableAnswer`, or what the driver raises.
        """
        if cursor and cursor.isdecimal():
            return (yield from self._older(int(cursor)))
        newest = yield from self.feed.page(None, validators)
        posts = tuple(sorted(map(_named, newest.posts), key=_date, reverse=True))
        older = Cursor(str(len(posts))) if len(posts) >= IN_FEED else None
        return replace(newest, posts=posts, next=older, next_is_guess=False)

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address: in the feed, else by the list of all posts and its own page."""
        newest = yield from self.page()
        post = _at(url, newest.posts)
        if post is not None or newest.next is None:
            return post
        short = _at(url, listed_in((yield from self._listing()), self.root))
        return (yield from _whole(short)) if short else None

    def parts(self) -> Flow[tuple[Part, ...]]:
        """The tags that the list of all posts names."""
        listing = yield from self._listing()
        anchors = (a for a in listing.iter("a") if (a.get("href") or "").startswith("/blog/?q="))
        tags = (parse_qs(urlsplit(anchor.get("href") or "").query).get("q", [""])[0] for anchor in anchors)
        names = dict.fromkeys(clean_line(tag, 100) for tag in tags if tag and "," not in tag)
        return tuple(Part("tag", name, SourceRef("bear", feed_at(self.root, name))) for name in names)

    def _older(self, start: int) -> Flow[PostPage]:
        listed = listed_in((yield from self._listing()), self.root)
        posts: list[Post] = []
        for short in islice(listed, start, start + FULL_PAGE):
            posts.append((yield from _whole(short)))
        end = start + FULL_PAGE
        return PostPage(tuple(posts), next=Cursor(str(end)) if end < len(listed) else None)

    def _listing(self) -> Flow[Element]:
        """The page that lists all posts; an empty one where the blog keeps it elsewhere."""
        asked = f"?{urlencode({'q': self.tag})}" if self.tag else ""
        answer = yield from fetch(Request("GET", f"{self.root}blog/{asked}", tolerate=_GONE))
        return parse_page(answer if answer.status == 200 else replace(answer, body=b""))


def feed_at(root: str, tag: str = "") -> str:
    """The address of a blog's feed, of all posts or of those with a tag."""
    return f"{root}feed/" + (f"?{urlencode({'q': tag})}" if tag else "")


def listed_in(listing: Element, root: str) -> tuple[Post, ...]:
    """The posts in the page that lists them, newest first, without their texts; its own host's alone."""
    found = tuple(_short(item, root) for item in listing.iter("li") if _is_of_list(item))
    posts = (post for post in found if post and host_of(post.url) == host_of(root))
    return tuple(sorted(posts, key=_date, reverse=True))


def _is_of_list(item: Element) -> bool:
    parent = item.getparent()
    return parent is not None and bears(parent, "blog-posts")


def _short(item: Element, root: str) -> Post | None:
    link = next((child for child in item if child.tag == "a"), None)
    url = absolute(link.get("href") or "", root) if link is not None else ""
    if link is None or not url:
        return None
    # Bear's feed has the address for an id as well.
    return make_post(guid=url, url=url, title=clean_line(link.text_content()), html="", published=_time(item))


def _time(element: Element) -> datetime | None:
    times = (parse_date(time.get("datetime") or "") for time in element.iter("time"))
    return next((time for time in times if time), None)


def _whole(short: Post) -> Flow[Post]:
    """The post with the text of its page; as the list has it where there is no such page."""
    answer = yield from fetch(Request("GET", short.url, tolerate=_GONE))
    main = next(parse_page(answer).iter("main"), None) if answer.status == 200 else None
    if main is None:
        return short
    labels = [a.text_content().strip().removeprefix("#") for a in _tags(main)]
    for element in list(_beside_the_text(main)):
        element.drop_tree()
    body = inner_html(main, answer.url)
    whole = make_post(guid=short.guid, url=short.url, title=short.title, html=body, labels=labels)
    return replace(whole, published=short.published)


def _tags(main: Element) -> Iterator[Element]:
    return (a for line in main.iter("p") if bears(line, "tags") for a in line.iter("a"))


def _beside_the_text(main: Element) -> Iterator[Element]:
    """The title and the date that stand above the text; the tags, the button and the scripts below it."""
    for place, child in enumerate(main):
        is_title = place == 0 and child.tag == "h1"
        is_date = place == 1 and child.tag == "p" and next(child.iter("time"), None) is not None
        if is_title or is_date or child.tag in _NOT_TEXT or bears(child, "tags"):
            yield child


def _at(url: str, posts: tuple[Post, ...]) -> Post | None:
    return next((post for post in posts if canonical(post.url) == canonical(url)), None)


def _named(post: Post) -> Post:
    """The author's name; the address beside it is the word "hidden" in all feeds."""
    name = _HIDDEN_MAIL.sub(r"\1", post.author)
    return replace(post, author=clean_line(name) if name != "hidden" else EMPTY)


def _date(post: Post) -> datetime:
    return post.published or datetime.min.replace(tzinfo=UTC)


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """A host of Bear's, or two of the marks that its pages bear on any host."""
    if stands_on(page, "bearblog.dev"):
        return "it stands on a host of Bear's"
    contents = {element.get("content") for element in page.root.iter("meta")}
    at_foot = (a.get("href") or "" for foot in page.root.iter("footer") for a in foot.iter("a"))
    named = {host_of(absolute(href)) for href in at_foot}
    feeds = {link.url for link in page.feeds}
    return told_by(
        (
            (_NECESSITIES in contents, "its page bears Bear's sign"),
            ("bearblog.dev" in named, "its foot names Bear"),
            (absolute("/feed/?type=rss", page.url) in feeds, "its feeds stand where Bear's do"),
        )
    )


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its feed; None where that cannot be read."""
    root = absolute("/", page.url)
    try:
        answer = yield from fetch(Request("GET", feed_at(root), tolerate=ANY_STATUS))
        feed = parse(answer.body, answer.url, answer.content_type) if answer.status == 200 else None
    except NetworkError:
        return None
    return _site(root, "", feed, page.url if page.is_post else None) if feed else None


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog of one of Bear's feeds: on its host, or by its program and the addresses that it hides."""
    yield from ()
    parts = urlsplit(response.url)
    hides = "feedgen" in feed.generator.lower() and _HIDDEN_IN_FEED.search(response.body) if feed else None
    at_home = host_of(response.url).endswith(".bearblog.dev")
    if feed is None or parts.path.rstrip("/") != "/feed" or not (at_home or hides):
        return None
    return _site(absolute("/", response.url), parse_qs(parts.query).get("q", [""])[0], feed, None)


def _site(root: str, tag: str, feed: ParsedFeed, post_url: str | None) -> Site:
    return Site(
        url=root,
        title=feed.title,
        platform="bear",
        sources=(SourceRef("bear", feed_at(root, tag)), SourceRef("feed", feed_at(root, tag))),
        post_url=post_url,
        reasons=(clean_line(f"The feed at {feed_at(root, tag)} can be read."),),
    )


PLATFORM = Platform(
    "bear",
    "Bear",
    marks=marks,
    feed_paths=("feed/", "feed/?type=rss"),
    site=site_of_page,
    site_of_feed=site_of_feed,
    source=BearPosts,
)
