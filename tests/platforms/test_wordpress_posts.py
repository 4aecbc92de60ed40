import json
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.platforms.driving import Done, answer, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, BodyTooLarge, NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post_page import PostPage
from tui_blog.platforms.wordpress.posts import WordPressPosts

ROOT = "https://blog.example/wp-json/"
PAST_THE_END = {"code": "rest_post_invalid_page_number", "message": "Too far.", "data": {"status": 400}}


def posts(*numbers: int, date: str = "2024-01-{:02}T10:00:00") -> list[dict[str, object]]:
    """Posts as REST lists them; number 20 is of 20 January."""
    return [{"id": n, "date": date.format(n), "link": f"https://blog.example/post-{n}/"} for n in numbers]


def listed(items: object, total: int | None = None, pages: int | None = None) -> Response:
    counted = {"x_wp_total": total, "x_wp_totalpages": pages}
    return json_answer(items, **{name: str(value) for name, value in counted.items() if value is not None})


def page(cursor: Cursor | None = None, *answers: Response | NetworkError) -> Done[PostPage]:
    return drive(WordPressPosts(ROOT).page(cursor), *answers)


def query(done: Done[PostPage], request: int = 0) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(done.asked[request].url).query).items()}


def ids(pages: Sequence[PostPage]) -> list[str]:
    return [post.remote_id for page in pages for post in page.posts]


# --- what a post becomes -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["posts_ordinary", "posts_odd", "posts_behind_notices"])
def test_golden_pairs(name: str) -> None:
    done = page(None, fixture(f"wordpress/{name}.json"))
    assert plain(done.value.posts) == golden(f"wordpress/{name}.json")


def test_a_page_is_asked_for_with_names_and_without_ballast() -> None:
    done = page(None, listed(posts(2, 1)))
    assert urlsplit(done.asked[0].url).path == "/wp-json/wp/v2/posts"
    assert query(done)["per_page"] == "100"
    assert query(done)["_embed"] == "author,wp:term"
    assert "_embedded" in query(done)["_fields"]


def test_plain_permalinks_are_asked_by_the_query() -> None:
    flow = WordPressPosts("https://blog.example/index.php?rest_route=/").page()
    assert (
        drive(flow, listed([]))
        .calls[0]
        .startswith("GET https://blog.example/index.php?rest_route=/wp/v2/posts&per_page=100")
    )


def test_a_web_page_in_place_of_the_api_is_an_unreadable_answer() -> None:
    with pytest.raises(UnreadableAnswer, match=r"blog\.example sent something else"):
        page(None, html_answer("<!DOCTYPE html><title>Home</title>", url="https://blog.example/"))


# --- back to the first post ----------------------------------------------------------------------


def test_the_total_is_told_by_the_newest_page_alone() -> None:
    first = page(None, listed(posts(9, 8), total=9, pages=5))
    assert first.value.total == 9
    assert page(first.value.next, listed(posts(7, 6), total=7, pages=4)).value.total is None


def test_older_posts_are_asked_for_by_date_and_without_those_of_the_same_second() -> None:
    same_second = [*posts(9, 8), {**posts(7)[0], "date": "2024-01-08T10:00:00"}]
    first = page(None, listed(same_second, total=9, pages=3))
    second = page(first.value.next, listed(posts(6, 5), pages=1))
    assert query(second)["before"] == "2024-01-08T10:00:01"
    assert query(second)["exclude"] == "8,7"
    assert second.value.next is None


def test_a_second_with_more_posts_than_a_page_holds_is_read_to_its_end() -> None:
    noon = "2024-01-01T12:00:00"
    first = page(None, listed(posts(9, 8, date=noon), total=5, pages=3))
    second = page(first.value.next, listed(posts(7, 6, date=noon), pages=2))
    third = page(second.value.next, listed(posts(5, date=noon), pages=1))
    assert query(third)["exclude"] == "9,8,7,6"
    assert ids([first.value, second.value, third.value]) == ["9", "8", "7", "6", "5"]


