"""From a URL to posts in the library."""

import httpx
import pytest

from tests.world import BLOG, FIRST, HOMEWARD, LETTERS, QUIET, World, entry, feed, make_world, page
from tui_blog.errors import NetworkError, NotInLibrary
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import clean_line
from tui_blog.services.refreshing import Refreshed


async def followed(world: World) -> Refreshed:
    return await world.services.library.add(await world.services.library.find(BLOG))


def titles(world: World, query: PostQuery = PostQuery()) -> list[str]:
    return [row.title for row in world.services.reading.window(query, limit=50).rows]


async def test_a_home_page_leads_to_its_feed_and_the_newest_posts(world: World) -> None:
    added = await followed(world)
    assert (added.blog.title, added.blog.feed_url, added.new) == ("The Slow Lamp", f"{BLOG}/feed.xml", 3)
    assert titles(world) == ["Why letters still matter", "A year without notifications", "The long way home"]
    assert world.services.library.counts().unread == 3


async def test_the_archive_is_read_back_to_the_first_post(world: World) -> None:
    added = await followed(world)
    steps = [step async for step in world.services.refreshing.archive(added.blog)]
    assert [step.new for step in steps] == [1]
    assert titles(world)[-1] == "First light"
    assert world.services.library.named("The Slow Lamp").archive_done


async def test_an_unchanged_feed_is_not_fetched_twice(world: World) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("if-none-match") == '"v1"':
            return httpx.Response(304)
        return page(feed(LETTERS), "application/atom+xml", etag='"v1"')

    world.web.pages[f"{BLOG}/feed.xml"] = answer
    added = await followed(world)
    again = await world.services.refreshing.refresh_one(world.services.library.named(str(added.blog.id)))
    assert (again.status, again.new) == ("unchanged", 0)


async def test_a_refresh_brings_the_new_post_and_leaves_marks_alone(world: World) -> None:
    added = await followed(world)
    first = world.services.reading.window(PostQuery(), limit=1).rows[0]
    world.services.marking.set([first.id], Mark("starred", True))
    world.services.reading.opened(first.id)
    newer = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")
    changed = LETTERS.replace("waits", "waited")
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(newer, changed, QUIET, HOMEWARD), "application/atom+xml")
    again = await world.services.refreshing.refresh_one(added.blog)
    assert (again.new, again.changed) == (1, 1)
    kept = world.services.reading.stored(first.id)
    assert kept.read and kept.starred and "waited" in kept.post.html
    assert titles(world)[0] == "Snow"


async def test_a_failure_is_a_value_with_a_sentence_and_the_posts_stay(world: World) -> None:
    added = await followed(world)
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(500)
    again = await world.services.refreshing.refresh_one(added.blog)
    assert again.status == "failed" and "lamp.example" in again.error
    assert world.services.library.named("The Slow Lamp").error == again.error
    assert len(titles(world)) == 3


async def test_a_blog_that_is_gone_says_so(world: World) -> None:
    added = await followed(world)
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(410)
    assert (await world.services.refreshing.refresh_one(added.blog)).status == "gone"


async def test_one_failing_blog_does_not_stop_the_others(world: World) -> None:
    added = await followed(world)
    world.web.pages["https://dead.example/feed"] = httpx.ConnectError("no")
    site = await world.services.library.find(f"{BLOG}/feed.xml")
    broken = added.blog
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.ConnectError("refused")
    steps = [step async for step in world.services.refreshing.refresh([broken, added.blog])]
    assert site.sources and [step.status for step in steps] == ["failed", "failed"]


async def test_a_blog_goes_by_id_title_beginning_or_url(world: World) -> None:
    added = await followed(world)
    library = world.services.library
    for name in (
        str(added.blog.id),
        "the slow lamp",
        "The Slo",
        BLOG,
        f"{BLOG}/feed.xml",
        "http://lamp.example/",
    ):
        assert library.named(name).id == added.blog.id
    with pytest.raises(NotInLibrary, match="tui-blog blogs"):
        library.named("Fast Lamp")


async def test_opening_a_url_does_not_follow_it(world: World) -> None:
    opened = await world.services.library.open(BLOG)
    assert world.services.library.blogs() == ()
    assert titles(world) == []
    assert len(titles(world, PostQuery(blog_id=opened.blog.id))) == 3


async def test_a_post_s_address_opens_that_post(world: World) -> None:
    linked = page(
        f'<html><head><link rel="alternate" type="application/atom+xml" href="{BLOG}/feed.xml"></head></html>'
    )
    world.web.pages[f"{BLOG}/letters/"] = linked
    opened = await world.services.library.open(f"{BLOG}/letters/")
    assert opened.post_id is not None
    assert world.services.reading.stored(opened.post_id).post.title == "Why letters still matter"


async def test_following_twice_keeps_one_blog(world: World) -> None:
    await followed(world)
    again = await followed(world)
    assert again.new == 0 and len(world.services.library.blogs()) == 1


async def test_removing_a_blog_takes_its_posts(world: World) -> None:
    added = await followed(world)
    world.services.library.remove(added.blog)
    assert titles(world) == [] and world.services.library.counts().posts == 0


async def test_a_dead_host_is_a_sentence(world: World) -> None:
    world.web.pages["https://gone.example"] = httpx.ConnectError("[Errno -2] Name or service not known")
    world.web.pages["http://gone.example"] = httpx.ConnectError("[Errno -2] Name or service not known")
    with pytest.raises(NetworkError) as failed:
        await world.services.library.find("gone.example")
    assert "gone.example" in str(failed.value) and "Errno" not in str(failed.value)


async def test_offline_shows_what_is_stored(world: World) -> None:
    await followed(world)
    world.services.close()
    from tui_blog.config import Config

    offline = make_world(world.folder, Config(offline=True))
    try:
        assert len(titles(offline)) == 3 and FIRST
    finally:
        offline.services.close()


async def test_a_tag_that_another_instance_gave_meanwhile_stays(world: World) -> None:
    seen = (await followed(world)).blog
    slow, tea, late = map(clean_line, ("slow", "tea", "late"))
    world.services.library.edit(seen, tags=(slow, late))
    assert world.services.library.toggle_tag(seen, tea)
    world.services.library.edit(seen, tags=(), no_tags=(late,))
    assert set(world.services.library.named("The Slow Lamp").tags) == {"slow", "tea"}
