"""Which platforms are known: one file each, one line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from tui_blog.errors import TuiBlogError
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.model.ways import CommentChannel, PostSource
from tui_blog.platforms.blogger import site as blogger_site
from tui_blog.platforms.comments import (
    artalk,
    bluesky_page,
    comentario,
    comment_api,
    commento,
    cusdis,
    discourse,
    embedded_elsewhere,
    giscus,
    isso_page,
    lemmy_page,
    mastodon_page,
    named_comments,
    remark42,
    staticman,
    twikoo,
    utterances,
    waline,
    webmention,
)
from tui_blog.platforms.drupal import site as drupal_site
from tui_blog.platforms.feed import FeedSource
from tui_blog.platforms.ghost import site as ghost_site
from tui_blog.platforms.hosted import bear, forem, hashnode, medium, microblog, substack, tumblr, writefreely
from tui_blog.platforms.installed import dotclear, movable_type, serendipity, static_sites
from tui_blog.platforms.listings import hfeed, sitemap
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wordpress import site as wordpress_site

T = TypeVar("T")

PLATFORMS: tuple[Platform, ...] = (
    # Comment servers before the platforms whose pages embed them.
    isso_page.PLATFORM,
    mastodon_page.PLATFORM,
    bluesky_page.PLATFORM,
    lemmy_page.PLATFORM,
    utterances.PLATFORM,
    giscus.PLATFORM,
    waline.PLATFORM,
    remark42.PLATFORM,
    cusdis.PLATFORM,
    artalk.PLATFORM,
    twikoo.PLATFORM,
    comentario.PLATFORM,
    commento.PLATFORM,
    staticman.PLATFORM,
    comment_api.PLATFORM,
    discourse.PLATFORM,
    wordpress_site.PLATFORM,
    blogger_site.PLATFORM,
    # After the two whose own threads can be read all the same.
    *embedded_elsewhere.PLATFORMS,
    ghost_site.PLATFORM,
    substack.PLATFORM,
    forem.PLATFORM,
    microblog.PLATFORM,
    writefreely.PLATFORM,
    bear.PLATFORM,
    medium.PLATFORM,
    tumblr.PLATFORM,
    hashnode.PLATFORM,
    drupal_site.PLATFORM,
    movable_type.PLATFORM,
    dotclear.PLATFORM,
    serendipity.PLATFORM,
    named_comments.PLATFORM,
    mastodon_page.LINKED,
    bluesky_page.LINKED,
    lemmy_page.LINKED,
    webmention.PLATFORM,
    *static_sites.PLATFORMS,
    Platform("feed", "a blog with a feed", source=FeedSource),
    hfeed.PLATFORM,
    sitemap.PLATFORM,
)
"""In the order in which they are asked whether a page is theirs."""

LAST_RESORTS: tuple[Platform, ...] = (hfeed.PLATFORM, sitemap.PLATFORM)
"""Asked, in this order, for a page whose blog has no way of its own and no feed."""

_SOURCES: Mapping[str, Callable[[str], PostSource]] = MappingProxyType(
    {each.key: each.source for each in PLATFORMS if each.source}
)

_CHANNELS: Mapping[str, Callable[[ChannelRef, str], CommentChannel]] = MappingProxyType(
    {each.key: each.channel for each in PLATFORMS if each.channel}
)


def source(ref: SourceRef) -> PostSource:
    """The adapter for a blog's posts. Raises `TuiBlogError` for a kind that this version does not know."""
    return _mounted(_SOURCES, ref.kind)(ref.url)


def channel(ref: ChannelRef, signed_in_as: str = "") -> CommentChannel:
    """The adapter for comments; `signed_in_as` is the account that signs, "" for none.

    Raises `TuiBlogError` for a system that this version does not know.
    """
    return _mounted(_CHANNELS, ref.system)(ref, signed_in_as)


def account_kind(system: str) -> AccountKind | None:
    """The kind of account by which the people of a network write; None for a blog's own comments."""
    return next((each.account_kind for each in PLATFORMS if each.key == system), None)


def channel_of_account(ref: ChannelRef, account: Account) -> CommentChannel:
    """The adapter for comments that an account of a network signs (TuiBlogError for a system without)."""
    table = {each.key: each.signed_channel for each in PLATFORMS if each.signed_channel}
    return _mounted(table, ref.system)(ref, account)


def own_channel(ref: SourceRef) -> ChannelRef | None:
    """The comments of the blog whose posts come from there; None where each post's page has to tell."""
    own = next((each.own_channel for each in PLATFORMS if each.key == ref.kind), None)
    return own(ref.url) if own else None


def name_of(key: str) -> str:
    """A platform or comment system as its people write it; the key itself where it is not known here."""
    return next((each.name for each in PLATFORMS if each.key == key), key)


def _mounted(table: Mapping[str, T], kind: str) -> T:
    try:
        return table[kind]
    except KeyError:
        known = ", ".join(table)
        raise TuiBlogError(f"This version cannot speak to “{clean_line(kind)}”; it knows {known}.") from None
