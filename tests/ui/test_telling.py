"""What is told in passing: where it stands, how long, and what it never hides."""

import httpx
import pytest
from textual.widgets._toast import Toast

from tests.ui.acting import follow, main_screen, playing, press, told
from tests.world import BLOG, World


async def test_what_is_told_lies_below_the_text(world: World) -> None:
    await follow(world)
    async with playing(world, size=(80, 24)) as pilot:
        await press(pilot, "enter", "y")
        (toast,) = pilot.app.screen.query(Toast)
        assert toast.region.y >= main_screen(pilot).view.content_region.bottom


async def test_one_thing_is_told_at_a_time(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "y", "1", "j", "j", "j", "enter", "a", "a")
        assert told(pilot) == "The first post ever written is here."


async def test_a_failure_stands_on_beside_what_is_told_next(world: World) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(503)
    async with playing(world) as pilot:
        await press(pilot, "r", "y", "y")
        failure, word = told(pilot).split("\n")
        assert failure.startswith("The Slow Lamp: ") and word == f"Copied {BLOG}/letters/"
        await press(pilot, "r")
        assert told(pilot).count("The Slow Lamp: ") == 1


@pytest.mark.parametrize("dialog", ["question_mark", "O"])
async def test_q_in_capitals_quits_from_every_dialog(world: World, dialog: str) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, dialog)
        await pilot.press("Q")
        await pilot.pause()
    assert not pilot.app.is_running and pilot.app.return_code == 0
