"""searches: kept, listed with what they find unread, and forgotten from the command line."""

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine


def test_a_search_is_kept_under_its_words_or_a_name(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    assert tui("searches").sentence.startswith("No search is kept yet")
    kept = tui("searches", "add", "author:ada", "--title", "By Ada", "--json")
    assert kept.row == {"query": "author:ada", "title": "By Ada", "unread": 3, "more": False}
    assert tui("searches", "add", "quiet").output == "     1 unread  quiet\n"
    assert tui("searches").output == "     3 unread  By Ada  →  author:ada\n     1 unread  quiet\n"
    assert tui("searches", "add", "quiet", "--title", "Hush").output == "     1 unread  Hush  →  quiet\n"


def test_what_is_unread_is_counted_as_it_is_now(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("searches", "add", "author:ada")
    assert tui("searches", "list", "--json").row["unread"] == 0
    tui("add", lamp.url)
    assert tui("searches", "list", "--json").row["unread"] == 3
    tui("mark", "--all", "--read")
    assert tui("searches", "list", "--json").row["unread"] == 0


def test_a_search_is_forgotten_by_its_words_or_its_name_and_comes_back(tui: CommandLine) -> None:
    tui("searches", "add", "slow web")
    tui("searches", "add", "tea", "--title", "Cups")
    assert tui("searches", "remove", "slow", "web").output == "“slow web” is no longer in your library.\n"
    removed = tui("searches", "remove", "cups", "--json").row
    assert (removed["query"], removed["title"], removed["unread"]) == ("tea", "Cups", 0)
    assert tui("undo").output == "The search “Cups” is in your library as it was.\n"
    assert [row["title"] for row in tui("searches", "--json").rows] == ["Cups"]


def test_a_search_that_is_none_is_wrong_usage(tui: CommandLine) -> None:
    fault = tui("searches", "add", "athor:ada")
    assert (fault.code, fault.sentence) == (2, "There is no athor: in a search. Did you mean author:?")
    missing = tui("searches", "remove", "tea")
    assert (missing.code, missing.sentence) == (
        1,
        "No search “tea” is kept. `tui-blog searches` lists them.",
    )
    tui("searches", "add", "tea", "--title", "Cups")
    tui("searches", "add", "coffee", "--title", "Cups")
    assert tui("searches", "remove", "cups").sentence.startswith("Several kept searches are called “cups”")


def test_of_what_is_counted_no_further_it_is_said_that_there_is_more(
    tui: CommandLine, lamp: LittleBlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("services.searching", "model.saved_search"):
        monkeypatch.setattr(f"tui_blog.{module}.COUNTED", 2)
    tui("add", lamp.url)
    assert tui("searches", "add", "author:ada").output == "    2+ unread  author:ada\n"
    told = tui("searches", "--json").row
    assert (told["unread"], told["more"]) == (2, True)
