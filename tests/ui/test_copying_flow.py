"""From selected lines to the clipboard of the terminal."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, make_app, playing, press, settle, told
from tests.world import BLOG, World, entry, feed, page
from tui_blog.ui.clipboard import fitting

SnapCompare = Callable[..., bool]


async def send(world: World, body: str) -> None:
    newest = entry("letters", "Why letters still matter", "2024-12-20", body)
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(newest), "application/atom+xml")
    await follow(world)


async def test_y_copies_the_selected_lines_else_the_address(world: World) -> None:
    await send(world, "<p>A letter <em>waits</em> for you.</p>")
    async with playing(world) as pilot:
        await press(pilot, "enter", "y")
        assert pilot.app.clipboard == f"{BLOG}/letters/"
        await press(pilot, "V", "j", "j", "j", "j", "j", "y")
        assert pilot.app.clipboard.endswith("1 min\n\nA letter waits for you.")
        assert "Copied 6 lines" in told(pilot)
        await press(pilot, "y")
        assert pilot.app.clipboard == f"{BLOG}/letters/"


async def test_what_is_too_long_for_a_terminal_is_cut_at_a_line_and_said_so(world: World) -> None:
    await send(world, "".join(f"<p>{number} {'word ' * 200}</p>" for number in range(100)))
    async with playing(world) as pilot:
        await press(pilot, "enter", "V", "G", "y")
        assert 70_000 < len(pilot.app.clipboard) < 75_000 and pilot.app.clipboard.endswith("word")
        assert "too long for a terminal's clipboard" in told(pilot)


def test_a_single_line_is_cut_between_letters() -> None:
    text, is_whole = fitting("é" * 60_000)
    assert not is_whole and set(text) == {"é"} and len(text.encode()) <= 75_000


@pytest.fixture
async def letters(world: World) -> World:
    await send(world, "<p>A letter <em>waits</em> for you, and so does its second line, and a third.</p>" * 3)
    return world


def test_selected_lines_are_told_apart_without_colour(
    letters: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "enter", "j", "V", "j", "j", "j", "j", "j")

    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(letters), run_before=play, terminal_size=(80, 24))
