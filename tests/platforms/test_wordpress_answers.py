"""Every row of the tables of answers (wordpress.md, 5.1 and 5.2)."""

import pytest

from tests.platforms.driving import HTML, answer, fixture, html_answer, json_answer
from tui_blog.errors import AnswerTimedOut, NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Draft,
    FieldName,
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
from tui_blog.model.text import CleanText
from tui_blog.platforms.wordpress.answers import before_sending, field_at_fault, form_answer, rest_answer

URL = "https://blog.example/bread/"
BROWSER = URL + "#respond"
DRAFT = Draft(token="t", body="<p>Good bread.</p>", name="Zoë", email="zoe@zoe.example")
GUARDED = NeedsBrowser(BROWSER, CleanText("The blog lets only browsers through."))
UNCLEAR = Unknown(CleanText("The blog's answer does not say whether the comment arrived."))


def died(words: str, status: int, **headers: str) -> Response:
    """WordPress's error page."""
    markup = f'<body id="error-page"><div class="wp-die-message"><p>{words}</p></div></body>'
    return html_answer(markup, status, **headers)


def moved(location: str) -> Response:
    return answer("", 302, url="https://blog.example/wp-comments-post.php", location=location)


# --- the form --------------------------------------------------------------------------------------

HELD_AT = URL + "?unapproved=12&moderation-hash=ab#comment-12"

FORM_ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "published": (moved(URL + "#comment-12"), Published("12", URL + "#comment-12")),
    "published, told relatively": (moved("/bread/#comment-12"), Published("12", URL + "#comment-12")),
    "published on page 2": (
        moved(URL + "comment-page-2/#comment-12"),
        Published("12", URL + "comment-page-2/#comment-12"),
    ),
    "held": (moved(HELD_AT), Held("12", HELD_AT)),
    "sent elsewhere": (moved("https://blog.example/thanks/"), UNCLEAR),
    "sent to nowhere": (moved("javascript:void(0)"), UNCLEAR),
    "the form moved": (
        moved("https://www.blog.example/wp-comments-post.php"),
        NeedsBrowser(BROWSER, CleanText("The blog's comment form has moved.")),
    ),
    "a mistake of the writer": (
        died("<strong>Error:</strong> Please type&nbsp;your comment.", 200),
        Refused(CleanText("Error: Please type your comment.")),
    ),
    "nothing at all": (
        html_answer("\n"),
        Refused(CleanText("The blog did not take the comment and gave no reason.")),
    ),
    "some page": (html_answer("<h1>Thank you!</h1>"), UNCLEAR),
    "closed": (died("Comments are closed.", 403), Refused(CleanText("Comments are closed."))),
    "a plugin against spam": (died("Spam!", 400), Refused(CleanText("Spam!"))),
    "a firewall": (html_answer("<h1>Forbidden</h1>", 403), GUARDED),
    "a firewall of another kind": (html_answer("", 406), GUARDED),
    "hidden": (html_answer("<h1>Not found</h1>", 404), GUARDED),
    "wrong method": (answer("", 405, ("content-type", "text/plain"), allow="POST"), GUARDED),
    "a challenge": (html_answer("Just a moment", 503, cf_mitigated="challenge"), GUARDED),
    "a duplicate": (died("You said that.", 409), Refused(CleanText("You said that."), duplicate=True)),
    "too fast": (died("Slow down.", 429), RetryLater(CleanText("Slow down."), 15.0)),
    "too fast for the host": (
        html_answer("", 429, retry_after="120"),
        RetryLater(CleanText("The blog takes no comments just now."), 120.0),
    ),
    "in maintenance": (
        died("Briefly unavailable.", 503, retry_after="Fri, 31 Dec 1999 23:59:59 GMT"),
        RetryLater(CleanText("Briefly unavailable."), None),
    ),
    "could not be saved": (died("Could not be saved.", 500), Unknown(CleanText("Could not be saved."))),
    "the gateway gave up": (html_answer("<h1>Timeout</h1>", 504), UNCLEAR),
}


@pytest.mark.parametrize("name", FORM_ANSWERS)
def test_what_the_form_says(name: str) -> None:
    said, meant = FORM_ANSWERS[name]
    assert form_answer(said, DRAFT, BROWSER) == meant


def test_the_reason_is_the_blogs_own_without_its_link_back() -> None:
    said = form_answer(fixture("wordpress/die_required.html", HTML), DRAFT, BROWSER)
    assert said == Refused(CleanText("Fehler: Bitte fülle die erforderlichen Felder aus."))


def test_error_pages_of_old_versions_are_understood() -> None:
    said = form_answer(fixture("wordpress/die_old.html", HTML), DRAFT, BROWSER)
    assert said == Refused(
        CleanText("Duplicate comment detected; it looks as though you’ve already said that!")
    )


