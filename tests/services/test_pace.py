"""Blogs are asked as often as they post: those that are not due are passed over, and it is said how many."""

from datetime import timedelta
from pathlib import Path

from tests.services.test_manners import all_told, by_name
from tests.services.test_refreshing import FEED, asked, atom, followed_at, lamp
from tests.world import NOON, World, entry, lamp_pages, make_world
from tui_blog.model.blog import Blog


def daily(days: int = 8, first: int = 0) -> list[str]:
    """A post a day, the last one from yesterday at half past eight."""
    dates = [NOON - timedelta(days=n + 1) for n in range(first, days)]
    return [entry(f"day-{d:%j}", f"Day {d:%j}", f"{d:%Y-%m-%d}", "<p>As every day.</p>") for d in dates]


async def daily_blog(world: World) -> Blog:
    world.web.pages[FEED] = atom(*daily())
    return await followed_at(world, FEED)


async def test_a_daily_blog_is_asked_again_after_some_hours(world: World) -> None:
    await daily_blog(world)
    before = asked(world)
    world.later(hours=2)
    (step,) = await all_told(world)
    assert (step.status, step.is_due, step.error, asked(world)) == ("unchanged", False, "", before)
    world.later(hours=1)
    (step,) = await all_told(world)
    assert (step.is_due, asked(world)) == (True, before + 1)


async def test_a_day_has_about_ten_looks_whatever_cron_does(world: World) -> None:
    await daily_blog(world)
    before = asked(world)
    for _ in range(96):
        world.later(minutes=15)
        await all_told(world)
    assert 5 <= asked(world) - before <= 10


async def test_a_blog_that_fell_silent_is_asked_once_a_day(world: World) -> None:
    await daily_blog(world)
    world.later(days=400)
    await all_told(world)
    before = asked(world)
    for _ in range(72):
        world.later(hours=1)
        await all_told(world)
    assert asked(world) - before == 3


async def test_a_person_who_names_it_is_not_kept_waiting(world: World) -> None:
    blog = await daily_blog(world)
    world.web.pages[FEED] = atom(entry("extra", "Extra", "2026-11-22", "<p>!</p>"), *daily())
    assert (await by_name(world, blog)).new == 1
    assert (await world.services.refreshing.refresh_one(lamp(world))).is_due


async def test_of_a_young_blog_nothing_is_known(world: World) -> None:
    world.web.pages[FEED] = atom(*daily(4))
    await followed_at(world, FEED)
    (step,) = await all_told(world)
    assert step.is_due


async def test_what_the_blog_asks_for_holds_where_it_is_longer(world: World) -> None:
    world.web.pages[FEED] = atom(*daily(), **{"cache-control": f"max-age={10 * 3600}"})
    await followed_at(world, FEED)
    world.later(hours=8)
    assert [step.is_due for step in await all_told(world)] == [False]
    world.later(hours=1)
    assert [step.is_due for step in await all_told(world)] == [True]


async def test_who_wants_to_know_is_told_why(tmp_path: Path) -> None:
    told: list[str] = []
    world = make_world(tmp_path, pages=lamp_pages(), tell=told.append)
    await daily_blog(world)
    world.later(hours=1)
    await all_told(world)
    assert told == ["The Slow Lamp: as seldom as it posts, it is not asked for another 94 minutes."]
    world.services.close()
