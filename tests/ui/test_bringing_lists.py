"""Coming from another reader: a list of blogs is followed, and their posts come."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.ui.acting import follow, listed, playing, press, settle, told, type_in, until
from tests.ui.test_long_work import Slow, start
from tests.world import BLOG, World, page
from tui_blog.ui.screens.main import MainScreen

LIST = f"""<opml><body><outline text="essays">
<outline text="Lamp" xmlUrl="{BLOG}/feed.xml" htmlUrl="{BLOG}/"/>
</outline></body></opml>"""


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    path = tmp_path / "blogs.opml"
    path.write_text(LIST)
    return path


@pytest.fixture
def broken_off(opml: Path) -> Path:
    opml.write_text(LIST.partition("</outline>")[0])
    return opml


@pytest.fixture
def broken_off_with_a_command(broken_off: Path) -> Path:
    lamp = '<outline text="Lamp"'
    broken_off.write_text(broken_off.read_text().replace(lamp, f'<outline xmlUrl="exec:mail.sh"/>{lamp}'))
    return broken_off


async def test_a_newcomer_brings_a_list(world: World, opml: Path) -> None:
    async with playing(world) as pilot:
        await bring(pilot, "i", str(opml))
        await until(pilot, lambda: "Why letters still matter" in listed(pilot))
        await until(pilot, lambda: "3 new posts." in told(pilot))
    (blog,) = world.services.library.blogs()
    assert (blog.title, blog.tags, blog.posts) == ("The Slow Lamp", ("essays",), 3)


async def test_a_list_of_what_is_followed_already(world: World, opml: Path) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await bring(pilot, "I", str(opml))
        await until(pilot, lambda: "0 blogs added; 1 was followed before." in told(pilot))
    assert world.services.library.blogs()[0].tags == ("essays",)


@pytest.mark.parametrize(
    ("name", "sentence"), [("/nowhere/x.opml", "cannot be read"), (f"{BLOG}/", "is no list")]
)
async def test_what_is_no_list_is_a_sentence_and_what_was_typed_stays(
    world: World, name: str, sentence: str
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await bring(pilot, "I", name)
        await until(pilot, lambda: sentence in said(pilot))
        assert pilot.app.screen.query_one(Input).value == name
        await press(pilot, "x")
        assert said(pilot) == "", "it was about another name"
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))


async def test_it_is_said_what_of_a_list_was_not_taken_in(world: World, broken_off: Path) -> None:
    async with playing(world) as pilot:
        await bring(pilot, "i", str(broken_off))
        await until(pilot, lambda: "The list breaks off before its end" in told(pilot))


async def test_all_is_said_of_a_list_of_which_several_things_were_not_taken_in(
    world: World, broken_off_with_a_command: Path
) -> None:
    async with playing(world) as pilot:
        await bring(pilot, "i", str(broken_off_with_a_command))
        await until(pilot, lambda: "1 entry is no address" in told(pilot))
        assert "The list breaks off before its end" in told(pilot)


@pytest.mark.parametrize("over_it", ["ctrl+p", "f1"])
async def test_a_list_that_is_read_while_something_lies_over_the_dialogue_is_taken_after_it(
    world: World, over_it: str
) -> None:
    await follow(world)
    address = "https://lists.example/blogs.opml"
    world.web.pages[address] = slow = Slow(page(LIST, "text/x-opml"))
    async with playing(world) as pilot:
        await press(pilot, "I")
        await type_in(pilot, address)
        await start(pilot, slow, "enter")
        await pilot.press(over_it)
        slow.allowed.set()
        await settle(pilot)
        assert told(pilot) == "" and not isinstance(pilot.app.screen, MainScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "0 blogs added; 1 was followed before." in told(pilot)


async def bring(pilot: Pilot[str], key: str, name: str) -> None:
    """Name a list in the dialogue that the key opens."""
    await press(pilot, key)
    await type_in(pilot, name)
    await press(pilot, "enter")


def said(pilot: Pilot[None]) -> str:
    """What the dialogue says of the name."""
    return str(pilot.app.screen.query_one("#list-finding", Static).content)