def test_a_reason_is_clean() -> None:
    said = form_answer(died("No\x1b[2J!\u202e", 403), DRAFT, BROWSER)
    assert said == Refused(CleanText("No!"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "  "}, "body"),
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "zoe at home"}, "email"),
        ({"name": "é" * 123}, "name"),
        ({"email": "z@" + "z" * 100}, "email"),
        ({"website": "https://zoe.example/" + "z" * 200}, "website"),
        ({"body": "é" * 32_763}, "body"),
        ({}, None),
    ],
)
def test_the_draft_tells_which_field_is_at_fault(changes: dict[str, str], field: FieldName | None) -> None:
    draft = Draft(**{"token": "t", "body": "b", "name": "Zoë", "email": "z@z.example", **changes})
    assert field_at_fault(draft) == field
    refused = form_answer(died("Fehler!", 200), draft, BROWSER)
    assert isinstance(refused, Refused) and refused.field == field


# --- REST ------------------------------------------------------------------------------------------


def error(code: str, status: int, message: str = "No &amp; never.", **data: object) -> Response:
    return json_answer({"code": code, "message": message, "data": {"status": status, **data}}, status)


def created(status: str) -> Response:
    return json_answer({"id": 12, "status": status, "link": URL + "#comment-12"}, 201)


NO = CleanText("No & never.")

REST_ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "approved": (created("approved"), Published("12", URL + "#comment-12")),
    "hold": (created("hold"), Held("12", URL + "#comment-12")),
    "spam": (created("spam"), Refused(CleanText("The blog took the comment for spam."))),
    "trash": (created("trash"), Refused(CleanText("The blog took the comment for spam."))),
    "a list": (json_answer([]), UNCLEAR),
    "a page": (html_answer("<h1>Hello</h1>"), UNCLEAR),
    "moved": (
        moved("https://www.blog.example/wp-json/"),
        Refused(CleanText("The blog's interface has moved.")),
    ),
    "login": (error("rest_comment_login_required", 401), NeedsLogin(NO)),
    "no post": (error("rest_comment_invalid_post_id", 403), Refused(NO)),
    "draft": (error("rest_comment_draft_post", 403), Refused(NO)),
    "bin": (error("rest_comment_trash_post", 403), Refused(NO)),
    "private": (error("rest_cannot_read_post", 401), Refused(NO)),
    "closed": (error("rest_comment_closed", 403), Refused(NO)),
    "empty": (error("rest_comment_content_invalid", 400), Refused(NO, "body")),
    "no author": (error("rest_comment_author_invalid", 400), Refused(NO)),
    "bad address": (
        error("rest_invalid_param", 400, params={"author_email": "Invalid email address."}),
        Refused(CleanText("Invalid email address."), "email"),
    ),
    "bad website": (
        error("rest_invalid_param", 400, params={"author_url": "No URL."}),
        Refused(CleanText("No URL."), "website"),
    ),
    "long name": (error("comment_author_column_length", 400), Refused(NO, "name")),
    "long address": (error("comment_author_email_column_length", 400), Refused(NO, "email")),
    "long website": (error("comment_author_url_column_length", 400), Refused(NO, "website")),
    "long text": (error("comment_content_column_length", 400), Refused(NO, "body")),
    "duplicate": (error("comment_duplicate", 409), Refused(NO, duplicate=True)),
    "flood": (error("comment_flood", 400), RetryLater(NO, 15.0)),
    "not saved": (error("rest_comment_failed_create", 500), RetryLater(NO, None)),
    "a plugin's own": (error("my_plugin_says_no", 403), Refused(NO)),
    "a plugin's own, a number": (json_answer({"code": 7, "message": "Hm."}, 400), Refused(CleanText("Hm."))),
    "a plugin's own, without status": (error("my_plugin_says_no", 500), Unknown(NO)),
    "busy": (
        html_answer("", 503, retry_after="7"),
        RetryLater(CleanText("The blog takes no comments just now."), 7.0),
    ),
    "challenge": (html_answer("", 403, cf_mitigated="challenge"), GUARDED),
    "firewall": (html_answer("<h1>Forbidden</h1>", 403), GUARDED),
    "gateway": (html_answer("", 502), UNCLEAR),
}


@pytest.mark.parametrize("name", REST_ANSWERS)
def test_what_rest_says(name: str) -> None:
    said, meant = REST_ANSWERS[name]
    assert rest_answer(said, DRAFT, BROWSER) == meant


def test_rest_does_not_say_which_of_name_and_address_is_missing() -> None:
    nameless = Draft(token="t", body="b", email="z@z.example")
    said = rest_answer(error("rest_comment_author_data_required", 400), nameless, BROWSER)
    assert said == Refused(NO, "name")


# --- before anything was sent ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "meant"),
    [
        (StatusError("Gone.", URL, 404), Refused(CleanText("Gone."))),
        (StatusError("Busy.", URL, 503, 7.0), RetryLater(CleanText("Busy."), 7.0)),
        (StatusError("Slow down.", URL, 429), RetryLater(CleanText("Slow down."))),
        (AnswerTimedOut("Too slow.", URL, "header"), RetryLater(CleanText("Too slow."))),
        (UnreadableAnswer("No JSON.", URL), Refused(CleanText("No JSON."))),
    ],
)
def test_a_failure_before_the_comment_was_sent_took_nothing(failure: NetworkError, meant: Outcome) -> None:
    assert before_sending(failure) == meant
