"""Remark42, against answers of the documented shapes."""

from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, ConnectionLost, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    FieldName,
    FormField,
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
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
KEY = "site=bread&url=https%3A%2F%2Fblog.example%2Fbread%2F"
REF = ChannelRef("remark42", "https://r.example", KEY)
REMARK = registry.channel(REF)
DRAFT = Draft(token="t", body="Good **bread**, see [this](https://a.example).", name="Zoë")

CONFIG = "GET https://r.example/api/v1/config?site=bread"
LIST = f"GET https://r.example/api/v1/find?{KEY}&sort=%2Btime&format=plain"
LOGIN = "GET https://r.example/auth/anonymous/login?user=Zo%C3%AB&aud=bread&from=https%3A%2F%2Fblog.example%2Fbread%2F"
SEND = "POST https://r.example/api/v1/comment?site=bread"
MINE: dict[str, object] = {
    "id": "m12",
    "pid": "",
    "user": {"name": "Zoë"},
    "text": '<p>Good <strong>bread</strong>, see <a href="https://a.example">this</a>.</p>',
    "time": "2026-01-31T12:00:00Z",
}
LET_IN = json_answer(
    {"name": "Zoë", "id": "anonymous_1"}, set_cookie="JWT=ey.J.x; Path=/; HttpOnly", x_other="1"
)
HERE = URL + "#remark42"


def config(*providers: str, **more: object) -> Response:
    return json_answer({"auth_providers": providers, "max_comment_size": 2048, "min_comment_size": 3, **more})


def shown(*comments: dict[str, object], read_only: bool = False) -> Response:
    return json_answer({"comments": list(comments), "info": {"read_only": read_only}})


OPEN = (config("github", "anonymous"), shown())


def no(words: str, field: FieldName | None = None) -> Outcome:
    return Refused(CleanText(words), field)


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "site", "url"),
    [
        ("var remark_config = {host: 'https://r.example/', site_id: 'bread'};", "bread", URL),
        ("window.remark_config = window.remark_config || {\n host: 'https://r.example' }", "remark", URL),
        (
            "var remark_config={host:'https://r.example',site_id:'bread',url:'https://blog.example/old'}",
            "bread",
            "https://blog.example/old",
        ),
    ],
)
def test_a_page_that_starts_remark42_is_known(script: str, site: str, url: str) -> None:
    ref = detect_channel(html_answer(f"<html><script>{script}</script></html>"), f"{URL}?utm_source=feed")
    assert ref and (ref.system, ref.endpoint) == ("remark42", "https://r.example")
    asked = drive(registry.channel(ref).thread(POST), shown()).asked[0].url
    encoded = url.replace(":", "%3A").replace("/", "%2F")
    assert f"site={site}&url={encoded}&" in asked


@pytest.mark.parametrize("script", ["var remark_config = {site_id: 'bread'}", "remark_config = {host: HOST}"])
def test_where_no_server_is_named_there_is_none(script: str) -> None:
    assert detect_channel(html_answer(f"<html><script>{script}</script></html>"), URL) is None


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(REMARK.thread(POST), fixture("remark42/thread.json"))
    assert plain(done.value) == golden("remark42/thread.json")
    assert done.calls == [LIST]


def test_a_server_that_is_none_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(REMARK.thread(POST), html_answer("<title>Parked</title>"))


# --- what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "thread", "access", "reason"),
    [
        (config("anonymous"), shown(), Access.ANONYMOUS, ""),
        (
            config("github", "email"),
            shown(),
            Access.LOGIN,
            "Only people with an account may write here. Sign in by github, email, in a browser.",
        ),
        (
            config("anonymous", subscribers_only=True),
            shown(),
            Access.LOGIN,
            "Only people with an account may write here.",
        ),
        (config("anonymous"), shown(read_only=True), Access.CLOSED, "Comments are closed."),
    ],
)
def test_the_server_tells_who_may_write(
    told: Response, thread: Response, access: Access, reason: str
) -> None:
    done = drive(REMARK.form(POST), told, thread)
    assert done.calls == [CONFIG, LIST]
    form = done.value
    assert (form.access, form.reason, form.url) == (access, reason, HERE)
    assert form.fields == ((FormField("name", True),) if access is Access.ANONYMOUS else ())
    assert (form.markup, form.moderated) == ("markdown", False)


# --- sending ---------------------------------------------------------------------------------------


def test_a_stranger_signs_in_by_name_and_then_writes() -> None:
    done = drive(REMARK.submit(POST, DRAFT), *OPEN, LET_IN, json_answer(MINE, 201))
    assert done.calls == [CONFIG, LIST, LOGIN, SEND]
    sent = done.asked[-1]
    assert sent.headers == {
        "Content-Type": "application/json",
        "Origin": "https://blog.example",
        "Referer": URL,
        "X-JWT": "ey.J.x",
    }
    assert msgspec.json.decode(sent.body) == {
        "text": DRAFT.body,
        "pid": "",
        "locator": {"site": "bread", "url": URL},
        "title": "Bread",
    }
    assert done.value == Published("m12", URL + "#remark42__comment-m12")


def test_the_proof_against_forged_requests_goes_back_with_the_token() -> None:
    cookies = (("set-cookie", "JWT=ey.J.x; Path=/"), ("set-cookie", "XSRF-TOKEN=abc; Path=/"))
    let_in = replace(LET_IN, headers=(*LET_IN.headers[:1], *cookies))
    done = drive(REMARK.submit(POST, DRAFT), *OPEN, let_in, json_answer(MINE, 201))
    assert (done.asked[-1].headers["X-JWT"], done.asked[-1].headers["X-XSRF-TOKEN"]) == ("ey.J.x", "abc")


