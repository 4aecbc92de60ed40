"""Tumblr: a blog by its first API, which needs no key, back to the first post; notes are the browser's."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.corpus import corpus_file
from tests.platforms.driving import Done, answer, browse, drive, fixture, golden, html_answer, plain
from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.tumblr import TumblrNotes
from tui_blog.platforms.hosted.tumblr_posts import TumblrPosts

ROOT = "https://ada.tumblr.com/"
READ = f"{ROOT}api/read/json"
SCRIPT = ("content-type", "text/javascript; charset=utf-8")
XML = ("content-type", "application/rss+xml")
APP = '<meta property="al:ios:app_name" content="Tumblr">'
KIND = '<meta property="og:type" content="tumblr-feed:tumblelog">'
ASSETS = '<script src="https://assets.tumblr.com/assets/scripts/tumblelog.js"></script>'
CHANNEL = TumblrNotes(ChannelRef("tumblr", ROOT))


def post(number: int) -> dict[str, object]:
    told = {"type": "regular", "regular-title": f"Post {number}", "regular-body": f"<p>{number}</p>"}
    return {"id": str(number), "url": f"{ROOT}post/{number}", **told}


def script(*numbers: int, total: int | None = None) -> Response:
    value = {"tumblelog": {"title": "Ada"}, "posts-total": total, "posts": [post(n) for n in numbers]}
    return answer(f"var tumblr_api_read = {json.dumps(value)};\n", 200, SCRIPT)


def feed(*numbers: int) -> Response:
    items = "".join(f"<item><title>{n}</title><link>{ROOT}post/{n}</link></item>" for n in numbers)
    head = f"<title>Ada</title><generator>Tumblr (3.0; @ada)</generator><link>{ROOT}</link>"
    return answer(f"<rss version='2.0'><channel>{head}{items}</channel></rss>", 200, XML)


def page(cursor: str | None = None, *answers: Response | NetworkError) -> Done[PostPage]:
    return drive(TumblrPosts(ROOT).page(Cursor(cursor) if cursor else None), *answers)


# --- posts ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    """A post of every kind; one without a number is passed over."""
    done = page(None, fixture("tumblr/read.js", SCRIPT))
    assert plain(done.value.posts) == golden("tumblr/read.js")
    assert (done.value.title, done.value.total, done.value.next) == ("Ada & pictures", 7, None)


class Blog(dict[str, Response | NetworkError]):
    """A blog of so many posts."""

    def __init__(self, posts: int) -> None:
        super().__init__()
        self.numbers = list(range(posts, 0, -1))

    def get(self, url: str, default: Any = None) -> Any:
        if not url.startswith(f"{READ}?"):
            return default
        asked = {name: int(values[0]) for name, values in parse_qs(urlsplit(url).query).items()}
        numbers = self.numbers[asked["start"] : asked["start"] + min(asked["num"], 50)]
        return script(*numbers, total=len(self.numbers))


def test_the_blog_is_read_back_to_the_first_post() -> None:
    cursor: Cursor | None = None
    seen, pages = list[str](), 0
    while cursor or not pages:
        done = browse(TumblrPosts(ROOT).page(cursor), Blog(120))
        seen += [each.remote_id for each in done.value.posts]
        cursor, pages = done.value.next, pages + 1
    assert seen == [str(n) for n in range(120, 0, -1)]
    assert pages == 3


def test_a_blog_that_tells_no_number_ends_with_an_empty_page() -> None:
    first = page(None, script(2, 1))
    assert first.value.next == "2"
    assert page("2", script()).value.next is None


@pytest.mark.parametrize(
    "nonsense",
    ["<html><script>var x = {};</script>", 'var tumblr_api_read = {"posts":', "", '{"meta": {}}'],
)
def test_broken_json_is_a_sentence(nonsense: str) -> None:
    with pytest.raises(UnreadableAnswer, match=r"ada\.tumblr\.com sent something else"):
        page(None, answer(nonsense))


def test_a_blog_that_was_taken_away_is_told_by_its_status() -> None:
    with pytest.raises(StatusError):
        page(None, answer("", 404))


def test_a_tag_is_a_part_of_the_blog() -> None:
    source = registry.source(SourceRef("tumblr", f"{ROOT}tagged/rye%20bread"))
    assert drive(source.page(), script(1, total=1)).calls == [f"GET {READ}?num=50&start=0&tagged=rye%20bread"]


def test_the_tags_of_the_newest_posts_are_ways_into_the_blog() -> None:
    parts = drive(TumblrPosts(ROOT).parts(), fixture("tumblr/read.js", SCRIPT)).value
    assert [(part.name, part.source.url) for part in parts] == [
        ("rye", f"{ROOT}tagged/rye/"),
        ("baking", f"{ROOT}tagged/baking/"),
    ]


def test_one_post_by_its_address() -> None:
    done = drive(TumblrPosts(ROOT).one(f"{ROOT}post/7/a-slug"), script(7, total=1))
    assert done.value and (done.value.url, done.calls) == (f"{ROOT}post/7", [f"GET {READ}?id=7"])
    assert drive(TumblrPosts(ROOT).one(f"{ROOT}post/8"), answer("", 404)).value is None
    assert drive(TumblrPosts(ROOT).one(f"{ROOT}about")).value is None


# --- notes ---------------------------------------------------------------------------------------


def test_notes_are_read_and_written_in_the_browser() -> None:
    written = Post("g", f"{ROOT}post/7", EMPTY, "")
    form = drive(CHANNEL.form(written)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{ROOT}post/7")
    assert drive(CHANNEL.submit(written, Draft("t", "Hello"))).value == NeedsBrowser(form.url, form.reason)
    with pytest.raises(UnreadableAnswer, match="Tumblr's notes are shown only in a browser: https://ada"):
        drive(CHANNEL.thread(written))


def test_a_comment_server_in_the_theme_goes_before_the_notes() -> None:
    isso = '<script data-isso="https://c.example/" src="https://c.example/js/embed.min.js"></script>'
    section = "<section id='isso-thread'></section>"
    found = detect_channel(html(isso + section), f"{ROOT}post/7")
    assert found and found.system == "isso"
    assert registry.own_channel(SourceRef("tumblr", ROOT)) is None


# --- detection -----------------------------------------------------------------------------------


def html(head: str = "", **headers: str) -> Response:
    return html_answer(f"<html><head><title>Ada</title>{head}</head></html>", 200, **headers)


def found(web: Mapping[str, Response | NetworkError], url: str = ROOT) -> Site:
    return browse(detect(url), web).value


def test_a_home_page_a_post_and_a_feed_on_tumblr() -> None:
    web = {ROOT: html(), f"{ROOT}post/7/rye": html(), f"{ROOT}rss": feed(7), READ: script(7)}
    for url in (ROOT, f"{ROOT}rss"):
        site = found(web, url)
        assert (site.platform, site.title, site.post_url) == ("tumblr", "Ada", None)
        assert site.sources == (SourceRef("tumblr", ROOT), SourceRef("feed", f"{ROOT}rss"))
        assert site.channels == (ChannelRef("tumblr", ROOT),)
    assert found(web, f"{ROOT}post/7/rye").post_url == f"{ROOT}post/7/rye"


def test_the_page_of_a_tag_is_that_part_of_the_blog() -> None:
    shown = f"{ROOT}tagged/rye%20bread"
    site = found({shown: html(), READ: script(7)}, shown)
    assert site.sources[0] == SourceRef("tumblr", f"{shown}/")
    done = drive(registry.source(site.sources[0]).page(), script(7, total=1))
    assert "tagged=rye%20bread" in done.calls[0]
    by_feed = found({shown: html(), f"{shown}/rss": feed(7)}, shown)
    assert by_feed.sources == (SourceRef("feed", f"{shown}/rss"),)


@pytest.mark.parametrize(
    ("shown", "post_url"),
    [
        ("https://www.tumblr.com/ada", None),
        ("https://www.tumblr.com/Ada/806528247404937216/rye", f"{ROOT}post/806528247404937216"),
    ],
)
def test_the_dashboard_shows_blogs_that_stand_elsewhere(shown: str, post_url: str | None) -> None:
    site = found({shown: html(), READ: script(7)}, shown)
    assert (site.url, site.post_url, site.sources[0]) == (ROOT, post_url, SourceRef("tumblr", ROOT))


@pytest.mark.parametrize(
    ("head", "headers"), [(APP + ASSETS, {}), (KIND + APP, {}), (ASSETS, {"x_tumblr_user": "ada"})]
)
def test_a_domain_of_its_own(head: str, headers: dict[str, str]) -> None:
    own = "https://ada.example/"
    site = found({own: html(head, **headers), f"{own}api/read/json": script(7)}, own)
    assert site.sources[0] == SourceRef("tumblr", own)


def test_a_real_page_on_a_domain_of_its_own() -> None:
    body = corpus_file("pages/readability/tumblr.html").read_bytes()
    assert detect_channel(html_answer(body.decode()), "https://mcupdate.example/post/1") == ChannelRef(
        "tumblr", "https://mcupdate.example/"
    )


@pytest.mark.parametrize("head", [APP, ASSETS, KIND, '<img src="https://64.media.tumblr.com/x.jpg">' + APP])
def test_a_page_with_one_mark_alone_is_none_of_tumblrs(head: str) -> None:
    own = "https://ada.example/"
    item = "<title>Ada</title><item><title>x</title></item>"
    other = answer(f"<rss version='2.0'><channel>{item}</channel></rss>", 200, XML)
    web = {own: html(head), f"{own}feed/": other, f"{own}api/read/json": script(7)}
    assert found(web, own).platform == "feed"
    assert detect_channel(html(head), own) is None


@pytest.mark.parametrize("shut", [answer("", 404), answer("", 403), html("consent"), answer("var x = {}")])
@pytest.mark.parametrize("url", [ROOT, "https://www.tumblr.com/ada"])
def test_where_the_api_is_shut_the_feed_will_do(shut: Response, url: str) -> None:
    site = found({url: html(), READ: shut, f"{ROOT}rss": feed(7)}, url)
    assert (site.platform, site.sources) == ("tumblr", (SourceRef("feed", f"{ROOT}rss"),))
