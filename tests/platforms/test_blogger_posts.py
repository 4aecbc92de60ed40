import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.blogger_blog import BLOG_ID, KETTLE, day, post_entry, post_id, post_url
from tests.platforms.driving import (
    HTML,
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
from tui_blog.errors import (
    BodyTooLarge,
    HostNotFound,
    NetworkError,
    StatusError,
    TooManyRedirects,
    UnreadableAnswer,
)
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.validators import Validators
from tui_blog.platforms.blogger.posts import WINDOW, BloggerPosts

FEED = f"{KETTLE}/feeds/posts/default"
CENTRAL = f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default"
ATOM = ("content-type", "application/atom+xml; charset=UTF-8")


def page(cursor: Cursor | None = None, *answers: Response | NetworkError, url: str = FEED) -> Done[PostPage]:
    return drive(BloggerPosts(url).page(cursor), *answers)


def listed(
    *numbers: int, total: int | None = None, more: bool = True, url: str = "", **headers: str
) -> Response:
    """Those posts; with a next link that leads elsewhere and counts what was asked for."""
    wrong = f"http://www.blogger.com/feeds/{BLOG_ID}/posts/default?start-index=999&max-results=100"
    feed: dict[str, Any] = {
        "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}"},
        "title": {"type": "text", "$t": "Kettle"},
        "link": [{"rel": "next", "href": wrong}] if more else [],
    }
    if numbers:  # without posts the key is missing
        feed["entry"] = [post_entry(number) for number in numbers]
    if total is not None:
        feed["openSearch$totalResults"] = {"$t": str(total)}
    return answer(json.dumps({"feed": feed}), url=url, **headers)


def query(done: Done[PostPage], request: int = 0) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(done.asked[request].url).query).items()}


def titles(page: PostPage) -> list[str]:
    return [post.title for post in page.posts]


# --- what a post becomes -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["posts.json", "posts.atom.xml"])
def test_golden_pairs(name: str) -> None:
    done = page(None, fixture(f"blogger/{name}", ATOM))
    assert plain(done.value) == golden(f"blogger/{name}")


def test_a_page_of_a_hundred_is_asked_for_as_json() -> None:
    done = page(None, listed(2, 1, more=False))
    assert done.calls == [f"GET {FEED}?alt=json&max-results=100"]


def test_a_label_is_a_blog_of_its_own() -> None:
    done = page(None, listed(2, 1, more=False), url=f"{FEED}/-/A%20b")
    assert done.calls == [f"GET {FEED}/-/A%20b?alt=json&max-results=100"]


# --- back to the first post ----------------------------------------------------------------------


def test_pages_are_counted_by_what_came_and_asked_of_the_blog_itself() -> None:
    first = page(None, listed(9, 8, 7, total=5))
    second = page(first.value.next, listed(6, 5, total=5))
    assert query(second)["start-index"] == "4"
    assert second.asked[0].url.startswith(f"{KETTLE}/feeds/")
    assert (first.value.total, second.value.total, second.value.next) == (5, None, None)


@pytest.mark.parametrize(
    "last", [listed(2, 1, more=False, total=9), listed(total=9), listed(9, 8, total=2), listed(more=False)]
)
def test_a_page_without_a_next_one_or_without_posts_is_the_last(last: Response) -> None:
    assert page(None, last).value.next is None


def test_a_post_that_comes_twice_is_one() -> None:
    assert titles(page(None, listed(9, 8, 9, more=False)).value) == ["Post 9", "Post 8"]


def test_a_cursor_that_nobody_can_read_begins_at_the_newest() -> None:
    assert query(page(Cursor("https://blog.example/?paged=3"), listed(1))) == query(page(None, listed(1)))


def test_a_page_that_is_too_much_is_asked_for_in_a_smaller_size() -> None:
    done = page(None, BodyTooLarge("Too large.", FEED), listed(9, 8))
    assert query(done, 1)["max-results"] == "25"
    assert query(page(done.value.next, listed(7)))["max-results"] == "25"


def at_the_edge() -> Cursor | None:
    """The place after exactly a thousand posts, the last of which is number 8."""
    start = Cursor(json.dumps({"start": WINDOW - 1}))
    return page(start, listed(9, 8)).value.next


