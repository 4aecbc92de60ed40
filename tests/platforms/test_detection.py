"""From any address to a blog: its feed, its API, its comments, as page, headers or a guess tell them."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.platforms.driving import HTML, Done, answer, browse, html_answer, json_answer
from tui_blog.errors import (
    BadAddress,
    ConnectionRefused,
    ConnectTimedOut,
    NetworkError,
    NoFeedFound,
    StatusError,
    UnreadableAnswer,
)
from tui_blog.model.flow import Response
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.feeds.finding import PROBES
from tui_blog.platforms.listings.site_listing import ARCHIVES, USUAL_SITEMAPS

HOME = "https://blog.example/"
XML = ("content-type", "application/xml")
Pages = Mapping[str, Response | NetworkError]


def rss(*links: str, title: str = "Blog", home: str = HOME, generator: str = "") -> Response:
    items = "".join(f"<item><title>A post</title><link>{link}</link></item>" for link in links)
    head = f"<title>{title}</title><link>{home}</link><generator>{generator}</generator>"
    return answer(f"<rss version='2.0'><channel>{head}{items}</channel></rss>", 200, XML)


def atom(title: str = "Blog") -> Response:
    entry = f"<entry><id>1</id><title>A post</title><link href='{HOME}a/'/></entry>"
    head = f"<title>{title}</title><link href='{HOME}'/>"
    return answer(f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entry}</feed>", 200, XML)


def html_page(head: str = "", body: str = "", **headers: str) -> Response:
    return html_answer(f"<html><head><title>Blog</title>{head}</head><body>{body}</body></html>", **headers)


def alternate(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def found(pages: Pages, url: str = HOME) -> Site:
    return detected(pages, url).value


def detected(pages: Pages, url: str = HOME) -> Done[Site]:
    return browse(detect(url), pages)


def feed_of(site: Site) -> str:
    """The feed that is read where there is no API."""
    return next(source.url for source in site.sources if source.kind == "feed")


# --- feeds that a page names ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="alternate" type="application/rss+xml" href="/f">',
        "<LINK REL=ALTERNATE TYPE=application/rss+xml HREF=f>",
        '<link rel="feed" href="/f">',
        '<base href="https://blog.example/"><link rel="alternate" type="text/xml" href="f">',
        '<link rel="alternate" type="application/rss+xml; charset=utf-8" href="//blog.example/f">',
        '<link rel="alternate" type="application/rdf+xml" href="https://blog.example/f">',
    ],
)
def test_a_feed_is_read_off_the_head(head: str) -> None:
    site = found({HOME: html_page(head), f"{HOME}f": rss(f"{HOME}a/")})
    assert (site.sources, site.platform, site.title) == ((SourceRef("feed", f"{HOME}f"),), "feed", "Blog")


def test_a_feed_is_read_off_the_link_header() -> None:
    page = html_page(
        link='<https://other.example/>; rel=preload, </f>; rel="alternate"; type="application/rss+xml"'
    )
    assert feed_of(found({HOME: page, f"{HOME}f": rss(f"{HOME}a/")})) == f"{HOME}f"


@pytest.mark.parametrize(
    ("comments", "title"),
    [
        ("/comments/feed/", ""),
        ("/feed/comments", ""),
        ("/?feed=comments-rss2", ""),
        ("/x.xml", "Blog » Comments Feed"),
        ("/x.xml", "Blog » Kommentar-Feed"),
        ("/x.xml", "Flux des Comentários"),
    ],
)
def test_the_feed_of_comments_is_not_the_blog(comments: str, title: str) -> None:
    head = alternate(comments, title=title) + alternate("/posts.xml", title="Blog")
    pages = {
        HOME: html_page(head),
        f"{HOME}posts.xml": rss(f"{HOME}a/"),
        f"https://blog.example{comments}": rss("x"),
    }
    site = found(pages)
    assert feed_of(site) == f"{HOME}posts.xml"
    assert [(feed.url, feed.holds) for feed in site.feeds] == [
        (f"{HOME}posts.xml", "posts"),
        (f"https://blog.example{comments}", "comments"),
    ]


def test_the_feed_below_a_post_holds_its_comments() -> None:
    head = alternate("/2024/a/feed/") + alternate("/feed/") + '<meta property="og:type" content="article">'
    pages = {f"{HOME}2024/a/": html_page(head), f"{HOME}feed/": rss(f"{HOME}2024/a/")}
    site = found(pages, f"{HOME}2024/a/")
    assert (feed_of(site), site.post_url) == (f"{HOME}feed/", f"{HOME}2024/a/")


@pytest.mark.parametrize(
    ("other", "holds"),
    [("", ["posts"]), (alternate("/feed.xml"), ["posts", "part"])],
    ids=["alone", "beside"],
)
def test_a_blog_may_live_in_a_folder_with_its_feed(other: str, holds: list[str]) -> None:
    head = alternate("/notes/feed.xml") + other
    pages = {f"{HOME}notes/": html_page(head)}
    feeds = {f"{HOME}{path}": rss(f"{HOME}notes/a/") for path in ("feed.xml", "notes/feed.xml")}
    assert [feed.holds for feed in found(pages | feeds, f"{HOME}notes/").feeds] == holds


def test_the_whole_blog_comes_before_a_part_and_atom_before_rss() -> None:
    head = (
        alternate("/category/tea/feed.xml", title="Tea")
        + alternate("/rss.xml", title="Blog (RSS)")
        + alternate("/atom.xml", "application/atom+xml", "Blog (Atom)")
    )
    site = found({HOME: html_page(head), f"{HOME}atom.xml": atom()})
    assert [feed.url for feed in site.feeds] == [
        f"{HOME}atom.xml",
        f"{HOME}rss.xml",
        f"{HOME}category/tea/feed.xml",
    ]


def test_a_named_feed_that_is_broken_leaves_the_next() -> None:
    head = alternate("/one.xml", title="Blog") + alternate("/two.xml", title="Blog too")
    pages: Pages = {HOME: html_page(head), f"{HOME}one.xml": html_page(), f"{HOME}two.xml": rss(f"{HOME}a/")}
    assert feed_of(found(pages)) == f"{HOME}two.xml"


def test_json_feeds_are_told_from_other_json() -> None:
    head = alternate("/wp-json/wp/v2/pages/2", "application/json") + alternate(
        "/feed.json", "application/json"
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Blog",
        "items": [{"id": "1", "url": f"{HOME}a/"}],
    }
    site = found({HOME: html_page(head), f"{HOME}feed.json": json_answer(feed)})
    assert (feed_of(site), site.feeds[0].format) == (f"{HOME}feed.json", "json")


# --- feeds that a page does not name -------------------------------------------------------------


def test_a_link_in_the_text_is_the_next_best() -> None:
    body = (
        '<a href="https://friend.example/feed.xml">a friend</a><a href="/comments/feed/">comments</a>'
        '<a href="/writing/index.xml">RSS</a>'
    )
    pages = {HOME: html_page(body=body), f"{HOME}writing/index.xml": rss(f"{HOME}a/")}
    assert feed_of(found(pages)) == f"{HOME}writing/index.xml"


@pytest.mark.parametrize("path", ["feed/", "rss.xml", "atom.xml"])
def test_a_page_that_names_none_is_asked_for_the_usual_ones(path: str) -> None:
    assert feed_of(found({HOME: html_page(), f"{HOME}{path}": atom()})) == f"{HOME}{path}"


def test_a_blog_in_a_directory_is_looked_for_in_its_directory_and_at_the_root() -> None:
    page = {f"{HOME}notes/": html_page()}
    assert feed_of(found(page | {f"{HOME}notes/feed/": atom()}, f"{HOME}notes/")) == f"{HOME}notes/feed/"
    assert feed_of(found(page | {f"{HOME}rss.xml": atom()}, f"{HOME}notes/")) == f"{HOME}rss.xml"


def test_the_search_for_usual_places_is_bounded() -> None:
    flow, asked = detect(f"{HOME}notes/today/"), 0
    next(flow)
    page = replace(html_page(), url=f"{HOME}notes/today/")
    with pytest.raises(NoFeedFound, match=r"blog\.example.*the feed's own address"):
        while True:
            asked += len(flow.send((answer("", 404) if asked else page,)))
    # Then its home page for marked posts, robots.txt and the sitemaps, and the home page's archives.
    assert asked == PROBES + 1 + (1 + len(USUAL_SITEMAPS)) + (1 + len(ARCHIVES))


def test_what_a_page_tells_is_cut_off_at_a_ceiling_and_never_run() -> None:
    page = html_page(body="<a href='/feed" + "x" * 5_000 + ".xml'>" + "<b>" * 5_000 + "\x00\x1b]0;x\x07")
    with pytest.raises(NoFeedFound):
        found({HOME: page})


# --- a feed was given ----------------------------------------------------------------------------


def test_a_feed_stands_for_itself() -> None:
    site = found({f"{HOME}f": rss(f"{HOME}a/")}, f"{HOME}f")
    assert (site.url, site.sources, site.channels) == (HOME, (SourceRef("feed", f"{HOME}f"),), ())


def test_rdf_and_json_feeds_stand_for_themselves_too() -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel><title>Old</title><link>{HOME}</link></channel><item><title>P</title><link>{HOME}p</link></item></rdf:RDF>"""
    site = found({f"{HOME}index.rdf": answer(rdf, 200, XML)}, f"{HOME}index.rdf")
    assert (site.title, site.feeds[0].format) == ("Old", "rdf")
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Jay", "items": []})
    site = found({f"{HOME}feed.json": answer(feed, 200, HTML)}, f"{HOME}feed.json")
    assert (site.title, site.feeds[0].format) == ("Jay", "json")


