"""Selecting several posts, narrowing a list down, choosing a month: by keys from end to end."""

import re

import pytest
from textual.pilot import Pilot

from tests.ui.acting import drawn, follow, listed, main_screen, playing, press, settle, told, type_in
from tests.world import BLOG, World, entry, feed, page
from tui_blog.model.post_list import PostQuery
from tui_blog.ui.screens.archive import ArchiveScreen
from tui_blog.ui.widgets.filter_line import FilterLine

TITLES = ("Tea in the morning", "Rain", "Green tea, and rain", "Bread", "Salt", "An old kettle")


@pytest.fixture
async def kitchen(world: World) -> World:
    """Six unread posts over four months of two years, the first title the newest."""
    days = ("2024-12-19", "2024-12-18", "2024-11-02", "2024-11-01", "2023-07-30", "2023-05-01")
    posts = [entry(f"p{n}", TITLES[n], day, "<p>.</p>") for n, day in enumerate(days)]
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*posts), "application/atom+xml")
    await follow(world)
    return world


def marked(pilot: Pilot[str]) -> list[str]:
    """The titles of the rows that bear the mark of the selection."""
    return re.findall(r"▌(.*\w)", drawn(main_screen(pilot).posts))


def unread(world: World) -> list[str]:
    return [row.title for row in world.services.reading.window(PostQuery(unread=True), limit=99).rows]


def below(pilot: Pilot[str]) -> str:
    return str(main_screen(pilot).posts.border_subtitle)


def above(pilot: Pilot[str]) -> str:
    return str(main_screen(pilot).posts.border_title)


# --- selecting several -------------------------------------------------------------------------------


async def test_a_run_follows_the_cursor_until_it_is_ended(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "j", "v", "j", "j")
        assert marked(pilot) == list(TITLES[1:4])
        assert below(pilot) == "3 selected, v ends"
        await press(pilot, "k")
        assert marked(pilot) == list(TITLES[1:3]), "a run shrinks as the cursor comes back"
        await press(pilot, "v", "j", "j")
        assert marked(pilot) == list(TITLES[1:3]) and below(pilot) == "2 selected"


async def test_single_posts_join_and_leave(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "v", "j", "j", "v", "k", "V", "G", "V")
        assert marked(pilot) == [TITLES[0], TITLES[2], TITLES[5]]
        assert below(pilot) == "3 selected"


async def test_marks_fall_on_all_that_is_selected_and_one_undo_takes_them_back(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "m", "v", "j", "j", "m")
        assert unread(kitchen) == list(TITLES[3:]), "read are all of them, as one of them was"
        assert "2 posts marked read" in told(pilot)
        assert not marked(pilot) and below(pilot) == ""
        await press(pilot, "U")
        assert unread(kitchen) == list(TITLES[1:]), "the one that was read before stays read"
        assert "2 posts are unread again" in told(pilot)


async def test_where_all_are_read_they_become_unread(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "A", "v", "j", "m")
        assert unread(kitchen) == list(TITLES[:2])


async def test_stars_fall_on_all_that_is_selected(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "v", "G", "s")
        assert "6 posts starred" in told(pilot)
        assert kitchen.services.library.counts().starred == 6
        await press(pilot, "U")
        assert kitchen.services.library.counts().starred == 0
        assert "6 posts are without star again" in told(pilot)


async def test_escape_drops_the_selection_before_it_leaves_the_list(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "v", "j", "escape")
        assert not marked(pilot) and main_screen(pilot).focused is main_screen(pilot).posts
        await press(pilot, "m")
        assert len(unread(kitchen)) == 5, "a mark falls on the cursor's post alone again"
        await press(pilot, "escape")
        assert main_screen(pilot).focused is main_screen(pilot).library


async def test_another_list_begins_with_nothing_selected(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "v", "j", "1", "j", "enter")
        assert not marked(pilot) and below(pilot) == ""


# --- the filter --------------------------------------------------------------------------------------


async def test_the_list_narrows_down_with_every_letter(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "F", "t", "e", "a")
        assert listed(pilot) == [TITLES[0], TITLES[2]]
        await type_in(pilot, " RAIN")
        assert listed(pilot) == [TITLES[2]]
        assert above(pilot) == "All posts · “tea RAIN”" and below(pilot) == "1 post"
        await press(pilot, *["backspace"] * 5)
        assert listed(pilot) == [TITLES[0], TITLES[2]]


async def test_of_letters_in_a_burst_the_last_one_counts(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "F")
        await pilot.press(*"tea", "space", *"x", "backspace", *"rain")
        await settle(pilot)
        assert listed(pilot) == [TITLES[2]] and below(pilot) == "1 post"
        await pilot.press(*["backspace"] * 8)
        await settle(pilot)
        assert listed(pilot) == list(TITLES) and below(pilot) == ""


