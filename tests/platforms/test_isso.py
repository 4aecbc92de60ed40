from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import answer, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, ConnectionLost, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    FormField,
    Held,
    NeedsBrowser,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Thread,
    Unknown,
)
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.platforms.comments.isso import IssoComments

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
DRAFT = Draft(
    token="t", body="Good **bread**, see [this](https://a.example).", name="Zoë", email="z@z.example"
)
ISSO = IssoComments(ChannelRef("isso", "https://c.example/isso/", "/bread/"))


def refused(reason: str, status: int = 403) -> Response:
    """An error as Isso's library writes it."""
    title = f"<!doctype html>\n<html lang=en>\n<title>{status}</title>\n<h1>Error</h1>\n"
    return html_answer(f"{title}<p>{reason}</p>\n", status)


def shown(*comments: dict[str, object]) -> Response:
    return json_answer({"replies": list(comments), "config": {}})


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(ISSO.thread(POST), fixture("isso/thread.json"))
    assert plain(done.value) == golden("isso/thread.json")
    assert done.calls == ["GET https://c.example/isso/?uri=/bread/"]


def test_a_key_is_sent_as_it_is_named() -> None:
    odd = IssoComments(ChannelRef("isso", "https://c.example", "post 7 & more?"))
    calls = drive(odd.thread(POST), shown()).calls
    assert calls == ["GET https://c.example/?uri=post+7+%26+more%3F"]


def test_a_page_without_comments_is_an_empty_thread_also_on_old_servers() -> None:
    assert drive(ISSO.thread(POST), shown()).value == Thread((), 0)
    assert drive(ISSO.thread(POST), html_answer("<h1>Not Found</h1>", 404)).value == Thread((), 0)


def test_a_server_that_is_no_isso_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(ISSO.thread(POST), html_answer("<!DOCTYPE html><title>Parked</title>"))


def test_answers_to_answers_without_end_are_read_without_end() -> None:
    nested: dict[str, object] = {"id": 400}
    for number in range(399, 0, -1):
        nested = {"id": number, "replies": [nested]}
    assert len(drive(ISSO.thread(POST), shown(nested)).value.comments) == 400


# --- what is asked ---------------------------------------------------------------------------------


def test_the_server_tells_what_it_wants() -> None:
    form = drive(ISSO.form(POST), fixture("isso/thread.json")).value
    assert form.access is Access.ANONYMOUS
    assert form.fields == (FormField("name", False), FormField("email", True))
    assert (form.system, form.markup, form.limit, form.moderated) == ("isso", "markdown", 65_535, None)
    assert form.url == URL + "#isso-thread"


def test_a_server_that_tells_nothing_asks_for_nothing() -> None:
    form = drive(ISSO.form(POST), html_answer("", 404)).value
    assert form.fields == (FormField("name", False), FormField("email", False), FormField("website", False))


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_is_sent_as_the_blogs_own_script_would() -> None:
    taken = json_answer({"id": 12, "mode": 1}, 201)
    done = drive(ISSO.submit(POST, replace(DRAFT, parent="6", website="z.example")), taken)
    sent = done.asked[0]
    assert done.calls == ["POST https://c.example/isso/new?uri=/bread/"]
    assert sent.headers == {
        "Content-Type": "application/json",
        "Origin": "https://blog.example",
        "Referer": URL,
    }
    assert not sent.follow
    assert msgspec.json.decode(sent.body) == {
        "text": DRAFT.body,
        "author": "Zoë",
        "email": "z@z.example",
        "website": "z.example",
        "parent": 6,
        "title": "Bread",
    }


def test_what_was_left_empty_is_null_and_a_title_is_always_sent() -> None:
    untitled = replace(POST, title=CleanText(""))
    done = drive(ISSO.submit(untitled, Draft(token="t", body="Bread.")), json_answer({"id": 1}, 201))
    assert msgspec.json.decode(done.asked[0].body) == {
        "text": "Bread.",
        "author": None,
        "email": None,
        "website": None,
        "parent": None,
        "title": "/bread/",
    }


def no(words: str, field: str | None = None) -> Outcome:
    return Refused(CleanText(words), field)  # type: ignore[arg-type]