def test_a_feed_that_moved_for_good_is_kept_under_its_new_address() -> None:
    moved = Response(200, f"{HOME}new", (XML,), rss("x").body, moved_to=f"{HOME}new")
    assert feed_of(found({f"{HOME}old": moved}, f"{HOME}old")) == f"{HOME}new"


@pytest.mark.parametrize(
    "home", ["http://127.0.0.1/", "http://router/", "http://nas.local/", "http://[::1]/"]
)
def test_a_public_feed_does_not_name_a_private_host_for_its_home(home: str) -> None:
    assert found({f"{HOME}f": rss("x", home=home)}, f"{HOME}f").url == HOME


def test_a_feed_may_live_on_another_host_than_its_blog() -> None:
    feeds = "https://feeds.example/blog"
    assert found({feeds: rss(f"{HOME}a/")}, feeds).url == HOME


# --- WordPress -----------------------------------------------------------------------------------

API = f"{HOME}wp-json/"
CARD = json_answer(
    {"name": "Tea &amp; Ink", "home": "https://blog.example", "namespaces": ["oembed/1.0", "wp/v2"]}
)
NAMED = f'<link rel="https://api.w.org/" href="{API}">'
FEED_LINK = alternate("/feed/")


def test_the_api_is_read_off_the_head_and_the_feed_stands_behind_it() -> None:
    site = found({HOME: html_page(NAMED + FEED_LINK), API: CARD})
    assert site.sources == (SourceRef("wordpress", API), SourceRef("feed", f"{HOME}feed/"))
    assert (site.platform, site.title, site.url) == ("wordpress", "Tea & Ink", "https://blog.example")
    assert site.channels == (ChannelRef("wordpress", API),)


