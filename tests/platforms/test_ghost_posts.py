"""The posts of a Ghost blog by its Content API."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.platforms.driving import answer, browse, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, StatusError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Request, Response
from tui_blog.model.validators import Validators
from tui_blog.platforms.ghost.api import Door, door_at
from tui_blog.platforms.ghost.posts import FULL_PAGE, SMALL_PAGE, GhostPosts

API = "https://cms.example/ghost/api/content/"
BLOG = Door(API, "22444f78447824223cefc48062")
SOURCE = GhostPosts(BLOG.url)


def post(number: int, date: str = "", **more: object) -> dict[str, object]:
    date = date or f"2024-01-{number:02}T12:00:00.000+00:00"
    return {"id": f"{number:024x}", "url": f"https://tea.example/{number}/", "published_at": date, **more}


def page(*posts: dict[str, object], total: int | None = None, more: bool = False, **headers: str) -> Response:
    pagination = {"total": len(posts) if total is None else total, "next": 2 if more else None}
    return json_answer({"posts": list(posts), "meta": {"pagination": pagination}}, **headers)


def asked(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def guids(posts: Any) -> list[int]:
    return [int(post.guid, 16) for post in posts]


def test_golden_pair() -> None:
    done = drive(SOURCE.page(), fixture("ghost/posts.json"))
    assert plain(done.value.posts) == golden("ghost/posts.json")
    assert (done.value.next, done.value.total) == (None, 6)


def test_a_page_is_asked_for_with_the_blogs_own_key_and_a_version() -> None:
    request = drive(SOURCE.page(), page(post(1))).asked[0]
    assert request.url.partition("?")[0] == f"{API}posts/"
    assert request.headers["Accept-Version"] == "v5.0"
    assert asked(request) == {
        "key": BLOG.key,
        "include": "tags,authors",
        "limit": str(FULL_PAGE),
        "order": "published_at desc",
    }


def test_older_posts_are_asked_for_by_the_date_of_the_last_one() -> None:
    first = drive(SOURCE.page(), page(post(9), post(8, "2024-01-08T01:30:00.000+02:00"), total=3, more=True))
    assert first.value.total == 3
    older = drive(SOURCE.page(first.value.next), page(post(8), post(7), more=False))
    assert asked(older.asked[0])["filter"] == "published_at:<='2024-01-07 23:30:00'"
    assert "page" not in asked(older.asked[0])
    assert guids(older.value.posts) == [8, 7]
    assert (older.value.next, older.value.total) == (None, None)


def test_pages_within_one_second_are_counted() -> None:
    """An import may give hundreds of posts one date."""
    same = "2024-01-05T12:00:00.000+00:00"
    first = drive(SOURCE.page(), page(post(9), post(5, same), more=True)).value
    second = drive(SOURCE.page(first.next), page(post(5, same), post(4, same), more=True)).value
    third = drive(SOURCE.page(second.next), page(post(3, same), post(2), more=True))
    assert asked(third.asked[0])["filter"] == "published_at:<='2024-01-05 12:00:00'"
    assert asked(third.asked[0])["page"] == "2"
    fourth = drive(SOURCE.page(third.value.next), page(post(2), post(1)))
    assert asked(fourth.asked[0])["filter"] == "published_at:<='2024-01-02 12:00:00'"
    assert "page" not in asked(fourth.asked[0])


@pytest.mark.parametrize("dates", [("2024-01-03", "2024-01-09"), ("", "2024-01-09")])
def test_where_dates_do_not_lead_on_pages_are_counted(dates: tuple[str, str]) -> None:
    posts = [post(number, date or "soon") for number, date in enumerate(dates, start=1)]
    first = drive(SOURCE.page(), page(*posts, more=True)).value
    second = drive(SOURCE.page(first.next), page(post(3), more=True))
    assert asked(second.asked[0])["page"] == "2"
    third = drive(SOURCE.page(second.value.next), page(post(2)))
    assert asked(third.asked[0])["page"] == "3"
    assert "filter" not in asked(third.asked[0])


def test_a_server_that_passes_over_the_filter_is_counted_through() -> None:
    first = drive(SOURCE.page(), page(post(9), post(8), more=True)).value
    again = drive(SOURCE.page(first.next), page(post(9), post(8), more=True)).value
    third = drive(SOURCE.page(again.next), page(post(7)))
    assert asked(third.asked[0])["page"] == "2"
    assert "filter" not in asked(third.asked[0])


def test_a_cursor_that_nobody_can_read_begins_at_the_newest_post() -> None:
    assert "filter" not in asked(drive(SOURCE.page(Cursor("3")), page(post(1))).asked[0])


@pytest.mark.parametrize("trouble", [answer("", 502), AnswerTimedOut("Too slow.", API, "header")])
def test_a_page_that_was_too_much_is_asked_for_again_and_smaller(trouble: Any) -> None:
    done = drive(SOURCE.page(), trouble, page(post(2), more=True))
    assert asked(done.asked[1])["limit"] == str(SMALL_PAGE)
    assert asked(drive(SOURCE.page(done.value.next), page(post(1))).asked[0])["limit"] == str(SMALL_PAGE)


def test_an_unchanged_blog_is_not_sent_again() -> None:
    first = drive(SOURCE.page(), page(post(1), etag='W/"f63"', cache_control="public, max-age=600")).value
    assert first.validators == Validators('W/"f63"')
    assert first.rhythm.fresh_for.total_seconds() == 600
    done = drive(SOURCE.page(None, first.validators), Response(304, API, (), b""))
    assert done.asked[0].headers["If-None-Match"] == 'W/"f63"'
    assert done.value.unchanged and done.value.validators == first.validators


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_key_that_is_no_longer_good_is_told_by_its_status(status: int) -> None:
    """So that a refresh looks for another door."""
    refused = json_answer({"errors": [{"message": "Unknown Content API Key"}]}, status)
    with pytest.raises(StatusError) as caught:
        drive(SOURCE.page(), refused)
    assert caught.value.status == status


@pytest.mark.parametrize(
    "said",
    [
        html_answer("<html>Soon.</html>"),
        json_answer({}),
        json_answer({"posts": [{"title": "no id"}]}),
        json_answer({"posts": "none"}),
        json_answer([]),
    ],
)
def test_anything_else_is_no_empty_blog(said: Response) -> None:
    with pytest.raises(UnreadableAnswer):
        drive(SOURCE.page(), said)


def test_a_blog_without_posts_is_empty() -> None:
    assert drive(SOURCE.page(), page()).value.posts == ()


# --- one post ------------------------------------------------------------------------------------

SLUG = f"{API}posts/slug/7/"


@pytest.mark.parametrize("path", ["7/", "7", "7/#comments", "7/?utm_source=x", "7/amp/"])
def test_a_post_is_found_by_its_slug(path: str) -> None:
    found = browse(SOURCE.one(f"https://tea.example/{path}"), {SLUG: page(post(7))}).value
    assert found and found.guid == f"{7:024x}"


def test_a_dated_address_ends_in_the_slug_as_well() -> None:
    dated = post(7, url="https://tea.example/2024/01/7/")
    assert browse(SOURCE.one("https://tea.example/2024/01/7/"), {SLUG: page(dated)}).value


def test_a_page_is_found_where_there_is_no_such_post() -> None:
    about = json_answer({"pages": [post(1, url="https://tea.example/about/")]})
    done = browse(SOURCE.one("https://tea.example/about/"), {f"{API}pages/slug/about/": about})
    assert done.value and done.value.url == "https://tea.example/about/"
    assert [call.partition("?")[0] for call in done.calls] == [
        f"GET {API}posts/slug/about/",
        f"GET {API}pages/slug/about/",
    ]


@pytest.mark.parametrize("url", ["https://tea.example/tag/7/", "https://tea.example/8/"])
def test_what_is_no_post_is_none(url: str) -> None:
    assert browse(SOURCE.one(url), {SLUG: page(post(7))}).value is None


def test_the_home_page_is_no_post_and_nobody_is_asked() -> None:
    assert drive(SOURCE.one("https://tea.example/")).value is None


# --- parts ---------------------------------------------------------------------------------------

AUTHORS = json_answer({"authors": [{"slug": "ada", "name": "Ada", "count": {"posts": 4}}], "meta": {}})


def test_a_blog_tells_its_tags_authors_and_pages() -> None:
    number = json_answer({"pages": [], "meta": {"pagination": {"total": 2}}})
    done = drive(SOURCE.parts(), fixture("ghost/tags.json"), AUTHORS, number)
    assert [(part.kind, part.name, part.count) for part in done.value] == [
        ("tag", "The Year's end", 12),
        ("tag", "Leaves", 3),
        ("author", "Ada", 4),
        ("pages", "Pages", 2),
    ]
    assert {part.source.kind for part in done.value} == {"ghost"}
    assert [door_at(part.source.url) for part in done.value] == [
        Door(API, BLOG.key, only="tag:'2024'"),
        Door(API, BLOG.key, only="tag:'leaves'"),
        Door(API, BLOG.key, only="authors:'ada'"),
        Door(API, BLOG.key, resource="pages"),
    ]


def test_a_blog_without_pages_has_no_such_part() -> None:
    none = json_answer({"pages": [], "meta": {"pagination": {"total": 0}}})
    parts = drive(SOURCE.parts(), json_answer({"tags": []}), json_answer({"authors": []}), none).value
    assert parts == ()


def test_many_tags_are_read_to_the_last() -> None:
    more = {"pagination": {"next": 2}}
    first = json_answer({"tags": [{"slug": "a", "count": {"posts": 2}}], "meta": more})
    second = json_answer({"tags": [{"slug": "b", "count": {"posts": 1}}], "meta": {}})
    done = drive(SOURCE.parts(), first, AUTHORS, json_answer({"pages": []}), second)
    assert [part.name for part in done.value] == ["a", "b", "Ada"]
    assert asked(done.asked[3])["page"] == "2"


def test_a_part_is_read_as_the_blog_is() -> None:
    part = GhostPosts(Door(API, "0123456789abcdef", only="tag:'leaves'").url)
    first = drive(part.page(), page(post(9), post(8), more=True))
    assert asked(first.asked[0])["filter"] == "tag:'leaves'"
    older = drive(part.page(first.value.next), page(post(8)))
    assert asked(older.asked[0])["filter"] == "tag:'leaves'+published_at:<='2024-01-08 12:00:00'"


def test_pages_are_read_from_their_own_list() -> None:
    pages = GhostPosts(Door(API, "0123456789abcdef", resource="pages").url)
    done = drive(pages.page(), json_answer({"pages": [post(1)], "meta": {}}))
    assert done.asked[0].url.partition("?")[0] == f"{API}pages/"
    assert guids(done.value.posts) == [1]


def test_there_is_no_search() -> None:
    assert SOURCE.search("tea") is None


def test_a_door_is_read_back_as_it_was_written() -> None:
    odd = Door("https://a.example/blog/ghost/api/content/", "k" * 26, "posts", r"tag:'it\'s & \"+this+\"'")
    assert door_at(odd.url) == odd
    assert BLOG.url == f"{API}?key={BLOG.key}"
