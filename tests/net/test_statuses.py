"""Error statuses in words, and how long to wait."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.net.conftest import NOON
from tests.net.hostile_server import HostileServer, page, raw
from tests.net.sentences import reads_well
from tui_blog.errors import StatusError
from tui_blog.model.flow import ANY_STATUS, Request, Response, fetch
from tui_blog.net.driver import Driver
from tui_blog.net.statuses import retry_after


async def status_error(driver: Driver, url: str) -> StatusError:
    with pytest.raises(StatusError) as caught:
        await driver.run(fetch(Request("GET", url)), typed_url=url)
    return caught.value


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "did not accept"),
        (401, "a user name and a password"),
        (403, "does not let us read"),
        (404, "There is no page"),
        (410, "removed for good"),
        (418, "too often"),
        (429, "too often"),
        (451, "legal reasons"),
        (500, "trouble of its own"),
        (503, "trouble of its own"),
        (520, "trouble of its own"),
        (999, "trouble of its own"),
    ],
)
async def test_each_status_has_its_words(
    driver: Driver, server: HostileServer, status: int, words: str
) -> None:
    error = await status_error(driver, server.on("/a/post", page(b"sorry", status)))
    assert error.status == status
    assert error.retry_after is None
    assert error.may_have_arrived
    reads_well(error, f"127.0.0.1:{server.port}", words)


async def test_a_page_for_people_alone_is_told_from_a_ban(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", page(b"Just a moment...", 403, {"CF-Mitigated": "challenge"}))
    error = await status_error(driver, url)
    assert error.status == 403
    reads_well(error, "127.0.0.1", "proof that a person is reading", "browser")


async def test_a_server_says_when_to_come_back(driver: Driver, server: HostileServer) -> None:
    error = await status_error(driver, server.on("/", page(b"", 429, {"Retry-After": "300"})))
    assert error.retry_after == 300
    reads_well(error, "127.0.0.1", "Try again in 5 minutes.")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (format_datetime(NOON + timedelta(minutes=2), usegmt=True), 120),
        (format_datetime(NOON - timedelta(days=2), usegmt=True), 0),
        (format_datetime(NOON + timedelta(days=400), usegmt=True), 86_400),
        ("9" * 5000, 86_400),
        ("Thu, 19 Dec 2024 12:01:00 -0000", 60),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Thu, 99 Dec 2024 12:01:00 GMT", None),
        ("٣", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    answer = Response(429, "https://example.org/", (("retry-after", value),), b"")
    assert retry_after(answer, NOON) == seconds


async def test_a_flow_may_read_a_refusal_itself(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", page(b"Duplicate comment", 409))
    request = Request("POST", url, tolerate=frozenset({409}))
    answer = await driver.run(fetch(request), typed_url=url)
    assert (answer.status, answer.body) == (409, b"Duplicate comment")


async def test_a_flow_may_read_every_refusal_itself(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", page(b"oh", 503))
    answer = await driver.run(fetch(Request("GET", url, tolerate=ANY_STATUS)), typed_url=url)
    assert (answer.status, answer.body) == (503, b"oh")


async def test_the_body_of_a_refusal_cannot_hide_its_status(driver: Driver, server: HostileServer) -> None:
    """An error page that breaks off is still that error page."""
    url = server.on("/", raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9999999999\r\n\r\nsor"))
    assert (await status_error(driver, url)).status == 404


async def test_an_address_is_cleaned_before_it_is_shown(driver: Driver, server: HostileServer) -> None:
    error = await status_error(driver, server.url("/%1b%5d0;owned%07/%e2%80%ae?key=secret"))
    reads_well(error, "404")
    assert "secret" not in str(error)
    assert "owned" not in str(error)
