"""What Bluesky's servers send, and a post there as a comment.

Source: the lexicons `app.bsky.feed.defs`, `app.bsky.feed.post`, `app.bsky.richtext.facet`,
`com.atproto.server.createSession` and `com.atproto.repo.*`.
"""

import html
import re
from collections.abc import Iterator

import msgspec

from tui_blog.model.comment import Comment
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.wire import salvage, salvage_each

_NOTHING = msgspec.Raw(b"null")
_MOST_ANSWERS = 10_000
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_URI = re.compile(r"at://([^/\s]+)/app\.bsky\.feed\.post/([^/\s]+)")


class ErrorShape(msgspec.Struct, frozen=True):
    """Why a server does not do what it was asked."""

    error: str = ""
    message: str = ""


class SessionShape(msgspec.Struct, frozen=True):
    """Who has signed in, and the token that signs from then on."""

    did: str
    handle: str
    access: str = msgspec.field(name="accessJwt")


class WrittenShape(msgspec.Struct, frozen=True):
    """The name of a record that was just written, or of one that is answered."""

    uri: str
    cid: str = ""


class ReplyShape(msgspec.Struct, frozen=True):
    """What a post answers."""

    root: WrittenShape
    parent: WrittenShape


class RecordShape(msgspec.Struct, frozen=True, rename="camel"):
    """A post as its writer's server keeps it."""

    text: str = ""
    created_at: str = ""
    facets: msgspec.Raw = _NOTHING
    reply: msgspec.Raw = _NOTHING

    @property
    def root(self) -> WrittenShape | None:
        """The post at the head of its thread; None where it is that itself."""
        told = salvage(self.reply, ReplyShape)
        return told.root if told else None


class StoredShape(msgspec.Struct, frozen=True):
    """A record as its server gives it."""

    uri: str
    value: RecordShape


class AuthorShape(msgspec.Struct, frozen=True, rename="camel"):
    """Who wrote a post."""

    handle: str
    display_name: str = ""


class ViewerShape(msgspec.Struct, frozen=True, rename="camel"):
    """What a post is to who asks."""

    reply_disabled: bool = False


class PostShape(msgspec.Struct, frozen=True, rename="camel"):
    """A post as it is shown."""

    uri: str
    cid: str
    author: AuthorShape
    record: msgspec.Raw = _NOTHING
    embed: msgspec.Raw = _NOTHING
    indexed_at: str = ""
    viewer: ViewerShape = ViewerShape()


class NodeShape(msgspec.Struct, frozen=True):
    """A post in its thread; one that is gone, or that a block hides, has no `post`."""

    post: PostShape
    replies: msgspec.Raw = _NOTHING


class ThreadShape(msgspec.Struct, frozen=True):
    """A thread from one post on."""

    thread: NodeShape


class IndexShape(msgspec.Struct, frozen=True, rename="camel"):
    """A part of a text, in bytes of UTF-8, the end not included."""

    byte_start: int
    byte_end: int


class FeatureShape(msgspec.Struct, frozen=True):
    """What such a part is: a link, where it has an address."""

    uri: str = ""
    did: str = ""


class FacetShape(msgspec.Struct, frozen=True):
    """A part of a text that is more than text."""

    index: IndexShape
    features: list[FeatureShape] = []


class ImageShape(msgspec.Struct, frozen=True):
    """A picture."""

    fullsize: str = ""
    alt: str = ""


class CardShape(msgspec.Struct, frozen=True):
    """A page that is shown as a card."""

    uri: str = ""
    title: str = ""


class EmbedShape(msgspec.Struct, frozen=True):
    """What is shown beside the text."""

    images: msgspec.Raw = _NOTHING
    external: msgspec.Raw = _NOTHING


