"""Staticman, against a form and answers of the documented shapes."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from tests.platforms.driving import answer, drive, html_answer, json_answer
from tui_blog.errors import AnswerTimedOut, StatusError, UnreadableAnswer
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
    Unknown,
)
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect_channel

URL = "https://blog.example/bread/"
HERE = URL + "#comments"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
ACTION = "https://s.example/v3/entry/github/ann/blog/main/comments"
REF = ChannelRef("staticman", ACTION)
STATICMAN = registry.channel(REF)
DRAFT = Draft(token="t", body="Good *bread*.", name="Zoë", email="z@z.example")

FORM = f"""<form method="post" action="{ACTION}">
<input type="hidden" name="options[redirect]" value="https://blog.example/thanks">
<input type="hidden" name="options[slug]" value="bread">
<input type="hidden" name="fields[post_id]" value="7">
<input type="text" name="fields[name]" required><input type="email" name="fields[email]" value="">
<input type="url" name="fields[url]"><input type="text" name="fields[trap]" value="" style="display:none">
<input type="checkbox" name="options[subscribe]" value="email">
<textarea name="fields[message]" required></textarea>{{more}}<button type="submit">Send</button></form>"""


def page(more: str = "", thread: str = "") -> Response:
    return html_answer(f"<html><body>{thread}{FORM.format(more=more)}</body></html>")


def failed(code: str | None, *fields: str, message: str | None = None) -> Response:
    told = {"success": False, "errorCode": code, "message": message, "data": list(fields) or None}
    return json_answer(told, 500)


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "known"),
    [
        (ACTION, True),
        ("https://s.example/v2/entry/ann/blog/main/comments", True),
        ("https://s.example/v1/entry/ann/blog/main", True),
        ("/v2/entry/ann/blog/main/comments", True),
        ("https://s.example/search", False),
        ("https://s.example/v2/entry/ann", False),
    ],
)
def test_a_page_with_a_form_for_staticman_is_known(action: str, known: bool) -> None:
    form = f'<form action="{action}" method="post"><textarea name="fields[message]"></textarea></form>'
    ref = detect_channel(html_answer(f"<html><body>{form}</body></html>"), URL)
    assert (ref is not None and ref.system == "staticman") is known


# --- reading ---------------------------------------------------------------------------------------

SHOWN = """<article id="comment-{number}" class="js-comment"><span class="fn">{name}</span>
<div class="comment-content"><p>{text}</p></div></article>"""


def test_the_thread_stands_in_the_page() -> None:
    done = drive(STATICMAN.thread(POST), page(thread=SHOWN.format(number=1, name="Mira", text="Knead it.")))
    assert [(each.id, each.author, each.url) for each in done.value.comments] == [
        ("1", "Mira", f"{URL}#comment-1")
    ]
    assert drive(STATICMAN.thread(POST), page()).value.total == 0


def test_comments_that_only_people_can_read_are_not_called_none() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(STATICMAN.thread(POST), page(thread='<div class="static-comment">Knead it.</div>'))


# --- what is asked ---------------------------------------------------------------------------------


def test_the_form_in_the_page_tells_what_it_wants() -> None:
    form = drive(STATICMAN.form(POST), page()).value
    assert (form.access, form.url) == (Access.ANONYMOUS, HERE)
    assert form.fields == (FormField("name", True), FormField("email", False), FormField("website", False))


@pytest.mark.parametrize(
    "said",
    [
        page('<div class="g-recaptcha" data-sitekey="x"></div>'),
        page('<input type="hidden" name="options[reCaptcha][siteKey]" value="x">'),
        html_answer("<html><body>No form today.</body></html>"),
    ],
)
def test_where_only_a_browser_can_do_it_that_is_known_before(said: Response) -> None:
    form = drive(STATICMAN.form(POST), said).value
    assert (form.access, form.fields) == (Access.BROWSER, ())
    assert form.reason
    done = drive(STATICMAN.submit(POST, DRAFT), said)
    assert isinstance(done.value, NeedsBrowser)
    assert done.calls == [f"GET {URL}"]


# --- sending ---------------------------------------------------------------------------------------


def test_the_form_is_filled_and_sent_and_the_blog_is_built_later() -> None:
    done = drive(STATICMAN.submit(POST, DRAFT), page(), json_answer({"success": True, "fields": {}}))
    assert done.calls == [f"GET {URL}", f"POST {ACTION}"]
    assert done.value == Held(None, HERE)
    assert parse_qsl(done.asked[1].body.decode(), keep_blank_values=True) == [
        ("options[slug]", "bread"),
        ("fields[post_id]", "7"),
        ("fields[name]", "Zoë"),
        ("fields[email]", "z@z.example"),
        ("fields[url]", ""),
        ("fields[trap]", ""),
        ("fields[message]", "Good *bread*."),
    ]


def test_an_answer_to_a_comment_is_for_the_browser() -> None:
    done = drive(STATICMAN.submit(POST, replace(DRAFT, parent="1")))
    assert isinstance(done.value, NeedsBrowser)


CAPTCHA = CleanText("The comment server asks for proof of a person, which only a browser can give.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            failed("MISSING_REQUIRED_FIELDS", "email"),
            Refused(CleanText("Required and missing: email."), "email"),
        ),
        (failed("INVALID_FIELDS", "message"), Refused(CleanText("Not taken by the form: message."), "body")),
        (failed("IS_SPAM"), Refused(CleanText("The comment server took the comment for spam."))),
        (failed("RECAPTCHA_MISSING_INPUT_RESPONSE"), NeedsBrowser(HERE, CAPTCHA)),
        (failed("missing-input-response"), NeedsBrowser(HERE, CAPTCHA)),
        (failed("PARSING_ERROR", message="No config"), Refused(CleanText("No config"))),
        (
            html_answer("", 404),
            Refused(CleanText("The comment server did not take the comment and gave no reason.")),
        ),
        (html_answer("", 503), RetryLater(CleanText("The comment server takes no comments just now."))),
    ],
)
def test_what_staticman_says(said: Response, meant: Outcome) -> None:
    assert drive(STATICMAN.submit(POST, DRAFT), page(), said).value == meant


@pytest.mark.parametrize(
    "said",
    [
        failed(None),
        failed("GITHUB_CREATING_PR"),
        html_answer("", 502),
        html_answer("<h1>Thanks</h1>"),
        answer("", 200),
    ],
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    shown = page(thread=SHOWN.format(number=4, name="Zoë", text="Good *bread*."))
    assert drive(STATICMAN.submit(POST, DRAFT), page(), said, shown).value == Published(
        "4", f"{URL}#comment-4"
    )
    assert isinstance(drive(STATICMAN.submit(POST, DRAFT), page(), said, page()).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(STATICMAN.submit(POST, DRAFT), page(), AnswerTimedOut("Too slow.", URL, "header"))


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    busy = StatusError("Busy.", URL, 503, 9.0)
    assert drive(STATICMAN.submit(POST, DRAFT), busy).value == RetryLater(CleanText("Busy."), 9.0)


def test_where_the_page_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(STATICMAN.find(POST, DRAFT), html_answer("", 500))
