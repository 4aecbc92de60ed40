"""A library of more posts than a window of the list holds, and blogs under tags: by keys from end to end."""

import re

import pytest

from tests.ui.acting import drawn, follow, listed, main_screen, playing, press, read
from tests.world import BLOG, World, entry, feed, page
from tui_blog.model.marks import Mark
from tui_blog.ui.desks.listing import WINDOW

MANY = 2 * WINDOW + 50


def numbers(text: str) -> list[str]:
    """The numbers of the posts that a screen of the list shows."""
    return re.findall(r"Post (\d+)", text)


@pytest.fixture
async def long_blog(world: World) -> World:
    """A blog of `MANY` posts in one feed, post 0 the oldest."""
    days = [f"20{10 + n // 300:02}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}" for n in range(MANY)]
    posts = [entry(f"p{n}", f"Post {n}", day, f"<p>Text {n}.</p>") for n, day in enumerate(days)]
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*reversed(posts)), "application/atom+xml")
    await follow(world)
    return world


async def test_the_end_and_the_top_are_one_key_away(long_blog: World) -> None:
    async with playing(long_blog) as pilot:
        posts = main_screen(pilot).posts
        await press(pilot, "G")
        assert posts.highlighted is not None and posts.highlighted.title == "Post 0"
        assert len(listed(pilot)) <= WINDOW
        await press(pilot, "g")
        assert posts.highlighted is not None and posts.highlighted.title == f"Post {MANY - 1}"


@pytest.mark.parametrize(("to_start", "page"), [("g", "pagedown"), ("G", "pageup")])
async def test_page_by_page_every_post_passes_in_order(long_blog: World, to_start: str, page: str) -> None:
    async with playing(long_blog) as pilot:
        posts, seen, last = main_screen(pilot).posts, set[str](), list[str]()
        await press(pilot, to_start)
        while (shown := numbers(drawn(posts))) != last:
            assert len(listed(pilot)) <= 3 * WINDOW, "rows far away are let go"
            seen.update(shown)
            last = shown
            await press(pilot, page)
    assert sorted(seen, key=int) == [str(n) for n in range(MANY)]


async def test_unread_posts_are_found_beyond_the_window(long_blog: World) -> None:
    async with playing(long_blog) as pilot:
        await press(pilot, "A")
        first = long_blog.services.reading.last_window(main_screen(pilot).listing.query, 1).rows[0]
        long_blog.services.marking.set([first.id], Mark("read", False))
        await press(pilot, "n", "enter")
        assert "Text 0." in read(pilot)


async def test_a_tag_folds_and_unfolds_and_leads_to_its_posts(world: World) -> None:
    await follow(world)
    site = await world.services.library.find(BLOG)
    await world.services.library.add(site, tags=("essays",))
    async with playing(world) as pilot:
        library = main_screen(pilot).library
        await press(pilot, "1", "j", "j", "j")
        assert "▾ essays" in drawn(library) and "The Slow Lamp" in drawn(library)
        await press(pilot, "space")
        assert "▸ essays" in drawn(library) and "The Slow Lamp" not in drawn(library)
        await press(pilot, "enter")
        assert main_screen(pilot).posts.border_title == "essays" and len(listed(pilot)) == 3
