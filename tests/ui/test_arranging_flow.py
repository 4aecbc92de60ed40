"""Lists in the order and to the extent that the person wants: oldest first, read posts hidden, remembered."""

import pytest
from textual.pilot import Pilot

from tests.ui.acting import drawn, follow, listed, main_screen, playing, press, read, settle, told, type_in
from tests.world import BLOG, World, entry, feed, make_world, page
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.ui.desks.paging import WINDOW

MANY = 2 * WINDOW + 50


def diary(posts: int) -> list[str]:
    """Days of a diary, day 1 the first, the newest first as a feed has them."""
    dates = [f"20{10 + n // 336:02}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(posts)]
    days = [entry(f"d{n}", f"Day {n}", date, f"<p>Of day {n}.</p>") for n, date in enumerate(dates, 1)]
    return days[::-1]


async def keep_diary(world: World, posts: int) -> World:
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*diary(posts)), "application/atom+xml")
    await follow(world)
    return world


@pytest.fixture
async def week(world: World) -> World:
    """A blog of seven days, all unread."""
    return await keep_diary(world, 7)


def days(*numbers: int) -> list[str]:
    return [f"Day {number}" for number in numbers]


def here(pilot: Pilot[str]) -> str:
    row = main_screen(pilot).posts.highlighted
    return row.title if row else ""


def below(pilot: Pilot[str]) -> str:
    return str(main_screen(pilot).posts.border_subtitle)


def post_id(world: World, title: str) -> PostId:
    rows = world.services.reading.window(PostQuery(), limit=999).rows
    return next(row.id for row in rows if row.title == title)


def mark_read(world: World, *numbers: int) -> None:
    world.services.marking.set([post_id(world, title) for title in days(*numbers)], Mark("read", True))


# --- oldest first ------------------------------------------------------------------------------------


async def test_a_blog_is_read_from_its_first_post_onward(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "E")
        assert listed(pilot) == days(1, 2, 3, 4, 5, 6, 7) and here(pilot) == "Day 1"
        assert below(pilot) == "oldest first" and "Oldest first." in told(pilot)
        await press(pilot, "enter")
        assert "Of day 1." in read(pilot)
        await press(pilot, "J")
        assert "Of day 2." in read(pilot)
        await press(pilot, "n")
        assert "Of day 3." in read(pilot), "the next unread one is the next day"
        await press(pilot, "p", "q")
        assert "No unread post above." in told(pilot)
        await press(pilot, "E")
        assert listed(pilot) == days(7, 6, 5, 4, 3, 2, 1) and here(pilot) == "Day 7" and below(pilot) == ""


async def test_the_order_belongs_to_one_list_and_outlives_a_restart(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "1", "G", "k", "enter", "E")
        assert main_screen(pilot).posts.border_title == "The Slow Lamp · 7 unread"
        assert listed(pilot)[0] == "Day 1"
        await press(pilot, "1", "g", "enter")
        assert listed(pilot)[0] == "Day 7", "all posts are in the order that they were in"
    again = make_world(week.folder, pages=week.web.pages)
    async with playing(again) as pilot:
        await press(pilot, "1", "G", "k", "enter")
        assert listed(pilot)[0] == "Day 1" and below(pilot) == "oldest first"
    again.services.close()


@pytest.mark.parametrize(("to_start", "page_key"), [("g", "pagedown"), ("G", "pageup")])
async def test_page_by_page_every_post_passes_oldest_first_too(
    world: World, to_start: str, page_key: str
) -> None:
    await keep_diary(world, MANY)
    async with playing(world, size=(120, 60)) as pilot:
        posts, seen, last = main_screen(pilot).posts, list[str](), ""
        await press(pilot, "E", to_start)
        assert here(pilot) == ("Day 1" if to_start == "g" else f"Day {MANY}")
        while (shown := drawn(posts)) != last:
            seen += [line.split("●")[1].strip() for line in shown.splitlines() if "●" in line]
            last = shown
            await press(pilot, page_key)
    assert set(seen) == set(days(*range(1, MANY + 1)))


async def test_what_came_in_meanwhile_stands_at_the_end_and_moves_nothing(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "E", "j")
        before = drawn(main_screen(pilot).posts)
        week.later(days=1)
        week.web.pages[f"{BLOG}/feed.xml"] = page(feed(*diary(8)), "application/atom+xml")
        await press(pilot, "R")
        assert listed(pilot) == days(*range(1, 9)) and here(pilot) == "Day 2"
        assert drawn(main_screen(pilot).posts).startswith(before.rstrip())


async def test_all_read_means_the_whole_list_from_whichever_end(world: World) -> None:
    await keep_diary(world, MANY)
    async with playing(world) as pilot:
        await press(pilot, "E", "G", "A")
        assert f"{MANY} posts marked read." in told(pilot)
        assert world.services.library.counts().unread == 0


async def test_filters_selections_and_months_go_with_the_order(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "E", "j", "v", "j", "j", "m", "F")
        assert [row.title for row in main_screen(pilot).posts.window.rows if row.read] == days(2, 3, 4)
        await type_in(pilot, "day")
        assert listed(pilot) == days(*range(1, 8))
        await press(pilot, "tab", "enter")
        assert listed(pilot) == days(1, 5, 6, 7) and below(pilot) == "4 posts · oldest first"
        await press(pilot, "escape")
        assert listed(pilot) == days(*range(1, 8))


