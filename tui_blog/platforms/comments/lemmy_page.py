"""The post on Lemmy under which a blog's post is talked about, as its page names it (comment-servers.md §18).

An address like /post/12 alone could be anybody's: Lemmy has to be named by the host, by the link's own words,
or by the element or script that brings the thread.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tui_blog.model.account import AccountKind
from tui_blog.model.site import ChannelRef
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.lemmy import SYSTEM, LemmyComments
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import is_copy, words
from tui_blog.platforms.page_marks import elements, scripts
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_PATH = re.compile(r"/post/(\d{1,18})/?")
_ASKING = re.compile(r"(https://[\w.-]+(?::\d{1,5})?)/api/v3/comment/list\?[^\"'`\s]*\bpost_id=(\d{1,18})\b")
"""What a script asks that shows the thread."""
_ADDRESSES = ("href", "url", "src", "data-url", "data-post", "data-post-url", "data-src", "data-lemmy")


def embedded_on(page: Page) -> ChannelRef | None:
    """The thread that a theme's element or script brings into the page."""
    if not page.is_post:
        return None
    asked = (_ASKING.search(script) for script in scripts(page))
    named = (ChannelRef(SYSTEM, found[1].lower(), found[2]) for found in asked if found)
    return next(named, None) or next((ref for ref in map(post_at, _elements(page)) if ref), None)


def _elements(page: Page) -> Iterator[str]:
    for element in filter(_is_thread, elements(page)):
        yield from (absolute(element.get(name) or "", page.base) for name in _ADDRESSES)


def _is_thread(element: Element) -> bool:
    called = f"{element.tag} {element.get('id')} {element.get('class')}".lower()
    return "lemmy" in called and "comment" in called


def linked_on(page: Page) -> ChannelRef | None:
    """The copy of the post that its page links."""
    if not page.is_post:
        return None
    links = (each for each in page.root.iter("a", "link") if is_copy(each) and _names_lemmy(each))
    addresses = (absolute(link.get("href") or "", page.base) for link in links)
    return next((ref for ref in map(post_at, addresses) if ref), None)


def _names_lemmy(element: Element) -> bool:
    told = (element.get(name) or "" for name in ("class", "title", "aria-label", "data-title"))
    host = host_of(element.get("href") or "")
    return "lemmy" in f"{host} {' '.join(told)} {words(element)}".lower()


def post_at(url: str) -> ChannelRef | None:
    """The post at an address that is written like one of Lemmy's; over https alone."""
    parts = urlsplit(url)
    match = _PATH.fullmatch(parts.path)
    if parts.scheme != "https" or not match or not parts.hostname or "@" in parts.netloc:
        return None
    return ChannelRef(SYSTEM, f"https://{parts.netloc.lower()}", match[1])


PLATFORM = Platform(
    SYSTEM,
    "Lemmy",
    thread_on=embedded_on,
    channel=lambda ref, account: LemmyComments(ref),
    account_kind=AccountKind.LEMMY,
    signed_channel=LemmyComments,
)
LINKED = Platform("lemmycopy", "a copy on Lemmy", thread_on=linked_on)
"""After all that the blog itself keeps, like a copy on Mastodon."""
