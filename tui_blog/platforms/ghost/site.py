"""Which Ghost blog stands behind a page: its Content API, where the key is good, and its comments."""

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, fetch
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.ghost.api import SYSTEM, Door, asking
from tui_blog.platforms.ghost.comments import GhostComments
from tui_blog.platforms.ghost.page import GhostMarks, read_marks
from tui_blog.platforms.ghost.posts import GhostPosts
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode


class Settings(msgspec.Struct, frozen=True):
    """What a blog says of itself."""

    title: str | None = None
    url: str | None = None


class Card(msgspec.Struct, frozen=True):
    """The answer that holds them."""

    settings: Settings


def marks(page: Page) -> str:
    """The page says so, or shows the key of a Content API."""
    found = read_marks(page)
    if found is None:
        return ""
    if page.generator.lower().startswith("ghost"):
        return f"its page says “{page.generator}”"
    return "its page shows the key of the Content API" if found.door else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its Content API; None where that is off, or refuses the page's key."""
    found = read_marks(page)
    if found is None or found.door is None:
        return None
    settings = yield from _settings(found.door)
    return _site(page, found, found.door, settings) if settings else None


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a post's page; where it shows none, the server still tells why."""
    found = read_marks(page)
    if found is None or not found.members or not found.is_post:
        return None
    return ChannelRef(SYSTEM, found.members, found.post_id)


def _settings(door: Door) -> Flow[Settings | None]:
    try:
        answer = yield from fetch(asking(door.at("settings"), tolerate=ANY_STATUS))
        return decode(answer, Card).settings if answer.status == 200 else None
    except NetworkError:
        return None


def _site(page: Page, found: GhostMarks, door: Door, settings: Settings) -> Site:
    homes = (absolute(settings.url or ""), found.home, page.home)
    home = next(url for url in homes if host_of(url) == host_of(page.home))
    is_post = found.is_post and canonical(page.url) != canonical(home)
    return Site(
        url=home,
        title=clean_line(settings.title or "") or page.title,
        platform=SYSTEM,
        sources=(SourceRef(SYSTEM, door.url),),
        post_url=page.url if is_post else None,
        post_id=found.post_id or None if is_post else None,
        reasons=(clean_line(f"The Content API at {door.root} takes the page's key.", 300),),
    )


PLATFORM = Platform(
    SYSTEM,
    "Ghost",
    marks=marks,
    generator="ghost",
    feed_paths=("rss/",),
    site=site_of_page,
    source=GhostPosts,
    channel=lambda ref, account: GhostComments(ref),
    thread_on=thread_on,
)
