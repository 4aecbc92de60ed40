"""One post as Ghost's Content API describes it."""

import html

import msgspec

from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.ghost.api import Meta
from tui_blog.platforms.wire import salvage_each

_NOTHING = msgspec.Raw(b"null")

_READERS = {"members": "members of the blog", "paid": "paying members of the blog"}
_SOME = "some members of the blog"
"""Those of certain tiers."""


class NamedShape(msgspec.Struct, frozen=True):
    """A tag or an author."""

    name: str | None = None
    visibility: str | None = None
    """Tags that are "internal" steer the theme; readers never see them."""


class PostShape(msgspec.Struct, frozen=True):
    """A post, or a page: both have one shape."""

    id: str
    title: str | None = None
    html: str | None = None
    url: str | None = None
    custom_excerpt: str | None = None
    excerpt: str | None = None
    """The beginning of the text, plain."""
    visibility: str | None = None
    access: bool | None = None
    """False: strangers get nothing of it, or its beginning alone."""
    comments: bool | None = None
    """Comments are on, for whoever has access."""
    published_at: str | None = None
    updated_at: str | None = None
    feature_image: str | None = None
    feature_image_alt: str | None = None
    feature_image_caption: str | None = None
    """HTML."""
    tags: msgspec.Raw = _NOTHING
    authors: msgspec.Raw = _NOTHING


class Listing(msgspec.Struct, frozen=True):
    """A page of posts, or of pages; each item is read by itself, so that an odd one hides no other."""

    posts: msgspec.Raw = _NOTHING
    pages: msgspec.Raw = _NOTHING
    meta: Meta = Meta()

    @property
    def shapes(self) -> tuple[PostShape, ...]:
        """What can be read of its items."""
        return salvage_each(self.posts, PostShape) + salvage_each(self.pages, PostShape)


def post_of(shape: PostShape) -> Post:
    """Make the post that a shape describes; its id is its guid in Ghost's feed as well."""
    body = _body(shape)
    return Post(
        guid=clean_line(shape.id),
        url=absolute(shape.url or ""),
        title=clean_line(shape.title or ""),
        html=body,
        author=clean_line(", ".join(_names(shape.authors))),
        published=parse_date(shape.published_at or ""),
        updated=parse_date(shape.updated_at or ""),
        labels=_names(shape.tags),
        excerpt=_line(shape.custom_excerpt) or _line(shape.excerpt) or excerpt_from_html(body),
        comments_open=None if shape.access is False else shape.comments,
        remote_id=clean_line(shape.id),
    )


def _body(shape: PostShape) -> str:
    """The picture above the text, the text, and where it is for members the sentence that says so."""
    text = shape.html or ""
    if shape.access is not False:
        return _picture(shape) + text
    what = "The rest of this post" if text.strip() else "This post"
    readers = _READERS.get(shape.visibility or "", _SOME)
    return f"{_picture(shape)}{text}<p>{what} is for {readers} only.</p>"


def _picture(shape: PostShape) -> str:
    source = absolute(shape.feature_image or "")
    if not source:
        return ""
    alt = html.escape(shape.feature_image_alt or "")
    caption = shape.feature_image_caption
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{html.escape(source)}" alt="{alt}">{below}</figure>'


def _names(raw: msgspec.Raw) -> tuple[CleanText, ...]:
    shapes = (shape for shape in salvage_each(raw, NamedShape) if shape.visibility != "internal")
    names = (clean_line(shape.name or "") for shape in shapes)
    return tuple(dict.fromkeys(name for name in names if name))


def _line(text: str | None) -> CleanText:
    return clean_line(text, 300) if text else EMPTY
