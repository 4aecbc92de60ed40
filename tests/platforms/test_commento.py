"""Commento, against answers of the documented shapes."""

from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, ConnectionLost, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    Held,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Unknown,
)
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect_channel

URL = "https://blog.example/bread/"
HERE = URL + "#commento"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
REF = ChannelRef("commento", "https://c.example", "domain=blog.example&path=%2Fbread%2F")
COMMENTO = registry.channel(REF)
DRAFT = Draft(token="t", body="Good **bread**.", name="Zoë", email="z@z.example")
LIST, SEND = (f"POST https://c.example/api/comment/{verb}" for verb in ("list", "new"))
PLACE = {"commenterToken": "anonymous", "domain": "blog.example", "path": "/bread/"}
MINE: dict[str, object] = {
    "commentHex": "m12",
    "commenterHex": "anonymous",
    "html": "<p>Good <strong>bread</strong>.</p>",
    "parentHex": "root",
    "creationDate": "2026-01-31T12:00:00Z",
}


def shown(*comments: dict[str, object], **more: object) -> Response:
    return json_answer({"success": True, "comments": list(comments), "commenters": {}, **more})


def failed(message: str) -> Response:
    return json_answer({"success": False, "message": message})


def taken(state: str) -> Response:
    return json_answer({"success": True, "commentHex": "m12", "state": state, "html": "<p>…</p>"})


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "url", "ref"),
    [
        ('<script defer src="https://c.example/js/commento.js"></script>', URL, REF),
        (
            '<script src="https://c.example/talk/js/commento.js?v=2" data-page-id="/old"></script>',
            "http://127.0.0.1:8080/bread/",
            ChannelRef("commento", "https://c.example/talk", "domain=127.0.0.1%3A8080&path=%2Fold"),
        ),
        ('<script src="https://c.example/js/other.js"></script>', URL, None),
    ],
)
def test_a_page_with_commento_is_known(script: str, url: str, ref: ChannelRef | None) -> None:
    found = detect_channel(html_answer(f"<html><body>{script}<div id='commento'></div></body></html>"), url)
    assert found == (ref or ChannelRef("unnamedcommento", "https://blog.example/", "commento"))


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(COMMENTO.thread(POST), fixture("commento/thread.json"))
    assert plain(done.value) == golden("commento/thread.json")
    assert done.calls == [LIST]
    assert msgspec.json.decode(done.asked[0].body) == PLACE


def test_what_is_no_thread_is_unreadable_in_the_servers_own_words() -> None:
    with pytest.raises(UnreadableAnswer, match="not registered with Commento"):
        drive(COMMENTO.thread(POST), failed("This domain is not registered with Commento."))
    with pytest.raises(UnreadableAnswer):
        drive(COMMENTO.thread(POST), html_answer("<title>Parked</title>"))


# --- what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "access"),
    [
        (shown(), Access.ANONYMOUS),
        (shown(requireIdentification=True), Access.LOGIN),
        (shown(isFrozen=True), Access.CLOSED),
        (shown(attributes={"isLocked": True}), Access.CLOSED),
    ],
)
def test_the_server_tells_who_may_write(told: Response, access: Access) -> None:
    form = drive(COMMENTO.form(POST), told).value
    assert (form.access, form.fields, form.url) == (access, (), HERE)
    assert bool(form.reason) == (access is not Access.ANONYMOUS)


# --- sending ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("parent", [None, "c1"])
def test_a_comment_is_sent_as_a_strangers(parent: str | None) -> None:
    done = drive(COMMENTO.submit(POST, replace(DRAFT, parent=parent)), taken("approved"))
    assert (done.calls, done.value) == ([SEND], Published("m12", URL + "#commento-m12"))
    sent = msgspec.json.decode(done.asked[0].body)
    assert sent == {**PLACE, "parentHex": parent or "root", "markdown": "Good **bread**."}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (taken("unapproved"), Held("m12", URL + "#commento-m12")),
        (taken("flagged"), Refused(CleanText("The comment server took the comment for spam."))),
        (
            failed("This thread is locked. You cannot add new comments."),
            Refused(CleanText("This thread is locked. You cannot add new comments.")),
        ),
        (
            failed("You're not authorised to access that."),
            NeedsLogin(CleanText("Only people with an account may write here.")),
        ),
        (
            failed("One or more field(s) empty."),
            Refused(CleanText("One or more field(s) empty."), "body"),
        ),
        (failed(""), Refused(CleanText("The comment server did not take the comment and gave no reason."))),
        (
            html_answer("", 404),
            Refused(CleanText("The comment server did not take the comment and gave no reason.")),
        ),
        (html_answer("", 503), RetryLater(CleanText("The comment server takes no comments just now."))),
    ],
)
def test_what_commento_says(said: Response, meant: Outcome) -> None:
    assert drive(COMMENTO.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize(
    "said",
    [
        html_answer("", 502),
        html_answer("<h1>Hello</h1>"),
        taken("gone"),
        json_answer({"success": True}),
        failed("An internal error has occurred. If you see this repeatedly, please contact support."),
    ],
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    found = drive(COMMENTO.submit(POST, DRAFT), said, shown(MINE)).value
    assert found == Published("m12", URL + "#commento-m12")
    assert isinstance(drive(COMMENTO.submit(POST, DRAFT), said, shown()).value, Unknown)
    gone = ConnectionLost("Gone.", URL)
    assert isinstance(drive(COMMENTO.submit(POST, DRAFT), said, gone).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(COMMENTO.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


# --- did it arrive? --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"commenterHex": "u1"},
        {"html": "Stale."},
        {"parentHex": "c1"},
        {"deleted": True},
        {"state": "flagged"},
    ],
)
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(COMMENTO.find(POST, DRAFT), shown(MINE)).value
    assert drive(COMMENTO.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(COMMENTO.find(POST, DRAFT), html_answer("", 500))
