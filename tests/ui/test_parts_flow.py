"""Finding an old post: by a label of the blog, among its pages, by its own search."""

import httpx
import pytest
from textual.pilot import Pilot

from tests.blogger_blog import KETTLE, BloggerBlog
from tests.ui.acting import follow as follow_lamp
from tests.ui.acting import listed, main_screen, playing, press, read, type_in, until
from tests.world import World
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.parts import PartsScreen


@pytest.fixture
async def kettle(world: World) -> World:
    blog = BloggerBlog(250, labels={"Tea": (2, 5), "Cups": (4,)}, standing=("About",))
    world.web.pages |= blog.pages()
    await world.services.library.add(await world.services.library.find(KETTLE))
    return world


def lines(pilot: Pilot[str]) -> list[str]:
    screen = pilot.app.screen
    assert isinstance(screen, PartsScreen)
    return [str(option.prompt) for option in screen.lines.options]


async def enter(pilot: Pilot[str], number: int) -> list[str]:
    """Press Enter, and wait until so many lines are there; the lines."""
    await press(pilot, "enter")
    await until(pilot, lambda: len(lines(pilot)) == number)
    return lines(pilot)


async def test_a_label_leads_to_an_old_post(kettle: World) -> None:
    async with playing(kettle) as pilot:
        await press(pilot, "L")
        assert lines(pilot) == ["Label     Tea", "Label     Cups", "Pages     Pages  (1)"]
        assert await enter(pilot, 2) == [" 6 Jan 2020  Post 5", " 3 Jan 2020  Post 2"]
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "Post 2" in read(pilot) and "Text 2" in read(pilot)
        assert main_screen(pilot).focused is main_screen(pilot).view
        await press(pilot, "q", "G")
        assert listed(pilot)[-1] == "Post 2"


async def test_the_blogs_search_is_asked_and_goes_on(kettle: World) -> None:
    async with playing(kettle) as pilot:
        await press(pilot, "L", "slash")
        await type_in(pilot, "Post")
        assert (await enter(pilot, 101))[-1] == "More …"
        await press(pilot, "end")
        await enter(pilot, 201)
        await press(pilot, "end")
        assert (await enter(pilot, 250))[-1] == " 2 Jan 2020  Post 1"
        await press(pilot, "escape")
        assert lines(pilot)[0] == "Label     Tea"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_blog_that_cannot_be_asked_says_why(kettle: World) -> None:
    kettle.web.pages[f"{KETTLE}/feeds/posts/default"] = httpx.ConnectError("refused")
    async with playing(kettle) as pilot:
        await press(pilot, "L")
        screen = pilot.app.screen
        assert isinstance(screen, PartsScreen) and "kettle.blogspot.com" in str(screen.hint.content)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_blog_without_parts_or_search_says_so(world: World) -> None:
    await follow_lamp(world)
    async with playing(world) as pilot:
        await press(pilot, "L")
        screen = pilot.app.screen
        assert isinstance(screen, PartsScreen) and not screen.words.display
        assert "tells of no labels or authors, and has no search" in str(screen.hint.content)


async def test_where_nothing_is_found(kettle: World) -> None:
    async with playing(kettle) as pilot:
        await press(pilot, "L", "slash")
        await type_in(pilot, "biscuits")
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PartsScreen) and str(screen.hint.content) == "Nothing was found."