@pytest.mark.parametrize(
    "header",
    [
        f'<{API}>; rel="https://api.w.org/"',
        f"<{API}>; rel=https://api.w.org/",
        f'<https://cdn.example/>; rel=preconnect, <{API}>; rel="https://api.w.org/", <x>; rel=shortlink',
    ],
)
def test_the_api_is_read_off_the_link_header(header: str) -> None:
    assert found({HOME: html_page(link=header), API: CARD}).sources[0] == SourceRef("wordpress", API)


def test_an_api_at_a_plain_permalink_is_asked_there() -> None:
    root = f"{HOME}index.php?rest_route=/"
    head = f'<link rel="https://api.w.org/" href="{root}">'
    done = detected({HOME: html_page(head), f"{HOME}index.php": CARD})
    assert done.calls[1] == f"GET {HOME}index.php?rest_route=/&_fields=name,description,url,home,namespaces"
    assert done.value.sources == (SourceRef("wordpress", root),)
    assert done.value.url == "https://blog.example"


@pytest.mark.parametrize(
    "mark",
    [
        f'<link rel="EditURI" type="application/rsd+xml" href="{HOME}xmlrpc.php?rsd">',
        '<meta name="generator" content="WordPress 6.8.1">',
    ],
)
def test_a_wordpress_that_hides_its_api_is_tried_at_the_usual_place(mark: str) -> None:
    assert found({HOME: html_page(mark), API: CARD}).sources[0] == SourceRef("wordpress", API)


