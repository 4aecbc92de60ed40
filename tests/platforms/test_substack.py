"""Substack: a newsletter by its archive, back to the first post, and the thread under a post."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
from tui_blog.model.comment import Access, Draft, NeedsBrowser, Refused
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.substack import SubstackComments
from tui_blog.platforms.hosted.substack_posts import SubstackPosts

ROOT = "https://crumb.substack.com/"
ARCHIVE = f"{ROOT}api/v1/archive"
POST = Post("g", f"{ROOT}p/rye-and-water", CleanText("Rye"), "", remote_id="140000003")
CHANNEL = SubstackComments(ChannelRef("substack", ROOT))
XML = ("content-type", "application/xml")
PRELOADS = '<script>window._preloads = JSON.parse("{}")</script>'
ASSETS = '<script src="https://substackcdn.com/bundle/main.js"></script>'


def item(number: int, **more: object) -> dict[str, object]:
    slug = f"post-{number}"
    told = {"title": f"Post {number}", "canonical_url": f"{ROOT}p/{slug}", "audience": "everyone"}
    return {"id": number, "slug": slug, **told, "body_html": "<p>Whole.</p>", **more}


def feed(*slugs: str, generator: str = "Substack") -> Response:
    items = "".join(
        f"<item><title>{slug}</title><link>{ROOT}p/{slug}</link><description>&lt;p&gt;{slug} whole&lt;/p&gt;"
        f"</description></item>"
        for slug in slugs
    )
    head = f"<title>Crumb</title><link>{ROOT}</link><generator>{generator}</generator>"
    return answer(f"<rss version='2.0'><channel>{head}{items}</channel></rss>", 200, XML)


def page(cursor: str | None = None, *answers: Response | NetworkError) -> Done[PostPage]:
    return drive(SubstackPosts(ROOT).page(Cursor(cursor) if cursor else None), *answers)


# --- posts ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    """The body of a free post comes by its name; that of a paid one is what everybody may see."""
    web = {ARCHIVE: fixture("substack/archive.json")}
    web[f"{ROOT}api/v1/posts/rye-and-water"] = json_answer(item(140000003, body_html="<p>Rye</p>") | free())
    done = browse(SubstackPosts(ROOT).page(), web)
    assert plain(done.value.posts) == golden("substack/archive.json")
    assert [call for call in done.calls if "for-those" in call] == []


def free() -> dict[str, Any]:
    shapes: list[dict[str, Any]] = json.loads(fixture("substack/archive.json").body)
    return {key: value for key, value in shapes[0].items() if key != "body_html"}


def test_the_newest_bodies_come_by_the_feed_in_one_request() -> None:
    without = [item(2, body_html=None), item(1, body_html=None)]
    done = page(None, json_answer(without), feed("post-2", "post-1"))
    assert [post.html for post in done.value.posts] == ["<p>post-2 whole</p>", "<p>post-1 whole</p>"]
    assert len(done.calls) == 2


@pytest.mark.parametrize("refused", [answer("Forbidden", 403), answer("<html>Just a moment", 200)])
def test_a_feed_that_is_refused_leaves_the_bodies_to_be_asked_for(refused: Response) -> None:
    done = page(None, json_answer([item(7, body_html=None)]), refused, json_answer(item(7)))
    assert [post.html for post in done.value.posts] == ["<p>Whole.</p>"]
    assert done.calls[-1] == f"GET {ROOT}api/v1/posts/post-7"


def test_the_archive_is_read_back_to_the_first_post() -> None:
    """The blog of this test answers as Substack does; 27 posts are on three pages, and an empty one."""
    cursor: Cursor | None = None
    seen, pages = list[str](), 0
    while cursor or not pages:
        done = browse(SubstackPosts(ROOT).page(cursor), Archive(27))
        seen += [post.remote_id for post in done.value.posts]
        cursor, pages = done.value.next, pages + 1
    assert seen == [str(n) for n in range(27, 0, -1)]
    assert pages == 4


class Archive(dict[str, Response | NetworkError]):
    """The pages of a newsletter with so many posts."""

    def __init__(self, posts: int) -> None:
        super().__init__()
        self.posts = [item(n) for n in range(posts, 0, -1)]

    def get(self, url: str, default: Any = None) -> Any:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if not url.startswith(ARCHIVE) or "offset" not in asked:
            return default
        start = int(asked["offset"])
        return json_answer(self.posts[start : start + int(asked["limit"])])


def test_a_page_that_is_not_full_is_not_the_last() -> None:
    done = page("24", json_answer([item(9)]))
    assert done.value.next == "25"
    assert page(done.value.next, json_answer([])).value == PostPage(())


def test_a_busy_host_fails_the_page_and_no_body_is_lost() -> None:
    with pytest.raises(StatusError):
        page("12", json_answer([item(5, body_html=None)]), answer("", 429, retry_after="60"))


def test_a_body_that_was_taken_away_leaves_what_the_archive_tells() -> None:
    teaser = item(5, body_html=None, truncated_body_text="A & B")
    done = page("12", json_answer([teaser]), json_answer({"error": "x"}, 404))
    assert done.value.posts[0].html == "<p>A &amp; B</p>"


@pytest.mark.parametrize("nonsense", ["<html>", '{"errors": []}', "[1, 2]", '[{"id": 1'])
def test_broken_json_is_a_sentence(nonsense: str) -> None:
    with pytest.raises(UnreadableAnswer, match=r"crumb\.substack\.com sent something else"):
        page(None, answer(nonsense))


def test_a_cursor_that_nobody_can_read_begins_at_the_newest_post() -> None:
    assert "offset=0&" in page("²", json_answer([])).calls[0]


def test_one_post_by_its_address() -> None:
    done = drive(SubstackPosts(ROOT).one(f"{ROOT}p/post-3?utm_source=x"), json_answer(item(3)))
    assert done.value and (done.value.remote_id, done.value.html) == ("3", "<p>Whole.</p>")
    assert done.calls == [f"GET {ROOT}api/v1/posts/post-3"]
    assert drive(SubstackPosts(ROOT).one(f"{ROOT}p/gone"), json_answer({}, 404)).value is None
    assert drive(SubstackPosts(ROOT).one(f"{ROOT}about")).value is None


def test_its_own_search_is_a_source_of_its_own() -> None:
    ref = SubstackPosts(ROOT).search("rye & water")
    assert ref == SourceRef("substack", f"{ROOT}?search=rye+%26+water")
    done = drive(registry.source(ref).page(), json_answer([item(1)]))
    assert parse_qs(urlsplit(done.asked[0].url).query)["search"] == ["rye & water"]
    assert done.value.next == "1"


# --- comments ------------------------------------------------------------------------------------


def test_golden_thread() -> None:
    done = drive(CHANNEL.thread(POST), fixture("substack/comments.json"))
    assert plain(done.value) == golden("substack/comments.json")
    assert "/api/v1/post/140000003/comments?token=&all_comments=true" in done.calls[0]


def test_a_post_that_came_by_the_feed_is_asked_for_its_number() -> None:
    by_feed = Post("g", f"{ROOT}p/post-8", EMPTY, "")
    done = drive(CHANNEL.thread(by_feed), json_answer(item(8)), json_answer({"comments": []}))
    assert (done.value.total, done.calls[1].partition("?")[0]) == (0, f"GET {ROOT}api/v1/post/8/comments")
    with pytest.raises(UnreadableAnswer, match="does not tell the number"):
        drive(CHANNEL.thread(by_feed), json_answer({}, 404))


def test_a_thread_for_subscribers_says_so() -> None:
    with pytest.raises(StatusError, match=r"crumb\.substack\.com shows these comments to subscribers only"):
        drive(CHANNEL.thread(POST), json_answer({}, 403))


def test_what_is_no_thread_is_no_empty_thread() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(CHANNEL.thread(POST), json_answer({"errors": [{"msg": "Invalid value"}]}))


def test_a_comment_is_written_in_the_browser() -> None:
    form = drive(CHANNEL.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{POST.url}/comments")
    assert form.reason == "Substack takes comments only in a browser, with an account."
    sent = drive(CHANNEL.submit(POST, Draft("t", "Hello", parent="902"))).value
    assert sent == NeedsBrowser(f"{POST.url}/comment/902", form.reason)


def test_posts_out_of_the_archive_tell_their_comments_by_themselves() -> None:
    ref = SourceRef("substack", f"{ROOT}?search=rye")
    assert registry.own_channel(ref) == ChannelRef("substack", ROOT)


def test_closed_comments_are_closed() -> None:
    closed = Post("g", POST.url, EMPTY, "", comments_open=False)
    assert drive(CHANNEL.form(closed)).value.access is Access.CLOSED
    assert isinstance(drive(CHANNEL.submit(closed, Draft("t", "Hello"))).value, Refused)


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (Draft("t", "I *read* what stood **here**.", parent="902", name="Dan"), None),
        (Draft("t", "First line, second < last line. A paragraph!"), "901"),
        (Draft("t", "I read what stood here.", parent="901"), None),
        (Draft("t", "late", name="EVE"), "904"),
        (Draft("t", "late", name="somebody"), None),
    ],
)
def test_what_was_carried_to_the_browser_is_found_in_its_place(draft: Draft, found: str | None) -> None:
    comment = drive(CHANNEL.find(POST, draft), fixture("substack/comments.json")).value
    assert (comment.id if comment else None) == found


# --- detection -----------------------------------------------------------------------------------


def found(web: Mapping[str, Response | NetworkError], url: str = ROOT) -> Site:
    return browse(detect(url), web).value


def home(head: str = "", **headers: str) -> Response:
    return html_answer(f"<html><head><title>Crumb</title>{head}</head></html>", 200, **headers)


def open_archive(root: str = ROOT) -> dict[str, Response | NetworkError]:
    return {f"{root}api/v1/archive": json_answer([item(1)])}


def test_a_home_page_on_substack() -> None:
    site = found({ROOT: home(), **open_archive()})
    assert (site.platform, site.title, site.post_url) == ("substack", "Crumb", None)
    assert site.sources == (SourceRef("substack", ROOT), SourceRef("feed", f"{ROOT}feed"))
    assert site.channels == (ChannelRef("substack", ROOT),)
    assert site.reasons[0] == "Substack: it stands on a host of Substack's."


def test_a_post_page() -> None:
    site = found({f"{ROOT}p/rye": home(), **open_archive()}, f"{ROOT}p/rye?utm_campaign=x")
    assert site.post_url == f"{ROOT}p/rye"
    shared = "https://open.substack.com/pub/crumb/p/rye"
    assert found({shared: home(), **open_archive()}, shared).post_url == f"{ROOT}p/rye"


@pytest.mark.parametrize(
    ("head", "headers"),
    [(PRELOADS + ASSETS, {}), (ASSETS, {"x_served_by": "Substack"})],
    ids=["page", "server"],
)
def test_a_domain_of_its_own(head: str, headers: dict[str, str]) -> None:
    own = "https://crumb.example/"
    site = found({own: home(head, **headers), **open_archive(own)}, own)
    assert (site.platform, site.sources[0]) == ("substack", SourceRef("substack", own))


def test_its_feed_leads_to_the_archive() -> None:
    web = {f"{ROOT}feed": feed("post-1"), ROOT: home(), **open_archive()}
    site = found(web, f"{ROOT}feed")
    assert [source.kind for source in site.sources] == ["substack", "feed"]


@pytest.mark.parametrize(
    "head", [ASSETS, PRELOADS, '<img src="https://substackcdn.com/image/x.png">' + PRELOADS], ids=str
)
def test_a_page_with_one_mark_alone_is_none_of_substacks(head: str) -> None:
    own = "https://crumb.example/"
    web = {own: home(head), f"{own}feed/": feed("post-1", generator=""), **open_archive(own)}
    assert found(web, own).platform == "feed"
    assert detect_channel(home(head), own) is None


@pytest.mark.parametrize(
    "shut", [answer("Forbidden", 403), answer("", 404), home("sign in"), json_answer({"error": "x"})]
)
def test_where_the_archive_is_shut_the_feed_will_do(shut: Response) -> None:
    site = found({ROOT: home(), ARCHIVE: shut, f"{ROOT}feed": feed("post-1")})
    assert (site.platform, site.sources) == ("substack", (SourceRef("feed", f"{ROOT}feed"),))
    assert site.channels == (ChannelRef("substack", ROOT),)
