"""comment: writes one, and says by its exit code what became of it; no way it ends loses the text."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.blogs import AS_BLOGS_DO, LittleBlog, Mood, atom, html
from tests.cli.commands import CommandLine
from tests.ended import Ended
from tests.net.hostile_server import HostileServer, page
from tests.world import BLOG
from tui_blog.demo.server import SampleBlog

PUBLISHED, USAGE, HELD, LOGIN, REFUSED, UNKNOWN, BROWSER, LATER = 0, 2, 3, 4, 5, 6, 7, 8

KEYS = {"outcome", "comment", "url", "reason"}

AS_NORA = ("--name", "Nora")


def drafts(tui: CommandLine) -> list[str]:
    return [row["body"] for row in tui("drafts", "--json").rows]


def outbox(tui: CommandLine) -> list[tuple[str, str]]:
    return [(row["state"], row["body"]) for row in tui("outbox", "--json").rows]


def editor(folder: Path, *lines: str) -> str:
    """An editor that does these lines of shell to the file in $1."""
    script = folder / "editor.sh"
    script.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    script.chmod(0o700)
    return str(script)


# --- how it ends ---------------------------------------------------------------------------------


def test_a_comment_is_published_and_its_address_printed(tui: CommandLine, lamp: LittleBlog) -> None:
    ended = tui("comment", lamp.post("letters"), "--body", "I write *them* still.", *AS_NORA)
    assert (ended.code, ended.errors) == (PUBLISHED, "")
    assert ended.output == f"{lamp.post('letters')}#isso-1\n"
    (sent,) = lamp.comments.sent
    assert (sent["text"], sent["author"], sent["parent"]) == ("I write *them* still.", "Nora", None)
    assert outbox(tui) == [("published", "I write *them* still.")]
    assert drafts(tui) == []


def test_a_comment_for_programs(tui: CommandLine, lamp: LittleBlog) -> None:
    ended = tui("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA, "--json")
    assert ended.row.keys() == KEYS
    assert ended.row == {
        "outcome": "published", "comment": "1", "url": f"{lamp.post('letters')}#isso-1", "reason": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mood", "code", "outcome", "state"),
    [
        ("open", PUBLISHED, "published", "published"),
        ("moderated", HELD, "held", "held"),
        ("refusing", REFUSED, "refused", None),
        ("forbidding", REFUSED, "refused", None),
        ("busy", LATER, "later", "queued"),
        ("deaf", UNKNOWN, "unknown", "unknown"),
        ("forgetful", PUBLISHED, "published", "published"),
    ],
)
def test_every_end_has_its_code_and_keeps_the_text(
    tui: CommandLine, lamp: LittleBlog, mood: Mood, code: int, outcome: str, state: str | None
) -> None:
    lamp.comments.mood = mood
    ended = tui("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA, "--json")
    assert (ended.code, ended.row["outcome"]) == (code, outcome)
    assert ended.row.keys() == KEYS
    assert len(lamp.comments.sent) == 1
    assert outbox(tui) == ([(state, "Still.")] if state else [])
    assert drafts(tui) == ([] if state else ["Still."])


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("moderated", "Received, awaiting moderation."),
        ("refusing", "Refused: text is too short (minimum length: 3). The text is kept as a draft."),
        ("busy", "Not sent; it is kept in the outbox, `tui-blog outbox send` tries again. Come back later."),
        ("deaf", "Could not find out whether it arrived; it is kept in the outbox"),
    ],
)
def test_every_end_has_its_sentence(tui: CommandLine, lamp: LittleBlog, mood: Mood, sentence: str) -> None:
    lamp.comments.mood = mood
    ended = tui("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA)
    assert ended.sentence.startswith(sentence)
    assert ended.output == (f"{lamp.post('letters')}#isso-1\n" if mood == "moderated" else "")


def test_a_page_without_a_comment_system_that_is_known_sends_to_the_browser(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    lamp.server.on("/letters/", html(f"<html><head>{AS_BLOGS_DO}</head></html>".replace(BLOG, lamp.url[:-1])))
    ended = tui("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA)
    assert (ended.code, ended.output) == (BROWSER, f"{lamp.post('letters')}\n")
    assert ended.sentence.endswith("The text is kept as a draft.")
    assert drafts(tui) == ["Still."]


# --- only a browser can send it ------------------------------------------------------------------


FEED_OF_COMMENTS = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Comments</title><id>x</id>{}</feed>"""

