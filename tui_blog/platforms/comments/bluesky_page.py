"""The post on Bluesky under which a blog's post is talked about, as its page names it.

A theme's own element or script brings the thread; others only link the copy of the post (u-syndication). A
post that is merely shown in the text is no thread. Source: comment-servers.md §13.
"""

import re
from collections.abc import Iterator

from tui_blog.model.account import AccountKind
from tui_blog.model.site import ChannelRef
from tui_blog.platforms.addresses import canonical
from tui_blog.platforms.comments.bluesky import PUBLIC, SYSTEM, BlueskyComments
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import is_copy, names
from tui_blog.platforms.page_marks import elements, scripts
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_WHO = r"(did:[a-z]+:[A-Za-z0-9._:%-]{1,200}|[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)"
_WHICH = r"([A-Za-z0-9._~:-]{1,64})"
_POST = re.compile(
    rf"(?:at://{_WHO}/app\.bsky\.feed\.post/{_WHICH}|https://bsky\.app/profile/{_WHO}/post/{_WHICH})(?![\w~:-])"
)
_ELEMENTS = ("bluesky-comments", "blue-comments", "bsky-comments", "bluesky-comment-section")
_WORDS = re.compile(r"(?:bluesky|bsky).*comment|comment.*(?:bluesky|bsky)|^comments?$", re.IGNORECASE)
"""What the element is called that a script fills with a thread."""
_ADDRESSES = ("uri", "url", "post", "data-uri", "data-url", "data-post", "data-post-uri", "data-bluesky-uri")
_ASKING = "getPostThread"
"""What a script asks that shows one."""


def embedded_on(page: Page) -> ChannelRef | None:
    """The thread that a theme's element or script brings into the page, or that the head names.

    What a home page shows is the thread of one post and not of the others, and a page that names several is
    a list; but not every theme calls its post's page an article.
    """
    told = (*_heads(page), *_elements(page), *_scripts(page))
    named = dict.fromkeys(ref for ref in map(post_in, told) if ref)
    is_one = page.is_post or (len(named) == 1 and canonical(page.url) != canonical(page.home))
    return next(iter(named), None) if is_one else None


def _heads(page: Page) -> Iterator[str]:
    for link in page.root.iter("link"):
        if "alternate" in names(link, "rel"):
            yield link.get("href") or ""


def _elements(page: Page) -> Iterator[str]:
    for element in filter(_is_thread, elements(page)):
        yield from (element.get(name) or "" for name in _ADDRESSES)


def _is_thread(element: Element) -> bool:
    called = (element.get("id") or "", *(element.get("class") or "").split())
    return element.tag in _ELEMENTS or any(_WORDS.search(name) for name in called)


def _scripts(page: Page) -> Iterator[str]:
    return (script for script in scripts(page) if _ASKING in script)


def linked_on(page: Page) -> ChannelRef | None:
    """The copy of the post that its page links."""
    if not page.is_post:
        return None
    links = filter(is_copy, page.root.iter("a", "link"))
    return next((ref for each in links if (ref := post_in(each.get("href") or ""))), None)


def post_in(text: str) -> ChannelRef | None:
    """The first post that a text names, by the network's own name or by its page."""
    found = _POST.search(text)
    return ChannelRef(SYSTEM, PUBLIC, f"{found[1] or found[3]}/{found[2] or found[4]}") if found else None


PLATFORM = Platform(
    SYSTEM,
    "Bluesky",
    thread_on=embedded_on,
    channel=lambda ref, account: BlueskyComments(ref),
    account_kind=AccountKind.BLUESKY,
    signed_channel=BlueskyComments,
)
LINKED = Platform("blueskycopy", "a copy on Bluesky", thread_on=linked_on)
"""After all that the blog itself keeps, like a copy on Mastodon."""
