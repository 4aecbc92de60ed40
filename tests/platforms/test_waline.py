from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import answer, drive, fixture, golden, html_answer, json_answer, plain
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
    Thread,
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
REF = ChannelRef("waline", "https://w.example", "/bread/")
WALINE = registry.channel(REF)
DRAFT = Draft(
    token="t", body="Good **bread**, see [this](https://a.example).", name="Zoë", email="z@z.example"
)
LIST = "GET https://w.example/api/comment?path=/bread/&page={}&pageSize=100&sortBy=insertedAt_asc&lang=en"
SEND = "POST https://w.example/api/comment?lang=en"
MINE = {
    "objectId": 12,
    "nick": "Zoë",
    "comment": '<p>Good <strong>bread</strong>, see <a href="https://a.example">this</a>.</p>',
    "status": "approved",
}


def shown(*comments: dict[str, object], pages: int = 1, count: int | None = None) -> Response:
    data = {"totalPages": pages, "count": len(comments) if count is None else count, "data": list(comments)}
    return json_answer({"errno": 0, "errmsg": "", "data": data})


def saved(status: str | None = "approved") -> Response:
    return json_answer({"errno": 0, "data": {"objectId": 12, "nick": "Zoë", "status": status}})


def failed(errno: int, errmsg: object, status: int = 200) -> Response:
    return json_answer({"errno": errno, "errmsg": errmsg}, status)


def page(script: str, extra: str = "") -> Response:
    return html_answer(f"<html><body><div id='waline'></div><script {extra}>{script}</script></body></html>")


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        "Waline.init({ el: '#waline', serverURL: 'https://w.example', path: location.pathname })",
        "new Waline({el:'#waline',serverURL:\"https://w.example/\"})",
        "import { init } from 'https://cdn.example/waline.js';\ninit({\n  el: `#waline`, // here\n"
        "  dark: 'auto',\n  locale: { placeholder: 'path: nowhere' },\n  serverURL: 'https://w.example',\n});",
        'window.x = {"waline":{"enable":true,"serverURL":"https:\\/\\/w.example","path":"\\/bread\\/"}};',
        "const walineConfig = {serverURL: 'https://w.example'};",
    ],
)
def test_a_page_that_starts_waline_is_known(script: str) -> None:
    assert detect_channel(page(script), URL) == REF


def test_a_page_may_name_its_thread() -> None:
    named = page("Waline.init({serverURL: 'https://w.example', path: '/old/bread'})")
    assert detect_channel(named, URL) == replace(REF, key="/old/bread")


def test_a_path_is_decoded_as_walines_script_does() -> None:
    ref = detect_channel(
        page("Waline.init({serverURL: 'https://w.example'})"), "https://b.example/%E8%8C%B6/"
    )
    assert ref == ChannelRef("waline", "https://w.example", "/茶/")


@pytest.mark.parametrize(
    "script",
    [
        "Waline.init({ el: '#waline' })",
        "Waline.init({ serverURL: SERVER })",
        "Waline.init({ serverURL: 'javascript:alert(1)' })",
        "Other.init({ el: '#comments' })",
        "Waline.init(",
        "Waline.init({ serverURL: 'https://w.example",
    ],
)
def test_where_no_server_is_named_the_browser_has_to_do(script: str) -> None:
    ref = detect_channel(page(script), URL)
    assert ref is not None
    assert ref.system == "unnamedwaline"


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(WALINE.thread(POST), fixture("waline/thread.json"))
    assert plain(done.value) == golden("waline/thread.json")
    assert done.calls == [LIST.format(1)]
    assert done.asked[0].headers == {"Origin": "https://blog.example", "Referer": URL}


def test_a_long_thread_is_read_page_by_page() -> None:
    pages = [shown({"objectId": number}, pages=3, count=3) for number in (1, 2, 3)]
    done = drive(WALINE.thread(POST), *pages)
    assert done.calls == [LIST.format(1), LIST.format(2), LIST.format(3)]
    assert ([comment.id for comment in done.value.comments], done.value.total) == (["1", "2", "3"], 3)


