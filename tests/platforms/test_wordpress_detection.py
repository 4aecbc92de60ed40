"""Addresses of parts of a WordPress blog, and blogs that stand at WordPress.com."""

import pytest

from tests.platforms.driving import Done, answer, browse, drive, html_answer, json_answer
from tui_blog.errors import NetworkError
from tui_blog.model.comment import Access
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import CleanText
from tui_blog.platforms.detection import detect
from tui_blog.platforms.wordpress.comments import WordPressComments
from tui_blog.platforms.wordpress.root import hosted_root
from tui_blog.platforms.wordpress.shapes import site_of

HOME = "https://blog.example/"
API = f"{HOME}wp-json/"
CARD = json_answer({"name": "Tea &amp; Ink", "home": "https://blog.example", "namespaces": ["wp/v2"]})
NAMED = f'<link rel="https://api.w.org/" href="{API}">'
FEEDS = '<link rel="alternate" type="application/rss+xml" title="Tea" href="/feed/">'
MAY = {"after": "2024-04-30T23:59:59", "before": "2024-06-01T00:00:00"}


def page(body_class: str, head: str = "", **headers: str) -> Response:
    markup = f"<html><head><title>A part – Tea</title>{NAMED}{FEEDS}{head}</head>"
    return html_answer(f"{markup}<body class='{body_class}'></body></html>", **headers)


def found(url: str, shown: Response, *, card: Response = CARD, **terms: str) -> Done[Site]:
    names = {
        f"{API}wp/v2/{route.replace('_', '/')}": json_answer({"name": name}) for route, name in terms.items()
    }
    return browse(detect(url), {url: shown, API: card} | names)


def record(route: str) -> str:
    return f'<link rel="alternate" title="JSON" type="application/json" href="{API}wp/v2/{route}">'


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            f"{HOME}category/bread/",
            page("archive category category-bread category-5", record("categories/5")),
        ),
        (f"{HOME}category/bread/", page("archive category category-2024 category-5")),
        (f"{HOME}topics/food/bread/page/2/", page("archive", record("categories/5"))),
        (f"{HOME}?cat=5", page("archive category category-bread category-5")),
        (
            f"{HOME}c/",
            page("x", link=f'<{API}>; rel="https://api.w.org/", <{API}wp/v2/categories/5>; rel="alternate"'),
        ),
    ],
)
def test_the_address_of_a_category_opens_the_category(url: str, shown: Response) -> None:
    done = found(url, shown, categories_5="Bread &amp; more")
    site = done.value
    assert (site.title, site.url) == ("Tea & Ink: Bread & more", url)
    assert site.sources == (SourceRef("wordpress", f"{API}?categories=5"), SourceRef("wordpress", API))
    assert site.channels == (ChannelRef("wordpress", API),)
    assert (site.post_url, site.platform) == (None, "wordpress")
    assert len(done.calls) == 4
    assert any("a part of the blog Tea & Ink: Bread & more" in reason for reason in site.reasons)


def test_a_category_is_opened_with_all_below_it_as_its_page_shows_it() -> None:
    tree = json_answer([{"id": 7, "parent": 5}, {"id": 8, "parent": 7}, {"id": 9, "parent": 0}, {"id": 5}])
    url = f"{HOME}category/bread/"
    web = {url: page("archive category category-5"), API: CARD, f"{API}wp/v2/categories": tree}
    site = browse(detect(url), {**web, f"{API}wp/v2/categories/5": json_answer({"name": "Bread"})}).value
    assert site.sources[0] == SourceRef("wordpress", f"{API}?categories=5,7,8")
    assert site.title == "Tea & Ink: Bread"