def test_a_post_published_while_paging_is_no_reason_to_miss_or_repeat_one() -> None:
    """The blog of this test answers as WordPress does, and publishes a post after every answer."""
    published = [*range(1, 8)]
    cursor, pages = Cursor(json.dumps({"size": 2})), list[PostPage]()
    while cursor:
        asked = drive(WordPressPosts(ROOT).page(cursor), _as_wordpress(cursor, published))
        pages.append(asked.value)
        cursor = asked.value.next
        published.append(len(published) + 1)
    assert ids(pages) == ["7", "6", "5", "4", "3", "2", "1"]


def _as_wordpress(cursor: Cursor, published: list[int]) -> Response:
    asked = next(WordPressPosts(ROOT).page(cursor))[0].url
    params = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    kept = [n for n in published if f"2024-01-{n:02}T10:00:00" < params.get("before", "9")]
    kept = [n for n in kept if str(n) not in params.get("exclude", "").split(",")]
    size = int(params["per_page"])
    return listed(posts(*sorted(kept, reverse=True)[:size]), total=len(kept), pages=-(-len(kept) // size))


def test_without_headers_a_short_page_is_the_last() -> None:
    full = page(Cursor('{"size":2}'), listed(posts(4, 3)))
    assert full.value.next
    assert page(full.value.next, listed(posts(2))).value.next is None
    assert page(full.value.next, listed([])).value == PostPage(())


def test_a_blog_that_sorts_otherwise_is_read_by_page_numbers() -> None:
    first = page(None, listed(posts(3, 9), pages=3))
    second = page(first.value.next, listed(posts(5, 1), pages=3))
    third = page(second.value.next, listed(posts(2), pages=3))
    assert [query(done).get("page") for done in (first, second, third)] == [None, "2", "3"]
    assert third.value.next is None


def test_a_blog_that_passes_over_the_date_is_read_by_page_numbers() -> None:
    first = page(None, listed(posts(9, 8), pages=2))
    ignored = page(first.value.next, listed(posts(9, 8), pages=2))
    third = page(ignored.value.next, listed(posts(7), pages=2))
    assert query(third)["page"] == "2"
    assert "before" not in query(third)
    assert third.value.next is None


def test_a_page_past_the_end_is_the_end() -> None:
    assert page(Cursor('{"number":4}'), json_answer(PAST_THE_END, 400)).value == PostPage(())


def test_posts_without_dates_still_have_a_next_page() -> None:
    first = page(None, listed([{"id": 2}, {"id": 1, "date": "9999-12-31T23:59:59"}], pages=2))
    assert query(page(first.value.next, listed([])))["page"] == "2"


def test_a_cursor_that_nobody_can_read_begins_at_the_newest_post() -> None:
    assert "before" not in query(page(Cursor("page 2, said an older version"), listed([])))


# --- hosts that cannot -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "failure",
    [
        html_answer("Gateway timeout", 504),
        html_answer("Out of memory", 500),
        AnswerTimedOut("Too slow.", ROOT, "header"),
        BodyTooLarge("Too much.", ROOT),
        json_answer({"code": "rest_invalid_param", "data": {"params": {"per_page": "at most 50"}}}, 400),
    ],
    ids=["504", "500", "timed out", "too large", "refused"],
)
def test_a_host_that_cannot_give_a_hundred_gives_twenty(failure: Response | NetworkError) -> None:
    done = page(None, failure, listed(posts(9, 8), total=30, pages=2))
    assert [query(done, n)["per_page"] for n in (0, 1)] == ["100", "20"]
    assert done.value.total == 30
    assert query(page(done.value.next, listed([])))["per_page"] == "20"


def test_a_page_number_is_kept_when_pages_get_smaller() -> None:
    done = page(Cursor('{"number":3}'), html_answer("", 502), listed(posts(1), pages=11))
    assert query(done, 1)["page"] == "11"


def test_a_host_that_cannot_give_twenty_either_says_so() -> None:
    with pytest.raises(StatusError) as caught:
        page(None, html_answer("", 503), html_answer("", 503))
    assert caught.value.status == 503


def test_a_host_that_is_known_to_be_slow_is_asked_once() -> None:
    with pytest.raises(StatusError):
        page(Cursor('{"size":20}'), html_answer("", 503))


@pytest.mark.parametrize("status", [401, 403, 404, 429])
def test_a_closed_api_is_not_asked_twice(status: int) -> None:
    with pytest.raises(StatusError) as caught:
        page(None, json_answer({"code": "rest_not_logged_in"}, status))
    assert caught.value.status == status


def test_the_blogs_own_words_say_why_it_refused() -> None:
    wrong = json_answer({"code": "rest_invalid_param", "message": "Invalid &#8220;order&#8221;."}, 400)
    with pytest.raises(StatusError, match=r"The blog refused to list its posts: Invalid “order”\."):
        page(None, wrong, wrong)


# --- one post --------------------------------------------------------------------------------------

POST = {"id": 71, "link": "https://blog.example/2024/12/bread/", "title": {"rendered": "Bread"}}
NOT_FOUND = json_answer({"code": "rest_post_invalid_id", "message": "No."}, 404)


def test_a_post_is_found_by_its_slug() -> None:
    done = drive(WordPressPosts(ROOT).one("http://blog.example/2024/12/bread"), json_answer([POST]))
    assert done.value and done.value.title == "Bread"
    assert parse_qs(urlsplit(done.asked[0].url).query)["slug"] == ["bread"]


def test_a_slug_in_another_script_is_asked_for_decoded() -> None:
    link = "https://blog.example/%E3%83%91%E3%83%B3/"
    done = drive(WordPressPosts(ROOT).one(link), json_answer([{**POST, "link": link}]))
    assert done.value
    assert parse_qs(urlsplit(done.asked[0].url).query)["slug"] == ["パン"]


def test_a_plain_permalink_is_found_by_its_number_be_it_post_or_page() -> None:
    done = drive(WordPressPosts(ROOT).one("https://blog.example/?p=71"), NOT_FOUND, json_answer(POST))
    assert done.value and done.value.remote_id == "71"
    assert [urlsplit(request.url).path for request in done.asked] == [
        "/wp-json/wp/v2/posts/71",
        "/wp-json/wp/v2/pages/71",
    ]


@pytest.mark.parametrize(
    "page",
    [
        answer("", link='<https://blog.example/wp-json/>; rel="https://api.w.org/"', kind=("link", _link))
        for _link in (
            '<https://blog.example/wp-json/wp/v2/posts/71>; rel="alternate"; type="application/json"',
            "<https://blog.example/?p=71>; rel=shortlink",
            "<https://blog.example/index.php?rest_route=/wp/v2/posts/71>; rel=alternate",
        )
    ]
    + [
        html_answer(markup)
        for markup in (
            "<body class='home postid-71 x'>",
            "<link rel='shortlink' href='https://blog.example/?p=71' />",
            '<link rel="alternate" href="https://blog.example/wp-json/wp/v2/posts/71" />',
        )
    ],
)
def test_an_address_that_moved_is_found_by_what_its_page_says(page: Response) -> None:
    elsewhere = json_answer([{**POST, "link": "https://blog.example/another/bread/"}])
    done = drive(
        WordPressPosts(ROOT).one("https://blog.example/old/bread/"),
        elsewhere,
        json_answer([]),
        page,
        json_answer(POST),
    )
    assert done.value and done.value.remote_id == "71"


def test_a_category_of_the_same_name_is_not_taken_for_a_post() -> None:
    done = drive(
        WordPressPosts(ROOT).one("https://blog.example/category/bread/"),
        json_answer([POST]),
        json_answer([]),
        html_answer("<body class='archive category'>"),
    )
    assert done.value is None


def test_what_is_nowhere_is_none() -> None:
    missing = html_answer("<body class='error404'><a rel='shortlink' href='/?p=3'>perhaps this?</a>", 404)
    flow = WordPressPosts(ROOT).one("https://blog.example/nope/")
    assert drive(flow, json_answer([]), json_answer([]), missing).value is None
    assert drive(WordPressPosts(ROOT).one("https://blog.example/?p=9"), NOT_FOUND, NOT_FOUND).value is None


def test_the_home_page_is_no_post() -> None:
    flow = WordPressPosts(ROOT).one("https://blog.example/")
    assert drive(flow, html_answer("<body class='home blog'>")).value is None
