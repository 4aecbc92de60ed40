"""How often blogs are asked: not while they are fresh, ever more seldom while they fail, never in vain."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from socket import EAI_AGAIN, gaierror

import httpx
import pytest

from tests.services.test_library import followed
from tests.services.test_refreshing import FEED, SNOW, asked, atom, lamp
from tests.world import BLOG, LETTERS, NOON, Answer, World, lamp_pages, make_world, page
from tui_blog.model.blog import Blog
from tui_blog.model.comment import RetryLater, SendState
from tui_blog.model.post_list import PostQuery
from tui_blog.services.refreshing import Refreshed


async def all_told(world: World, *blogs: Blog) -> list[Refreshed]:
    """A refresh of the whole library."""
    return [step async for step in world.services.refreshing.refresh(blogs or world.services.library.blogs())]


async def by_name(world: World, blog: Blog) -> Refreshed:
    """The person wants just this one."""
    (step,) = [step async for step in world.services.refreshing.refresh([blog], named=True)]
    return step


def rss(channel: str) -> httpx.Response:
    return page(
        f"""<rss version="2.0"><channel><title>The Slow Lamp</title><link>{BLOG}/</link>{channel}
        <item><title>One</title><guid>one</guid><link>{BLOG}/one</link></item></channel></rss>""",
        "application/rss+xml",
    )


# --- fresh blogs ---------------------------------------------------------------------------------


async def test_a_blog_that_is_fresh_is_left_alone_until_it_is_not(world: World) -> None:
    await followed(world)
    world.web.pages[FEED] = atom(LETTERS, **{"cache-control": "max-age=3600"})
    await all_told(world)
    world.web.pages[FEED], before = atom(SNOW), asked(world)
    world.later(minutes=50)
    (step,) = await all_told(world)
    assert (step.status, step.new, step.error, asked(world)) == ("unchanged", 0, "", before)
    world.later(minutes=10)
    (step,) = await all_told(world)
    assert (step.status, step.new) == ("ok", 1)


async def test_a_blog_that_the_person_names_is_asked_however_fresh_it_is(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = atom(LETTERS, **{"cache-control": "max-age=3600"})
    await all_told(world)
    world.web.pages[FEED] = atom(SNOW)
    assert (await by_name(world, blog)).new == 1


async def test_what_a_feed_wrote_holds_while_the_feed_is_unchanged(world: World) -> None:
    """A 304 has no body in which it could be written again."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("if-none-match"):
            return httpx.Response(304)
        told = rss("<ttl>120</ttl>")
        told.headers["etag"] = '"1"'
        return told

    world.web.pages[FEED] = answer
    await followed(world)
    world.later(hours=2)
    assert [step.status for step in await all_told(world)] == ["unchanged"]
    before = asked(world)
    world.later(hours=1)
    assert [step.status for step in await all_told(world)] == ["unchanged"]
    assert asked(world) == before, "it was not even asked"
    world.later(hours=1)
    await all_told(world)
    assert asked(world) == before + 1


async def test_quiet_hours_are_kept(world: World) -> None:
    world.web.pages[FEED] = rss("<skipHours><hour>13</hour><hour>14</hour></skipHours>")
    await followed(world)
    before = asked(world)
    assert NOON.hour == 12
    for minutes, expected in ((70, 0), (60, 0), (60, 1)):
        world.later(minutes=minutes)
        await all_told(world)
        assert asked(world) - before == expected


async def test_who_wants_to_know_is_told_why_a_blog_was_not_asked(tmp_path: Path) -> None:
    told: list[str] = []
    world = make_world(tmp_path, pages=lamp_pages(), tell=told.append)
    world.web.pages[FEED] = rss("<ttl>60</ttl>")
    await followed(world)
    world.later(minutes=14)
    await all_told(world)
    assert told == ["The Slow Lamp: as it wishes, it is not asked for another 40 minutes."]
    world.services.close()


# --- failing blogs -------------------------------------------------------------------------------


async def tries_within(world: World, *, days: int) -> int:
    """How often a failing blog is asked by a refresh of everything, every quarter of an hour."""
    before = asked(world)
    for _ in range(days * 96):
        world.later(minutes=15)
        await all_told(world)
    return asked(world) - before


async def test_a_blog_that_goes_on_failing_is_tried_ever_more_seldom_but_every_day(world: World) -> None:
    await followed(world)
    world.web.pages[FEED] = httpx.Response(500)
    assert 5 <= await tries_within(world, days=1) <= 9
    assert 1 <= await tries_within(world, days=1) <= 2
    assert 5 <= await tries_within(world, days=5) <= 7