@pytest.mark.parametrize(
    ("url", "shown", "narrowing", "title"),
    [
        (f"{HOME}tag/rye/", page("archive tag tag-rye tag-31"), "tags=31", "Rye"),
        (f"{HOME}author/ada/", page("archive author author-ada author-1"), "author=1", "Ada"),
        (
            f"{HOME}2024/05/",
            page("archive date"),
            "after=2024-04-30T23:59:59&before=2024-06-01T00:00:00",
            "May 2024",
        ),
        (
            f"{HOME}?m=202405",
            page("archive date"),
            "after=2024-04-30T23:59:59&before=2024-06-01T00:00:00",
            "May 2024",
        ),
        (
            f"{HOME}?year=2024",
            page("archive date"),
            "after=2023-12-31T23:59:59&before=2025-01-01T00:00:00",
            "2024",
        ),
        (
            f"{HOME}2024/05/02/page/2/",
            page("date"),
            "after=2024-05-01T23:59:59&before=2024-05-03T00:00:00",
            "2 May 2024",
        ),
        (f"{HOME}?s=green+tea", page("search search-results"), "search=green+tea", "“green tea”"),
        (f"{HOME}search/green+tea/", page("search"), "search=green+tea", "“green tea”"),
    ],
)
def test_the_address_of_a_part_opens_the_part(url: str, shown: Response, narrowing: str, title: str) -> None:
    site = found(url, shown, tags_31="Rye", users_1="Ada").value
    assert site.sources[0] == SourceRef("wordpress", f"{API}?{narrowing}")
    assert site.title == f"Tea & Ink: {title}"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (HOME, page("home blog")),
        (f"{HOME}2024/13/", page("archive date")),
        (f"{HOME}somewhere/", page("archive date")),
        (f"{HOME}genre/noir/", page("archive tax-genre term-9")),
        (f"{HOME}?s=", page("search")),
        (f"{HOME}?year={'9' * 60}&monthnum=5", page("archive date")),
        (f"{HOME}?m=2024xx", page("home blog")),
        (f"{HOME}?s=x", page("home blog")),
        (f"{HOME}bread/", page("single single-post postid-71", record("posts/71"))),
        (
            f"{HOME}2024/05/02/bread/",
            page("single postid-71 category-5", '<meta property="og:type" content="article">'),
        ),
    ],
)
def test_all_else_opens_the_whole_blog(url: str, shown: Response) -> None:
    assert found(url, shown).value.sources[0] == SourceRef("wordpress", API)


def test_a_name_that_nobody_tells_is_that_of_the_page() -> None:
    site = found(f"{HOME}tag/rye/", page("archive tag tag-rye tag-31")).value
    assert site.title == "A part – Tea"


def test_the_feed_of_a_part_stands_behind_it() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" title="Rye" href="/tag/rye/feed/">'
    site = found(f"{HOME}tag/rye/", page("archive tag tag-31", feed), tags_31="Rye").value
    assert [source.url for source in site.sources] == [f"{API}?tags=31", f"{HOME}tag/rye/feed/", API]
    assert [feed.url for feed in site.feeds] == [f"{HOME}tag/rye/feed/", f"{HOME}feed/"]


def test_where_the_api_is_shut_a_part_is_read_by_its_own_feed() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" title="Tea » Rye" href="/tag/rye/feed/">'
    shut = json_answer({"code": "rest_not_logged_in"}, 401)
    site = found(f"{HOME}tag/rye/", page("archive tag tag-31", feed), card=shut).value
    assert [source.url for source in site.sources] == [f"{HOME}tag/rye/feed/", f"{HOME}feed/"]
    assert (site.title, site.platform, site.channels) == (
        "Tea » Rye",
        "wordpress",
        (ChannelRef("wordpress", API),),
    )


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (f"{HOME}2024/05/", f"{HOME}2024/05/feed/"),
        (f"{HOME}2024/05/page/3/", f"{HOME}2024/05/feed/"),
        (f"{HOME}?m=202405", f"{HOME}?m=202405&feed=rss2"),
    ],
)
def test_the_feed_of_a_month_is_known_though_no_page_names_it(url: str, feed: str) -> None:
    shut = json_answer({"code": "rest_not_logged_in"}, 401)
    site = found(url, page("archive date"), card=shut).value
    assert site.sources == (SourceRef("feed", feed), SourceRef("feed", f"{HOME}feed/"))


# --- WordPress.com -------------------------------------------------------------------------------

SITES = "https://public-api.wordpress.com/rest/v1.1/sites/"
GENERATOR = '<meta name="generator" content="WordPress.com">'
RSD = '<link rel="EditURI" href="{}xmlrpc.php?rsd">'