def comments_of(thread: NodeShape) -> tuple[Comment, ...]:
    """The answers below a post, each before its own answers, the oldest first among those to one post."""
    found: dict[str, Comment] = {}
    waiting = _answers(thread, None)
    while waiting and len(found) < _MOST_ANSWERS:
        node, parent = waiting.pop()
        comment = _comment(node.post, parent, _writer(thread.post))
        if comment.id not in found:
            found[comment.id] = comment
            waiting += _answers(node, comment.id)
    return tuple(found.values())


def _answers(node: NodeShape, parent: str | None) -> list[tuple[NodeShape, str | None]]:
    """Newest first, so that the oldest is taken first."""
    nodes = sorted(salvage_each(node.replies, NodeShape), key=lambda each: each.post.indexed_at, reverse=True)
    return [(each, parent) for each in nodes]


def _comment(shape: PostShape, parent: str | None, author: str) -> Comment:
    record = salvage(shape.record, RecordShape) or RecordShape()
    return Comment(
        id=clean_line(shape.uri, 500),
        parent=parent,
        author=clean_line(shape.author.display_name or shape.author.handle, 100),
        html=_markup(record) + "".join(_beside(shape)),
        published=parse_date(record.created_at) or parse_date(shape.indexed_at),
        website=absolute(f"https://bsky.app/profile/{shape.author.handle}"),
        url=page_of(shape.uri, shape.author.handle),
        by_author=bool(author) and _writer(shape) == author,
    )


def _writer(shape: PostShape) -> str:
    """The account in whose repository a post lies; "" for another kind of name."""
    found = _URI.fullmatch(shape.uri)
    return found[1] if found else ""


def comment_of_record(stored: StoredShape, parent: str | None) -> Comment:
    """A record of the person's own."""
    return Comment(
        id=clean_line(stored.uri, 500),
        parent=parent,
        author=clean_line(""),
        html=_markup(stored.value),
        published=parse_date(stored.value.created_at),
        url=page_of(stored.uri),
    )


def page_of(uri: str, handle: str = "") -> str:
    """Where people see a post, by its name on the network; "" for another kind of name."""
    found = _URI.fullmatch(uri)
    return absolute(f"https://bsky.app/profile/{handle or found[1]}/post/{found[2]}") if found else ""


def _markup(record: RecordShape) -> str:
    """The text as HTML, its links where the facets say; parts that lie within each other are no links."""
    text = record.text.encode()
    pieces: list[str] = []
    reached = 0
    for facet in sorted(salvage_each(record.facets, FacetShape), key=lambda each: each.index.byte_start):
        start, end = facet.index.byte_start, facet.index.byte_end
        url = next((url for each in facet.features if (url := _target(each))), "")
        if url and reached <= start < end <= len(text):
            pieces += [
                _escaped(text[reached:start]),
                f'<a href="{html.escape(url)}">{_escaped(text[start:end])}</a>',
            ]
            reached = end
    return _paragraphs("".join((*pieces, _escaped(text[reached:]))))


def _paragraphs(markup: str) -> str:
    parts = (part.strip() for part in _BLANK_LINES.split(markup))
    return "".join(f"<p>{'<br>'.join(part.splitlines())}</p>" for part in parts if part)


def _target(feature: FeatureShape) -> str:
    return absolute(feature.uri) or (
        absolute(f"https://bsky.app/profile/{feature.did}") if feature.did else ""
    )


def _escaped(text: bytes) -> str:
    return html.escape(text.decode("utf-8", "replace"))


def _beside(shape: PostShape) -> Iterator[str]:
    embed = salvage(shape.embed, EmbedShape) or EmbedShape()
    for image in salvage_each(embed.images, ImageShape):
        if url := absolute(image.fullsize):
            yield f'<p><a href="{html.escape(url)}">{html.escape(image.alt or "Picture")}</a></p>'
    card = salvage(embed.external, CardShape) or CardShape()
    if url := absolute(card.uri):
        yield f'<p><a href="{html.escape(url)}">{html.escape(card.title or url)}</a></p>'
