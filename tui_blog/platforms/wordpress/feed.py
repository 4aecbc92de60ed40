"""What WordPress's feeds can and do not say: older pages, single posts, posts kept back (wordpress.md §6)."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from tui_blog.model.post import Post
from tui_blog.model.text import excerpt_from_html
from tui_blog.platforms.addresses import canonical
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.wordpress.address import number_in
from tui_blog.platforms.wordpress.shapes import PROTECTED

_NUMBER = "paged"
_PASSWORD_FORM = re.compile(r"<form\b[^<>]*\bpost-password-form\b")


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


def feed_of_one(url: str) -> str:
    """The feed that holds the post at an address, and nothing else, however old the post is.

    A post's own feed is that of its comments, unless they are declined (core, `WP_Query::parse_query()`).

    >>> feed_of_one("https://blog.example/2024/12/bread/"), feed_of_one("https://blog.example/?p=7")
    ('https://blog.example/2024/12/bread/feed/?withoutcomments=1', 'https://blog.example/?p=7&feed=rss2&withoutcomments=1')
    """
    parts = urlsplit(url)._replace(fragment="")
    if parts.query:
        return parts._replace(query=f"{parts.query}&feed=rss2&withoutcomments=1").geturl()
    return parts._replace(path=f"{parts.path.rstrip('/')}/feed/", query="withoutcomments=1").geturl()


def is_at(post: Post, url: str) -> bool:
    """Whether a post stands at an address, be it one that tells its number."""
    number = number_in(url)
    return canonical(post.url) == canonical(url) or (bool(number) and number == number_in(post.guid))


def told_plainly(feed: ParsedFeed) -> ParsedFeed:
    """The feed with a sentence in place of the form in which a browser takes a post's password."""
    return replace(feed, posts=tuple(_plain(post) for post in feed.posts))


def _plain(post: Post) -> Post:
    if "post-password-form" not in post.html or not _PASSWORD_FORM.search(post.html):
        return post
    return replace(post, html=PROTECTED, excerpt=excerpt_from_html(PROTECTED))
