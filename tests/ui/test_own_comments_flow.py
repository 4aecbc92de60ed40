"""One's own comments over all blogs: who answered, what waits for a connection, where each of them stands."""

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.services.test_sending import Server
from tests.ui.acting import drawn, follow, main_screen, playing, press, read, told, type_in
from tests.ui.test_outbox_flow import lines
from tests.world import BLOG, NOON, World, isso_comment
from tui_blog.config import Config
from tui_blog.model.comment import SendState
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.main import MainScreen


@pytest.fixture
def server(world: World) -> Server:
    isso = Server()
    world.web.pages[f"{BLOG}/isso/"] = world.web.pages[f"{BLOG}/isso/new"] = isso
    return isso


async def write(pilot: Pilot[str], text: str = "So true.") -> None:
    """A comment on the first post, which stays open."""
    await press(pilot, "enter", "C")
    await type_in(pilot, text)
    await press(pilot, "tab")
    await type_in(pilot, "Bo")
    await press(pilot, "ctrl+s")


def library(pilot: Pilot[str]) -> str:
    """The library's line for the outbox."""
    return next(line for line in drawn(main_screen(pilot).library).splitlines() if "Outbox" in line)


def states(world: World) -> list[SendState]:
    return [item.state for item in world.services.sending.items()]


# --- answers -------------------------------------------------------------------------------------


async def test_an_answer_is_told_at_the_next_start_and_marked_until_it_is_read(
    world: World, server: Server
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
    server.kept.append(isso_comment(2, "Ada", "Indeed.", parent=1))
    world.later(hours=1)
    async with playing(world) as pilot:
        assert told(pilot) == "1 new reply to your comments. O shows them."
        assert library(pilot).split() == ["Outbox", "1", "reply"]
        await press(pilot, "O")
        assert "1 new reply" in lines(pilot)[1]
        await press(pilot, "enter")
        assert main_screen(pilot).view.current_comment == "1" and "Indeed." in read(pilot)
        assert library(pilot).split() == ["Outbox"]


async def test_without_an_answer_nothing_is_said(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
    world.later(hours=1)
    async with playing(world) as pilot:
        assert told(pilot) == "" and library(pilot).split() == ["Outbox"]


async def test_a_comment_under_a_post_beyond_the_library_is_read_there_too(
    world: World, server: Server
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await write(pilot)
    world.services.library.remove(world.services.library.blogs()[0])
    async with playing(world, url=BLOG) as pilot:
        await press(pilot, "O", "enter")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "Why letters still matter" in read(pilot) and "So true." in read(pilot)
        assert main_screen(pilot).view.current_comment == "1"


# --- what waits for a connection -----------------------------------------------------------------


@pytest.mark.parametrize(("wished", "state"), [(True, SendState.PUBLISHED), (False, SendState.QUEUED)])
async def test_what_waits_goes_out_after_a_refresh_only_where_that_is_wished(
    world: World, server: Server, wished: bool, state: SendState
) -> None:
    await follow(world)
    async with playing(world, config=Config(send_when_online=wished)) as pilot:
        await press(pilot, "enter", "C", "escape")  # the form is known from now on
        server.down = True
        await write(pilot)
        assert "kept in the outbox" in told(pilot) and states(world) == [SendState.QUEUED]
        server.down = False
        await press(pilot, "q", "r")
        assert states(world) == [state]
        assert ("Published." in told(pilot)) is wished
    assert len(server.kept) == wished


async def test_a_refresh_without_an_answer_sends_nothing(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world, config=Config(send_when_online=True)) as pilot:
        await press(pilot, "enter", "C", "escape")
        server.down = True
        await write(pilot)
        world.web.pages[f"{BLOG}/feed.xml"] = httpx.ConnectError("down")
        server.down = False
        await press(pilot, "q", "r")
    assert states(world) == [SendState.QUEUED] and server.kept == []


async def test_without_a_connection_one_writes_by_what_the_blog_asked_last(
    world: World, server: Server
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "C", "escape")
        server.down = True
        await press(pilot, "C")
        modal = pilot.app.screen
        assert isinstance(modal, CommentScreen) and modal.query_one("#field-name")
        assert "The blog cannot be reached now" in str(modal.query_one("#notice", Static).content)


# --- known before a word is typed ----------------------------------------------------------------


async def test_what_a_blog_wants_stands_on_the_last_line_before_anybody_writes(
    world: World, server: Server
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert "Post a Comment · asks for name · Markdown" in read(pilot)
    async with playing(world) as pilot:
        server.down = True
        await press(pilot, "enter")
        assert "Post a Comment · asks for name · Markdown" in read(pilot), "kept for the next time"


# --- held by its blog ----------------------------------------------------------------------------


async def test_an_own_held_comment_stands_at_its_place_until_the_real_one_shows(
    world: World, server: Server
) -> None:
    server.kept.append(isso_comment(1, "Ada", "Well?", created=NOON.timestamp()))
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert "1 comment:" in read(pilot)
        server.hides_new = True
        await press(pilot, "c", "r")
        await type_in(pilot, "So true.")
        await press(pilot, "tab")
        await type_in(pilot, "Bo")
        await press(pilot, "ctrl+s")
        shown = read(pilot)
        assert "2 comments, 1 of yours held:" in shown
        assert shown.index("Well?") < shown.index("└ Bo") < shown.index("So true.")
        assert "· held · you" in shown
        view = main_screen(pilot).view
        assert view.current_comment == "2" and view.check_action("reply", ()) is False
        assert view.check_action("change_own", (False,)) is True
        await press(pilot, "k", "space")
        assert "(1 reply, 1 of yours held)" in read(pilot)
    server.hides_new = False
    world.later(minutes=10)
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert "2 comments:" in read(pilot) and "held" not in read(pilot)
        assert read(pilot).count("So true.") == 1
