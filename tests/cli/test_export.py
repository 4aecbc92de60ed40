"""export --everything: the whole library as JSON Lines."""

import json
import stat
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine
from tests.world import NOON
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