SAID = """<entry><title>Nora</title><id>{0}#comment-7</id><link rel="alternate" href="{0}#comment-7"/>
  <author><name>Nora from Skerry</name></author><published>2099-01-01T00:00:00Z</published>
  <content type="html">{1}</content></entry>"""

LETTER = "I write them still, every second Thursday."


def only_in_a_browser(lamp: LittleBlog, *texts: str) -> str:
    """The first post's page names a feed of its comments, and no form that is known; its address."""
    post = lamp.post("letters")
    marks = AS_BLOGS_DO.replace(BLOG, lamp.url[:-1])
    lamp.server.on(
        "/letters/",
        html(
            f'<html><head>{marks}<link rel="replies" href="{post}comments.xml"></head><body>A</body></html>'
        ),
    )
    said = "".join(SAID.format(post, text) for text in texts)
    lamp.server.on("/letters/comments.xml", atom(FEED_OF_COMMENTS.format(said), lamp.url[:-1]))
    return post


def test_a_text_for_the_browser_is_printed_with_the_way_and_kept_in_the_outbox(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    post = only_in_a_browser(lamp)
    ended = tui("comment", post, "--body", f"{LETTER}\n")
    assert (ended.code, ended.output) == (BROWSER, f"{post}#comments\n")
    assert f"Paste this there:\n\n{LETTER}\n" in ended.errors
    assert "The text is kept in the outbox" in ended.errors
    assert outbox(tui) == [("handed off", f"{LETTER}\n")]
    assert drafts(tui) == []


def test_a_text_for_the_browser_for_programs(tui: CommandLine, lamp: LittleBlog) -> None:
    post = only_in_a_browser(lamp)
    ended = tui("comment", post, "--body", LETTER, "--json")
    assert ended.code == BROWSER and LETTER not in ended.errors
    assert ended.row.keys() == KEYS
    assert (ended.row["outcome"], ended.row["url"]) == ("browser", f"{post}#comments")


def test_a_text_for_the_browser_that_is_given_twice_is_one_comment(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    post = only_in_a_browser(lamp)
    for _ in range(2):
        assert tui("comment", post, "--body", LETTER).code == BROWSER
    assert len(outbox(tui)) == 1


def test_a_text_for_the_browser_answers_a_comment_that_is_there(tui: CommandLine, lamp: LittleBlog) -> None:
    post = only_in_a_browser(lamp, "Do you write them still?")
    ended = tui("comment", post, "--body", LETTER, "--reply-to", "9")
    assert ended.code == USAGE and drafts(tui) == [LETTER]
    assert tui("comment", post, "--body", LETTER, "--reply-to", "7").code == BROWSER


def test_the_outbox_finds_what_was_sent_by_a_browser(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("comment", only_in_a_browser(lamp), "--body", LETTER)
    ended = tui("outbox", "send")
    assert (ended.code, outbox(tui)) == (0, [("handed off", LETTER)]), "it is the person's turn"
    post = only_in_a_browser(lamp, LETTER)
    row = tui("outbox", "send", "--json").row
    assert (row["state"], row["comment"], row["url"]) == ("published", "7", f"{post}#comment-7")
    assert tui("comment", post, "--body", LETTER, "--dry-run", "--json").row["write"] == "browser"


def test_a_row_for_the_browser_is_handed_over_again_by_its_id(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("comment", only_in_a_browser(lamp), "--body", LETTER)
    ended = tui("outbox", "send", "1", "--json")
    assert (ended.code, ended.row["state"]) == (BROWSER, "handed off")


# --- what a blog says before anything is sent ----------------------------------------------------


WORDPRESS = """<html><head><title>A post</title><meta property="og:type" content="article">
  <link rel="https://api.w.org/" href="{base}/wp-json/">
  <link rel="alternate" type="application/json" href="{base}/wp-json/wp/v2/posts/7">
  <link rel="shortlink" href="{base}/?p=7"></head>
  <body class="postid-7"><div id="comments">{words}</div></body></html>"""


def wordpress(server: HostileServer, words: str) -> str:
    """A WordPress of one post, whose page ends with these words in place of a form."""
    base = server.url("")
    post = {
        "id": 7, "guid": {"rendered": f"{base}/?p=7"}, "link": f"{base}/post/", "date": "2024-12-19T09:30:00",
        "date_gmt": "2024-12-19T08:30:00", "modified_gmt": "2024-12-19T08:30:00", "comment_status": "open",
        "title": {"rendered": "A post"}, "content": {"rendered": "<p>Text.</p>"}, "excerpt": {"rendered": ""},
        "status": "publish", "type": "post", "slug": "post",
    }  # fmt: skip
    card = {"name": "Press", "url": base, "home": base, "namespaces": ["wp/v2"]}

    def rest(value: object) -> object:
        headers = {"Content-Type": "application/json", "X-WP-Total": "1", "X-WP-TotalPages": "1"}
        return page(json.dumps(value).encode(), 200, headers)

    server.on("/post/", html(WORDPRESS.format(base=base, words=words)))
    server.on("/", html(WORDPRESS.format(base=base, words="")))
    server.on("/wp-json/", rest(card))  # type: ignore[arg-type]
    server.on("/wp-json/wp/v2/posts", rest([post]))  # type: ignore[arg-type]
    server.on("/wp-json/wp/v2/posts/7", rest(post))  # type: ignore[arg-type]
    server.on("/wp-json/wp/v2/comments", rest([]))  # type: ignore[arg-type]
    return f"{base}/post/"


def test_a_blog_that_wants_an_account_says_so(tui: CommandLine, server: HostileServer) -> None:
    words = '<p class="must-log-in">You must be <a href="/wp-login.php">logged in</a> to post a comment.</p>'
    ended = tui("comment", wordpress(server, words), "--body", "Still.", *AS_NORA, "--json")
    assert (ended.code, ended.row["outcome"]) == (LOGIN, "login")
    assert "account" in ended.sentence
    assert drafts(tui) == ["Still."]


def test_closed_comments_refuse_before_anything_is_sent(tui: CommandLine, server: HostileServer) -> None:
    words = '<p class="no-comments">Comments are closed.</p>'
    ended = tui("comment", wordpress(server, words), "--body", "Still.", *AS_NORA, "--json")
    assert (ended.code, ended.row["outcome"]) == (REFUSED, "refused")
    assert "Comments are closed." in ended.sentence
    assert ended.sentence.endswith("The text is kept as a draft.")
    assert drafts(tui) == ["Still."]


def test_a_real_comment_server_publishes_and_holds(tui: CommandLine, sample: SampleBlog) -> None:
    ended = tui("comment", f"{sample.url}two-lines/", "--body", "By **hand**.", *AS_NORA, "--json")
    assert ended.code == PUBLISHED, ended.errors
    rows = tui("comments", f"{sample.url}two-lines/", "--json").rows
    (shown,) = [row for row in rows if row["id"] == ended.row["comment"]]
    assert (shown["author"], shown["markdown"].strip()) == ("Nora", "By **hand**.")

    reply = tui(
        "comment", f"{sample.url}two-lines/", "--body", "So did I.", "--reply-to", shown["id"],
        *AS_NORA, "--json",
    )  # fmt: skip
    assert reply.code == PUBLISHED, reply.errors
    rows = tui("comments", f"{sample.url}two-lines/", "--json").rows
    assert [row["parent"] for row in rows if row["id"] == reply.row["comment"]] == [shown["id"]]

    held = tui("comment", f"{sample.url}the-guest-book/", "--body", "We were here.", *AS_NORA, "--json")
    assert (held.code, held.row["outcome"]) == (HELD, "held")
    assert tui("outbox", "send").code == 0, "it is still held"
    assert sample.approve(int(held.row["comment"]))
    assert tui("outbox", "send", "--json").row["state"] == "published"


# --- where the text comes from -------------------------------------------------------------------


def test_the_text_comes_from_a_file_or_from_standard_input(tui: CommandLine, lamp: LittleBlog) -> None:
    letter = tui.folder / "letter.md"
    letter.write_text("From a file: ä\n", encoding="utf-8")
    assert tui("comment", lamp.post("letters"), "--body-file", str(letter), *AS_NORA).code == PUBLISHED
    piped = "From a pipe: 灯\n\nSecond paragraph."
    assert tui("comment", lamp.post("letters"), "--body-file", "-", *AS_NORA, stdin=piped).code == PUBLISHED
    assert [sent["text"] for sent in lamp.comments.sent] == ["From a file: ä", piped]


def test_a_text_that_cannot_be_read_is_named(tui: CommandLine, lamp: LittleBlog) -> None:
    broken = tui.folder / "latin.md"
    broken.write_bytes("Grüße".encode("latin-1"))
    missing = tui.folder / "none.md"
    for arguments, sentence in (
        ([str(broken)], f"The text in {broken} is not UTF-8; convert it first."),
        (["-"], "The text in standard input is not UTF-8; convert it first."),
        ([str(missing)], f"The text in {missing} cannot be read: No such file or directory."),
        ([str(tui.folder)], f"The text in {tui.folder} cannot be read: Is a directory."),
    ):
        ended = tui("comment", lamp.post("letters"), "--body-file", *arguments, stdin=broken.read_bytes())
        assert (ended.code, ended.sentence) == (USAGE, sentence)
    assert lamp.comments.sent == []


def test_the_text_comes_from_an_editor(
    tui: CommandLine, lamp: LittleBlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tui.folder, "echo 'Written by hand.' >> \"$1\""))
    assert tui("comment", lamp.post("letters"), "--editor", *AS_NORA).code == PUBLISHED
    assert [sent["text"] for sent in lamp.comments.sent] == ["Written by hand."]


def test_the_editor_takes_up_the_draft_that_was_left(
    tui: CommandLine, lamp: LittleBlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp.comments.mood = "refusing"
    tui("comment", lamp.post("letters"), "--body", "No", *AS_NORA)
    lamp.comments.mood = "open"
    monkeypatch.setenv("VISUAL", editor(tui.folder, "echo ', really.' >> \"$1\""))
    assert tui("comment", lamp.post("letters"), "--editor").code == PUBLISHED
    assert lamp.comments.sent[-1]["text"] == "No, really."
    assert lamp.comments.sent[-1]["author"] == "Nora", "who one was is remembered"
    assert drafts(tui) == []


@pytest.mark.parametrize("command", ["false", "no-such-editor", "'"])
def test_an_editor_that_fails_leaves_the_draft_alone(
    tui: CommandLine, lamp: LittleBlog, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    lamp.comments.mood = "refusing"
    tui("comment", lamp.post("letters"), "--body", "No", *AS_NORA)
    monkeypatch.setenv("EDITOR", command)
    ended = tui("comment", lamp.post("letters"), "--editor")
    assert ended.code == 1
    assert f"The editor ({command})" in ended.sentence
    assert drafts(tui) == ["No"]


def test_an_empty_text_is_not_sent(tui: CommandLine, lamp: LittleBlog) -> None:
    for body in ("", " \n "):
        ended = tui("comment", lamp.post("letters"), "--body", body, *AS_NORA)
        assert (ended.code, ended.sentence) == (USAGE, "The comment has no text.")
    assert lamp.comments.sent == []


# --- what is asked of a writer -------------------------------------------------------------------


def test_what_the_blog_asks_for_must_be_given(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.comments.needs_email = True
    words = ("comment", lamp.post("letters"), "--body", "Still.")
    assert tui(*words).sentence == (
        "This blog asks for your name: give it with --name. The text is kept as a draft."
    )
    ended = tui(*words, *AS_NORA)
    assert ended.code == USAGE
    assert "--email" in ended.sentence
    assert drafts(tui) == ["Still."], "the same text is one draft"
    ended = tui(*words, *AS_NORA, "--email", "nora@example.com", "--website", "https://nora.example/")
    assert ended.code == PUBLISHED
    (sent,) = lamp.comments.sent
    assert (sent["email"], sent["website"]) == ("nora@example.com", "https://nora.example/")
    assert drafts(tui) == []


def test_an_answer_goes_to_a_comment_that_is_there(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.comments.keep({"text": "I write them still.", "author": "Bo"})
    words = ("comment", lamp.post("letters"), "--body", "To whom?", *AS_NORA)
    ended = tui(*words, "--reply-to", "9")
    assert ended.code == USAGE
    assert ended.sentence.startswith("There is no comment “9” under this post; `tui-blog comments` lists")
    assert ended.sentence.endswith("The text is kept as a draft.")
    assert tui(*words, "--reply-to", "1").code == PUBLISHED
    assert lamp.comments.sent[-1]["parent"] == 1


def test_a_dry_run_shows_what_would_be_sent_and_sends_and_keeps_nothing(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    words = ("comment", lamp.post("letters"), "--body", "I *do*.", *AS_NORA, "--dry-run")
    row = tui(*words, "--json").row
    assert row == {
        "post": lamp.post("letters"), "system": "isso", "write": "anonymous", "parent": None, "account": None,
        "fields": {"name": "Nora", "email": "", "website": ""}, "markup": "markdown", "body": "I *do*.",
        "already": None,
    }  # fmt: skip
    assert tui(*words).output == (
        f"To {lamp.post('letters')} (isso)\nname: Nora\nemail: \nwebsite: \n\nI *do*.\n"
    )
    assert lamp.comments.sent == []
    assert drafts(tui) == []
    assert outbox(tui) == []


def test_one_of_three_ways_to_give_the_text_is_needed(tui: CommandLine) -> None:
    for words in ([], ["--body", "a", "--editor"]):
        ended = tui("comment", "1", *words)
        assert (ended.code, ended.output) == (USAGE, "")
        assert "--editor" in ended.sentence


# --- nothing is lost, nothing is sent twice ------------------------------------------------------


def test_a_given_text_leaves_a_draft_that_was_begun_elsewhere_alone(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    lamp.comments.mood = "refusing"
    tui("comment", lamp.post("letters"), "--body", "A long letter, not finished yet", *AS_NORA)
    lamp.comments.mood = "open"
    assert tui("comment", lamp.post("letters"), "--body", "Something quick.", *AS_NORA).code == PUBLISHED
    assert drafts(tui) == ["A long letter, not finished yet"]


@pytest.mark.parametrize("mood", ["moderated", "busy", "deaf"])
def test_a_command_given_twice_is_one_comment(tui: CommandLine, lamp: LittleBlog, mood: Mood) -> None:
    def write() -> Ended:
        return tui("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA)

    lamp.comments.mood = mood
    first, second = write(), write()
    assert first.code == second.code
    assert len(outbox(tui)) == 1
    assert len(lamp.comments.sent) == (2 if mood == "busy" else 1), "what surely did not arrive is sent again"


def test_what_was_published_just_now_is_said_again_on_ones_word(tui: CommandLine, lamp: LittleBlog) -> None:
    words = ("comment", lamp.post("letters"), "--body", "+1", *AS_NORA)
    first, second = tui(*words, "--json"), tui(*words, "--json")
    assert second.code == PUBLISHED and second.row == first.row
    assert "stay one comment unless --again" in second.errors and "again" not in first.errors
    assert len(lamp.comments.sent) == 1 and drafts(tui) == []
    assert tui(*words, "--again", "--json").row["comment"] != first.row["comment"]
    assert len(lamp.comments.sent) == 2


def test_a_dry_run_tells_that_the_words_were_sent_just_now(tui: CommandLine, lamp: LittleBlog) -> None:
    words = ("comment", lamp.post("letters"), "--body", "+1", *AS_NORA)
    tui(*words)
    assert tui(*words, "--dry-run", "--json").row["already"] == "published"
    assert "stay one comment" in tui(*words, "--dry-run").errors
    assert tui(*words, "--dry-run", "--again", "--json").row["already"] is None
    assert tui(*words[:3], "-1", *AS_NORA, "--dry-run", "--json").row["already"] is None


def test_a_comment_server_that_is_down_gets_the_comment_later(
    tui: CommandLine, lamp: LittleBlog, other: LittleBlog
) -> None:
    """The page is there, and the comment server of another host behind it is not."""
    isso = "<script data-isso='{}/isso/'></script><section id='isso-thread'></section>"
    text = f"<html><head>{AS_BLOGS_DO}</head>{isso.format(other.url[:-1])}</html>".replace(
        BLOG, lamp.url[:-1]
    )
    lamp.server.on("/letters/", html(text))
    for path in ("/isso/", "/isso/new"):
        other.server.on(path, page(b"", 503))
    ended = tui("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA, "--json")
    assert (ended.code, ended.row["outcome"]) == (LATER, "later")
    assert outbox(tui) == [("queued", "Still.")]

    other.server.on("/isso/", other.comments.list)
    other.server.on("/isso/new", other.comments.new)
    assert tui("outbox", "send", "--json").row["state"] == "published"
    assert [sent["text"] for sent in other.comments.sent] == ["Still."]


def test_a_comment_is_written_offline_and_sent_later(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    tui("comments", "3")
    ended = tui("comment", "3", "--body", "Still.", *AS_NORA, "--offline")
    assert ended.code == LATER
    assert lamp.comments.sent == []
    assert tui("outbox", "send").code == PUBLISHED
    assert [sent["text"] for sent in lamp.comments.sent] == ["Still."]


@pytest.mark.parametrize("name", ["the library", "elsewhere"])
def test_a_text_stays_as_a_draft_where_the_post_cannot_be_asked(
    tui: CommandLine, lamp: LittleBlog, name: str
) -> None:
    if name == "the library":
        tui("add", lamp.url)
    for path in ("/", "/letters/", "/isso/"):
        lamp.server.on(path, page(b"", 503))
    post = "3" if name == "the library" else lamp.post("letters")
    ended = tui("comment", post, "--body-file", "-", *AS_NORA, stdin="Typed into a pipe.")
    assert ended.code == 1
    assert "status 503" in ended.sentence
    assert ended.sentence.endswith("The text is kept as a draft.")
    row = tui("drafts", "--json").row
    assert (row["post"], row["body"]) == (lamp.post("letters"), "Typed into a pipe.")


def test_the_exit_code_stands_though_nobody_reads_the_address(tui: CommandLine, lamp: LittleBlog) -> None:
    lamp.comments.mood = "moderated"
    read, write = os.pipe()
    os.close(read)
    ended = tui.run("comment", lamp.post("letters"), "--body", "Still.", *AS_NORA, stdout=write)
    os.close(write)
    assert (ended.code, ended.sentence) == (HELD, "Received, awaiting moderation.")


# --- drafts --------------------------------------------------------------------------------------


def test_drafts_are_listed(tui: CommandLine, lamp: LittleBlog) -> None:
    assert tui("drafts").sentence == "No draft is kept."
    lamp.comments.mood = "refusing"
    tui("comment", lamp.post("letters"), "--body", "It is " + "so " * 40 + "long.", *AS_NORA)
    row = tui("drafts", "--json").row
    assert row.keys() == {"id", "post", "title", "parent", "body"}
    assert tui("drafts").output == (
        f"Why letters still matter: It is {'so ' * 18}…\n  {lamp.post('letters')}\n".replace("so …", "so…")
    )
