"""Fixtures that many stories share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, lamp_pages, make_world


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see neither the person's settings nor the person's proxies and editors."""
    for name in (
        "TUI_BLOG_CONFIG",
        "TUI_BLOG_DATA_DIR",
        "VISUAL",
        "EDITOR",
        "PAGER",
        "SSH_CONNECTION",
        "SSH_TTY",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty library, and a web that holds one blog: The Slow Lamp."""
    world = make_world(tmp_path, pages=lamp_pages())
    yield world
    world.services.close()
