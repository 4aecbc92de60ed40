"""The proxy of the environment carries what goes to the public net."""

import asyncio

import pytest

from tests.net.conftest import PUBLIC, MakeDriver, Net, nobody_listening
from tests.net.hostile_server import Asked, HostileServer, echo, page, raw
from tests.net.sentences import reads_well
from tui_blog.errors import CertificateFault, ConfigError, ForbiddenAddress, NotSent
from tui_blog.model.flow import Request, fetch
from tui_blog.net.driver import Driver


async def ask(driver: Driver, url: str, typed: str | None = None) -> bytes:
    return (await driver.run(fetch(Request("GET", url)), typed_url=typed or url)).body


async def test_a_page_comes_through_the_proxy(
    make_driver: MakeDriver, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.port}")
    server.on("http://blog.example/post", echo("host"))
    assert await ask(make_driver(), "http://blog.example/post") == b"blog.example"


async def test_an_excepted_host_is_asked_directly(
    net: Net, make_driver: MakeDriver, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with nobody_listening() as port:
        monkeypatch.setenv("all_proxy", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "blog.example")
    net.name("blog.example", (PUBLIC,))
    server.on("/", page(b"directly"))
    driver = make_driver(resolver=net.look_up, dial=net.dial)
    assert await ask(driver, "http://blog.example/") == b"directly"


async def test_what_is_private_is_asked_directly_or_not_at_all(
    make_driver: MakeDriver, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with nobody_listening() as port:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    url = server.on("/", page(b"directly"))
    assert await ask(make_driver(), url) == b"directly"
    with pytest.raises(ForbiddenAddress):
        await ask(make_driver(), url, "http://blog.example/")


async def test_a_proxy_that_is_not_there_is_named(
    make_driver: MakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with nobody_listening() as port:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    with pytest.raises(NotSent) as caught:
        await ask(make_driver(), "http://blog.example/")
    assert not caught.value.may_have_arrived
    reads_well(caught.value, "blog.example", "proxy", "HTTP_PROXY")


async def test_a_proxy_that_refuses_is_named(
    make_driver: MakeDriver, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.url())
    server.on("blog.example:443", raw(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n"))
    with pytest.raises(NotSent) as caught:
        await ask(make_driver(), "https://blog.example/")
    assert not caught.value.may_have_arrived
    reads_well(caught.value, "blog.example", "proxy")


async def test_a_fault_of_the_host_is_not_blamed_on_the_proxy(
    make_driver: MakeDriver, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way through the proxy stands; what answers at its end speaks no TLS."""
    monkeypatch.setenv("https_proxy", server.url())

    async def lead_nowhere(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await asked.reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server.on("blog.example:443", lead_nowhere)
    with pytest.raises(CertificateFault) as caught:
        await ask(make_driver(), "https://blog.example/")
    reads_well(caught.value, "blog.example", "No encrypted connection")


async def test_a_proxy_of_another_kind_is_refused_in_words(
    make_driver: MakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going around a proxy unasked could betray who wants to stay hidden."""
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9050")
    with pytest.raises(ConfigError, match=r"SOCKS.*unset ALL_PROXY"):
        await ask(make_driver(), "http://blog.example/")
