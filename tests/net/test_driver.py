"""Flows are run: side by side, one at a time for each host, each with its own cookies, until they end."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.net.conftest import QUICK, MakeDriver, Net
from tests.net.hostile_server import (
    Asked,
    HostileServer,
    echo,
    hang_up,
    in_turn,
    page,
    raw,
    redirect,
    silence,
)
from tui_blog import __version__
from tui_blog.errors import AnswerTimedOut, ConfigError, ConnectionLost, NetworkError, StatusError
from tui_blog.model.flow import Flow, Request, fetch, fetch_all
from tui_blog.net.driver import Driver
from tui_blog.net.limits import Limits

MOMENT = 0.1
"""Seconds in which something that must not happen would have happened."""


def pages(*urls: str) -> Flow[list[bytes]]:
    responses = yield from fetch_all(Request("GET", url) for url in urls)
    return [response.body for response in responses]


async def test_a_flow_gets_its_answers_and_gives_its_result(driver: Driver, server: HostileServer) -> None:
    server.on("/one", page(b"1", headers=[("Link", "<a>"), ("Link", "<b>"), ("X-Who", "Grüße")]))
    answer = await driver.run(fetch(Request("GET", server.url("/one?q=1#part"))), typed_url=server.url())
    assert (answer.status, answer.body, answer.url) == (200, b"1", server.url("/one?q=1"))
    assert answer.all_headers("link") == ("<a>", "<b>")
    assert answer.header("x-who") == "Grüße"
    assert server.targets == ["/one?q=1"]


async def test_a_flow_without_requests_needs_no_net(driver: Driver) -> None:
    assert await driver.run(pages()) == []


async def test_we_say_who_we_are_and_what_we_read(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", page())
    await driver.run(pages(url), typed_url=url)
    headers = server.asked[0].headers
    assert headers["user-agent"] == f"tui-blog/{__version__} (+https://github.com/tui-blog/tui-blog)"
    assert headers["accept"].startswith("text/html,")
    assert "application/atom+xml" in headers["accept"]
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"


async def test_a_flow_may_choose_its_own_headers(driver: Driver, server: HostileServer) -> None:
    request = Request("GET", server.on("/", page()), {"Accept": "application/json", "If-None-Match": 'W/"ü"'})
    await driver.run(fetch(request), typed_url=request.url)
    headers = server.asked[0].headers
    assert headers["accept"] == "application/json"
    assert headers["if-none-match"].encode("latin-1").decode() == 'W/"ü"'


async def test_a_flow_cannot_lie_about_host_and_length(driver: Driver, server: HostileServer) -> None:
    url = server.on("/form", page())
    wrong = {"Host": "other.example", "Content-Length": "99", "Transfer-Encoding": "chunked"}
    await driver.run(fetch(Request("POST", url, wrong, b"Hi")), typed_url=url)
    (asked,) = server.asked
    assert (asked.headers["host"], asked.headers["content-length"]) == (f"127.0.0.1:{server.port}", "2")
    assert "transfer-encoding" not in asked.headers


async def test_a_form_is_posted_as_it_is(driver: Driver, server: HostileServer) -> None:
    body = "comment=Grüße&author=Ada".encode()
    request = Request("post", server.on("/form", page(b"thanks")), {"Content-Type": "text/plain"}, body)
    assert (await driver.run(fetch(request), typed_url=request.url)).body == b"thanks"
    (asked,) = server.asked
    assert (asked.method, asked.body, asked.headers["content-length"]) == ("POST", body, str(len(body)))


# --- failures reach the flow ---------------------------------------------------------------------


async def test_a_flow_may_catch_a_failure_and_go_on(driver: Driver, server: HostileServer) -> None:
    server.on("/good", page(b"good"))

    def patient() -> Flow[bytes]:
        try:
            response = yield from fetch(Request("GET", server.url("/bad")))
        except StatusError as error:
            assert error.status == 404
            response = yield from fetch(Request("GET", server.url("/good")))
        return response.body

    assert await driver.run(patient(), typed_url=server.url()) == b"good"


async def test_a_failure_that_no_flow_catches_leaves_the_driver(
    driver: Driver, server: HostileServer
) -> None:
    left = []

    def careless() -> Flow[None]:
        try:
            yield from fetch(Request("GET", server.url("/bad")))
        finally:
            left.append("flow")

    with pytest.raises(StatusError):
        await driver.run(careless(), typed_url=server.url())
    assert left == ["flow"]


async def test_one_failure_ends_what_was_sent_beside_it(
    net: Net, net_driver: Driver, server: HostileServer
) -> None:
    slow_came = asyncio.Event()

    async def stay_silent(asked: Asked, writer: asyncio.StreamWriter) -> None:
        slow_came.set()
        await silence()(asked, writer)

    async def fail_beside(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await slow_came.wait()
        await page(b"", 404)(asked, writer)

    server.on("/slow", stay_silent)
    server.on("/bad", fail_beside)
    slow, bad = net.name("slow.test", ("127.0.0.1",)), net.name("bad.test", ("127.0.0.1",))
    with pytest.raises(StatusError):
        await net_driver.run(pages(f"{slow}/slow", f"{bad}/bad"), typed_url="http://localhost/")
    (asked,) = (asked for asked in server.asked if asked.target == "/slow")
    await asyncio.wait_for(asked.abandoned.wait(), 5)


async def test_a_fault_of_the_keyring_beside_other_requests(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    def broken(origin: str) -> None:
        raise ConfigError("The password_command failed.")

    def signed() -> Flow[None]:
        yield from fetch_all(Request("GET", server.url(path), login=True) for path in ("/a", "/b"))

    with pytest.raises(ConfigError):
        await make_driver(credentials=broken).run(signed(), typed_url=server.url())


# --- repeating -----------------------------------------------------------------------------------


async def test_a_page_is_asked_again_once_when_the_connection_broke(
    driver: Driver, server: HostileServer
) -> None:
    url = server.on("/", in_turn(hang_up, page(b"here")))
    assert await driver.run(pages(url), typed_url=url) == [b"here"]
    assert server.targets == ["/", "/"]


async def test_a_page_is_not_asked_a_third_time(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", hang_up)
    with pytest.raises(ConnectionLost):
        await driver.run(pages(url), typed_url=url)
    assert server.targets == ["/", "/"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_what_writes_is_sent_once(driver: Driver, server: HostileServer, method: str) -> None:
    """The server read the comment and hung up: it may have kept it."""
    url = server.on("/comment", in_turn(hang_up, page(b"thanks")))
    with pytest.raises(ConnectionLost) as caught:
        await driver.run(fetch(Request(method, url, body=b"Hi")), typed_url=url)
    assert caught.value.may_have_arrived
    assert [asked.body for asked in server.asked] == [b"Hi"]


async def test_what_writes_is_sent_once_over_a_kept_connection_too(
    driver: Driver, server: HostileServer
) -> None:
    get = server.on("/", page())
    post = server.on("/comment", hang_up)

    def comment() -> Flow[None]:
        yield from fetch(Request("GET", get))
        yield from fetch(Request("POST", post, body=b"Hi"))

    with pytest.raises(ConnectionLost):
        await driver.run(comment(), typed_url=get)
    assert server.targets == ["/", "/comment"]
    assert server.connections == 1


ONE = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"


@pytest.mark.parametrize("beyond", [b" and more\n", b"\0" * 40, ONE, ONE.replace(b"3", b"0")])
async def test_what_was_sent_beyond_an_answer_is_no_part_of_the_next(
    driver: Driver, server: HostileServer, beyond: bytes
) -> None:
    first = server.on("/one", raw(ONE + beyond, then_close=False))
    second = server.on("/two", page(b"two"))

    def reading() -> Flow[list[bytes]]:
        one = yield from fetch(Request("GET", first))
        two = yield from fetch(Request("GET", second))
        return [one.body, two.body]

    assert await driver.run(reading(), typed_url=first) == [b"one", b"two"]


@pytest.mark.parametrize("beyond", [b" and more\n", ONE])
async def test_what_was_sent_beyond_an_answer_is_no_proof_that_a_comment_arrived(
    driver: Driver, server: HostileServer, beyond: bytes
) -> None:
    get = server.on("/", raw(ONE + beyond, then_close=False))
    post = server.on("/comment", page(b"thanks"))

    def comment() -> Flow[None]:
        yield from fetch(Request("GET", get))
        yield from fetch(Request("POST", post, body=b"Hi"))

    with pytest.raises(NetworkError) as caught:
        await driver.run(comment(), typed_url=get)
    assert caught.value.may_have_arrived
    assert server.targets.count("/comment") <= 1


async def test_silence_is_not_asked_again(make_driver: MakeDriver, server: HostileServer) -> None:
    url = server.on("/", silence())
    with pytest.raises(AnswerTimedOut):
        await make_driver(QUICK).run(pages(url), typed_url=url)
    assert server.targets == ["/"]


# --- cookies -------------------------------------------------------------------------------------


async def test_cookies_live_within_one_run(driver: Driver, server: HostileServer) -> None:
    login = server.on("/login", page(headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; HttpOnly")]))
    inside = server.on("/inside", echo("cookie"))

    def member() -> Flow[bytes]:
        yield from fetch(Request("GET", login))
        return (yield from fetch(Request("GET", inside))).body

    assert await driver.run(member(), typed_url=login) == b"a=1; b=2"
    assert await driver.run(pages(inside), typed_url=login) == [b""]


async def test_cookies_of_a_redirect_are_kept_and_stay_with_their_host(
    net: Net, net_driver: Driver, server: HostileServer
) -> None:
    one, other = net.name("one.test", ("127.0.0.1",)), net.name("other.test", ("127.0.0.1",))
    server.on("/", redirect("/inside", headers={"Set-Cookie": "a=1"}))
    server.on("/inside", echo("cookie"))

    def walk() -> Flow[list[bytes]]:
        first = yield from fetch(Request("GET", f"{one}/"))
        second = yield from fetch(Request("GET", f"{other}/inside"))
        return [first.body, second.body]

    assert await net_driver.run(walk(), typed_url="http://localhost/") == [b"a=1", b""]


async def test_a_cookie_for_the_whole_domain_is_not_shown_to_a_neighbour(
    net: Net, net_driver: Driver, server: HostileServer
) -> None:
    """Whoever hosts a thousand blogs under one name cannot follow a reader from one to the next."""
    one, other = (net.name(f"{name}.blogs.test", ("127.0.0.1",)) for name in ("one", "other"))
    server.on("/", page(headers={"Set-Cookie": "id=7; Domain=blogs.test; Path=/"}))
    server.on("/inside", echo("cookie"))

    def walk() -> Flow[list[bytes]]:
        yield from fetch(Request("GET", f"{one}/"))
        inside = yield from fetch_all(Request("GET", f"{host}/inside") for host in (one, other))
        return [response.body for response in inside]

    assert await net_driver.run(walk(), typed_url="http://localhost/") == [b"id=7", b""]


# --- side by side, and one at a time -------------------------------------------------------------


class Meeting:
    """A page whose visitors wait for each other."""

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.here = self.most = 0
        self.complete = asyncio.Event()

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.here += 1
        self.most = max(self.most, self.here)
        if self.here == self.expected:
            self.complete.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.complete.wait(), MOMENT)
        self.here -= 1
        await page(asked.headers["host"].encode())(asked, writer)


async def test_what_is_yielded_together_is_sent_side_by_side(
    net: Net, net_driver: Driver, server: HostileServer
) -> None:
    meeting = Meeting(3)
    server.on("/", meeting)
    hosts = [net.name(f"{n}.test", ("127.0.0.1",)) for n in range(3)]
    bodies = await net_driver.run(pages(*hosts), typed_url="http://localhost/")
    assert bodies == [b"0.test", b"1.test", b"2.test"]
    assert meeting.most == 3


async def test_a_host_is_asked_one_thing_at_a_time(driver: Driver, server: HostileServer) -> None:
    meeting = Meeting(2)
    urls = [server.on(path, meeting) for path in ("/a", "/b")]
    runs = (driver.run(pages(*urls), typed_url=urls[0]), driver.run(pages(*urls), typed_url=urls[0]))
    await asyncio.gather(*runs)
    assert meeting.most == 1
    assert len(server.asked) == 4


async def test_all_hosts_together_are_asked_a_few_things_at_a_time(
    net: Net, make_driver: MakeDriver, server: HostileServer
) -> None:
    meeting = Meeting(3)
    server.on("/", meeting)
    hosts = [net.name(f"{n}.test", ("127.0.0.1",)) for n in range(3)]
    driver = make_driver(Limits(together=2), resolver=net.look_up, dial=net.dial)
    await driver.run(pages(*hosts), typed_url="http://localhost/")
    assert meeting.most == 2


async def test_a_slow_host_keeps_no_place_from_others(
    net: Net, make_driver: MakeDriver, server: HostileServer
) -> None:
    """Two requests wait at one host; the second place is free for the rest of the world."""
    server.on("/slow", silence())
    server.on("/", page(b"quick"))
    slow, quick = net.name("slow.test", ("127.0.0.1",)), net.name("quick.test", ("127.0.0.1",))
    driver = make_driver(Limits(together=2), resolver=net.look_up, dial=net.dial)
    waiting = asyncio.create_task(
        driver.run(pages(f"{slow}/slow", f"{slow}/slow"), typed_url="http://localhost/")
    )
    await server.arrived.wait()
    async with asyncio.timeout(5):
        assert await driver.run(pages(quick), typed_url="http://localhost/") == [b"quick"]
    waiting.cancel()


async def test_the_wait_for_a_turn_does_not_count_as_slowness(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    driver = make_driver(Limits(total=4 * MOMENT))
    url = server.on("/", Meeting(2))
    assert len(await driver.run(pages(*[url] * 6), typed_url=url)) == 6


async def test_all_steps_of_a_request_share_its_time(make_driver: MakeDriver, server: HostileServer) -> None:
    async def late(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.wait([asyncio.ensure_future(asyncio.Event().wait())], timeout=MOMENT)
        await redirect(f"{asked.target}x")(asked, writer)

    for length in range(10):
        server.on("/" + "x" * length, late)
    with pytest.raises(AnswerTimedOut):
        await make_driver(Limits(total=2.5 * MOMENT)).run(pages(server.url("/")), typed_url=server.url())
    assert len(server.asked) <= 3


# --- the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
async def test_a_run_is_cut_at_any_moment(driver: Driver, server: HostileServer, after: bytes) -> None:
    server.on("/slow", silence(after))
    server.on("/", page(b"quick"))
    ended = []

    def slow() -> Flow[None]:
        try:
            yield from fetch(Request("GET", server.url("/slow")))
        except NetworkError:
            ended.append("went on")
        finally:
            ended.append("closed")

    run = asyncio.create_task(driver.run(slow(), typed_url=server.url()))
    await server.arrived.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert ended == ["closed"]
    await asyncio.wait_for(server.asked[0].abandoned.wait(), 5)
    assert await driver.run(pages(server.url("/")), typed_url=server.url()) == [b"quick"]


async def test_a_run_is_cut_while_it_waits_for_its_turn(driver: Driver, server: HostileServer) -> None:
    server.on("/slow", silence())
    url = server.url("/slow")
    first = asyncio.create_task(driver.run(pages(url), typed_url=url))
    await server.arrived.wait()
    second = asyncio.create_task(driver.run(pages(url), typed_url=url))
    await asyncio.wait([second], timeout=0.01)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert server.targets == ["/slow"]


async def test_connections_are_kept_and_closed_in_the_end(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", page())
    for _ in range(3):
        await driver.run(pages(url), typed_url=url)
    assert server.connections == 1
    await driver.aclose()
    await asyncio.wait_for(server.left.wait(), 5)
    assert await driver.run(pages(url), typed_url=url) == [b"hello"]


class Quiet(BaseHTTPRequestHandler):
    """An honest server that keeps its connections."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_one_driver_serves_one_event_loop_after_the_other() -> None:
    """A command may add a blog in a loop of its own before the screens open in theirs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        driver = Driver()
        for _ in range(2):
            assert asyncio.run(driver.run(pages(url, url), typed_url=url)) == [b"hi", b"hi"]
        server.shutdown()


def test_httpx_waits_for_the_first_request() -> None:
    script = (
        "import asyncio, sys\n"
        "import tui_blog.net.limits, tui_blog.net.credentials, tui_blog.net.guard\n"
        "from tui_blog.net.driver import Driver\n"
        "from tui_blog.model.flow import fetch_all\n"
        "asyncio.run(Driver(offline=True).run(fetch_all([])))\n"
        "print([name for name in ('httpx', 'httpcore', 'anyio', 'zstandard') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
