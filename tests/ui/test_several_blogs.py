"""A list of several blogs: whose a post is can be seen before it is opened, and while it is read."""

import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, listed, main_screen, playing, press, read, settle, told, type_in
from tests.world import BLOG, LETTERS, World, feed, page
from tui_blog.model.text import clean_line
from tui_blog.ui.entries import OUTBOX
from tui_blog.ui.screens.parts import PartsScreen

OTHER = "https://kettle.example"


@pytest.fixture
async def two(world: World) -> World:
    """The Slow Lamp and The Kettle, with one post."""
    await follow(world)
    other = feed(LETTERS).replace(BLOG, OTHER).replace("The Slow Lamp", "The Kettle")
    other = other.replace("2024-12-19", "2025-01-02").replace("Why letters still matter", "Tea")
    world.web.pages[f"{OTHER}/feed.xml"] = page(other, "application/atom+xml")
    await world.services.library.add(await world.services.library.find(f"{OTHER}/feed.xml"))
    return world


def below(pilot: Pilot[str]) -> str:
    """What the lower edge of the list says."""
    return str(main_screen(pilot).posts.border_subtitle or "")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_edge_of_a_narrow_list_names_the_blog_of_the_post_under_the_cursor(
    two: World, size: tuple[int, int]
) -> None:
    async with playing(two, size=size) as pilot:
        await press(pilot, "1", "g", "enter")
        assert listed(pilot)[:2] == ["Tea", "Why letters still matter"]
        assert below(pilot) == "The Kettle"
        await press(pilot, "j")
        assert below(pilot) == "The Slow Lamp"
        await press(pilot, "v")
        assert below(pilot) == "1 selected, v ends"
        await press(pilot, "escape", "E")
        assert below(pilot) == "oldest first · The Slow Lamp"


async def test_a_wide_list_names_each_blog_in_its_row_and_that_of_one_blog_needs_none(two: World) -> None:
    async with playing(two, size=(200, 50)) as pilot:
        await press(pilot, "1", "g", "enter")
        assert below(pilot) == ""
    async with playing(two, size=(80, 24)) as pilot:
        main_screen(pilot).listing.choose(f"blog:{two.services.library.named('The Kettle').id}")
        await settle(pilot)
        assert listed(pilot) == ["Tea"] and below(pilot) == ""


async def test_an_open_post_names_its_author_and_its_blog(two: World) -> None:
    async with playing(two) as pilot:
        await press(pilot, "1", "g", "enter", "enter")
        assert "by Ada on The Kettle · letters" in read(pilot)


async def test_a_long_name_gives_way_to_the_count_and_edges_follow_the_width(two: World) -> None:
    two.services.library.edit(two.services.library.named("The Kettle"), title="The Kettle on the Hob at Home")
    async with playing(two, size=(80, 24)) as pilot:
        posts = main_screen(pilot).posts
        main_screen(pilot).listing.choose(f"blog:{two.services.library.named('The Kettle').id}")
        assert posts.border_title == "The Kettle on… · 1 unread"
        await pilot.resize_terminal(200, 50)
        await settle(pilot)
        assert posts.border_title == "The Kettle on the Hob at Home · 1 unread"
        await press(pilot, "1", "g", "enter")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert below(pilot) == "The Kettle on the Hob at Home"


async def test_what_is_looked_for_here_is_what_the_list_or_the_cursor_of_the_library_stands_for(
    two: World,
) -> None:
    kettle = two.services.library.named("The Kettle")
    two.services.library.edit(kettle, tags=(clean_line("tea"),))
    async with playing(two) as pilot:
        main_screen(pilot).listing.choose("tag:tea")
        assert await asked(pilot, two, "r") == {OTHER}
        assert await asked(pilot, two, "R") == {BLOG, OTHER}
        await press(pilot, "1", "G", "k")
        entry = main_screen(pilot).library.highlighted
        assert entry is not None and entry.label == "The Slow Lamp"
        assert await asked(pilot, two, "r") == {BLOG}, "under the cursor, whatever list is shown"
        await press(pilot, "g")
        assert await asked(pilot, two, "r") == {BLOG, OTHER}


async def asked(pilot: Pilot[str], world: World, key: str) -> set[str]:
    """The blogs that are asked for new posts when a key is pressed."""
    world.later(hours=48)
    world.web.asked.clear()
    await press(pilot, key)
    urls = [str(request.url) for request in world.web.asked]
    return {url.removesuffix("/feed.xml") for url in urls if url.endswith("/feed.xml")}


# --- in the library, keys are about what stands under its cursor -------------------------------------


def unread(world: World) -> dict[str, int]:
    return {blog.title: blog.unread for blog in world.services.library.blogs()}


async def point_at(pilot: Pilot[str], key: str) -> None:
    """Go to a line of the library, while the list of all posts is shown."""
    await press(pilot, "1", "g", "enter", "1")
    main_screen(pilot).library.highlight(key)


@pytest.mark.parametrize("keys", [["A"], ["colon", *"mark all read", "enter"]])
async def test_all_read_is_the_blog_under_the_cursor_and_not_the_list_beside_it(
    two: World, keys: list[str]
) -> None:
    async with playing(two) as pilot:
        await point_at(pilot, f"blog:{two.services.library.named('The Kettle').id}")
        await press(pilot, *("space" if key == " " else key for key in keys))
        assert unread(two) == {"The Kettle": 0, "The Slow Lamp": 3} and len(listed(pilot)) == 4
        await press(pilot, "U")
        assert unread(two) == {"The Kettle": 1, "The Slow Lamp": 3}


async def test_all_read_is_what_the_kept_search_under_the_cursor_finds(two: World) -> None:
    while two.services.searching.index_some():
        pass
    two.services.searching.keep("tea", "Drinks")
    async with playing(two) as pilot:
        await point_at(pilot, "search:tea")
        await press(pilot, "A")
        assert unread(two) == {"The Kettle": 0, "The Slow Lamp": 3}


async def test_nothing_is_marked_read_by_the_line_of_the_outbox(two: World) -> None:
    async with playing(two) as pilot:
        await point_at(pilot, OUTBOX)
        await press(pilot, "A")
        assert unread(two) == {"The Kettle": 1, "The Slow Lamp": 3}
        assert told(pilot) == "There are no posts in the outbox."


async def test_older_posts_and_parts_are_those_of_the_blog_under_the_cursor(two: World) -> None:
    async with playing(two) as pilot:
        await point_at(pilot, f"blog:{two.services.library.named('The Slow Lamp').id}")
        await press(pilot, "a")
        assert "First light" in listed(pilot)
        await press(pilot, "L")
        screen = pilot.app.screen
        assert isinstance(screen, PartsScreen) and str(screen.title_line.content) == "In The Slow Lamp"


async def test_the_kept_search_under_the_cursor_gets_another_name(two: World) -> None:
    two.services.searching.keep("tea", "Drinks")
    async with playing(two) as pilot:
        await point_at(pilot, "search:tea")
        await press(pilot, "W", "ctrl+u")
        await type_in(pilot, "Kettles")
        await press(pilot, "enter")
    assert [search.title for search in two.services.library.searches()] == ["Kettles"]
