"""The ways into a WordPress blog besides its newest posts, and reading each."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.platforms.driving import (
    Done,
    drive,
    fixture,
    golden,
    html_answer,
    json_answer,
    plain,
)
from tui_blog.errors import StatusError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.site import Part, SourceRef
from tui_blog.platforms.registry import source
from tui_blog.platforms.wordpress.comments import WordPressComments
from tui_blog.platforms.wordpress.dates import name_of, span_of
from tui_blog.platforms.wordpress.parts import DATED_PAGES
from tui_blog.platforms.wordpress.posts import WordPressPosts
from tui_blog.platforms.wordpress.root import narrowed, narrowing, rest_url, whole
from tui_blog.platforms.wordpress.shapes import site_of

ROOT = "https://blog.example/wp-json/"
PLAIN = "https://blog.example/index.php?rest_route=/"
HOSTED = "https://public-api.wordpress.com/wp/v2/sites/blog.example/"
NO = json_answer({"code": "rest_forbidden", "message": "Not for you."}, 401)
PAGES = json_answer([{"id": 1}], x_wp_total="6")


def told(name: str) -> Response:
    return fixture(f"wordpress/parts/{name}.json")


def parts(*answers: Response, root: str = ROOT) -> Done[tuple[Part, ...]]:
    return drive(WordPressPosts(root).parts(), *answers)


def test_golden_pair() -> None:
    done = parts(told("categories"), told("tags"), told("users"), PAGES, told("dates"))
    assert plain(done.value) == golden("wordpress/parts/categories.json")
    assert len(done.calls) == 5


@pytest.mark.parametrize("root", [ROOT, PLAIN, HOSTED])
def test_every_part_is_read_by_the_same_adapter(root: str) -> None:
    done = parts(told("categories"), told("tags"), told("users"), PAGES, told("dates"), root=root)
    for part in done.value:
        asked = drive(source(part.source).page(), json_answer([])).asked[0].url
        assert asked.startswith(rest_url(root, "wp/v2/pages" if part.kind == "pages" else "wp/v2/posts"))
        assert "type=" not in asked
        expected = {"category": "categories", "tag": "tags", "author": "author", "month": "after"}
        assert part.kind == "pages" or expected[part.kind] in parse_qs(urlsplit(asked).query)


def test_what_a_blog_keeps_to_itself_is_left_out() -> None:
    done = parts(NO, told("tags"), html_answer("<h1>Blocked</h1>", 403), NO, html_answer("<!DOCTYPE html>"))
    assert {part.kind for part in done.value} == {"tag"}


def test_a_blog_that_keeps_everything_to_itself_says_so() -> None:
    with pytest.raises(StatusError, match="does not tell what it holds: Not for you"):
        parts(NO, NO, NO, NO, NO)


def test_months_are_counted_from_every_page_of_dates() -> None:
    first = json_answer([{"date": "2024-05-02T10:00:00"}] * 100, x_wp_totalpages="2")
    second = json_answer([{"date": "2024-05-01T10:00:00"}, {"date": "2023-12-01T10:00:00"}])
    done = parts(NO, NO, NO, NO, first, second)
    assert [(part.name, part.count) for part in done.value] == [("May 2024", 101), ("December 2023", 1)]


def test_of_a_large_blog_the_early_months_are_named_without_a_count() -> None:
    page = json_answer([{"date": "2024-02-02T10:00:00"}] * 50 + [{"date": "2024-01-02T10:00:00"}] * 50)
    first = json_answer([{"date": "2024-02-02T10:00:00"}] * 100, x_wp_totalpages="53")
    oldest = json_answer([{"date": "2023-11-30T10:00:00"}])
    done = parts(NO, NO, NO, NO, first, *[page] * (DATED_PAGES - 1), oldest)
    counts = [(part.name, part.count) for part in done.value]
    assert counts == [
        ("February 2024", 550), ("January 2024", None), ("December 2023", None), ("November 2023", None),
    ]  # fmt: skip
    assert len(done.calls) == 5 + DATED_PAGES - 1 + 1


def test_a_first_post_of_long_ago_does_not_make_months_without_end() -> None:
    first = json_answer([{"date": "9998-02-02T10:00:00"}], x_wp_totalpages="53")
    oldest = json_answer([{"date": "1900-01-01T10:00:00"}])
    done = parts(NO, NO, NO, NO, first, *[NO] * (DATED_PAGES - 1), oldest)
    assert len(done.value) == 1_200


def test_a_search_is_a_source_of_its_own() -> None:
    ref = WordPressPosts(ROOT).search("tea & rest_route=1")
    assert ref == SourceRef("wordpress", f"{ROOT}?search=tea+%26+rest_route%3D1")
    asked = drive(source(ref).page(), json_answer([])).asked[0].url
    assert parse_qs(urlsplit(asked).query)["search"] == ["tea & rest_route=1"]
    assert site_of(ref.url) == "https://blog.example/"


def test_a_month_is_paged_back_within_its_span() -> None:
    month = WordPressPosts(narrowed(ROOT, dict(span_of(2024, 5))))
    items = [{"id": 1, "date": "2024-05-20T10:00:00"}]
    first = drive(month.page(), json_answer(items, x_wp_totalpages="2")).value
    second = drive(month.page(first.next), json_answer([])).asked[0]
    query = parse_qs(urlsplit(second.url).query)
    assert (query["after"], query["before"]) == (["2024-04-30T23:59:59"], ["2024-05-20T10:00:01"])


def test_the_cursor_of_a_part_is_that_of_its_listing() -> None:
    tagged = WordPressPosts(narrowed(PLAIN, {"tags": 3}))
    asked = drive(tagged.page(Cursor('{"number":4}')), json_answer([])).asked[0].url
    assert asked.startswith("https://blog.example/index.php?rest_route=/wp/v2/posts&tags=3&per_page=100")


@pytest.mark.parametrize("root", [ROOT, PLAIN, HOSTED, f"{ROOT}?lang=de"])
def test_the_whole_blog_is_found_again_from_a_part(root: str) -> None:
    part = narrowed(narrowed(root, {"tags": 3}), {"categories": 5, "type": "pages"})
    assert narrowing(part) == {"categories": "5", "type": "pages"}
    assert whole(part) == root == whole(root)
    assert WordPressComments(part).root == root


def test_a_post_of_a_part_is_looked_for_in_the_whole_blog() -> None:
    page = {"id": 3, "link": "https://blog.example/about/", "title": {"rendered": "About"}}
    flow = WordPressPosts(narrowed(ROOT, {"tags": 3})).one("https://blog.example/about/")
    done = drive(flow, json_answer([]), json_answer([page]))
    assert done.value and done.value.title == "About"
    assert all("tags=" not in call for call in done.calls)


@pytest.mark.parametrize(
    ("moment", "name", "after", "before"),
    [
        ((2024,), "2024", "2023-12-31T23:59:59", "2025-01-01T00:00:00"),
        ((2024, 12), "December 2024", "2024-11-30T23:59:59", "2025-01-01T00:00:00"),
        ((2024, 2, 29), "29 February 2024", "2024-02-28T23:59:59", "2024-03-01T00:00:00"),
    ],
)
def test_a_span_holds_all_of_its_time_and_nothing_else(
    moment: tuple[int, ...], name: str, after: str, before: str
) -> None:
    assert name_of(*moment) == name
    assert span_of(*moment) == {"after": after, "before": before}


@pytest.mark.parametrize("moment", [(2024, 13), (2023, 2, 29), (0,), (9999,), (1,)])
def test_what_is_in_no_calendar_is_no_span(moment: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        span_of(*moment)


def test_members_only_is_said_with_the_blogs_words() -> None:
    shut = json_answer({"code": "rest_not_logged_in", "message": "You are not logged in."}, 401)
    with pytest.raises(StatusError, match=r"lists its posts for members only: You are not"):
        drive(WordPressPosts(ROOT).page(), shut)
    with pytest.raises(StatusError, match="shows this post to its members only: You are not logged in"):
        drive(WordPressPosts(ROOT).one("https://blog.example/?p=7"), shut)
