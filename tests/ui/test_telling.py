"""What is told in passing: where it stands, how long, and what it never hides."""

import httpx
import pytest
from textual.widgets import Button
from textual.widgets._toast import Toast

from tests.services.test_sending import Server
from tests.ui.acting import drawn, follow, main_screen, playing, press, told, type_in
from tests.world import BLOG, World
from tui_blog.config import Config


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
        assert told(pilot) == "This is all that its feed leads to."


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


async def test_no_key_is_silent_in_an_empty_library(world: World) -> None:
    async with playing(world, config=Config(keys={"main.add": "i", "app.quit": "f10"})) as pilot:
        await press(pilot, "escape")
        assert "i adds a blog" in drawn(main_screen(pilot).posts)
        for key in ("r", "R"):
            await press(pilot, key)
            assert told(pilot) == "No blog is followed yet. i adds one."
        for key in ("a", "S", "C", "c"):
            await press(pilot, key)
            assert told(pilot) == "The library is empty. i adds a blog."
        await press(pilot, "q", "q")
        assert told(pilot) == "There is nothing behind the library. f10 quits."


async def test_older_posts_are_not_called_new(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "a")
        assert told(pilot) == "1 older post."
        await press(pilot, "S")
        assert told(pilot) == "This blog is in your library already."


async def test_the_outbox_says_why_there_is_nothing_to_send(world: World) -> None:
    await follow(world)
    isso = Server()
    world.web.pages[f"{BLOG}/isso/"] = world.web.pages[f"{BLOG}/isso/new"] = isso
    async with playing(world) as pilot:
        await press(pilot, "C")
        await type_in(pilot, "So true.")
        await press(pilot, "tab")
        await type_in(pilot, "Bo")
        await press(pilot, "f2")
        assert "Write" in str(pilot.app.screen.query_one("#show", Button).label)
        await press(pilot, "ctrl+s", "O", "s")
        assert told(pilot) == "Nothing to send: this comment is published."
