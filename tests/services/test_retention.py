"""A blog of which only some posts are kept, from one refresh to the next."""

from datetime import timedelta

import httpx

from tests.services.test_library import followed, titles
from tests.services.test_refreshing import FEED, SNOW, atom, lamp, told
from tests.world import BLOG, HOMEWARD, LETTERS, QUIET, World
from tui_blog.model.retention import Keep

TWO = Keep("2", posts=2)


async def test_a_refresh_drops_what_is_too_much_and_it_does_not_come_back(world: World) -> None:
    blog = (await followed(world)).blog
    world.services.library.edit(blog, keep=TWO)
    world.web.pages[FEED] = atom(SNOW, LETTERS, QUIET, HOMEWARD, next_page=f"{BLOG}/feed-2.xml")
    assert [step.new for step in await told(world, blog)] == [1]
    assert titles(world) == ["Snow", "Why letters still matter"]
    assert [(step.new, step.changed) for step in await told(world, blog)] == [(0, 0)]
    assert world.services.library.counts().unread == 2
    assert (await world.services.refreshing.older(lamp(world))).new == 1
    assert titles(world)[-1] == "First light", "the archive is read behind the newest page again"


async def test_it_holds_from_the_first_fetch_on(world: World) -> None:
    site = await world.services.library.find(BLOG)
    added = await world.services.library.add(site, keep=TWO)
    assert (added.blog.posts, added.blog.keep, len(titles(world))) == (2, TWO, 2)


async def test_posts_grow_old_while_the_feed_is_unchanged(world: World) -> None:
    blog = (await followed(world)).blog
    world.services.library.edit(blog, keep=Keep("2y", age=timedelta(days=730)))
    await told(world, blog)
    assert len(titles(world)) == 3
    world.web.pages[FEED] = httpx.Response(304)
    world.later(days=26)  # of a post of the 17th and two of the 19th of December 2024
    await told(world, blog)
    assert titles(world) == ["Why letters still matter", "A year without notifications"]
    assert not lamp(world).archive_done and lamp(world).archive_cursor is None
    world.web.pages[FEED] = atom(LETTERS, QUIET, HOMEWARD, next_page=f"{BLOG}/feed-2.xml")
    assert [step.new for step in await told(world, blog)] == [0]
    assert lamp(world).archive_cursor, "the way back begins again with the next page that comes"


async def test_a_dropped_post_opens_by_its_address(world: World) -> None:
    blog = (await followed(world)).blog
    world.services.library.edit(blog, keep=TWO)
    await told(world, blog)
    assert "The long way home" not in titles(world)
    assert await world.services.library.open_post(f"{BLOG}/home/") is not None
    assert titles(world)[-1] == "The long way home"