async def test_a_blog_that_failed_says_when_it_is_tried_again(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(500)
    await all_told(world)
    before = asked(world)
    world.later(minutes=4)
    (step,) = await all_told(world)
    assert (step.status, asked(world)) == ("failed", before)
    assert step.error.startswith(lamp(world).error) and "status 500" in step.error
    assert "tried again in 5 minutes" in step.error or "tried again in 4 minutes" in step.error
    assert (await by_name(world, blog)).status == "failed" and asked(world) == before + 1


async def test_a_success_makes_a_failing_blog_as_good_as_any(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(500)
    for _ in range(6):
        await by_name(world, blog)
    world.web.pages[FEED] = atom(LETTERS)
    assert (await by_name(world, blog)).status == "ok"
    assert [step.status for step in await all_told(world)] == ["ok"]
    world.web.pages[FEED] = httpx.Response(500)
    await all_told(world)
    world.web.pages[FEED] = atom(SNOW)
    world.later(minutes=10)
    assert [step.status for step in await all_told(world)] == ["ok"], "its failures are counted anew"


async def test_a_server_that_is_asked_too_often_is_left_alone_for_longer(world: World) -> None:
    await followed(world)
    world.web.pages[FEED] = httpx.Response(429)
    await all_told(world)
    before = asked(world)
    world.later(minutes=40)
    await all_told(world)
    assert asked(world) == before
    world.later(minutes=20)
    await all_told(world)
    assert asked(world) == before + 1


class NoNet(httpx.ConnectError):
    """What a look-up of any name gives where there is no net."""

    def __init__(self) -> None:
        super().__init__("no net")
        self.__cause__ = gaierror(EAI_AGAIN, "Temporary failure in name resolution")


async def test_a_machine_that_was_offline_asks_everybody_as_soon_as_it_is_back(world: World) -> None:
    await followed(world)
    world.web.pages[FEED] = NoNet()
    assert [step.status for step in await all_told(world)] == ["failed"]
    world.web.pages[FEED] = atom(SNOW)
    assert [step.new for step in await all_told(world)] == [1]


async def test_a_feed_that_is_missing_for_days_is_looked_for_on_its_blog(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(404)
    home = world.web.pages[f"{BLOG}/"]
    assert isinstance(home, httpx.Response)
    world.web.pages[BLOG] = world.web.pages[f"{BLOG}/"] = page(home.text.replace("feed.xml", "atom.xml"))
    world.web.pages[f"{BLOG}/atom.xml"] = atom(SNOW)
    for _ in range(5):
        assert (await by_name(world, blog)).status == "failed"
    assert lamp(world).feed_url == FEED, "many failures in a row are no days"
    world.later(days=3)
    assert (await by_name(world, blog)).new == 1
    assert lamp(world).feed_url == f"{BLOG}/atom.xml"


# --- hosts ---------------------------------------------------------------------------------------


def shared_pages(*names: str) -> dict[str, Answer]:
    """Several blogs on one host."""
    return {
        f"https://blogs.example/{name}.xml": page(
            f"""<rss version="2.0"><channel><title>{name}</title><link>https://blogs.example/{name}/</link>
            <item><title>One</title><guid>{name}</guid></item></channel></rss>""",
            "application/rss+xml",
        )
        for name in names
    }


async def neighbours(world: World) -> Sequence[Blog]:
    """Six blogs of one host, followed."""
    names = ("ant", "bee", "cat", "dog", "elk", "fox")
    world.web.pages |= shared_pages(*names)
    library = world.services.library
    blogs = [
        (await library.add(await library.find(f"https://blogs.example/{name}.xml"))).blog for name in names
    ]
    world.web.asked.clear()
    return blogs


def asked_of(world: World, host: str) -> int:
    return sum(request.url.host == host for request in world.web.asked)


async def test_a_host_that_is_out_of_reach_is_tried_once_for_all_its_blogs(world: World) -> None:
    blogs = await neighbours(world)
    await followed(world)
    for blog in blogs:
        world.web.pages[blog.feed_url] = httpx.ConnectTimeout("dead")
    steps = {step.blog.title: step for step in await all_told(world)}
    assert asked_of(world, "blogs.example") == 1
    assert {steps[blog.title].status for blog in blogs} == {"failed"}
    assert all("blogs.example" in steps[blog.title].error for blog in blogs)
    assert steps[lamp(world).title].status == "ok"

    world.later(hours=1)
    world.web.pages |= shared_pages("ant", "bee", "cat", "dog", "elk", "fox")
    assert {step.status for step in await all_told(world, *blogs)} == {"ok"}, "the next run tries again"


async def test_a_host_that_keeps_silent_is_not_waited_for_with_every_blog(world: World) -> None:
    blogs = await neighbours(world)
    for blog in blogs:
        world.web.pages[blog.feed_url] = httpx.ReadTimeout("silent")
    steps = await all_told(world, *blogs)
    assert asked_of(world, "blogs.example") == 3
    assert {step.status for step in steps} == {"failed"}
    assert all("blogs.example took longer than" in step.error for step in steps)


async def test_a_few_slow_blogs_say_nothing_of_their_host(world: World) -> None:
    blogs = await neighbours(world)
    slow = (blogs[0], blogs[1], blogs[3], blogs[5])
    for blog in slow:
        world.web.pages[blog.feed_url] = httpx.ReadTimeout("silent")
    steps = {step.blog.id: step.status for step in await all_told(world, *blogs)}
    assert [steps[blog.id] for blog in blogs] == ["failed", "failed", "ok", "failed", "ok", "failed"]


async def test_one_missing_feed_says_nothing_of_its_neighbours(world: World) -> None:
    blogs = await neighbours(world)
    world.web.pages[blogs[0].feed_url] = httpx.Response(404)
    steps = {step.blog.id: step.status for step in await all_told(world, *blogs)}
    assert [steps[blog.id] for blog in blogs] == ["failed", *["ok"] * 5]


async def test_a_host_that_asks_for_patience_gets_it_for_all_its_blogs(world: World) -> None:
    blogs = await neighbours(world)
    world.web.pages[blogs[0].feed_url] = httpx.Response(429, headers={"retry-after": "600"})
    steps = await all_told(world, *blogs)
    assert asked_of(world, "blogs.example") == 1
    assert [step.status for step in steps] == ["failed"] * 6
    assert all("blogs.example" in step.error and "10 minutes" in step.error for step in steps)
    assert "10 minutes" in (await by_name(world, blogs[3])).error
    assert asked_of(world, "blogs.example") == 1

    world.later(minutes=10)
    world.web.pages |= shared_pages("ant")
    assert {step.status for step in await all_told(world, *blogs)} == {"ok"}


async def test_the_archive_and_the_thread_wait_as_well(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(503, headers={"retry-after": "600"})
    await by_name(world, blog)
    world.web.asked.clear()
    older = await world.services.refreshing.older(blog)
    assert older.status == "failed" and "left alone" in older.error
    assert world.web.asked == []


async def test_a_comment_waits_as_well_and_is_not_taken_for_sent(world: World) -> None:
    blog = (await followed(world)).blog
    (row,) = world.services.reading.window(PostQuery(), limit=1).rows
    prepared = await world.services.commenting.prepare(world.services.reading.stored(row.id))
    world.web.pages[FEED] = httpx.Response(503, headers={"retry-after": "600"})
    await by_name(world, blog)
    world.web.asked.clear()
    draft = replace(prepared.draft, body="So true.", name="Bo")
    sent = await world.services.sending.send(prepared.subject, draft)
    assert isinstance(sent.outcome, RetryLater) and "another 10 minutes" in sent.outcome.reason
    assert sent.item.state is SendState.QUEUED and world.web.asked == []


async def test_the_wait_is_kept_for_the_next_start(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(429, headers={"retry-after": "600"})
    await by_name(world, blog)
    again = make_world(world.folder, pages=world.web.pages)
    step = await by_name(again, blog)
    assert "left alone" in step.error and again.web.asked == []
    again.services.close()


# --- moves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "moves"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
async def test_only_a_move_for_good_that_held_twice_is_remembered(
    world: World, status: int, moves: bool
) -> None:
    await followed(world)
    world.web.pages[FEED] = httpx.Response(status, headers={"location": f"{BLOG}/atom.xml"})
    world.web.pages[f"{BLOG}/atom.xml"] = atom(LETTERS)
    await all_told(world)
    assert lamp(world).feed_url == FEED
    await all_told(world)
    assert lamp(world).feed_url == (f"{BLOG}/atom.xml" if moves else FEED)
