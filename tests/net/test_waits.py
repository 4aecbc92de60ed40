"""A host that asks for patience gets it from everything that wants something of it."""

from datetime import datetime, timedelta

import pytest

from tests.net.conftest import NOON, PATIENT, Net
from tests.net.hostile_server import HostileServer, page, redirect
from tests.net.sentences import reads_well
from tui_blog.errors import StatusError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.net.driver import Driver
from tui_blog.net.statuses import retry_after

TYPED = "http://localhost/"


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def driver(net: Net, clock: Clock) -> Driver:
    return Driver(PATIENT, clock=clock, resolver=net.look_up, dial=net.dial)


@pytest.fixture
def busy(net: Net, server: HostileServer) -> str:
    """A blog that is asked too often, and has another page."""
    server.on("/feed", page(b"", 429, {"Retry-After": "600"}))
    server.on("/post", page(b"a post"))
    return net.name("busy.test", ("127.0.0.1",))


async def get(driver: Driver, url: str) -> bytes:
    return (await driver.run(fetch(Request("GET", url)), typed_url=TYPED)).body


async def refused(driver: Driver, url: str, method: str = "GET") -> StatusError:
    with pytest.raises(StatusError) as caught:
        await driver.run(fetch(Request(method, url)), typed_url=TYPED)
    return caught.value


async def test_another_page_of_the_host_is_not_asked_for_before_the_wait_is_over(
    driver: Driver, busy: str, server: HostileServer, clock: Clock
) -> None:
    await refused(driver, f"{busy}/feed")
    clock.now += timedelta(minutes=4)
    error = await refused(driver, f"{busy}/post")
    assert (error.status, error.retry_after) == (429, 360)
    reads_well(error, "busy.test", "left alone", "another 6 minutes")
    assert server.targets == ["/feed"]
    clock.now += timedelta(minutes=6)
    assert await get(driver, f"{busy}/post") == b"a post"


async def test_a_comment_that_waits_was_surely_not_sent(
    driver: Driver, busy: str, server: HostileServer
) -> None:
    await refused(driver, f"{busy}/feed")
    error = await refused(driver, f"{busy}/comment", "POST")
    assert not error.may_have_arrived
    assert server.targets == ["/feed"]


async def test_what_was_queued_behind_the_answer_is_not_sent_any_more(
    driver: Driver, busy: str, server: HostileServer
) -> None:
    def both() -> Flow[tuple[Response, ...]]:
        return (yield from fetch_all(Request("GET", f"{busy}{path}") for path in ("/feed", "/post")))

    with pytest.raises(StatusError):
        await driver.run(both(), typed_url=TYPED)
    await refused(driver, f"{busy}/post")
    assert server.targets == ["/feed"]


async def test_other_hosts_are_asked(net: Net, driver: Driver, busy: str) -> None:
    await refused(driver, f"{busy}/feed")
    assert await get(driver, f"{net.name('other.test', ('127.0.0.1',))}/post") == b"a post"


async def test_a_redirect_leads_into_no_wait(
    net: Net, driver: Driver, busy: str, server: HostileServer
) -> None:
    server.on("/moved", redirect(f"{busy}/post"))
    await refused(driver, f"{busy}/feed")
    error = await refused(driver, f"{net.name('other.test', ('127.0.0.1',))}/moved", "POST")
    assert error.may_have_arrived, "the first host has seen it"
    assert server.targets == ["/feed", "/moved"]


async def test_a_refusal_that_a_flow_reads_itself_counts_too(
    driver: Driver, busy: str, server: HostileServer
) -> None:
    server.on("/comment", page(b"Slow down.", 503, {"Retry-After": "60"}))
    answer = await driver.run(fetch(Request("POST", f"{busy}/comment", tolerate=ANY_STATUS)), typed_url=TYPED)
    assert answer.body == b"Slow down."
    await refused(driver, f"{busy}/post")
    assert server.targets == ["/comment"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {}), (429, {"Retry-After": "0"}), (404, {"Retry-After": "600"}), (200, {"Retry-After": "600"})],
)
async def test_only_a_busy_host_with_a_wait_is_left_alone(
    driver: Driver, busy: str, server: HostileServer, status: int, headers: dict[str, str]
) -> None:
    server.on("/page", page(b"", status, headers))
    await driver.run(fetch(Request("GET", f"{busy}/page", tolerate=ANY_STATUS)), typed_url=TYPED)
    assert await get(driver, f"{busy}/post") == b"a post"


async def test_a_wait_outlives_the_connections(driver: Driver, busy: str, server: HostileServer) -> None:
    await refused(driver, f"{busy}/feed")
    await driver.aclose()
    await refused(driver, f"{busy}/post")
    assert server.targets == ["/feed"]


@pytest.mark.parametrize(
    ("name", "value", "status", "seconds"),
    [
        ("ratelimit-reset", "120", 429, 120),
        ("x-ratelimit-reset", "120", 429, 120),
        ("x-ratelimit-reset", str(int(NOON.timestamp()) + 90), 429, 90),
        ("x-ratelimit-reset", str(int(NOON.timestamp()) - 90), 429, 0),
        ("x-ratelimit-reset", "soon", 429, None),
        ("x-ratelimit-reset", "120", 503, None),
    ],
)
def test_a_server_that_counts_says_when_it_begins_anew(
    name: str, value: str, status: int, seconds: float | None
) -> None:
    assert retry_after(Response(status, "https://example.org/", ((name, value),), b""), NOON) == seconds