SILENT = "The comment server did not take the comment and gave no reason."
BUSY = CleanText("The comment server takes no comments just now.")
GUARDED = CleanText("The comment server takes comments only from a browser.")

ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "published": (json_answer({"id": 12, "mode": 1}, 201), Published("12", URL + "#isso-12")),
    "held": (json_answer({"id": 12, "mode": 2}, 202), Held("12", URL + "#isso-12")),
    "published, in other words": (html_answer("Created", 201), Published(None, URL)),
    "held, in other words": (html_answer("Accepted", 202), Held(None, URL)),
    "moved": (answer("", 301, location="https://d.example/"), no("The comment server has moved.")),
    "too short": (
        refused("text is too short (minimum length: 3)", 400),
        no("text is too short (minimum length: 3)", "body"),
    ),
    "too long": (
        refused("text is too long (maximum length: 65535)", 400),
        no("text is too long (maximum length: 65535)", "body"),
    ),
    "bad website": (
        refused("Website not Django-conform", 400),
        no("The website is not a whole address.", "website"),
    ),
    "long address": (
        refused("http://tools.ietf.org/html/rfc5321#section-4.5.3", 400),
        no("The e-mail address is too long.", "email"),
    ),
    "no title": (refused("Cannot create new thread &amp; more", 400), no("Cannot create new thread & more")),
    "no address": (
        refused("email address required but not provided"),
        no("An e-mail address is required.", "email"),
    ),
    "no name": (refused("author address required but not provided"), no("A name is required.", "name")),
    "too many": (
        refused("3 direct responses to /bread/"),
        no("You wrote all the comments that one person may on this page, but for answers."),
    ),
    "too fast": (
        refused("127.0.0.0: ratelimit exceeded (117, 118)"),
        RetryLater(CleanText("Too many comments within a minute."), 60.0),
    ),
    "to oneself": (
        refused("edit time frame is still open"),
        RetryLater(CleanText("Your own comment cannot be answered for a quarter of an hour."), 900.0),
    ),
    "not from a script": (refused("CSRF"), no("CSRF")),
    "a firewall": (html_answer("<h1>Forbidden</h1>", 403), no(SILENT)),
    "no such server": (html_answer("", 404), no(SILENT)),
    "a proxy's limit": (html_answer("", 429), RetryLater(BUSY, 60.0)),
    "in maintenance": (html_answer("", 503), RetryLater(BUSY, 60.0)),
    "a proxy that tells how long": (html_answer("", 503, retry_after="9"), RetryLater(BUSY, 9.0)),
    "a guard before it": (html_answer("Wait", 403, cf_mitigated="challenge"), NeedsBrowser(URL, GUARDED)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_isso_says(name: str) -> None:
    said, meant = ANSWERS[name]
    assert drive(ISSO.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize(
    "said", [html_answer("", 502), refused("Internal error", 500), html_answer("<h1>Hello</h1>")]
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    mine = {"id": 12, "author": "Zoë", "text": DRAFT.body}
    assert drive(ISSO.submit(POST, DRAFT), said, shown(mine), shown(mine)).value == Published(
        "12", URL + "#isso-12"
    )
    assert isinstance(drive(ISSO.submit(POST, DRAFT), said, shown(), shown()).value, Unknown)
    nobody_home = ConnectionLost("Gone.", URL)
    assert isinstance(drive(ISSO.submit(POST, DRAFT), said, nobody_home, shown()).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(ISSO.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


def test_a_parent_of_another_system_is_refused_before_anything_is_asked() -> None:
    done = drive(ISSO.submit(POST, replace(DRAFT, parent="tag:x")))
    assert done.value == no("The comment that this one answers is not in this thread.")


# --- did it arrive? --------------------------------------------------------------------------------

WRITTEN = {"id": 12, "author": "Zoë", "text": "Good **bread**, see [this](https://a.example).\n"}
SHOWN = {"id": 12, "author": "Zoë", "text": "<p>Good <strong>bread</strong>, see <a>this</a>.</p>"}


def test_a_comment_is_found_by_its_markdown_and_given_as_it_is_shown() -> None:
    done = drive(ISSO.find(POST, DRAFT), shown(WRITTEN), shown(SHOWN))
    assert done.calls == [
        "GET https://c.example/isso/?uri=/bread/&plain=1",
        "GET https://c.example/isso/?uri=/bread/",
    ]
    assert done.value and (done.value.id, done.value.html) == ("12", SHOWN["text"])


def test_the_newest_of_several_is_meant() -> None:
    both = shown(WRITTEN, {**WRITTEN, "id": 30}, {**WRITTEN, "id": 20})
    done = drive(ISSO.find(POST, DRAFT), both, both)
    assert done.value and done.value.id == "30"


@pytest.mark.parametrize("changes", [{"author": "Ann"}, {"author": None}, {"text": "Stale."}, {"parent": 1}])
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    others = shown({**WRITTEN, **changes})
    assert drive(ISSO.find(POST, DRAFT), others, others).value is None


def test_an_answer_to_an_answer_is_found_where_isso_hangs_it() -> None:
    thread = shown({"id": 1, "replies": [{"id": 6, "parent": 1}, {**WRITTEN, "parent": 1}]})
    assert drive(ISSO.find(POST, replace(DRAFT, parent="6")), thread, thread).value
    assert drive(ISSO.find(POST, replace(DRAFT, parent="1")), thread, thread).value
    assert drive(ISSO.find(POST, DRAFT), thread, thread).value is None


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(ISSO.find(POST, DRAFT), html_answer("", 500), shown())
