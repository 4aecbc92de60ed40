"""Pages of posts as blogs send them, and what storing one did."""

from dataclasses import dataclass, field

from tui_blog.model.cursor import Cursor
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId
from tui_blog.model.rhythm import ANYTIME, Rhythm
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.model.validators import Validators


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
class Upserted:
    """What storing a page of posts did."""

    new: int
    changed: int
    """Posts whose title or body differs from what was kept; a mere count or date does not count."""
    arrived: tuple[PostId, ...] = field(default=(), compare=False)
    """Those that are new, the oldest first."""
