"""A page of the public net leads to nothing private; what the person typed does."""

from ipaddress import ip_address

import pytest

from tests.net.conftest import PUBLIC, MakeDriver, Net
from tests.net.hostile_server import HostileServer, page, redirect
from tests.net.sentences import reads_well
from tui_blog.errors import BadAddress, ForbiddenAddress, HostNotFound, NetworkError
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.net.driver import Driver
from tui_blog.net.guard import Passage, is_public, looks_private


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", PUBLIC, "2606:4700::6810:84e5", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"],
)
def test_addresses_of_the_public_net(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
    ],
)
def test_addresses_that_are_not(address: str) -> None:
    assert not is_public(ip_address(address))
    assert looks_private(address)


def test_names_that_mean_this_machine() -> None:
    assert looks_private("localhost")
    assert looks_private("blog.localhost")
    assert not looks_private("localhost.example.org")


def visit(*urls: str) -> Flow[list[bytes]]:
    """Ask for one page after the other, as a flow does that follows links."""
    bodies = []
    for url in urls:
        response = yield from fetch(Request("GET", url))
        bodies.append(response.body)
    return bodies


async def forbidden(driver: Driver, *urls: str, typed: str | None) -> ForbiddenAddress:
    with pytest.raises(ForbiddenAddress) as caught:
        await driver.run(visit(*urls), typed_url=typed)
    return caught.value


@pytest.fixture
def blog(net: Net, server: HostileServer) -> str:
    """A blog of the public net."""
    server.on("/", page(b"a blog"))
    server.on("/secret", page(b"secret"))
    return net.name("blog.test", (PUBLIC,))


async def test_a_redirect_to_this_machine_is_not_followed(
    net_driver: Driver, net: Net, server: HostileServer, blog: str
) -> None:
    server.on("/go", redirect("http://127.0.0.1:631/secret"))
    error = await forbidden(net_driver, f"{blog}/go", typed=blog)
    assert net.dialled == [PUBLIC]
    reads_well(error, "127.0.0.1:631", "not on the public net", "open it yourself")


async def test_a_redirect_to_a_private_name_is_not_followed(
    net_driver: Driver, net: Net, server: HostileServer, blog: str
) -> None:
    router = net.name("router.test", ("192.168.1.1", "fc00::1"))
    server.on("/go", redirect(f"{router}/secret"))
    error = await forbidden(net_driver, f"{blog}/go", typed=blog)
    assert net.dialled == [PUBLIC]
    reads_well(error, "router.test")


async def test_a_link_to_a_private_address_is_not_followed(net_driver: Driver, net: Net, blog: str) -> None:
    """Nobody redirected: the page named the address as its comment server."""
    error = await forbidden(net_driver, blog, "http://[::1]:8080/secret", typed=blog)
    assert not error.may_have_arrived
    assert net.dialled == [PUBLIC]


async def test_a_flow_goes_on_after_a_forbidden_link(net_driver: Driver, blog: str) -> None:
    def careless() -> Flow[bytes]:
        try:
            yield from fetch(Request("GET", "http://10.0.0.1/secret"))
        except NetworkError:
            response = yield from fetch(Request("GET", blog))
        return response.body

    assert await net_driver.run(careless(), typed_url=blog) == b"a blog"


async def test_without_a_typed_address_nothing_private_is_open(net_driver: Driver, net: Net) -> None:
    await forbidden(net_driver, "http://127.0.0.1/", typed=None)
    assert net.dialled == []


async def test_a_name_that_changes_its_address_leads_nowhere(
    net_driver: Driver, net: Net, server: HostileServer
) -> None:
    """DNS rebinding, with the very host that the person typed."""
    evil = net.name("evil.test", (PUBLIC,), ("127.0.0.1",))
    server.on("/", page(b"bait", headers={"Connection": "close"}))
    await forbidden(net_driver, evil, f"{evil}:8080/secret", typed=evil)
    assert net.dialled == [PUBLIC]


