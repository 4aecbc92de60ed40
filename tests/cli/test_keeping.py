"""mark, tags, undo, edit: keeping order from the command line."""

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine


def ids(tui: CommandLine, *options: str) -> list[str]:
    return [row["id"] for row in tui("posts", *options, "--json").rows]


def test_posts_are_marked_and_the_marks_taken_back_by_another_run(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    first, second, third = ids(tui)
    ended = tui("mark", first, second, "--read", "--star", "--tag", "later", "--json")
    assert (ended.code, ended.row) == (0, {"changed": 2})
    assert ids(tui, "--unread") == [third]
    assert ids(tui, "--starred") == ids(tui, "--tag", "later") == [first, second]
    assert tui("posts", "--json", "--limit", "1").row["tags"] == ["later"]
    assert tui("tags", "--json").rows == [{"tag": "later", "posts": 2, "unread": 0}]

    undone = tui("undo")
    assert undone.output == (
        "2 posts are without the tag “later” again; 2 posts are without star again; "
        "2 posts are unread again.\n"
    )
    assert len(ids(tui, "--unread")) == 3 and ids(tui, "--starred") == ids(tui, "--tag", "later") == []
    assert tui("undo", "--json").row == {"undone": None}
    nothing = tui("undo")
    assert (nothing.code, nothing.output, nothing.sentence) == (1, "", "There is nothing to undo.")


def test_all_posts_of_a_blog_are_marked_and_unmarked(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    assert tui("mark", "--all", "--blog", "the slow", "--read").output == "3 posts changed.\n"
    assert tui("mark", "--all", "--read").output == "0 posts changed.\n"
    assert tui("undo").output == "3 posts are unread again.\n"


def test_the_posts_of_a_blog_by_their_own_tag(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    first, *_ = ids(tui)
    tui("mark", first, "--tag", "later")
    assert ids(tui, "the slow", "--tag", "later") == [first]
    assert "#later" in tui("posts", "the slow", "--tag", "later").output
    assert (
        "Neither The Slow Lamp nor a post of it is tagged “tea”."
        in tui("posts", "the slow", "--tag", "tea").errors
    )


def test_a_mark_wants_posts_and_something_to_do(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    assert (tui("mark", "1").code, tui("mark", "--read").code, tui("mark", "1", "--all", "--read").code) == (
        2,
        2,
        2,
    )
    assert tui("mark", "1", "--blog", "the slow", "--read").code == 2
    assert tui("mark", "1", "--tag", " ").code == 2
    missing = tui("mark", "4711", "--read")
    assert missing.code == 1 and "no post “4711”" in missing.errors


def test_a_blog_is_renamed_and_filed_elsewhere(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url, "--tag", "essays")
    edited = tui("edit", "the slow", "--title", "Lamp", "--tag", "letters", "--untag", "essays", "--json").row
    assert (edited["title"], edited["tags"]) == ("Lamp", ["letters"])
    assert tui("edit", "Lamp", "--title", "").output == "The Slow Lamp, filed under letters.\n"
    nothing = tui("edit", "the slow")
    assert (nothing.code, nothing.sentence) == (
        2,
        "Say what to change: --title, --tag T, --untag T or --keep.",
    )
    assert tui("add", lamp.url, "--tag", "tea", "--json").row["tags"] == ["letters", "tea"]
    assert len(ids(tui, "--tag", "letters")) == 3


def test_a_removed_blog_is_brought_back(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    tui("mark", "--all", "--star")
    tui("remove", "the slow")
    assert tui("posts", "--json").rows == []
    assert tui("undo").output == "“The Slow Lamp” is in your library again.\n"
    assert len(ids(tui, "--starred")) == 3


def test_tags_come_by_name_with_their_numbers_as_numbers(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url, "--tag", "volume 10", "--tag", "Volume 9", "--tag", "élan", "--tag", "fire")
    assert [row["tag"] for row in tui("tags", "--json").rows] == ["élan", "fire", "Volume 9", "volume 10"]


def test_an_edit_of_a_blog_is_taken_back_and_nothing_before_it(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    tui("mark", "--all", "--star")
    tui("edit", "the slow", "--title", "Lamp")
    assert tui("undo").output == "The blog is called “The Slow Lamp” again.\n"
    tui("edit", "the slow", "--keep", "1")
    assert tui("undo").output == "As much of “The Slow Lamp” is kept as before.\n"
    blog = tui("blogs", "--json").row
    assert (blog["title"], blog["keep"], len(ids(tui, "--starred"))) == ("The Slow Lamp", "all", 3)


def test_a_blog_of_which_not_all_is_kept(tui: CommandLine, lamp: LittleBlog) -> None:
    assert tui("add", lamp.url, "--keep", "2", "--json").row["keep"] == "2"
    assert len(ids(tui)) == 2
    assert tui("edit", "the slow", "--keep", "2y").output == "The Slow Lamp; posts are kept for 2y.\n"
    assert tui("edit", "the slow", "--keep", "1").output == "The Slow Lamp; its newest post is kept.\n"
    assert tui("doctor", "--compact", "--json").row["dropped_posts"] == 1
    assert (len(ids(tui)), tui("blogs", "--json").row["keep"]) == (1, "1")
    assert tui("edit", "the slow", "--keep", "all").output == "The Slow Lamp.\n"
    tui("refresh")
    assert len(ids(tui)) == 3, "what the feed still has"
    refused = tui("edit", "the slow", "--keep", "some")
    assert refused.code == 2 and "--keep: it goes with all, a number of posts like 200" in refused.sentence
