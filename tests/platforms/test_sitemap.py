"""Blogs by their sitemaps: what is listed, what of it is a post, and the walk back to the first one."""

import gzip
from collections.abc import Mapping

import pytest

from tests.platforms.driving import answer, browse, drive, html_answer
from tui_blog.errors import (
    BodyTooLarge,
    ConnectTimedOut,
    NetworkError,
    NoFeedFound,
    StatusError,
    UnreadableAnswer,
)
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import SourceRef
from tui_blog.model.ways import PostSource
from tui_blog.platforms.detection import detect
from tui_blog.platforms.feed import FeedSource
from tui_blog.platforms.listings.post_addresses import likely_posts, may_be_post
from tui_blog.platforms.listings.site_walk import BATCH, MOST_MISSES, QUEUE, place_of
from tui_blog.platforms.listings.sitemap import SitemapSource
from tui_blog.platforms.listings.sitemap_xml import Listed, read_sitemap

HOME = "https://blog.example/"
XML = ("content-type", "application/xml")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Pages = Mapping[str, Response | NetworkError]


def urlset(*paths: str, last: str = "") -> Response:
    told = f"<lastmod>{last}</lastmod>" if last else ""
    urls = "".join(f"<url><loc>{HOME}{path}</loc>{told}</url>" for path in paths)
    return answer(f'<?xml version="1.0"?><urlset xmlns="{NAMESPACE}">{urls}</urlset>', 200, XML)


def index(*names: str) -> Response:
    maps = "".join(f"<sitemap><loc>{HOME}{name}</loc></sitemap>" for name in names)
    return answer(f'<sitemapindex xmlns="{NAMESPACE}">{maps}</sitemapindex>', 200, XML)


def post_page(title: str, day: str = "2020-01-02") -> Response:
    return html_answer(
        f"<html><head><title>{title}</title></head><body><main><article><h1>{title}</h1>"
        f'<time datetime="{day}">then</time><p>About {title}.</p></article></main></body></html>'
    )


PLAIN = html_answer("<html><head><title>About</title></head><body><main><p>Me.</p></main></body></html>")


def read_back(source: PostSource, pages: Pages) -> list[Post]:
    posts, cursor = list[Post](), None
    for _ in range(200):
        page = browse(source.page(cursor), pages).value
        posts += page.posts
        cursor = page.next
        if cursor is None:
            return posts
    raise AssertionError("the walk has no end")


# --- reading sitemaps ----------------------------------------------------------------------------


def test_a_sitemap_tells_addresses_and_dates_and_no_pictures() -> None:
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    images = "http://www.google.com/schemas/sitemap-image/1.1"
    body = f"""<?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="{NAMESPACE}" xmlns:news="{news}" xmlns:image="{images}">
      <url><loc> {HOME}tea </loc><lastmod>2024-05-01</lastmod>
        <image:image><image:loc>{HOME}tea.jpg</image:loc></image:image></url>
      <url><loc>{HOME}ink</loc><lastmod>2024-06-01</lastmod>
        <news:news><news:publication_date>2019-03-01</news:publication_date></news:news></url>
      <url><loc>javascript:alert(1)</loc></url></urlset>"""
    for packed in (body.encode(), gzip.compress(body.encode())):
        sitemap = read_sitemap(answer(packed, 200, XML))
        assert sitemap is not None
        told = [(page.url, page.date and page.date.date().isoformat()) for page in sitemap.pages]
        assert told == [(f"{HOME}tea", "2024-05-01"), (f"{HOME}ink", "2019-03-01")]


def test_a_plain_list_is_a_sitemap_too_and_a_page_is_none() -> None:
    plain = read_sitemap(answer(f"{HOME}a\n{HOME}b\nnonsense\n"))
    assert plain is not None
    assert [page.url for page in plain.pages] == [f"{HOME}a", f"{HOME}b"]
    assert read_sitemap(html_answer("<html><body>Not found</body></html>")) is None
    assert read_sitemap(answer("")) is None


def test_entities_in_a_sitemap_are_not_expanded() -> None:
    bomb = f"""<!DOCTYPE urlset [<!ENTITY a "{HOME}"><!ENTITY x SYSTEM "file:///etc/passwd">]>
      <urlset xmlns="{NAMESPACE}"><url><loc>{HOME}tea</loc></url><url><loc>&x;</loc></url></urlset>"""
    sitemap = read_sitemap(answer(bomb, 200, XML))
    assert sitemap is not None
    assert [page.url for page in sitemap.pages] == [f"{HOME}tea"]


