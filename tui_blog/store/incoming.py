"""A post on its way into the library: what costs time is worked out before the writer has its turn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tui_blog.model.post import Post
from tui_blog.model.twins import without_twins
from tui_blog.store.addresses import address_of
from tui_blog.store.packing import digest_of, join_lines, pack, to_moment, to_text, unpack
from tui_blog.store.search_terms import body_terms


@dataclass(frozen=True, slots=True)
class Incoming:
    """A post, mostly as its columns hold it; its body is there as HTML, packed, or both."""

    guid: str
    url: str
    address: str
    title: str
    excerpt: str
    author: str
    published: str | None
    updated: str | None
    labels: str
    comment_count: int | None
    comments_open: bool | None
    remote_id: str
    digest: bytes
    html: str = ""
    packed: bytes = b""
    terms: bytes = b""
    """Those of title and body for the index of the search, where they were worked out."""

    @property
    def moment(self) -> datetime | None:
        """When it was published."""
        return to_moment(self.published)

    @property
    def text(self) -> str:
        """Its body as HTML."""
        return self.html or (unpack(self.packed) if self.packed else "")

    @property
    def body(self) -> bytes:
        """Its body as it is stored."""
        return self.packed or pack(self.html)


def incoming(posts: Iterable[Post], *, packed: bool = False) -> tuple[Incoming, ...]:
    """The posts of a document, without repetitions.

    `packed` packs all bodies and works their terms out, which pays where it is not the writer's time; else
    only those that are new are, when they are stored and when they are indexed.
    """
    return tuple(_incoming(post, packed) for post in without_twins(posts))


def _incoming(post: Post, packed: bool) -> Incoming:
    return Incoming(
        guid=post.guid,
        url=post.url,
        address=address_of(post.url),
        title=post.title,
        excerpt=post.excerpt,
        author=post.author,
        published=to_text(post.published),
        updated=to_text(post.updated),
        labels=join_lines(post.labels),
        comment_count=post.comment_count,
        comments_open=post.comments_open,
        remote_id=post.remote_id,
        digest=digest_of(post),
        html="" if packed else post.html,
        packed=pack(post.html) if packed else b"",
        terms=body_terms(post.title, post.html) if packed else b"",
    )
