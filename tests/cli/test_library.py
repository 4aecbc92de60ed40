"""inspect, add, remove, blogs, refresh: whole blogs, from the command line."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.blogs import LittleBlog, html
from tests.cli.commands import CommandLine
from tests.net.hostile_server import page
from tests.world import HOMEWARD, LETTERS, QUIET, entry

BLOG_KEYS = {
    "id", "title", "url", "feed_url", "platform", "tags", "posts", "unread", "keep", "refreshed", "error",
}  # fmt: skip
REFRESH_KEYS = {"blog", "url", "new", "changed", "status", "due", "error"}

SNOW = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")


def test_inspect_says_what_a_blog_offers_and_keeps_nothing(tui: CommandLine, lamp: LittleBlog) -> None:
    assert tui("inspect", lamp.url, "--json").row == {
        "url": lamp.url,
        "title": "The Slow Lamp",
        "platform": "feed",
        "feeds": [{"url": lamp.feed_url, "format": "atom", "holds": "posts"}],
        "posts": {"source": "feed", "archive": True, "beyond": False, "search": False, "total": None},
        "comments": {"system": "isso", "read": True, "write": "anonymous"},
        "ways": [{"source": "feed", "url": lamp.feed_url, "title": "The Slow Lamp", "holds": "posts"}],
        "why": [f"Feed {lamp.feed_url}: named by the page."],
    }
    assert tui("blogs").output == ""


def test_inspect_for_people(tui: CommandLine, lamp: LittleBlog) -> None:
    ended = tui("inspect", lamp.url)
    assert ended.code == 0
    assert ended.output.splitlines() == [
        "The Slow Lamp",
        f"  address   {lamp.url}",
        "  platform  a blog with a feed",
        "  posts     3 newest, older ones can be fetched",
        "  comments  Isso, writing: anonymous",
        f"  why       Feed {lamp.feed_url}: named by the page.",
        f"  ways      1  feed “The Slow Lamp”: {lamp.feed_url}",
    ]


WALKS = """<rss version="2.0"><channel><title>Walks</title><link>{url}</link>
  <item><title>The long way home</title><link>{url}/home/</link></item></channel></rss>"""


@pytest.fixture
def parted(lamp: LittleBlog) -> LittleBlog:
    """The Slow Lamp, whose page names the feed of a label and that of its comments as well."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
        for title, path in (
            ("Comments", "/comments.xml"),
            ("The Slow Lamp", "/feed.xml"),
            ("Walks", "/tag/walks.xml"),
        )
    )
    lamp.server.on("/", page(f"<html><head>{links}</head></html>".encode()))
    lamp.server.on("/tag/walks.xml", page(WALKS.format(url=lamp.url).encode()))
    return lamp


def test_of_several_feeds_the_posts_come_first_and_any_can_be_chosen(
    tui: CommandLine, parted: LittleBlog
) -> None:
    ways = tui("inspect", parted.url, "--json").row["ways"]
    assert [(way["url"].removeprefix(parted.url.rstrip("/")), way["holds"]) for way in ways] == [
        ("/feed.xml", "posts"),
        ("/tag/walks.xml", "part"),
        ("/comments.xml", "comments"),
    ]
    assert tui("add", parted.url, "--json").row["feed_url"] == parted.feed_url
    part = tui("add", parted.url, "--way", "2", "--json").row
    assert (part["title"], part["feed_url"], part["posts"]) == ("Walks", f"{parted.url}tag/walks.xml", 1)
    assert len(tui("blogs", "--json").rows) == 2


def test_a_way_that_is_not_there_is_wrong_usage(tui: CommandLine, parted: LittleBlog) -> None:
    ended = tui("add", parted.url, "--way", "7")
    assert (ended.code, ended.output) == (2, "")
    assert "There are 3 ways to the posts" in ended.sentence and "inspect" in ended.sentence


