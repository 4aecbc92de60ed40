"""Hashnode: a blog by its feed, the comments where the API gives them, the browser for the rest."""

import json
from collections.abc import Mapping

import pytest

from tests.platforms.driving import answer, browse, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.hashnode import API, MOST_PAGES, HashnodeComments

ROOT = "https://ada.hashnode.dev/"
NUMBER = "65a000000000000000000001"
POST = Post("g", f"{ROOT}rye-and-water", EMPTY, "")
CHANNEL = HashnodeComments(ChannelRef("hashnode", API, NUMBER))
DISCUSSION = f"https://hashnode.com/posts/rye-and-water/{NUMBER}"
XML = ("content-type", "application/rss+xml")
SCRIPT = '<script src="https://cdn.hashnode.com/_next/main.js"></script>'
PICTURE = '<meta property="og:image" content="https://cdn.hashnode.com/res/x.png">'


def data(post: Mapping[str, object] | None = None) -> str:
    props = {"pageProps": {"publication": {"url": "hashnode"}, **({"post": post} if post else {})}}
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": props})}</script>'


def html(head: str = "") -> Response:
    return html_answer(f"<html><head><title>Ada</title>{head}</head></html>")


def feed() -> Response:
    item = f"<item><title>Rye</title><link>{POST.url}</link></item>"
    head = f"<title>Ada</title><generator>Hashnode</generator><link>{ROOT}</link>"
    return answer(f"<rss version='2.0'><channel>{head}{item}</channel></rss>", 200, XML)


def page_of(number: int, after: str | None) -> Response:
    edges = [{"node": {"id": f"{number}", "content": {"html": f"<p>{number}</p>"}, "author": {"name": "A"}}}]
    place = {"hasNextPage": after is not None, "endCursor": after}
    return json_answer({"data": {"post": {"comments": {"edges": edges, "pageInfo": place}}}})


# --- comments ------------------------------------------------------------------------------------


def test_golden_thread() -> None:
    done = drive(CHANNEL.thread(POST), fixture("hashnode/thread.json"))
    assert plain(done.value) == golden("hashnode/thread.json")
    asked = json.loads(done.asked[0].body)
    assert (done.calls, asked["variables"]) == ([f"POST {API}"], {"id": NUMBER, "first": 50, "after": None})


def test_a_long_thread_is_read_to_its_end() -> None:
    done = drive(CHANNEL.thread(POST), page_of(1, "b"), page_of(2, "c"), page_of(3, None))
    assert [comment.id for comment in done.value.comments] == ["1", "2", "3"]
    assert [json.loads(request.body)["variables"]["after"] for request in done.asked] == [None, "b", "c"]


def test_a_thread_that_goes_in_a_circle_ends() -> None:
    assert len(drive(CHANNEL.thread(POST), page_of(1, "b"), page_of(2, "b")).calls) == 2
    endless = [page_of(n, f"c{n}") for n in range(MOST_PAGES)]
    assert len(drive(CHANNEL.thread(POST), *endless).calls) == MOST_PAGES


@pytest.mark.parametrize(
    "refused",
    [
        json_answer({"data": None, "errors": [{"message": "x", "extensions": {"code": "FORBIDDEN"}}]}),
        json_answer({"errors": [{"message": "No active Pro plan."}]}, 403),
        json_answer({"data": {"post": None}}),
        html_answer("<html><title>The API has moved</title></html>"),
        answer('{"data": {"post": {"comm'),
    ],
    ids=["forbidden", "403", "missing", "announcement", "broken"],
)
def test_where_the_api_keeps_a_thread_to_itself_the_way_to_it_is_told(refused: Response) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        drive(CHANNEL.thread(POST), refused)
    assert str(caught.value) == f"Hashnode shows the comments of this post only in a browser: {DISCUSSION}"


def test_a_busy_api_is_told_by_its_status() -> None:
    with pytest.raises(StatusError):
        drive(CHANNEL.thread(POST), answer("", 429))


def test_the_page_of_a_post_tells_its_number() -> None:
    unnumbered = HashnodeComments(ChannelRef("hashnode", API))
    done = drive(unnumbered.thread(POST), html(data({"id": NUMBER})), page_of(1, None))
    assert json.loads(done.asked[1].body)["variables"]["id"] == NUMBER
    for page in (html(), html(data({"id": "../x"})), answer("", 404)):
        with pytest.raises(UnreadableAnswer, match="only in a browser: https://ada"):
            drive(unnumbered.thread(POST), page)


def test_a_comment_is_written_in_the_browser_and_found_afterwards() -> None:
    form = drive(CHANNEL.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, DISCUSSION)
    sent = drive(CHANNEL.submit(POST, Draft("t", "Hello", parent="65a0000000000000000000c1"))).value
    assert sent == NeedsBrowser(f"{DISCUSSION}/comment/65a0000000000000000000c1", form.reason)
    draft = Draft("t", "thanks", parent="65a0000000000000000000c1", name="Ada")
    found = drive(CHANNEL.find(POST, draft), fixture("hashnode/thread.json")).value
    assert found and found.id == "65a0000000000000000000c2"


# --- detection -----------------------------------------------------------------------------------


def found(web: Mapping[str, Response | NetworkError], url: str = ROOT) -> Site:
    return browse(detect(url), web).value


def test_a_home_page_a_post_and_a_feed_on_hashnode() -> None:
    web = {ROOT: html(), POST.url: html(data({"_id": NUMBER})), f"{ROOT}rss.xml": feed()}
    for url in (ROOT, POST.url):
        site = found(web, url)
        assert (site.platform, site.sources) == ("hashnode", (SourceRef("feed", f"{ROOT}rss.xml"),))
        assert site.reasons[0] == "Hashnode: it stands on a host of Hashnode's."
    assert site.post_url == POST.url
    assert site.channels == (ChannelRef("hashnode", API, NUMBER),)
    assert found(web, f"{ROOT}rss.xml").platform == "hashnode"


@pytest.mark.parametrize("head", [data() + SCRIPT, SCRIPT + PICTURE, data() + PICTURE])
def test_a_domain_of_its_own(head: str) -> None:
    own = "https://ada.example/"
    site = found({own: html(head), f"{own}rss.xml": feed()}, own)
    assert site.platform == "hashnode"
    assert detect_channel(html(head), f"{own}rye") == ChannelRef("hashnode", API)


PROFILE = '<a href="https://hashnode.com/@ada">me</a>'


@pytest.mark.parametrize("head", [data(), SCRIPT, PICTURE, PROFILE + SCRIPT])
def test_a_page_with_one_mark_alone_is_none_of_hashnodes(head: str) -> None:
    own = "https://ada.example/"
    item = "<title>Ada</title><item><title>x</title></item>"
    other = answer(f"<rss version='2.0'><channel>{item}</channel></rss>", 200, XML)
    assert found({own: html(head), f"{own}rss.xml": other}, own).platform == "feed"
    assert detect_channel(html(head), own) is None
