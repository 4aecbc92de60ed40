"""outbox: what is on its way, sent on and dropped by hand."""

import pytest

from tests.cli.blogs import LittleBlog, Mood
from tests.cli.commands import CommandLine
from tests.passing_time import nothing_is_under_way

KEYS = {
    "id", "state", "post", "title", "blog", "parent", "body", "reason", "comment", "url", "replies",
    "updated",
}  # fmt: skip
HELD, UNKNOWN, LATER = 3, 6, 8


def write(tui: CommandLine, lamp: LittleBlog, mood: Mood, body: str = "Still.") -> None:
    lamp.comments.mood = mood
    tui("comment", lamp.post("letters"), "--body", body, "--name", "Nora")


def test_a_row_for_programs_and_for_people(tui: CommandLine, lamp: LittleBlog) -> None:
    write(tui, lamp, "busy")
    row = tui("outbox", "--json").row
    assert row.keys() == KEYS
    assert row == {
        "id": "1", "state": "queued", "post": lamp.post("letters"), "title": "Why letters still matter",
        "blog": "The Slow Lamp", "parent": None, "body": "Still.", "reason": "Come back later.",
        "comment": None, "url": None, "replies": 0, "updated": row["updated"],
    }  # fmt: skip
    assert tui("outbox", "list").output.splitlines() == [
        "    1  queued      Why letters still matter: Still.",
        "       Come back later.",
    ]


def test_new_answers_to_own_comments_are_told(tui: CommandLine, lamp: LittleBlog) -> None:
    write(tui, lamp, "open")
    lamp.comments.keep({"text": "Indeed.", "author": "Bo", "parent": 1})
    tui("add", lamp.url)
    tui("comments", lamp.post("letters"))
    assert tui("outbox", "--json").row["replies"] == 1
    assert tui("outbox").output.splitlines()[0].endswith("Still.  [1 new reply]")


def test_an_empty_outbox_says_so(tui: CommandLine) -> None:
    assert tui("outbox").sentence == "The outbox is empty."
    ended = tui("outbox", "send")
    assert (ended.code, ended.sentence) == (0, "Nothing waits in the outbox.")
    assert tui("outbox", "--json").errors == ""


def test_what_waits_is_sent_in_the_order_in_which_it_was_written(tui: CommandLine, lamp: LittleBlog) -> None:
    for body in ("One.", "Two.", "Three."):
        write(tui, lamp, "busy", body)
    lamp.comments.mood = "open"
    lamp.comments.sent.clear()
    ended = tui("outbox", "send", "--json")
    assert ended.code == 0
    assert [sent["text"] for sent in lamp.comments.sent] == ["One.", "Two.", "Three."]
    assert [(row["state"], row["url"]) for row in ended.rows] == [
        ("published", f"{lamp.post('letters')}#isso-{number}") for number in (1, 2, 3)
    ]
    assert tui("outbox", "send").sentence == "Nothing waits in the outbox."


def test_the_worst_end_is_the_exit_code(tui: CommandLine, lamp: LittleBlog) -> None:
    write(tui, lamp, "busy", "One.")
    assert tui("outbox", "send").code == LATER
    write(tui, lamp, "busy", "Two.")
    lamp.comments.mood = "moderated"
    assert tui("outbox", "send").code == HELD


def test_a_refresh_sends_what_waits_only_where_that_is_wished(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    write(tui, lamp, "busy")
    lamp.comments.mood = "open"
    lamp.comments.sent.clear()
    assert tui("refresh").code == 0 and lamp.comments.sent == []
    tui.config.write_text("send_when_online = true")
    ended = tui("refresh", "--json")
    assert ended.code == 0 and len(ended.rows) == 1
    assert "From the outbox: 1  published" in ended.errors and len(lamp.comments.sent) == 1
    assert "From the outbox" not in tui("refresh").errors


def test_a_lost_comment_is_found_and_not_sent_again(tui: CommandLine, lamp: LittleBlog) -> None:
    write(tui, lamp, "deaf")
    lamp.comments.keep(lamp.comments.sent[0])
    assert tui("outbox", "send", "--json").row["state"] == "published"
    assert len(lamp.comments.sent) == 1


def test_a_comment_that_cannot_be_found_goes_out_again_only_when_it_is_named(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    write(tui, lamp, "deaf")
    lamp.comments.mood = "open"
    ended = tui("outbox", "send")
    assert ended.code == UNKNOWN
    assert "`tui-blog outbox send 1` sends it again" in ended.sentence
    early = tui("outbox", "send", "1")
    assert early.code == UNKNOWN and "may still be on its way" in early.sentence
    assert len(lamp.comments.sent) == 1
    nothing_is_under_way(tui.data)
    assert tui("outbox", "send", "1", "--json").row["state"] == "published"
    assert len(lamp.comments.sent) == 2


def test_a_lost_comment_is_looked_for_though_a_later_attempt_was_turned_away(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    write(tui, lamp, "deaf")
    nothing_is_under_way(tui.data)
    lamp.comments.mood = "busy"
    assert tui("outbox", "send", "1").code == LATER
    lamp.comments.keep(lamp.comments.sent[0])
    lamp.comments.mood = "open"
    assert tui("outbox", "send", "--json").row["state"] == "published"
    assert len(lamp.comments.kept) == 1


def test_a_row_is_dropped(tui: CommandLine, lamp: LittleBlog) -> None:
    write(tui, lamp, "busy")
    assert tui("outbox", "drop", "1").output == "Comment 1 is dropped.\n"
    assert tui("outbox", "--json").output == ""


@pytest.mark.parametrize("action", ["send", "drop"])
def test_a_row_that_is_not_there_is_said_so(tui: CommandLine, action: str) -> None:
    ended = tui("outbox", action, "7")
    assert (ended.code, ended.output) == (1, "")
    assert ended.sentence == "There is no comment 7 in the outbox. `tui-blog outbox` lists them."


@pytest.mark.parametrize("words", [["drop"], ["drop", "x"], ["send", "²"], ["drop", "9" * 30], ["list", "7"]])
def test_what_is_no_row_is_wrong_usage(tui: CommandLine, words: list[str]) -> None:
    assert tui("outbox", *words).code == 2
