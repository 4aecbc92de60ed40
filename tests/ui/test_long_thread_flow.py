"""A thread of hundreds: shown at once, its texts made readable behind the reader."""

import httpx
import pytest

from tests.services.test_sending import letters
from tests.ui.acting import follow, main_screen, playing, press, read
from tests.ui.widgets.reading_room import said
from tests.world import BLOG, NOON, World, isso_comment, isso_thread
from tui_blog.ui.desks.reader import AT_ONCE
from tui_blog.ui.widgets.reader.thread_walk import unconverted

MANY = 300


@pytest.fixture
def talk(world: World) -> None:
    then = NOON.timestamp()
    comments = [
        {**isso_comment(1, "Bo", f"Words of {n}.", created=then + n), "id": n} for n in range(1, MANY + 1)
    ]
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(*comments))


async def test_a_long_thread_comes_with_its_first_texts_and_the_rest_is_made_when_asked_for(
    world: World, talk: None
) -> None:
    stored = await letters(world)
    commenting = world.services.commenting
    thread = await commenting.fetch_thread(stored, at_once=AT_ONCE)
    assert [line.is_converted for line in thread.lines] == [True] * AT_ONCE + [False] * (MANY - AT_ONCE)
    waiting = [line.comment for line in thread.lines if not line.is_converted]
    thread = thread.with_texts(await commenting.convert(stored, waiting))
    assert [line.markdown for line in thread.lines] == [f"Words of {n}." for n in range(1, MANY + 1)]
    kept = await commenting.kept_thread(stored, at_once=0)
    assert kept == thread, "what was made readable is kept"


async def test_a_text_made_of_what_a_comment_no_longer_says_is_not_shown(world: World, talk: None) -> None:
    thread = await world.services.commenting.fetch_thread(await letters(world), at_once=0)
    line = thread.lines[0]
    made = await world.services.commenting.convert(await letters(world), [line.comment])
    other = isso_thread(isso_comment(1, "Bo", "Other words.", created=NOON.timestamp()))
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=other)
    thread = await world.services.commenting.fetch_thread(await letters(world), at_once=0)
    assert thread.with_texts(made) == thread


async def test_all_of_a_long_thread_is_readable_in_the_end_and_the_place_is_kept(
    world: World, talk: None
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "c", "j")
        view = main_screen(pilot).view
        assert view.current_comment == "2" and "Words of 2." in read(pilot)
        assert all(line.is_converted for line in view.document.lines)
        assert len(view.document.lines) == MANY


def test_what_stands_on_the_screen_is_made_readable_first() -> None:
    lines = [said("1")] + [said(str(n), is_converted=False) for n in range(2, 7)]
    assert [line.comment.id for line in unconverted(lines, "5", 3)] == ["5", "6", "2"]
    assert [line.comment.id for line in unconverted(lines, "", 9)] == ["2", "3", "4", "5", "6"]
