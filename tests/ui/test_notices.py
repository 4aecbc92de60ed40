"""What a failure says lies over the last lines for a while: Esc takes it away, and does nothing else."""

import httpx
import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, main_screen, playing, press, told
from tests.world import BLOG, World
from tui_blog.config import Config
from tui_blog.ui.bound import SECTIONS
from tui_blog.ui.screens.help import HelpScreen, help_sections
from tui_blog.ui.screens.main import MainScreen


@pytest.fixture
async def broken(world: World) -> World:
    """The Slow Lamp is followed, and cannot be fetched any more."""
    await follow(world)
    world.later(hours=2)
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(410)
    return world


async def fail(pilot: Pilot[str]) -> None:
    await press(pilot, "r")
    assert told(pilot).startswith("The Slow Lamp: ")


async def test_escape_takes_a_failure_away_first_and_then_goes_back(broken: World) -> None:
    async with playing(broken) as pilot:
        await press(pilot, "enter")
        main = main_screen(pilot)
        assert main.focused is main.view
        await fail(pilot)
        await press(pilot, "escape")
        assert told(pilot) == "" and main.focused is main.view
        await press(pilot, "escape")
        assert main.focused is main.posts


async def test_over_a_dialogue_it_is_the_same(broken: World) -> None:
    async with playing(broken) as pilot:
        await fail(pilot)
        await press(pilot, "question_mark", "escape")
        assert told(pilot) == "" and isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_failure_stands_on_while_the_next_work_begins(broken: World) -> None:
    async with playing(broken) as pilot:
        await fail(pilot)
        await press(pilot, "C")
        assert told(pilot).startswith("The Slow Lamp: ") and "Asking the blog" not in told(pilot)


async def test_a_word_is_in_nobody_s_way(broken: World) -> None:
    async with playing(broken) as pilot:
        await press(pilot, "enter", "m")
        main = main_screen(pilot)
        main.listing.say("Only a word.")
        await press(pilot, "escape")
        assert main.focused is main.posts and told(pilot) == "Only a word."


async def test_help_tells_the_key_and_the_person_may_choose_another(broken: World) -> None:
    async with playing(broken, config=Config(keys={"app.notice": "f8"})) as pilot:
        await fail(pilot)
        await press(pilot, "f8")
        assert told(pilot) == ""
    everywhere = dict(help_sections(SECTIONS, {"app.notice": "f8"}))["Everywhere"]
    assert ("f8", "Take away what is told of a failure") in everywhere
