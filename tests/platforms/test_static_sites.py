"""Blogs by static generators: known by their pages or feeds, and read by these, or by their sitemaps."""

from dataclasses import replace

import pytest

from tests.platforms.driving import answer, browse, html_answer
from tui_blog.model.flow import Response
from tui_blog.model.site import SourceRef
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect
from tui_blog.platforms.installed.static_sites import PLATFORMS
from tui_blog.platforms.pages import read_page

HOME = "https://blog.example/"
NAMED = {
    "hugo": "Hugo 0.123.7",
    "jekyll": "Jekyll v4.3.2",
    "eleventy": "Eleventy v3.0.0",
    "hexo": "Hexo 6.3.0",
    "gatsby": "Gatsby 5.13.1",
    "astro": "Astro v4.5.1",
    "pelican": "Pelican",
    "zola": "Zola",
    "nikola": "Nikola (getnikola.com)",
    "middleman": "Middleman",
    "publii": "Publii Open-Source CMS for Static Site",
    "quarto": "quarto-1.4.550",
    "lektor": "Lektor Static Website Generator",
    "docusaurus": "Docusaurus v3.1.0",
}


def home(generator: str = "", head: str = "", body: str = "") -> Response:
    named = f'<meta name="generator" content="{generator}">' if generator else ""
    return html_answer(f"<html><head><title>Blog</title>{named}{head}</head><body>{body}</body></html>")


def rss(generator: str = "", link: str = f"{HOME}posts/tea/") -> Response:
    head = f"<title>Blog</title><link>{HOME}</link><generator>{generator}</generator>"
    return answer(f"<rss version='2.0'><channel>{head}<item><link>{link}</link></item></channel></rss>")


@pytest.mark.parametrize(("key", "generator"), NAMED.items())
def test_a_generator_is_known_by_its_name_and_its_feed_found_where_it_stands(
    key: str, generator: str
) -> None:
    (platform,) = (each for each in PLATFORMS if each.key == key)
    feed = f"{HOME}{platform.feed_paths[0]}"
    site = browse(detect(HOME), {HOME: home(generator), feed: rss()}).value
    assert (site.platform, site.sources) == (key, (SourceRef("feed", feed),))
    assert f"{registry.name_of(key)}: its page says “{generator}”." in site.reasons


def test_every_generator_of_the_list_is_tried() -> None:
    assert {each.key for each in PLATFORMS} == set(NAMED)


@pytest.mark.parametrize(
    "generator", ["Hugoland 3", "Astrology CMS", "My Jekyll fork", "Zolarium", "", "hexo_press"]
)
def test_a_name_that_only_begins_or_ends_alike_is_another(generator: str) -> None:
    page = read_page(replace(home(generator), url=HOME))
    assert not any(each.marks(page) for each in PLATFORMS)


def test_a_page_that_names_nobody_is_known_by_what_its_program_leaves_in_it() -> None:
    seo = home(head="<!-- Begin Jekyll SEO tag v2.8.0 --><meta name='x' content='y'>")
    assert browse(detect(HOME), {HOME: seo, f"{HOME}feed.xml": rss()}).value.platform == "jekyll"
    root = home(body='<div id="___gatsby"></div>')
    assert browse(detect(HOME), {HOME: root, f"{HOME}rss.xml": rss()}).value.platform == "gatsby"


@pytest.mark.parametrize(
    ("generator", "key"),
    [
        ("Hugo -- gohugo.io", "hugo"),
        ("Jekyll", "jekyll"),
        ("Nikola (getnikola.com)", "nikola"),
        ("quarto-1.4.1", "quarto"),
    ],
)
def test_a_feed_names_its_generator_too(generator: str, key: str) -> None:
    site = browse(detect(f"{HOME}f.xml"), {f"{HOME}f.xml": rss(generator)}).value
    assert site.platform == key


def test_the_page_of_a_post_leads_to_its_blog() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/index.xml">'
    head = f'{feed}<meta property="og:type" content="article">'
    pages = {f"{HOME}posts/tea/": home("Hugo 0.120.4", head), f"{HOME}index.xml": rss("Hugo")}
    site = browse(detect(f"{HOME}posts/tea/"), pages).value
    assert (site.platform, site.post_url) == ("hugo", f"{HOME}posts/tea/")


def test_a_generator_without_a_feed_is_read_by_its_sitemap() -> None:
    urls = "".join(f"<url><loc>{HOME}{path}</loc></url>" for path in ("posts/tea/", "about/"))
    post = html_answer(
        '<html><article><h1>Tea</h1><time datetime="2024-05-01">May</time>Green.</article></html>'
    )
    pages = {HOME: home("Astro v4.5.1"), f"{HOME}sitemap-index.xml": answer(f"<urlset>{urls}</urlset>")}
    site = browse(detect(HOME), pages | {f"{HOME}posts/tea/": post}).value
    assert (site.platform, site.sources) == ("astro", (SourceRef("sitemap", HOME),))
