"""Searching the library by keys: from the question to the words in the post, and the searches one keeps."""

import re

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.ui.acting import drawn, follow, listed, main_screen, playing, press, read, settle, told, type_in
from tests.world import BLOG, World, entry, feed, make_world, page
from tui_blog.ui.widgets.search_line import SearchLine

POSTS = (
    ("tea", "Tea in the morning", "2024-12-19", "<p>A cup of tea before the slow walk.</p>"),
    ("rain", "Rain", "2024-12-18", "<p>It rained, and the tea was cold.</p>"),
    ("bread", "Bread", "2024-11-02", "<p>Flour, water, salt.</p>"),
    ("walk", "A slow walk", "2023-07-30", "<p>Nothing but the slow walk home.</p>"),
)


@pytest.fixture
async def kitchen(world: World) -> World:
    posts = [entry(slug, title, day, body) for slug, title, day, body in POSTS]
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*posts), "application/atom+xml")
    await follow(world)
    return world


async def search(pilot: Pilot[str], text: str) -> None:
    await press(pilot, "slash")
    await type_in(pilot, text)
    await press(pilot, "enter")


def above(pilot: Pilot[str]) -> str:
    return str(main_screen(pilot).posts.border_title)


def library(pilot: Pilot[str]) -> list[tuple[str, int]]:
    return [(entry.label, entry.count) for entry in main_screen(pilot).library.entries]


