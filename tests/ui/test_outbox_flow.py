"""What waits in the outbox: looked for, sent again, dropped; nothing without the person's word."""

from collections.abc import Callable

import httpx
import pytest
from textual.pilot import Pilot

from tests.services.test_sending import Server
from tests.ui.acting import burst, drawn, follow, playing, press, settle, told, type_in
from tests.world import BLOG, World
from tui_blog.ui.screens.confirm import ConfirmScreen
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.outbox import OutboxScreen


@pytest.fixture
def server(world: World) -> Server:
    isso = Server()
    world.web.pages[f"{BLOG}/isso/"] = world.web.pages[f"{BLOG}/isso/new"] = isso
    return isso


async def comment(pilot: Pilot[str], before_sending: Callable[[], None] = lambda: None) -> None:
    """Write a comment on the first post, send it, and open the outbox."""
    await press(pilot, "enter", "C")
    await type_in(pilot, "So true.")
    await press(pilot, "tab")
    await type_in(pilot, "Bo")
    before_sending()
    await press(pilot, "ctrl+s", "q", "O")
    assert isinstance(pilot.app.screen, OutboxScreen)


def outbox(pilot: Pilot[str]) -> OutboxScreen:
    assert isinstance(pilot.app.screen, OutboxScreen)
    return pilot.app.screen


def lines(pilot: Pilot[str]) -> list[str]:
    """The list as it is drawn, without its empty lines."""
    return [line for line in drawn(outbox(pilot).lines).splitlines() if line]


async def test_a_held_comment_is_published_when_the_blog_shows_it(world: World, server: Server) -> None:
    await follow(world)
    server.moderated = True
    async with playing(world) as pilot:
        await comment(pilot)
        assert lines(pilot)[0] == " Not on the blogs yet" and "awaiting moderation" in lines(pilot)[1]
        server.moderated = False
        await press(pilot, "r")
        assert lines(pilot)[0] == " On the blogs" and "published" in lines(pilot)[1]
    assert len(world.web.posted()) == 1


async def test_a_text_is_copied_also_where_the_blogs_are_asked_at_once(world: World, server: Server) -> None:
    await follow(world)
    server.moderated = True
    async with playing(world) as pilot:
        await comment(pilot)
        burst(pilot, "y", "r")
        await settle(pilot)
        assert pilot.app.clipboard == "So true."


async def test_a_comment_whose_answer_was_lost_is_found_when_the_outbox_opens(
    world: World, server: Server
) -> None:
    await follow(world)

    def lose_answers() -> None:
        server.loses_answers = True
        world.web.pages[f"{BLOG}/isso/"] = httpx.ConnectError("down")

    async with playing(world) as pilot:
        await comment(pilot, lose_answers)
        assert "may have arrived" in lines(pilot)[1]
        assert told(pilot).startswith("Could not find out"), "it is not being sent any more"
        await press(pilot, "s")
        assert told(pilot).startswith("Could not find out")
        await press(pilot, "e")
        assert "It cannot be edited any more: this comment may have arrived." in told(pilot)
        await press(pilot, "escape", "escape")  # the first takes away what is told of it
        world.web.pages[f"{BLOG}/isso/"] = server
        world.later(minutes=5)
        await press(pilot, "O")
        assert "published" in lines(pilot)[1]
    assert len(server.kept) == 1


async def test_a_comment_is_dropped_only_when_that_is_meant(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await comment(pilot)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "n")
        assert len(lines(pilot)) == 2
        await press(pilot, "d", "y")
        assert [line.strip() for line in lines(pilot)] == ["Nothing was written yet."]
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, MainScreen)
    assert world.services.sending.items() == ()


async def test_what_is_published_is_not_sent_again(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await comment(pilot)
        await press(pilot, "s")
        assert told(pilot) == "Nothing to send: this comment is published."
    assert len(server.kept) == 1


async def test_a_sending_that_fails_again_says_why_and_stays(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await comment(pilot, lambda: setattr(server, "down", True))
        await press(pilot, "s")
        assert "kept in the outbox" in told(pilot)
        assert "not sent yet" in lines(pilot)[1]
    assert server.kept == []


async def test_rows_that_are_read_after_the_outbox_was_closed_do_no_harm(
    world: World, server: Server
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await comment(pilot)
        closed = outbox(pilot)
        await press(pilot, "q")
        await closed._show()
        assert isinstance(pilot.app.screen, MainScreen)
