"""The posts of a Tumblr blog by its first API, which asks for no key and goes back to the first post.

Source: what its many clients read of `/api/read/json` since 2007; Tumblr itself documents only its successor,
for which everybody needs a key of their own.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote, unquote, urlencode, urlsplit

import msgspec

from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html, line_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.wire import decode, salvage, salvage_each, unreadable

FULL_PAGE = 50
"""The most that Tumblr gives at once."""

_MISSING = frozenset({404, 410})
_POST = re.compile(r"/post/(\d+)")
_NOTHING = msgspec.Raw(b"null")

Text = str | int | float | bool | None
"""Tumblr writes `false` for a text that is not there."""


class PhotoShape(msgspec.Struct, frozen=True, rename="kebab"):
    """One of several photos."""

    caption: Text = None
    photo_url_1280: Text = None


class LineShape(msgspec.Struct, frozen=True):
    """A line of a conversation."""

    label: Text = None
    phrase: Text = None


class PostShape(msgspec.Struct, frozen=True, rename="kebab"):
    """A post of any kind; each kind has fields of its own."""

    id: str | int
    url: Text = None
    type: Text = None
    date_gmt: Text = None
    unix_timestamp: Text = None
    tags: msgspec.Raw = _NOTHING
    regular_title: Text = None
    regular_body: Text = None
    photo_caption: Text = None
    photo_url_1280: Text = None
    photos: msgspec.Raw = _NOTHING
    quote_text: Text = None
    quote_source: Text = None
    link_text: Text = None
    link_url: Text = None
    link_description: Text = None
    conversation_title: Text = None
    conversation: msgspec.Raw = _NOTHING
    video_caption: Text = None
    video_player: Text = None
    audio_caption: Text = None
    audio_player: Text = None
    question: Text = None
    answer: Text = None


class BlogShape(msgspec.Struct, frozen=True):
    """The blog's card."""

    title: Text = None
    name: Text = None


class Reading(msgspec.Struct, frozen=True, rename="kebab"):
    """A page of posts."""

    posts: list[msgspec.Raw]
    tumblelog: BlogShape = BlogShape()
    posts_total: int | None = None


class TumblrPosts(PostSource):
    """A `PostSource` over a blog's home, or over `tagged/…` below it for the posts with a tag."""

    def __init__(self, url: str) -> None:
        self.root = absolute("/", url)
        path = urlsplit(url).path
        self.tag = unquote(path.removeprefix("/tagged/").strip("/")) if path.startswith("/tagged/") else ""

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the cursor is the number of posts that are newer.

        Raises `UnreadableAnswer`, or what the driver raises.
        """
        start = int(cursor) if cursor and cursor.isdecimal() else 0
        reading = yield from read_blog(self.root, start, tag=self.tag)
        end = start + len(reading.posts)
        total = reading.posts_total
        more = bool(reading.posts) and (total is None or end < total)
        return PostPage(
            posts_in(reading),
            next=Cursor(str(end)) if more else None,
            total=total if not start else None,
            title=title_of(reading),
            site_url=self.root,
        )

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address, by its number."""
        number = _POST.search(urlsplit(url).path)
        if number is None:
            return None
        address = f"{self.root}api/read/json?id={number[1]}"
        answer = yield from fetch(Request("GET", address, tolerate=_MISSING))
        found = posts_in(reading_in(answer)) if answer.status == 200 else ()
        return next(iter(found), None)

    def parts(self) -> Flow[tuple[Part, ...]]:
        """The tags of the newest posts; the blog lists them nowhere."""
        newest = (yield from self.page()).posts
        names = dict.fromkeys(label for post in newest for label in post.labels)
        return tuple(Part("tag", name, SourceRef("tumblr", tagged_at(self.root, name))) for name in names)


def tagged_at(root: str, tag: str) -> str:
    """Where a blog shows the posts with a tag."""
    return f"{root}tagged/{quote(tag, safe='')}/"


