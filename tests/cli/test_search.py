"""search: what the library's posts say, found from the command line."""

from contextlib import closing

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine
from tests.world import NOON, entry
from tui_blog.store.database import Database
from tui_blog.store.search_index import FEW, SearchIndex


@pytest.fixture
def followed(tui: CommandLine, lamp: LittleBlog) -> LittleBlog:
    assert tui("add", lamp.url).code == 0
    return lamp


def test_a_post_is_found_the_moment_it_is_here(tui: CommandLine, followed: LittleBlog) -> None:
    row = tui("search", "letter waits", "--json").row
    assert (row["title"], row["snippet"]) == ("Why letters still matter", "A letter waits for you.")
    assert row["id"] == tui("posts", "--limit", "1", "--json").row["id"]


def test_people_see_the_line_of_the_post_and_what_was_found(tui: CommandLine, followed: LittleBlog) -> None:
    head, below = tui("search", "quiet").output.splitlines()
    assert head.endswith("The Slow Lamp         A year without notifications")
    assert below == "         It was quiet. The rest Well."


def test_on_a_terminal_it_stands_out(tui: CommandLine, followed: LittleBlog) -> None:
    shown = tui.in_terminal("search", "quiet").output
    assert "It was \x1b[1mquiet\x1b[22m. The rest" in shown


def test_a_list_may_be_short(tui: CommandLine, followed: LittleBlog) -> None:
    assert len(tui("search", "author:ada", "--json").rows) == 3
    assert len(tui("search", "author:ada", "--limit", "2", "--json").rows) == 2


def test_the_first_of_what_is_found_may_be_the_oldest(tui: CommandLine, followed: LittleBlog) -> None:
    newest = [row["title"] for row in tui("search", "author:ada", "--json").rows]
    oldest = [row["title"] for row in tui("search", "author:ada", "--sort", "oldest", "--json").rows]
    assert oldest == newest[::-1] and len(oldest) == 3
    first = tui("search", "author:ada", "--sort", "oldest", "--limit", "1", "--json").row
    assert first["title"] == newest[-1]


def test_nothing_found_is_no_failure(tui: CommandLine, followed: LittleBlog) -> None:
    ended = tui("search", "xyzzy")
    assert (ended.code, ended.output, ended.sentence) == (0, "", "No post fits.")


def test_an_empty_library_says_the_way_on(tui: CommandLine) -> None:
    assert tui("search", "tea").sentence.startswith("The library is empty:")


def test_a_misspelt_operator_is_wrong_usage(tui: CommandLine, followed: LittleBlog) -> None:
    ended = tui("search", "tea", "athor:ada")
    assert (ended.code, ended.sentence) == (2, "There is no athor: in a search. Did you mean author:?")


def test_a_refresh_leaves_nothing_to_be_indexed(tui: CommandLine, followed: LittleBlog) -> None:
    assert tui("refresh").code == 0
    with closing(Database.open(tui.data / "library.db", lambda: NOON)) as database:
        assert SearchIndex(database).waiting() == 0


def test_refreshes_alone_keep_the_index_in_a_few_pieces(tui: CommandLine, followed: LittleBlog) -> None:
    for number in range(10):
        followed.feed(entry(f"n{number}", f"News {number}", "2024-12-25", "<p>It rains again.</p>"))
        assert "1 new" in tui("refresh", "--now").output
    with closing(Database.open(tui.data / "library.db", lambda: NOON)) as database:
        assert SearchIndex(database)._pieces() <= FEW
    assert len(tui("search", "rains", "--json").rows) == 10
