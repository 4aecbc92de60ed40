"""The older pages of a Ghost feed: it had them all until version 3 took them away, and names none of them."""

import re
from urllib.parse import urlsplit

from tui_blog.platforms.feeds.parsed import ParsedFeed

_WITH_PAGES = re.compile(r"ghost [012]\.", re.IGNORECASE)
_ADDRESS = re.compile(r"(/rss/)(?:(\d+)/?)?$")


def older_page(feed: ParsedFeed, url: str) -> str | None:
    """The address of the next older page of the feed that was read at `url`; None for another's feed.

    >>> from tui_blog.model.text import CleanText
    >>> blog = ParsedFeed(CleanText("Blog"), "", "rss", (), generator=CleanText("Ghost 1.26"))
    >>> older_page(blog, "https://blog.example/rss/"), older_page(blog, "https://blog.example/rss/2/")
    ('https://blog.example/rss/2/', 'https://blog.example/rss/3/')
    """
    parts = urlsplit(url)
    at = _ADDRESS.search(parts.path)
    if at is None or not _WITH_PAGES.match(feed.generator):
        return None
    path = f"{parts.path[: at.start()]}/rss/{int(at[2] or 1) + 1}/"
    return parts._replace(path=path, query="", fragment="").geturl()


def may_be_past_the_end(url: str) -> bool:
    """Whether the address was made here, so that nobody but the blog knows if there is such a page."""
    at = _ADDRESS.search(urlsplit(url).path)
    return at is not None and at[2] is not None
