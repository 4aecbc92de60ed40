"""Artalk, against answers of the documented shapes."""

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
    NeedsBrowser,
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
HERE = URL + "#artalk"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
REF = ChannelRef("artalk", "https://a.example", "site=My+bread&page=%2Fbread%2F")
ARTALK = registry.channel(REF)
DRAFT = Draft(token="t", body="Good **bread**.", name="Zoë", email="z@z.example")
API = "https://a.example/api/v2"
LIST = (
    f"GET {API}/comments?page_key=/bread/&site_name=My+bread&limit={{}}&offset={{}}&flat_mode=true"
    "&sort_by=date_asc"
)
STATE = f"GET {API}/captcha/status"
SEND = f"POST {API}/comments"
MINE: dict[str, object] = {
    "id": 12,
    "nick": "Zoë",
    "content_marked": "<p>Good <strong>bread</strong>.</p>",
    "date": "2026-01-31 12:00:00",
}


def shown(*comments: dict[str, object], count: int = 1, **page: object) -> Response:
    return json_answer({"comments": list(comments), "count": count, "roots_count": 1, "page": page})


def script(text: str) -> Response:
    return html_answer(f"<html><body><script>{text}</script></body></html>")


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Artalk.init({el: '#c', server: 'https://a.example', site: 'My bread'})", REF),
        (
            "const a = Artalk.init({server: 'https://a.example/', site: 'My bread', "
            "pageKey: `${location.pathname}`, pageTitle: `${document.title}`})",
            REF,
        ),
        (
            "new Artalk({server: '/talk', site: 'My bread'})",
            replace(REF, endpoint="https://blog.example/talk"),
        ),
        (
            "Artalk.init({server: 'https://a.example', pageKey: 'https://blog.example/bread/'})",
            replace(REF, key="page=https%3A%2F%2Fblog.example%2Fbread%2F"),
        ),
        ("Artalk.init({server: location.origin + '/comment'})", None),
        ("Artalk.init({el: '#c'})", None),
    ],
)
def test_a_page_with_artalk_is_known(text: str, ref: ChannelRef | None) -> None:
    found = detect_channel(script(text), URL)
    assert found == (ref or ChannelRef("unnamedartalk", "https://blog.example/", "artalk"))


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(ARTALK.thread(POST), fixture("artalk/thread.json"))
    assert plain(done.value) == golden("artalk/thread.json")
    assert done.calls == [LIST.format(100, 0)]


def test_a_long_thread_is_read_page_by_page() -> None:
    pages = [shown({"id": number}, count=201) for number in (1, 2, 3)]
    done = drive(ARTALK.thread(POST), *pages)
    assert done.calls == [LIST.format(100, 0), LIST.format(100, 100), LIST.format(100, 200)]
    assert [comment.id for comment in done.value.comments] == ["1", "2", "3"]


def test_what_is_no_thread_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(ARTALK.thread(POST), html_answer("<title>Parked</title>"))


# --- what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "state", "access"),
    [
        (shown(), json_answer({"is_pass": True}), Access.ANONYMOUS),
        (shown(), json_answer({"msg": "captcha disabled"}, 404), Access.ANONYMOUS),
        (shown(), html_answer("<h1>Hello</h1>"), Access.ANONYMOUS),
        (shown(), json_answer({"is_pass": False}), Access.BROWSER),
        (shown(admin_only=True), json_answer({"is_pass": True}), Access.CLOSED),
    ],
)
def test_the_server_tells_who_may_write(listed: Response, state: Response, access: Access) -> None:
    done = drive(ARTALK.form(POST), listed, state)
    assert done.calls == [LIST.format(1, 0), STATE]
    form = done.value
    assert (form.access, form.url, form.moderated) == (access, HERE, None)
    assert bool(form.reason) == (access is not Access.ANONYMOUS)
    asked = (FormField("name", True), FormField("email", True), FormField("website", False))
    assert form.fields == (asked if access is Access.ANONYMOUS else ())


# --- sending ---------------------------------------------------------------------------------------


def taken(*, pending: bool) -> Response:
    return json_answer({"id": 12, "is_pending": pending, "content": DRAFT.body})


def test_a_comment_is_sent_as_the_blogs_own_script_would() -> None:
    done = drive(ARTALK.submit(POST, replace(DRAFT, parent="7")), taken(pending=False))
    assert (done.calls, done.value) == ([SEND], Published("12", URL + "#atk-comment-12"))
    assert msgspec.json.decode(done.asked[0].body) == {
        "name": "Zoë",
        "email": "z@z.example",
        "link": "",
        "content": "Good **bread**.",
        "rid": 7,
        "page_key": "/bread/",
        "page_title": "Bread",
        "site_name": "My bread",
    }


CAPTCHA = CleanText("The comment server asks for proof of a person, which only a browser can give.")


def failed(status: int, msg: str, **more: object) -> Response:
    return json_answer({"msg": msg, **more}, status)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (taken(pending=True), Held("12", URL + "#atk-comment-12")),
        (failed(400, "Invalid Email"), Refused(CleanText("Invalid Email"), "email")),
        (failed(400, "Nickname cannot be empty"), Refused(CleanText("Nickname cannot be empty"), "name")),
        (failed(400, "Invalid Link"), Refused(CleanText("Invalid Link"), "website")),
        (failed(404, "Parent comment not found"), Refused(CleanText("Parent comment not found"))),
        (failed(400, "Cannot reply to this comment"), Refused(CleanText("Cannot reply to this comment"))),
        (
            failed(403, "Captcha required", need_captcha=True, img_data="data:image/png;base64,AA=="),
            NeedsBrowser(HERE, CAPTCHA),
        ),
        (failed(403, "Captcha required", need_captcha=True, iframe=True), NeedsBrowser(HERE, CAPTCHA)),
        (failed(401, "Login required", need_auth_login=True), NeedsLogin(CleanText("Login required"))),
        (
            failed(403, "Admin access required", need_login=True),
            NeedsLogin(CleanText("Admin access required")),
        ),
        (
            failed(500, "anonymous user is not allowed"),
            NeedsLogin(CleanText("anonymous user is not allowed")),
        ),
        (failed(429, "Slow down"), RetryLater(CleanText("Slow down"))),
        (
            html_answer("", 403),
            Refused(CleanText("The comment server did not take the comment and gave no reason.")),
        ),
    ],
)
def test_what_artalk_says(said: Response, meant: Outcome) -> None:
    assert drive(ARTALK.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize(
    "said", [failed(500, "Comment failed"), html_answer("<h1>Hello</h1>"), json_answer({"id": 12})]
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    found = drive(ARTALK.submit(POST, DRAFT), said, shown(MINE)).value
    assert found == Published("12", URL + "#atk-comment-12")
    assert isinstance(drive(ARTALK.submit(POST, DRAFT), said, shown()).value, Unknown)
    gone = ConnectionLost("Gone.", URL)
    assert isinstance(drive(ARTALK.submit(POST, DRAFT), said, gone).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(ARTALK.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


def test_a_parent_of_another_system_is_refused_before_anything_is_asked() -> None:
    done = drive(ARTALK.submit(POST, replace(DRAFT, parent="tag:x")))
    assert done.value == Refused(CleanText("The comment that this one answers is not in this thread."))


# --- did it arrive? --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{"nick": "Ann"}, {"content_marked": "Stale."}, {"rid": 7}, {"is_pending": True}]
)
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(ARTALK.find(POST, DRAFT), shown(MINE)).value
    assert drive(ARTALK.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(ARTALK.find(POST, DRAFT), html_answer("", 500))