# --- what may be a post --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "tea/",
        "2024/05/01/tea.html",
        "posts/tea",
        "archives/12-tea.html",
        "posts/now/",
        "notes/2024-05-01",
        "p/1.php",
        "2024/05/01/123456.html",
    ],
)
def test_these_may_be_posts(path: str) -> None:
    assert may_be_post(HOME + path, HOME)


@pytest.mark.parametrize(
    "path",
    (
        "",
        "index.html",
        "404.html",
        *("tags/tea/", "blog/tag/x", "category/a/b/", "author/ada/", "page/2/", "posts/page/3/", "search/"),
        *("about/", "About.html", "now", "contact"),
        *("2024/", "2024/05/", "2024/05/01", "en/", "en/2024/"),
        *("feed.xml", "tea.pdf", "tea.jpg", "?p=3"),
    ),
)
def test_these_are_plainly_none(path: str) -> None:
    assert not may_be_post(HOME + path, HOME)


def test_other_hosts_and_what_lies_beside_the_blog_are_left_out() -> None:
    assert not may_be_post("https://other.example/tea/", HOME)
    assert not may_be_post(f"{HOME}docs/tea/", f"{HOME}blog/")
    assert may_be_post(f"{HOME}blog/tea/", f"{HOME}blog/")


def test_the_newest_come_first_by_the_day_in_the_address_before_that_of_the_build() -> None:
    built = "2024-12-01"
    page = read_sitemap(urlset("2019/03/01/old/", "2023/07/08/new/", "2021/01/01/mid/", last=built))
    assert page is not None
    posts = likely_posts(page.pages, HOME)
    assert [url.rpartition("/01/")[2] or url for url in posts] == [
        f"{HOME}2023/07/08/new/",
        "mid/",
        "old/",
    ]


def test_the_index_above_several_pages_is_none_of_them() -> None:
    listed = [Listed(HOME + path) for path in ("notes/", "notes/a/", "notes/b/", "notes/c/")]
    assert likely_posts(listed, HOME) == (f"{HOME}notes/a/", f"{HOME}notes/b/", f"{HOME}notes/c/")


# --- a blog by its sitemap alone -----------------------------------------------------------------

SITE: Pages = {
    HOME: html_answer("<html><head><title>Blog</title></head><body><p>Hello.</p></body></html>"),
    f"{HOME}sitemap.xml": urlset("", "about-us-all/", "tags/x/", "2020/01/02/tea/", "2018/05/06/ink/"),
    f"{HOME}about-us-all/": PLAIN,
    f"{HOME}2020/01/02/tea/": post_page("Tea"),
    f"{HOME}2018/05/06/ink/": post_page("Ink", "2018-05-06"),
}


def test_detection_takes_the_sitemap_where_nothing_else_is_left() -> None:
    site = browse(detect(HOME), SITE).value
    assert (site.platform, site.sources, site.url) == ("sitemap", (SourceRef("sitemap", HOME),), HOME)
    posts = read_back(SitemapSource(HOME), SITE)
    assert [(post.title, post.html.split("<time")[0]) for post in posts] == [("Tea", ""), ("Ink", "")]
    assert all(f"About {post.title}." in post.html for post in posts)


SHARED: Pages = {
    f"{HOME}sitemap.xml": urlset("@ada/tea/", "@ada/ink/", "@bob/nails/"),
    f"{HOME}@ada/tea/": post_page("Tea"),
    f"{HOME}@ada/ink/": post_page("Ink"),
    f"{HOME}@bob/nails/": post_page("Nails"),
}
"""A host on which several people write."""


def test_a_blog_in_a_folder_is_that_folder_alone() -> None:
    journal = f"{HOME}journal/"
    pages = {**SITE, journal: PLAIN, f"{journal}rain/": post_page("Rain")}
    pages[f"{HOME}sitemap.xml"] = urlset("journal/", "journal/rain/", "2020/01/02/tea/")
    site = browse(detect(journal), pages).value
    assert (site.url, site.sources) == (journal, (SourceRef("sitemap", journal),))
    assert [post.title for post in read_back(SitemapSource(journal), pages)] == ["Rain"]
    of_post = browse(detect(f"{journal}rain/"), pages).value
    assert (of_post.url, of_post.post_url) == (HOME, f"{journal}rain/")


def test_a_post_leads_to_its_blog_by_the_blogs_own_name() -> None:
    front = html_answer("<html><head><title>Tea and Ink</title></head><body><p>Hello.</p></body></html>")
    site = browse(detect(f"{HOME}2020/01/02/tea/"), {**SITE, HOME: front}).value
    assert (site.title, site.post_url) == ("Tea and Ink", f"{HOME}2020/01/02/tea/")


