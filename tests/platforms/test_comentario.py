"""Comentario, against answers of the documented shapes."""

from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, ConnectionLost, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    FormField,
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
HERE = URL + "#comentario"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
REF = ChannelRef("comentario", "https://c.example", "host=blog.example&path=%2Fbread%2F")
COMENTARIO = registry.channel(REF)
DRAFT = Draft(token="t", body="Good **bread**.", name="Zoë", email="z@z.example")
ADDRESS = "https://c.example/api/embed/comments"
PLACE = {"host": "blog.example", "path": "/bread/"}
MINE: dict[str, object] = {
    "id": "m12",
    "html": "<p>Good <strong>bread</strong>.</p>",
    "isApproved": True,
    "createdTime": "2026-01-31T12:00:00Z",
    "authorName": "Zoë",
}


def shown(*comments: dict[str, object], **page: object) -> Response:
    return json_answer({"pageInfo": page, "comments": list(comments), "commenters": []})


def taken(**state: object) -> Response:
    return json_answer({"comment": {"id": "m12", **state}, "commenter": {}})


def failed(status: int, message: str, details: str = "") -> Response:
    return json_answer({"id": "some-error", "message": message, "details": details}, status)


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "ref"),
    [
        ('<script defer src="https://c.example/comentario.js"></script><comentario-comments/>', REF),
        (
            '<script src="https://c.example/comentario.js"></script>'
            '<comentario-comments page-id="/old"></comentario-comments>',
            replace(REF, key="host=blog.example&path=%2Fold"),
        ),
        ("<comentario-comments></comentario-comments>", None),
    ],
)
def test_a_page_with_comentario_is_known(body: str, ref: ChannelRef | None) -> None:
    found = detect_channel(html_answer(f"<html><body>{body}</body></html>"), URL)
    assert found == (ref or ChannelRef("unnamedcomentario", "https://blog.example/", "comentario"))


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(COMENTARIO.thread(POST), fixture("comentario/thread.json"))
    assert plain(done.value) == golden("comentario/thread.json")
    assert done.calls == [f"POST {ADDRESS}"]
    assert msgspec.json.decode(done.asked[0].body) == PLACE


@pytest.mark.parametrize("said", [html_answer("<title>Parked</title>"), json_answer({"comments": []})])
def test_what_is_no_thread_is_unreadable(said: Response) -> None:
    with pytest.raises(UnreadableAnswer):
        drive(COMENTARIO.thread(POST), said)


# --- what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "access"),
    [
        (shown(authAnonymous=True), Access.ANONYMOUS),
        (shown(authLocal=True), Access.LOGIN),
        (shown(authAnonymous=True, isDomainReadonly=True), Access.CLOSED),
        (shown(authAnonymous=True, isPageReadonly=True), Access.CLOSED),
    ],
)
def test_the_server_tells_who_may_write(told: Response, access: Access) -> None:
    form = drive(COMENTARIO.form(POST), told).value
    assert (form.access, form.url) == (access, HERE)
    assert form.fields == ((FormField("name", False),) if access is Access.ANONYMOUS else ())
    assert bool(form.reason) == (access is not Access.ANONYMOUS)


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_is_put_as_a_strangers() -> None:
    done = drive(COMENTARIO.submit(POST, replace(DRAFT, parent="c1")), taken(isApproved=True))
    assert done.calls == [f"PUT {ADDRESS}"]
    assert done.asked[0].headers["X-User-Session"] == "A" * 43
    assert done.value == Published("m12", URL + "#comentario-m12")
    assert msgspec.json.decode(done.asked[0].body) == {
        **PLACE,
        "markdown": "Good **bread**.",
        "unregistered": True,
        "authorName": "Zoë",
        "parentId": "c1",
    }


def test_what_was_left_empty_is_left_out() -> None:
    done = drive(COMENTARIO.submit(POST, replace(DRAFT, name="")), taken(isPending=True))
    assert set(msgspec.json.decode(done.asked[0].body)) == {"host", "path", "markdown", "unregistered"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (taken(isPending=True, isApproved=False), Held("m12", URL + "#comentario-m12")),
        (failed(401, "Sign in first"), NeedsLogin(CleanText("Sign in first"))),
        (failed(403, "Page is read-only"), Refused(CleanText("Page is read-only"))),
        (
            failed(422, "Value is too long", "markdown"),
            Refused(CleanText("Value is too long (markdown)")),
        ),
        (failed(429, "Slow down"), RetryLater(CleanText("Slow down"))),
        (
            html_answer("", 404),
            Refused(CleanText("The comment server did not take the comment and gave no reason.")),
        ),
    ],
)
def test_what_comentario_says(said: Response, meant: Outcome) -> None:
    assert drive(COMENTARIO.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize(
    "said", [failed(500, "It broke"), html_answer("<h1>Hello</h1>"), taken(), json_answer({"comment": None})]
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    found = drive(COMENTARIO.submit(POST, DRAFT), said, shown(MINE)).value
    assert found == Published("m12", URL + "#comentario-m12")
    assert isinstance(drive(COMENTARIO.submit(POST, DRAFT), said, shown()).value, Unknown)
    gone = ConnectionLost("Gone.", URL)
    assert isinstance(drive(COMENTARIO.submit(POST, DRAFT), said, gone).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(COMENTARIO.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


# --- did it arrive? --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{"authorName": "Ann"}, {"html": "Stale."}, {"parentId": "c1"}, {"isApproved": False}]
)
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(COMENTARIO.find(POST, DRAFT), shown(MINE)).value
    assert drive(COMENTARIO.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_a_server_that_keeps_no_names_of_strangers_shows_the_comment_all_the_same() -> None:
    assert drive(COMENTARIO.find(POST, DRAFT), shown({**MINE, "authorName": None})).value


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(COMENTARIO.find(POST, DRAFT), html_answer("", 500))