async def test_what_is_found_is_a_list_with_the_words_below(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        assert listed(pilot) == ["Tea in the morning", "Rain"]
        assert above(pilot) == "⌕ tea"
        assert "    It rained, and the tea was" in drawn(main_screen(pilot).posts)


async def test_a_found_post_opens_in_place_with_the_words_marked(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, '"slow walk" home')
        await press(pilot, "enter")
        assert "Nothing but the slow walk home." in read(pilot)
        view = main_screen(pilot).view
        assert view.counted_matches()[1] == 3, "the phrase in title and text, and the word"
        await press(pilot, "q")
        assert main_screen(pilot).focused is main_screen(pilot).posts


async def test_back_is_where_the_search_was_asked_for(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "j", "j")
        await search(pilot, "tea")
        await search(pilot, "slow")
        await press(pilot, "q")
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "Bread"
        assert above(pilot) == "All posts"


async def test_a_post_opened_elsewhere_bears_no_marks_of_the_search(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        await press(pilot, "enter", "q", "q", "enter")
        assert main_screen(pilot).view.sought is None


async def test_a_misspelt_operator_is_said_where_it_is_typed(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "athor:ada")
        line = pilot.app.screen.query_one(SearchLine)
        assert "Did you mean author:?" in str(line.hint.render())
        assert line.words.has_focus and len(listed(pilot)) == 4
        await press(pilot, "escape")
        assert main_screen(pilot).focused is main_screen(pilot).posts


async def test_nothing_found_is_said(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "xyzzy")
        assert "No post fits." in drawn(main_screen(pilot).posts)


async def test_a_kept_search_is_a_list_that_counts_what_is_unread(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        await press(pilot, "w")
        assert ("⌕ tea", 2) in library(pilot)
        await press(pilot, "m")
        assert ("⌕ tea", 1) in library(pilot)
        await press(pilot, "W")
        pilot.app.screen.query_one("#rename").value = ""  # type: ignore[attr-defined]
        await type_in(pilot, "Cups")
        await press(pilot, "enter")
        assert ("⌕ Cups", 1) in library(pilot) and above(pilot) == "⌕ Cups"
    async with playing(make_world(kitchen.folder)) as pilot:
        assert ("⌕ Cups", 1) in library(pilot), "it is there from the first moment on"
        main_screen(pilot).library.highlight("search:tea")
        await press(pilot, "1", "enter")
        assert listed(pilot) == ["Tea in the morning", "Rain"]
        await press(pilot, "w")
        assert "Cups" not in str(library(pilot))
        assert "U brings it back" in told(pilot)
        await press(pilot, "U")
        assert ("⌕ Cups", 1) in library(pilot), "under its name"
        assert "The search “Cups” is in your library as it was." in told(pilot)
        main_screen(pilot).library.highlight("search:tea")
        await press(pilot, "1", "d")
        assert "Cups" not in str(library(pilot)) and "U brings it back" in told(pilot)


async def test_new_posts_are_counted_by_kept_searches(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "salt")
        await press(pilot, "w")
        new = entry("new", "Salted tea", "2024-12-20", "<p>With salt.</p>")
        kitchen.web.pages[f"{BLOG}/feed.xml"] = page(feed(new), "application/atom+xml")
        kitchen.later(hours=2)
        await press(pilot, "R")
        assert ("⌕ salt", 2) in library(pilot)
        assert listed(pilot) == ["Salted tea", "Bread"], "and found by the list that is shown"


async def test_a_kept_search_that_finds_more_than_is_counted_says_so(
    kitchen: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("services.searching", "model.saved_search"):
        monkeypatch.setattr(f"tui_blog.{module}.COUNTED", 1)
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        await press(pilot, "w")
        assert re.search(r"⌕ tea +1\+$", drawn(main_screen(pilot).library), re.MULTILINE)


async def test_the_months_of_a_search_are_those_of_all_posts(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "bread")
        assert len(listed(pilot)) < kitchen.services.library.counts().posts
        await press(pilot, "B")
        titles = pilot.app.screen.query(".dialog--title").results(Static)
        assert [str(title.content) for title in titles] == ["All posts by month"]


async def test_marks_of_what_was_found_and_back(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        await press(pilot, "A")
        counts = kitchen.services.library.counts()
        assert counts.unread == 2 and "2 posts marked read" in told(pilot)
        await press(pilot, "U")
        assert kitchen.services.library.counts().unread == 4
        await press(pilot, "v", "j", "s")
        assert kitchen.services.library.counts().starred == 2


async def test_a_filter_narrows_down_what_was_found(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        await press(pilot, "m", "F", "tab")
        assert listed(pilot) == ["Rain"]
        await press(pilot, "escape")
        assert listed(pilot) == ["Tea in the morning", "Rain"]


async def test_the_snippet_of_the_last_row_is_in_sight(kitchen: World) -> None:
    async with playing(kitchen, size=(80, 10)) as pilot:
        await search(pilot, "author:ada")
        await press(pilot, "G")
        await settle(pilot)
        assert "    Nothing but the slow" in drawn(main_screen(pilot).posts)


async def test_what_was_found_is_in_sight_in_a_narrow_list(world: World) -> None:
    long = entry("long", "Long", "2024-12-19", f"<p>{'Once upon a time, ' * 3}the kettle sang.</p>")
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(long), "application/atom+xml")
    await follow(world)
    async with playing(world, size=(80, 24)) as pilot:
        await search(pilot, "kettle")
        assert "kettle" in drawn(main_screen(pilot).posts)


async def test_a_name_is_asked_for_in_the_middle_of_the_screen(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await search(pilot, "tea")
        await press(pilot, "w", "W")
        dialog = pilot.app.screen.query_one(".dialog").region
        assert dialog.offset == ((120 - dialog.width) // 2, (40 - dialog.height) // 2)


async def test_whoever_reads_is_told_where_a_search_begins(kitchen: World) -> None:
    async with playing(kitchen) as pilot:
        await press(pilot, "enter", "w")
        assert told(pilot) == "Nothing is searched for. / in the list searches the library."


async def test_long_work_is_told_above_the_line_that_is_typed(kitchen: World) -> None:
    async with playing(kitchen, size=(80, 24)) as pilot:
        main = main_screen(pilot)
        with main.line.telling("Refreshing", 3):
            await press(pilot, "slash")
            line = main.query_one(SearchLine).region
            assert main.line.region.bottom == line.y and line.height == 2
