"""Nothing that a blog or a person writes reaches the terminal as a command to it."""

import re
from xml.sax.saxutils import escape

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine
from tests.ended import Ended
from tests.world import entry

EVIL = "\x1b]0;owned\x07\x9b31mred\u202etxt.exe\u2066\x85\x90q\u200b\x7f"
"""Sets a title, colours, turns the reading direction, begins a device string; spelled as its characters."""

HIDDEN = EVIL.replace("\x1b", "&#x1b;").replace("\x07", "&#7;").replace("\u202e", "&#8238;")
"""The same behind entities of HTML, as a feed carries them inside escaped HTML."""

HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]")


def is_harmless(ended: Ended) -> bool:
    spelled = re.search(r"\\u(00[01][0-9a-f]|00[89][0-9a-f]|202[a-e]|206[6-9])", ended.output)
    return not HARMFUL.search(ended.output) and not HARMFUL.search(ended.errors) and not spelled


@pytest.fixture
def evil(lamp: LittleBlog) -> LittleBlog:
    title, body = escape(HIDDEN), f"<p>{HIDDEN}</p><pre>{EVIL}</pre>"
    body = re.sub("[\x1b\x07]", "", body)  # XML cannot hold these, HTML within it spells them
    text = entry("evil", re.sub("[\x1b\x07]", "", title), "2024-12-30", body, label="x\u202ey")
    lamp.feed(text.replace("<name>Ada</name>", f"<name>Ada{escape('&#x1b;[2J')}\x9b</name>"))
    lamp.server.on("/evil/", lamp.server.behaviours["/letters/"])
    lamp.comments.keep({"text": HIDDEN, "author": HIDDEN})
    return lamp


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["for people", "for programs"])
def test_titles_bodies_and_comments_are_harmless(
    tui: CommandLine, evil: LittleBlog, form: tuple[str, ...]
) -> None:
    tui("add", evil.url)
    for words in (
        ["inspect", evil.url],
        ["posts"],
        ["posts", evil.url],
        ["read", "1"],
        ["read", "1", "--format", "text"],
        ["read", "1", "--format", "html"],
        ["comments", "1"],
        ["comment", "1", "--body", EVIL, "--name", EVIL, "--dry-run"],
    ):
        ended = tui(*words, *form)
        assert ended.code == 0, ended.errors
        assert ended.output
        assert is_harmless(ended), words


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["for people", "for programs"])
def test_what_a_server_says_of_a_failure_is_harmless(
    tui: CommandLine, evil: LittleBlog, form: tuple[str, ...]
) -> None:
    evil.comments.mood, evil.comments.reason = "refusing", HIDDEN
    ended = tui("comment", evil.post("evil"), "--body", EVIL, "--name", "Nora", *form)
    assert ended.code == 5
    assert "txt.exe" in ended.errors
    assert is_harmless(ended)
    for words in (["drafts"], ["outbox"]):
        assert is_harmless(tui(*words, *form))


def test_what_a_person_pasted_is_harmless_in_every_sentence(tui: CommandLine, evil: LittleBlog) -> None:
    tui("add", evil.url, "--title", EVIL)
    for words in (
        [f"x{EVIL}"],
        ["read", EVIL],
        ["read", f"http://127.0.0.1:1/{EVIL}"],
        ["read", f"http://{EVIL}.example/"],
        ["posts", EVIL],
        ["posts", "--since", EVIL],
        ["posts", "1", "--tag", EVIL],
        ["comment", "1", "--body-file", f"/nowhere/{EVIL}"],
        ["comment", "1", "--body", "Hi.", "--reply-to", EVIL],
        ["posts", "--config", f"/nowhere/{EVIL}"],
        ["posts", "--data-dir", f"/proc/{EVIL}"],
        ["remove", "1"],
    ):
        ended = tui(*words)
        assert ended.errors or words[0] == "remove"
        assert is_harmless(ended), words
