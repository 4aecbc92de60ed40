"""The real servers of the live tests, each started once a session and put back before every test.

A server whose program is missing skips its tests and says what to install; with TUI_BLOG_REQUIRE_LIVE=1 (as
in CI) it fails them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import httpx
import pytest

from tests.live.product import Product
from tests.live.proxy import Proxy
from tests.live.servers.bluesky import Bluesky
from tests.live.servers.ghost import Ghost
from tests.live.servers.isso import Isso
from tests.live.servers.process import Unavailable
from tests.live.servers.sshd import SSHD
from tests.live.servers.static_blog import StaticBlog
from tests.live.servers.waline import Waline
from tests.live.servers.wordpress import WordPress
from tests.live.terminal import Terminal

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as live."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("live")


class Server(Protocol):
    """What is started before the tests and stopped after them."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@contextmanager
def available() -> Iterator[None]:
    """Skip, or fail where live tests are required, when something is not installed."""
    try:
        yield
    except Unavailable as lack:
        if os.environ.get("TUI_BLOG_REQUIRE_LIVE") == "1":
            pytest.fail(str(lack), pytrace=False)
        pytest.skip(str(lack))


@contextmanager
def running(server: Server) -> Iterator[None]:
    """Run a server, and stop it even when it did not come up."""
    try:
        with available():
            server.start()
        yield
    finally:
        server.stop()


@pytest.fixture(scope="session")
def wordpress_server(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[WordPress]:
    packages = pytestconfig.cache.mkdir("wordpress-packages")
    blog = WordPress(tmp_path_factory.mktemp("wordpress"), packages)
    with running(blog):
        yield blog


@pytest.fixture
def wordpress(wordpress_server: WordPress) -> WordPress:
    """A WordPress blog in the profile "open", as it was after its installation."""
    wordpress_server.reset()
    return wordpress_server


@pytest.fixture(scope="session")
def ghost_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ghost]:
    blog = Ghost(tmp_path_factory.mktemp("ghost"))
    with running(blog):
        yield blog


@pytest.fixture
def ghost(ghost_server: Ghost) -> Ghost:
    """A Ghost blog in the profile "open"."""
    ghost_server.profile("open")
    return ghost_server


@pytest.fixture(scope="session")
def static_blog() -> Iterator[StaticBlog]:
    """A static blog whose posts name the comment server of `isso`."""
    blog = StaticBlog()
    with running(blog):
        yield blog


@pytest.fixture(scope="session")
def isso_server(tmp_path_factory: pytest.TempPathFactory, static_blog: StaticBlog) -> Iterator[Isso]:
    server = Isso(tmp_path_factory.mktemp("isso"), static_blog.url)
    static_blog.isso = server.url
    with running(server):
        yield server


@pytest.fixture
def isso(isso_server: Isso) -> Isso:
    """The comment server of `static_blog`, in the profile "open" and without a comment."""
    isso_server.reset()
    return isso_server


@pytest.fixture(scope="session")
def waline_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Waline]:
    server = Waline(tmp_path_factory.mktemp("waline"))
    with running(server):
        yield server


@pytest.fixture
def waline(waline_server: Waline) -> Waline:
    """A Waline comment server in the profile "open" and without a comment."""
    waline_server.reset()
    return waline_server


@pytest.fixture(scope="session")
def bluesky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bluesky]:
    """A network of Bluesky's servers with three people; each test writes under a post of its own."""
    server = Bluesky(tmp_path_factory.mktemp("bluesky"))
    with running(server):
        yield server


@pytest.fixture
def waline_proxy(waline: Waline) -> Iterator[Proxy]:
    """A proxy before the Waline server."""
    proxy = Proxy(waline.url)
    yield proxy
    proxy.stop()


@pytest.fixture
def waline_blog(waline_proxy: Proxy) -> Iterator[StaticBlog]:
    """A static blog whose posts name the proxy before `waline` as their comment server."""
    blog = StaticBlog(waline=waline_proxy.url)
    with running(blog):
        yield blog


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SSHD]:
    """An SSH server that logs the person who runs the tests in."""
    server = SSHD(tmp_path_factory.mktemp("sshd"))
    with running(server):
        yield server


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal of 80x24; nothing runs in it yet."""
    with available():
        terminal = Terminal(tmp_path)
    yield terminal
    terminal.stop()


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    """A plain client, for asking a server beside the program."""
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """The program, with an empty library and no settings."""
    return Product(tmp_path)


@pytest.fixture
def wordpress_proxy(wordpress: WordPress) -> Iterator[Proxy]:
    """A proxy before the WordPress blog."""
    proxy = Proxy(wordpress.url)
    yield proxy
    proxy.stop()


@pytest.fixture
def isso_proxy(isso: Isso) -> Iterator[Proxy]:
    """A proxy before the Isso server."""
    proxy = Proxy(isso.url)
    yield proxy
    proxy.stop()


@pytest.fixture
def proxied_blog(isso_proxy: Proxy) -> Iterator[StaticBlog]:
    """The static blog again, its posts naming the proxy as their comment server."""
    blog = StaticBlog(isso_proxy.url)
    with running(blog):
        yield blog
