"""A Ghost blog in the library: read back to its first post, whatever becomes of its key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ghost_blog import POSTS, TEA, GhostBlog
from tests.world import World, make_world
from tui_blog.model.blog import Blog


@pytest.fixture
def tea() -> GhostBlog:
    return GhostBlog()


@pytest.fixture
def world(tmp_path: Path, tea: GhostBlog) -> Iterator[World]:
    world = make_world(tmp_path)
    paths = ("/", "/rss/", "/ghost/api/content/posts/", "/ghost/api/content/settings/")
    world.web.pages |= {TEA + path: tea for path in paths}
    yield world
    world.services.close()


async def followed(world: World) -> Blog:
    library = world.services.library
    return (await library.add(await library.find(TEA))).blog


async def as_it_stands(world: World, blog: Blog) -> Blog:
    now = world.services.library.blog(blog.id)
    assert now is not None
    return now


async def test_it_is_read_back_to_its_first_post_and_each_post_is_kept_once(world: World) -> None:
    blog = await followed(world)
    assert [refreshed.status async for refreshed in world.services.refreshing.archive(blog)] == ["ok", "ok"]
    now = await as_it_stands(world, blog)
    assert (now.source, now.posts, now.archive_done) == ("ghost", POSTS, True)


async def test_a_key_that_was_changed_is_found_again(world: World, tea: GhostBlog) -> None:
    blog = await followed(world)
    tea.key, tea.posts = "99444f78447824223cefc48099", POSTS + 1
    refreshed = await world.services.refreshing.refresh_one(blog)
    assert (refreshed.status, refreshed.new) == ("ok", 1)
    now = await as_it_stands(world, blog)
    assert (now.source, now.feed_url) == ("ghost", f"{TEA}/ghost/api/content/?key={tea.key}")


async def test_where_the_api_is_switched_off_the_feed_goes_on_and_doubles_nothing(
    world: World, tea: GhostBlog
) -> None:
    blog = await followed(world)
    tea.api_is_open, tea.posts = False, POSTS + 1
    refreshed = await world.services.refreshing.refresh_one(blog)
    assert (refreshed.status, refreshed.new) == ("ok", 1)
    now = await as_it_stands(world, blog)
    assert (now.source, now.feed_url) == ("feed", f"{TEA}/rss/")
