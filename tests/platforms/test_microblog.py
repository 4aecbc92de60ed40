"""Micro.blog: a blog by its JSON Feed, then by its index and pages to the first post; its conversations."""

from collections.abc import Mapping, Sequence

import pytest

from tests.platforms.driving import (
    Done,
    answer,
    browse,
    drive,
    fixture,
    golden,
    html_answer,
    json_answer,
    plain,
)
from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.model.validators import Validators
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.microblog_comments import HUB, MicroblogComments
from tui_blog.platforms.hosted.microblog_posts import FULL_PAGE, MicroblogPosts

ROOT = "https://ada.micro.blog/"
POST = Post("g", f"{ROOT}2024/12/19/rye.html", EMPTY, "")
CHANNEL = MicroblogComments(ChannelRef("microblog", HUB))
CONVERSATION = f"{HUB}conversation.js"
MICROPUB = '<link rel="micropub" href="https://micro.blog/micropub">'
LOGIN = '<link rel="authorization_endpoint" href="https://micro.blog/indieauth/auth">'
MEMBER = '<link rel="me" href="https://micro.blog/ada">'


def url(number: int) -> str:
    return f"{ROOT}2024/{number % 12 + 1:02}/01/post-{number}.html"


def json_feed(numbers: Sequence[int], **more: object) -> Response:
    items = [
        {"id": url(n), "url": url(n), "content_html": f"<p>Text {n}</p>", "tags": ["rye"], **more}
        for n in numbers
    ]
    return json_answer({"version": "https://jsonfeed.org/version/1", "title": "Ada", "items": items})


def index(numbers: Sequence[int]) -> Response:
    items = [
        {"id": url(n), "url": url(n), "title": f"Post {n}", "content_text": f"Text {n}…"} for n in numbers
    ]
    return json_answer({"version": "https://jsonfeed.org/version/1", "title": "Ada", "items": items})


def post_page(number: int) -> Response:
    category = '<a class="p-category" href="/categories/rye/">rye</a>'
    body = f'<div class="e-content">Text {number} <a href="/about/">about</a> &lt;me&gt;</div>'
    entry = f'<article class="post h-entry">{category}{body}</article>'
    return html_answer(f'<html><body>{entry}<div class="e-content">no</div></body></html>')


def blog(total: int) -> dict[str, Response | NetworkError]:
    """A blog with so many posts; its feed holds the newest 25."""
    numbers = list(range(total, 0, -1))
    web: dict[str, Response | NetworkError] = {url(n): post_page(n) for n in numbers}
    return {**web, f"{ROOT}feed.json": json_feed(numbers[:25]), f"{ROOT}archive/index.json": index(numbers)}


def page(cursor: str | None, web: Mapping[str, Response | NetworkError]) -> Done[PostPage]:
    return browse(MicroblogPosts(ROOT).page(Cursor(cursor) if cursor else None), web)


# --- posts ---------------------------------------------------------------------------------------


def test_the_blog_is_read_back_to_the_first_post() -> None:
    total = 25 + FULL_PAGE + 3
    cursor: Cursor | None = None
    seen, pages = list[str](), 0
    while cursor or not pages:
        done = page(cursor, blog(total))
        seen += [post.url for post in done.value.posts]
        cursor, pages = done.value.next, pages + 1
    assert seen == [url(n) for n in range(total, 0, -1)]
    assert pages == 3


def test_an_older_post_has_the_text_of_its_page() -> None:
    post = page("25", blog(26)).value.posts[0]
    assert post.html == f'Text 1 <a href="{ROOT}about/">about</a> &lt;me&gt;'
    assert (post.title, post.labels, post.guid) == ("Post 1", ("rye",), url(1))
    assert post.excerpt == "Text 1 about <me>"


@pytest.mark.parametrize("instead", [answer("", 404), html_answer("<p>Another theme</p>"), html_answer("")])
def test_a_page_without_marks_leaves_the_beginning_of_the_text(instead: Response) -> None:
    assert page("25", {**blog(26), url(1): instead}).value.posts[0].html == "<p>Text 1…</p>"


def test_a_post_that_the_index_names_on_another_host_is_not_fetched() -> None:
    elsewhere = {"id": "x", "url": "http://192.168.0.1/admin", "content_text": "Text"}
    web = {f"{ROOT}archive/index.json": json_answer({"title": "Ada", "items": [elsewhere]})}
    done = page("0", web)
    assert (done.value.posts[0].html, len(done.calls)) == ("<p>Text</p>", 1)


def test_a_theme_without_an_index_ends_with_its_feed() -> None:
    assert page("25", {}).value == PostPage(())


def test_a_busy_host_fails_the_page() -> None:
    with pytest.raises(StatusError):
        page("25", {**blog(26), url(1): answer("", 503)})


def test_an_unchanged_feed_is_not_sent_again() -> None:
    flow = MicroblogPosts(ROOT).page(None, Validators('"1"'))
    done = drive(flow, answer("", 304))
    assert (done.value.unchanged, done.asked[0].headers["If-None-Match"]) == (True, '"1"')


@pytest.mark.parametrize("nonsense", ['{"items": [', '{"version": "x"}', "<html><title>Hi"])
def test_broken_json_is_a_sentence(nonsense: str) -> None:
    with pytest.raises(UnreadableAnswer):
        drive(MicroblogPosts(ROOT).page(), answer(nonsense))


