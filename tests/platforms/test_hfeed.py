"""Blogs whose posts are marked in their pages, and that have no feed: found, read, read back."""

import pytest

from tests.corpus import corpus_file
from tests.platforms.driving import HTML, answer, browse, drive, fixture, golden, html_answer, plain
from tui_blog.errors import NoFeedFound, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.site import SourceRef
from tui_blog.model.validators import Validators
from tui_blog.platforms.detection import detect
from tui_blog.platforms.listings.hfeed import HFeedSource

HOME = "https://blog.example/"


def listing(*names: str, links: str = "", root: str = "h-feed") -> Response:
    entries = "".join(
        f'<div class="h-entry"><a class="u-url p-name" href="/{name}">{name}</a>'
        f'<div class="e-content">Of {name}.</div></div>'
        for name in names
    )
    return html_answer(
        f"<html><head><title>Blog</title>{links}</head><div class={root}>{entries}</div></html>"
    )


def test_a_page_becomes_the_posts_that_stand_beside_it() -> None:
    page = drive(HFeedSource(HOME).page(), fixture("hfeed/home.html", HTML)).value
    assert plain(page.posts) == golden("hfeed/home.html")
    assert (page.title, page.site_url, page.next) == ("Small weather", HOME, f"next {HOME}?page=2")


def test_classic_themes_and_schema_org_are_read_alike() -> None:
    classic = """<body class="hfeed"><div class="hentry">
      <h2 class="entry-title"><a href="/1" rel="bookmark">One</a></h2>
      <abbr class="published" title="2008-03-01T10:00:00Z">March</abbr>
      <div class="entry-content">First.</div></div></body>"""
    schema = """<div itemscope itemtype="https://schema.org/Blog">
      <div itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting">
      <a itemprop="url" href="/1"><span itemprop="headline">One</span></a>
      <meta itemprop="datePublished" content="2008-03-01T10:00:00Z">
      <div itemprop="articleBody">First.</div></div></div>"""
    linked = """<script type="application/ld+json">{"@type": "Blog", "blogPost": [{"@type": "BlogPosting",
      "url": "/1", "headline": "One", "datePublished": "2008-03-01T10:00:00Z",
      "articleBody": "<p>First.</p>"}]}</script>"""
    for body in (classic, schema, linked):
        (post,) = drive(HFeedSource(HOME).page(), html_answer(body)).value.posts
        assert (post.title, post.url) == ("One", f"{HOME}1")
        assert post.published is not None
        assert post.published.isoformat() == "2008-03-01T10:00:00+00:00"
        assert "First." in post.html


def test_it_is_read_back_to_the_first_post_whichever_way_its_pages_count() -> None:
    for relation in ("next", "prev"):
        other = "prev" if relation == "next" else "next"

        def link(rel: str, page: int) -> str:
            return (
                f'<a rel="{rel}" href="/?page={page}">on</a>'
                if page > 1
                else f'<a rel="{rel}" href="/">on</a>'
            )

        pages = {
            HOME: listing("c", links=link(relation, 2)),
            f"{HOME}?page=2": listing("b", links=link(other, 1) + link(relation, 3)),
            f"{HOME}?page=3": listing("a", links=link(other, 2)),
        }
        titles, cursor = [], None
        for _ in range(3):
            page = browse(HFeedSource(HOME).page(cursor), pages).value
            titles += [post.title for post in page.posts]
            cursor = page.next
        assert titles == ["c", "b", "a"]
        assert cursor is None


def test_an_empty_page_is_the_last_and_an_empty_home_page_is_a_sentence() -> None:
    empty = html_answer("<p>Nothing</p>")
    assert drive(HFeedSource(HOME).page(Cursor(f"next {HOME}?page=9")), empty).value.next is None
    with pytest.raises(UnreadableAnswer, match=r"blog\.example marks no posts"):
        drive(HFeedSource(HOME).page(), empty)


def test_an_unchanged_page_is_not_read() -> None:
    known = Validators('"x"')
    page = drive(HFeedSource(HOME).page(None, known), Response(304, HOME, (), b"")).value
    assert (page.unchanged, page.validators) == (True, known)


def test_a_post_is_read_off_its_own_page() -> None:
    own = '<html><article class=h-entry><h1 class="p-name">Fog</h1><p class="e-content">All day.</p>'
    post = drive(HFeedSource(HOME).one(f"{HOME}fog"), html_answer(own)).value
    assert post is not None
    assert (post.title, post.html, post.url) == ("Fog", "All day.", f"{HOME}fog")
    assert drive(HFeedSource(HOME).one(f"{HOME}gone"), answer("", 404)).value is None


def test_detection_takes_it_where_there_is_no_feed() -> None:
    site = browse(detect(HOME), {HOME: listing("b", "a")}).value
    assert (site.platform, site.sources) == ("hfeed", (SourceRef("hfeed", HOME),))
    assert site.post_url is None
    assert site.reasons[0] == "A page of marked posts: there is no feed."


def test_from_the_page_of_a_post_the_home_page_is_looked_at() -> None:
    own = html_answer(
        '<html><article class="h-entry"><h1 class="p-name">b</h1><div class="e-content">Of b.</div></article>'
    )
    site = browse(detect(f"{HOME}b"), {f"{HOME}b": own, HOME: listing("b", "a")}).value
    assert (site.url, site.sources, site.post_url) == (HOME, (SourceRef("hfeed", HOME),), f"{HOME}b")


def test_a_feed_goes_first_and_a_lone_marked_thing_is_no_blog() -> None:
    feed = answer("<rss version='2.0'><channel><title>B</title></channel></rss>")
    site = browse(detect(HOME), {HOME: listing("b", "a"), f"{HOME}rss.xml": feed}).value
    assert site.sources == (SourceRef("feed", f"{HOME}rss.xml"),)
    with pytest.raises(NoFeedFound):
        browse(detect(HOME), {HOME: listing("b", root="content")})


def test_marked_posts_of_the_corpus_are_its_four_and_no_comment_among_them() -> None:
    for name in ("simple", "with-comments"):
        body = corpus_file(f"discovery/simplepie-h-feed-{name}.html").read_bytes()
        posts = drive(HFeedSource(HOME).page(), answer(body)).value.posts
        assert [(post.title, post.url, post.author) for post in posts] == [
            (title, f"{HOME}{number}", "Author Name")
            for number, title in enumerate(("One", "Two", "Three", "Four"), start=1)
        ]
