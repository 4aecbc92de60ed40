"""What a refresh brings, what it leaves alone, and how it fails."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from tests.services.test_library import followed, titles
from tests.wordpress_blog import PRESS, WordPressBlog
from tests.world import BLOG, HOMEWARD, LETTERS, NOON, QUIET, World, entry, feed, lamp_pages, make_world, page
from tui_blog.errors import StoreError
from tui_blog.model.blog import Blog
from tui_blog.model.post_list import PostQuery, PostRow
from tui_blog.services.refreshing import Refreshed

FEED = f"{BLOG}/feed.xml"
SNOW = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")


def atom(*entries: str, next_page: str = "", **headers: str) -> httpx.Response:
    return page(feed(*entries, next_page=next_page), "application/atom+xml", **headers)


def lamp(world: World) -> Blog:
    return world.services.library.named("The Slow Lamp")


async def followed_at(world: World, url: str) -> Blog:
    return (await world.services.library.add(await world.services.library.find(url))).blog


async def told(world: World, *blogs: Blog) -> list[Refreshed]:
    """The person wants these, due or not."""
    return [step async for step in world.services.refreshing.refresh(blogs, named=True)]


# --- what it brings ------------------------------------------------------------------------------


async def test_a_new_post_is_new_once(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = atom(SNOW, LETTERS, QUIET, HOMEWARD)
    assert [(step.new, step.changed, step.status) for step in await told(world, blog)] == [(1, 0, "ok")]
    assert [(step.new, step.changed) for step in await told(world, blog)] == [(0, 0)]
    assert titles(world).count("Snow") == 1


async def test_a_changed_body_is_a_change_and_a_changed_date_is_none(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = atom(LETTERS.replace("waits", "waited"), QUIET.replace("T09:30", "T10:30"))
    (step,) = await told(world, blog)
    assert (step.new, step.changed) == (0, 1)


async def test_a_post_that_changed_stays_read(world: World) -> None:
    blog = (await followed(world)).blog
    first = world.services.reading.window(PostQuery(), limit=1).rows[0]
    world.services.reading.opened(first.id)
    world.web.pages[FEED] = atom(LETTERS.replace("waits", "waited"))
    await told(world, blog)
    assert world.services.reading.stored(first.id).read
    assert "waited" in (await world.services.reading.open(first.id)).markdown


async def test_a_post_that_left_the_feed_stays_in_the_library(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = atom(SNOW)
    await told(world, blog)
    assert len(titles(world)) == 4


async def test_a_feed_that_breaks_off_is_told_until_it_comes_whole(world: World) -> None:
    blog = (await followed(world)).blog
    whole = atom(SNOW, LETTERS, QUIET, HOMEWARD)
    world.web.pages[FEED] = page(whole.text[: whole.text.rindex("<entry") + 30], "application/atom+xml")
    (step,) = await told(world, blog)
    sentence = "The feed broke off; what is missing is asked for again next time."
    assert (step.new, step.status, step.error, step.notice) == (1, "ok", "", sentence)
    assert lamp(world).error == sentence
    world.web.pages[FEED] = whole
    (step,) = await told(world, blog)
    assert (step.notice, lamp(world).error) == ("", "")


async def test_the_validators_go_back_as_they_came(world: World) -> None:
    asked: list[tuple[str | None, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        conditions = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        asked.append(conditions)
        if conditions[0]:
            return httpx.Response(304)
        return atom(LETTERS, etag='W/"odd"', **{"last-modified": "yesterday"})

    world.web.pages[FEED] = answer
    await followed(world)
    asked.clear()
    world.later(hours=1)
    assert [step.status for step in await told(world, lamp(world))] == ["unchanged"]
    assert [step.status for step in await told(world, lamp(world))] == ["unchanged"]
    assert asked == [('W/"odd"', "yesterday")] * 2
    assert lamp(world).refreshed == world.now, "it was asked, and said that all is as it was"


async def test_a_failure_keeps_the_validators_that_another_refresh_brought(world: World) -> None:
    """A blog as a window showed it an hour ago knows nothing of what was learned since."""
    shown = (await followed(world)).blog
    world.web.pages[FEED] = atom(LETTERS, etag='"new"')
    await told(world, shown)
    world.web.pages[FEED] = httpx.Response(500)
    await told(world, shown)
    assert lamp(world).validators.etag == '"new"'


async def test_a_feed_that_moved_for_good_twice_running_is_asked_at_its_new_address(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(301, headers={"location": f"{BLOG}/atom.xml"})
    world.web.pages[f"{BLOG}/atom.xml"] = atom(LETTERS)
    assert [step.status for step in await told(world, blog)] == ["moved"]
    assert lamp(world).feed_url == FEED, "a network that lies for a day must not carry a blog away"
    assert [step.status for step in await told(world, blog)] == ["moved"]
    assert lamp(world).feed_url == f"{BLOG}/atom.xml"


async def test_a_redirect_that_comes_and_goes_moves_nothing(world: World) -> None:
    blog = (await followed(world)).blog
    moved = httpx.Response(301, headers={"location": f"{BLOG}/atom.xml"})
    world.web.pages[f"{BLOG}/atom.xml"] = atom(LETTERS)
    for answer in (moved, atom(LETTERS), moved):
        world.web.pages[FEED] = answer
        await told(world, blog)
    assert lamp(world).feed_url == FEED


# --- what a server wishes ------------------------------------------------------------------------


def asked(world: World) -> int:
    return sum(str(request.url) == FEED for request in world.web.asked)


async def test_a_server_that_wants_to_be_left_alone_is(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(429, headers={"retry-after": "600"})
    await told(world, blog)
    before = asked(world)
    world.later(minutes=4)
    (step,) = [step async for step in world.services.refreshing.refresh([blog], named=True)]
    assert (step.status, asked(world)) == ("failed", before)
    assert "lamp.example" in step.error and "6 minutes" in step.error

    world.later(minutes=6)
    world.web.pages[FEED] = atom(SNOW)
    assert [(step.status, step.new) for step in await told(world, blog)] == [("ok", 1)]
    assert [step.status for step in await told(world, blog)] == ["ok"], "the wish was fulfilled"


async def test_a_failure_without_a_wait_may_be_tried_again_at_once(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(503)
    await told(world, blog)
    world.web.pages[FEED] = atom(SNOW)
    (step,) = [step async for step in world.services.refreshing.refresh([blog], named=True)]
    assert step.new == 1


async def test_a_blog_that_was_removed_for_good_is_asked_again_only_by_its_name(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = httpx.Response(410)
    assert [step.status for step in await told(world, blog)] == ["gone"]
    before = asked(world)
    (step,) = [step async for step in world.services.refreshing.refresh([lamp(world)])]
    assert (step.status, asked(world)) == ("gone", before) and "removed for good" in step.error

    world.web.pages[FEED] = atom(SNOW)
    (step,) = [step async for step in world.services.refreshing.refresh([blog], named=True)]
    assert (step.status, step.new) == ("ok", 1)
    assert [step.status for step in await told(world, blog)] == ["ok"]


# --- side by side --------------------------------------------------------------------------------


async def test_two_refreshes_of_one_blog_at_once_store_each_post_once(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages[FEED] = atom(SNOW, LETTERS)
    steps = await told(world, blog, blog, blog)
    assert sum(step.new for step in steps) == 1
    assert titles(world).count("Snow") == 1 and lamp(world).posts == 4


async def test_two_programs_that_refresh_at_once_store_each_post_once(world: World) -> None:
    blog = (await followed(world)).blog
    other = make_world(world.folder, pages=world.web.pages)
    world.web.pages[FEED] = other.web.pages[FEED] = atom(SNOW, LETTERS)
    await asyncio.gather(told(world, blog), told(other, blog))
    other.services.close()
    assert titles(world).count("Snow") == 1 and lamp(world).posts == 4


async def test_a_blog_that_fails_is_marked_and_the_others_are_refreshed(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages |= WordPressBlog().pages()
    press = await followed_at(world, PRESS)
    world.web.pages[FEED] = httpx.Response(500)
    world.web.pages[f"{PRESS}/wp-json/wp/v2/posts"] = WordPressBlog(total=5).listed
    steps = {step.blog.id: step for step in await told(world, blog, press)}
    assert (steps[press.id].status, steps[press.id].new) == ("ok", 2)
    assert steps[blog.id].status == "failed"
    assert lamp(world).error == steps[blog.id].error != ""
    world.web.pages[FEED] = atom(LETTERS)
    world.later(hours=1)
    await told(world, blog)
    assert lamp(world).error == ""


async def test_a_failure_leaves_the_day_of_the_last_success(world: World) -> None:
    blog = (await followed(world)).blog
    world.later(days=1)
    world.web.pages[FEED] = httpx.ConnectError("refused")
    await told(world, blog)
    assert lamp(world).refreshed == NOON


# --- stopping ------------------------------------------------------------------------------------


async def test_a_refresh_that_is_stopped_loses_nothing(world: World) -> None:
    blog = (await followed(world)).blog
    world.web.pages |= WordPressBlog().pages()
    press = await followed_at(world, PRESS)
    world.web.pages[FEED] = atom(SNOW, LETTERS, etag='"v2"')
    steps = world.services.refreshing.refresh([blog, press])
    await anext(steps)
    await steps.aclose()  # type: ignore[attr-defined]
    assert {"Why letters still matter", "Post 3"} <= set(titles(world))
    again = await told(world, lamp(world), press)
    assert all(not step.error for step in again)
    assert titles(world).count("Snow") == 1


@pytest.mark.parametrize("turns", range(12))
async def test_wherever_a_refresh_is_cancelled_the_next_one_makes_it_whole(world: World, turns: int) -> None:
    """The validators are kept after the posts: what was not stored is asked for again."""
    blog = (await followed(world)).blog

    def answer(request: httpx.Request) -> httpx.Response:
        known = request.headers.get("if-none-match") == '"v2"'
        return httpx.Response(304) if known else atom(SNOW, LETTERS, etag='"v2"')

    world.web.pages[FEED] = answer
    task = asyncio.create_task(world.services.refreshing.refresh_one(blog))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await told(world, lamp(world))
    assert titles(world).count("Snow") == 1
    assert lamp(world).validators.etag == '"v2"'


async def test_a_library_that_was_closed_meanwhile_is_said_once(world: World) -> None:
    blog = (await followed(world)).blog
    world.services.close()
    with pytest.raises(StoreError, match="closed"):
        await told(world, blog, blog)
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert left == [], "no task is left behind to complain later"


# --- the archive ---------------------------------------------------------------------------------


async def archived(world: World, blog: Blog) -> list[Refreshed]:
    steps: list[Refreshed] = []
    async for step in world.services.refreshing.archive(blog):
        steps.append(step)
        assert len(steps) < 20, "it goes in circles"
    return steps


async def test_wordpress_is_read_back_to_its_first_post(world: World) -> None:
    world.web.pages |= WordPressBlog(total=230).pages()
    blog = await followed_at(world, PRESS)
    assert (blog.source, blog.posts) == ("wordpress", 100)
    assert [step.new for step in await archived(world, blog)] == [100, 30]
    assert titles_of(world, blog)[-1] == "Post 1"
    assert world.services.library.named("Press").archive_done
    assert await archived(world, blog) == []


def titles_of(world: World, blog: Blog) -> list[str]:
    return [row.title for row in rows_of(world, blog)]


def rows_of(world: World, blog: Blog) -> tuple[PostRow, ...]:
    return world.services.reading.window(PostQuery(blog_id=blog.id), limit=1000).rows


async def test_what_is_published_while_the_archive_is_read_shifts_no_page(world: World) -> None:
    press = WordPressBlog(total=150)
    world.web.pages |= press.pages()
    blog = await followed_at(world, PRESS)
    press.total = 155
    await archived(world, blog)
    await told(world, blog)
    assert titles_of(world, blog) == [f"Post {number}" for number in range(155, 0, -1)]


async def test_an_archive_goes_on_where_it_was_left(world: World) -> None:
    world.web.pages |= WordPressBlog(total=230).pages()
    blog = await followed_at(world, PRESS)
    assert (await world.services.refreshing.older(blog)).new == 100
    as_shown_at_first = replace(blog, archive_cursor=None)
    await told(world, as_shown_at_first)
    assert (await world.services.refreshing.older(blog)).new == 30
    await told(world, as_shown_at_first)
    assert world.services.library.named("Press").archive_done
    assert (await world.services.refreshing.older(blog)).status == "unchanged"


async def test_a_page_that_fails_is_asked_for_again(world: World) -> None:
    blog = (await followed(world)).blog
    whole = world.web.pages[f"{BLOG}/feed-2.xml"]
    world.web.pages[f"{BLOG}/feed-2.xml"] = httpx.Response(502)
    assert [(step.status, bool(step.error)) for step in await archived(world, blog)] == [("failed", True)]
    assert not lamp(world).archive_done
    world.web.pages[f"{BLOG}/feed-2.xml"] = whole
    assert [step.new for step in await archived(world, blog)] == [1]
    assert lamp(world).archive_done


def numbered(request: httpx.Request) -> httpx.Response:
    """A server that passes over the number of the page, and always knows of one more."""
    number = int(request.url.params.get("page", "1"))
    return atom(LETTERS, QUIET, next_page=f"{FEED}?page={number + 1}")


def in_a_circle(request: httpx.Request) -> httpx.Response:
    """Four pages, of which the last leads back to the second."""
    number = int(request.url.params.get("page", "1"))
    post = entry(f"p{number}", f"Page {number}", f"2024-11-{20 - number}", "<p>Text</p>")
    return atom(post, next_page=f"{FEED}?page={number + 1 if number < 4 else 2}")


@pytest.mark.parametrize(("answer", "posts"), [(numbered, 2), (in_a_circle, 4)])
async def test_an_archive_that_leads_in_a_circle_comes_to_an_end(
    world: World, answer: Callable[[httpx.Request], httpx.Response], posts: int
) -> None:
    world.web.pages[FEED] = answer
    blog = (await followed(world)).blog
    steps = await archived(world, blog)
    assert {step.status for step in steps} == {"ok"}
    assert (lamp(world).archive_done, lamp(world).posts) == (True, posts)


async def test_older_posts_without_a_date_stand_below_the_newer_ones(world: World) -> None:
    """They are seen later than the newest page, which makes them no newer."""
    undated = entry("old", "Once", "2020-01-01", "<p>Text</p>").replace("2020-01-01T09:30:00+01:00", "")
    world.web.pages[f"{BLOG}/feed-2.xml"] = atom(
        undated, undated.replace("old", "older").replace("Once", "Ere")
    )
    blog = (await followed(world)).blog
    world.later(days=1)
    assert [step.new for step in await archived(world, blog)] == [2]
    assert titles(world)[-2:] == ["Once", "Ere"]


# --- another door --------------------------------------------------------------------------------


async def test_a_wordpress_that_switches_its_api_off_is_read_by_its_feed(world: World) -> None:
    press = WordPressBlog()
    world.web.pages |= press.pages()
    blog = await followed_at(world, PRESS)
    press.api_is_on, press.total = False, 5
    (step,) = await told(world, blog)
    assert (step.status, step.new, step.changed) == ("ok", 2, 0), "the old posts are the same ones"
    (old,) = [row for row in rows_of(world, blog) if row.title == "Post 3"]
    assert world.services.reading.stored(old.id).post.remote_id == "3", "a feed does not tell the number"
    moved = world.services.library.named("Press")
    assert (moved.source, moved.feed_url, moved.error) == ("feed", f"{PRESS}/feed/", "")
    assert (await told(world, moved))[0].status == "ok"


async def test_an_api_that_moved_is_found_again(world: World) -> None:
    """The owner chose plain permalinks: the API is there, at another address."""
    press = WordPressBlog(total=120)
    world.web.pages |= press.pages()
    blog = await followed_at(world, PRESS)
    press.api = f"{PRESS}/?rest_route=/"
    del world.web.pages[f"{PRESS}/wp-json/"], world.web.pages[f"{PRESS}/wp-json/wp/v2/posts"]
    (step,) = await told(world, blog)
    moved = world.services.library.named("Press")
    assert (step.status, moved.source, moved.feed_url) == ("ok", "wordpress", press.api)
    assert [step.new for step in await archived(world, moved)] == [20]


async def test_the_archive_goes_on_behind_the_other_door(world: World) -> None:
    """The API gave the newest hundred; its feed has pages of ten, and the last one is not there."""
    press = WordPressBlog(total=125)
    world.web.pages |= press.pages()
    blog = await followed_at(world, PRESS)
    press.api_is_on = False
    await told(world, blog)
    assert [step.new for step in await archived(world, blog)] == [0] * 9 + [10, 10, 5, 0]
    assert titles_of(world, blog) == [f"Post {number}" for number in range(125, 0, -1)]
    assert world.services.library.named("Press").archive_done


async def test_a_wordpress_without_api_is_read_back_by_its_feed(world: World) -> None:
    world.web.pages |= WordPressBlog(total=25, api_is_on=False).pages()
    blog = await followed_at(world, PRESS)
    assert (blog.source, blog.posts, blog.archive_done) == ("feed", 10, False)
    assert [step.new for step in await archived(world, blog)] == [10, 5, 0]


async def test_a_blog_that_closed_every_door_keeps_its_posts_and_says_why(world: World) -> None:
    press = WordPressBlog()
    world.web.pages |= press.pages()
    blog = await followed_at(world, PRESS)
    press.api_is_on = False
    world.web.pages[f"{PRESS}/feed/"] = httpx.Response(404)
    (step,) = await told(world, blog)
    assert step.status == "failed" and "press.example" in step.error
    assert world.services.library.named("Press").posts == 3


async def test_a_host_that_is_down_is_not_asked_for_another_door(world: World) -> None:
    world.web.pages |= WordPressBlog().pages()
    blog = await followed_at(world, PRESS)
    world.web.asked.clear()
    world.web.pages[f"{PRESS}/wp-json/wp/v2/posts"] = httpx.ConnectError("refused")
    assert [step.status for step in await told(world, blog)] == ["failed"]
    assert len(world.web.asked) == 1


@pytest.mark.parametrize("status", [404, 410])
async def test_only_410_says_that_a_blog_is_gone(world: World, status: int) -> None:
    blog = (await followed(world)).blog
    world.web.pages = lamp_pages() | {FEED: httpx.Response(status)}
    assert [step.status for step in await told(world, blog)] == ["gone" if status == 410 else "failed"]
