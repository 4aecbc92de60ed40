"""Older posts than a feed holds: most feeds end after ten or twenty, and the older ones still have pages.

Nothing in such a feed tells whether there are any. So its end is a guess at more (`PostPage.next_is_guess`),
and the walk through what the site lists finds out.
"""

from tui_blog.model.site import Cursor
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.feed_links import holds_comments, is_of_part
from tui_blog.platforms.parsed_feed import ParsedFeed
from tui_blog.platforms.post_addresses import common_home
from tui_blog.platforms.site_walk import Place, cursor_of


def beyond(feed: ParsedFeed, url: str) -> Cursor | None:
    """Where the walk begins behind the feed that was read at `url`.

    None for a feed of a part of a blog, or of comments; for one that breaks off; and where its posts do not
    all lie below the home page that it names (a feed of links, of several blogs, of a channel somewhere).
    """
    home, posts = feed.site_url, [post.url for post in feed.posts]
    if not home or not posts or not feed.whole or is_of_part(url):
        return None
    below = absolute("./", home)
    if not all(each.startswith(below) and canonical(each) != canonical(home) for each in posts):
        return None
    if holds_comments(url, feed.title, home, is_post=False):
        return None
    return cursor_of(Place(home, below=common_home(home, posts), last=""))
