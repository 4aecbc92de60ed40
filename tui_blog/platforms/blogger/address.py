"""The addresses of a Blogger blog: its hosts, and its feeds by the root that they share.

A root is `{blog}/feeds/`, or `https://www.blogger.com/feeds/{blog id}/`: both hold the same feeds, the second
one whatever the owner did to the first (protocol notes of Blogger, "Feeds").
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tui_blog.platforms.addresses import canonical, host_of

CENTRAL = "https://www.blogger.com/feeds/"

_BLOGSPOT = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]+$")
"""Of every country: x.blogspot.com sends some readers to x.blogspot.de."""
_FEED = re.compile(
    r"/feeds/(?:(\d+)/)?(?:(\d+)/)?(posts|comments|pages)/(?:default|full|summary)(?:/-((?:/[^/]+)+))?/?"
)
_SHORT_FEEDS = frozenset({"/atom.xml", "/rss.xml"})
_LABEL_PAGE = re.compile(r"/search/label/([^/]+)/?")
_POST_PAGE = re.compile(r"/(?:\d{4}/\d{2}|p)/[^/]+\.html")


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """What the address of a feed tells."""

    root: str
    kind: Literal["posts", "comments", "pages"] = "posts"
    post_id: str = ""
    """The post whose comments the feed holds."""
    labels: str = ""
    """"/one/two", percent-encoded: only the posts with those labels."""
    words: str = ""
    """Only the posts that the blog's search finds by these words."""

    @property
    def posts(self) -> str:
        """The feed of the blog's posts, without a query."""
        return f"{self.root}posts/default" + (f"/-{self.labels}" if self.labels else "")

    @property
    def listing(self) -> str:
        """The feed of what is to be listed: posts, those that are searched for, or the pages."""
        if self.kind == "pages":
            return f"{self.root}pages/default"
        return asking(self.posts, q=self.words) if self.words else self.posts


def feed_at(url: str) -> FeedAddress | None:
    """Read the address of a feed; None for any other address.

    >>> feed_at("http://x.blogspot.com/feeds/posts/summary/-/A%20b?alt=rss").posts
    'https://x.blogspot.com/feeds/posts/default/-/A%20b'
    """
    path, query = urlsplit(url).path, urlsplit(url).query
    if path in _SHORT_FEEDS and is_blogspot(url):
        return FeedAddress(root_at(url))
    found = _FEED.fullmatch(path)
    if found is None:
        return None
    first, second, kind, labels = found.groups()
    root, post = root_at(url), first
    if is_central(url):
        if not first:
            return None
        root, post = f"{CENTRAL}{first}/", second
    words = dict(parse_qsl(query)).get("q", "")
    return FeedAddress(root, _kind(kind), post or "", labels or "", words)


def _kind(name: str) -> Literal["posts", "comments", "pages"]:
    return "posts" if name == "posts" else "comments" if name == "comments" else "pages"


def root_at(url: str) -> str:
    """The root of the feeds of the blog that has a page at that address.

    Every blogspot host speaks https; blogs on domains of their own may be without it.
    """
    parts = urlsplit(url)
    return f"{'https' if is_blogspot(url) else parts.scheme}://{parts.netloc}/feeds/"


def root_of(feed_url: str) -> str:
    """The root that the address of a posts feed begins with."""
    address = feed_at(feed_url)
    return address.root if address else root_at(feed_url)


def central_root(blog_id: str) -> str:
    """The root by the blog's number."""
    return f"{CENTRAL}{blog_id}/"


def is_blogspot(url: str) -> bool:
    """Whether Google hosts the blog under a name of its own."""
    return _BLOGSPOT.search(host_of(url)) is not None


def is_central(url: str) -> bool:
    """Whether the address is on Blogger's own host, where all blogs meet."""
    host = host_of(url)
    return host == "blogger.com" or host.endswith(".blogger.com")


def is_post_page(url: str) -> bool:
    """Whether the address looks like that of a post, or of a page that stands alone (/p/about.html)."""
    return _POST_PAGE.fullmatch(urlsplit(url).path) is not None


def label_in(url: str) -> str:
    """The label whose posts a page lists, as it stands in a feed's address; or "".

    >>> label_in("https://x.blogspot.com/search/label/a%2Fb")
    '/a%2Fb'
    """
    found = _LABEL_PAGE.fullmatch(urlsplit(url).path)
    return f"/{quote(unquote(found[1]), safe='')}" if found else ""


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses are those of one post: a blog keeps its paths when it changes its host."""
    if canonical(one) == canonical(other):
        return True
    same_path = urlsplit(one).path == urlsplit(other).path
    return same_path and (is_blogspot(one) or is_blogspot(other) or host_of(one) == host_of(other))


def asking(url: str, **parameters: str | int) -> str:
    """A feed's address with parameters, written max_results for max-results."""
    query = urlencode({name.replace("_", "-"): value for name, value in parameters.items()})
    return f"{url}{'&' if '?' in url else '?'}{query}"
