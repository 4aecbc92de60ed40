"""The grammar: verbs, options, help, and what a start costs."""

import json
import subprocess
import sys

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import ROOT, CommandLine
from tui_blog import __version__

VERBS = (
    "demo", "inspect", "add", "remove", "blogs", "refresh", "import", "export", "posts", "parts", "read",
    "comments", "comment", "outbox", "drafts", "account", "config", "doctor",
)  # fmt: skip


def test_options_stand_before_or_after_the_verb(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    after = tui("posts", "--json", "--limit", "1").output
    assert after
    assert tui("--json", "posts", "--limit", "1").output == after
    assert tui("--data-dir", str(tui.data), "--json", "--offline", "posts", "--limit=1").output == after


def test_a_mistyped_verb_gets_a_hint(tui: CommandLine) -> None:
    ended = tui("psots")
    assert (ended.code, ended.output) == (2, "")
    assert ended.sentence == (
        "There is no verb “psots”, and it is no address. Did you mean posts? See `tui-blog --help`."
    )
    assert "Did you mean" not in tui("xyzzy").errors


@pytest.mark.parametrize(
    ("word", "verb"), [("update", "refresh"), ("subscribe", "add"), ("delete", "remove"), ("star", "mark")]
)
def test_a_verb_of_another_program_leads_to_ours(tui: CommandLine, word: str, verb: str) -> None:
    ended = tui(word)
    assert (ended.code, f"Did you mean {verb}?" in ended.sentence) == (2, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "posts --unraed",
            "There is no option “--unraed”. Did you mean --unread? See `tui-blog posts --help`.",
        ),
        (
            "posts --arch=1",
            "There is no option “--arch”. Did you mean --archive? See `tui-blog posts --help`.",
        ),
        ("--jsn posts", "There is no option “--jsn”. Did you mean --json? See `tui-blog posts --help`."),
        ("--verison", "There is no option “--verison”. Did you mean --version? See `tui-blog --help`."),
        ("blog.example -x", "There is no option “-x”. See `tui-blog --help`."),
        ("posts --xyzzy", "There is no option “--xyzzy”. See `tui-blog posts --help`."),
        ("read", "POST|URL is missing. See `tui-blog read --help`."),
        ("read 1 2", "“2” is one word too many. See `tui-blog read --help`."),
        ("posts --limit", "--limit wants a value. See `tui-blog posts --help`."),
        (
            "comment 1",
            "One of --body --body-file --editor --delete is needed. See `tui-blog comment --help`.",
        ),
        (
            "comment 1 --body a --editor",
            "--editor and --body do not go together. See `tui-blog comment --help`.",
        ),
        (
            "config kyes",
            "“kyes” is none of path, show, keys, check. Did you mean keys? See `tui-blog config --help`.",
        ),
        (
            "read 1 --format=pdf",
            "“pdf” is none of markdown, text, html. See `tui-blog read --help`.",
        ),
        (
            "posts --limit=ten",
            "--limit: a whole number is wanted, 1 or more, not “ten”. See `tui-blog posts --help`.",
        ),
        (
            "search -lamp",
            "QUERY is missing; one that begins with - stands behind --. See `tui-blog search --help`.",
        ),
        ("posts --json=yes", "--json takes no value. See `tui-blog posts --help`."),
    ],
)
def test_wrong_usage_is_one_sentence_that_says_what_is_right(
    tui: CommandLine, words: str, sentence: str
) -> None:
    ended = tui(*words.split())
    assert (ended.code, ended.output, ended.sentence) == (2, "", sentence)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_help(tui: CommandLine, verb: str) -> None:
    ended = tui(verb, "--help")
    assert (ended.code, ended.errors) == (0, "")
    assert ended.output.startswith(f"usage: tui-blog {verb} [-h]")
    assert "--data-dir DIR" in ended.output
    assert max(map(len, ended.output.splitlines())) < 80


def test_the_help_of_comment_lists_its_exit_codes(tui: CommandLine) -> None:
    told = " ".join(tui("comment", "-h").output.split())
    for code in ("0 published", "3 held", "4 login", "5 refused", "6 unknown", "7 only a browser", "8 to be"):
        assert code in told


def test_help_lists_the_verbs(tui: CommandLine) -> None:
    listed = {line.split()[0] for line in tui("-h").output.splitlines() if line.startswith("    ")}
    assert listed >= set(VERBS)
    assert "open" not in listed


def test_the_version(tui: CommandLine) -> None:
    assert tui("--version").output == f"tui-blog {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [[], ["demo"], ["blog.example"], ["--config", "f.toml", "blog.example"], ["-v", "http://blog.example/x"]],
)
def test_the_screens_ask_for_a_terminal_and_name_the_way_without(tui: CommandLine, words: list[str]) -> None:
    (tui.folder / "f.toml").touch()
    words = [word.replace("f.toml", str(tui.folder / "f.toml")) for word in words]
    ended = tui(*words)
    assert ended.code == 2
    assert "need a terminal" in ended.sentence
    assert "`tui-blog posts URL`" in ended.sentence


def test_a_config_file_that_is_named_must_be_there(tui: CommandLine) -> None:
    missing = tui.folder / "mistyped.toml"
    ended = tui("posts", "--config", str(missing))
    assert (ended.code, ended.sentence) == (1, f"There is no config file {missing}. Check --config.")


HEAVY = ("textual", "rich", "httpx", "httpcore", "anyio", "lxml", "bs4", "markdownify",
         "feedparser", "msgspec", "markdown_it")  # fmt: skip


AT_FIRST = (*HEAVY, "asyncio", "sqlite3")


def test_a_verb_loads_only_what_it_needs(tui: CommandLine) -> None:
    """One process for all: what a verb loads stays, so the lightest comes first."""
    steps = [
        (["--version"], AT_FIRST),
        (["--help"], AT_FIRST),
        (["config", "path"], (*HEAVY, "asyncio")),
        (["posts", "--json"], HEAVY),
        (["blogs"], HEAVY),
        (["outbox"], HEAVY),
    ]
    script = (
        "import json, sys\nfrom tui_blog.cli.main import main\n"
        "for words, modules in json.loads(sys.argv[1]):\n"
        "    main(words)\n"
        "    print('loaded by', *words, [name for name in modules if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(steps)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if line.startswith("loaded by")]
    assert told == [f"loaded by {' '.join(words)} []" for words, _ in steps]


def test_no_verb_loads_the_screens(tui: CommandLine, lamp: LittleBlog) -> None:
    verbs = [
        ["inspect", lamp.url],
        ["add", lamp.url],
        ["refresh"],
        ["posts", lamp.url, "--archive"],
        ["comments", lamp.post("letters")],
        ["comment", lamp.post("letters"), "--body", "Still.", "--name", "Nora"],
        ["outbox", "send"],
        ["drafts"],
        ["doctor"],
        ["remove", "1"],
    ]
    script = (
        "import json, sys\nfrom tui_blog.cli.main import main\n"
        "for verb in json.loads(sys.argv[1]): assert main(verb) == 0, verb\n"
        "print('loaded:', 'textual' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(verbs)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "loaded: False"


def test_reading_a_stored_post_needs_no_network_library(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    script = (
        "import sys\nfrom tui_blog.cli.main import main\nassert main(['read', '3']) == 0\n"
        "print('loaded:', *[name for name in ('textual', 'httpx', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "loaded:"
