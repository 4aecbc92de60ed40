"""Every way in which a server can fail, each with its own error and a sentence for people."""

import asyncio
import socket
import threading
from pathlib import Path

import httpx
import pytest

from tests.net.conftest import QUICK, MakeDriver, nobody_listening
from tests.net.hostile_server import Asked, HostileServer, endless, hang_up, page, raw, silence
from tests.net.sentences import reads_well
from tui_blog.errors import (
    AnswerTimedOut,
    BadAddress,
    CertificateFault,
    ConfigError,
    ConnectionLost,
    ConnectionRefused,
    ConnectTimedOut,
    HostNotFound,
    NetworkError,
    NotSent,
    OfflineNow,
    UnreadableAnswer,
)
from tui_blog.model.flow import Request, Response, fetch
from tui_blog.net.driver import Driver
from tui_blog.net.limits import Limits

OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"


async def get(driver: Driver, url: str, method: str = "GET") -> Response:
    return await driver.run(fetch(Request(method, url)), typed_url=url)


async def failure(driver: Driver, url: str, method: str = "GET") -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        await get(driver, url, method)
    return caught.value


# --- the server has seen nothing -----------------------------------------------------------------


async def test_nobody_listens_there(driver: Driver) -> None:
    async with nobody_listening() as port:
        error = await failure(driver, f"http://127.0.0.1:{port}/feed")
    assert type(error) is ConnectionRefused
    assert not error.may_have_arrived
    assert error.url == f"http://127.0.0.1:{port}/feed"
    reads_well(error, f"127.0.0.1:{port}", "refused", "try again later")


