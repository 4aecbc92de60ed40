"""A sample blog on a free port for the tests of a file, and a client for it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tui_blog.demo.server import SampleBlog


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleBlog]:
    with SampleBlog(tmp_path_factory.mktemp("sample-blog")) as served:
        yield served


@pytest.fixture
def client(blog: SampleBlog) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=blog.url, timeout=30) as visitor:
        yield visitor


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"
