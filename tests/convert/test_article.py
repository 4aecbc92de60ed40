"""Pages of many makes: what their author wrote is found, whole, and nothing that the site put around it."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.work import TIMES, growth
from tui_blog.convert import article_opinion
from tui_blog.convert.article import Article, extract
from tui_blog.convert.html import to_markdown

URL = "https://blog.example/2024/post/"

SENTENCE = "The lamp was lit early that evening, for the days had grown short, and nobody minded at all. "
STORY = "".join(f"<p>{number}. {SENTENCE * 3}</p>" for number in ("One", "Two", "Three"))
MENU = "<nav><ul><li><a href='/'>Home page</a><li><a href='/about'>About me</a></ul></nav>"
SIDEBAR = "<div id='sidebar'><h3>Popular</h3><ul><li><a href='/a'>Another post, quite long</a></ul></div>"
COMMENTS = f"<div id='comments'><h3>2 comments</h3><p>Bo: lovely, thank you. {SENTENCE * 8}</p></div>"
OF_WEB = '<meta property="og:site_name" content="Web">'
FOOTER = "<footer>Powered by a platform, all rights reserved</footer>"


def page(body: str, head: str = "<title>Lamps</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def found(markup: str, url: str = URL) -> Article:
    article = extract(markup, url)
    assert article is not None
    return article


def read(markup: str) -> str:
    """What a reader sees of the article."""
    return to_markdown(found(markup).html, URL)


@pytest.mark.parametrize(
    "place",
    [
        "<div class='post-body entry-content' itemprop='description articleBody'>{}</div>",  # Blogger
        "<div class='entry-content clear'>{}</div>",  # WordPress
        "<div class='entry-content wp-block-post-content'>{}</div>",  # and its block themes
        "<section class='gh-content gh-canvas'>{}</section>",  # Ghost
        "<div class='available-content'><div class='body markup'>{}</div></div>",  # Substack
        "<div id='article-body' class='crayons-article__body'>{}</div>",  # Forem
        "<div class='e-content'>{}</div>",  # the h-entry microformat
        "<article><div class='post-content'>{}</div></article>",  # many a theme of Hugo and Jekyll
        "<div itemprop='articleBody'>{}</div>",
        "<article>{}</article>",
        "<div class='abc'>{}</div>",
    ],
)
def test_the_text_is_found_where_platforms_put_it_and_elsewhere(place: str) -> None:
    text = read(page(MENU + SIDEBAR + place.format(STORY) + COMMENTS + FOOTER))
    assert text.startswith("One.") and "Three." in text
    for furniture in ("Home page", "Another post", "Bo:", "Powered"):
        assert furniture not in text


def test_a_short_post_is_found_by_its_platforms_mark_beside_long_comments() -> None:
    short = "<p>Back tomorrow, with pictures of the harbour.</p><p>Good night, and thanks for this week.</p>"
    text = read(page(f"{MENU}<div class='post-body'>{short}</div>{COMMENTS}"))
    assert text.endswith("this week.") and "Bo:" not in text


def test_a_quotation_that_bears_a_platforms_mark_is_not_the_article() -> None:
    quoted = f"<blockquote class='entry-content'><p>{SENTENCE * 2}</p></blockquote>"
    text = read(page(f"<article>{STORY}{quoted}{STORY.replace('One', 'Four')}</article>"))
    assert "One." in text and "Four." in text


def test_of_a_page_with_several_posts_none_is_taken_for_the_one() -> None:
    posts = "".join(f"<div class='entry-content'>{STORY}</div>" for _ in range(3))
    assert read(page(f"<main>{posts}</main>")).count("One.") == 3


def test_programs_tables_lists_pictures_and_links_survive() -> None:
    inside = (
        '<pre><code class="language-python">def light():\n    return "on"\n</code></pre>'
        "<table><thead><tr><th>Year<th>Lamps</thead><tr><td>1990<td>7</table>"
        "<ul><li>oil<li>wick</ul>"
        "<figure><img src='/lamp.jpg' alt='A lamp'><figcaption>Mine</figcaption></figure>"
        "<p>See <a href='../older/'>an older post</a> and <a href='#n1'>a note</a>.</p><h2>The end</h2>"
    )
    for place in ("<div class='entry-content'>{}</div>", "<div>{}</div>"):
        text = read(page(MENU + place.format(STORY + inside + STORY) + FOOTER))
        assert '```python\ndef light():\n    return "on"\n```' in text
        assert "| Year | Lamps |" in text and "- oil\n- wick" in text and "## The end" in text
        assert "![A lamp](https://blog.example/lamp.jpg)" in text
        assert "[an older post](https://blog.example/2024/older/)" in text


def test_addresses_are_seen_from_the_base_that_the_page_names() -> None:
    picture = "<img src='a.jpg' srcset='a-2.jpg 2x, a-3.jpg 3x' alt='A'><a href='b.html'>b</a>"
    html = found(
        page(f"<article>{STORY}<p>{picture}</p></article>", "<base href='https://cdn.example/x/'>")
    ).html
    assert 'href="https://cdn.example/x/b.html"' in html and 'src="https://cdn.example/x/a.jpg"' in html
    assert "https://cdn.example/x/a-2.jpg 2x, https://cdn.example/x/a-3.jpg 3x" in html


def test_furniture_within_the_text_goes() -> None:
    added = (
        "<div class='sharedaddy'>Share this: <a href='/t'>Twitter</a></div>"
        "<div id='jp-relatedposts' class='jp-relatedposts'><p>Related posts of ours</p></div>"
        "<p>Advertisement</p><form><input name=mail> Subscribe to the letter</form>"
        "<iframe src='https://ads.example/x'></iframe><script>document.write('<p>scripted</p>')</script>"
    )
    text = read(page(f"<div class='entry-content'>{STORY}{added}</div>"))
    assert text.endswith("nobody minded at all.")
    assert "scripted" not in text and "ads.example" not in text


def test_a_video_in_the_text_stays() -> None:
    video = "<iframe src='https://www.youtube.com/embed/abcdefghijk' title='A film'></iframe>"
    assert "watch?v=abcdefghijk" in read(page(f"<div class='entry-content'>{STORY}{video}</div>"))


def test_a_wrapper_that_is_called_like_furniture_keeps_its_article() -> None:
    assert "Three." in read(page(f"<main><div class='related'><div>{STORY}</div></div></main>"))


def test_the_title_is_not_repeated_in_the_text() -> None:
    article = found(page(f"<article><h1>Lamps</h1>{STORY}</article>", "<title>Lamps</title>"))
    assert article.title == "Lamps" and "Lamps" not in article.html


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Lamps | The Slow Web</title>", "<h1>Lamps</h1>", "Lamps"),
        ("<title>Web » Lamps of old</title>", "<h1>Web</h1><h2>Lamps of old</h2>", "Lamps of old"),
        ("<title>How the lamps went out - The Web</title>", "", "How the lamps went out"),
        ("<title>Lamps - a study</title>", "", "Lamps - a study"),
        ('<meta property="og:title" content="Lamps &amp; wicks"><title>x</title>', "", "Lamps & wicks"),
        (f'<meta property="og:title" content="Web">{OF_WEB}<title>Lamps</title>', "", "Lamps"),
        (f'<meta property="og:title" content="Lamps - Web">{OF_WEB}', "", "Lamps"),
        ("", "<h1>Only this</h1>", ""),
        ("<title>\x1b[31mRed&#27;[0m</title>", "", "Red"),
    ],
)  # fmt: skip
def test_the_title_is_told_without_the_name_of_the_site(head: str, body: str, title: str) -> None:
    assert found(page(f"{body}<article>{STORY}</article>", head)).title == title


def test_linked_data_tell_the_title_the_author_and_the_day() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "The Slow Web"},
            {
                "@type": "BlogPosting",
                "headline": "Lamps &amp; wicks",
                "author": [{"@type": "Person", "name": "Ada"}, "Bo"],
                "datePublished": "2024-12-19T09:30:00+01:00",
            },
        ],
    }
    head = f'<title>x</title><script type="application/ld+json">{json.dumps(data)}</script>'
    article = found(page(f"<article>{STORY}</article>", head))
    assert (article.title, article.author) == ("Lamps & wicks", "Ada, Bo")
    assert article.published == datetime(2024, 12, 19, 9, 30, tzinfo=timezone(timedelta(hours=1)))


def test_the_head_tells_the_author_and_the_day_where_no_data_do() -> None:
    head = '<meta name="author" content="Ada"><meta property="article:published_time" content="2024-12-19">'
    article = found(page(f"<article>{STORY}</article>", head))
    assert (article.author, article.published) == ("Ada", datetime(2024, 12, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    "data", ["[", "[[[]]]", '{"@type": 3}', '{"@type": "Article", "headline": 3}', "[" * 9_999]
)
def test_linked_data_that_make_no_sense_are_let_be(data: str) -> None:
    head = f'<title>Lamps</title><script type="application/ld+json">{data}</script>'
    assert found(page(f"<article>{STORY}</article>", head)).title == "Lamps"


def test_a_page_that_is_put_together_by_scripts_may_have_its_text_among_the_data() -> None:
    data = {"@type": "Article", "articleBody": "\n".join(f"{n} <b> {SENTENCE * 3}" for n in range(5))}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    text = read(page("<div id='app'>Loading</div>", head))
    assert text.startswith("0 ") and text.count("The lamp was lit") == 15 and r"\<b>" in text


@pytest.mark.parametrize(
    "markup", ["", " ", "<html>", "<script>x", "<!--", "<body><script>a</script></body>"]
)
def test_where_nothing_is_shown_there_is_no_article(markup: str) -> None:
    assert extract(markup, URL) is None


def test_what_is_hidden_is_not_read() -> None:
    hidden = "<p style='display:none'>secret</p><p hidden>secret</p><div aria-hidden=true>secret</div>"
    assert "secret" not in read(page(f"<article>{STORY}{hidden}{STORY}</article>"))


@pytest.mark.parametrize("piece", ["<div>", "<table><tr><td>", "<ul><li>x", "<b>", "<blockquote>", "<font>"])
def test_thousands_of_levels_do_no_harm(piece: str) -> None:
    article = extract(page(piece * 20_000 + SENTENCE), URL)
    assert article is not None and "The lamp was lit" in article.html


@pytest.mark.parametrize(
    "piece",
    ["<p>word, word <a href=x>linked words</a> word word word word</p>", "<script ", "<noscript>",
     "<ul><li>x", "<section><p>some words, and more of them here", "<!--", "<h1>t",
     "<table><tr><td>x<table>", "<div>x"],
)  # fmt: skip
def test_the_work_grows_no_faster_than_the_page(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_opinion, "ELEMENTS", 0)  # trafilatura is asked about small pages alone

    def act(markup: str) -> object:
        return extract(markup, URL)

    assert growth(act, lambda size: page(piece * size + SENTENCE), 1_500) < 3 * TIMES


_TAGS = st.sampled_from(
    ["<div>", "</div>", "<p>", "<table>", "<tr>", "<td>", "<ul>", "<li>", "<o:p>", '<a href="//[">',
     "<svg>", "<body>", "<html>", "<title>", "<base href='//['>", "<img srcset=',,'>", "</", "&#0;", "\x00",
     "<article class='post-body'>", "<h1 \">", "<noscript>", "<frameset>", "\ud800", SENTENCE, "a, b"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(_TAGS, max_size=60).map("".join))
def test_no_page_is_too_broken(markup: str) -> None:
    article = extract(markup, URL)
    assert article is None or (article.html and not re.search("[\x00\x1b]", article.html))