def test_a_token_may_come_in_a_header() -> None:
    let_in = json_answer({"name": "Zoë"}, x_jwt="ey.J.y")
    done = drive(REMARK.submit(POST, DRAFT), *OPEN, let_in, json_answer(MINE, 201))
    assert done.asked[-1].headers["X-JWT"] == "ey.J.y"


def test_an_answer_names_its_parent() -> None:
    answering = replace(DRAFT, parent="c3")
    thread = fixture("remark42/thread.json")
    done = drive(REMARK.submit(POST, answering), config("anonymous"), thread, LET_IN, json_answer(MINE, 201))
    assert msgspec.json.decode(done.asked[-1].body)["pid"] == "c3"


@pytest.mark.parametrize(
    ("draft", "meant"),
    [
        (replace(DRAFT, parent="zz"), no("The comment that this one answers is not in this thread.")),
        (replace(DRAFT, parent="b2"), no("The comment that this one answers is not in this thread.")),
        (
            replace(DRAFT, name=""),
            no("A name of 3 to 64 letters, digits and spaces is required.", "name"),
        ),
        (
            replace(DRAFT, name="z@z.example"),
            no("A name of 3 to 64 letters, digits and spaces is required.", "name"),
        ),
        (replace(DRAFT, body="x" * 2049), no("The comment has 2049 characters; 2048 are allowed.", "body")),
        (replace(DRAFT, body="No"), no("At least 3 characters are required.", "body")),
    ],
)
def test_what_would_be_refused_is_not_sent(draft: Draft, meant: Outcome) -> None:
    done = drive(REMARK.submit(POST, draft), config("anonymous"), fixture("remark42/thread.json"))
    assert (done.value, done.calls) == (meant, [CONFIG, LIST])


def test_members_only_and_closed_are_told_before_a_login() -> None:
    members = drive(REMARK.submit(POST, DRAFT), config("github"), shown()).value
    assert isinstance(members, NeedsLogin)
    closed = drive(REMARK.submit(POST, DRAFT), config("anonymous"), shown(read_only=True)).value
    assert closed == no("Comments are closed.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (json_answer({"error": "incorrect user or password"}, 403), no("incorrect user or password", "name")),
        (html_answer("", 429), RetryLater(CleanText("The comment server takes no comments just now."))),
        (
            html_answer("<h1>Welcome</h1>"),
            NeedsBrowser(HERE, CleanText("The comment server takes comments only from a browser.")),
        ),
        (
            html_answer("", 502),
            NeedsBrowser(HERE, CleanText("The comment server takes comments only from a browser.")),
        ),
    ],
)
def test_where_the_login_fails_nothing_is_sent(said: Response, meant: Outcome) -> None:
    done = drive(REMARK.submit(POST, DRAFT), *OPEN, said)
    assert (done.value, done.calls) == (meant, [CONFIG, LIST, LOGIN])


def failed(status: int, code: int, details: str) -> Response:
    return json_answer({"error": "it failed", "details": details, "code": code}, status)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (failed(403, 8, "old post, read-only"), no("Comments are closed.")),
        (failed(400, 4, "comment text exceeded max length"), no("comment text exceeded max length", "body")),
        (failed(400, 19, "restricted words: cheap"), no("restricted words: cheap", "body")),
        (failed(403, 7, "user blocked"), no("user blocked")),
        (failed(429, 0, "slow down"), RetryLater(CleanText("slow down"))),
        (
            html_answer("Unauthorized", 401),
            NeedsLogin(CleanText("Only people with an account may write here.")),
        ),
        (html_answer("", 404), no("The comment server did not take the comment and gave no reason.")),
    ],
)
def test_what_remark42_says(said: Response, meant: Outcome) -> None:
    assert drive(REMARK.submit(POST, DRAFT), *OPEN, LET_IN, said).value == meant


@pytest.mark.parametrize(
    "said", [html_answer("", 502), html_answer("<h1>Hi</h1>", 201), json_answer({"id": ""})]
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    answers = (*OPEN, LET_IN, said)
    found = drive(REMARK.submit(POST, DRAFT), *answers, shown(MINE)).value
    assert found == Published("m12", URL + "#remark42__comment-m12")
    assert isinstance(drive(REMARK.submit(POST, DRAFT), *answers, shown()).value, Unknown)
    gone = ConnectionLost("Gone.", URL)
    assert isinstance(drive(REMARK.submit(POST, DRAFT), *answers, gone).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(REMARK.submit(POST, DRAFT), *OPEN, LET_IN, AnswerTimedOut("Too slow.", URL, "header"))


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    busy = StatusError("Busy.", URL, 503, 9.0)
    lost = ConnectionLost("Lost.", URL)
    assert drive(REMARK.submit(POST, DRAFT), OPEN[0], busy).value == RetryLater(CleanText("Busy."), 9.0)
    assert drive(REMARK.submit(POST, DRAFT), *OPEN, lost).value == RetryLater(CleanText("Lost."))


# --- did it arrive? --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{"user": {"name": "Ann"}}, {"text": "Stale."}, {"pid": "a1"}, {"delete": True}]
)
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(REMARK.find(POST, DRAFT), shown(MINE)).value
    assert drive(REMARK.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(REMARK.find(POST, DRAFT), html_answer("", 500))
