"""A post read off its own page, by whatever marks it bears; and pages that are no posts."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.platforms.driving import HTML, answer, fixture, golden, plain
from tui_blog.model.post import Post
from tui_blog.platforms.listings.page_post import post_of_page
from tui_blog.platforms.pages import read_page

URL = "https://blog.example/posts/tea/"
ADDRESSES = {
    "h_entry.html": "https://crumbs.example/journal/slow-bread",
    "hentry.html": "https://quays.example/2009/07/the-harbour/",
    "json_ld.html": "https://gruenzeug.example/posts/moos/?utm_source=feed",
    "open_graph.html": "https://wet.example/2015/11/30/ledger.html",
}


def read(body: str, url: str = URL, head: str = "") -> Post | None:
    page = f"<html><head><title>Tea</title>{head}</head><body>{body}</body></html>"
    return post_of_page(read_page(answer(page, url=url)))


def entry(url: str, name: str, more: str = "") -> str:
    return f'<div class="h-entry"><a class="u-url p-name" href="{url}">{name}</a>{more}</div>'


def data(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_becomes_the_post_that_stands_beside_it(name: str) -> None:
    page = replace(fixture(f"page/{name}", HTML), url=ADDRESSES[name])
    assert plain(post_of_page(read_page(page))) == golden(f"page/{name}")


@pytest.mark.parametrize(
    "body",
    [
        "<main><h1>About</h1><p>I bake.</p></main>",
        "<article><h1>Colophon</h1><p>No date, no mark.</p></article>",
        '<article><time datetime="2024-01-02"></time></article><article><p>Two of them</p></article>',
        f"{entry('/a/', 'A')}{entry('/b/', 'B')}",
        f"<h1>About</h1>{entry('/a/', 'The newest', '<p class=e-content>Teaser</p>')}",
        data('{"@type": "WebPage", "name": "Tags", "datePublished": "2024-01-02"}'),
        data('{"@type": "BlogPosting", "url": "/other/", "headline": '),
        data('{"@type": "BlogPosting", "url": "/other/", "headline": "Other", "datePublished": "2024-01-02"}')
        + data(
            '{"@type": "BlogPosting", "url": "/more/", "headline": "More", "datePublished": "2024-01-02"}'
        ),
    ],
)
def test_a_page_without_a_mark_is_no_post(body: str) -> None:
    assert read(body) is None


def test_the_home_page_is_no_post_whatever_it_says() -> None:
    lone = '<div class="h-entry"><h1 class="p-name">Tea</h1><div class="e-content">Green.</div></div>'
    assert read(lone, "https://blog.example/") is None
    assert read(lone) is not None


def test_of_several_entries_the_one_with_the_address_of_the_page_is_meant() -> None:
    teaser = entry("/posts/ink/", "Ink", '<p class="p-summary">Blue</p>')
    own = entry(URL, "Tea", '<div class="e-content">Green</div>')
    post = read(teaser + own)
    assert post is not None
    assert (post.title, post.html, post.url) == ("Tea", "Green", URL)


def test_a_post_about_another_page_may_link_its_title_there() -> None:
    post = read(entry("https://other.example/", "A find", '<div class="e-content">Look.</div>'))
    assert post is not None
    assert (post.title, post.url) == ("A find", URL)


@pytest.mark.parametrize("home", ["https://blog.example/", "/", "/index.html"])
def test_the_blogs_name_over_every_page_is_no_title(home: str) -> None:
    """As Pelican's simple theme has it."""
    name = f'<h1><a href="{home}">Crumbs</a></h1>'
    article = "<article><h2>Tea</h2><time datetime='2024-01-05'></time><p>Green.</p><h2>Milk</h2></article>"
    page = f"<html><head><title>Crumbs - Tea</title></head><body>{name}<main>{article}</main></body></html>"
    post = post_of_page(read_page(answer(page, url=URL)))
    assert post and post.title == "Tea"


