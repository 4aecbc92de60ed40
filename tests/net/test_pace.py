"""Many requests to one host are given pauses; a few are not, and nobody else waits for it."""

import asyncio
from dataclasses import dataclass, field

import httpx
import pytest

from tests.net.conftest import NOON, MakeDriver, Net
from tests.net.hostile_server import HostileServer, page, redirect
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.net.limits import Limits
from tui_blog.net.pace import Pace
from tui_blog.net.waits import Waits

LIMITS = Limits(together=1, burst=3, pause=0.5)


@dataclass
class Timer:
    """Time that passes by sleeping alone."""

    seconds: float = 100.0
    slept: list[float] = field(default_factory=list)

    def ticks(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def pace(self, limits: Limits, waits: Waits) -> Pace:
        return Pace(limits, waits, ticks=self.ticks, sleep=self.sleep)


@pytest.fixture
def timer() -> Timer:
    return Timer()


def in_a_row(*urls: str) -> Flow[None]:
    for url in urls:
        yield from fetch(Request("GET", url))


async def test_a_few_requests_are_not_held_up_and_more_are(
    net: Net, make_driver: MakeDriver, server: HostileServer, timer: Timer
) -> None:
    server.on("/", page())
    blog, other = (f"{net.name(host, ('127.0.0.1',))}/" for host in ("blog.test", "other.test"))
    driver = make_driver(LIMITS, resolver=net.look_up, dial=net.dial, pace=timer.pace)
    await driver.run(in_a_row(blog, blog, blog), typed_url="http://localhost/")
    assert timer.slept == []
    await driver.run(in_a_row(blog, blog), typed_url="http://localhost/")
    assert timer.slept == [0.5, 0.5]
    await driver.run(in_a_row(other), typed_url="http://localhost/")
    assert len(timer.slept) == 2, "another host has its own rest"


async def test_a_host_that_has_rested_takes_a_few_at_once_again(
    net: Net, make_driver: MakeDriver, server: HostileServer, timer: Timer
) -> None:
    server.on("/", page())
    blog = f"{net.name('blog.test', ('127.0.0.1',))}/"
    driver = make_driver(LIMITS, resolver=net.look_up, dial=net.dial, pace=timer.pace)
    await driver.run(in_a_row(*[blog] * 3), typed_url="http://localhost/")
    timer.seconds += 0.75
    await driver.run(in_a_row(blog, blog), typed_url="http://localhost/")
    assert timer.slept == [0.25]
    timer.seconds += 60
    await driver.run(in_a_row(*[blog] * 3), typed_url="http://localhost/")
    assert timer.slept == [0.25]


async def test_every_step_of_a_redirect_is_a_request(
    net: Net, make_driver: MakeDriver, server: HostileServer, timer: Timer
) -> None:
    blog = net.name("blog.test", ("127.0.0.1",))
    server.on("/", redirect("/1"))
    server.on("/1", redirect("/2"))
    server.on("/2", redirect("/3"))
    server.on("/3", page())
    driver = make_driver(LIMITS, resolver=net.look_up, dial=net.dial, pace=timer.pace)
    await driver.run(in_a_row(f"{blog}/"), typed_url="http://localhost/")
    assert timer.slept == [0.5]


async def test_servers_of_this_machine_need_no_rest(
    make_driver: MakeDriver, server: HostileServer, timer: Timer
) -> None:
    url = server.on("/", page())
    await make_driver(LIMITS, pace=timer.pace).run(in_a_row(*[url] * 20), typed_url=url)
    assert timer.slept == [] and len(server.asked) == 20


async def test_who_pauses_keeps_no_place_from_the_others() -> None:
    """There is one place in all; it is free while one host rests."""
    resting, rested = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        resting.set()
        await rested.wait()

    pace = Pace(LIMITS, Waits(lambda: NOON), ticks=lambda: 0.0, sleep=sleep)

    async def ask(url: str) -> str:
        async with pace.turn(httpx.URL(url)):
            return url

    for _ in range(3):
        await ask("https://busy.example/")
    paused = asyncio.create_task(ask("https://busy.example/"))
    await resting.wait()
    async with asyncio.timeout(5):
        assert await ask("https://other.example/") == "https://other.example/"
    assert not paused.done()
    rested.set()
    assert await paused == "https://busy.example/"


async def test_hosts_that_have_rested_are_forgotten(timer: Timer) -> None:
    pace = timer.pace(LIMITS, Waits(lambda: NOON))
    for number in range(1000):
        timer.seconds += 1
        async with pace.turn(httpx.URL(f"https://{number}.example/")):
            pass
    assert len(pace._rested) <= 256
