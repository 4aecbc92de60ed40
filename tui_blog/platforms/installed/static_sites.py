"""Static generators: how their pages name them, and where their feeds stand (discovery.md §3, §5).

They have no way of their own: posts come by the feed, and the older ones by what the site lists. Comments are
those of a server that the pages embed.
"""

import re
from collections.abc import Callable
from functools import partial

from lxml import etree

from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform

_Hint = Callable[[Page], str]
"""Tells, in words, why a page without a `generator` is by a program all the same; "" where it is not."""


def _no_hint(page: Page) -> str:
    return ""


def _marks(page: Page, *, word: str, hint: _Hint) -> str:
    named = re.match(rf"{re.escape(word)}(?:js)?(?![a-z_])", page.generator, re.IGNORECASE)
    return f"its page says “{page.generator}”" if named else hint(page)


def _seo_tag(page: Page) -> str:
    """Jekyll's plugin for search engines stands in most of its pages, between two comments."""
    comments = (each.text or "" for each in page.root.iter(etree.Comment))
    is_there = any("Begin Jekyll SEO tag" in text for text in comments)
    return "its page bears the Jekyll SEO tag" if is_there else ""


def _gatsby_root(page: Page) -> str:
    ids = (each.get("id") for each in page.root.iter("div"))
    return "its page has Gatsby's root" if "___gatsby" in ids else ""


def _platform(name: str, *paths: str, word: str = "", in_feed: str = "", hint: _Hint = _no_hint) -> Platform:
    """A generator by its name; `word` is how its pages call it, `in_feed` how its feeds do."""
    return Platform(
        name.lower().replace(".", ""),
        name,
        marks=partial(_marks, word=word or name, hint=hint),
        generator=in_feed,
        feed_paths=paths,
    )


PLATFORMS: tuple[Platform, ...] = (
    _platform("Hugo", "index.xml", "posts/index.xml", "blog/index.xml", in_feed="hugo"),
    _platform("Jekyll", "feed.xml", "atom.xml", in_feed="jekyll", hint=_seo_tag),
    _platform("Eleventy", "feed/feed.xml", "feed.xml", "feed/feed.json", in_feed="eleventy"),
    _platform("Hexo", "atom.xml", "rss2.xml", in_feed="hexo"),
    _platform("Gatsby", "rss.xml", in_feed="gatsby", hint=_gatsby_root),
    _platform("Astro", "rss.xml", "feed.xml"),
    _platform("Pelican", "feeds/all.atom.xml", "feeds/atom.xml"),
    _platform("Zola", "atom.xml", "rss.xml", in_feed="zola"),
    _platform("Nikola", "rss.xml", in_feed="nikola"),
    _platform("Middleman", "feed.xml", "blog/feed.xml"),
    _platform("Publii", "feed.xml", "feed.json", in_feed="publii"),
    _platform("Quarto", "index.xml", "blog.xml", in_feed="quarto-"),
    _platform("Lektor", "feed.xml", "blog/feed.xml"),
    _platform("Docusaurus", "blog/atom.xml", "blog/rss.xml", in_feed="docusaurus"),
)
