"""Older posts than a feed holds: most feeds end after ten or twenty, and the older ones still have pages.

Nothing in such a feed tells whether there are any. So its end is a guess at more (`PostPage.next_is_guess`),
and the walk through what the site lists finds out.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from tui_blog.model.cursor import Cursor
from tui_blog.platforms.addresses import absolute, canonical, canonical_path, host_of
from tui_blog.platforms.feeds.links import holds_comments, is_of_part
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.listings.post_addresses import common_home, folder_of
from tui_blog.platforms.listings.site_walk import Place, cursor_of


def beyond(feed: ParsedFeed, url: str) -> Cursor | None:
    """Where the walk begins behind the feed that was read at `url`.

    None for a feed of a part of a blog, or of comments; for one that breaks off; and where its posts do not
    all lie below the home page that it names (a feed of links, of several blogs, of a channel somewhere). One
    that names none has its home at the root of its own host.
    """
    home, posts = feed.site_url or absolute("/", url), [post.url for post in feed.posts]
    if not posts or not feed.whole or is_of_part(url):
        return None
    if holds_comments(url, feed.title, home, is_post=False):
        return None
    if not _lie_below(posts, home):
        return None
    return cursor_of(Place(home, below=common_home(home, posts), last=""))


def _lie_below(urls: Iterable[str], home: str) -> bool:
    """In the folder of the home page, and none that page itself; http or https, with "www." or without."""
    host, folder, page = host_of(home), urlsplit(folder_of(home)).path, canonical_path(urlsplit(home).path)
    for url in urls:
        path = urlsplit(url).path
        if host_of(url) != host or not path.startswith(folder):
            return False
        # Hardly a post lies at the path of its home page, and that is told more quickly than all the rest.
        if canonical_path(path) == page and canonical(url) == canonical(home):
            return False
    return True
