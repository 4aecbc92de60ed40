"""Ctrl+C, kill -9 and two programs at once: the library stays whole, no comment is lost or sent twice."""

import os
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from tests.cli.blogs import LittleBlog, told
from tests.cli.commands import SECONDS, CommandLine
from tests.ended import Ended
from tests.net.hostile_server import in_turn, silence
from tests.world import entry

INTERRUPTED, UNKNOWN = 130, 6


def ended_by(process: "subprocess.Popen[str]", number: signal.Signals, after: threading.Event) -> Ended:
    assert after.wait(SECONDS), "the request never came"
    process.send_signal(number)
    output, errors = process.communicate(timeout=SECONDS)
    return Ended(process.returncode, output, errors)


def is_whole(data: Path) -> bool:
    database = sqlite3.connect(data / "library.db")
    try:
        return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        database.close()


def test_a_refresh_that_is_interrupted_leaves_the_library_whole(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    tui("add", lamp.url)
    tui("add", other.url)
    asked = threading.Event()
    other.server.on("/feed.xml", told(asked, silence()))
    ended = ended_by(tui.start("refresh"), signal.SIGINT, asked)
    assert (ended.code, ended.errors) == (INTERRUPTED, "")
    assert is_whole(tui.data)
    assert len(tui("posts", "--json").rows) == 6


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_look_at_a_strange_blog_that_is_ended_leaves_nothing_behind(
    tui: CommandLine, lamp: LittleBlog, tmp_path: Path, number: signal.Signals
) -> None:
    folder, asked = tmp_path / "temporary", threading.Event()
    folder.mkdir()
    lamp.server.on("/feed.xml", told(asked, silence()))
    started = tui.start("posts", lamp.url, env={**os.environ, "TMPDIR": str(folder)})
    ended = ended_by(started, number, asked)
    assert (ended.code, ended.errors) == (INTERRUPTED, "")
    assert list(folder.iterdir()) == []


def comment(tui: CommandLine, lamp: LittleBlog) -> list[str]:
    return ["comment", lamp.post("letters"), "--body", "Still.", "--name", "Nora"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_comment_that_is_interrupted_is_found_and_not_sent_twice(
    tui: CommandLine, lamp: LittleBlog, number: signal.Signals
) -> None:
    asked = threading.Event()
    lamp.server.on("/isso/new", told(asked, silence()))
    ended = ended_by(tui.start(*comment(tui, lamp)), number, asked)
    if number is signal.SIGINT:
        assert ended.code == INTERRUPTED
        assert ended.sentence.startswith("Interrupted on its way")
    (posted,) = [asked for asked in lamp.server.asked if asked.method == "POST"]
    assert b"Still." in posted.body
    row = tui("outbox", "--json").row
    assert (row["state"], row["body"]) == ("unknown", "Still.")

    lamp.server.on("/isso/new", lamp.comments.new)
    assert tui(*comment(tui, lamp)).code == UNKNOWN, "given again, it is looked for, not sent"
    lamp.comments.keep({"text": "Still.", "author": "Nora"})
    assert tui("outbox", "send", "--json").row["state"] == "published"
    assert lamp.comments.sent == []


def test_two_refreshes_at_once_lose_no_post(tui: CommandLine, lamp: LittleBlog, other: LittleBlog) -> None:
    for blog in (lamp, other):
        tui("add", blog.url)
        blog.feed(*[entry(f"p{n}", f"Post {n}", "2024-12-20", "<p>Text.</p>") for n in range(60)])
    both = [tui.start("refresh", "--json") for _ in range(2)]
    ends = [Ended(one.wait(SECONDS), *one.communicate()) for one in both]
    assert [(end.code, end.errors) for end in ends] == [(0, ""), (0, "")]
    assert sum(row["new"] for end in ends for row in end.rows) == 120
    assert len(tui("posts", "--json").rows) == 126
    assert is_whole(tui.data)


def test_two_programs_that_begin_at_once_share_one_library(tui: CommandLine, lamp: LittleBlog) -> None:
    both = [tui.start("add", lamp.url, "--json") for _ in range(2)]
    ends = [Ended(one.wait(SECONDS), *one.communicate()) for one in both]
    assert [(end.code, end.errors) for end in ends] == [(0, ""), (0, "")]
    assert len(tui("blogs", "--json").rows) == 1
    assert len(tui("posts", "--json").rows) == 3


def test_two_programs_that_send_the_outbox_send_each_comment_once(tui: CommandLine, lamp: LittleBlog) -> None:
    """Whoever comes second meets a row that is being sent, and leaves it alone."""
    lamp.comments.mood = "busy"
    tui(*comment(tui, lamp))
    lamp.comments.sent.clear()
    lamp.comments.mood = "open"
    asked = threading.Event()
    lamp.server.on("/isso/new", in_turn(told(asked, lamp.comments.new)))
    both = [tui.start("outbox", "send") for _ in range(2)]
    codes = {Ended(one.wait(SECONDS), *one.communicate()).code for one in both}
    assert codes <= {0, UNKNOWN} and 0 in codes
    assert len(lamp.comments.sent) == 1