@pytest.mark.parametrize(
    "card",
    [
        json_answer({"code": "rest_disabled"}, 401),
        answer("", 404),
        html_page(),
        json_answer({"name": "Blog", "namespaces": ["oembed/1.0"]}),
        json_answer(["odd"]),
        StatusError("No.", API, 503),
        ConnectionRefused("No.", API),
    ],
)
def test_a_wordpress_whose_api_is_off_is_read_by_its_feed(card: Response | NetworkError) -> None:
    site = found({HOME: html_page(NAMED + FEED_LINK), API: card, f"{HOME}feed/": rss(f"{HOME}a/")})
    assert (site.sources, site.platform) == ((SourceRef("feed", f"{HOME}feed/"),), "wordpress")
    assert site.channels == (ChannelRef("wordpress", API),), "its comment form may well be open"


def test_a_wordpress_in_a_directory_has_its_home_there() -> None:
    api = f"{HOME}journal/wp-json/"
    head = f'<link rel="https://api.w.org/" href="{api}">'
    card = json_answer({"name": "Journal", "namespaces": ["wp/v2"]})
    assert found({f"{HOME}journal/": html_page(head), api: card}, f"{HOME}journal/").url == f"{HOME}journal/"


def test_an_api_does_not_move_the_blog_to_another_host() -> None:
    card = json_answer({"name": "Blog", "home": "http://127.0.0.1/", "namespaces": ["wp/v2"]})
    assert found({HOME: html_page(NAMED), API: card}).url == HOME


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (html_page(NAMED, link=f'<{API}wp/v2/posts/41>; rel="alternate"'), "41"),
        (html_page(NAMED + "<link rel='shortlink' href='https://blog.example/?p=41'>"), "41"),
        (html_answer(f"<html><head>{NAMED}</head><body class='single postid-41'>"), "41"),
    ],
)
def test_the_page_of_a_post_tells_its_number(page: Response, number: str) -> None:
    site = found({f"{HOME}a-post/": page, API: CARD}, f"{HOME}a-post/?utm_source=x#respond")
    assert (site.post_url, site.post_id) == (f"{HOME}a-post/", number)


@pytest.mark.parametrize(
    "address",
    [f"{HOME}feed/", f"{HOME}feed/atom/", f"{HOME}feed/rss2", f"{HOME}?feed=rss2", f"{HOME}?feed=atom"],
)
def test_the_main_feed_of_a_wordpress_leads_to_its_api(address: str) -> None:
    feed = rss(f"{HOME}a/", generator="https://wordpress.org/?v=6.8")
    pages = {address: feed, HOME: html_page(NAMED), API: CARD}
    assert found(pages, address).sources == (SourceRef("wordpress", API), SourceRef("feed", address))


def test_the_main_feed_of_a_wordpress_in_a_directory_leads_to_its_api() -> None:
    api, home = f"{HOME}journal/wp-json/", f"{HOME}journal"
    feed = rss(f"{home}/a/", home=home, generator="https://wordpress.org/?v=6.8")
    page = html_page(f'<link rel="https://api.w.org/" href="{api}">')
    pages = {f"{home}/feed/": feed, home: page, api: CARD}
    assert found(pages, f"{home}/feed/").sources[0] == SourceRef("wordpress", api)


@pytest.mark.parametrize("address", [f"{HOME}category/tea/feed/", f"{HOME}?feed=rss2&cat=7"])
def test_the_feed_of_a_category_stays_that(address: str) -> None:
    feed = rss(f"{HOME}a/", generator="https://wordpress.org/?v=6.8")
    pages = {address: feed, HOME: html_page(NAMED), API: CARD}
    assert found(pages, address).sources == (SourceRef("feed", address), SourceRef("wordpress", API))


@pytest.mark.parametrize("home", [html_page(), StatusError("No.", HOME, 500)])
def test_a_wordpress_feed_whose_home_page_is_of_no_use_stands_for_itself(
    home: Response | NetworkError,
) -> None:
    feed = rss(f"{HOME}a/", generator="https://wordpress.org/?v=6.8")
    site = found({f"{HOME}feed/": feed, HOME: home}, f"{HOME}feed/")
    assert site.sources == (SourceRef("feed", f"{HOME}feed/"),)


# --- posts and their comments --------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark",
    [
        '<meta property="og:type" content="article">',
        '<meta property="article:published_time" content="2024-12-19">',
    ],
)
def test_a_page_says_that_it_is_a_post(mark: str) -> None:
    pages = {f"{HOME}a/": html_page(FEED_LINK + mark), f"{HOME}feed/": rss(f"{HOME}z/")}
    assert found(pages, f"{HOME}a/").post_url == f"{HOME}a/"


def test_a_page_that_the_feed_holds_is_a_post() -> None:
    pages = {f"{HOME}a/": html_page(FEED_LINK), f"{HOME}feed/": rss(f"{HOME}a/")}
    assert found(pages, f"{HOME}a/").post_url == f"{HOME}a/"


