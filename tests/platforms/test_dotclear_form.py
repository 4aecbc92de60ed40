"""Dotclear's comment form, against pages and answers as its documentation describes them."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from tests.platforms.driving import answer, drive, html_answer
from tui_blog.errors import ConnectionLost
from tui_blog.model.comment import (
    Access,
    Draft,
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
from tui_blog.platforms.comments.posting import BUSY, GUARDED, SILENT
from tui_blog.platforms.installed.dotclear import DotclearComments

URL = "https://blog.example/post/2026/03/01/Pain"
POST = Post(guid="g", url=URL, title=CleanText("Pain"), html="")
CHANNEL = DotclearComments(ChannelRef("dotclear", "https://blog.example/"))
DRAFT = Draft("t" * 32, "Du bon pain, à mon avis.", None, "Zoé", "zoe@mail.example", "https://zoe.example")
PLACE = f"{URL}#comments"


def page(more: str = "", action: str = f"{URL}#pr", before: str = "") -> Response:
    form = f"""<form action="{action}" method="post" id="comment-form">{before}
      <input name="c_name" type="text"><input name="c_mail" type="email"><input name="c_site" type="url">
      <p style="display:none"><input name="f_mail" type="text"></p>
      <textarea name="c_content"></textarea>{more}
      <input type="submit" name="preview" value="Aperçu"></form>"""
    return replace(html_answer(f"<h1>Pain</h1>{form}"), url=URL)


FORM = page('<input type="hidden" name="xd_check" value="a&amp;b">')
SHOWN = html_answer(
    '<dl><dt id="c7"><span class="comment-author">Zoé</span></dt><dd>Du bon pain, à mon avis.</dd></dl>'
)
ELSE = html_answer('<dl><dt id="c6"><span class="comment-author">Bo</span></dt><dd>Non.</dd></dl>')


def moved(query: str) -> Response:
    return answer("", 302, location=f"{URL}?{query}")


def test_the_form_tells_what_is_asked() -> None:
    form = drive(CHANNEL.form(POST), FORM).value
    asked = [(field.name, field.required) for field in form.fields]
    assert form.access is Access.ANONYMOUS and form.markup == "plain"
    assert asked == [("name", True), ("email", True), ("website", False)]


@pytest.mark.parametrize(
    ("given", "access"),
    [
        (page('<input type="text" name="captcha">'), Access.BROWSER),
        (page("<select name='colour'></select>"), Access.BROWSER),
        (page(action="https://else.example/x"), Access.BROWSER),
        (html_answer("<h1>Pain</h1><form><input name='q'></form>"), Access.CLOSED),
        (html_answer("Oops", 500), Access.BROWSER),
    ],
)
def test_a_form_that_asks_for_more_is_the_browser_s(given: Response, access: Access) -> None:
    given = replace(given, url=URL)
    assert drive(CHANNEL.form(POST), given).value.access is access
    if given.status == 200:
        done = drive(CHANNEL.submit(POST, DRAFT), given)
        expected = Refused if access is Access.CLOSED else NeedsBrowser
        assert isinstance(done.value, expected) and len(done.asked) == 1


def test_a_comment_is_sent_once_as_the_form_sends_it() -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), FORM, moved("pub=1"))
    assert done.value == Published(None, PLACE)
    sent = done.asked[1]
    assert (sent.method, sent.url, sent.follow, sent.login) == ("POST", URL, False, False)
    assert parse_qs(sent.body.decode(), keep_blank_values=True) == {
        "xd_check": ["a&b"],
        "c_name": ["Zoé"],
        "c_mail": ["zoe@mail.example"],
        "c_site": ["https://zoe.example"],
        "c_content": [DRAFT.body],
        "f_mail": [""],
    }


def test_nobody_answers_anybody_in_a_flat_thread() -> None:
    done = drive(CHANNEL.submit(POST, replace(DRAFT, parent="7")))
    assert isinstance(done.value, NeedsBrowser) and done.asked == []


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "waiting": (moved("pub=0"), Held(None, PLACE)),
    "shown, by a query": (answer("", 302, location=f"{URL}?post/x&pub=1"), Published(None, PLACE)),
    "taken for a robot": (answer("So robotic", 412), NeedsBrowser(PLACE, GUARDED)),
    "a bad address": (
        html_answer('<p class="error">Adresse e-mail\x1b[31m invalide</p>'),
        Refused(CleanText("Adresse e-mail invalide"), "email"),
    ),
    "another fault": (html_answer('<p class="error">Trop court</p>'), Refused(CleanText("Trop court"))),
    "no reason": (html_answer("", 403), Refused(SILENT)),
    "busy": (answer("", 503, retry_after="9"), RetryLater(BUSY, 9.0)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_blog_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(CHANNEL.submit(POST, DRAFT), FORM, given).value == outcome


@pytest.mark.parametrize("unclear", [html_answer("<h1>Pain</h1>"), moved("x=1"), answer("", 500)])
def test_where_the_answer_proves_nothing_the_page_does(unclear: Response) -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), FORM, unclear, SHOWN)
    assert isinstance(done.value, Published) and done.value.comment_id == "7"
    assert isinstance(drive(CHANNEL.submit(POST, DRAFT), FORM, unclear, ELSE).value, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_signs_of_markup_are_found_as_the_page_shows_them() -> None:
    shown = SHOWN.body.replace(b"bon pain", b"&lt;bon&gt; pain")
    draft = replace(DRAFT, body="Du <bon> pain, à mon avis.")
    assert drive(CHANNEL.find(POST, draft), replace(SHOWN, body=shown)).value is not None
    assert drive(CHANNEL.find(POST, draft), ELSE).value is None


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    lost = ConnectionLost("Lost.", URL)
    assert drive(CHANNEL.submit(POST, DRAFT), lost).value == RetryLater(CleanText("Lost."))
    with pytest.raises(ConnectionLost):
        drive(CHANNEL.submit(POST, DRAFT), FORM, lost)