def test_beyond_a_thousand_posts_the_date_of_the_last_one_leads_on() -> None:
    done = page(at_the_edge(), listed(8, 7, 6))
    assert query(done)["published-max"] == "2020-01-09T09:00:00.001+02:00"
    assert "start-index" not in query(done) and "%2B02%3A00" in done.asked[0].url
    assert query(page(done.value.next, listed(5)))["start-index"] == "4"


def test_a_blog_that_passes_over_dates_is_counted_on_from_where_it_was() -> None:
    done = page(at_the_edge(), listed(900, 899))
    after = page(done.value.next, listed(7, 6))
    assert query(after)["start-index"] == str(WINDOW + 1) and "published-max" not in query(after)
    assert "published-max" not in query(page(after.value.next, listed(5)))


def test_a_blog_that_refuses_dates_is_counted_at_once() -> None:
    done = page(at_the_edge(), json_answer({}, 400), listed(7, 6))
    assert query(done, 1)["start-index"] == str(WINDOW + 1)


def test_posts_out_of_order_are_never_asked_for_by_date() -> None:
    start = Cursor(json.dumps({"start": WINDOW - 1}))
    done = page(page(start, listed(8, 9)).value.next, listed(1))
    assert query(done)["start-index"] == str(WINDOW + 1)


# --- what a server says about its feed -----------------------------------------------------------


def test_validators_go_out_as_they_came_and_304_changes_nothing() -> None:
    kept = Validators(etag='W/"x"', last_modified="Thu, 01 Jan 2020 00:00:00 GMT")
    done = drive(BloggerPosts(FEED).page(None, kept), answer("", 304))
    assert done.asked[0].headers["If-None-Match"] == 'W/"x"'
    assert done.asked[0].headers["If-Modified-Since"] == "Thu, 01 Jan 2020 00:00:00 GMT"
    assert done.value.unchanged and done.value.validators == kept
    assert page(None, listed(1, etag='"y"', more=False)).value.validators == Validators('"y"', None)


def test_a_blog_that_moved_for_good_gives_its_new_feed_without_the_question() -> None:
    moved = "https://kettle.example/feeds/posts/default?alt=json&max-results=100"
    response = Response(200, moved, (), listed(1).body, moved_to=moved)
    assert page(None, response).value.moved_to == "https://kettle.example/feeds/posts/default"


def test_a_move_to_a_feed_service_is_none() -> None:
    burner = "https://feeds.example/kettle"
    away = Response(200, burner, (), fixture("blogger/posts.atom.xml").body, moved_to=burner)
    assert page(None, away, listed(1)).value.moved_to is None


# --- a feed that its owner sent elsewhere --------------------------------------------------------


ELSEWHERE = [
    answer("<rss version='2.0'><channel><title>Burnt</title></channel></rss>", url="https://feeds.example/k"),
    html_answer("<html>Sign in</html>", url="https://accounts.google.com/ServiceLogin"),
    html_answer("Gone", 404),
    TooManyRedirects("In a circle.", FEED),
    HostNotFound("No such host.", "https://feeds.example/k"),
]


@pytest.mark.parametrize("first", ELSEWHERE)
def test_a_feed_that_was_sent_elsewhere_is_read_without_the_redirection(
    first: Response | NetworkError,
) -> None:
    done = page(None, first, listed(9, 8))
    assert query(done, 1) == {"alt": "json", "max-results": "100", "redirect": "false"}
    assert titles(done.value) == ["Post 9", "Post 8"]
    assert done.value.validators is None
    assert query(page(done.value.next, listed(7)))["redirect"] == "false"


def test_what_is_sent_elsewhere_all_the_same_is_read_by_the_number_of_the_blog() -> None:
    atom = fixture("blogger/posts.atom.xml").body
    burnt = answer(atom, url="https://feeds.example/k")
    done = page(None, burnt, burnt, listed(9, 8, url="https://www.blogger.com/feeds/12345678/posts/default"))
    assert done.asked[2].url.startswith("https://www.blogger.com/feeds/12345678/posts/default?alt=json")
    later = page(done.value.next, listed(7))
    assert later.asked[0].url.startswith("https://www.blogger.com/feeds/12345678/posts/default?alt=json")


def test_a_private_blog_says_so() -> None:
    login = html_answer("<html>Sign in</html>", url="https://accounts.google.com/ServiceLogin")
    with pytest.raises(UnreadableAnswer, match="private"):
        page(None, login, login)