def test_a_comment_that_slips_to_the_next_page_is_there_once() -> None:
    pages = [shown({"objectId": 1}, {"objectId": 2}, pages=2), shown({"objectId": 2}, pages=2)]
    comments = drive(WALINE.thread(POST), *pages).value.comments
    assert [comment.id for comment in comments] == ["1", "2"]


def test_a_page_without_comments_is_an_empty_thread() -> None:
    assert drive(WALINE.thread(POST), shown(pages=0)).value == Thread((), 0)


@pytest.mark.parametrize(
    "said", [html_answer("<title>Parked</title>"), failed(1000, "Database down"), json_answer([])]
)
def test_what_is_no_thread_is_unreadable(said: Response) -> None:
    with pytest.raises(UnreadableAnswer):
        drive(WALINE.thread(POST), said)


# --- what is asked ---------------------------------------------------------------------------------


def test_the_page_tells_what_it_wants() -> None:
    options = "serverURL: 'https://w.example', meta: ['nick', 'mail'], requiredMeta: ['nick']"
    said = page(f"Waline.init({{{options}}})")
    form = drive(WALINE.form(POST), said).value
    assert form.access is Access.ANONYMOUS
    assert form.fields == (FormField("name", True), FormField("email", False))
    assert (form.system, form.markup, form.limit, form.moderated) == ("waline", "markdown", None, None)
    assert form.url == URL + "#waline"


@pytest.mark.parametrize(
    "said", [page("Waline.init({serverURL: 'https://w.example'})"), html_answer("", 404), html_answer("")]
)
def test_a_page_that_tells_nothing_asks_for_nothing(said: Response) -> None:
    form = drive(WALINE.form(POST), said).value
    assert form.fields == (FormField("name", False), FormField("email", False), FormField("website", False))


@pytest.mark.parametrize(
    ("option", "access"),
    [
        ("login: 'force'", Access.LOGIN),
        ("turnstileKey: '0x4'", Access.BROWSER),
        ("recaptchaV3Key: '6L'", Access.BROWSER),
        ("login: 'disable'", Access.ANONYMOUS),
    ],
)
def test_who_may_write_is_known_before_a_word_is_typed(option: str, access: Access) -> None:
    form = drive(WALINE.form(POST), page(f"Waline.init({{serverURL: 'https://w.example', {option}}})")).value
    assert form.access is access
    assert bool(form.reason) == (access is not Access.ANONYMOUS)


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_is_sent_as_the_blogs_own_script_would() -> None:
    done = drive(WALINE.submit(POST, replace(DRAFT, website="https://z.example")), saved())
    sent = done.asked[0]
    assert done.calls == [SEND]
    assert sent.headers == {
        "Content-Type": "application/json",
        "Origin": "https://blog.example",
        "Referer": URL,
    }
    assert not sent.follow
    assert msgspec.json.decode(sent.body) == {
        "comment": DRAFT.body,
        "nick": "Zoë",
        "mail": "z@z.example",
        "link": "https://z.example",
        "ua": "tui-blog",
        "url": "/bread/",
    }


@pytest.mark.parametrize(("parent", "root"), [("33", 31), ("31", 31)])
def test_an_answer_names_the_top_comment_too(parent: str, root: int) -> None:
    done = drive(WALINE.submit(POST, replace(DRAFT, parent=parent)), fixture("waline/thread.json"), saved())
    assert done.calls == [LIST.format(1), SEND]
    body = msgspec.json.decode(done.asked[1].body)
    assert (body["pid"], body["rid"]) == (int(parent), root)
    assert body["at"] in ("Mira", "Jo\x1b[31m")


def test_an_answer_to_a_comment_that_is_not_there_is_not_sent() -> None:
    done = drive(WALINE.submit(POST, replace(DRAFT, parent="99")), shown(MINE))
    assert done.calls == [LIST.format(1)]
    assert done.value == no("The comment that this one answers is not in this thread.")


def no(words: str, field: FieldName | None = None, *, duplicate: bool = False) -> Outcome:
    return Refused(CleanText(words), field, duplicate=duplicate)


