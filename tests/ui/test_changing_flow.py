"""One's own comment in the thread: changed with `e`, taken back with `d`, which asks."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Static

from tests.services.test_changing import Isso
from tests.ui.acting import follow, main_screen, playing, press, read, settle, told, type_in
from tests.world import BLOG, World
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.confirm import ConfirmScreen


@pytest.fixture
def isso(world: World) -> Isso:
    isso = Isso()
    for path in ("", "new", "id/1"):
        world.web.pages[f"{BLOG}/isso/{path}"] = isso
    return isso


async def write(pilot: Pilot[str]) -> None:
    """A comment on the first post, which is the current one then."""
    await press(pilot, "enter", "C")
    await type_in(pilot, "So true.")
    await press(pilot, "tab")
    await type_in(pilot, "Bo")
    await press(pilot, "ctrl+s")
    assert main_screen(pilot).view.current_comment == "1"


async def test_the_own_comment_is_changed_in_the_modal(world: World, isso: Isso) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
        await press(pilot, "e")
        modal = pilot.app.screen
        assert isinstance(modal, CommentScreen) and modal.body.text == "So true."
        assert "Your comment on" in str(modal.query_one("#heading").render())
        await type_in(pilot, " Or not?")
        await press(pilot, "ctrl+s")
        assert told(pilot).endswith("Changed.")
        assert "So true. Or not?" in read(pilot) and isso.kept == {"1": "So true. Or not?"}


async def test_the_own_comment_is_deleted_when_that_is_sure(world: World, isso: Isso) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "escape")
        assert isso.kept == {"1": "So true."}
        await press(pilot, "d", "y")
        assert told(pilot).endswith("Deleted: your comment is gone from the blog.")
        assert isso.kept == {} and "No comments:" in read(pilot)


async def test_a_comment_that_cannot_be_changed_any_more_says_why(world: World, isso: Isso) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
        world.later(minutes=16)
        await press(pilot, "e")
        assert "15 minutes: that is over" in told(pilot)


async def test_a_half_written_change_is_taken_up_again(world: World, isso: Isso) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
        await press(pilot, "e")
        await type_in(pilot, " Or not?")
        await press(pilot, "escape", "e")
        modal = pilot.app.screen
        assert isinstance(modal, CommentScreen) and modal.body.text == "So true. Or not?"


async def test_the_keys_are_there_on_an_own_comment_alone(world: World, isso: Isso) -> None:
    isso.kept["1"] = "Somebody else's."
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "c")
        view = main_screen(pilot).view
        assert view.current_comment == "1"
        assert view.check_action("change_own", (False,)) is False


async def test_discarding_a_change_says_that_the_comment_stays(world: World, isso: Isso) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
        await press(pilot, "e")
        await type_in(pilot, " Or not?")
        pilot.app.screen.query_one("#discard", Button).press()
        await settle(pilot)
        assert "The comment stays on the blog as it is" in words(pilot)
        await press(pilot, "y")
        assert isso.kept == {"1": "So true."} and "So true." in read(pilot)


async def test_the_question_before_a_deletion_shows_the_comment(world: World, isso: Isso) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
        await press(pilot, "d")
        assert words(pilot).endswith("“So true.”")


def words(pilot: Pilot[str]) -> str:
    """The question that is asked."""
    return str(pilot.app.screen.query(Static).first().render())
