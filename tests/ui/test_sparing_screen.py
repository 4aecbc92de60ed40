"""What is written anew after a key is all that has changed: the screen is as when drawn from nothing."""

import asyncio
import random

import httpx
import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, main_screen, playing, press, settle
from tests.ui.emulator import Emulator
from tests.ui.test_looks import BODY, THREAD
from tests.world import BLOG, World, entry, feed, page
from tui_blog.ui.widgets.line_view import LineView

WALKS = {
    "the list": ["j", "k", "space", "b", "G", "g", "s", "m", "v", "escape", "ctrl+d", "ctrl+u"],
    "the reader": [
        "j",
        "k",
        "space",
        "b",
        "G",
        "g",
        "tab",
        "u",
        "c",
        "right_square_bracket",
        "ctrl+d",
        "ctrl+u",
        "}",
    ],
    "the reader alone": ["j", "k", "j", "space", "b", "G", "g", "tab", "u", "c", "P", "y", "escape"],
    "one pane": ["j", "k", "j", "space", "b", "G", "g", "tab", "c", "ctrl+d", "y", "escape"],
}
SIZES = {"one pane": (70, 24)}


@pytest.fixture
async def shelf(world: World) -> World:
    """Long posts of every kind of block, as many as take several screens of the list."""
    posts = [
        entry(f"post-{number}", f"Post {number}", f"2024-11-{1 + number % 17:02}", BODY * (1 + number % 4))
        for number in range(60)
    ]
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*posts), "application/atom+xml")
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=THREAD)
    await follow(world)
    return world


async def draw_from_nothing(pilot: Pilot[str]) -> None:
    drawn = asyncio.Event()
    for view in pilot.app.screen.query(LineView):
        view.refresh()
        view.vertical_scrollbar.refresh()
    pilot.app.screen.call_after_refresh(drawn.set)
    await drawn.wait()
    await settle(pilot)


async def written(pilot: Pilot[str]) -> None:
    """All screens have had the time to be repainted, each in its own turn."""
    for screen in pilot.app.screen_stack:
        done = asyncio.Event()
        screen.call_after_refresh(done.set)
        await done.wait()
        await pilot.pause()


@pytest.mark.parametrize("where", WALKS)
async def test_what_is_not_written_anew_is_as_it_was(shelf: World, where: str) -> None:
    choose = random.Random(where)
    async with playing(shelf, size=SIZES.get(where, (120, 30))) as pilot:
        screen = Emulator(pilot.app)
        if where != "the list":
            await press(pilot, "enter", *(["z"] if where.endswith("alone") else []))
        for _ in range(4):
            keys = choose.choices(WALKS[where], k=6)
            await press(pilot, *keys)
            pilot.app.clear_notifications()  # What a notice covered is drawn as it was kept.
            await settle(pilot)
            left = dict(screen.cells)
            await draw_from_nothing(pilot)
            now = screen.cells
            assert left and {cell: now[cell] for cell in left if now[cell] != left[cell]} == {}, keys
        # A terminal can move the lines of what goes from edge to edge.
        assert bool(screen.times_scrolled) is (where in ("the reader alone", "one pane"))


async def test_under_a_dialogue_only_what_changes_is_written(shelf: World) -> None:
    async with playing(shelf) as pilot:
        await press(pilot, "question_mark")
        screen, main = Emulator(pilot.app), main_screen(pilot)
        main.call_later(lambda: None)
        await written(pilot)
        assert screen.cells == {}, "a message that changes nothing"
        main.library.border_title = "Bookshelf"
        await written(pilot)
        assert "Bookshelf" in "".join(screen.cells[x, 0][0] for x in range(24))
        screen.cells.clear()
        main.call_later(lambda: None)
        await written(pilot)
        assert screen.cells == {}, "it is written once"
