"""Micro.blog: whose page it is, and the ways to its posts and conversations (platforms.md §7)."""

import re
from urllib.parse import parse_qs, urlsplit

from tui_blog.model.account import AccountKind
from tui_blog.model.flow import Flow, Response
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.hosted.microblog_comments import HUB, MicroblogComments
from tui_blog.platforms.hosted.microblog_posts import MicroblogPosts, open_feed
from tui_blog.platforms.page_marks import links, stands_on, told_by
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_POST_PATH = re.compile(r"/\d{4}/\d{2}/\d{2}/[^/]+")


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """A host of Micro.blog's, or its Micropub endpoint and another link of its; others borrow its login."""
    if stands_on(page, "micro.blog"):
        return "it stands on a host of Micro.blog's"
    posts_by_it = f"{HUB}micropub" in set(links(page, "micropub"))
    login = any(host_of(url) == "micro.blog" for url in links(page, "authorization_endpoint"))
    member = any(host_of(url) == "micro.blog" for url in links(page, "me"))
    hints = (
        (posts_by_it, "its posts are written there"),
        (login, "its author signs in there"),
        (member, "its author is a member"),
    )
    return told_by(hints) if posts_by_it else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by its JSON Feed; None where there is none."""
    is_post = page.is_post or _POST_PATH.match(urlsplit(page.url).path)
    return (yield from _site_at(absolute("/", page.url), page.url if is_post else None))


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog of its main feed, on a host of Micro.blog's."""
    parts = urlsplit(response.url)
    if not host_of(response.url).endswith(".micro.blog") or parts.path not in ("/feed.xml", "/feed.json"):
        return None
    return (yield from _site_at(absolute("/", response.url), None))


def _site_at(root: str, post_url: str | None) -> Flow[Site | None]:
    newest = yield from open_feed(root)
    if newest is None:
        return None
    return Site(
        url=root,
        title=newest.title,
        platform="microblog",
        sources=(SourceRef("microblog", root), SourceRef("feed", f"{root}feed.json")),
        channels=(ChannelRef("microblog", HUB),),
        post_url=post_url,
        reasons=(clean_line(f"The JSON Feed at {root}feed.json can be read."),),
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The conversation that any blog's page may embed; of a blog on Micro.blog that of every post."""
    for script in page.root.iter("script"):
        source = absolute(script.get("src") or "", page.base)
        if source.startswith(f"{HUB}conversation.js?"):
            told = parse_qs(urlsplit(source).query).get("url", [""])[0]
            return ChannelRef("microblog", HUB, absolute(told, page.base))
    return ChannelRef("microblog", HUB) if marks(page) else None


PLATFORM = Platform(
    "microblog",
    "Micro.blog",
    marks=marks,
    feed_paths=("feed.json", "feed.xml"),
    site=site_of_page,
    site_of_feed=site_of_feed,
    source=MicroblogPosts,
    channel=lambda ref, account: MicroblogComments(ref),
    account_kind=AccountKind.MICROBLOG,
    signed_channel=MicroblogComments,
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef("microblog", HUB),
)
