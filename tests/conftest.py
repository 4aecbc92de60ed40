"""Fixtures that many stories share, and what makes running thousands of them cheap."""

import gc
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.world import World, lamp_pages, lay_library, make_world
from tui_blog.store import database

NEW_OBJECTS = 20_000
"""Between two searches for garbage: a screen makes as many in no time, and few of them are ever garbage."""

COSTLY = {"ui": 10, "cli": 5}
"""How many times longer than elsewhere a test takes that opens the screens, or runs the program."""

# How long an example takes says how busy the machine is, and nothing of what the property holds of.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Have every module compiled once, where bytecode is not to lie beside the sources as well.

    The workers and the hundreds of programs that tests start would each compile all of it anew: two thirds
    of the time that importing the screens takes.
    """
    if sys.dont_write_bytecode and config.pluginmanager.hasplugin("cacheprovider"):
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(config.cache.mkdir("bytecode"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and modules stay to the end: no search for garbage need pass over them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(NEW_OBJECTS)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: where one came last, a single worker would end alone."""
    number = Counter(item.path for item in items)

    def cost(path: Path) -> int:
        return number[path] * next((times for part, times in COSTLY.items() if part in path.parts), 1)

    items.sort(key=lambda item: (-cost(item.path), item.path))


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


@pytest.fixture(autouse=True)
def libraries_are_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new library is a copy of one that the program made: making its tables takes eight times as long."""
    make_file = database._make_file

    def made(path: Path) -> None:
        (lay_library if path.name == "library.db" else make_file)(path)

    monkeypatch.setattr(database, "_make_file", made)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty library, and a web that holds one blog: The Slow Lamp."""
    world = make_world(tmp_path, pages=lamp_pages())
    yield world
    world.services.close()