@pytest.mark.parametrize("address", ["@ada", "@ada/", "@ada/tea/"])
def test_a_persons_folder_on_a_host_of_many_is_that_folder_alone(address: str) -> None:
    pages = SHARED | {f"{HOME}@ada": PLAIN, f"{HOME}@ada/": PLAIN}
    site = browse(detect(HOME + address), pages).value
    assert site.url == f"{HOME}@ada/"
    assert [post.title for post in read_back(SitemapSource(site.url), pages)] == ["Tea", "Ink"]
    with pytest.raises(NoFeedFound):
        browse(detect(f"{HOME}@cy"), pages | {f"{HOME}@cy": PLAIN})


def test_a_site_whose_listed_pages_are_no_posts_is_no_blog() -> None:
    pages = {HOME: PLAIN, f"{HOME}sitemap.xml": urlset("a/", "b/", "c/")}
    pages |= {f"{HOME}{name}/": PLAIN for name in "abc"}
    with pytest.raises(NoFeedFound):
        browse(detect(HOME), pages)


def test_a_list_that_begins_as_before_leaves_its_pages_alone() -> None:
    first = browse(SitemapSource(HOME).page(), SITE)
    again = browse(SitemapSource(HOME).page(None, first.value.validators), SITE)
    assert again.value.unchanged
    assert again.calls == [f"GET {HOME}robots.txt", f"GET {HOME}sitemap.xml"]


def test_a_blog_whose_list_is_gone_is_a_sentence() -> None:
    with pytest.raises(UnreadableAnswer, match=r"blog\.example has no list of its posts any more\."):
        browse(SitemapSource(HOME).page(), {HOME: PLAIN})
    with pytest.raises(StatusError):
        browse(SitemapSource(HOME).page(), {f"{HOME}robots.txt": answer("", 503)})


def test_robots_txt_names_the_sitemaps_and_an_index_those_of_posts() -> None:
    robots = answer(
        f"User-agent: *\nDisallow: /private\nSitemap: {HOME}maps/all.xml\n",
        200,
        ("content-type", "text/plain"),
    )
    pages: Pages = {
        f"{HOME}robots.txt": robots,
        f"{HOME}maps/all.xml": index(
            "wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml", "post_tag-sitemap.xml"
        ),
        f"{HOME}wp-sitemap-posts-post-1.xml": urlset("tea/"),
        f"{HOME}tea/": post_page("Tea"),
    }
    done = browse(SitemapSource(HOME).page(), pages)
    assert done.calls == [
        f"GET {HOME}{path}" for path in ("robots.txt", "maps/all.xml", "wp-sitemap-posts-post-1.xml", "tea/")
    ]


def test_a_sitemap_that_will_never_come_is_passed_over() -> None:
    away = "https://gone.example/map.xml"
    pages: dict[str, Response | NetworkError] = {
        f"{HOME}robots.txt": answer(f"Sitemap: {away}\nSitemap: {HOME}huge.xml\nSitemap: {HOME}good.xml"),
        away: ConnectTimedOut("Nobody.", away),
        f"{HOME}huge.xml": BodyTooLarge("Too much.", f"{HOME}huge.xml"),
        f"{HOME}good.xml": urlset("tea/"),
        f"{HOME}tea/": post_page("Tea"),
    }
    assert [post.title for post in read_back(SitemapSource(HOME), pages)] == ["Tea"]
    pages[f"{HOME}good.xml"] = ConnectTimedOut("Nobody today.", HOME)
    with pytest.raises(ConnectTimedOut):
        browse(SitemapSource(HOME).page(), pages)


def test_sitemaps_that_list_each_other_come_to_an_end() -> None:
    pages: Pages = {
        f"{HOME}sitemap.xml": index("a.xml", "sitemap.xml"),
        f"{HOME}a.xml": index("sitemap.xml", "a.xml"),
    }
    with pytest.raises(UnreadableAnswer):
        browse(SitemapSource(HOME).page(), pages)


