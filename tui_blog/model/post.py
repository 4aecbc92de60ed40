"""Posts: as a blog sends them, as the library keeps them, as the list and the reader show them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, Self

from tui_blog.model.cursor import Cursor
from tui_blog.model.retention import ALL, Keep
from tui_blog.model.rhythm import ANYTIME, Rhythm
from tui_blog.model.text import EMPTY, CleanText

BlogId = NewType("BlogId", int)
PostId = NewType("PostId", int)


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its blog sent it; every string but `html` is clean."""

    guid: str
    """Identity within the blog: Atom `id`, RSS `guid`, JSON `id`, WordPress `guid` (feeds.md §9.2)."""
    url: str
    """Absolute http or https address of the post's page, or ""."""
    title: CleanText
    """"" where the post has none; screens then show the beginning of the text."""
    html: str
    """The body as sent: foreign, never shown; only `convert` looks into it."""
    author: CleanText = EMPTY
    published: datetime | None = None
    """Aware; keeps the offset that the blog wrote."""
    updated: datetime | None = None
    labels: tuple[CleanText, ...] = ()
    excerpt: CleanText = EMPTY
    """One line, at most 300 characters."""
    comment_count: int | None = None
    """None where the source does not tell."""
    comments_open: bool | None = None
    remote_id: str = ""
    """The post's number in the platform's API (WordPress, Blogger), or ""."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What an HTTP cache sends back to ask "has it changed?", byte for byte as it came (RFC 9110 §13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class PostPage:
    """One page of a blog's posts, newest first."""

    posts: tuple[Post, ...]
    next: Cursor | None = None
    """Where older posts begin; None at the first post ever written, or where the source goes no further."""
    next_is_guess: bool = False
    """True where nothing tells whether older posts stand behind `next`: they are looked for there."""
    total: int | None = None
    """How many posts the blog says it has."""
    title: CleanText = EMPTY
    """The blog's own title, where the page tells it."""
    site_url: str = ""
    """The blog's home page, where the page tells it."""
    language: str = ""
    """The blog's language (BCP 47), where the page tells it."""
    validators: Validators | None = None
    unchanged: bool = False
    """True when the server answered 304: `posts` is empty, and what the library holds still stands."""
    moved_to: str | None = None
    """The feed's new address, when the server says that it moved for good."""
    rhythm: Rhythm = ANYTIME
    """When the blog wants to be asked again; an unchanged page cannot tell: what was said before holds."""
    notice: CleanText = EMPTY
    """A sentence where posts came, but not all that the page was meant to hold."""


@dataclass(frozen=True, slots=True)
class Blog:
    """A blog of the library."""

    id: BlogId
    title: CleanText
    url: str
    """Its home page."""
    feed_url: str
    """What is fetched on a refresh: the feed, or the API's root."""
    source: str
    """The source's kind in the registry: "feed", "wordpress" or "blogger"."""
    platform: str
    tags: tuple[CleanText, ...] = ()
    posts: int = 0
    unread: int = 0
    refreshed: datetime | None = None
    """When it was last asked with success."""
    error: CleanText = EMPTY
    """The sentence of the last failure, "" after a success."""
    language: str = ""
    """As a tag of BCP 47 ("de", "pt-BR"); "" where the blog does not tell."""
    subscribed: bool = True
    """False for a blog that was opened by its URL and not added."""
    archive_cursor: Cursor | None = None
    """Where posts older than the stored ones begin; None before the first refresh."""
    archive_done: bool = False
    """True once the first post ever written is stored."""
    validators: Validators = Validators()
    keep: Keep = ALL


@dataclass(frozen=True, slots=True)
class PostKey:
    """A post's place in the order of every list, by (sorted_at, id): both descend, or both ascend."""

    sorted_at: int
    """Unix seconds: the date of the post, or of its first sighting where it has none."""
    id: PostId


NEWEST, OLDEST = PostKey(2**62, PostId(0)), PostKey(-(2**62), PostId(0))
"""Places beyond those of all posts."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """What a list shows of a post; light, thousands may be held."""

    key: PostKey
    blog_id: BlogId
    blog_title: CleanText
    title: CleanText
    """Never empty: the beginning of the text stands in for a missing title."""
    published: datetime | None
    read: bool
    starred: bool
    comments: int | None
    tags: tuple[CleanText, ...] = ()
    """Its own; those of its blog are the blog's."""

    @property
    def id(self) -> PostId:
        """The post's id in the library."""
        return self.key.id


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post of the library, whole."""

    id: PostId
    blog: Blog
    post: Post
    read: bool
    starred: bool
    key: PostKey
    tags: tuple[CleanText, ...] = ()
    """Its own; those of its blog are the blog's."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a post says, or said once."""

    title: CleanText
    markdown: CleanText


@dataclass(frozen=True, slots=True)
class PostQuery:
    """Which posts a list holds, and in which order; every other field narrows it."""

    blog_id: BlogId | None = None
    unread: bool = False
    starred: bool = False
    tag: CleanText | None = None
    """Of the blog, or of the post itself."""
    since: datetime | None = None
    until: datetime | None = None
    oldest_first: bool = False
    """As a blog is read from its first post onward; else the newest is the first."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a person wants one list: chosen by keys, and remembered for it."""

    oldest_first: bool = False
    hides_read: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """As `text` put it; whatever else stands there is left out."""
        words = text.split()
        return cls(oldest_first="oldest" in words, hides_read="unread" in words)

    @property
    def text(self) -> str:
        """To be kept; "" for that of a list for which nothing was chosen."""
        return " ".join(["oldest"] * self.oldest_first + ["unread"] * self.hides_read)


PLAIN = Arrangement()


@dataclass(frozen=True, slots=True)
class PostWindow:
    """A run of neighbouring rows of a list, in its order."""

    rows: tuple[PostRow, ...]
    more_before: bool
    """There are more posts before the first row."""
    more_after: bool
    """There are more posts after the last row."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a stretch of a list holds of the posts whose titles were looked for."""

    rows: tuple[PostRow, ...]
    """In the order of the list."""
    reached: PostKey | None
    """The last post looked at; None where the list ends."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The kept counts of the whole library."""

    posts: int
    unread: int
    starred: int
    outbox: int
    replies: int = 0
    """Answers to the person's own comments that they have not seen yet."""


@dataclass(frozen=True, slots=True)
class Upserted:
    """What storing a page of posts did."""

    new: int
    changed: int
    """Posts whose title or body differs from what was kept; a mere count or date does not count."""
    arrived: tuple[PostId, ...] = field(default=(), compare=False)
    """Those that are new, the oldest first."""