async def test_a_long_look_for_titles_goes_on_from_the_oldest(world: World) -> None:
    await keep_diary(world, MANY)
    async with playing(world) as pilot:
        await press(pilot, "E", "F")
        await type_in(pilot, "day")
        assert listed(pilot)[:2] == days(1, 2) and "looked on to Apr 2010 · oldest first" in below(pilot)
        await press(pilot, "enter", "G")
        assert here(pilot) == f"Day {MANY}"
        await press(pilot, "g")
        assert here(pilot) == "Day 1"


async def test_what_a_search_finds_is_sorted_too(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "of day")
        await press(pilot, "enter", "E")
        assert listed(pilot) == days(*range(1, 8)) and below(pilot) == "7 posts · oldest first"
        await press(pilot, "G", "k", "m", "R")
        await settle(pilot)
        assert listed(pilot) == days(*range(1, 8)) and here(pilot) == "Day 6"
        await press(pilot, "H")
        assert listed(pilot) == days(1, 2, 3, 4, 5, 7)


async def test_what_is_not_here_yet_is_said(world: World) -> None:
    await follow(world)  # the Slow Lamp has a second page
    async with playing(world) as pilot:
        await press(pilot, "1", "G", "k", "enter", "E")
        assert "Oldest first. a fetches still older posts." in told(pilot)
        assert here(pilot) == "The long way home" and "first" not in str(world.web.asked[-1].url)
        await press(pilot, "a", "g")
        assert here(pilot) == "First light"


# --- read posts hidden -------------------------------------------------------------------------------


async def test_read_posts_are_hidden_and_shown_by_one_key(week: World) -> None:
    mark_read(week, 2, 5, 6)
    async with playing(week) as pilot:
        await press(pilot, "j", "j", "j", "H")
        assert listed(pilot) == days(7, 4, 3, 1) and here(pilot) == "Day 4"
        assert below(pilot) == "read hidden" and "Read posts are hidden here." in told(pilot)
        await press(pilot, "H")
        assert listed(pilot) == days(*range(7, 0, -1)) and here(pilot) == "Day 4" and below(pilot) == ""


async def test_hiding_is_remembered_for_its_list(week: World) -> None:
    mark_read(week, 7)
    async with playing(week) as pilot:
        await press(pilot, "H", "E")
        assert listed(pilot)[0] == "Day 1" and below(pilot) == "oldest first · read hidden"
    again = make_world(week.folder, pages=week.web.pages)
    async with playing(again) as pilot:
        assert listed(pilot) == days(1, 2, 3, 4, 5, 6) and below(pilot) == "oldest first · read hidden"
        await press(pilot, "1", "G", "k", "enter")
        assert listed(pilot)[0] == "Day 7" and below(pilot) == ""
    again.services.close()


@pytest.mark.parametrize("order", [[], ["E"]])
async def test_the_open_post_never_vanishes_under_the_reader(week: World, order: list[str]) -> None:
    async with playing(week) as pilot:
        await press(pilot, *order, "H", "j", "j", "enter", "J")
        opened = here(pilot)
        assert opened == "Day 4"
        await press(pilot, "R")  # the list is shown anew: both posts are read by now
        await settle(pilot)
        assert opened in listed(pilot) and here(pilot) == opened and len(listed(pilot)) == 6
        await press(pilot, "J")
        assert f"Of day {5 if order else 3}." in read(pilot)
        await press(pilot, "R")
        await settle(pilot)
        assert opened not in listed(pilot), "it is not read any more"


async def test_nor_does_it_from_the_list_of_unread_posts(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "1", "g", "j", "enter", "j", "enter", "R")
        await settle(pilot)
        assert here(pilot) == "Day 6" and listed(pilot) == days(*range(7, 0, -1))
        await press(pilot, "H")
        assert "This list holds unread posts only." in told(pilot)


async def test_a_blog_that_is_removed_takes_its_open_post_along(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "H", "enter", "1", "G", "k", "d")
        assert listed(pilot) == []


async def test_when_all_is_read_the_way_to_it_is_said(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "H", "A")
        assert listed(pilot) == []
        assert "No unread posts here. H shows those that are read too." in " ".join(
            drawn(main_screen(pilot).posts).split()
        )
        await press(pilot, "H")
        assert listed(pilot) == days(*range(7, 0, -1))


@pytest.mark.parametrize("way", [[], ["F", "d", "a", "y", "enter"]])
@pytest.mark.parametrize("opened", [[], ["enter", "q"]])
async def test_who_takes_back_that_all_is_read_stands_where_they_stood(
    week: World, way: list[str], opened: list[str]
) -> None:
    async with playing(week) as pilot:
        await press(pilot, "H", *way, *opened, "j", "j", "j", "A")
        assert listed(pilot) == (["Day 7"] if opened else [])
        await press(pilot, "s", "U" if opened else "R", "U")
        assert here(pilot) == "Day 4"


async def test_who_has_gone_on_since_stays_there(week: World) -> None:
    async with playing(week) as pilot:
        await press(pilot, "H", "enter", "q", "j", "j", "A", "H", "G", "U")
        assert here(pilot) == "Day 1"
