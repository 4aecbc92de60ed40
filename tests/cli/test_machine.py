"""config and doctor: settings, and which of them win."""

import json
import sys
import tomllib

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine

SETTINGS = {
    "theme",
    "text_width",
    "space_opens_next_unread",
    "pictures",
    "timeout",
    "offline",
    "send_when_online",
    "keys",
    "accounts",
}

WHOLE = """
theme = "nord"
text_width = 72
timeout = 5

[keys]
"main.refresh" = "f5"

[[accounts]]
origin = "https://blog.example"
user = "ada"
password_command = "pass show 'blog'"
kind = "mastodon"
"""


def test_where_the_settings_stand_is_told_though_they_are_broken(tui: CommandLine) -> None:
    tui.config.write_text("theme = [")
    assert tui("config", "path").output == f"{tui.config}\n"
    assert tui("config", "path", "--json").row == {"config": str(tui.config), "data": str(tui.data)}


def test_the_settings_are_shown_as_they_could_be_written(tui: CommandLine) -> None:
    tui.config.write_text(WHOLE)
    shown = tui("config").output
    written = tomllib.loads(WHOLE)
    assert tomllib.loads(shown).items() >= written.items()
    tui.config.write_text(shown)
    assert tui("config", "show").output == shown
    row = tui("config", "--json").row
    assert row.keys() == SETTINGS
    assert (row["keys"], row["accounts"]) == (written["keys"], written["accounts"])


def test_a_flag_beats_the_environment_beats_the_file(
    tui: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def setting(name: str, *flags: str) -> object:
        return tui("config", "--json", *flags).row[name]

    assert (setting("offline"), setting("text_width"), setting("timeout")) == (False, 80, 20.0)
    tui.config.write_text("offline = false\ntext_width = 72\ntimeout = 5\n")
    assert (setting("text_width"), setting("timeout")) == (72, 5)
    monkeypatch.setenv("TUI_BLOG_TEXT_WIDTH", "64")
    monkeypatch.setenv("TUI_BLOG_TIMEOUT", "2.5")
    assert (setting("text_width"), setting("timeout")) == (64, 2.5)
    assert setting("offline", "--offline") is True
    monkeypatch.setenv("TUI_BLOG_OFFLINE", "no")
    assert setting("offline") is False
    assert setting("offline", "--offline") is True


def test_files_by_flag_beat_files_by_environment(tui: CommandLine) -> None:
    other = tui.folder / "other.toml"
    other.write_text("text_width = 60\n")
    elsewhere = tui.folder / "elsewhere"
    row = tui("config", "path", "--json", "--config", str(other), "--data-dir", str(elsewhere)).row
    assert row == {"config": str(other), "data": str(elsewhere)}
    assert tui("--config", str(other), "config", "--json").row["text_width"] == 60
    tui("--data-dir", str(elsewhere), "posts")
    assert (elsewhere / "library.db").exists() and not tui.data.exists()


def test_the_keys_are_listed_as_they_are_now(tui: CommandLine) -> None:
    tui.config.write_text('[keys]\n"main.refresh" = "f5"\n')
    rows = {row["id"]: row for row in tui("config", "keys", "--json").rows}
    assert all(row.keys() == {"id", "keys", "does"} for row in rows.values())
    assert rows["main.refresh"]["keys"] == "f5"
    assert rows["main.refresh"]["does"]
    assert len(rows) > 40
    assert any(line.startswith("main.refresh ") for line in tui("config", "keys").output.splitlines())


def test_check_finds_nothing_wrong_with_a_config_that_is_right(tui: CommandLine) -> None:
    for text in ("", WHOLE):
        tui.config.write_text(text)
        assert tui("config", "check").output == f"{tui.config}: nothing wrong.\n"
        assert tui("config", "check", "--json").row == {"ok": True, "config": str(tui.config)}


def test_check_knows_every_key_that_is_bound(tui: CommandLine) -> None:
    rows = tui("config", "keys", "--json").rows
    keys = "\n".join(f"{json.dumps(row['id'])} = {json.dumps(row['keys'])}" for row in rows)
    tui.config.write_text(f"\ufeff[keys]\n{keys}\n", encoding="utf-8")
    assert "nothing wrong" in tui("config", "check").output
    tui.config.write_text('[keys]\n"main.refresh" = ""\n"main.back" = "ctrl+shift+f5,ä,+,asterisk"\n')
    assert "nothing wrong" in tui("config", "check").output


def test_every_field_and_dialogue_of_the_lists_has_keys_that_can_be_changed(tui: CommandLine) -> None:
    ids = {row["id"] for row in tui("config", "keys", "--json").rows}
    assert {"filter.end", "find.end", "search.end", "rename.close", "tag.close"} <= ids


def test_check_says_that_there_is_no_file(tui: CommandLine) -> None:
    assert tui("config", "check").output == f"{tui.config}: there is no such file; the defaults hold.\n"


def test_doctor_says_what_works(tui: CommandLine) -> None:
    ended = tui("doctor", "--json")
    assert ended.code == 0
    assert all(row.keys() == {"what", "found", "ok"} for row in ended.rows)
    found = {row["what"]: row["found"] for row in ended.rows}
    assert found["python"] == sys.version.split()[0]
    assert found["library"] == f"{tui.data / 'library.db'}, readable and writable"
    assert all(row["ok"] for row in ended.rows)
    assert "library            " in tui("doctor").output


def test_doctor_finds_what_is_broken_and_goes_on(tui: CommandLine) -> None:
    tui.config.write_text("theme = [")
    tui.data.write_text("a file where a folder should be")
    ended = tui("doctor", "--json")
    assert ended.code == 1
    assert ended.sentence == "This keeps tui-blog from working: config file, library."
    marked = [line for line in tui("doctor").output.splitlines() if line.startswith("!")]
    assert [line.split("  ")[0] for line in marked] == ["! config file", "! library"]
    broken = {row["what"]: row["found"] for row in ended.rows if not row["ok"]}
    assert broken.keys() == {"config file", "library"}
    assert all(sentence.endswith(".") for sentence in broken.values())
    assert json.loads(ended.output.splitlines()[0])["what"] == "tui-blog"


def test_doctor_looks_through_the_library_and_makes_it_small(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    tui("remove", "1")
    found = {row["what"]: (row["found"], row["ok"]) for row in tui("doctor", "--json").rows}
    for what in ("file", "references", "counts", "lists", "tags", "search index"):
        assert found[f"library: {what}"] == ("in order", True)
    done = tui("doctor", "--compact", "--json").row
    assert done["removed_blogs"] == 1 and done["after"] <= done["before"]
    assert tui("undo").code == 1, "what was compacted cannot be brought back"
