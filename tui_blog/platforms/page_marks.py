"""Marks of platforms in a page: where its scripts and styles come from, and what its scripts say."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.pages import Page

_MOST_SCRIPTS = 200
_MOST_ELEMENTS = 20_000
_HEAD_OF_SCRIPT = 20_000
"""Characters of a script in which its mark must stand; some carry a whole post behind it."""


def stands_on(page: Page, domain: str) -> bool:
    """Whether a page was fetched from below a domain: a blog's own name, not the platform's home."""
    host = host_of(page.fetched)
    return host.endswith(f".{domain}")


def loads_from(page: Page, *domains: str) -> bool:
    """Whether the page's scripts or styles come from one of the domains; a mere picture proves nothing."""
    hosts = {host_of(url) for url in _assets(page)}
    return any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in domains)


def links(page: Page, relation: str) -> Iterator[str]:
    """The addresses of the page's `link` elements of one relation."""
    for element in page.root.iter("link"):
        if relation in (element.get("rel") or "").lower().split():
            yield absolute(element.get("href") or "", page.base)


def scripts(page: Page) -> Iterator[str]:
    """What the scripts within the page begin with."""
    for element in islice(page.root.iter("script"), _MOST_SCRIPTS):
        if not element.get("src") and element.text:
            yield element.text[:_HEAD_OF_SCRIPT]


def elements(page: Page) -> Iterator[Element]:
    """The page's elements, but for the end of an endless page."""
    return islice(page.root.iter("*"), _MOST_ELEMENTS)


def told_by(hints: Iterable[tuple[bool, str]]) -> str:
    """Two hints that hold, as words; "" where there are fewer (platforms.md §0)."""
    held = [words for holds, words in hints if holds]
    return " and ".join(held[:2]) if len(held) > 1 else ""


def _assets(page: Page) -> Iterator[str]:
    for element in page.root.iter("script", "link"):
        relations = (element.get("rel") or "").lower()
        if element.tag == "script" or any(word in relations for word in ("style", "preload", "preconnect")):
            yield absolute(element.get("src") or element.get("href") or "", page.base)
