"""What a platform's file tells of itself: how to know it, and which ways to posts and comments it opens."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_blog.model.account import Account, AccountKind
from tui_blog.model.flow import Flow, Response
from tui_blog.model.site import ChannelRef, Site
from tui_blog.model.ways import CommentChannel, PostSource
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.pages import Page


def unmarked(page: Page) -> str:
    """For what is never known by a page."""
    return ""


@dataclass(frozen=True, slots=True)
class Platform:
    """A tongue that blogs or comment servers speak; the registry holds one of each file."""

    key: str
    """In `Site.platform`, `SourceRef.kind` and `ChannelRef.system`; never changed, for libraries keep it."""
    name: str
    """As its people write it."""
    marks: Callable[[Page], str] = unmarked
    """Why a page is held to be of this platform, in words that follow its name and a colon; "" where nothing
    says so. Unsure hints want a second one (platforms.md §0)."""
    generator: str = ""
    """The word, in lower case, by which the `generator` of its feeds names it; "" for none."""
    feed_paths: tuple[str, ...] = ()
    """Where its feeds stand, from the blog's home, the feed of all posts first."""
    site: Callable[[Page], Flow[Site | None]] | None = None
    """Open the platform's own way to the posts of a page's blog; None where it is shut: the feed will do."""
    always_open: bool = False
    """Its own way is never shut: where it is, the marks were taken along to another program by a theme."""
    site_of_feed: Callable[[Response, str, ParsedFeed | None], Flow[Site | None]] | None = None
    """The same from a feed, the address that was asked, and the feed as read (None: not as RSS or Atom);
    needed only where the feed itself, and not its blog's page, shows the way."""
    source: Callable[[str], PostSource] | None = None
    """The adapter for `SourceRef.url`."""
    channel: Callable[[ChannelRef, str], CommentChannel] | None = None
    """The adapter for comments; the text is the account that signs, "" for none."""
    account_kind: AccountKind | None = None
    """Of a network: an account of this kind signs wherever the thread stands, through its own server."""
    signed_channel: Callable[[ChannelRef, Account], CommentChannel] | None = None
    """The adapter for comments by such an account."""
    thread_on: Callable[[Page], ChannelRef | None] | None = None
    """The comments that a page embeds, or that its platform keeps for it."""
    beside_others: bool = False
    """Its comments are taken only where neither the page nor the blog offers any of another kind."""
    own_channel: Callable[[str], ChannelRef] | None = None
    """The comments of the blog whose posts come from that `SourceRef.url`, where the address tells them: then
    no post's page is asked."""
