"""How getting around in a post looks, at 80x24 and 120x40; each name says what the picture is to show."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, make_app, press, settle, type_in
from tests.ui.test_getting_around import BODY
from tests.world import BLOG, HOMEWARD, World, entry, feed, page
from tui_blog.config import Config

SnapCompare = Callable[..., bool]
both_sizes = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture
async def letters(world: World) -> World:
    newest = entry("letters", "Why letters still matter", "2024-12-20", BODY)
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(newest, HOMEWARD), "application/atom+xml")
    await follow(world)
    return world


def look(
    snap_compare: SnapCompare, world: World, size: tuple[int, int], *keys: str, typed: str = "", **config: str
) -> bool:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, *keys)
        if typed:
            await type_in(pilot, typed)
        await settle(pilot)

    app = make_app(world, config=Config(**config))  # type: ignore[arg-type]
    return snap_compare(app, run_before=play, terminal_size=size)


@both_sizes
def test_a_chosen_link_tells_where_it_leads(
    letters: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert look(snap_compare, letters, size, "enter", "z", "tab")


@both_sizes
def test_links_bear_numbers_on_demand(
    letters: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert look(snap_compare, letters, size, "enter", "u")


@both_sizes
def test_the_contents_of_a_post(letters: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert look(snap_compare, letters, size, "enter", "t")


@both_sizes
def test_all_links_of_a_post(letters: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert look(snap_compare, letters, size, "enter", "u", "u")


@both_sizes
def test_words_that_are_looked_for_are_marked(
    letters: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert look(snap_compare, letters, size, "enter", "slash", typed="patient")


def test_a_search_without_colours(
    letters: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(snap_compare, letters, (80, 24), "enter", "slash", typed="patient")
