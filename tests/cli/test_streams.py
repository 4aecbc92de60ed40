"""Where the output goes: closed pipes, full disks, missing streams, and terminals that lack letters."""

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import ROOT, CommandLine, words
from tests.ended import Ended
from tests.world import LETTERS, entry
from tui_blog.cli.columns import cells, fitted, padded


@pytest.fixture
def library(tui: CommandLine, lamp: LittleBlog) -> CommandLine:
    """A library that holds the Slow Lamp, one title in Japanese."""
    lamp.feed(entry("todai", "灯台の便り – 朝", "2024-12-20", "<p>朝です。</p>"), LETTERS)
    assert tui("add", lamp.url).code == 0
    return tui


@pytest.mark.parametrize("arguments", [["posts", "--json"], ["--help"], ["read", "1"]])
def test_a_reader_that_has_left_is_no_failure(library: CommandLine, arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = library.run(*arguments, stdout=write)
    os.close(write)
    assert (ended.code, ended.errors) == (0, "")


def test_a_reader_that_leaves_in_the_middle_is_no_failure(library: CommandLine, lamp: LittleBlog) -> None:
    """More than a pipe holds, so that the writer meets the end while it writes."""
    body = "<p>" + "word " * 300 + "</p>"
    lamp.feed(*[entry(f"p{n}", f"Post {n}", "2024-12-19", body) for n in range(200)])
    library("refresh")
    started = library.start("posts", "--json")
    assert started.stdout and started.stderr
    first = json.loads(started.stdout.readline())
    started.stdout.close()
    assert first["title"]
    assert (started.wait(timeout=30), started.stderr.read()) == (0, "")
    started.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [["posts"], ["config"]])
def test_a_full_disk_is_one_sentence(library: CommandLine, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = library.run(*arguments, stdout=full)
    assert (ended.code, ended.sentence) == (1, "The output could not be written: No space left on device.")


ALL = "<&- >&- 2>&-"


@pytest.mark.parametrize(
    ("arguments", "closed"),
    [(["refresh"], ">&-"), (["refresh"], ALL), (["read", "77"], "2>&-"), (["read", "77"], ALL), ([], ALL)],
)
def test_streams_may_be_closed(library: CommandLine, closed: str, arguments: list[str]) -> None:
    command = f"{' '.join(words(*arguments))} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == {"refresh": 0, "read": 1, "": 2}["".join(arguments[:1])]


def test_standard_input_that_is_closed_is_an_empty_text(library: CommandLine) -> None:
    command = f"{' '.join(words('comment', '1', '--body-file', '-', '--name', 'Nora'))} <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (2, "tui-blog: The comment has no text.\n")


def in_encoding(tui: CommandLine, encoding: str, *arguments: str) -> Ended:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "LANG": "C", "LC_ALL": "C"}
    env = {name: value for name, value in env.items() if value}
    return tui.run(*arguments, env=env)


@pytest.mark.parametrize("encoding", ["", "latin-1", "ascii:strict"])
def test_letters_that_a_terminal_lacks_do_no_harm(library: CommandLine, encoding: str) -> None:
    told = in_encoding(library, encoding, "posts")
    assert (told.code, told.errors) == (0, "")
    assert "灯台" in told.output or encoding
    refused = in_encoding(library, encoding, "read", "no such ä")
    assert (refused.code, refused.output) == (1, "")
    assert refused.sentence.startswith("There is no post")


@pytest.mark.parametrize("encoding", ["", "ascii"])
def test_programs_get_every_letter_whatever_the_terminal_s_encoding(
    library: CommandLine, encoding: str
) -> None:
    row = in_encoding(library, encoding, "posts", "--json", "--limit", "1").row
    assert row["title"] == "灯台の便り – 朝"


def test_bytes_that_are_no_text_are_refused(tui: CommandLine) -> None:
    command = [*words("posts"), b"\xff\xfe"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith(b"The command line holds bytes that are not UTF-8. See `tui-blog --help`.\n")


def test_nothing_asks_where_nobody_can_answer(library: CommandLine) -> None:
    """Standard input is a pipe that stays open and silent: whoever asked would wait for ever."""
    read, write = os.pipe()
    try:
        for arguments in (["outbox", "send"], ["remove", "1"]):
            assert library.run(*arguments, stdin=read).code == 0
    finally:
        with suppress(OSError):
            os.close(read)
            os.close(write)


# --- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("灯台", 4), ("e\u0301tude", 5), ("", 0), ("–", 1), ("한글", 4), ("🙂", 2)],
)
def test_cells_are_counted_as_a_terminal_does(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    "text", ["", "short", "exactly ten", "灯台の便りは今日も遅い", "a灯台の便りは今日も遅い"]
)
@pytest.mark.parametrize("width", range(1, 14))
def test_a_line_is_never_wider_than_its_column(text: str, width: int) -> None:
    assert cells(fitted(text, width)) <= width
    assert cells(padded(text, width)) == width
    assert fitted(text, width) == text or fitted(text, width).endswith("…")
