"""Serendipity's comment form, against pages and answers as it is known to write them."""

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
from tui_blog.platforms.comments.posting import BUSY, SILENT
from tui_blog.platforms.installed.serendipity import SerendipityComments

URL = "https://blog.example/archives/12-Tee.html"
POST = Post(guid="g", url=URL, title=CleanText("Tee"), html="")
CHANNEL = SerendipityComments(ChannelRef("serendipity", "https://blog.example/"))
DRAFT = Draft("t" * 32, "Lieber Kaffee, ganz ehrlich gesagt.", None, "Zoé", "zoe@mail.example", "")
PLACE = f"{URL}#comments"


def page(more: str = "", action: str = f"{URL}#feedback", above: str = "") -> Response:
    form = f"""{above}<form id="serendipity_comment" action="{action}" method="post">
      <input type="hidden" name="serendipity[entry_id]" value="12">
      <input name="serendipity[name]" type="text" required><input name="serendipity[email]" type="email">
      <input name="serendipity[url]" type="url"><textarea name="serendipity[comment]"></textarea>
      <select name="serendipity[replyTo]"><option value="0">-</option><option value="7">#1</option></select>
      <div style="display:none"><input name="serendipity[phone]" type="text"></div>
      <input name="serendipity[remember]" type="checkbox">{more}
      <p class="serendipity_msg_important">Kommentare werden geprüft.</p>
      <input type="submit" name="serendipity[submit]" value="Senden">
      <input type="submit" name="serendipity[preview]" value="Vorschau"></form>"""
    return replace(html_answer(f"<h1>Tee</h1>{form}"), url=URL)


FORM = page('<input type="hidden" name="serendipity[token]" value="a1">')


def thread(number: int, text: str) -> Response:
    item = f"<item><link>{URL}#c{number}</link><description>{text}</description></item>"
    return answer(f"<rss version='2.0'><channel><title>C</title>{item}</channel></rss>")


SHOWN, ELSE = thread(8, DRAFT.body), thread(7, "Nein.")


def moved(success: str) -> Response:
    return answer("", 302, location=f"{URL}?serendipity%5Bcsuccess%5D={success}")


def test_the_form_tells_what_is_asked() -> None:
    form = drive(CHANNEL.form(POST), FORM).value
    asked = [(field.name, field.required) for field in form.fields]
    assert (form.access, form.reason) == (Access.ANONYMOUS, "")
    assert asked == [("name", True), ("email", False), ("website", False)]


@pytest.mark.parametrize(
    "given",
    [
        page('<input type="text" name="serendipity[captcha]">'),
        page("<select name='serendipity[colour]'></select>"),
        page(action="https://else.example/x"),
        html_answer("<h1>Tee</h1><a href='comment.php?serendipity[entry_id]=12'>Comments</a>"),
        html_answer("Oops", 500),
    ],
)
def test_a_form_that_asks_for_more_or_is_not_there_is_the_browser_s(given: Response) -> None:
    given = replace(given, url=URL)
    form = drive(CHANNEL.form(POST), given).value
    assert (form.access, form.url) == (Access.BROWSER, f"{URL}#feedback")
    if given.status == 200:
        done = drive(CHANNEL.submit(POST, DRAFT), given)
        assert isinstance(done.value, NeedsBrowser) and len(done.asked) == 1


def test_a_comment_is_sent_once_as_the_form_sends_it_and_seen_in_the_thread() -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), FORM, moved("true"), SHOWN)
    assert done.value == Published("8", f"{URL}#c8")
    sent = done.asked[1]
    assert (sent.method, sent.url, sent.follow, sent.login) == ("POST", URL, False, False)
    assert parse_qs(sent.body.decode(), keep_blank_values=True) == {
        "serendipity[entry_id]": ["12"],
        "serendipity[token]": ["a1"],
        "serendipity[submit]": ["Senden"],
        "serendipity[name]": ["Zoé"],
        "serendipity[email]": ["zoe@mail.example"],
        "serendipity[url]": [""],
        "serendipity[comment]": [DRAFT.body],
        "serendipity[replyTo]": ["0"],
    }


def test_a_comment_is_answered_by_its_number() -> None:
    done = drive(CHANNEL.submit(POST, replace(DRAFT, parent="7")), FORM, moved("moderate"))
    assert done.value == Held(None, PLACE)
    assert parse_qs(done.asked[1].body.decode())["serendipity[replyTo]"] == ["7"]


def test_a_comment_that_was_taken_and_is_not_shown_waits() -> None:
    assert drive(CHANNEL.submit(POST, DRAFT), FORM, moved("true"), ELSE).value == Held(None, PLACE)
    fallen = ConnectionLost("Lost.", URL)
    assert drive(CHANNEL.submit(POST, DRAFT), FORM, moved("true"), fallen).value == Held(None, PLACE)


SPAM = '<div class="serendipity_center serendipity_msg_important">Kein\x1b[31m Spam bitte</div>'
ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "refused": (page(above=SPAM), Refused(CleanText("Kein Spam bitte"))),
    "no reason": (html_answer("", 403), Refused(SILENT)),
    "busy": (answer("", 503, retry_after="9"), RetryLater(BUSY, 9.0)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_blog_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(CHANNEL.submit(POST, DRAFT), FORM, given).value == outcome


@pytest.mark.parametrize("unclear", [FORM, moved("else"), answer("", 500)])
def test_where_the_answer_proves_nothing_the_thread_does(unclear: Response) -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), FORM, unclear, SHOWN)
    assert isinstance(done.value, Published) and done.value.comment_id == "8"
    assert isinstance(drive(CHANNEL.submit(POST, DRAFT), FORM, unclear, ELSE).value, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    lost = ConnectionLost("Lost.", URL)
    assert drive(CHANNEL.submit(POST, DRAFT), lost).value == RetryLater(CleanText("Lost."))
    with pytest.raises(ConnectionLost):
        drive(CHANNEL.submit(POST, DRAFT), FORM, lost)
    closed = drive(CHANNEL.submit(replace(POST, comments_open=False), DRAFT))
    assert isinstance(closed.value, Refused) and closed.asked == []
