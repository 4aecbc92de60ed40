"""The status under which a post is talked about, as its page names it (comment-servers.md §12).

A theme embeds its thread with the number of the status; others only link the copy of the post (u-syndication,
https://indieweb.org/u-syndication) or are statuses themselves.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tui_blog.model.account import AccountKind
from tui_blog.model.site import ChannelRef
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.mastodon import SYSTEM, MastodonComments
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import is_copy, names
from tui_blog.platforms.page_marks import elements
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_PATH = re.compile(r"/(?:@(\w[\w.-]*)|users/(\w[\w.-]*)/statuses)/(\d{1,30})/?")
_USER = re.compile(r"\w[\w.-]*")
_NUMBER = re.compile(r"\d{1,30}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")

_HOSTS = ("host", "data-host")
_USERS = ("user", "data-user", "data-username")
_NUMBERS = ("tootid", "toot-id", "data-toot-id", "data-tootid", "data-toot", "data-id")
_WORDS = ("mastodon", "toot", "fediverse", "comment")
"""In the names of an element that brings a thread."""


def embedded_on(page: Page) -> ChannelRef | None:
    """The thread that a theme's own element brings into the page: host, user and number of its status."""
    if not page.is_post:
        return None
    named = map(_embedded, filter(_is_thread, elements(page)))
    return next((ref for ref in named if ref), None)


def _is_thread(element: Element) -> bool:
    called = f"{element.tag} {element.get('id')} {element.get('class')}".lower()
    return any(word in called for word in _WORDS)


def _embedded(told: Element) -> ChannelRef | None:
    host, user, number = (
        next(((told.get(name) or "").strip() for name in attributes if told.get(name)), "")
        for attributes in (_HOSTS, _USERS, _NUMBERS)
    )
    host, user = host.removeprefix("https://").rstrip("/"), user.removeprefix("@")
    if not (_HOST.fullmatch(host) and _USER.fullmatch(user) and _NUMBER.fullmatch(number)):
        return None
    return ChannelRef(SYSTEM, f"https://{host.lower()}", f"@{user}/{number}")


def linked_on(page: Page) -> ChannelRef | None:
    """The copy of the post that its page links, or the status that the page itself is."""
    if not page.is_post:
        return None
    return next((ref for ref in map(status_at, _copies(page)) if ref), None)


def _copies(page: Page) -> Iterator[str]:
    for element in page.root.iter("a", "link"):
        is_activity = element.get("type") == "application/activity+json"
        if is_copy(element) or (is_activity and "alternate" in names(element, "rel")):
            yield absolute(element.get("href") or "", page.base)


def status_at(url: str) -> ChannelRef | None:
    """The status at an address that is written like one of Mastodon's; over https alone."""
    parts = urlsplit(url)
    match = _PATH.fullmatch(parts.path)
    if parts.scheme != "https" or not match or not host_of(url):
        return None
    return ChannelRef(SYSTEM, f"https://{parts.netloc.lower()}", f"@{match[1] or match[2]}/{match[3]}")


PLATFORM = Platform(
    SYSTEM,
    "Mastodon",
    thread_on=embedded_on,
    channel=lambda ref, account: MastodonComments(ref),
    account_kind=AccountKind.MASTODON,
    signed_channel=MastodonComments,
)
LINKED = Platform("syndicated", "a copy on Mastodon", thread_on=linked_on)
"""After all that the blog itself keeps: a copy elsewhere is where people talk when there is nothing else."""
