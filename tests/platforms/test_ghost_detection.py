"""A Ghost blog, recognised by anything that may be pasted."""

import pytest

from tests.platforms.driving import FIXTURES, answer, browse, html_answer, json_answer
from tui_blog.model.flow import Response
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.platforms.detection import detect, detect_channel

TEA = "https://tea.example"
KEY = "22444f78447824223cefc48062"
API = "https://cms.example/ghost/api/content/"
OPEN = json_answer({"settings": {"title": "Tea & cake", "url": f"{TEA}/"}, "meta": {}})
PAGE = (FIXTURES / "ghost/page.html").read_text(encoding="utf-8")
SOURCES = (SourceRef("ghost", f"{API}?key={KEY}"), SourceRef("feed", f"{TEA}/rss/"))
POST_ID = "65a000000000000000000006"


def feed(generator: str = "Ghost 5.130") -> Response:
    items = f"<item><title>White tea</title><link>{TEA}/white-tea/</link><guid>{POST_ID}</guid></item>"
    channel = f"<title>Tea</title><link>{TEA}/</link><generator>{generator}</generator>{items}"
    return answer(f"<rss version='2.0'><channel>{channel}</channel></rss>", kind=("content-type", "text/xml"))


def home(*scripts: str, generator: str = "Ghost 5.130", body: str = "home-template") -> Response:
    says = f'<meta name="generator" content="{generator}">' if generator else ""
    link = f'<link rel="alternate" type="application/rss+xml" href="{TEA}/rss/">'
    return html_answer(
        f"<html><head>{says}{link}{''.join(scripts)}</head><body class='{body}'></body></html>"
    )


def found(url: str, **pages: Response) -> Site:
    places = {"home": f"{TEA}/", "post": f"{TEA}/white-tea/", "rss": f"{TEA}/rss/", "api": f"{API}settings/"}
    return browse(detect(url), {places[name]: page for name, page in pages.items()}).value


PORTAL = f'<script data-ghost="{TEA}/" data-key="{KEY}" data-api="{API}"></script>'
SEARCH = f'<script data-key="{KEY}" data-sodo-search="https://cms.example/"></script>'


@pytest.mark.parametrize("script", [PORTAL, SEARCH])
def test_the_key_of_any_script_opens_the_api_wherever_it_stands(script: str) -> None:
    site = found(TEA, home=home(script), api=OPEN)
    assert (site.platform, site.title, site.url) == ("ghost", "Tea & cake", f"{TEA}/")
    assert site.sources == SOURCES
    assert site.post_url is None
    assert site.reasons[:2] == (
        "Ghost: its page says “Ghost 5.130”.",
        f"The Content API at {API} takes the page's key.",
    )


def test_a_theme_may_hide_the_generator() -> None:
    site = found(TEA, home=home(PORTAL, generator=""), api=OPEN)
    assert site.sources == SOURCES
    assert site.reasons[0] == "Ghost: its page shows the key of the Content API."


def test_a_post_leads_to_its_blog_and_is_named() -> None:
    site = found(f"{TEA}/white-tea/", post=html_answer(PAGE), api=OPEN)
    assert site.sources == SOURCES
    assert (site.post_url, site.post_id) == (f"{TEA}/white-tea/", POST_ID)
    assert site.channels == (ChannelRef("ghost", f"{TEA}/members/api/", POST_ID),)


def test_its_feed_leads_to_the_api() -> None:
    site = found(f"{TEA}/rss/", rss=feed(), home=home(PORTAL), api=OPEN)
    assert (site.platform, site.sources) == ("ghost", SOURCES)


def test_the_feed_of_a_tag_stays_the_feed_of_a_tag() -> None:
    url = f"{TEA}/tag/leaves/rss/"
    pages = {url: feed(), f"{TEA}/": home(PORTAL), f"{API}settings/": OPEN}
    assert browse(detect(url), pages).value.sources[0] == SourceRef("feed", url)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_where_the_key_is_refused_the_feed_has_to_do(status: int) -> None:
    site = found(TEA, home=home(PORTAL), api=json_answer({"errors": []}, status), rss=feed())
    assert (site.platform, site.sources) == ("ghost", (SourceRef("feed", f"{TEA}/rss/"),))


@pytest.mark.parametrize(
    "said", [html_answer("<html>Hello</html>"), json_answer({"settings": 7}), answer("")]
)
def test_an_api_that_is_none_leaves_the_feed(said: Response) -> None:
    assert found(TEA, home=home(PORTAL), api=said, rss=feed()).sources[0].kind == "feed"


@pytest.mark.parametrize("key", ["", "x", f"{KEY}&amp;key=0", "javascript:alert(1)"])
def test_what_cannot_be_a_key_is_not_sent(key: str) -> None:
    script = f'<script data-ghost="{TEA}/" data-key="{key}" data-api="{API}"></script>'
    pages = {f"{TEA}/": home(script), f"{TEA}/rss/": feed()}
    done = browse(detect(TEA), pages)
    assert done.value.sources[0].kind == "feed"
    assert not [call for call in done.calls if "/ghost/api/" in call]


def test_a_blog_that_says_it_is_another_hosts_is_believed_for_its_title_alone() -> None:
    elsewhere = json_answer({"settings": {"title": "Tea", "url": "https://bank.example/"}})
    assert found(TEA, home=home(PORTAL), api=elsewhere).url == f"{TEA}/"


def test_a_private_blog_is_told_as_one() -> None:
    wall = html_answer(
        "<!DOCTYPE html><html><h1>This site is private.</h1><input type=password></html>",
        url=f"{TEA}/private/",
    )
    with pytest.raises(Exception, match=r"tea\.example asks for a login before it shows its posts"):
        found(TEA, home=wall)


# --- the comments that a page shows ----------------------------------------------------------------


def channel(page: Response, url: str = f"{TEA}/white-tea/") -> ChannelRef | None:
    return detect_channel(Response(200, url, page.headers, page.body), url)


def test_a_posts_page_tells_the_post_and_the_server_of_its_comments() -> None:
    assert channel(html_answer(PAGE)) == ChannelRef("ghost", f"{TEA}/members/api/", POST_ID)


def test_a_post_without_the_script_still_leads_to_the_server() -> None:
    assert channel(home(PORTAL, body="post-template")) == ChannelRef("ghost", f"{TEA}/members/api/")


@pytest.mark.parametrize("body", ["home-template", "page-template", "tag-template"])
def test_what_is_no_post_has_no_comments(body: str) -> None:
    assert channel(home(PORTAL, body=body)) is None


def test_a_comment_server_in_the_page_goes_first() -> None:
    isso = '<script data-isso="https://c.example/" src="https://c.example/js/embed.min.js"></script>'
    ref = channel(home(PORTAL, isso, '<section id="isso-thread"></section>', body="post-template"))
    assert ref is not None and ref.system == "isso"
