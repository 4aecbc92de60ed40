"""The posts of a blog on Micro.blog: the newest by its JSON Feed, older ones by its index and their pages.

Source: the layouts that every theme of Micro.blog falls back on (feed.json, archive/index.json), and the
microformats that its pages bear (h-entry).
"""

from dataclasses import replace
from itertools import islice
from urllib.parse import quote

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.text import CleanText, clean_line, excerpt_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.feed import FeedSource, parse
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.page_text import bears, inner_html, of_class
from tui_blog.platforms.pages import parse_page

FULL_PAGE = 40
"""Older posts at once: each of them is a page to be fetched, and the index comes whole each time."""

_GONE = frozenset({401, 403, 404, 410})


class MicroblogPosts(PostSource):
    """A `PostSource` over the home of a blog."""

    def __init__(self, url: str) -> None:
        self.root = absolute("/", url)
        self.feed = FeedSource(f"{self.root}feed.json")

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the cursor is the number of posts that are newer.

        Raises `UnreadableAnswer`, or what the driver raises. A blog whose theme keeps no index ends with its
        feed.
        """
        if cursor and cursor.isdecimal():
            return (yield from self._older(int(cursor)))
        newest = yield from self.feed.page(None, validators)
        older = Cursor(str(len(newest.posts))) if newest.posts else None
        return replace(newest, next=older, next_is_guess=False)

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address: in the feed, else by the index and its own page."""
        post = _at(url, (yield from self.page()).posts)
        if post is not None:
            return post
        short = _at(url, (yield from self._index()))
        return (yield from self._whole(short)) if short else None

    def parts(self) -> Flow[tuple[Part, ...]]:
        """The categories of the newest posts, each by its feed; the blog lists them nowhere."""
        newest = (yield from self.page()).posts
        names = dict.fromkeys(label for post in newest for label in post.labels)
        return tuple(Part("category", name, SourceRef("feed", self._category(name))) for name in names)

    def _category(self, name: str) -> str:
        """Where a category has its feed: Hugo writes its name small, with hyphens for spaces."""
        return f"{self.root}categories/{quote('-'.join(name.lower().split()), safe='')}/feed.xml"

    def _older(self, start: int) -> Flow[PostPage]:
        listed = yield from self._index()
        posts: list[Post] = []
        for short in islice(listed, start, start + FULL_PAGE):
            posts.append((yield from self._whole(short)))
        end = start + FULL_PAGE
        return PostPage(tuple(posts), next=Cursor(str(end)) if end < len(listed) else None)

    def _index(self) -> Flow[tuple[Post, ...]]:
        """Every post of the blog, with the beginning of its text; nothing where the theme keeps no index."""
        url = f"{self.root}archive/index.json"
        answer = yield from fetch(Request("GET", url, tolerate=_GONE))
        return parse(answer.body, answer.url, answer.content_type).posts if answer.status == 200 else ()

    def _whole(self, short: Post) -> Flow[Post]:
        """The post with its text, as its page shows it; as the index has it where there is no such page."""
        if host_of(short.url) != host_of(self.root):
            return short
        answer = yield from fetch(Request("GET", short.url, tolerate=_GONE))
        entry = of_class(parse_page(answer), "h-entry") if answer.status == 200 else None
        content = of_class(entry, "e-content") if entry is not None else None
        if entry is None or content is None:
            return short
        body = inner_html(content, answer.url)
        return replace(short, html=body, excerpt=excerpt_from_html(body), labels=_labels(entry))


def open_feed(root: str) -> Flow[PostPage | None]:
    """The newest posts as a name card of the blog; None where its JSON Feed cannot be read."""
    try:
        answer = yield from fetch(Request("GET", f"{root}feed.json", tolerate=ANY_STATUS))
        feed = parse(answer.body, answer.url, answer.content_type) if answer.status == 200 else None
    except NetworkError:
        return None
    return PostPage(feed.posts, title=feed.title) if feed and feed.format == "json" else None


def _at(url: str, posts: tuple[Post, ...]) -> Post | None:
    return next((post for post in posts if canonical(post.url) == canonical(url)), None)


def _labels(entry: Element) -> tuple[CleanText, ...]:
    marked = (each for each in entry.iter("a", "span") if bears(each, "p-category"))
    labels = (clean_line(each.text_content(), 100) for each in marked)
    return tuple(dict.fromkeys(label for label in labels if label))
