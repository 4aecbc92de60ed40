"""Stories of stubs: the rest of a post comes from its page, by a key or always."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.services.test_full_text import SENTENCE, STUB, WHOLE, lamps_page
from tests.ui.acting import follow, main_screen, playing, press, read, told, until
from tests.ui.test_long_work import Slow, start
from tests.world import BLOG, World, entry, feed, lamp_pages, make_world, page

HINT = "This is the beginning only: x fetches the rest."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A followed blog whose newest post is a stub."""
    made = make_world(tmp_path, pages=lamp_pages())
    made.web.pages[f"{BLOG}/feed.xml"] = page(
        feed(
            entry("lamps", "Lamps", "2024-12-24", STUB), entry("home", "Home", "2024-12-17", "<p>Walks.</p>")
        ),
        "application/atom+xml",
    )
    made.web.pages[f"{BLOG}/lamps/"] = lamps_page()
    await follow(made)
    yield made
    made.services.close()


async def test_the_rest_of_a_stub_comes_in_its_place_and_goes_again(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert HINT in read(pilot)
        await press(pilot, "x")
        assert SENTENCE[:40] in read(pilot) and HINT not in read(pilot)
        assert not main_screen(pilot).line.is_running
        await press(pilot, "x")
        assert SENTENCE[:40] not in read(pilot) and HINT in read(pilot)
        assert "This is the feed's own text; x shows the page's again." in told(pilot)
        asked = len(world.web.asked)
        await press(pilot, "x")
        assert SENTENCE[:40] in read(pilot) and len(world.web.asked) == asked, "it was kept"


async def test_a_whole_post_bears_no_hint(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "down", "enter")
        assert "Walks." in read(pilot) and "the beginning only" not in read(pilot)


async def test_the_place_in_the_text_stays(world: World) -> None:
    paragraphs = "".join(f"<p>Number {n}. {SENTENCE}</p>" for n in range(80))
    beginning = paragraphs[: len(paragraphs) // 4].rpartition("<p>")[0]
    world.web.pages[f"{BLOG}/feed.xml"] = page(
        feed(entry("lamps", "Lamps", "2024-12-24", f"{beginning}<p>Read more</p>")), "application/atom+xml"
    )
    world.web.pages[f"{BLOG}/lamps/"] = lamps_page(paragraphs)
    await world.services.refreshing.refresh_one(world.services.library.blogs()[0])
    async with playing(world, size=(100, 24)) as pilot:
        await press(pilot, "enter", "f", "f")
        before = read(pilot).splitlines()
        await press(pilot, "x")
        after = read(pilot)
        assert any(line and line in after for line in before[2:8])
        assert main_screen(pilot).view.position < 0.3


async def test_what_went_wrong_is_said_and_the_stub_stays(world: World) -> None:
    world.web.pages[f"{BLOG}/lamps/"] = httpx.Response(404)
    async with playing(world) as pilot:
        await press(pilot, "enter", "x")
        assert "404" in told(pilot) and HINT in read(pilot)
        assert not main_screen(pilot).line.is_running


async def test_a_blog_is_read_from_its_pages_always(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "enter", "X")
        assert "are read from their pages from now on; X takes it back." in told(pilot)
        assert SENTENCE[:40] in read(pilot), "the open post is filled at once"
    async with playing(world) as pilot:
        world.web.pages[f"{BLOG}/home/"] = lamps_page(f"<p>Walks.</p>{WHOLE}")
        await press(pilot, "down", "enter")
        assert SENTENCE[:40] in read(pilot), "without a key"
        await press(pilot, "X")
        assert "as its feed sends them; X takes it back." in told(pilot)


async def test_escape_stops_a_page_that_does_not_come_and_then_goes_back(world: World) -> None:
    (blog,) = world.services.library.blogs()
    world.services.full_text.set_always(blog.id, True)
    world.web.pages[f"{BLOG}/lamps/"] = slow = Slow(httpx.Response(200))
    async with playing(world) as pilot:
        main = main_screen(pilot)
        await start(pilot, slow, "enter")
        assert main.line.is_running
        await pilot.press("escape")
        await until(pilot, lambda: not main.line.is_running)
        assert "Stopped" in told(pilot) and HINT in read(pilot)
        await pilot.press("escape")
        assert main.focused is main.posts
        slow.allowed.set()


async def test_where_no_post_is_open_the_keys_say_so(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "x", "X")
        assert "Open a post first." in told(pilot)
