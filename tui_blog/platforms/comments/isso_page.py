"""Isso as a page embeds it (comment-servers.md §1)."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.isso import IssoComments
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_SCRIPT = re.compile(r"^(.*)/js/embed(?:\.min|\.dev)?\.js$")


def thread_on(page: Page) -> ChannelRef | None:
    """Isso's thread in the page; its key is the page's path unless told otherwise."""
    thread = next((e for e in page.root.iter("section", "div") if e.get("id") == "isso-thread"), None)
    endpoint = next(_endpoints(page), "")
    if not endpoint or (thread is None and not page.is_post):
        return None
    key = (thread.get("data-isso-id") if thread is not None else None) or urlsplit(page.fetched).path
    return ChannelRef("isso", endpoint, clean_line(key) or EMPTY)


def _endpoints(page: Page) -> Iterator[str]:
    for script in page.root.iter("script"):
        by_address = _SCRIPT.match(absolute(script.get("src") or "", page.base).partition("?")[0])
        told = script.get("data-isso")
        if told is not None or (by_address and "isso" in (script.get("src") or "")):
            yield (absolute(told or "", page.base) or (by_address[1] if by_address else "")).rstrip("/")


PLATFORM = Platform("isso", "Isso", thread_on=thread_on, channel=lambda ref, account: IssoComments(ref))
