"""Help: every key in its place, from wherever it is asked for."""

import pytest
from rich.table import Table
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from tests.ui.acting import follow, playing, press, type_in
from tests.world import World
from tui_blog.config import Config
from tui_blog.model.marks import Mark
from tui_blog.ui.bound import BOUND
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.dialog import Dialog, ListDialog
from tui_blog.ui.screens.help import HelpScreen, help_sections
from tui_blog.ui.screens.rules import RulesScreen
from tui_blog.ui.screens.tag import TagScreen
from tui_blog.ui.screens.welcome import WelcomeScreen


def sections(pilot: Pilot[str]) -> list[str]:
    """The headings of the help that is shown."""
    assert isinstance(pilot.app.screen, HelpScreen)
    return [str(part.content) for part in pilot.app.screen.query(".help--section").results(Static)]


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_lists_what_is_bound_also_under_the_person_s_keys(world: World, key: str) -> None:
    await follow(world)
    config = Config(keys={"main.star": "f5"})
    async with playing(world, config=config) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, HelpScreen)
        tables = [part.content for part in pilot.app.screen.query(Static) if isinstance(part.content, Table)]
        cells = {str(cell) for table in tables for column in table.columns for cell in column.cells}
        assert "f5" in cells and "Write a comment" in cells
        await press(pilot, "escape", "f5")
    assert world.services.library.counts().starred == 1


@pytest.mark.parametrize(("pane", "title"), [("1", "Library"), ("2", "Posts"), ("3", "Reader")])
async def test_help_begins_with_the_keys_of_the_pane_that_has_the_focus(
    world: World, pane: str, title: str
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", pane, "question_mark")
        titles = sections(pilot)
        assert titles[:2] == [title, "Everywhere"] and titles.count(title) == 1


async def test_a_newcomer_is_helped_by_whole_sentences(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "question_mark")
        assert sections(pilot)[0] == "Welcome"
        lines = dict(dict(help_sections([("Welcome", WelcomeScreen)], {}))["Welcome"])
    assert lines["s"] == "Open the sample blog, which needs no network"


@pytest.mark.parametrize(
    ("keys", "titles"),
    [
        (["O"], ["Own comments", "Outbox"]),
        (["B"], ["Months", "Posts by month"]),
        (["M"], ["Rules"]),
    ],
)
async def test_in_a_dialogue_help_begins_with_its_keys(
    world: World, keys: list[str], titles: list[str]
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, *keys)
        dialogue = pilot.app.screen
        await press(pilot, "question_mark")
        assert sections(pilot)[: len(titles)] == titles
        await press(pilot, "question_mark")
        assert pilot.app.screen is dialogue


async def test_in_a_field_a_question_mark_is_a_letter_and_f1_shows_the_keys(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "T", "question_mark")
        assert isinstance(pilot.app.screen, TagScreen) and pilot.app.screen.name_line.value == "?"
        await press(pilot, "f1")
        assert sections(pilot)[0] == "Tags"


async def test_help_covers_a_comment_without_touching_it(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        await type_in(pilot, "Why? ")
        await press(pilot, "f1")
        assert sections(pilot)[0] == "Write a comment"
        await press(pilot, "q", "question_mark")
        screen = pilot.app.screen
        assert isinstance(screen, CommentScreen) and screen.body.text == "Why? ?"


async def test_the_person_s_own_key_for_help_opens_it_everywhere_and_closes_it(world: World) -> None:
    await follow(world)
    async with playing(world, config=Config(keys={"app.help": "f8"})) as pilot:
        await press(pilot, "O", "f8")
        assert sections(pilot)[0] == "Own comments"
        await press(pilot, "f8", "question_mark")
        assert not isinstance(pilot.app.screen, HelpScreen)


async def test_help_and_lists_in_dialogues_are_moved_by_the_keys_of_all_lists(world: World) -> None:
    await follow(world)
    for number in range(40):
        world.services.rules.add(f"author:a{number}", (Mark("read", True),))
    async with playing(world) as pilot:
        await press(pilot, "M", "G")
        rules = pilot.app.screen
        assert isinstance(rules, RulesScreen) and rules.lines.highlighted == 39
        await press(pilot, "question_mark")
        assert sections(pilot)[:2] == ["Rules", "Lists in dialogues"]
        table = pilot.app.screen.query_one(VerticalScroll)
        await press(pilot, "f", "f")
        assert table.scroll_y > table.size.height
        await press(pilot, "G")
        assert table.scroll_y == table.max_scroll_y > 0
        await press(pilot, "g", "escape", "b")
        assert table.scroll_y == 0 and rules.lines.highlighted not in (None, 39)
        await press(pilot, "g")
        assert rules.lines.highlighted == 0


def test_help_knows_the_keys_of_every_dialogue() -> None:
    dialogues = {*Dialog.__subclasses__(), *ListDialog.__subclasses__()} - {ListDialog, HelpScreen}
    assert dialogues <= {*BOUND}
