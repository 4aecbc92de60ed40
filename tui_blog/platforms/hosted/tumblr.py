"""Tumblr: whose page it is, and the way to the notes under a post (platforms.md §6).

Notes can be read and written with an account or a key only, so that both are the browser's. Many themes embed
a comment server beside them, which goes first.
"""

import re
from urllib.parse import urlsplit

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import UnreadComments
from tui_blog.platforms.feed import parse
from tui_blog.platforms.hosted.tumblr_posts import TumblrPosts, read_blog, title_of
from tui_blog.platforms.page_marks import loads_from, stands_on, told_by
from tui_blog.platforms.pages import Page, meta
from tui_blog.platforms.platform import Platform

TUMBLR = "tumblr.com"

_NO_BLOGS = frozenset(
    ("about", "apps", "blog", "communities", "dashboard", "docs", "explore", "jobs", "login", "new", "policy")
) | frozenset(("press", "privacy", "register", "search", "security", "settings", "support", "tagged"))
"""What stands in an address of the dashboard where a blog's name may stand."""
_ON_DASHBOARD = re.compile(r"/([a-z0-9][a-z0-9-]*)(?:/(\d+))?(?:/|$)", re.IGNORECASE)
_POST = re.compile(r"/post/\d+")
_TAGGED = re.compile(r"/tagged/([^/]+)")


class TumblrNotes(UnreadComments):
    """Replies and reblogs with words."""

    system = "tumblr"
    shown = "Tumblr's notes"
    reason = CleanText("Tumblr takes replies only in a browser, with an account.")

    def address(self, post: Post, parent: str | None = None) -> str:
        """The post itself."""
        return post.url


def marks(page: Page) -> str:
    """A host of Tumblr's, or two of the marks that its pages bear on any host."""
    if stands_on(page, TUMBLR) or _on_dashboard(page.fetched)[0]:
        return "it stands on Tumblr"
    return told_by(
        (
            (bool(page.response.header("x-tumblr-user")), "its server names a blog of Tumblr's"),
            (meta(page.root, "al:ios:app_name") == "Tumblr", "its page opens Tumblr's app"),
            (meta(page.root, "og:type").startswith("tumblr-feed:"), "its page says so"),
            (loads_from(page, "assets.tumblr.com"), "its scripts come from Tumblr"),
        )
    )


def _on_dashboard(url: str) -> tuple[str, str]:
    """The blog that a page of www.tumblr.com shows, and the number of its post; "" for what it shows not."""
    found = _ON_DASHBOARD.match(urlsplit(url).path) if host_of(url) == TUMBLR else None
    name = found[1].lower() if found else ""
    return (name, found[2] or "") if found and name not in _NO_BLOGS else ("", "")


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its first API, else by its feed; None where neither is open."""
    name, number = _on_dashboard(page.fetched)
    root = f"https://{name}.tumblr.com/" if name else absolute("/", page.url)
    is_post = _POST.match(urlsplit(page.url).path)
    post_url = f"{root}post/{number}" if number else page.url if is_post else None
    tagged = "" if name else _tagged(page.url)
    try:
        title = title_of((yield from read_blog(root, size=1)))
    except NetworkError:
        return (yield from _site_by_feed(root, f"{root}{tagged}rss", post_url))
    return Site(
        url=root,
        title=title,
        platform="tumblr",
        sources=(SourceRef("tumblr", root + tagged), SourceRef("feed", f"{root}{tagged}rss")),
        channels=(ChannelRef("tumblr", root),),
        post_url=post_url,
        reasons=(clean_line(f"The API at {root}api/read is open."),),
    )


def _tagged(url: str) -> str:
    """What a page's address adds to the blog's, where it shows the posts with a tag."""
    tagged = _TAGGED.match(urlsplit(url).path)
    return f"tagged/{tagged[1]}/" if tagged else ""


def _site_by_feed(root: str, url: str, post_url: str | None) -> Flow[Site | None]:
    """The dashboard names no feed, but the blog's own host has one."""
    try:
        answer = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
        feed = parse(answer.body, answer.url, answer.content_type) if answer.status == 200 else None
    except NetworkError:
        return None
    if feed is None:
        return None
    return Site(
        url=root,
        title=feed.title,
        platform="tumblr",
        sources=(SourceRef("feed", url),),
        channels=(ChannelRef("tumblr", root),),
        post_url=post_url,
        reasons=(clean_line(f"The feed at {url} can be read."),),
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The notes under a post."""
    return ChannelRef("tumblr", absolute("/", page.url)) if marks(page) else None


PLATFORM = Platform(
    "tumblr",
    "Tumblr",
    marks=marks,
    generator="tumblr",
    feed_paths=("rss",),
    site=site_of_page,
    source=TumblrPosts,
    channel=lambda ref, account: TumblrNotes(ref),
    thread_on=thread_on,
)