def test_one_post_in_the_feed_or_long_ago() -> None:
    web = blog(30)
    new = browse(MicroblogPosts(ROOT).one(url(30)), web)
    assert new.value and (new.value.html, len(new.calls)) == ("<p>Text 30</p>", 1)
    old = browse(MicroblogPosts(ROOT).one(url(2)), web)
    assert old.value and old.value.html.startswith("Text 2 ")
    assert browse(MicroblogPosts(ROOT).one(f"{ROOT}about/"), web).value is None


def test_the_categories_of_the_newest_posts_are_ways_into_the_blog() -> None:
    items = [{"id": url(1), "tags": ["Rye Bread", "tea"]}, {"id": url(2), "tags": ["tea"]}]
    parts = drive(MicroblogPosts(ROOT).parts(), json_answer({"title": "Ada", "items": items})).value
    assert [(part.name, part.source.url) for part in parts] == [
        ("Rye Bread", f"{ROOT}categories/rye-bread/feed.xml"),
        ("tea", f"{ROOT}categories/tea/feed.xml"),
    ]


# --- the conversation ----------------------------------------------------------------------------


def test_golden_thread() -> None:
    done = browse(CHANNEL.thread(POST), {CONVERSATION: fixture("microblog/conversation.json")})
    assert plain(done.value) == golden("microblog/conversation.json")
    where = "https%3A%2F%2Fada.micro.blog%2F2024%2F12%2F19%2Frye.html"
    assert done.calls == [f"GET {CONVERSATION}?url={where}&format=jsonfeed"]


def test_a_post_that_is_not_on_the_timeline_has_no_answers() -> None:
    assert drive(CHANNEL.thread(POST), answer("", 404)).value.comments == ()


def test_what_is_no_conversation_is_no_empty_one() -> None:
    with pytest.raises(UnreadableAnswer, match=r"micro\.blog sent something else"):
        drive(CHANNEL.thread(POST), answer("document.write('<div>')"))


def test_an_answer_is_written_on_the_posts_page_on_micro_blog() -> None:
    web = {CONVERSATION: fixture("microblog/conversation.json")}
    form = browse(CHANNEL.form(POST), web).value
    assert (form.access, form.url) == (Access.BROWSER, "https://micro.blog/ada/13000001")
    assert "tui-blog account add https://micro.blog --user NAME" in form.reason
    sent = browse(CHANNEL.submit(POST, Draft("t", "Hello")), web).value
    assert sent == NeedsBrowser("https://micro.blog/ada/13000001", form.reason)


@pytest.mark.parametrize(
    "told",
    [answer("", 500), json_answer({"items": [], "home_page_url": "https://evil.example/"}), answer("x", 404)],
)
def test_where_that_page_is_not_known_the_post_itself_is_named(told: Response) -> None:
    assert drive(CHANNEL.form(POST), told).value.url == POST.url


def test_an_answer_that_was_written_there_is_found() -> None:
    web = {CONVERSATION: fixture("microblog/conversation.json")}
    found = browse(CHANNEL.find(POST, Draft("t", "first", name="Cleo")), web).value
    assert found and found.id == "13000002"


# --- detection -----------------------------------------------------------------------------------


def found(web: Mapping[str, Response | NetworkError], asked: str = ROOT) -> Site:
    return browse(detect(asked), web).value


def html(head: str = "") -> Response:
    return html_answer(f"<html><head><title>Ada</title>{head}</head></html>")


def test_a_home_page_a_post_and_a_feed_on_micro_blog() -> None:
    web = {ROOT: html(), url(3): html(), **blog(30)}
    for asked in (ROOT, f"{ROOT}feed.json"):
        site = found(web, asked)
        assert (site.platform, site.title, site.post_url) == ("microblog", "Ada", None)
        assert site.sources == (SourceRef("microblog", ROOT), SourceRef("feed", f"{ROOT}feed.json"))
        assert site.channels == (ChannelRef("microblog", HUB),)
    assert found(web, url(3)).post_url == url(3)


@pytest.mark.parametrize("head", [MICROPUB + LOGIN, MICROPUB + MEMBER])
def test_a_domain_of_its_own(head: str) -> None:
    own = "https://ada.example/"
    site = found({own: html(head), f"{own}feed.json": json_feed([1])}, own)
    assert site.sources[0] == SourceRef("microblog", own)
    assert detect_channel(html(head), f"{own}2024/12/19/rye.html") == ChannelRef("microblog", HUB)


@pytest.mark.parametrize("head", [MICROPUB, LOGIN + MEMBER, MEMBER])
def test_a_blog_that_only_borrows_from_micro_blog_is_not_there(head: str) -> None:
    own = "https://ada.example/"
    link = '<link rel="alternate" type="application/feed+json" href="/feed.json">'
    assert found({own: html(head + link), f"{own}feed.json": json_feed([1])}, own).platform == "feed"
    assert detect_channel(html(head), own) is None


def test_any_blog_may_embed_its_conversations() -> None:
    script = '<script src="https://micro.blog/conversation.js?url=https://ada.example/rye/"></script>'
    channel = detect_channel(html(script), "https://ada.example/rye/?utm_source=x")
    assert channel == ChannelRef("microblog", HUB, "https://ada.example/rye/")
    done = drive(registry.channel(channel).thread(POST), answer("", 404))
    assert "url=https%3A%2F%2Fada.example%2Frye%2F&" in done.calls[0]


def test_without_a_json_feed_the_other_will_do() -> None:
    rss = "<rss version='2.0'><channel><title>Ada</title><item><title>x</title></item></channel></rss>"
    site = found({ROOT: html(), f"{ROOT}feed.xml": answer(rss, 200, ("content-type", "application/xml"))})
    assert (site.platform, site.sources) == ("microblog", (SourceRef("feed", f"{ROOT}feed.xml"),))
