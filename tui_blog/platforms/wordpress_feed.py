"""The older pages of a WordPress feed: it has them all, and names none of them (wordpress.md §6)."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from tui_blog.platforms.parsed_feed import ParsedFeed

_NUMBER = "paged"


def older_page(feed: ParsedFeed, url: str) -> str | None:
    """The address of the next older page of the feed that was read at `url`; None for another's feed.

    >>> from tui_blog.model.text import CleanText
    >>> blog = ParsedFeed(CleanText("Blog"), "", "rss", (), generator=CleanText("https://wordpress.org/?v=6.8"))
    >>> older_page(blog, "https://blog.example/feed/"), older_page(blog, "https://blog.example/?feed=rss2&paged=2")
    ('https://blog.example/feed/?paged=2', 'https://blog.example/?feed=rss2&paged=3')
    """
    if "wordpress" not in feed.generator.lower():
        return None
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = query.get(_NUMBER, "1")
    query[_NUMBER] = str(int(number) + 1 if number.isdecimal() else 2)
    return parts._replace(query=urlencode(query), fragment="").geturl()


def may_be_past_the_end(url: str) -> bool:
    """Whether the address was made here, so that nobody but the blog knows if there is such a page."""
    return _NUMBER in dict(parse_qsl(urlsplit(url).query))