def test_a_home_page_is_no_post_whatever_it_says() -> None:
    head = FEED_LINK + '<meta property="og:type" content="article">'
    assert found({HOME: html_page(head), f"{HOME}feed/": rss(HOME)}).post_url is None


def test_a_post_goes_by_what_it_calls_itself_on_its_own_host() -> None:
    mark = '<meta property="og:type" content="article">'
    for canonical, expected in (
        (f"{HOME}the-post/", f"{HOME}the-post/"),
        ("https://medium.example/x", f"{HOME}a/"),
        (HOME, f"{HOME}a/"),
    ):
        head = FEED_LINK + mark + f'<link rel="canonical" href="{canonical}">'
        pages = {f"{HOME}a/": html_page(head), f"{HOME}feed/": rss(f"{HOME}z/")}
        assert found(pages, f"{HOME}a/").post_url == expected


ISSO = '<script data-isso="//comments.example/" src="//comments.example/js/embed.min.js"></script>'


@pytest.mark.parametrize(
    ("body", "ref"),
    [
        (
            f'{ISSO}<section id="isso-thread"></section>',
            ChannelRef("isso", "https://comments.example", "/a/"),
        ),
        (
            f'{ISSO}<div id="isso-thread" data-isso-id="post-7"></div>',
            ChannelRef("isso", "https://comments.example", "post-7"),
        ),
        (
            '<script src="/isso/js/embed.min.js"></script><section id="isso-thread"></section>',
            ChannelRef("isso", "https://blog.example/isso", "/a/"),
        ),
        (
            '<script data-isso="/c/" src="/c/js/embed.dev.js?v=2"></script><div id="isso-thread"></div>',
            ChannelRef("isso", "https://blog.example/c", "/a/"),
        ),
        (ISSO, None),
        ('<section id="isso-thread"></section>', None),
        ("<p>Write me a letter.</p>", None),
    ],
)
def test_isso_is_found_where_its_thread_is_embedded(body: str, ref: ChannelRef | None) -> None:
    assert detect_channel(html_page(body=body), f"{HOME}a/") == ref


def test_a_wordpress_that_embeds_isso_has_closed_its_own_comments() -> None:
    page = html_page(NAMED, f'{ISSO}<section id="isso-thread"></section>')
    ref = detect_channel(page, f"{HOME}a/")
    assert ref is not None and ref.system == "isso"
    assert detect_channel(html_page(NAMED), f"{HOME}a/") == ChannelRef("wordpress", API)


# --- what is no blog -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html><title>Just a moment...</title></html>", "only browsers"),
        ("<html><body><form><input type='password'></form></body></html>", "login"),
        ("<urlset></urlset>", "sitemap"),
        ("<opml></opml>", "OPML"),
        ("BEGIN:VCALENDAR", "calendar"),
        (b"\x89PNG\r\n", "picture"),
        ("", "nothing at all"),
        ("{}", "not a feed"),
        ("Hello", "neither a feed nor a web page"),
    ],
)
def test_what_stands_there_instead_is_said(body: str | bytes, words: str) -> None:
    with pytest.raises(UnreadableAnswer, match=words):
        found({HOME: answer(body)})


def test_an_error_of_the_server_passes() -> None:
    with pytest.raises(StatusError):
        found({})


# --- the scheme that was not typed ---------------------------------------------------------------


@pytest.mark.parametrize("fault", [ConnectionRefused, ConnectTimedOut])
def test_without_a_scheme_http_is_tried_where_https_does_not_answer(fault: type[NetworkError]) -> None:
    pages: Pages = {HOME: fault("No.", HOME), "http://blog.example/": rss("http://blog.example/a")}
    done = detected(pages, "blog.example")
    assert done.calls == ["GET https://blog.example/", "GET http://blog.example/"]
    assert feed_of(done.value) == "http://blog.example/"


def test_a_typed_scheme_is_kept_and_the_first_failure_is_the_one_that_is_told() -> None:
    refused = ConnectionRefused("Nobody is there.", HOME)
    with pytest.raises(ConnectionRefused, match="Nobody"):
        found({HOME: refused, "http://blog.example/": rss("x")}, HOME)
    with pytest.raises(ConnectionRefused, match="Nobody"):
        found({HOME: refused}, "blog.example")


def test_an_address_of_another_kind_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(BadAddress, match="only http and https"):
        found({}, "ftp://blog.example")
