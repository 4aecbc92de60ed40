"""A hostile server, and drivers that talk to it."""

import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from httpcore import AnyIOBackend, AsyncNetworkStream

from tests.net.hostile_server import HostileServer, serving
from tui_blog.net.driver import Driver
from tui_blog.net.guard import IPAddress
from tui_blog.net.limits import Limits

SELF_SIGNED = Path(__file__).parent / "self_signed.pem"
"""A key and its certificate for blog.test, localhost and 127.0.0.1, signed by nobody else."""

QUICK = Limits(connect=0.2, silence=0.3, total=5.0, body=64 * 1024)
PATIENT = Limits(body=64 * 1024)
NOON = datetime(2024, 12, 19, 12, 0, tzinfo=UTC)

PUBLIC = "93.184.216.34"
"""An address of the public net; nothing is ever sent there, see `Net.dial`."""

MakeDriver = Callable[..., Driver]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxies, and one certificate to trust: loading the world's takes longer than most tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with serving() as hostile:
        yield hostile


@pytest.fixture
async def tls_server() -> AsyncIterator[HostileServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)
    async with serving(context) as hostile:
        yield hostile


@pytest.fixture
async def make_driver() -> AsyncIterator[MakeDriver]:
    """Makes drivers with a fixed clock and small ceilings, and closes them."""
    made: list[Driver] = []

    def make(limits: Limits = PATIENT, **parts: Any) -> Driver:
        made.append(Driver(limits, clock=lambda: NOON, **parts))
        return made[-1]

    yield make
    for driver in made:
        await driver.aclose()


@pytest.fixture
def driver(make_driver: MakeDriver) -> Driver:
    return make_driver()


class Net:
    """A small net: names with the addresses that a test gives them, and all sockets end at one server."""

    def __init__(self, server: HostileServer) -> None:
        self.server = server
        self.names: dict[str, Iterator[tuple[str, ...]]] = {}
        self.dialled: list[str] = []

    def name(self, host: str, *answers: tuple[str, ...]) -> str:
        """Give a host its addresses; of several answers each look-up takes the next, the last one stays."""

        def forever() -> Iterator[tuple[str, ...]]:
            yield from answers
            while True:
                yield answers[-1]

        self.names[host] = forever()
        return f"http://{host}"

    async def look_up(self, host: str) -> tuple[IPAddress, ...]:
        try:
            return (ip_address(host),)
        except ValueError:
            return tuple(ip_address(address) for address in next(self.names[host]))

    async def dial(self, address: IPAddress, port: int) -> AsyncNetworkStream:
        self.dialled.append(str(address))
        return await AnyIOBackend().connect_tcp("127.0.0.1", self.server.port)


@pytest.fixture
def net(server: HostileServer) -> Net:
    return Net(server)


@pytest.fixture
def net_driver(net: Net, make_driver: MakeDriver) -> Driver:
    return make_driver(resolver=net.look_up, dial=net.dial)


@asynccontextmanager
async def nobody_listening() -> AsyncIterator[int]:
    """A port of loopback that was just closed."""
    async with serving() as gone:
        port = gone.port
    yield port
