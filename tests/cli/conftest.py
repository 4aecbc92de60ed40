"""A command line in a machine of its own, and blogs to point it at."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.blogs import LittleBlog, little_blog, on_loopback
from tests.cli.commands import CommandLine
from tests.net.conftest import SELF_SIGNED
from tests.net.hostile_server import HostileServer
from tui_blog.demo.server import SampleBlog


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the person's settings nor their proxies; one certificate: the world's take a while to load."""
    for name in list(os.environ):
        if name.upper().startswith("TUI_BLOG_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))
    monkeypatch.setenv("TUI_BLOG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TUI_BLOG_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def tui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch, capsys)


@pytest.fixture
def lamp() -> Iterator[LittleBlog]:
    """The Slow Lamp, whose server does as it is told."""
    with little_blog() as blog:
        yield blog


@pytest.fixture
def other() -> Iterator[LittleBlog]:
    """The same blog at another address, which makes it another blog."""
    with little_blog() as blog:
        yield blog


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A server with nothing on it yet."""
    with on_loopback() as hostile:
        yield hostile


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleBlog]:
    """The sample blog, whose comments are kept by a real Isso."""
    with SampleBlog(tmp_path_factory.mktemp("sample-blog")) as served:
        yield served