async def test_enter_keeps_the_filter_and_escape_shows_all_with_the_found_post(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "F", "t", "e", "a", "enter", "j")
        assert main_screen(pilot).focused is main_screen(pilot).posts
        assert not pilot.app.screen.query_one(FilterLine).display
        await press(pilot, "escape")
        assert listed(pilot) == list(TITLES) and above(pilot) == "All posts"
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == TITLES[2]


async def test_where_nothing_fits_that_is_said_and_escape_leads_back_to_where_it_began(
    kitchen: World,
) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "j", "j", "F")
        await type_in(pilot, "zebra")
        assert listed(pilot) == [] and "No title here holds “zebra”." in drawn(main_screen(pilot).posts)
        await press(pilot, "escape")
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == TITLES[2]


async def test_tab_turns_from_all_to_unread_to_starred(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "m", "j", "s", "F", "tab")
        assert listed(pilot) == list(TITLES[1:]) and above(pilot) == "All posts · unread"
        await press(pilot, "tab", "r")
        assert listed(pilot) == [TITLES[1]] and above(pilot) == "All posts · starred · “r”"
        await press(pilot, "tab")
        assert listed(pilot) == [TITLES[0], TITLES[1], TITLES[2], TITLES[3]]


async def test_marks_reach_nothing_that_the_filter_hides(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "F", "t", "e", "a", "enter", "v", "j")
        assert below(pilot) == "2 selected, v ends"
        await press(pilot, "m")
        assert unread(kitchen) == [TITLES[1], *TITLES[3:]]
        await press(pilot, "U", "A")
        assert unread(kitchen) == [TITLES[1], *TITLES[3:]]


async def test_the_next_unread_post_is_one_of_those_that_fit(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "F", "t", "e", "a", "enter", "n")
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == TITLES[2]
        await press(pilot, "n")
        assert "No more unread posts here." in told(pilot)


async def test_a_long_list_is_looked_through_as_far_as_it_is_wanted(world: World) -> None:
    days = [f"20{10 + n // 300:02}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}" for n in range(600)]
    names = [f"Even {n}" if n % 2 == 0 else f"Odd {n}" for n in range(600)]
    posts = [entry(f"p{n}", names[n], day, "<p>.</p>") for n, day in enumerate(days)]
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*reversed(posts)), "application/atom+xml")
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "F", "e", "v", "e", "n")
        assert len(listed(pilot)) == 100 and re.match(r"looked back to \w+ 2011", below(pilot))
        await press(pilot, "enter", "G")
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "Even 0" and below(pilot) == ""
        seen = set[str]()
        while not seen.issuperset({"Even 598"}):
            seen.update(re.findall(r"Even \d+", drawn(main_screen(pilot).posts)))
            await press(pilot, "pageup")
        assert len(seen) == 300, "every post that fits passes on the way up"


# --- the archive -------------------------------------------------------------------------------------


async def test_a_month_is_chosen_from_the_bars_and_taken_back(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "B")
        assert isinstance(pilot.app.screen, ArchiveScreen)
        lines = [line.split() for line in drawn(pilot.app.screen.months).splitlines() if line.strip()]
        assert [line[:2] for line in lines] == [
            ["2024", "·"], ["Dec", "2"], ["Nov", "2"], ["2023", "·"], ["Jul", "1"], ["May", "1"],
        ]  # fmt: skip
        assert len(lines[1][2]) == 2 * len(lines[4][2]) or lines[4][2].endswith("▌")
        await press(pilot, "j", "enter")
        assert listed(pilot) == [TITLES[2], TITLES[3]]
        assert above(pilot) == "All posts · Nov 2024"
        await press(pilot, "B")
        assert isinstance(pilot.app.screen, ArchiveScreen)
        assert pilot.app.screen.months.cursor_line == pilot.app.screen.months._lines[2], "where one is"
        await press(pilot, "escape", "F", "escape")
        assert listed(pilot) == list(TITLES) and above(pilot) == "All posts"


async def test_what_is_not_fetched_yet_is_told_and_fetched_by_a_key(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "1", "G", "k", "enter", "B")
        assert isinstance(pilot.app.screen, ArchiveScreen)
        assert "not fetched yet: a fetches them" in str(pilot.app.screen.note.render())
        await press(pilot, "a")
        assert "First light" in listed(pilot), "the archive was read back to the first post"
        await press(pilot, "B")
        assert isinstance(pilot.app.screen, ArchiveScreen) and not pilot.app.screen.note.display
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, ArchiveScreen), "there is nothing left to fetch"
