"""Write.as and every other WriteFreely: a blog by its API, back to the first post (platforms.md §8).

Source: the documentation of the Write.as API and WriteFreely's routes. There are no comments: an answer is a
post of one's own on the Fediverse.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Part, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line, excerpt_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_either
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage, salvage_each, unreadable

WRITE_AS = "write.as"
JSON = {"Accept": "application/json"}
ACTIVITY = {"Accept": "application/activity+json"}

_GONE = frozenset({401, 403, 404, 410})
_COLLECTION = re.compile(r"https?://[^/?#]+/api/collections/[\w.-]+")
_NOTHING = msgspec.Raw(b"null")


class PostShape(msgspec.Struct, frozen=True):
    """A post; `body` is HTML where that was asked for, the writer's Markdown on servers that do not hear."""

    id: str
    slug: str | None = None
    title: str | None = None
    body: str | None = None
    created: str | None = None
    updated: str | None = None
    tags: msgspec.Raw = _NOTHING


class CollectionShape(msgspec.Struct, frozen=True):
    """A blog, with a page of its posts."""

    alias: str
    title: str | None = None
    url: str | None = None
    total_posts: int | None = None
    posts: msgspec.Raw = _NOTHING


class Envelope(msgspec.Struct, frozen=True):
    """What every answer is wrapped in."""

    data: msgspec.Raw


class ActorShape(msgspec.Struct, frozen=True):
    """A blog or one of its posts as the Fediverse sees it: one of these is the blog's address in the API."""

    id: str = ""
    attributed_to: msgspec.Raw = msgspec.field(default=_NOTHING, name="attributedTo")


class WriteFreelyPosts(PostSource):
    """A `PostSource` over a collection in the API; `?home=` tells where the blog shows itself."""

    def __init__(self, url: str) -> None:
        self.api, _, query = url.partition("?")
        self.home = absolute(parse_qs(query).get("home", [""])[0])

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; pages are counted from 1, and an empty one is the end.

        Raises `UnreadableAnswer`, or what the driver raises (401, 404 and 410 where the blog is private).
        """
        number = int(cursor) if cursor and cursor.isdecimal() else 1
        answer = yield from fetch(Request("GET", posts_at(self.api, number), headers=JSON))
        blog = collection_in(answer)
        home = self.home or home_of(blog, self.api)
        shapes = salvage_each(blog.posts, PostShape)
        return PostPage(
            tuple(post_of(shape, home) for shape in shapes),
            next=Cursor(str(number + 1)) if shapes else None,
            total=blog.total_posts if number == 1 else None,
            title=clean_line(blog.title or blog.alias),
            site_url=home,
        )

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address, by its slug."""
        slug = urlsplit(url).path.rstrip("/").rpartition("/")[2]
        if not slug:
            return None
        address = f"{self.api}/posts/{quote(slug, safe='%')}?body=html"
        answer = yield from fetch(Request("GET", address, headers=JSON, tolerate=_GONE))
        shape = salvage(decode(answer, Envelope).data, PostShape) if answer.status < 400 else None
        return post_of(shape, self.home or absolute("./", url)) if shape else None

    def parts(self) -> Flow[tuple[Part, ...]]:
        """The tags of the newest posts, each by its feed; the API can neither list them nor filter by one."""
        newest = yield from self.page()
        names = dict.fromkeys(label for post in newest.posts for label in post.labels)
        feeds = ((name, f"{newest.site_url}tag:{quote(name, safe='')}/feed/") for name in names)
        return tuple(Part("tag", name, SourceRef("feed", feed)) for name, feed in feeds)


def posts_at(api: str, number: int = 1) -> str:
    """The address of a page of posts, their bodies in HTML."""
    return f"{api}/posts?{urlencode({'page': number, 'body': 'html'})}"


def collection_in(answer: Response) -> CollectionShape:
    """The blog that an answer holds. Raises UnreadableAnswer for all that is none."""
    blog = salvage(decode(answer, Envelope).data, CollectionShape)
    if blog is None or salvage(blog.posts, list[msgspec.Raw]) is None:
        raise unreadable(answer)
    return blog


