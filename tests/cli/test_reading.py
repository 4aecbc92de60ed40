"""posts, read, comments: of the library and of any blog at an address."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.blogs import AS_BLOGS_DO, SLUGS, LittleBlog, error, html
from tests.cli.commands import CommandLine
from tests.net.hostile_server import page
from tests.world import BLOG, HOMEWARD, LETTERS, QUIET
from tui_blog.demo.server import SampleBlog

POST_KEYS = {
    "id", "blog", "title", "url", "author", "published", "updated", "labels", "comments", "read", "starred",
    "tags", "excerpt",
}  # fmt: skip
COMMENT_KEYS = {"id", "parent", "depth", "author", "website", "published", "status", "by_author", "markdown"}

EARLY = datetime(2024, 12, 20, 8, 1, tzinfo=UTC).timestamp()

TITLES = ["Why letters still matter", "A year without notifications", "The long way home", "First light"]


def titles(tui: CommandLine, *arguments: str) -> list[str]:
    ended = tui("posts", *arguments, "--json")
    assert ended.code == 0, ended.errors
    return [row["title"] for row in ended.rows]


def mark(data: Path, title: str, **state: int) -> None:
    """Set a post's state as the screens would."""
    with sqlite3.connect(data / "library.db") as database:
        for name, value in state.items():
            database.execute(
                f"UPDATE post_state SET {name} = ? WHERE post_id = (SELECT id FROM posts WHERE title = ?)",
                (value, title),
            )
    database.close()


# --- lists ---------------------------------------------------------------------------------------


def test_a_post_for_programs(tui: CommandLine, lamp: LittleBlog) -> None:
    blog = tui("add", lamp.url, "--json").row
    newest = tui("posts", "--json").rows[0]
    assert newest.keys() == POST_KEYS
    assert isinstance(newest["id"], str) and newest["blog"] == blog["id"]
    assert newest["url"] == lamp.post("letters")
    assert (newest["author"], newest["labels"], newest["comments"]) == ("Ada", ["letters"], None)
    assert newest["published"] == newest["updated"] == "2024-12-19T09:30:00+01:00"
    assert (newest["read"], newest["starred"]) == (False, False)
    assert newest["excerpt"] == "A letter waits for you."


def test_posts_for_people(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    mark(tui.data, TITLES[1], read=1)
    mark(tui.data, TITLES[2], starred=1)
    assert tui("posts").output.splitlines() == [
        "      3  N  2024-12-19  The Slow Lamp         Why letters still matter",
        "      2     2024-12-19  The Slow Lamp         A year without notifications",
        "      1  *  2024-12-17  The Slow Lamp         The long way home",
    ]
    assert tui("posts", "1").output.splitlines()[2] == "      1  *  2024-12-17  The long way home"


def test_posts_of_a_stranger_s_blog_go_by_their_addresses(tui: CommandLine, lamp: LittleBlog) -> None:
    rows = tui("posts", lamp.url, "--json").rows
    assert [row["id"] for row in rows] == [lamp.post(slug) for slug in SLUGS[:3]]
    assert {row["blog"] for row in rows} == {lamp.url}
    assert tui("posts", lamp.url, "--limit", "1").output.splitlines() == [
        "2024-12-19  Why letters still matter",
        f"            {lamp.post('letters')}",
    ]


def test_every_flag_narrows_the_list(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url, "--tag", "slow")
    mark(tui.data, TITLES[0], read=1)
    mark(tui.data, TITLES[0], starred=1)
    assert titles(tui) == TITLES[:3]
    assert titles(tui, "--unread") == TITLES[1:3]
    assert titles(tui, "--starred") == TITLES[:1]
    assert titles(tui, "--limit", "2") == TITLES[:2]
    assert titles(tui, "--tag", "slow") == titles(tui, "--tag", "Slow") == TITLES[:3]
    assert titles(tui, "--tag", "fast") == titles(tui, "1", "--tag", "fast") == []
    assert titles(tui, "1", "--tag", "slow", "--unread", "--limit", "1") == TITLES[1:2]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["--since", "2024"], TITLES[:3]),
        (["--since", "2024-12-18"], TITLES[:2]),
        (["--until", "2024-12-18"], TITLES[2:]),
        (["--until", "2023"], TITLES[3:]),
        (["--since", "2023-12", "--until", "2023-12"], TITLES[3:]),
        (["--since", "2024-12-17", "--until", "2024-12-17"], TITLES[2:3]),
        (["--since", "2025"], []),
    ],
)
def test_days_months_and_years_bound_the_list(
    tui: CommandLine, lamp: LittleBlog, flags: list[str], expected: list[str]
) -> None:
    assert titles(tui, lamp.url, "--archive", *flags) == expected