@pytest.mark.parametrize(
    "link",
    [
        '<h2><a href="/posts/milk/">Milk</a></h2>',
        '<h2>Milk</h2><a rel="bookmark" href="/posts/milk/">May</a>',
    ],
)
def test_a_list_whose_last_page_holds_one_post_is_no_post(link: str) -> None:
    """As Nikola's oldest index page may."""
    article = f"<article>{link}<time datetime='2024-01-05'></time><p>White.</p></article>"
    assert read(f"<main>{article}</main>", "https://blog.example/index-3.html") is None
    assert read(f"<main>{article}</main>", "https://blog.example/posts/milk/")


def test_a_comment_marked_as_an_article_is_not_the_post() -> None:
    comment = (
        '<ol class="commentlist"><li><article class="hentry" id="comment-7"><h4 class="entry-title">Ada</h4>'
        '<time datetime="2024-01-02">then</time><p class="entry-content">Nice.</p></article></ol>'
    )
    assert read(comment) is None
    post = read(f"<p>About tea.</p>{comment}", head='<meta property="og:type" content="article">')
    assert post is not None
    assert "Nice" not in post.html


def test_where_only_a_part_is_marked_the_article_is_read() -> None:
    whole = "<p>The rest of a long text about tea.</p>" * 20
    post = read(
        f'<article><time datetime="2024-01-02">x</time><div class="post-body">Teaser.</div>{whole}</article>'
    )
    assert post is not None
    assert post.html.count("The rest") == 20


def test_a_note_has_no_title() -> None:
    post = read(
        '<article class="h-entry"><p class="p-name e-content">Just rain.</p>'
        '<time class="dt-published" datetime="2024-05-01">May</time></article>'
    )
    assert post is not None
    assert (post.title, post.html) == ("", "Just rain.")


def test_the_path_tells_the_day_where_nothing_else_does() -> None:
    post = read(
        "<p>Hm</p>", "https://blog.example/2014/02/03/hm/", '<meta property="og:type" content="article">'
    )
    assert post is not None
    assert post.published is not None
    assert post.published.date().isoformat() == "2014-02-03"


def test_what_a_page_says_passes_the_door() -> None:
    post = read(entry(URL, "Te\u202ea&#x1b;]0;owned", '<div class="e-content">x</div>'))
    assert post is not None
    assert post.title == "Tea0;owned"


def test_a_page_nested_without_end_is_read_all_the_same() -> None:
    assert read("<div class='h-entry'>" * 20_000 + "x") is None


def test_a_golden_page_lies_beside_its_post() -> None:
    folder = Path(__file__).parent / "fixtures" / "page"
    assert {path.name for path in folder.glob("*.html")} == set(ADDRESSES)


def test_a_graph_names_the_author_by_reference_and_the_day_of_the_page() -> None:
    graph = data(
        '{"@graph": [{"@type": "WebPage", "url": "' + URL + '", "name": "Tea - Blog", '
        '"datePublished": "2020-01-02T08:00:00+00:00", "author": {"@id": "#ada"}}, '
        '{"@type": ["Person"], "@id": "#ada", "name": "Ada"}]}'
    )
    head = '<meta property="og:type" content="article"><meta name="author" content="The theme\'s maker">'
    post = read("<main><h1>Tea</h1><p>Hot.</p></main>", head=head + graph)
    assert post is not None
    assert (post.title, post.author, post.published and post.published.year) == ("Tea", "Ada", 2020)


def test_the_link_to_an_author_names_the_author() -> None:
    box = '<p><a rel="author" class="author-link" href="/a/">All posts by Ada</a></p>'
    body = '<article><h1>Tea</h1><time datetime="2024-01-02"></time>{}<p>Hot.</p>' + box + "</article>"
    post, nobody = (read(body.format(by)) for by in ('By <a rel="author" href="/a/">Ada</a>', "By the fire"))
    assert post and nobody
    assert (post.author, nobody.author) == ("Ada", "")