async def test_a_name_that_becomes_public_in_a_private_run_leads_nowhere(
    net_driver: Driver, net: Net, server: HostileServer
) -> None:
    """The other way round: a name that opened the passage may not then serve pages from outside."""
    evil = net.name("evil.test", ("127.0.0.1",), ("127.0.0.1",), (PUBLIC,))
    server.on("/", page(b"bait", headers={"Connection": "close"}))
    await forbidden(net_driver, evil, f"{evil}:8080/", typed=evil)
    assert net.dialled == ["127.0.0.1"]


async def test_of_a_name_with_both_kinds_only_the_public_addresses_are_dialled(
    net_driver: Driver, net: Net, server: HostileServer
) -> None:
    both = net.name("both.test", ("10.0.0.1", PUBLIC, "::1"))
    server.on("/", page(b"a blog"))
    assert await net_driver.run(visit(both), typed_url=both) == [b"a blog"]
    assert net.dialled == [PUBLIC]


async def test_what_the_person_typed_is_open(net_driver: Driver, net: Net, server: HostileServer) -> None:
    """A blog on the home server, with its comments beside it."""
    server.on("/", page(b"at home"))
    typed = net.name("nas.test", ("192.168.1.5",))
    bodies = await net_driver.run(visit(typed, "http://192.168.1.6:8080/"), typed_url=f"{typed}/blog/")
    assert bodies == [b"at home", b"at home"]
    assert net.dialled == ["192.168.1.5", "192.168.1.6"]


@pytest.mark.parametrize("typed", ["http://127.0.0.1:4000/", "localhost:4000", "feed://[::1]/atom"])
async def test_who_typed_a_private_address_may_go_to_others(
    net_driver: Driver, net: Net, server: HostileServer, typed: str
) -> None:
    server.on("/", page(b"at home"))
    assert await net_driver.run(visit("http://10.0.0.1/"), typed_url=typed) == [b"at home"]


async def test_a_private_blog_may_lead_to_the_public_net(net_driver: Driver, net: Net, blog: str) -> None:
    server = net.name("nas.test", ("192.168.1.5",))
    assert await net_driver.run(visit(server, blog), typed_url=server) == [b"a blog", b"a blog"]
    assert net.dialled == ["192.168.1.5", PUBLIC]


async def test_a_connection_of_one_run_opens_nothing_to_another(
    net_driver: Driver, net: Net, server: HostileServer, blog: str
) -> None:
    """The first run left a connection open to the private address; the second may not slip in by it."""
    private = net.name("nas.test", ("127.0.0.1",))
    assert await net_driver.run(visit(private), typed_url=private) == [b"a blog"]
    server.on("/go", redirect(f"{private}/secret"))
    await forbidden(net_driver, f"{blog}/go", typed=blog)
    assert "/secret" not in server.targets


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "localhost.", "0"]
)
async def test_other_spellings_of_this_machine(
    make_driver: MakeDriver, server: HostileServer, host: str
) -> None:
    """With the system's own resolver, which knows them all (or none, on some machines)."""
    with pytest.raises((ForbiddenAddress, HostNotFound, BadAddress)):
        await make_driver().run(visit(server.url(host=host)), typed_url="https://blog.example/")
    assert server.connections == 0


async def test_an_injected_transport_is_guarded_by_the_looks_of_addresses(make_driver: MakeDriver) -> None:
    import httpx

    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://169.254.169.254/latest/"})

    driver = make_driver(transport=httpx.MockTransport(answer))
    await forbidden(driver, "https://blog.example/", typed="https://blog.example/")
    assert asked == ["https://blog.example/"]


def test_a_host_stays_what_it_was() -> None:
    passage = Passage("blog.example")
    passage.met("blog.example", private=False)
    passage.met("blog.example", private=True)
    assert not passage.is_private("blog.example")
    assert not passage.admits("blog.example")
    assert not passage.admits("10.0.0.1")
