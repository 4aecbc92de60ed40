"""The feed of an old Ghost blog, page by page, back to the first post."""

import pytest

from tests.platforms.driving import answer, drive
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.platforms.feed import FeedSource

URL = "https://tea.example/rss/"


def feed(generator: str, *numbers: int) -> Response:
    items = "".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in numbers)
    channel = f"<title>Tea</title><generator>{generator}</generator>{items}"
    return answer(f"<rss version='2.0'><channel>{channel}</channel></rss>", kind=("content-type", "text/xml"))


@pytest.mark.parametrize("generator", ["Ghost 0.11", "Ghost 1.26", "Ghost 2.38"])
def test_an_old_ghost_has_older_pages_and_names_none(generator: str) -> None:
    page = drive(FeedSource(URL).page(), feed(generator, 4, 3)).value
    assert page.next == f"{URL}2/"
    older = drive(FeedSource(URL).page(page.next), feed(generator, 2, 1))
    assert older.calls == [f"GET {URL}2/"]
    assert older.value.next == f"{URL}3/"


@pytest.mark.parametrize("generator", ["Ghost 3.0", "Ghost 5.130", "Ghostwriter 1.0"])
def test_since_version_3_there_is_one_page(generator: str) -> None:
    assert drive(FeedSource(URL).page(), feed(generator, 4, 3)).value.next is None


def test_a_page_past_the_end_is_the_end() -> None:
    assert drive(FeedSource(URL).page(Cursor(f"{URL}9/")), answer("", 404)).value.posts == ()


def test_a_page_past_the_end_may_lead_back_to_the_last_one() -> None:
    last = feed("Ghost 0.11", 2, 1)
    led_back = Response(200, f"{URL}2/", last.headers, last.body)
    assert drive(FeedSource(URL).page(Cursor(f"{URL}3/")), led_back).value.next is None