HERE = URL + "#waline"
ONLY_BROWSERS = CleanText("The comment server takes comments only from a browser.")
BUSY = CleanText("The comment server takes no comments just now.")

ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "published": (saved("approved"), Published("12", URL + "#12")),
    "held": (saved("waiting"), Held("12", URL + "#12")),
    "spam": (saved("spam"), no("The comment server took the comment for spam.")),
    "the same again": (failed(1000, "Duplicate Content"), no("Duplicate Content", duplicate=True)),
    "too fast": (
        failed(1000, "Comment too fast!"),
        RetryLater(CleanText("Comment too fast!"), 60.0),
    ),
    "without a text": (
        failed(1001, {"comment": "comment can not be blank"}),
        no("comment can not be blank", "body"),
    ),
    "a plugin's reason": (failed(1000, "Not on Sundays."), no("Not on Sundays.")),
    "no reason": (failed(1000, ""), no("The comment server did not take the comment and gave no reason.")),
    "members only": (
        failed(401, "Unauthorized", 401),
        NeedsLogin(CleanText("Only people with an account may write here.")),
    ),
    "a captcha, or another blog's server": (failed(403, "", 403), NeedsBrowser(HERE, ONLY_BROWSERS)),
    "moved": (answer("", 301, location="https://d.example/"), no("The comment server has moved.")),
    "a firewall": (
        html_answer("<h1>Not here</h1>", 404),
        no("The comment server did not take the comment and gave no reason."),
    ),
    "a proxy's limit": (html_answer("", 429, retry_after="7"), RetryLater(BUSY, 7.0)),
    "in maintenance": (html_answer("", 503), RetryLater(BUSY)),
    "a challenge": (
        html_answer("Just a moment", 503, cf_mitigated="challenge"),
        NeedsBrowser(URL, ONLY_BROWSERS),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_waline_says(name: str) -> None:
    said, meant = ANSWERS[name]
    assert drive(WALINE.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize(
    "said",
    [
        html_answer("", 502),
        failed(500, "Cannot read properties of undefined", 500),
        html_answer("<h1>Hello</h1>"),
        saved(None),
        saved("gone"),
        json_answer({"errno": 0, "data": None}),
        json_answer([1, 2]),
    ],
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    assert drive(WALINE.submit(POST, DRAFT), said, shown(MINE)).value == Published("12", URL + "#12")
    assert isinstance(drive(WALINE.submit(POST, DRAFT), said, shown()).value, Unknown)
    gone = ConnectionLost("Gone.", URL)
    assert isinstance(drive(WALINE.submit(POST, DRAFT), said, gone).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(WALINE.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


# --- did it arrive? --------------------------------------------------------------------------------


def test_a_comment_is_found_as_it_is_shown() -> None:
    done = drive(WALINE.find(POST, DRAFT), shown({**MINE, "objectId": 9, "comment": "<p>No.</p>"}, MINE))
    assert done.value and (done.value.id, done.value.html) == ("12", MINE["comment"])


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    busy = StatusError("Busy.", URL, 503, 9.0)
    done = drive(WALINE.submit(POST, replace(DRAFT, parent="a1")), busy)
    assert done.value == RetryLater(CleanText("Busy."), 9.0)


def test_a_comment_without_a_name_is_found_under_walines_word_for_nobody() -> None:
    nameless = replace(DRAFT, name=" ")
    done = drive(WALINE.submit(POST, nameless), saved())
    assert msgspec.json.decode(done.asked[0].body)["nick"] == "Anonymous"
    assert drive(WALINE.find(POST, nameless), shown({**MINE, "nick": "Anonymous"})).value


def test_the_newest_of_several_is_meant() -> None:
    several = shown({**MINE, "time": 1000}, {**MINE, "objectId": 30, "time": 3000}, {**MINE, "objectId": 20})
    done = drive(WALINE.find(POST, DRAFT), several)
    assert done.value and done.value.id == "30"


@pytest.mark.parametrize("changes", [{"nick": "Ann"}, {"nick": None}, {"comment": "Stale."}, {"pid": 1}])
def test_another_writer_text_or_place_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(WALINE.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(WALINE.find(POST, DRAFT), html_answer("", 500))
