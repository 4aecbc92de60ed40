"""Passwords go to the origin they are stored for, and nowhere else."""

import base64
import json
import threading
from typing import Literal

import httpx
import pytest

from tests.net.conftest import PUBLIC, MakeDriver, Net
from tests.net.hostile_server import HostileServer, echo, page, redirect
from tests.net.sentences import reads_well
from tui_blog.errors import BadAddress, BodyForwarded, ConfigError, NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.net.credentials import Credentials
from tui_blog.net.driver import Driver

ADA = Credentials("ada", "pässword: 1")
SIGNED = "Basic " + base64.b64encode("ada:pässword: 1".encode()).decode()


class Keys:
    """A keyring that knows one origin and remembers what it was asked."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.asked: list[str] = []
        self.threads: set[threading.Thread] = set()

    def __call__(self, origin: str) -> Credentials | None:
        self.asked.append(origin)
        self.threads.add(threading.current_thread())
        return ADA if origin == self.origin else None


async def ask(driver: Driver, url: str, *, login: bool = True) -> Response:
    return await driver.run(fetch(Request("GET", url, login=login)), typed_url=url)


def test_a_password_is_not_shown() -> None:
    assert repr(ADA) == "Credentials(user='ada')"


async def test_a_request_is_signed_for_its_origin(make_driver: MakeDriver, server: HostileServer) -> None:
    keys = Keys(server.url(""))
    answer = await ask(make_driver(credentials=keys), server.on("/", echo("authorization")))
    assert answer.body.decode() == SIGNED


async def test_only_where_the_flow_asks_for_it(make_driver: MakeDriver, server: HostileServer) -> None:
    keys = Keys(server.url(""))
    answer = await ask(make_driver(credentials=keys), server.on("/", echo("authorization")), login=False)
    assert (answer.body, keys.asked) == (b"", [])


async def test_the_keyring_is_asked_once_in_a_run_and_off_the_loop(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    """A password manager may ask its owner: not once for each request, and not with the screen frozen."""
    keys = Keys(server.url(""))
    url = server.on("/", echo("authorization"))

    def twice() -> Flow[bytes]:
        yield from fetch(Request("GET", url, login=True))
        return (yield from fetch(Request("GET", url, login=True))).body

    assert (await make_driver(credentials=keys).run(twice(), typed_url=url)).decode() == SIGNED
    assert keys.asked == [server.url("")]
    assert threading.current_thread() not in keys.threads


async def test_a_keyring_that_fails_ends_the_run(make_driver: MakeDriver, server: HostileServer) -> None:
    def broken(origin: str) -> None:
        raise ConfigError("The password_command failed.")

    with pytest.raises(ConfigError):
        await ask(make_driver(credentials=broken), server.url())
    assert server.asked == []


async def test_another_origin_gets_nothing(make_driver: MakeDriver, server: HostileServer) -> None:
    """A redirect from 127.0.0.1 to localhost crosses an origin, though both are the same machine."""
    keys = Keys(server.url(""))
    server.on("/out", redirect(server.url("/", host="localhost")))
    server.on("/", echo("authorization"))
    assert (await ask(make_driver(credentials=keys), server.url("/out"))).body == b""
    assert server.asked[0].headers["authorization"] == SIGNED
    assert keys.asked == [server.url("")]


async def test_within_the_origin_a_redirect_stays_signed(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    server.on("/in", redirect("/"))
    server.on("/", echo("authorization"))
    answer = await ask(make_driver(credentials=Keys(server.url(""))), server.url("/in"))
    assert answer.body.decode() == SIGNED


async def test_who_left_home_gets_no_keys_for_coming_back(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    server.on("/out", redirect(server.url("/back", host="localhost")))
    server.on("/back", redirect(server.url("/in")))
    server.on("/in", redirect("/"))
    server.on("/", echo("authorization"))
    answer = await ask(make_driver(credentials=Keys(server.url(""))), server.url("/out"))
    assert answer.body == b""


async def test_nothing_is_signed_where_others_can_read_it(make_driver: MakeDriver, net: Net) -> None:
    blog = net.name("blog.test", (PUBLIC,))
    keys = Keys(blog)
    net.server.on("/", echo("authorization"))
    answer = await ask(make_driver(credentials=keys, resolver=net.look_up, dial=net.dial), blog)
    assert (answer.body, keys.asked) == (b"", [])


async def test_https_is_safe_for_a_password(
    make_driver: MakeDriver, tls_server: HostileServer, server: HostileServer
) -> None:
    net = Net(tls_server)
    net.name("blog.test", (PUBLIC,))
    tls_server.on("/", echo("authorization"))
    driver = make_driver(credentials=Keys("https://blog.test"), resolver=net.look_up, dial=net.dial)
    assert (await ask(driver, "https://blog.test:443/")).body.decode() == SIGNED


async def test_a_password_within_a_url_is_neither_sent_nor_shown(
    driver: Driver, server: HostileServer
) -> None:
    server.on("/", echo("authorization"))
    answer = await ask(driver, f"http://ada:secret@127.0.0.1:{server.port}/", login=False)
    assert (answer.body, answer.url) == (b"", server.url())

    with pytest.raises(NetworkError) as caught:
        await ask(driver, f"http://ada:secret@127.0.0.1:{server.port}/missing")
    assert "secret" not in f"{caught.value} {caught.value.url}"


@pytest.mark.parametrize("url", ["ftp://ada:secret@example.org/", "http://ada:secret@/"])
async def test_a_password_within_a_bad_url_is_not_shown(driver: Driver, url: str) -> None:
    with pytest.raises(BadAddress) as caught:
        await ask(driver, url)
    assert "secret" not in f"{caught.value} {caught.value.url}"
    reads_well(caught.value)


async def test_the_password_is_not_in_the_error_of_a_signed_request(make_driver: MakeDriver) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"lost {request.headers['authorization']}")

    driver = make_driver(credentials=Keys("https://blog.test"), transport=httpx.MockTransport(refuse))
    with pytest.raises(NetworkError) as caught:
        await ask(driver, "https://blog.test/")
    assert "Basic" not in str(caught.value)


async def test_a_page_is_read_without_an_account_too(make_driver: MakeDriver, server: HostileServer) -> None:
    answer = await ask(make_driver(credentials=Keys("https://blog.test")), server.on("/", page()))
    assert answer.body == b"hello"


@pytest.mark.parametrize(
    ("signature", "header", "value"),
    [("bearer", "authorization", "Bearer t0ken"), ("user-api-key", "user-api-key", "t0ken")],
)
async def test_a_token_signs_by_itself(
    make_driver: MakeDriver,
    server: HostileServer,
    signature: Literal["bearer", "user-api-key"],
    header: str,
    value: str,
) -> None:
    token = Credentials("ada", "t0ken", signature)
    answer = await ask(make_driver(credentials=lambda origin: token), server.on("/", echo(header)))
    assert answer.body.decode() == value


def signing_in(url: str) -> Flow[Response]:
    body = b'{"identifier": "ada"}'
    return fetch(Request("POST", url, body=body, secret_in="password", tolerate=ANY_STATUS))


async def test_a_sign_in_is_given_the_secret_in_its_body(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    url = server.on("/", page(b"in"))
    await make_driver(credentials=Keys(server.url(""))).run(signing_in(url), typed_url=url)
    (asked,) = server.asked
    assert json.loads(asked.body) == {"identifier": "ada", "password": ADA.password}
    assert "authorization" not in asked.headers


async def test_the_secret_of_a_sign_in_goes_nowhere_else(
    make_driver: MakeDriver, server: HostileServer
) -> None:
    server.on("/", page(b"in"))
    url = server.on("/out", redirect(server.url("/", host="localhost"), 307))
    with pytest.raises(BodyForwarded):
        await make_driver(credentials=lambda origin: ADA).run(signing_in(url), typed_url=url)
    assert [json.loads(asked.body) for asked in server.asked] == [
        {"identifier": "ada", "password": ADA.password}
    ]
