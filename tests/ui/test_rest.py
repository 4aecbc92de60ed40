"""When the app says that nobody is at the keys and nothing is at work."""

import asyncio
from unittest.mock import Mock

import pytest

from tests.ui.acting import PATIENCE_SECONDS, press, settle
from tests.world import World
from tui_blog.config import Config
from tui_blog.ui.app import TuiBlogApp


async def test_a_rest_is_told_again_and_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TuiBlogApp, "REST", 0.05)
    rests: asyncio.Queue[str] = asyncio.Queue()
    app = TuiBlogApp(world.services, Config(), at_rest=lambda: rests.put_nowait("a rest"))
    async with app.run_test(), asyncio.timeout(PATIENCE_SECONDS):
        assert [await rests.get(), await rests.get()] == ["a rest"] * 2


async def test_work_is_no_rest(world: World) -> None:
    rests: list[int] = []
    app = TuiBlogApp(world.services, Config(), at_rest=lambda: rests.append(1))
    async with app.run_test() as pilot:
        await settle(pilot)
        over = asyncio.Event()
        app.run_worker(over.wait())
        app._rest()
        assert rests == []
        over.set()
        await settle(pilot)
        app._rest()
        assert rests == [1]


async def test_a_key_begins_the_rest_anew(world: World) -> None:
    app = TuiBlogApp(world.services, Config())
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app._resting is not None
        app._resting.reset = Mock()  # type: ignore[method-assign]
        await press(pilot, "j")
        app._resting.reset.assert_called()