def test_without_a_sitemap_the_page_of_archives_lists_the_posts_in_its_order() -> None:
    links = "".join(f'<li><a href="/{name}/">{name}</a>' for name in ("c", "b", "a", "c"))
    archive = html_answer(f"<html><nav><a href='/menu/'>Menu</a></nav><main><ul>{links}</ul></main></html>")
    pages: Pages = {HOME: PLAIN, f"{HOME}archives.html": archive}
    pages = {**pages, **{f"{HOME}{name}/": post_page(name) for name in "abc"}}
    assert [post.title for post in read_back(SitemapSource(HOME), pages)] == ["c", "b", "a"]
    named = html_answer("<html><head><link rel='archives' href='/all/'></head></html>")
    moved = {**pages, HOME: named, f"{HOME}all/": archive, f"{HOME}archives.html": answer("", 404)}
    assert [post.title for post in read_back(SitemapSource(HOME), moved)] == ["c", "b", "a"]


# --- the walk ------------------------------------------------------------------------------------


def numbered(count: int) -> dict[str, Response | NetworkError]:
    """A site of so many posts, the highest number first."""
    names = [f"notes/{number:04}/" for number in range(count, 0, -1)]
    pages: dict[str, Response | NetworkError] = {f"{HOME}{name}": post_page(name[6:10]) for name in names}
    return {f"{HOME}sitemap.xml": urlset(*names), **pages}


def test_a_long_list_is_fetched_once_for_many_posts_and_read_to_its_end() -> None:
    count = QUEUE + 25
    posts = read_back(SitemapSource(HOME), numbered(count))
    assert [int(post.title) for post in posts] == list(range(count, 0, -1))


def test_the_list_may_grow_during_the_walk() -> None:
    pages = numbered(QUEUE + 25)
    source, titles, cursor = SitemapSource(HOME), list[str](), None
    for step in range(100):
        page = browse(source.page(cursor), pages if step < 3 else numbered(QUEUE + 27)).value
        titles += [post.title for post in page.posts]
        cursor = page.next
        if cursor is None:
            break
    assert [int(title) for title in titles] == list(range(QUEUE + 25, 0, -1))


def test_pages_that_are_gone_or_fail_alone_are_passed_over() -> None:
    pages = numbered(8)
    pages[f"{HOME}notes/0008/"] = answer("", 404)
    pages[f"{HOME}notes/0007/"] = ConnectTimedOut("slow", HOME)
    pages[f"{HOME}notes/0006/"] = answer("", 500)
    pages[f"{HOME}notes/0005/"] = answer("%PDF-1.7", 200)
    posts = read_back(SitemapSource(HOME), pages)
    assert [post.title for post in posts] == ["0004", "0003", "0002", "0001"]


def test_a_host_that_asks_for_patience_stops_the_walk_where_it_stands() -> None:
    pages = numbered(BATCH + 5)
    cursor = browse(SitemapSource(HOME).page(), pages).value.next
    busy = {url: answer("", 429, retry_after="60") for url in pages}
    with pytest.raises(StatusError) as caught:
        browse(SitemapSource(HOME).page(cursor), busy)
    assert caught.value.retry_after == 60
    assert len(browse(SitemapSource(HOME).page(cursor), pages).value.posts) == 5


def test_a_list_without_posts_is_given_up_after_a_while() -> None:
    pages = numbered(MOST_MISSES * 3)
    pages |= {url: PLAIN for url in pages if "notes" in url}
    done = browse(SitemapSource(HOME).page(), pages)
    assert done.value == PostPage((), site_url=HOME, validators=done.value.validators)
    assert sum("notes" in call for call in done.calls) == MOST_MISSES


def test_a_page_that_leads_to_another_host_is_no_post_of_this_blog() -> None:
    pages = numbered(1)
    pages[f"{HOME}notes/0001/"] = answer(post_page("x").body, url="https://parked.example/")
    assert read_back(SitemapSource(HOME), pages) == []


def test_a_cursor_that_nobody_can_read_begins_anew() -> None:
    assert place_of(Cursor("https://blog.example/feed?page=2")) is None
    assert browse(SitemapSource(HOME).page(Cursor("[")), SITE).value.posts


# --- beyond a feed -------------------------------------------------------------------------------


def feed(*paths: str, home: str = HOME, more: str = "") -> Response:
    items = "".join(f"<item><title>{path}</title><link>{HOME}{path}</link></item>" for path in paths)
    head = f"<title>Blog</title><link>{home}</link>{more}"
    return answer(
        f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>{head}{items}</channel></rss>', 200, XML
    )


FEED = f"{HOME}index.xml"