def test_inspect_still_speaks_of_the_posts_where_the_comments_fail(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    lamp.server.on("/isso/", page(b"", 500))
    ended = tui("inspect", lamp.url, "--json")
    assert ended.code == 0
    assert ended.row["comments"] == {"system": "isso", "read": True, "write": "unknown"}
    assert "status 500" in ended.sentence


def test_a_blog_is_followed_listed_and_removed(tui: CommandLine, lamp: LittleBlog) -> None:
    added = tui("add", lamp.url, "--title", "Lamp", "--tag", "slow", "--tag", "letters", "--json")
    assert added.code == 0
    blog = added.row
    assert blog.keys() == BLOG_KEYS
    assert isinstance(blog["id"], str)
    assert (blog["title"], blog["tags"]) == ("Lamp", ["letters", "slow"])
    assert (blog["posts"], blog["unread"], blog["error"]) == (3, 3, None)
    assert blog["refreshed"].endswith("+00:00")
    assert tui("blogs", "--json").rows == [blog]

    removed = tui("remove", "Lamp")
    assert (removed.code, removed.output) == (0, "Lamp is no longer in the library.\n")
    assert tui("blogs", "--json").output == ""
    assert tui("posts", "--json").output == ""


def test_adding_a_followed_blog_again_keeps_one(tui: CommandLine, lamp: LittleBlog) -> None:
    first = tui("add", lamp.url, "--json").row
    assert tui("add", lamp.feed_url, "--json").row["id"] == first["id"]
    assert len(tui("blogs", "--json").rows) == 1


def test_a_blog_goes_by_id_title_its_beginning_or_its_address(tui: CommandLine, lamp: LittleBlog) -> None:
    blog = tui("add", lamp.url, "--json").row
    for name in (blog["id"], "The Slow Lamp", "the slow", lamp.url, lamp.feed_url):
        assert len(tui("posts", name, "--json").rows) == 3, name


def test_a_name_that_fits_several_blogs_is_no_name(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", lamp.url, "--title", "Slow Lamp")
    tui("add", other.url, "--title", "Slow Food")
    ended = tui("remove", "slow")
    assert ended.code == 1
    assert "fits several blogs: Slow Food, Slow Lamp" in ended.sentence
    assert len(tui("blogs", "--json").rows) == 2


def test_of_many_blogs_that_a_name_fits_some_are_named_and_all_are_counted(
    tui: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "urls").write_text("".join(f"https://slow{n}.example/feed\n" for n in range(1, 8)))
    tui("import", str(tmp_path / "urls"))
    assert "slow4.example, slow5.example and 2 more. Give the id" in tui("remove", "slow").sentence


def test_a_name_that_fits_no_blog_says_where_the_names_are(tui: CommandLine) -> None:
    ended = tui("remove", "Fast Lamp")
    assert (ended.code, ended.output) == (1, "")
    assert ended.sentence == "No blog in the library goes by “Fast Lamp”. `tui-blog blogs` lists them."


def test_an_empty_library_says_how_a_blog_comes_in(tui: CommandLine) -> None:
    for verb in ("posts", "blogs", "refresh"):
        ended = tui(verb)
        assert (ended.code, ended.output) == (0, "")
        assert "`tui-blog add URL`" in ended.sentence
        assert tui(verb, "--json").errors == ""


def test_blogs_stand_in_columns_whatever_their_titles(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", lamp.url, "--title", "灯台の便り")
    tui("add", other.url, "--title", "A title that goes on and on, far past any column that is made for it")
    long, wide = tui("blogs").output.splitlines()
    assert long == f"    2       3 unread of 3       A title that goes on and on, far past a…  {other.url}"
    assert wide == f"    1       3 unread of 3       灯台の便り{' ' * 32}{lamp.url}"


def test_a_refresh_tells_each_blog_what_is_new(tui: CommandLine, lamp: LittleBlog) -> None:
    blog = tui("add", lamp.url, "--json").row
    lamp.feed(SNOW, LETTERS.replace("waits", "waited"), QUIET, HOMEWARD)
    row = tui("refresh", "--json").row
    assert row.keys() == REFRESH_KEYS
    assert row == {
        "blog": blog["id"], "url": lamp.url, "new": 1, "changed": 1, "status": "ok", "due": True,
        "error": None,
    }  # fmt: skip
    again = tui("refresh", "The Slow")
    assert (again.code, again.output, again.errors) == (0, "The Slow Lamp: nothing new\n", "")


def test_one_blog_that_fails_does_not_fail_the_refresh(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", lamp.url)
    tui("add", other.url, "--title", "Other")
    other.server.on("/feed.xml", page(b"", 500))
    ended = tui("refresh", "--json")
    assert ended.code == 0
    assert {row["blog"]: row["status"] for row in ended.rows} == {"1": "ok", "2": "failed"}
    assert ended.sentence.startswith("Other: ")
    assert "status 500" in tui("blogs").output

    lamp.server.on("/feed.xml", page(b"", 410))
    ended = tui("refresh", "--json")
    assert ended.code == 1
    assert {row["blog"]: row["status"] for row in ended.rows} == {"1": "gone", "2": "failed"}


def test_what_failed_and_why_is_told_at_the_end(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", lamp.url)
    tui("add", other.url, "--title", "Other")
    other.server.on("/feed.xml", page(b"", 500))
    lamp.server.on("/feed.xml", page(b"", 404))
    first, *rest = tui("refresh").errors.splitlines()
    assert first == "tui-blog: 2 of 2 blogs could not be fetched:"
    assert sorted(line.split(": ")[1] for line in rest) == ["Other", "The Slow Lamp"]


def test_a_refresh_for_a_timer_is_silent_where_nobody_reads(tui: CommandLine, lamp: LittleBlog) -> None:
    """As cron runs it: the output thrown away, mail only where something failed."""
    tui("add", lamp.url)
    ended = tui.run("refresh", stdout=subprocess.DEVNULL)
    assert (ended.code, ended.errors) == (0, "")
    lamp.server.on("/feed.xml", page(b"", 500))
    ended = tui.run("refresh", stdout=subprocess.DEVNULL)
    assert ended.code == 1 and ended.sentence.startswith("The Slow Lamp: ")


def test_a_status_bar_counts_without_listing(tui: CommandLine, lamp: LittleBlog) -> None:
    assert tui("posts", "--unread", "--count").output == "0\n"
    tui("add", lamp.url, "--tag", "slow")
    assert tui("posts", "--unread", "--count").output == "3\n"
    assert tui("posts", "--count", "--json").row == {"count": 3}
    assert tui("posts", "1", "--unread", "--count").output == "3\n"
    assert tui("posts", "--tag", "slow", "--since", "2024-12-18", "--count").output == "2\n"
    ended = tui("posts", "1", "--in", "letters", "--count")
    assert ended.code == 2 and "--count" in ended.sentence


def test_a_blog_that_fails_on_its_first_fetch_is_followed_all_the_same(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    """The feed is found once and gone when its posts are asked for."""
    from tests.net.hostile_server import in_turn

    good = lamp.server.behaviours["/feed.xml"]
    lamp.server.on("/feed.xml", in_turn(good, page(b"", 503), good))
    ended = tui("add", lamp.url, "--json")
    assert (ended.code, ended.row["posts"]) == (1, 0)
    assert "status 503" in ended.sentence
    assert ended.row["error"] == ended.sentence
    archive = tui("posts", "1", "--archive", "--json")
    assert [row["title"] for row in archive.rows][-1] == "First light"


def test_refreshing_offline_makes_no_sense(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    asked = len(lamp.server.asked)
    ended = tui("refresh", "--offline")
    assert ended.code == 2
    assert "offline" in ended.sentence
    assert len(lamp.server.asked) == asked


@pytest.mark.parametrize("told", ["flag", "variable", "file"])
def test_offline_nobody_is_asked_and_what_is_stored_is_there(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    tui("add", lamp.url)
    flags = ["--offline"] if told == "flag" else []
    if told == "variable":
        monkeypatch.setenv("TUI_BLOG_OFFLINE", "1")
    elif told == "file":
        tui.config.write_text("offline = true")
    asked = len(lamp.server.asked)
    for verb in ("inspect", "add", "posts", "read", "comments"):
        ended = tui(verb, other.url, *flags)
        assert (ended.code, ended.output) == (1, "")
        assert "told to stay offline" in ended.sentence
    for words in (["posts"], ["posts", "1"], ["read", "3"], ["blogs"]):
        assert tui(*words, *flags).output
    assert (len(lamp.server.asked), other.server.asked) == (asked, [])


def test_blogs_that_are_not_due_are_counted_and_asked_on_demand(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    days = [entry(f"p{n}", f"P{n}", f"2024-12-{n:02}", "<p>Daily.</p>") for n in range(9, 1, -1)]
    lamp.feed(*days)
    tui("add", lamp.url)
    tui("add", other.url, "--title", "Torch")
    lamp.feed(entry("new", "New", "2024-12-20", "<p>New.</p>"), *days)
    ended = tui("refresh")
    assert ended.output.splitlines() == [
        "Torch: nothing new",
        "1 blog is not due yet (`-v` tells why); `tui-blog refresh --now` asks all the same.",
    ]
    assert ended.errors == "", "cron would send it by mail"
    rows = {row["url"]: row for row in tui("refresh", "--json").rows}
    assert (rows[lamp.url]["due"], rows[lamp.url]["status"], rows[other.url]["due"]) == (
        False,
        "unchanged",
        True,
    )
    assert "as seldom as it posts, it is not asked for another" in tui("refresh", "-v").errors
    assert "The Slow Lamp: 1 new, 0 changed" in tui("refresh", "--now").output


def test_a_refresh_on_a_terminal_shows_a_bar_and_takes_it_away(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    shown = tui.in_terminal("refresh").output
    assert "[========================] 1/1 The Slow Lamp" in shown
    assert shown.endswith("\r\x1b[K")
    assert "The Slow Lamp: nothing new\r\n" in shown


def test_the_bar_keeps_to_one_line_which_is_all_that_can_be_taken_away(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    tui("add", lamp.url, "--title", "灯台の便りは今日も遅い、それでも毎晩かならず届く")
    shown = tui.in_terminal("refresh", columns=48).output
    assert "\r\x1b[K[========================] 1/1 灯台の便りは今…\r\x1b[K" in shown


def test_a_terminal_that_would_print_them_is_sent_no_escapes(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    dumb = {"TERM": "dumb"}
    assert tui.in_terminal("refresh", environment=dumb).output == "The Slow Lamp: nothing new\r\n"
    assert "\x1b" not in tui.in_terminal("search", "letter", environment=dumb).output


def test_every_request_is_named_to_those_who_ask_for_more(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.server.on("/", html("nothing here", 404))
    ended = tui("add", lamp.feed_url, "-v", "--json")
    assert json.loads(ended.output)
    assert ended.errors.splitlines()[0].startswith(f"tui-blog: GET {lamp.feed_url}: 200, ")
