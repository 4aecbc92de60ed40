"""While the net takes its time: progress is shown, keys go on working, and Esc stops it."""

import asyncio
import re

import httpx
import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import ProgressBar

from tests.ui.acting import (
    drawn,
    follow,
    leaves,
    listed,
    main_screen,
    playing,
    press,
    read,
    settle,
    told,
    type_in,
    until,
)
from tests.world import BLOG, LETTERS, World, entry, feed, isso_comment, isso_thread, page
from tui_blog.ui.screens.add_blog import AddBlogScreen
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.widgets.lists.library_tree import LibraryTree


class Slow:
    """A server that answers when it is told to."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.asked = asyncio.Event()
        self.allowed = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        await self.allowed.wait()
        return self.answer


async def follow_another(world: World) -> None:
    """A second blog is in the library, with one post."""
    other = "https://one.example/"
    world.web.pages[other] = page(feed(LETTERS).replace(BLOG, "https://one.example"), "application/atom+xml")
    await world.services.library.add(await world.services.library.find(other))


async def start(pilot: Pilot[str], slow: Slow, key: str) -> None:
    """Press a key, and come back when the server has been asked."""
    await pilot.press(key)
    await slow.asked.wait()
    await pilot.pause()


async def test_a_refresh_shows_its_progress_and_leaves_the_keys_alone(world: World) -> None:
    await follow(world)
    snow = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")
    world.web.pages[f"{BLOG}/feed.xml"] = slow = Slow(page(feed(snow, LETTERS), "application/atom+xml"))
    async with playing(world) as pilot:
        await start(pilot, slow, "r")
        line = main_screen(pilot).line
        assert line.display and "Refreshing" in str(line.words.render())
        await pilot.press("enter")
        await pilot.pause()
        assert "A letter waits" in read(pilot), "the post opens although the net is busy"
        slow.allowed.set()
        await settle(pilot)
        assert not line.display and listed(pilot)[0] == "Snow"


async def test_a_refresh_of_several_blogs_tells_how_many_have_answered(world: World) -> None:
    await follow(world)
    await follow_another(world)
    world.web.pages[f"{BLOG}/feed.xml"] = slow = Slow(httpx.Response(200))
    async with playing(world) as pilot:
        line = main_screen(pilot).line
        await start(pilot, slow, "R")
        await until(pilot, lambda: "Refreshing, 1 of 2 …  Esc stops" in str(line.words.render()))
        slow.allowed.set()
        await settle(pilot)


async def test_a_blog_that_is_added_meanwhile_stops_no_refresh(world: World) -> None:
    await follow(world)
    snow = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")
    world.web.pages[f"{BLOG}/feed.xml"] = slow = Slow(page(feed(snow, LETTERS), "application/atom+xml"))
    other = "https://one.example/"
    world.web.pages[other] = page(feed(LETTERS).replace(BLOG, "https://one.example"), "application/atom+xml")
    async with playing(world) as pilot:
        line = main_screen(pilot).line
        await start(pilot, slow, "R")
        await pilot.press("plus")
        pilot.app.post_message(Paste(other))
        for _ in "looked up", "followed":
            await pilot.press("enter")
            await pilot.pause()
        await until(pilot, lambda: len(world.services.library.blogs()) == 2)
        await until(pilot, lambda: listed(pilot) == ["Why letters still matter"])
        assert line.display and "Refreshing" in str(line.words.render())
        await pilot.press("R")
        await until(pilot, lambda: "A refresh is under way already." in told(pilot))
        slow.allowed.set()
        await settle(pilot)
        assert not line.display and "1 new post." in told(pilot)


async def test_what_was_begun_beside_other_work_is_told_when_that_has_ended_and_stopped_by_escape(
    world: World,
) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/feed.xml"] = first = Slow(page(feed(LETTERS), "application/atom+xml"))
    world.web.pages["https://one.example/"] = second = Slow(httpx.Response(200))
    async with playing(world) as pilot:
        main = main_screen(pilot)
        await start(pilot, first, "R")
        main.fetching.open_url("https://one.example/", lambda opened: None)
        await second.asked.wait()
        assert "Refreshing" in str(main.line.words.render())
        first.allowed.set()
        await until(pilot, lambda: "Opening https://one.example/" in str(main.line.words.render()))
        assert main.line.display
        await press(pilot, "escape")
        assert not main.line.display and "Stopped" in told(pilot)


async def test_a_long_name_leaves_room_for_the_way_to_stop(world: World) -> None:
    await follow(world)
    url = f"https://slow.example/{'very-' * 30}long"
    world.web.pages[url] = slow = Slow(httpx.Response(404))
    async with playing(world, size=(80, 24)) as pilot:
        main = main_screen(pilot)
        main.fetching.open_url(url, lambda opened: None)
        await slow.asked.wait()
        await pilot.pause()
        words = str(main.line.words.render())
        assert re.fullmatch("Opening https://slow.example/very-[very-]*…  Esc stops", words)
        assert len(words) == main.line.words.size.width < 80
        await press(pilot, "escape")
        assert not main.line.display


async def test_the_bar_moves_only_while_work_of_unknown_length_goes_on(world: World) -> None:
    await follow(world)
    world.web.pages["https://slow.example/"] = slow = Slow(httpx.Response(404))
    async with playing(world) as pilot:
        pilot.app.animation_level = "full"
        main = main_screen(pilot)
        main.fetching.open_url("https://slow.example/", lambda opened: None)
        await slow.asked.wait()
        moving = main.line.query_one("#bar")
        assert moving.auto_refresh
        slow.allowed.set()
        await until(pilot, lambda: not main.line.display)
        assert moving.auto_refresh is None, "nothing is drawn for a line that is not seen"


async def test_all_blogs_are_asked_also_while_other_work_goes_on(world: World) -> None:
    await follow(world)
    await follow_another(world)
    world.web.pages["https://slow.example/"] = slow = Slow(httpx.Response(200))
    async with playing(world) as pilot:
        main_screen(pilot).fetching.open_url("https://slow.example/", lambda opened: None)
        await slow.asked.wait()
        await pilot.press("R")
        await until(pilot, lambda: "Nothing new." in told(pilot))
        await press(pilot, "escape")


async def test_escape_stops_a_refresh_and_what_was_there_stays(world: World) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/feed.xml"] = slow = Slow(httpx.Response(200))
    async with playing(world) as pilot:
        await start(pilot, slow, "R")
        await press(pilot, "escape")
        assert not main_screen(pilot).line.display and "Stopped" in told(pilot)
        assert len(listed(pilot)) == 3
        assert world.services.library.blogs()[0].error == ""


async def test_escape_stops_looking_a_blog_up_and_adds_nothing(world: World) -> None:
    world.web.pages[f"{BLOG}/"] = world.web.pages[BLOG] = slow = Slow(httpx.Response(200))
    async with playing(world) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "lamp.example")
        await start(pilot, slow, "enter")
        assert isinstance(pilot.app.screen, AddBlogScreen)
        assert pilot.app.screen.query_one(ProgressBar).display
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)
    assert world.services.library.blogs() == ()


async def test_one_post_opens_while_another_s_comments_are_still_on_their_way(world: World) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/isso/"] = slow = Slow(httpx.Response(200, json={}))
    async with playing(world) as pilot:
        await start(pilot, slow, "enter")
        assert "A letter waits" in read(pilot) and "Loading the comments" in read(pilot)
        await pilot.press("J")
        await pilot.pause()
        await until(pilot, lambda: "It was quiet." in read(pilot))
        slow.allowed.set()
        await settle(pilot)
        assert "It was quiet." in read(pilot)


async def test_leaving_waits_for_a_comment_on_its_way(world: World) -> None:
    await follow(world)
    taken = httpx.Response(201, json=isso_comment(1, "Bo", "So true."))
    world.web.pages[f"{BLOG}/isso/new"] = slow = Slow(taken)
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        await type_in(pilot, "So true.")
        await press(pilot, "tab")
        await type_in(pilot, "Bo")
        await start(pilot, slow, "ctrl+s")
        await pilot.press("Q")
        await pilot.pause()
        assert pilot.app.is_running and "on its way" in told(pilot)
        slow.allowed.set()
        await leaves(pilot)
    (sent,) = world.services.sending.items()
    assert sent.state.value == "published"


async def test_leaving_twice_leaves_at_once_and_the_comment_is_looked_for_later(world: World) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/isso/new"] = slow = Slow(httpx.Response(201))
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        await type_in(pilot, "So true.")
        await press(pilot, "tab")
        await type_in(pilot, "Bo")
        await start(pilot, slow, "ctrl+s")
        await pilot.press("Q", "Q")
        await leaves(pilot)
    (sent,) = world.services.sending.items()
    assert sent.state.value == "sending", "a start later finds it, and asks the blog"


async def test_the_archive_of_all_posts_at_once_is_not_offered(world: World) -> None:
    await follow(world)
    await follow_another(world)
    async with playing(world) as pilot:
        await press(pilot, "a")
        assert told(pilot) == "Choose one blog first: 1 leads to the library."


async def test_an_empty_list_tells_why_its_blog_could_not_be_fetched(world: World) -> None:
    found = await world.services.lists.read(f"<opml><outline xmlUrl='{BLOG}/gone.xml'/></opml>".encode())
    await world.services.lists.follow(found)
    async with playing(world) as pilot:
        await press(pilot, "R")
        main_screen(pilot).listing.choose(f"blog:{world.services.library.blogs()[0].id}")
        await settle(pilot)
        told_there = " ".join(drawn(main_screen(pilot).posts).split())
        assert "There is no page lamp.example/gone.xml" in told_there
        assert "r looks for new posts." in told_there


async def test_several_failures_are_one_sentence_and_a_mark_each(world: World) -> None:
    await follow(world)
    for name in ("one", "two"):
        other = f"https://{name}.example"
        world.web.pages[f"{other}/"] = page(feed(LETTERS).replace(BLOG, other), "application/atom+xml")
        await world.services.library.add(await world.services.library.find(f"{other}/"))
        world.web.pages[f"{other}/"] = httpx.ConnectError("down")
        world.web.pages[f"{other}/feed.xml"] = httpx.ConnectError("down")
    async with playing(world) as pilot:
        await press(pilot, "R")
        assert "2 blogs could not be fetched" in told(pilot)
        assert drawn(main_screen(pilot).library).count("!") == 2
        line = next(line for line in main_screen(pilot).library.entries if line.has_error)
        main_screen(pilot).library.post_message(LibraryTree.Chosen(main_screen(pilot).library, line))
        await pilot.pause()
        assert "one.example" in told(pilot).splitlines()[-1], "choosing one says why"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_asking_for_a_form_is_told_for_as_long_as_it_takes_and_stopped_by_escape(
    world: World, size: tuple[int, int]
) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/isso/"] = slow = Slow(httpx.Response(200, json=isso_thread()))
    async with playing(world, size=size) as pilot:
        await start(pilot, slow, "C")
        line = main_screen(pilot).line
        assert line.display and str(line.words.render()) == "Asking the blog for its form …  Esc stops"
        await pilot.press("escape")
        await settle(pilot)
        assert not line.display and "Stopped." in told(pilot)
        slow.allowed.set()
        await press(pilot, "C")
        assert isinstance(pilot.app.screen, CommentScreen) and not line.display
