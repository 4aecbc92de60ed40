"""Write.as and WriteFreely: a blog by its API, back to the first post."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import Site, SourceRef
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.writefreely import WriteFreelyPosts

HOME = "https://write.as/ada/"
API = "https://write.as/api/collections/ada"
POSTS = f"{API}/posts"
REF = SourceRef("writefreely", f"{API}?{urlencode({'home': HOME})}")
XML = ("content-type", "application/rss+xml")
GENERATOR = '<meta name="generator" content="WriteFreely">'
FEED_LINK = '<link rel="alternate" type="application/rss+xml" title="Ada" href="{}feed/">'


def post(number: int) -> dict[str, object]:
    return {
        "id": f"id{number}",
        "slug": f"post-{number}",
        "title": f"Post {number}",
        "body": f"<p>{number}</p>",
    }


def listed(*numbers: int, alias: str = "ada", **more: object) -> Response:
    blog = {"alias": alias, "title": "Ada", "posts": [post(n) for n in numbers], **more}
    return json_answer({"code": 200, "data": blog})


def refused(status: int, words: str) -> Response:
    return json_answer({"code": status, "error_msg": words}, status)


def page(cursor: str | None = None, *answers: Response | NetworkError) -> Done[PostPage]:
    return drive(registry.source(REF).page(Cursor(cursor) if cursor else None), *answers)


def feed(home: str = HOME) -> Response:
    item = f"<item><title>A</title><link>{home}a</link><guid>{home}a</guid></item>"
    return answer(
        f"<rss version='2.0'><channel><title>Ada</title><link>{home}</link>{item}</channel></rss>", 200, XML
    )


# --- posts ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = page(None, fixture("writefreely/posts.json"))
    assert plain(done.value.posts) == golden("writefreely/posts.json")
    assert (done.value.title, done.value.total, done.value.site_url) == ("Ada & the oven", 12, HOME)
    assert done.calls == [f"GET {POSTS}?page=1&body=html"]


class Pages(dict[str, Response | NetworkError]):
    """A blog of so many posts, ten on a page."""

    def __init__(self, posts: int) -> None:
        super().__init__()
        self.numbers = list(range(posts, 0, -1))

    def get(self, url: str, default: Any = None) -> Any:
        if not url.startswith(f"{POSTS}?"):
            return default
        start = (int(parse_qs(urlsplit(url).query)["page"][0]) - 1) * 10
        return listed(*self.numbers[start : start + 10], total_posts=len(self.numbers))


def test_the_blog_is_read_back_to_the_first_post() -> None:
    cursor: Cursor | None = None
    seen, pages = list[str](), 0
    while cursor or not pages:
        done = browse(WriteFreelyPosts(REF.url).page(cursor), Pages(23))
        seen += [each.url for each in done.value.posts]
        cursor, pages = done.value.next, pages + 1
    assert seen == [f"{HOME}post-{n}" for n in range(23, 0, -1)]
    assert pages == 4


@pytest.mark.parametrize(
    "nonsense",
    [answer("<html>"), json_answer({"code": 200}), json_answer({"code": 200, "data": {"alias": "ada"}})],
)
def test_broken_json_is_a_sentence(nonsense: Response) -> None:
    with pytest.raises(UnreadableAnswer, match=r"write\.as sent something else"):
        page(None, nonsense)


def test_a_blog_that_was_made_private_is_told_by_its_status() -> None:
    with pytest.raises(StatusError) as caught:
        page(None, refused(404, "Collection doesn't exist."))
    assert caught.value.status == 404


def test_one_post_by_its_address() -> None:
    one = json_answer({"code": 200, "data": post(3)})
    done = drive(WriteFreelyPosts(REF.url).one(f"{HOME}post-3"), one)
    assert done.value and (done.value.url, done.value.html) == (f"{HOME}post-3", "<p>3</p>")
    assert done.calls == [f"GET {POSTS}/post-3?body=html"]
    gone = refused(410, "Post unpublished by author.")
    assert drive(WriteFreelyPosts(REF.url).one(f"{HOME}gone"), gone).value is None


def test_the_tags_of_the_newest_posts_are_ways_into_the_blog() -> None:
    parts = drive(WriteFreelyPosts(REF.url).parts(), fixture("writefreely/posts.json")).value
    assert [(part.name, part.source) for part in parts] == [
        ("rye", SourceRef("feed", f"{HOME}tag:rye/feed/")),
        ("water", SourceRef("feed", f"{HOME}tag:water/feed/")),
    ]


def test_a_blog_that_tells_no_home_stands_below_its_host() -> None:
    done = drive(WriteFreelyPosts(API).page(), listed(1))
    assert done.value.posts[0].url == f"{HOME}post-1"


# --- detection -----------------------------------------------------------------------------------


def html(head: str = "") -> Response:
    return html_answer(f"<html><head><title>Ada</title>{head}</head></html>")


def found(web: Mapping[str, Response | NetworkError], url: str = HOME) -> Site:
    return browse(detect(url), web).value


def test_a_home_page_a_post_and_a_feed_on_write_as() -> None:
    web = {HOME: html(), f"{HOME}rye": html(), f"{HOME}feed/": feed(), POSTS: listed(1)}
    for url in (HOME, f"{HOME}feed/"):
        site = found(web, url)
        assert (site.platform, site.title, site.url, site.post_url) == ("writefreely", "Ada", HOME, None)
        assert site.sources == (REF, SourceRef("feed", f"{HOME}feed/"))
        assert site.channels == ()
    assert found(web, f"{HOME}rye").post_url == f"{HOME}rye"


@pytest.mark.parametrize(
    "actor",
    [
        {"type": "Person", "id": API, "preferredUsername": "ada"},
        {"type": "Article", "id": "https://write.as/api/posts/x", "attributedTo": API},
    ],
    ids=["blog", "post"],
)
def test_a_domain_of_its_own_is_known_to_the_fediverse_by_its_api(actor: dict[str, str]) -> None:
    own = "https://ada.example/"
    page = html(GENERATOR + FEED_LINK.format(own))
    done = drive(detect(own), page, json_answer(actor), listed(1, url=HOME))
    assert done.value.sources[0] == SourceRef("writefreely", f"{API}?{urlencode({'home': own})}")
    assert (done.value.url, done.asked[1].headers["Accept"]) == (own, "application/activity+json")
    posts = drive(registry.source(done.value.sources[0]).page(), listed(1, url=HOME)).value.posts
    assert posts[0].url == f"{own}post-1"


def test_a_page_that_is_only_called_so_is_read_by_its_feed() -> None:
    own = "https://ada.example/"
    page = html(GENERATOR + FEED_LINK.format(own))
    elsewhere = json_answer({"id": "https://social.example/users/ada"})
    site = drive(detect(own), page, elsewhere, feed(own)).value
    assert (site.platform, site.sources) == ("writefreely", (SourceRef("feed", f"{own}feed/"),))
    assert detect_channel(page, own) is None


@pytest.mark.parametrize("head", ['<meta name="generator" content="Scribe, as on Write.as">', ""])
def test_a_look_alike_is_none(head: str) -> None:
    own = "https://ada.example/"
    web = {own: html(head + FEED_LINK.format(own)), f"{own}feed/": feed(own)}
    assert found(web, own).platform == "feed"


@pytest.mark.parametrize(
    "shut", [refused(404, "x"), refused(401, "x"), html("sign in"), answer("{"), json_answer({"data": []})]
)
def test_where_the_api_is_shut_the_feed_will_do(shut: Response) -> None:
    site = found({HOME: html(FEED_LINK.format(HOME)), POSTS: shut, f"{HOME}feed/": feed()})
    assert (site.platform, site.sources) == ("writefreely", (SourceRef("feed", f"{HOME}feed/"),))