def test_a_static_site_is_read_back_past_its_feed_to_the_first_post() -> None:
    pages = numbered(35) | {FEED: feed("notes/0035/", "notes/0034/", "notes/0033/")}
    first = browse(FeedSource(FEED).page(), pages)
    assert first.calls == [f"GET {FEED}"], "nothing more is asked before somebody wants older posts"
    assert first.value.next_is_guess
    posts = read_back(FeedSource(FEED), pages)
    assert [post.title[-5:].strip("/") for post in posts] == [f"{number:04}" for number in range(35, 0, -1)]


def test_where_the_feed_had_everything_the_walk_ends_at_once() -> None:
    pages = numbered(2) | {FEED: feed("notes/0002/", "notes/0001/")}
    cursor = browse(FeedSource(FEED).page(), pages).value.next
    done = browse(FeedSource(FEED).page(cursor), pages)
    assert done.value == PostPage(())
    assert done.calls == [f"GET {HOME}robots.txt", f"GET {HOME}sitemap.xml", f"GET {FEED}"]
    nothing = browse(FeedSource(FEED).page(cursor), {FEED: feed("notes/0002/")})
    assert nothing.value == PostPage(())


def test_the_pages_of_a_feed_come_first_and_need_no_sitemap() -> None:
    link = '<atom:link rel="next" href="?page=2"/>'
    page = drive(FeedSource(FEED).page(), feed("b/", more=link)).value
    assert (page.next, page.next_is_guess) == (f"{FEED}?page=2", False)
    last = drive(FeedSource(FEED).page(page.next), feed("a/")).value
    assert last.next is None


@pytest.mark.parametrize(
    ("address", "document"),
    [
        (f"{HOME}tags/tea/index.xml", feed("b/", "a/")),
        (f"{HOME}rss.php?cat=3", feed("b/", "a/")),
        (f"{HOME}comments/feed.xml", feed("b/", "a/")),
        ("https://feeds.example/blog", feed("b/", "a/", home="")),
        (FEED, feed("b/", "a/", home="https://other.example/")),
        (FEED, feed("b/", "a/", home=f"{HOME}docs/")),
        (FEED, feed()),
    ],
)
def test_behind_a_part_of_a_blog_or_a_feed_of_many_nobody_looks(address: str, document: Response) -> None:
    assert drive(FeedSource(address).page(), document).value.next is None


@pytest.mark.parametrize("home", ["", "http://www.blog.example/", "http://blog.example"])
def test_a_home_that_is_named_badly_or_not_at_all_is_no_hindrance(home: str) -> None:
    pages = numbered(5) | {FEED: feed("notes/0005/", "notes/0004/", home=home)}
    for path in ("robots.txt", "sitemap.xml"):  # wherever the walk looks, the site is the same one
        for root in ("http://www.blog.example/", "http://blog.example/"):
            pages[root + path] = pages.get(HOME + path, answer("", 404))
    assert len(read_back(FeedSource(FEED), pages)) == 5


def test_only_where_the_posts_of_the_feed_lie_older_ones_are_looked_for() -> None:
    pages = numbered(5) | {
        FEED: feed("notes/0005/", "notes/0004/"),
        f"{HOME}shop/tea/": post_page("Not this"),
    }
    listed = urlset("shop/tea/", *(f"notes/{n:04}/" for n in range(5, 0, -1)))
    posts = read_back(FeedSource(FEED), {**pages, f"{HOME}sitemap.xml": listed})
    assert "Not this" not in [post.title for post in posts]
    assert len(posts) == 5


@pytest.mark.parametrize("home", [f"{HOME}@ada", f"{HOME}@ada/", ""])
def test_on_a_host_of_many_the_walk_stays_in_the_folder_of_the_feeds_one_post(home: str) -> None:
    pages = SHARED | {FEED: feed("@ada/tea/", home=home)}
    assert [post.title for post in read_back(FeedSource(FEED), pages)] == ["@ada/tea/", "Ink"]


def test_behind_the_feed_of_a_page_about_others_posts_nobody_looks() -> None:
    document = feed("@ada/tea/", "@bob/nails/", home=f"{HOME}lamps")
    assert drive(FeedSource(FEED).page(), document).value.next is None


def test_one_old_post_is_read_off_its_page_without_a_walk() -> None:
    pages = numbered(9) | {FEED: feed("notes/0008/")}
    done = browse(FeedSource(FEED).one(f"{HOME}notes/0002/"), pages)
    assert done.calls == [f"GET {FEED}", f"GET {HOME}notes/0002/"]
    assert done.value is not None
    assert done.value.title == "0002"
    elsewhere = browse(FeedSource(FEED).one("https://other.example/x/"), pages)
    assert (elsewhere.value, elsewhere.calls) == (None, [f"GET {FEED}"])
