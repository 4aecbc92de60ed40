"""Bear: a blog by its feed, the newest first after all, then by its list and pages to the first post."""

from collections.abc import Mapping, Sequence

import pytest

from tests.corpus import corpus_file
from tests.platforms.driving import Done, answer, browse, drive, fixture, golden, html_answer, plain
from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Site, SourceRef
from tui_blog.model.validators import Validators
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.bear import FULL_PAGE, BearPosts

ROOT = "https://ada.bearblog.dev/"
FEED = f"{ROOT}feed/"
LIST = f"{ROOT}blog/"
XML = ("content-type", "application/atom+xml")
SIGN = '<meta name="ada" content="look-for-the-bear-necessities">'
FEEDS = '<link rel="alternate" type="application/rss+xml" href="/feed/?type=rss">'
FOOT = '<footer>Powered by <a href="https://bearblog.dev">Bear</a></footer>'


def url(number: int) -> str:
    return f"{ROOT}post-{number}/"


def when(number: int) -> str:
    return f"2024-{number // 28 + 1:02}-{number % 28 + 1:02}T09:30"


def feed(numbers: Sequence[int], program: str = "python-feedgen") -> Response:
    entries = "".join(
        f"<entry><id>{url(n)}</id><title>Post {n}</title><published>{when(n)}:00Z</published>"
        f"<author><name>ada</name><email>hidden</email></author><link href='{url(n)}'/></entry>"
        for n in numbers
    )
    head = f"<title>Ada</title><link href='{ROOT}'/><generator>{program}</generator>"
    return answer(f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>", 200, XML)


def listing(numbers: Sequence[int], *tags: str) -> Response:
    items = "".join(
        f"<li><span><time datetime='{when(n)}Z'>a day</time></span> <a href='/post-{n}/'>Post {n}</a></li>"
        for n in numbers
    )
    links = "".join(f"<a href='/blog/?q={tag}'>#{tag}</a>" for tag in tags)
    nav = "<nav><ul><li><a href='/blog/'>Blog</a></li></ul></nav>"
    main = f"<main><ul class='blog-posts'>{items}</ul><small><div class='tags'>{links}</div></small></main>"
    return html_answer(f"<html><body class='blog'>{nav}{main}</body></html>")


def post_page(number: int) -> Response:
    head = f"<h1>Post {number}</h1><p><i><time datetime='{when(number)}Z'>a day</time></i></p>"
    text = f"<p>Text {number}, <a href='/other/'>see</a>.</p><h1>A part</h1>"
    foot = (
        "<p class='tags'><a href='/blog/?q=rye'>#rye</a></p><form id='upvote-form'><button>7</button></form>"
    )
    return html_answer(
        f"<html><body><main>{head}{text}{foot}<script>new Image()</script></main></body></html>"
    )


def blog(total: int) -> dict[str, Response | NetworkError]:
    numbers = list(range(total, 0, -1))
    web: dict[str, Response | NetworkError] = {url(n): post_page(n) for n in numbers}
    return {**web, FEED: feed(numbers[9::-1]), LIST: listing(numbers, "rye", "tea%20time", "rye,tea")}


def page(cursor: str | None, web: Mapping[str, Response | NetworkError]) -> Done[PostPage]:
    return browse(BearPosts(FEED).page(Cursor(cursor) if cursor else None), web)


# --- posts ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = page(None, {FEED: fixture("bear/feed.atom.xml", XML)})
    assert plain(done.value.posts) == golden("bear/feed.atom.xml")
    assert (done.value.title, done.value.next) == ("Ada, at rest", None)


def test_the_blog_is_read_back_to_the_first_post_newest_first() -> None:
    total = 10 + FULL_PAGE + 2
    cursor: Cursor | None = None
    seen, pages = list[str](), 0
    while cursor or not pages:
        done = page(cursor, blog(total))
        seen += [post.url for post in done.value.posts]
        cursor, pages = done.value.next, pages + 1
    assert seen == [url(n) for n in range(total, 0, -1)]
    assert pages == 3


def test_an_older_post_has_the_text_of_its_page_and_nothing_beside_it() -> None:
    post = page("10", blog(11)).value.posts[0]
    assert post.html == f'<p>Text 1, <a href="{ROOT}other/">see</a>.</p><h1>A part</h1>'
    assert (post.title, post.labels, post.guid, post.excerpt) == (
        "Post 1",
        ("rye",),
        url(1),
        "Text 1, see. A part",
    )
    assert post.published and post.published.isoformat() == "2024-01-02T09:30:00+00:00"


def test_a_page_that_is_gone_leaves_the_title() -> None:
    post = page("10", {**blog(11), url(1): answer("", 404)}).value.posts[0]
    assert (post.title, post.html) == ("Post 1", "")


def test_a_blog_without_a_list_ends_with_its_feed() -> None:
    assert page("10", {}).value == PostPage(())


def test_a_list_never_leads_to_another_host() -> None:
    item = "<ul class='blog-posts'><li><a href='http://10.0.0.1/'>x</a></li></ul>"
    done = page("0", {LIST: html_answer(f"<html>{item}</html>")})
    assert (done.value.posts, len(done.calls)) == ((), 1)


def test_a_busy_host_fails_the_page() -> None:
    with pytest.raises(StatusError):
        page("10", {**blog(11), url(1): answer("", 429)})


def test_a_page_in_place_of_the_feed_is_a_sentence() -> None:
    with pytest.raises(UnreadableAnswer, match=r"ada\.bearblog\.dev"):
        page(None, {FEED: html_answer("<html><title>Hi</title></html>")})


def test_an_unchanged_feed_is_not_sent_again() -> None:
    done = drive(BearPosts(FEED).page(None, Validators('"1"')), answer("", 304))
    assert done.value.unchanged


def test_the_name_stands_without_the_hidden_address() -> None:
    item = f"<item><title>x</title><link>{ROOT}x/</link><author>hidden (Ada Crumb)</author></item>"
    rss = answer(f"<rss version='2.0'><channel>{item}</channel></rss>", 200, XML)
    assert page(None, {FEED: rss}).value.posts[0].author == "Ada Crumb"


def test_one_post_in_the_feed_or_long_ago() -> None:
    new = browse(BearPosts(FEED).one(url(12)), blog(12))
    assert new.value and len(new.calls) == 1
    old = browse(BearPosts(FEED).one(url(1)), blog(12))
    assert old.calls == [f"GET {FEED}", f"GET {LIST}", f"GET {url(1)}"]
    assert old.value and old.value.html.startswith("<p>Text 1,")
    assert browse(BearPosts(FEED).one(f"{ROOT}about/"), blog(12)).value is None


CAPTURES = ["1464cc512ecc7ddd", "36984508277441ab", "ad4dc6d7d1aebb18", "3a46a73881c0e245"]


@pytest.mark.parametrize("name", CAPTURES)
def test_a_real_feed_on_a_domain_of_its_own_is_known_and_turned_around(name: str) -> None:
    body = corpus_file(f"feeds/real/crawl/{name}.xml").read_bytes()
    own = "https://ada.example/feed/"
    web = {own: answer(body, 200, XML)}
    site = found(web, own)
    assert site.platform == "bear"
    posts = browse(registry.source(site.sources[0]).page(), web).value.posts
    dates = [post.published for post in posts if post.published]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == body.count(b"<entry>") + body.count(b"<item>") > 0
    assert not [post.author for post in posts if "hidden" in post.author]


def test_a_tag_is_a_part_with_a_feed_and_a_list_of_its_own() -> None:
    parts = browse(BearPosts(FEED).parts(), blog(3)).value
    assert [(part.kind, part.name, part.source.url) for part in parts] == [
        ("tag", "rye", f"{FEED}?q=rye"),
        ("tag", "tea time", f"{FEED}?q=tea+time"),
    ]
    source = registry.source(parts[0].source)
    assert browse(source.page(), {f"{FEED}?q=rye": feed([2, 3])}).value.posts[0].url == url(3)
    assert browse(source.page(Cursor("1")), {}).calls == [f"GET {LIST}?q=rye"]


# --- detection -----------------------------------------------------------------------------------


def html(head: str = "", body: str = "") -> Response:
    return html_answer(f"<html><head><title>Ada</title>{head}</head><body>{body}</body></html>")


def found(web: Mapping[str, Response | NetworkError], asked: str = ROOT) -> Site:
    return browse(detect(asked), web).value


def test_a_home_page_a_post_and_a_feed_on_bear() -> None:
    article = html('<meta property="og:type" content="article">')
    web = {ROOT: html(), url(3): article, FEED: feed([1, 2, 3])}
    for asked in (ROOT, FEED, f"{FEED}?type=rss"):
        site = found(web, asked)
        assert (site.platform, site.title, site.post_url) == ("bear", "Ada", None)
        assert site.sources == (SourceRef("bear", FEED), SourceRef("feed", FEED))
    assert found(web, url(3)).post_url == url(3)
    assert found(web, f"{FEED}?q=rye").sources[0] == SourceRef("bear", f"{FEED}?q=rye")


@pytest.mark.parametrize(("head", "body"), [(SIGN, FOOT), (SIGN + FEEDS, ""), (FEEDS, FOOT)])
def test_a_domain_of_its_own(head: str, body: str) -> None:
    own = "https://ada.example/"
    site = found({own: html(head, body), f"{own}feed/": feed([1])}, own)
    assert site.sources[0] == SourceRef("bear", f"{own}feed/")
    assert found({f"{own}feed/": feed([1])}, f"{own}feed/").sources[0].kind == "bear"


@pytest.mark.parametrize(("head", "body"), [(SIGN, ""), (FEEDS, ""), ("", FOOT)])
def test_a_page_with_one_mark_alone_is_none_of_bears(head: str, body: str) -> None:
    own = "https://ada.example/"
    web = {own: html(head, body), f"{own}feed/": feed([1], program="another")}
    site = found({**web, f"{own}feed/?type=rss": feed([1], program="another")}, own)
    assert site.platform == "feed"
    assert detect_channel(html(SIGN, FOOT), own) is None


def test_where_its_feed_cannot_be_read_another_will_do() -> None:
    head = '<link rel="alternate" type="application/atom+xml" href="/other.xml">'
    site = found({ROOT: html(head), f"{ROOT}other.xml": feed([1])})
    assert (site.platform, site.sources) == ("bear", (SourceRef("feed", f"{ROOT}other.xml"),))