def test_a_dead_blog_says_what_its_own_host_said() -> None:
    with pytest.raises(StatusError) as raised:
        page(None, html_answer("Blog not found", 404), html_answer("Blog not found", 404))
    assert raised.value.status == 404


@pytest.mark.parametrize(
    "body", ["", "{}", '{"feed": 7}', "<html></html>", "[1]", '{"feed": {"entry": "x"}}']
)
def test_whatever_a_host_sends_is_no_crash(body: str) -> None:
    try:
        assert browse(BloggerPosts(FEED).page(), {FEED: answer(body)}).value.posts == ()
    except UnreadableAnswer as error:
        assert "kettle.blogspot.com" in str(error)


# --- one post ------------------------------------------------------------------------------------


def one(pages: Mapping[str, Response | NetworkError], url: str) -> Done[Post | None]:
    return browse(BloggerPosts(FEED).one(url), pages)


def test_a_post_is_found_by_its_path() -> None:
    done = one({FEED: listed(7)}, post_url(7) + "?m=1")
    assert done.value is not None and done.value.title == "Post 7"
    assert len(done.calls) == 1 and f"path=%2F{day(7):%Y}%2F01%2Fpost-7.html" in done.calls[0]


def test_where_the_path_is_passed_over_the_page_tells_the_numbers() -> None:
    head = f"""<meta content="blogger" name="generator">
      <link rel="service.post" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default">
      <link rel="alternate" href="{KETTLE}/feeds/{post_id(7)}/comments/default">"""
    done = one(
        {
            FEED: listed(99, 98),
            post_url(7): html_answer(f"<html><head>{head}</head></html>"),
            f"{CENTRAL}/{post_id(7)}": json_answer({"entry": post_entry(7)}),
        },
        post_url(7),
    )
    assert done.value is not None and (done.value.title, done.value.remote_id) == ("Post 7", post_id(7))


def test_where_no_feed_shows_it_the_page_does() -> None:
    body = f"""<h3 class="post-title entry-title">Off the page</h3><div class="post-footer">
      <abbr class="published" title="2020-01-08T09:00:00+02:00">9</abbr></div>
      <div class="post-body entry-content" id="post-body-{post_id(7)}"><p>Whole.</p></div>"""
    head = f'<link rel="service.post" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default">'
    done = one(
        {post_url(7): html_answer(f"<html><head>{head}</head><body>{body}</body></html>")}, post_url(7)
    )
    assert done.value is not None
    assert (done.value.title, done.value.html, done.value.published) == (
        "Off the page", "<p>Whole.</p>", day(7)
    )  # fmt: skip
    assert done.value.guid == f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(7)}"


def test_a_post_that_the_feed_cuts_is_made_whole_by_its_page() -> None:
    entry = post_entry(7) | {"summary": {"type": "text", "$t": "The beginning"}}
    del entry["content"]
    shown = f'<div id="post-body-{post_id(7)}" class="post-body">The beginning and the end.</div>'
    done = one(
        {FEED: json_answer({"feed": {"entry": [entry]}}), post_url(7): html_answer(f"<html>{shown}</html>")},
        post_url(7),
    )
    assert done.value is not None
    assert (done.value.html, done.value.title, done.value.comment_count) == (
        "The beginning and the end.", "Post 7", 2
    )  # fmt: skip


def test_a_page_that_stands_alone_is_in_a_feed_of_its_own() -> None:
    about = post_entry(1) | {"link": [{"rel": "alternate", "href": f"{KETTLE}/p/about.html"}]}
    pages = {f"{KETTLE}/feeds/pages/default": json_answer({"feed": {"entry": [about]}})}
    assert one(pages, f"{KETTLE}/p/about.html").value is not None


@pytest.mark.parametrize("url", [f"{KETTLE}/", "https://other.example/2020/01/post-7.html"])
def test_what_is_no_post_of_the_blog_is_not_held(url: str) -> None:
    done = one({FEED: listed(9), url: html_answer("<html></html>", 200)}, url)
    assert done.value is None
    assert all(request.url.startswith(KETTLE) for request in done.asked)


def test_no_page_is_no_fault() -> None:
    assert one({}, post_url(7)).value is None
    assert one({post_url(7): answer("<html></html>", 500, HTML)}, post_url(7)).value is None