async def test_there_is_no_such_host(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    error = await failure(driver, "https://nonexistent.invalid/")
    assert type(error) is HostNotFound
    assert not error.may_have_arrived
    reads_well(error, "nonexistent.invalid", "no host", "Check the address")


async def test_names_cannot_be_looked_up_without_a_network(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    error = await failure(driver, "https://example.org/")
    assert type(error) is HostNotFound
    assert error.at_our_end
    reads_well(error, "example.org", "looked up", "online")


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example"])
async def test_a_name_that_no_resolver_takes_is_not_found(driver: Driver, host: str) -> None:
    error = await failure(driver, f"http://{host}/")
    assert isinstance(error, HostNotFound)
    reads_well(error, host)


async def test_there_is_no_way_to_the_host(make_driver: MakeDriver) -> None:
    async def dial(*_: object) -> object:
        raise OSError(101, "Network is unreachable")

    error = await failure(make_driver(dial=dial), "http://127.0.0.1/")
    assert type(error) is ConnectionRefused
    assert error.at_our_end and not error.may_have_arrived
    reads_well(error, "127.0.0.1", "no way", "online")


async def test_the_connection_is_not_made_in_time(make_driver: MakeDriver) -> None:
    async def dial(*_: object) -> None:
        await asyncio.Event().wait()

    error = await failure(make_driver(QUICK, dial=dial), "http://127.0.0.1/")
    assert type(error) is ConnectTimedOut
    assert not error.may_have_arrived
    reads_well(error, "127.0.0.1", "within 0.2 seconds", "try again later")


async def test_a_resolver_that_hangs_is_left_behind(
    make_driver: MakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, asked = threading.Event(), []

    def hanging(*_: object, **__: object) -> list[object]:
        asked.append(threading.current_thread())
        released.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    error = await failure(make_driver(QUICK), "http://example.org/")
    released.set()
    assert type(error) is ConnectTimedOut
    assert asked[0].daemon, "a thread that is no daemon would hold up the end of the program"


async def test_a_tls_handshake_is_not_finished_in_time(make_driver: MakeDriver) -> None:
    # A server that reads for ever without a word: the handshake starts and gets no answer.
    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    listening = await asyncio.start_server(mute, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    error = await failure(make_driver(QUICK), f"https://127.0.0.1:{port}/")
    listening.close()
    assert type(error) is ConnectTimedOut
    assert not error.may_have_arrived
    reads_well(error, f"No encrypted connection to 127.0.0.1:{port}", "within 0.2 seconds", "plain http://")


async def test_a_certificate_that_nobody_vouches_for(
    make_driver: MakeDriver, tls_server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    error = await failure(make_driver(), tls_server.url(scheme="https"))
    assert type(error) is CertificateFault
    assert not error.may_have_arrived
    assert tls_server.asked == []
    reads_well(error, "127.0.0.1", "self-signed certificate", "nothing was sent")


async def test_a_certificate_for_another_name(driver: Driver, tls_server: HostileServer) -> None:
    error = await failure(driver, tls_server.url(host="other.localhost", scheme="https"))
    assert type(error) is CertificateFault
    reads_well(error, "other.localhost", "not valid for")


async def test_a_certificate_that_the_person_trusts(driver: Driver, tls_server: HostileServer) -> None:
    tls_server.on("/", page(b"in private"))
    answer = await get(driver, tls_server.url(scheme="https"))
    assert answer.body == b"in private"


async def test_a_trust_store_that_is_not_there(
    make_driver: MakeDriver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    with pytest.raises(ConfigError, match=r"gone\.pem.* cannot be read\. Set SSL_CERT_FILE"):
        await get(make_driver(), "https://127.0.0.1/")


async def test_plain_http_where_tls_was_expected(driver: Driver) -> None:
    async def complain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    listening = await asyncio.start_server(complain, "127.0.0.1", 0)
    error = await failure(driver, f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/")
    listening.close()
    assert type(error) is CertificateFault
    assert not error.may_have_arrived
    reads_well(error, "127.0.0.1", "No encrypted connection", "plain http://")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://h:99999/",
        "no url",
    ],
)
async def test_what_is_no_web_address_is_not_fetched(driver: Driver, url: str) -> None:
    error = await failure(driver, url)
    assert type(error) is BadAddress
    assert not error.may_have_arrived
    reads_well(error, url, "http://")


async def test_a_server_that_hangs_up_on_a_tls_handshake(driver: Driver) -> None:
    async def hang_up_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.transport.abort()

    listening = await asyncio.start_server(hang_up_at_once, "127.0.0.1", 0)
    error = await failure(driver, f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/")
    listening.close()
    assert type(error) is CertificateFault
    assert not error.may_have_arrived
    reads_well(error, "127.0.0.1", "No encrypted connection")


async def test_offline_means_offline(make_driver: MakeDriver, server: HostileServer) -> None:
    error = await failure(make_driver(offline=True), server.url())
    assert type(error) is OfflineNow
    assert not error.may_have_arrived
    assert server.connections == 0
    reads_well(error, "--offline")


async def test_a_header_that_http_does_not_allow_is_not_sent(driver: Driver, server: HostileServer) -> None:
    request = Request("GET", server.url(), {"X-Note": "two\nlines"})
    with pytest.raises(NotSent) as caught:
        await driver.run(fetch(request), typed_url=request.url)
    assert server.asked == []
    reads_well(caught.value, "127.0.0.1", "not sent")


# --- the server may have seen it -----------------------------------------------------------------


async def test_silence_before_the_header(make_driver: MakeDriver, server: HostileServer) -> None:
    error = await failure(make_driver(QUICK), server.on("/", silence()))
    assert isinstance(error, AnswerTimedOut)
    assert (error.phase, error.may_have_arrived) == ("header", True)
    reads_well(error, f"127.0.0.1:{server.port}", "took longer than 0.3 seconds to answer")


async def test_silence_within_the_body(make_driver: MakeDriver, server: HostileServer) -> None:
    error = await failure(make_driver(QUICK), server.on("/", silence(OK_HEAD + b"half of it")))
    assert isinstance(error, AnswerTimedOut)
    assert (error.phase, error.may_have_arrived) == ("body", True)
    reads_well(error, "127.0.0.1", "fell silent for 0.3 seconds")


async def test_a_body_that_drips_for_ever(make_driver: MakeDriver, server: HostileServer) -> None:
    """Each byte comes in time, the whole never does."""

    async def drip(asked: object, writer: asyncio.StreamWriter) -> None:
        writer.write(OK_HEAD)
        while not writer.is_closing():
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.01)

    error = await failure(make_driver(Limits(total=0.4)), server.on("/", drip))
    assert isinstance(error, AnswerTimedOut)
    assert (error.phase, error.may_have_arrived) == ("body", True)
    reads_well(error, "127.0.0.1", "whole answer after 0.4 seconds")


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\nContent-Le"])
async def test_the_connection_is_cut_in_the_header(
    driver: Driver, server: HostileServer, data: bytes
) -> None:
    error = await failure(driver, server.on("/", raw(data)))
    assert type(error) is ConnectionLost
    assert error.may_have_arrived
    reads_well(error, "127.0.0.1", "hung up")


@pytest.mark.parametrize(
    "head", [OK_HEAD, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"]
)
async def test_the_connection_is_cut_in_the_body(driver: Driver, server: HostileServer, head: bytes) -> None:
    error = await failure(driver, server.on("/", raw(head + b"5\r\nhe")))
    assert type(error) is ConnectionLost
    assert error.may_have_arrived
    reads_well(error, "127.0.0.1", "broke in the middle")


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail.example ESMTP\r\n\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
        b"\x00",
        b"HTML",
    ],
)
async def test_an_answer_that_is_no_http(driver: Driver, server: HostileServer, data: bytes) -> None:
    error = await failure(driver, server.on("/", raw(data)))
    assert type(error) is UnreadableAnswer
    assert error.may_have_arrived
    reads_well(error, "127.0.0.1", "does not answer as a web server does")


async def test_a_server_that_speaks_another_tongue_is_not_waited_for(
    driver: Driver, server: HostileServer
) -> None:
    error = await failure(driver, server.on("/", silence(b"SSH-2.0-OpenSSH_9.6\r\n")))
    assert type(error) is UnreadableAnswer


async def test_an_answer_may_come_byte_by_byte(driver: Driver, server: HostileServer) -> None:
    async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi":
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)

    assert (await get(driver, server.on("/", drip))).body == b"hi"


async def test_a_header_without_end(driver: Driver, server: HostileServer) -> None:
    error = await failure(driver, server.on("/", endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"x" * 9000)))
    assert type(error) is UnreadableAnswer
    reads_well(error, "127.0.0.1")


async def test_a_lost_answer_to_a_post_may_have_arrived(driver: Driver, server: HostileServer) -> None:
    error = await failure(driver, server.on("/", hang_up), "POST")
    assert type(error) is ConnectionLost
    assert error.may_have_arrived


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("xn--bcher-kva.example", "bücher.example"),
        ("xn--p-eba.example", "xn--p-eba.example"),  # stands for a C1 control character
        ("xn--i-7iq.example", "xn--i-7iq.example"),  # stands for an emoji
    ],
)
async def test_a_host_is_shown_by_its_name_and_a_query_never(
    make_driver: MakeDriver, host: str, shown: str
) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("boom")

    driver = make_driver(transport=httpx.MockTransport(refuse))
    error = await failure(driver, f"http://{host}/?key=hidden")
    reads_well(error, f"at {shown}:")
    assert "hidden" not in str(error)


async def test_a_fault_of_any_transport_is_renamed(make_driver: MakeDriver) -> None:
    """No error of httpx leaves the driver, whatever stands behind it."""
    faults: list[type[httpx.TransportError]] = [
        httpx.ConnectTimeout,
        httpx.ReadTimeout,
        httpx.WriteTimeout,
        httpx.PoolTimeout,
        httpx.ConnectError,
        httpx.ReadError,
        httpx.WriteError,
        httpx.CloseError,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.LocalProtocolError,
        httpx.RemoteProtocolError,
    ]
    for fault in faults:

        def fail(request: httpx.Request, fault: type[httpx.TransportError] = fault) -> httpx.Response:
            raise fault("words of the machine")

        error = await failure(make_driver(transport=httpx.MockTransport(fail)), "http://example.org/")
        reads_well(error, "example.org")
        assert "words of the machine" not in str(error)