def read_blog(root: str, start: int = 0, size: int = FULL_PAGE, tag: str = "") -> Flow[Reading]:
    """A page of a blog. Raises UnreadableAnswer for all that is none."""
    asked: dict[str, str | int] = {"num": size, "start": start}
    if tag:
        asked["tagged"] = tag
    address = f"{root}api/read/json?{urlencode(asked, quote_via=quote)}"
    return reading_in((yield from fetch(Request("GET", address))))


def reading_in(answer: Response) -> Reading:
    """What a script holds that sets one variable: `var tumblr_api_read = {…};`."""
    start, end = answer.body.find(b"{"), answer.body.rfind(b"}")
    if start < 0 or b"<" in answer.body[:start]:
        raise unreadable(answer)
    return decode(replace(answer, body=answer.body[start : end + 1]), Reading)


def posts_in(reading: Reading) -> tuple[Post, ...]:
    """The posts of a page that can be read."""
    shapes = (salvage(raw, PostShape) for raw in reading.posts)
    return tuple(post_of(shape) for shape in shapes if shape)


def title_of(reading: Reading) -> CleanText:
    """The blog's title, else its name."""
    return _line(reading.tumblelog.title) or _line(reading.tumblelog.name)


def post_of(shape: PostShape) -> Post:
    """Make the post that a shape describes; its address without a slug is its guid in the feed as well."""
    url = absolute(_text(shape.url))
    title = _text(shape.regular_title) or _text(shape.conversation_title) or _text(shape.link_text)
    body = _BODIES.get(_text(shape.type), _regular)(shape)
    labels = (clean_line(label, 100) for label in salvage_each(shape.tags, str))
    return Post(
        guid=url or clean_line(str(shape.id)),
        url=url,
        title=_line(title),
        html=body,
        published=parse_date(_text(shape.date_gmt)) or parse_date(str(shape.unix_timestamp or "")),
        labels=tuple(dict.fromkeys(label for label in labels if label)),
        excerpt=excerpt_from_html(body),
        remote_id=clean_line(str(shape.id)),
    )


# --- a body of each kind ----------------------------------------------------------------------------


def _regular(shape: PostShape) -> str:
    return _text(shape.regular_body)


def _photo(shape: PostShape) -> str:
    photos = salvage_each(shape.photos, PhotoShape) or (PhotoShape(None, shape.photo_url_1280),)
    return "".join(map(_picture, photos)) + _text(shape.photo_caption)


def _picture(photo: PhotoShape) -> str:
    url, told = absolute(_text(photo.photo_url_1280)), _line(photo.caption)
    return f'<p><img src="{html.escape(url)}" alt="{html.escape(told)}"></p>' if url else ""


def _quote(shape: PostShape) -> str:
    source = _text(shape.quote_source)
    return f"<blockquote>{_text(shape.quote_text)}</blockquote>" + (f"<p>— {source}</p>" if source else "")


def _link(shape: PostShape) -> str:
    url = absolute(_text(shape.link_url))
    words = html.escape(_line(shape.link_text) or url, quote=False)
    return f'<p><a href="{html.escape(url)}">{words}</a></p>{_text(shape.link_description)}'


def _conversation(shape: PostShape) -> str:
    lines = salvage_each(shape.conversation, LineShape)
    return "".join(f"<p><b>{_text(line.label)}</b> {_text(line.phrase)}</p>" for line in lines)


def _answer(shape: PostShape) -> str:
    return f"<blockquote>{_text(shape.question)}</blockquote>{_text(shape.answer)}"


_BODIES: Mapping[str, Callable[[PostShape], str]] = MappingProxyType(
    {
        "photo": _photo,
        "quote": _quote,
        "link": _link,
        "conversation": _conversation,
        "answer": _answer,
        "video": lambda shape: _text(shape.video_player) + _text(shape.video_caption),
        "audio": lambda shape: _text(shape.audio_player) + _text(shape.audio_caption),
    }
)


def _text(value: Text) -> str:
    return value if isinstance(value, str) else ""


def _line(value: Text) -> CleanText:
    return line_from_html(value) if isinstance(value, str) else EMPTY
