"""What comes in while a refresh runs is shown at once, and moves nothing that the person looks at."""

import httpx
import pytest
from textual.pilot import Pilot

from tests.ui.acting import drawn, follow, listed, main_screen, playing, press, settle, until
from tests.ui.test_long_work import Slow
from tests.world import BLOG, World, entry, feed, page
from tui_blog.model.blog import BlogId
from tui_blog.model.text import clean_line
from tui_blog.ui.widgets.filter_line import FilterLine
from tui_blog.ui.widgets.lists.line_list import LineList

DAYS = [f"2024-{month:02}-{day:02}" for month in (11, 10, 9) for day in range(28, 8, -1)]
OLD = [entry(f"d{day}", f"Notes of {day}", day, "<p>.</p>") for day in DAYS]
COMING = ("2024-12-24", "2024-12-23", *(f"2024-11-{day:02}" for day in range(28, 18, -1)))
NEW = [entry(f"n{day}", f"News of {day}", day, "<p>.</p>") for day in COMING]


def follow_also(world: World, name: str) -> BlogId:
    """A blog that is in the library and was never asked."""
    url = f"https://{name}.example"
    added = world.services.library._blogs.add(
        title=clean_line(name.title()), url=f"{url}/", feed_url=f"{url}/feed.xml",
        source="feed", platform="feed", subscribed=True, tags=(),
    )  # fmt: skip
    return added.id


@pytest.fixture
async def diary(world: World) -> World:
    """Sixty days of notes; twelve news of later and of the same days stand in the feed by now."""
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*OLD), "application/atom+xml")
    await follow(world)
    world.later(days=1)  # a look is worth while again
    sent = sorted([*OLD, *NEW], key=lambda text: text.partition("<published>")[2][:10], reverse=True)
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*sent), "application/atom+xml")
    return world


def slow_blog(world: World) -> Slow:
    """Another blog of the library, whose server takes its time."""
    follow_also(world, "snail")
    world.web.pages["https://snail.example/feed.xml"] = slow = Slow(httpx.Response(404))
    return slow


def place(view: LineList) -> tuple[object, int]:
    """What the cursor stands on, and how far from the top of the screen."""
    number = view.number_of(view.cursor_key)
    assert number is not None
    return view.cursor_key, number - view.scroll_offset.y


async def begin_refresh(pilot: Pilot[str], slow: Slow) -> None:
    """Refresh everything, up to where one blog has answered and the other has not."""
    await pilot.press("R")
    await slow.asked.wait()
    screen = main_screen(pilot)
    await until(pilot, lambda: any(row.title.startswith("News") for row in screen.posts.window.rows))
    assert screen.line.is_running


@pytest.mark.parametrize("keys", [("pagedown", "k", "k"), ("j",) * 14, ("G",)])
async def test_posts_that_come_above_and_between_leave_the_cursor_where_it_is(
    diary: World, keys: tuple[str, ...]
) -> None:
    slow = slow_blog(diary)
    async with playing(diary, size=(120, 24)) as pilot:
        posts = main_screen(pilot).posts
        await press(pilot, *keys)
        before, line = place(posts), drawn(posts).splitlines()[place(posts)[1]]
        await begin_refresh(pilot, slow)
        await pilot.pause()
        assert place(posts) == before and drawn(posts).splitlines()[before[1]] == line
        slow.allowed.set()
        await settle(pilot)
        assert place(posts) == before
        await press(pilot, "g")
        assert listed(pilot)[:2] == ["News of 2024-12-24", "News of 2024-12-23"]


async def test_at_the_top_the_newest_post_stays_under_the_cursor(diary: World) -> None:
    slow = slow_blog(diary)
    async with playing(diary) as pilot:
        posts = main_screen(pilot).posts
        before = place(posts)
        await begin_refresh(pilot, slow)
        slow.allowed.set()
        await settle(pilot)
        assert place(posts) == before, "what has come lies above, and is one key away"
        await press(pilot, "k")
        assert posts.highlighted is not None and posts.highlighted.title == "News of 2024-11-28"


async def test_a_selection_holds_while_posts_come_in(diary: World) -> None:
    slow = slow_blog(diary)
    async with playing(diary) as pilot:
        await press(pilot, "G", "v", "k", "k", "v")
        await begin_refresh(pilot, slow)
        slow.allowed.set()
        await settle(pilot)
        assert main_screen(pilot).posts.border_subtitle == "3 selected"
        await press(pilot, "m")
        unread = diary.services.library.counts().unread
        assert unread == len(OLD) + len(NEW) - 3


async def test_a_filtered_list_takes_in_what_fits_and_holds_its_place(diary: World) -> None:
    slow = slow_blog(diary)
    async with playing(diary, size=(120, 24)) as pilot:
        posts = main_screen(pilot).posts
        await press(pilot, "F", *"2024-1", "enter", "pagedown")
        before = place(posts)
        await begin_refresh(pilot, slow)
        slow.allowed.set()
        await settle(pilot)
        assert place(posts) == before
        assert len(listed(pilot)) == 40 + len(NEW), "September does not fit"


async def test_the_library_keeps_its_place_while_counts_and_blogs_change(diary: World) -> None:
    for number in range(40):
        follow_also(diary, f"blog{number:02}")
    slow = slow_blog(diary)
    async with playing(diary, size=(120, 24)) as pilot:
        library = main_screen(pilot).library
        await press(pilot, "1", "G", "k", "k")
        before = place(library)
        follow_also(diary, "aardvark")
        await begin_refresh(pilot, slow)
        await pilot.pause()
        assert place(library) == before
        slow.allowed.set()
        await settle(pilot)
        assert place(library) == before
        await press(pilot, "g")
        assert "All posts        72" in drawn(library) and "Aardvark" in drawn(library)


async def test_the_line_of_a_refresh_leaves_the_filter_and_the_zoomed_reader_alone(diary: World) -> None:
    slow = slow_blog(diary)
    async with playing(diary, size=(80, 24)) as pilot:
        await begin_refresh(pilot, slow)
        screen = main_screen(pilot)
        panes = screen.query_one("#panes").region
        assert screen.line.region.bottom == panes.bottom == 23, "it lies on the edge of the panes"
        await pilot.press("F", "x")
        await pilot.pause()
        assert screen.query_one(FilterLine).region.y == screen.line.region.y + 1
        await pilot.press("escape", "z")
        await pilot.pause()
        assert screen.view.region.bottom == screen.line.region.y
        slow.allowed.set()
        await settle(pilot)