def home_of(blog: CollectionShape, api: str) -> str:
    """Where a blog shows itself: as it says, else below its host by its name."""
    told = absolute(blog.url or "")
    return (told or absolute(f"/{blog.alias}", api)).rstrip("/") + "/"


def post_of(shape: PostShape, home: str) -> Post:
    """Make the post that a shape describes; its address is its guid in the feed as well."""
    url = absolute(quote(shape.slug or shape.id, safe="%"), home)
    body = html_from_either(shape.body or "")
    return Post(
        guid=url or clean_line(shape.id),
        url=url,
        title=clean_line(shape.title or ""),
        html=body,
        published=parse_date(shape.created or ""),
        updated=parse_date(shape.updated or ""),
        labels=_labels(shape.tags),
        excerpt=excerpt_from_html(body),
        remote_id=clean_line(shape.id),
    )


def _labels(raw: msgspec.Raw) -> tuple[CleanText, ...]:
    labels = (clean_line(label, 100) for label in salvage_each(raw, str))
    return tuple(dict.fromkeys(label for label in labels if label))


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """The program that the page names, or Write.as itself."""
    if page.generator.lower().startswith(("writefreely", "write.as")):
        return f"its page says “{page.generator}”"
    return "it stands on Write.as" if host_of(page.fetched) == WRITE_AS else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by the API, which the page tells to the Fediverse, or its address to people."""
    home = _home_by_feed(page)
    named = yield from _named_to_fediverse(page.fetched)
    for api in dict.fromkeys((named, *_guesses(page.fetched))):
        site = (yield from _site_at(api, home)) if api else None
        if site is not None:
            is_post = page.url.rstrip("/") != site.url.rstrip("/") and page.url.startswith(site.url)
            return replace(site, post_url=page.url if is_post else None)
    return None


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog of a feed on Write.as; those of other servers name no program."""
    steps = urlsplit(response.url).path.strip("/").split("/")
    if host_of(response.url) != WRITE_AS or len(steps) != 2 or steps[1] != "feed":
        return None
    return (yield from _site_at(absolute(f"/api/collections/{steps[0]}", response.url), ""))


def _named_to_fediverse(url: str) -> Flow[str]:
    """The blog's address in the API, which is its id as an actor; "" where the server keeps to itself."""
    try:
        answer = yield from fetch(Request("GET", url, headers=ACTIVITY, tolerate=ANY_STATUS))
        actor = decode(answer, ActorShape) if answer.status == 200 else ActorShape()
    except NetworkError:
        return ""
    ids = (actor.id, salvage(actor.attributed_to, str) or "")
    return next((each for each in ids if _COLLECTION.fullmatch(each)), "")


def _guesses(url: str) -> Iterator[str]:
    """On a server of many blogs the first step of an address is a blog's name."""
    first = urlsplit(url).path.strip("/").partition("/")[0]
    if re.fullmatch(r"[\w.-]+", first):
        yield absolute(f"/api/collections/{first}", url)


def _home_by_feed(page: Page) -> str:
    """Where the page's blog shows itself: its feed stands right below."""
    links = (link.url for link in page.posts_feeds if link.url.endswith("/feed/") and "/tag:" not in link.url)
    return next((url.removesuffix("feed/") for url in links), "")


def _site_at(api: str, home: str) -> Flow[Site | None]:
    """Ask for the newest posts, as a name card; None where they are not to be had."""
    try:
        answer = yield from fetch(Request("GET", posts_at(api), headers=JSON, tolerate=ANY_STATUS))
        blog = collection_in(answer) if answer.status == 200 else None
    except NetworkError:
        return None
    if blog is None:
        return None
    home = home or home_of(blog, api)
    return Site(
        url=home,
        title=clean_line(blog.title or blog.alias),
        platform="writefreely",
        sources=(
            SourceRef("writefreely", f"{api}?{urlencode({'home': home})}"),
            SourceRef("feed", f"{home}feed/"),
        ),
        reasons=(clean_line(f"The API at {api} is open."),),
    )


PLATFORM = Platform(
    "writefreely",
    "WriteFreely",
    marks=marks,
    feed_paths=("feed/",),
    site=site_of_page,
    site_of_feed=site_of_feed,
    source=WriteFreelyPosts,
)
