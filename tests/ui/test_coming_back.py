"""The program is left, and opened again: it stands where the person left it."""

import pytest

from tests.ui.acting import follow, listed, main_screen, playing, press, read, settle, told, until
from tests.world import BLOG, World
from tui_blog.model.place import Place
from tui_blog.model.post_key import PostId


async def leave(world: World, *pressed: str) -> None:
    async with playing(world) as pilot:
        await press(pilot, *pressed)
        pilot.app.exit()


async def test_the_cursor_stands_on_the_post_it_was_on(world: World) -> None:
    await follow(world)
    await leave(world, "j")
    async with playing(world) as pilot:
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "A year without notifications"
        assert main_screen(pilot).focused is main_screen(pilot).posts


async def test_what_was_being_read_is_read_on(world: World) -> None:
    await follow(world)
    await leave(world, "j", "enter")
    async with playing(world) as pilot:
        await until(pilot, lambda: "It was quiet." in read(pilot))
        assert main_screen(pilot).focused is main_screen(pilot).view


@pytest.mark.parametrize(("key", "posts"), [("unread", 3), ("starred", 0), ("blog:1", 3)])
async def test_the_list_is_the_one_that_was_left(world: World, key: str, posts: int) -> None:
    await follow(world)
    async with playing(world) as pilot:
        main_screen(pilot).listing.choose(key)
        await press(pilot, "q", "Q")
    async with playing(world) as pilot:
        assert main_screen(pilot).listing.key == key
        assert len(listed(pilot)) == posts


async def test_the_kept_search_that_was_left_finds_what_it_found(world: World) -> None:
    await follow(world)
    world.services.searching.keep("author:ada")
    async with playing(world) as pilot:
        main_screen(pilot).listing.choose("search:author:ada")
        await settle(pilot)
        pilot.app.exit()
    async with playing(world) as pilot:
        assert main_screen(pilot).listing.key == "search:author:ada"
        assert len(listed(pilot)) == 3


async def test_of_the_unread_ones_the_next_is_under_the_cursor_when_the_last_is_read(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        main_screen(pilot).listing.choose("unread")
        await press(pilot, "j", "enter", "Q")
    async with playing(world) as pilot:
        await until(pilot, lambda: "It was quiet." in read(pilot))
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "The long way home"


async def test_a_blog_that_is_gone_by_then_leads_to_all_posts(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        main_screen(pilot).listing.choose("blog:1")
        await press(pilot, "enter", "Q")
    world.services.library.remove(world.services.library.blogs()[0])
    async with playing(world) as pilot:
        assert main_screen(pilot).listing.key == "all" and listed(pilot) == []


async def test_a_post_that_is_gone_by_then_is_not_opened(world: World) -> None:
    await follow(world)
    await leave(world, "j", "enter")
    world.services.reading.stay(Place("all", PostId(99), is_reading=True))
    async with playing(world) as pilot:
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "Why letters still matter"
        assert told(pilot) == "" and main_screen(pilot).focused is main_screen(pilot).posts


async def test_who_names_a_blog_comes_to_that_blog(world: World) -> None:
    await follow(world)
    await leave(world, "j", "enter")
    async with playing(world, BLOG) as pilot:
        assert main_screen(pilot).listing.key == "blog:1"
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "Why letters still matter"


async def test_a_blog_that_was_only_visited_is_no_place_to_come_back_to(world: World) -> None:
    async with playing(world, BLOG) as pilot:
        assert len(listed(pilot)) == 3
        await press(pilot, "enter", "Q")
    async with playing(world) as pilot:
        assert main_screen(pilot).listing.key == "all" and "It was quiet." not in read(pilot)
