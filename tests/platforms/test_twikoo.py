"""Twikoo, against answers of the documented shapes."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.platforms.driving import Done, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, ConnectionLost, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    FieldName,
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
HERE = URL + "#twikoo"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
REF = ChannelRef("twikoo", "https://t.example/", "/bread/")
TWIKOO = registry.channel(REF)
DRAFT = Draft(token="t", body="<p>Good <strong>bread</strong>.</p>", name="Zoë", email="z@z.example")
MINE: dict[str, object] = {"id": "m12", "nick": "Zoë", "comment": DRAFT.body, "created": 1769860800000}
TAKEN = json_answer({"id": "m12", "accessToken": "abc"})


def shown(*comments: dict[str, object], more: bool = False) -> Response:
    return json_answer({"data": list(comments), "more": more, "count": len(comments)})


def failed(code: int, message: str) -> Response:
    return json_answer({"code": code, "message": message})


def script(text: str) -> Response:
    return html_answer(f"<html><body><script>{text}</script></body></html>")


def said_in(done: Done[Any]) -> list[dict[str, Any]]:
    assert all(call == "POST https://t.example/" for call in done.calls)
    return [msgspec.json.decode(request.body) for request in done.asked]


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("twikoo.init({envId: 'https://t.example/', el: '#tcomment'})", REF),
        ("window.twikoo.init({envId: 'https://t.example/', path: window.location.pathname})", REF),
        ("twikoo.init({envId: 'https://t.example/', path: 'location.pathname'})", REF),
        ("twikoo.init({envId: 'https://t.example/', path: '/old'})", replace(REF, key="/old")),
        ('x = {"twikoo":{"enable":true,"envId":"https://t.example/"}}', REF),
        ("twikoo.init({el: '#tcomment'})", None),
        ("twikoo.init({envId: ENV})", None),
    ],
)
def test_a_page_with_twikoo_is_known(text: str, ref: ChannelRef | None) -> None:
    found = detect_channel(script(text), URL)
    assert found == (ref or ChannelRef("unnamedtwikoo", "https://blog.example/", "tcomment"))


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(TWIKOO.thread(POST), fixture("twikoo/thread.json"))
    assert plain(done.value) == golden("twikoo/thread.json")
    assert said_in(done) == [{"event": "COMMENT_GET", "url": "/bread/", "before": None}]


def test_a_long_thread_is_read_from_page_to_page_by_its_oldest_comment() -> None:
    pages = [
        shown({"id": "p", "created": 1, "top": True}, {"id": "c", "created": 30}, more=True),
        shown({"id": "b", "created": 20}, more=True),
        shown({"id": "a", "created": 10}),
    ]
    done = drive(TWIKOO.thread(POST), *pages)
    assert [each["before"] for each in said_in(done)] == [None, 30, 20]
    assert [comment.id for comment in done.value.comments] == ["p", "a", "b", "c"]


def test_a_server_that_says_more_and_more_is_not_asked_for_ever() -> None:
    again = shown({"id": "a", "created": 10}, more=True)
    assert len(drive(TWIKOO.thread(POST), again, again).value.comments) == 1


@pytest.mark.parametrize(
    "said",
    [
        html_answer("<title>Parked</title>"),
        json_answer({"data": [], "message": "数据库错误"}),
        failed(1001, "请更新 Twikoo 云函数至最新版本"),
    ],
)
def test_what_is_no_thread_is_unreadable(said: Response) -> None:
    with pytest.raises(UnreadableAnswer):
        drive(TWIKOO.thread(POST), said)


# --- what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "access", "fields"),
    [
        ({"VERSION": "1.6"}, Access.ANONYMOUS, [("name", True), ("email", True), ("website", False)]),
        (
            {"REQUIRED_FIELDS": "nick", "DISPLAYED_FIELDS": "nick,mail"},
            Access.ANONYMOUS,
            [("name", True), ("email", False)],
        ),
        ({"TURNSTILE_SITE_KEY": "0x4"}, Access.BROWSER, []),
        ({"CAPTCHA_PROVIDER": "Geetest", "GEETEST_CAPTCHA_ID": "1"}, Access.BROWSER, []),
        (
            {"TURNSTILE_SITE_KEY": None, "CAPTCHA_PROVIDER": "", "OTHER": {"a": []}},
            Access.ANONYMOUS,
            [("name", True), ("email", True), ("website", False)],
        ),
    ],
)
def test_the_server_tells_what_it_wants(
    config: dict[str, object], access: Access, fields: list[tuple[FieldName, bool]]
) -> None:
    done = drive(TWIKOO.form(POST), json_answer({"code": 0, "config": config}))
    assert said_in(done) == [{"event": "GET_CONFIG"}]
    assert (done.value.access, done.value.markup, done.value.url) == (access, "html", HERE)
    assert done.value.fields == tuple(FormField(*field) for field in fields)


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_is_sent_and_then_seen() -> None:
    done = drive(TWIKOO.submit(POST, DRAFT), TAKEN, shown(MINE))
    assert done.value == Published("m12", URL + "#m12")
    sent, looked = said_in(done)
    assert sent == {
        "event": "COMMENT_SUBMIT",
        "nick": "Zoë",
        "mail": "z@z.example",
        "link": "",
        "ua": "tui-blog",
        "url": "/bread/",
        "href": URL,
        "comment": DRAFT.body,
    }
    assert looked == {"event": "COMMENT_GET", "url": "/bread/", "before": None, "accessToken": "abc"}


@pytest.mark.parametrize(
    "thread", [shown({**MINE, "isSpam": True}), shown(), failed(1000, "忙"), html_answer("")]
)
def test_a_comment_that_was_taken_and_is_not_shown_is_held(thread: Response) -> None:
    assert drive(TWIKOO.submit(POST, DRAFT), TAKEN, thread).value == Held("m12", URL + "#m12")


def test_a_comment_that_was_taken_stays_taken_when_the_server_falls_silent() -> None:
    gone = ConnectionLost("Gone.", URL)
    assert drive(TWIKOO.submit(POST, DRAFT), TAKEN, gone).value == Held("m12", URL + "#m12")


@pytest.mark.parametrize(("parent", "root"), [("t1", "t1"), ("t4", "t1")])
def test_an_answer_names_the_top_comment_too(parent: str, root: str) -> None:
    thread = fixture("twikoo/thread.json")
    done = drive(TWIKOO.submit(POST, replace(DRAFT, parent=parent)), thread, TAKEN, shown(MINE))
    sent = said_in(done)[1]
    assert (sent["pid"], sent["rid"]) == (parent, root)


def test_an_answer_to_a_comment_that_is_not_there_is_not_sent() -> None:
    done = drive(TWIKOO.submit(POST, replace(DRAFT, parent="zz")), shown(MINE))
    assert done.value == Refused(CleanText("The comment that this one answers is not in this thread."))
    assert [each["event"] for each in said_in(done)] == ["COMMENT_GET"]


@pytest.mark.parametrize("fault", [ConnectionLost("Gone.", URL), html_answer("", 502), failed(1000, "忙")])
def test_where_the_thread_cannot_be_read_an_answer_is_not_sent_and_not_lost(
    fault: Response | ConnectionLost,
) -> None:
    outcome = drive(TWIKOO.submit(POST, replace(DRAFT, parent="t1")), fault).value
    assert isinstance(outcome, RetryLater)


CAPTCHA = CleanText("The comment server asks for proof of a person, which only a browser can give.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            failed(1000, "发言频率过高"),
            RetryLater(CleanText("Too many comments within ten minutes."), 600.0),
        ),
        (
            failed(1000, "评论太火爆啦 >_< 请稍后再试"),
            RetryLater(CleanText("The blog gets too many comments just now."), 600.0),
        ),
        (failed(1000, "评论内容过长"), Refused(CleanText("The comment is too long."), "body")),
        (
            failed(1000, "包含屏蔽词"),
            Refused(CleanText("The comment holds a word that the blog blocks."), "body"),
        ),
        (failed(1000, "验证码检测失败: 验证码错误"), NeedsBrowser(HERE, CAPTCHA)),
        (
            failed(1000, "请先登录管理面板，再使用博主身份发送评论"),
            NeedsLogin(CleanText("This address is the blog owner's, who has to sign in.")),
        ),
        (failed(1000, "No database."), Refused(CleanText("No database."))),
        (
            failed(1403, ""),
            Refused(CleanText("The comment server did not take the comment and gave no reason.")),
        ),
        (html_answer("", 429), RetryLater(CleanText("The comment server takes no comments just now."))),
    ],
)
def test_what_twikoo_says(said: Response, meant: Outcome) -> None:
    assert drive(TWIKOO.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize("said", [html_answer("", 502), html_answer("<h1>Hi</h1>"), json_answer({})])
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    assert drive(TWIKOO.submit(POST, DRAFT), said, shown(MINE)).value == Published("m12", URL + "#m12")
    assert isinstance(drive(TWIKOO.submit(POST, DRAFT), said, shown()).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(TWIKOO.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


# --- did it arrive? --------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"nick": "Ann"}, {"comment": "Stale."}, {"pid": "t1"}, {"isSpam": True}])
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(TWIKOO.find(POST, DRAFT), shown(MINE)).value
    assert drive(TWIKOO.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_a_comment_without_a_name_is_found_under_twikoos_word_for_nobody() -> None:
    assert drive(TWIKOO.find(POST, replace(DRAFT, name="")), shown({**MINE, "nick": "匿名"})).value


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(TWIKOO.find(POST, DRAFT), html_answer("", 500))