@pytest.mark.parametrize("day", ["yesterday", "2024-13", "2024-02-30", "2024-1-1-1", "", "99999", "9999"])
def test_what_is_no_day_is_said_so(tui: CommandLine, day: str) -> None:
    ended = tui("posts", "--since", day)
    assert ended.code == 2
    assert ended.sentence == f"“{day}” is no day. Write 2024, 2024-12 or 2024-12-19."


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 30])
def test_what_is_no_number_is_said_so(tui: CommandLine, number: str) -> None:
    ended = tui("posts", f"--limit={number}")
    assert ended.code == 2
    assert f"a whole number is wanted, 1 or more, not “{number}”" in ended.sentence


def test_a_list_that_is_empty_says_so_to_people(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    assert tui("posts", "--starred").sentence == "No post fits."
    assert tui("posts", "1", "--tag", "x").sentence == "Neither The Slow Lamp nor a post of it is tagged “x”."
    assert tui("posts", "--starred", "--json").errors == ""


def test_posts_fit_the_terminal(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.feed(LETTERS.replace("Why letters", "灯台の便りは今日も遅い、それでも Why letters"), QUIET, HOMEWARD)
    tui("add", lamp.url)
    shown = tui.in_terminal("posts", columns=60).output.splitlines()
    assert shown[0] == "      3  N  2024-12-19  The Slow Lamp         灯台の便りは…"
    assert shown[1] == "      2  N  2024-12-19  The Slow Lamp         A year withou…"
    narrow = tui.in_terminal("posts", columns=40).output.splitlines()
    assert narrow[1] == "      2  N  2024-12-19  A year without…"
    narrow = tui.in_terminal("posts", columns=30).output.splitlines()
    assert narrow[1] == "      2  N  A year without no…"
    assert tui("posts").output.splitlines()[0].endswith("Why letters still matter")


def test_a_blog_is_listed_from_its_first_post_onward(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    assert titles(tui, "--sort", "oldest") == TITLES[2::-1]
    assert titles(tui, "--sort", "oldest", "--limit", "1") == [TITLES[2]]
    assert titles(tui, "1", "--archive", "--sort", "oldest", "--limit", "2") == [TITLES[3], TITLES[2]]
    assert titles(tui, "--sort", "newest") == TITLES


def test_what_the_blog_sorts_is_not_sorted_here(tui: CommandLine, lamp: LittleBlog) -> None:
    ended = tui("posts", lamp.url, "--in", "letters", "--sort", "oldest")
    assert (ended.code, ended.sentence) == (
        2,
        "--in and --search list posts as the blog gives them: drop --sort.",
    )


# --- the archive ---------------------------------------------------------------------------------


def test_the_archive_goes_back_to_the_first_post(tui: CommandLine, lamp: LittleBlog) -> None:
    assert titles(tui, lamp.url, "--archive") == TITLES
    tui("add", lamp.url)
    assert titles(tui, "1") == TITLES[:3]
    assert titles(tui, "1", "--archive") == TITLES
    assert titles(tui) == TITLES


@pytest.mark.parametrize("enough", [["--limit", "3"], ["--since", "2024-12-18"]])
def test_the_archive_is_read_no_further_than_the_list_goes(
    tui: CommandLine, lamp: LittleBlog, enough: list[str]
) -> None:
    titles(tui, lamp.url, "--archive", *enough)
    assert "/feed-2.xml" not in lamp.server.targets
    titles(tui, lamp.url, "--archive", "--limit", "3", "--until", "2024-12-18")
    assert "/feed-2.xml" in lamp.server.targets


def test_an_archive_that_breaks_off_shows_what_was_fetched(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.server.on("/feed-2.xml", page(b"", 500))
    ended = tui("posts", lamp.url, "--archive", "--json")
    assert ended.code == 1
    assert [row["title"] for row in ended.rows] == TITLES[:3]
    assert ended.sentence.startswith("Older posts could not be fetched: ")


def test_the_archive_of_everything_is_nobody_s_wish(tui: CommandLine) -> None:
    ended = tui("posts", "--archive")
    assert ended.code == 2
    assert "tui-blog posts BLOG --archive" in ended.sentence


# --- one post ------------------------------------------------------------------------------------


def test_a_post_is_read_in_three_formats(tui: CommandLine, lamp: LittleBlog) -> None:
    head = f"2024-12-19 by Ada on The Slow Lamp\n{lamp.post('letters')}\n\n"
    assert tui("read", lamp.post("letters")).output == (
        f"# Why letters still matter\n\n{head}A letter *waits* for you.\n"
    )
    text = tui("read", lamp.post("letters"), "--format", "text").output
    assert text == f"Why letters still matter\n\n{head}A letter waits for you.\n"
    html = tui("read", lamp.post("letters"), "--format", "html").output
    assert html == "<p>A letter <em>waits</em> for you.</p>\n"


def test_a_post_is_read_by_its_id_or_its_address(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    row = tui("posts", "--json").rows[0]
    by_id = tui("read", row["id"], "--json").row
    assert by_id == {**row, "markdown": by_id["markdown"]}
    assert by_id["markdown"].strip() == "A letter *waits* for you."
    asked = len(lamp.server.asked)
    assert tui("read", lamp.post("letters"), "--json").row == by_id
    assert len(lamp.server.asked) == asked, "what the library holds needs no network"


def test_a_stranger_s_post_is_read_beyond_the_feed_s_first_page(tui: CommandLine, lamp: LittleBlog) -> None:
    ended = tui("read", lamp.post("first"), "--json")
    assert ended.row.keys() == {*POST_KEYS, "markdown"}
    assert ended.row["markdown"].strip() == "Hello, world."


def test_a_post_is_one_also_where_its_page_does_not_say_so(tui: CommandLine, lamp: LittleBlog) -> None:
    feed_alone = AS_BLOGS_DO.split("<meta")[0]
    lamp.server.on("/first/", html(f"<html><head>{feed_alone}</head></html>".replace(BLOG, lamp.url[:-1])))
    assert tui("read", lamp.post("first"), "--json").row["title"] == "First light"


@pytest.mark.parametrize("verb", ["read", "comments"])
@pytest.mark.parametrize("name", ["99", "9" * 40, "no such post"])
def test_a_post_that_is_not_there_is_said_so(tui: CommandLine, verb: str, name: str) -> None:
    ended = tui(verb, name)
    assert (ended.code, ended.output) == (1, "")
    assert ended.sentence.startswith(f"There is no post “{name}” in the library.")


def test_a_home_page_is_no_post(tui: CommandLine, lamp: LittleBlog) -> None:
    ended = tui("read", lamp.url)
    assert ended.code == 1
    assert f"`tui-blog posts {lamp.url}`" in ended.sentence


def test_a_terminal_gets_a_post_through_the_pager(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    shown = tui.in_terminal("read", "3", environment={"PAGER": "sed s/^/paged:/"}).output
    assert "paged:# Why letters still matter" in shown
    shown = tui.in_terminal("read", "3", environment={"PAGER": "no-such-pager --at-all"}).output
    assert shown.startswith("# Why letters still matter")


def test_interrupts_are_left_to_the_pager(tui: CommandLine, lamp: LittleBlog) -> None:
    """Many of them: asyncio keeps the first for later, and those that come at once count as one."""
    tui("add", lamp.url)
    pager = f"sh -c '{'kill -INT $PPID; ' * 200} cat; echo end'"
    ended = tui.in_terminal("read", "3", environment={"PAGER": pager})
    assert ended.code == 0
    assert ended.output.endswith("end\r\n")


# --- the thread ----------------------------------------------------------------------------------


def test_a_thread_for_programs_has_parents_before_children(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.comments.keep({"text": "I write them still.", "author": "Bo", "created": EARLY})
    lamp.comments.keep({"text": "Another matter.", "author": "Cy"})
    lamp.comments.keep({"text": "To whom?", "author": "Ada", "parent": 1})
    rows = tui("comments", lamp.post("letters"), "--json").rows
    assert all(row.keys() == COMMENT_KEYS for row in rows)
    assert [(row["id"], row["parent"], row["depth"]) for row in rows] == [
        ("1", None, 0), ("3", "1", 1), ("2", None, 0),
    ]  # fmt: skip
    assert rows[0] == {
        "id": "1", "parent": None, "depth": 0, "author": "Bo", "website": None, "status": "approved",
        "by_author": False, "published": "2024-12-20T08:01:00+00:00", "markdown": rows[0]["markdown"],
    }  # fmt: skip
    assert rows[0]["markdown"].strip() == "I write them still."


def test_a_thread_for_people_is_indented(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.comments.keep({"text": "I write them still.", "author": "Bo", "created": EARLY})
    lamp.comments.keep({"text": "To whom?", "author": "Ada", "parent": 1, "created": EARLY + 60})
    assert tui("comments", lamp.post("letters")).output == (
        "[1] Bo, 2024-12-20 08:01\nI write them still.\n\n"
        "  [2] Ada, 2024-12-20 08:02\n  To whom?\n\n"
    )  # fmt: skip


def test_no_comments_and_no_comment_system_are_told_apart(tui: CommandLine, lamp: LittleBlog) -> None:
    assert tui("comments", lamp.post("letters")).output == "No comments.\n"
    lamp.server.on(
        "/letters/", html(f"<html><head>{AS_BLOGS_DO}</head></html>".replace(BLOG, lamp.server.url("")))
    )
    ended = tui("comments", lamp.post("letters"))
    assert (ended.code, ended.output) == (0, "")
    assert "No comment system" in ended.sentence


def test_the_kept_thread_stands_in_for_one_that_cannot_be_fetched(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.comments.keep({"text": "I write them still.", "author": "Bo"})
    tui("add", lamp.url)
    tui("comments", "3")
    lamp.server.on("/isso/", error(500, "Internal Server Error", "Oh."))
    for offline in ([], ["--offline"]):
        ended = tui("comments", "3", "--json", *offline)
        assert ended.code == 0
        assert ended.row["author"] == "Bo"
        assert ended.sentence.endswith("These are the comments as they were kept.")


def test_a_thread_that_was_never_fetched_cannot_be_shown_offline(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    ended = tui("comments", "3", "--offline")
    assert (ended.code, ended.output) == (1, "")
    assert "offline" in ended.sentence


def test_a_thread_of_a_real_comment_server(tui: CommandLine, sample: SampleBlog) -> None:
    rows = tui("comments", f"{sample.url}changing-the-bulb/", "--json").rows
    assert rows and all(row.keys() == COMMENT_KEYS for row in rows)
    assert any(row["depth"] == 1 for row in rows)


# --- what is not in the library ------------------------------------------------------------------


def content(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table but the search's, which gives none back."""
    database = sqlite3.connect(data / "library.db")
    try:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name != 'words'")
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}
    finally:
        database.close()


def test_an_address_outside_the_library_leaves_the_library_as_it_was(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", lamp.url, "--tag", "slow")
    before = content(tui.data)
    for words in (
        ["inspect", other.url],
        ["posts", other.url],
        ["posts", other.url, "--archive"],
        ["read", other.post("letters")],
        ["comments", other.post("letters")],
        ["comment", other.post("letters"), "--body", "Hello.", "--name", "Nora", "--dry-run"],
    ):
        ended = tui(*words)
        assert ended.code == 0, ended.errors
        assert ended.output
        assert content(tui.data) == before, words