def hosted(url: str, head: str, *, host: str = "", **headers: str) -> Done[Site]:
    shown = html_answer(f"<html><head><title>Tea</title>{head}</head><body></body></html>", **headers)
    card = json_answer({"ID": 7, "name": "Tea &amp; Ink", "URL": url.replace("https:", "http:")})
    pages: dict[str, Response | NetworkError] = {url: shown}
    return browse(detect(url), pages | ({f"{SITES}{host}": card} if host else {}))


@pytest.mark.parametrize(
    ("url", "head", "headers"),
    [
        ("https://tea.wordpress.com/", GENERATOR + RSD.format("https://tea.wordpress.com/"), {}),
        ("https://tea.wordpress.com/", "", {}),
        ("https://www.tea.example/", GENERATOR, {}),
        ("https://www.tea.example/", "", {"x_hacker": "Want root?"}),
        (
            "https://tea.example/",
            '<link rel="https://api.w.org/" href="https://public-api.wordpress.com/wp-json/">' + GENERATOR,
            {},
        ),
    ],
)
def test_a_blog_at_wordpress_com_is_read_by_the_public_api(
    url: str, head: str, headers: dict[str, str]
) -> None:
    host = url.split("/")[2]
    done = hosted(url, head, host=host, **headers)
    root = f"https://public-api.wordpress.com/wp/v2/sites/{host}/"
    assert done.value.sources == (SourceRef("wordpress", root),)
    assert done.value.channels == (ChannelRef("wordpress", root),)
    assert (done.value.title, done.value.platform) == ("Tea & Ink", "wordpress")
    assert done.calls == [f"GET {url}", f"GET {SITES}{host}?fields=ID,name,URL"]
    assert any("wordpress" in reason.lower() for reason in done.value.reasons)


def test_a_blog_there_that_has_an_api_of_its_own_is_asked_itself() -> None:
    url = "https://tea.example/"
    named = f'<link rel="https://api.w.org/" href="{url}wp-json/">'
    shown = html_answer(f"<html><head>{named}{GENERATOR}</head></html>")
    card = json_answer({"name": "Tea", "home": url, "namespaces": ["wp/v2"]})
    done = browse(detect(url), {url: shown, f"{url}wp-json/": card})
    assert done.value.sources == (SourceRef("wordpress", f"{url}wp-json/"),)
    shut = browse(detect(url), {url: shown, f"{SITES}tea.example": json_answer({"name": "Tea", "URL": url})})
    assert shut.value.sources == (SourceRef("wordpress", hosted_root("tea.example")),)


def test_a_private_blog_there_leaves_its_feed() -> None:
    feed = "<rss version='2.0'><channel><title>Tea</title><item><title>A</title></item></channel></rss>"
    url = "https://tea.wordpress.com/"
    private = json_answer({"error": "unauthorized", "message": "User cannot access this private blog."}, 403)
    pages = {url: html_answer(f"<head>{GENERATOR}</head>"), f"{SITES}tea.wordpress.com": private}
    done = browse(detect(url), {**pages, f"{url}feed/": answer(feed, kind=("content-type", "text/xml"))})
    assert done.value.sources == (SourceRef("feed", f"{url}feed/"),)


def test_its_comments_are_written_by_the_form_of_the_blog_else_in_a_browser() -> None:
    root = hosted_root("tea.wordpress.com")
    post = Post("g", "https://tea.wordpress.com/bread/", CleanText("Bread"), "", remote_id="71")
    open_post = json_answer({"id": 71, "comment_status": "open"})
    form = '<form id="commentform" action="/wp-comments-post.php"><textarea name="comment"></textarea></form>'
    channel = WordPressComments(root)
    assert drive(channel.form(post), html_answer(form), open_post).value.access is Access.ANONYMOUS
    verbum = html_answer("<div id='comment-form__verbum'></div>")
    assert drive(channel.form(post), verbum, open_post).value.access is Access.BROWSER
    silent = drive(channel.form(post), html_answer("<body>"), open_post)
    assert silent.value.access is Access.BROWSER
    assert silent.asked[1].url.startswith(
        "https://public-api.wordpress.com/wp/v2/sites/tea.wordpress.com/posts/71?"
    )
    assert site_of(root) == "https://tea.wordpress.com/"
