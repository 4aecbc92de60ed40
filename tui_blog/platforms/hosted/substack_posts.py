"""The posts of a Substack newsletter, by what its own pages ask for: open to all, documented nowhere.

Free posts come whole, back to the first; paid ones as far as they are shown to strangers.
"""

import html
import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feed import parse
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.wire import decode, decode_each, salvage_each

FULL_PAGE = 12
"""What Substack's own archive page asks for; more is not always given."""

JSON = {"Accept": "application/json"}
FOR_PAYING = "<p>The rest of this post is for paying subscribers.</p>"

_HIDDEN = frozenset({401, 403, 404})
_SLUG = re.compile(r"/p/([^/]+)")
_NOTHING = msgspec.Raw(b"null")


class NamedShape(msgspec.Struct, frozen=True):
    """A tag or a writer."""

    name: str | None = None


class PostShape(msgspec.Struct, frozen=True):
    """A post, in the archive (without its body) or by itself."""

    id: int
    slug: str
    title: str | None = None
    subtitle: str | None = None
    post_date: str | None = None
    updated_at: str | None = None
    audience: str | None = None
    write_comment_permissions: str | None = None
    canonical_url: str | None = None
    description: str | None = None
    truncated_body_text: str | None = None
    body_html: str | None = None
    comment_count: int | None = None
    tags: msgspec.Raw = msgspec.field(default=_NOTHING, name="postTags")
    bylines: msgspec.Raw = msgspec.field(default=_NOTHING, name="publishedBylines")

    @property
    def is_free(self) -> bool:
        """Everybody may read the whole of it."""
        return self.audience in (None, "everyone")


class SubstackPosts(PostSource):
    """A `PostSource` over a newsletter's address, with `?search=` where only some of it is wanted."""

    def __init__(self, url: str) -> None:
        self.root = absolute("/", url)
        self.query = parse_qs(urlsplit(url).query).get("search", [""])[0]

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the bodies of the newest come by the feed, older ones post by post.

        Raises `UnreadableAnswer`, or what the driver raises (403 and 404 where the archive is shut).
        """
        start = int(cursor) if cursor and cursor.isdecimal() else 0
        listed = yield from fetch(Request("GET", archive_at(self.root, start, self.query), headers=JSON))
        shapes = decode_each(listed, PostShape)
        bodies = (yield from _bodies_in_feed(self.root)) if shapes and not start and not self.query else {}
        posts: list[Post] = []
        for shape in shapes:
            told = bodies.get(_key(shape, self.root))
            posts.append((yield from self._whole(shape, told)))
        # A page that is not full may be followed by another: only an empty one is the end.
        return PostPage(tuple(posts), next=Cursor(str(start + len(shapes))) if shapes else None)

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address, by its slug."""
        slug = slug_in(url)
        shape = (yield from post_by_slug(self.root, slug)) if slug else None
        return post_of(shape, self.root) if shape else None

    def search(self, query: str) -> SourceRef | None:
        """Substack looks through titles and texts by itself."""
        return SourceRef("substack", f"{self.root}?{urlencode({'search': query})}")

    def _whole(self, shape: PostShape, told: str | None) -> Flow[Post]:
        if not told and not shape.body_html and shape.is_free:
            shape = (yield from post_by_slug(self.root, shape.slug)) or shape
        return post_of(shape, self.root, told or "")


def archive_at(root: str, start: int = 0, query: str = "", size: int = FULL_PAGE) -> str:
    """The address of a page of the archive, counted in posts."""
    asked = {"sort": "new", "search": query, "offset": start, "limit": size}
    return f"{root}api/v1/archive?{urlencode(asked)}"


def slug_in(url: str) -> str:
    """The name of a post in its address; "" where it is no post's."""
    found = _SLUG.search(urlsplit(url).path)
    return found[1] if found else ""


def post_by_slug(root: str, slug: str) -> Flow[PostShape | None]:
    """A post with its body; None where it is missing or hidden from strangers."""
    url = f"{root}api/v1/posts/{slug}"
    answer = yield from fetch(Request("GET", url, headers=JSON, tolerate=_HIDDEN))
    return decode(answer, PostShape) if answer.status < 400 else None


def _bodies_in_feed(root: str) -> Flow[Mapping[str, str]]:
    """The bodies that the feed holds; nothing where it is refused, as it often is to programs."""
    try:
        answer = yield from fetch(Request("GET", f"{root}feed", tolerate=ANY_STATUS))
        feed = parse(answer.body, answer.url, answer.content_type) if answer.status == 200 else None
    except NetworkError:
        return {}
    return {canonical(post.url): post.html for post in feed.posts} if feed else {}


def _key(shape: PostShape, root: str) -> str:
    """How the feed is looked through; of a post that is paid for it holds a teaser, just as well."""
    return canonical(_address(shape, root))


def post_of(shape: PostShape, root: str, body: str = "") -> Post:
    """Make the post that a shape describes; its address is its guid in the feed as well."""
    url = _address(shape, root)
    teaser = html_from_text(shape.truncated_body_text or shape.description or "")
    shown = body or shape.body_html or teaser
    bylines = (_line(each.name) for each in salvage_each(shape.bylines, NamedShape))
    labels = (_line(each.name) for each in salvage_each(shape.tags, NamedShape))
    return Post(
        guid=url,
        url=url,
        title=_line(shape.title),
        html=_below(shape.subtitle, shown if shape.is_free else shown + FOR_PAYING),
        author=clean_line(", ".join(name for name in bylines if name)),
        published=parse_date(shape.post_date or ""),
        updated=parse_date(shape.updated_at or ""),
        labels=tuple(dict.fromkeys(label for label in labels if label)),
        excerpt=clean_line(shape.description or "", 300) or excerpt_from_html(shown),
        comment_count=shape.comment_count,
        comments_open=_may_be_answered(shape.write_comment_permissions),
        remote_id=str(shape.id),
    )


def _may_be_answered(permissions: str | None) -> bool | None:
    return None if permissions is None else permissions != "none"


def _below(subtitle: str | None, body: str) -> str:
    """A subtitle is part of the text: it stands nowhere else."""
    line = _line(subtitle)
    return f"<p><em>{html.escape(line, quote=False)}</em></p>{body}" if line else body


def _address(shape: PostShape, root: str) -> str:
    return absolute(shape.canonical_url or "") or absolute(f"p/{shape.slug}", root)


def _line(text: str | None) -> CleanText:
    return clean_line(text) if text else EMPTY
