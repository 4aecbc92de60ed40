"""rules: made, listed, applied and dropped from the command line."""

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine


def test_a_rule_is_made_and_works_at_the_next_arrival(tui: CommandLine, lamp: LittleBlog) -> None:
    made = tui("rules", "add", "--read", "quiet", "--tag", "later", "--json")
    assert made.row == {
        "id": "1", "query": "quiet", "read": True, "star": False, "tags": ["later"], "error": None
    }  # fmt: skip
    tui("add", lamp.url)
    (row,) = tui("posts", "--tag", "later", "--json").rows
    assert (row["title"], row["read"], row["tags"]) == ("A year without notifications", True, ["later"])
    assert tui("rules").output == "   1  quiet  →  read, tag later\n"
    assert tui("rules", "remove", "1").output == "Rule 1 is dropped.\n"
    assert tui("rules").sentence.startswith("No rule yet")


def test_a_rule_is_changed_and_that_is_taken_back(tui: CommandLine) -> None:
    tui("rules", "add", "tea", "--read")
    assert (
        tui("rules", "change", "1", "tea", "label:green", "--star").output
        == "   1  tea label:green  →  star\n"
    )
    assert tui("undo").output == "The rule “tea” is as it was.\n"
    assert tui("rules").output == "   1  tea  →  read\n"
    assert tui("rules", "change", "7", "tea", "--star").sentence.startswith("There is no rule 7.")
    assert tui("rules", "change", "1", "tea").code == 2


def test_rules_are_applied_to_what_is_here(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    tui("rules", "add", "author:ada", "since:2024-12-18", "--star")
    assert tui("rules", "apply").output == "2 posts changed.\n"
    assert tui("rules", "apply", "1", "--json").row == {"changed": 0}
    assert len(tui("posts", "--starred", "--json").rows) == 2


def test_a_rule_whose_blog_went_is_told_after_a_refresh(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", other.url, "--title", "Torch")
    tui("rules", "add", "blog:torch", "--read")
    tui("remove", "Torch")
    tui("add", lamp.url)
    ended = tui("refresh", "the slow")
    assert ended.code == 0
    assert "Rule 1, “blog:torch”, is left out: No blog of the library goes by “torch”." in ended.errors
    listed = tui("rules", "list", "--json")
    assert listed.row["error"] == "No blog of the library goes by “torch”."
    assert tui("rules", "apply", "1").code == 1


def test_a_rule_wants_a_query_and_something_to_do(tui: CommandLine) -> None:
    assert (tui("rules", "add", "tea").code, tui("rules", "add", "--read").code) == (2, 2)
    fault = tui("rules", "add", "athor:ada", "--read")
    assert (fault.code, fault.sentence) == (2, "There is no athor: in a search. Did you mean author:?")
    assert tui("rules", "remove", "7").sentence == "There is no rule 7. `tui-blog rules` lists them."
