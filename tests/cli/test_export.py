"""export --everything: the whole library as JSON Lines."""

import json
import os
import stat
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine, limited_to
from tests.world import NOON, entry
from tui_blog.model.text import clean_line
from tui_blog.store.database import Database
from tui_blog.store.saved_searches import SavedSearchStore


def test_everything_is_written_a_line_each(tui: CommandLine, lamp: LittleBlog, tmp_path: Path) -> None:
    tui("add", lamp.url, "--tag", "essays")
    first = tui("posts", "--json").rows[0]["id"]
    tui("mark", first, "--star", "--tag", "later")
    tui("comment", first, "--body", "My words", "--name", "Ada", "--email", "a@lamp.example")
    tui("comments", first)
    tui("rules", "add", "author:bo", "--star", "--tag", "later")
    with closing(Database.open(tui.data / "library.db", lambda: NOON)) as database:
        SavedSearchStore(database).keep(clean_line("waits"), clean_line("Waiting"))
    written = tmp_path / "all.jsonl"
    assert tui("export", "--everything", str(written)).code == 0
    assert stat.S_IMODE(written.stat().st_mode) == 0o600

    records = [json.loads(line) for line in written.read_text("ascii").splitlines()]
    kinds = Counter(record["kind"] for record in records)
    assert (kinds["library"], kinds["blog"], kinds["post"], kinds["own comment"]) == (1, 1, 3, 1)
    head, blog, post = records[:3]
    assert (head["format"], blog["tags"], blog["followed"]) == (1, ["essays"], True)
    assert (post["id"], post["blog"], post["starred"], post["tags"]) == (first, blog["id"], True, ["later"])
    assert "<em>waits</em>" in post["html"]
    own = next(record for record in records if record["kind"] == "own comment")
    assert (own["body"], own["name"]) == ("My words", "Ada")
    assert records[-2:] == [
        {"kind": "rule", "query": "author:bo", "read": False, "star": True, "tags": ["later"]},
        {"kind": "search", "query": "waits", "title": "Waiting"},
    ]

    printed = [json.loads(line) for line in tui("export", "--everything").output.splitlines()]
    assert printed[1:] == records[1:]


def test_what_cannot_be_written_is_a_sentence(tui: CommandLine, tmp_path: Path) -> None:
    ended = tui("export", "--everything", str(tmp_path / "nowhere" / "all.jsonl"))
    assert ended.code == 1 and "cannot be written" in ended.sentence


def test_a_copy_stays_until_the_next_one_is_whole(tui: CommandLine, lamp: LittleBlog, tmp_path: Path) -> None:
    lamp.feed(entry("long", "Long", "2024-12-25", "<p>words</p>" * 6_000))
    tui("add", lamp.url)
    copy = tmp_path / "all.jsonl"
    tui("export", "--everything", str(copy))
    before = copy.read_bytes()
    ended = tui.run("export", "--everything", str(copy), preexec_fn=limited_to(40_000))
    assert ended.code == 1 and f"{copy} cannot be written: " in ended.sentence
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.glob("all.jsonl*")] == ["all.jsonl"]
    tui("mark", "1", "--star")
    assert tui("export", "--everything", str(copy)).code == 0
    assert copy.read_bytes() != before and stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_so_does_a_copy_of_the_list_of_blogs(tui: CommandLine, lamp: LittleBlog, tmp_path: Path) -> None:
    tui("add", lamp.url)
    copy = tmp_path / "blogs.opml"
    assert tui("export", str(copy)).code == 0
    before, umask = copy.read_bytes(), os.umask(0o22)
    os.umask(umask)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o666 & ~umask, "a list of blogs is no secret"
    assert tui.run("export", str(copy), preexec_fn=limited_to(100)).code == 1
    assert copy.read_bytes() == before


def test_a_pipe_takes_everything_as_it_comes(tui: CommandLine) -> None:
    assert tui("export", "--everything", "/dev/null").sentence == "/dev/null: 1 line."
