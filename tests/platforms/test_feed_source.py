"""A blog's posts from its feed: pages, conditional requests, one post by its address."""

from dataclasses import replace

import pytest

from tests.platforms.driving import answer, drive
from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.validators import Validators
from tui_blog.platforms.feed import PAGES_LOOKED_THROUGH, FeedSource

URL = "https://blog.example/feed"
XML = ("content-type", "application/rss+xml")


def page_of(*numbers: int, next_url: str = "", **headers: str) -> Response:
    items = "".join(f"<item><title>{n}</title><link>https://blog.example/{n}</link></item>" for n in numbers)
    link = f'<atom:link rel="next" href="{next_url}"/>' if next_url else ""
    body = f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>B</title>{link}{items}</channel></rss>'
    return answer(body, 200, XML, **headers)


def test_a_page_tells_what_it_holds_and_where_older_posts_are() -> None:
    done = drive(FeedSource(URL).page(), page_of(2, 1, next_url="?page=2", etag='W/"a"', last_modified="Thu"))
    page = done.value
    assert done.calls == [f"GET {URL}"]
    assert [post.title for post in page.posts] == ["2", "1"]
    assert (page.title, page.next) == ("B", "https://blog.example/feed?page=2")
    assert page.validators == Validators('W/"a"', "Thu")


def test_validators_go_back_as_they_came_and_an_unchanged_feed_is_not_read() -> None:
    known = Validators("unquoted-etag", "Thu, 19 Dec 2024 18:00:00 GMT")
    done = drive(FeedSource(URL).page(None, known), Response(304, URL, (), b""))
    assert done.asked[0].headers["If-None-Match"] == "unquoted-etag"
    assert done.asked[0].headers["If-Modified-Since"] == "Thu, 19 Dec 2024 18:00:00 GMT"
    assert done.value.unchanged
    assert done.value.validators == known


def test_a_first_visit_asks_without_conditions() -> None:
    headers = drive(FeedSource(URL).page(), page_of(1)).asked[0].headers
    assert not {"If-None-Match", "If-Modified-Since"} & set(headers)


def test_the_cursor_is_the_address_of_the_older_page() -> None:
    done = drive(FeedSource(URL).page(Cursor(f"{URL}?page=2")), page_of(0))
    assert done.calls == [f"GET {URL}?page=2"]


@pytest.mark.parametrize("next_url", [URL, f"{URL}?page=2"])
def test_a_feed_that_leads_back_to_itself_ends_there(next_url: str) -> None:
    done = drive(FeedSource(URL).page(Cursor(f"{URL}?page=2")), page_of(1, next_url=next_url))
    assert done.value.next is None


def wordpress(*numbers: int) -> Response:
    page = page_of(*numbers)
    generator = b"<title>B</title><generator>https://wordpress.org/?v=6.8</generator>"
    return replace(page, body=page.body.replace(b"<title>B</title>", generator))


def test_a_wordpress_feed_has_pages_that_it_does_not_name() -> None:
    page = drive(FeedSource(URL).page(), wordpress(3, 2)).value
    assert page.next == f"{URL}?paged=2"
    assert drive(FeedSource(URL).page(page.next), wordpress(1)).value.next == f"{URL}?paged=3"
    plain = FeedSource("https://blog.example/?feed=rss2")
    assert drive(plain.page(), wordpress(3)).value.next == "https://blog.example/?feed=rss2&paged=2"


def test_past_the_last_page_of_a_wordpress_feed_nothing_is_missing() -> None:
    page = drive(FeedSource(URL).page(Cursor(f"{URL}?paged=3")), answer("", 404)).value
    assert (page.posts, page.next) == ((), None)


@pytest.mark.parametrize("cursor", [None, Cursor(f"{URL}?page=3")])
def test_a_feed_that_is_gone_is_no_end_of_an_archive(cursor: Cursor | None) -> None:
    with pytest.raises(StatusError):
        drive(FeedSource(URL).page(cursor), answer("", 404))


def test_an_empty_page_is_the_last_one() -> None:
    assert drive(FeedSource(URL).page(), page_of(next_url="?page=9")).value.next is None


def test_a_feed_that_moved_for_good_tells_its_new_address() -> None:
    moved = Response(
        200, "https://new.example/feed", (XML,), page_of(1).body, moved_to="https://new.example/feed"
    )
    assert drive(FeedSource(URL).page(), moved).value.moved_to == "https://new.example/feed"


def test_a_post_is_found_on_an_older_page_whatever_the_spelling_of_its_address() -> None:
    done = drive(
        FeedSource(URL).one("http://www.blog.example/1/?utm_source=x#top"),
        page_of(3, next_url="?page=2"),
        page_of(2, 1),
    )
    assert done.value is not None
    assert done.value.title == "1"


def test_a_feed_that_broke_off_is_asked_for_again_whole() -> None:
    cut = answer("<rss><channel><item><title>1</title></item><item><tit", 200, XML, etag='"a"')
    page = drive(FeedSource(URL).page(), cut).value
    assert [post.title for post in page.posts] == ["1"]
    assert page.validators is None


def test_the_search_for_a_post_is_bounded() -> None:
    pages = [page_of(n + 10, next_url=f"?page={n + 2}") for n in range(PAGES_LOOKED_THROUGH)]
    assert drive(FeedSource(URL).one("https://blog.example/gone"), *pages, answer("", 404)).value is None


def test_a_wall_against_robots_is_named_by_its_header() -> None:
    wall = answer("<html></html>", 200, XML, cf_mitigated="challenge")
    with pytest.raises(UnreadableAnswer, match="robots"):
        drive(FeedSource(URL).page(), wall)
