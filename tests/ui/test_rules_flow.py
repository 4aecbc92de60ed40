"""Rules on the screen: made, changed, applied, dropped, and all of that taken back."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.acting import burst, drawn, follow, listed, main_screen, playing, press, settle, told, type_in
from tests.ui.test_search_flow import search
from tests.world import BLOG, HOMEWARD, LETTERS, QUIET, World, entry, feed, page
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import clean_line
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.rule import RuleScreen
from tui_blog.ui.screens.rules import RulesScreen

READ, STAR, LATER = Mark("read", True), Mark("starred", True), Mark("tag", True, clean_line("later"))
SNOW = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")


@pytest.fixture
async def lamp(world: World) -> World:
    """The Slow Lamp, three posts of which are indexed."""
    await follow(world)
    while world.services.searching.index_some():
        pass
    return world


def rules(pilot: Pilot[str]) -> list[str]:
    """The rules as they are listed."""
    screen = pilot.app.screen
    assert isinstance(screen, RulesScreen)
    return [str(option.prompt) for option in screen.query_one(OptionList).options]


def finding(pilot: Pilot[str]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, RuleScreen)
    return str(screen.finding.content)


def kept(world: World) -> list[tuple[str, tuple[Mark, ...]]]:
    return [(rule.query, rule.marks) for rule in world.services.rules.all()]


async def test_a_rule_is_made_with_its_finds_in_sight_and_works_at_the_next_arrival(lamp: World) -> None:
    async with playing(lamp) as pilot:
        await press(pilot, "M", "plus")
        assert finding(pilot).startswith("Which posts?")
        await type_in(pilot, "quiet")
        assert finding(pilot) == "1 post of your library fits."
        await type_in(pilot, " snow")
        assert finding(pilot) == "No post of your library fits yet."
        await press(pilot, *["backspace"] * len("quiet snow"))
        await type_in(pilot, "author:ada")
        assert finding(pilot) == "3 posts of your library fit."
        await press(pilot, "tab", "tab", "space", "tab")
        await type_in(pilot, " later,, snow ,later")
        await press(pilot, "enter")
        assert rules(pilot) == ["author:ada\n  → with a star, #later, #snow"]
        assert "Kept. a applies it to the posts that are here already." in told(pilot)
        await press(pilot, "escape")
        lamp.later(hours=2)
        lamp.web.pages[f"{BLOG}/feed.xml"] = page(
            feed(SNOW, LETTERS, QUIET, HOMEWARD), "application/atom+xml"
        )
        await press(pilot, "R")
        starred = lamp.services.reading.window(PostQuery(starred=True), limit=9).rows
        assert [(row.title, row.tags) for row in starred] == [("Snow", ("later", "snow"))]


@pytest.mark.parametrize("way_out", ["enter", "ctrl+s"])
async def test_keys_that_come_faster_than_they_are_taken_all_come_to_their_field(
    lamp: World, way_out: str
) -> None:
    async with playing(lamp) as pilot:
        await press(pilot, "M", "plus")
        burst(
            pilot,
            *(*"author:ada", "tab", "space", "tab", "space", "tab", *"later", way_out),
        )
        await settle(pilot)
        assert rules(pilot) == ["author:ada\n  → read, with a star, #later"]


async def test_a_burst_of_keys_that_leave_closes_nothing_below(lamp: World) -> None:
    async with playing(lamp) as pilot:
        await press(pilot, "M", "plus")
        burst(pilot, *("escape",) * 3)
        await settle(pilot)
        assert isinstance(pilot.app.screen, RulesScreen | MainScreen)


async def test_what_is_no_rule_is_refused_where_it_is_typed(lamp: World) -> None:
    async with playing(lamp) as pilot:
        await press(pilot, "M", "plus", "enter")
        assert finding(pilot).startswith("Which posts?") and kept(lamp) == []
        await type_in(pilot, "athor:ada")
        assert finding(pilot) == "There is no athor: in a search. Did you mean author:?"
        await press(pilot, "enter", *["backspace"] * 9)
        await type_in(pilot, "author:ada")
        await press(pilot, "ctrl+s")
        assert finding(pilot).startswith("What is done with them?")
        await press(pilot, "space", "enter")
        assert kept(lamp) == [("author:ada", (READ,))], "Enter keeps it from everywhere"


async def test_a_rule_is_changed_and_that_is_taken_back(lamp: World) -> None:
    comma = Mark("tag", True, clean_line("tea, green"))
    lamp.services.rules.add("quiet", [READ, comma])
    async with playing(lamp) as pilot:
        await press(pilot, "M", "enter")
        assert finding(pilot) == "1 post of your library fits."
        await type_in(pilot, " year")
        await press(pilot, "tab", "space", "tab", "space", "ctrl+s")
        assert kept(lamp) == [("quiet year", (STAR, comma))], "a tag with a comma stays whole"
        assert "Changed. U takes it back." in told(pilot)
        await press(pilot, "U")
        assert kept(lamp) == [("quiet", (READ, comma))] and rules(pilot)[0].startswith("quiet\n")
        assert "The rule “quiet” is as it was." in told(pilot)
        await press(pilot, "enter", "escape")
        assert kept(lamp) == [("quiet", (READ, comma))]


async def test_a_rule_is_dropped_and_brought_back(lamp: World) -> None:
    for query in ("one", "two", "three"):
        lamp.services.rules.add(query, [LATER])
    async with playing(lamp) as pilot:
        await press(pilot, "M", "j", "d")
        assert [line.partition("\n")[0] for line in rules(pilot)] == ["one", "three"]
        assert "U brings it back" in told(pilot)
        await press(pilot, "d")
        assert [line.partition("\n")[0] for line in rules(pilot)] == ["one"], "the cursor stood on the next"
        await press(pilot, "U", "U")
        assert [line.partition("\n")[0] for line in rules(pilot)] == ["one", "two", "three"]
        await press(pilot, "U", "U", "U", "U")
        assert "Nothing to undo." in told(pilot) and rules(pilot) == []


async def test_a_rule_is_applied_to_what_is_here(lamp: World) -> None:
    lamp.services.rules.add("quiet", [READ, LATER])
    async with playing(lamp) as pilot:
        await press(pilot, "M", "a")
        assert "1 post changed. U takes it back." in told(pilot)
        await press(pilot, "a")
        assert "There is no post here that it changes." in told(pilot)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "#later" in drawn(main_screen(pilot).posts), "the list shows it"
        await press(pilot, "U")
        assert "#later" not in drawn(main_screen(pilot).posts)


async def test_a_rule_is_applied_to_what_came_in_just_now_too(lamp: World) -> None:
    async with playing(lamp) as pilot:
        lamp.later(hours=2)
        lamp.web.pages[f"{BLOG}/feed.xml"] = page(feed(SNOW, LETTERS), "application/atom+xml")
        async for _ in lamp.services.refreshing.refresh(lamp.services.library.blogs()):
            pass
        assert lamp.services.searching.waiting() == 1
        lamp.services.rules.add("snow", [STAR])
        await press(pilot, "M", "a")
        assert "1 post changed." in told(pilot)


async def test_a_rule_is_made_of_the_search_that_is_shown(lamp: World) -> None:
    async with playing(lamp) as pilot:
        await search(pilot, "label:walks")
        assert listed(pilot) == ["The long way home"]
        await press(pilot, "M", "plus")
        assert finding(pilot) == "1 post of your library fits."
        await press(pilot, "tab", "space", "ctrl+s")
        assert kept(lamp) == [("label:walks", (READ,))]


async def test_a_rule_whose_blog_has_gone_says_so(lamp: World) -> None:
    lamp.services.rules.add("blog:lamp", [READ])
    lamp.services.library.edit(lamp.services.library.blogs()[0], title="The Quick Torch")
    async with playing(lamp) as pilot:
        await press(pilot, "M")
        assert rules(pilot) == ["blog:lamp\n  → No blog of the library goes by “lamp”."]
        await press(pilot, "a")
        assert "No blog of the library goes by “lamp”." in told(pilot)
