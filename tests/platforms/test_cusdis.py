"""Cusdis, against answers of the documented shapes."""

from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import AnswerTimedOut, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    FormField,
    Held,
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
HERE = URL + "#cusdis_thread"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
REF = ChannelRef("cusdis", "https://c.example", "app=a-1&page=bread")
CUSDIS = registry.channel(REF)
DRAFT = Draft(token="t", body="Good **bread**.", name="Zoë", email="z@z.example")
LIST = "GET https://c.example/api/open/comments?appId=a-1&pageId=bread&page={}"
SEND = "POST https://c.example/api/open/comments"
MINE: dict[str, object] = {
    "id": "m12",
    "by_nickname": "Zoë",
    "parsedContent": "<p>Good <strong>bread</strong>.</p>",
    "createdAt": "2026-01-31T12:00:00Z",
}


def shown(*comments: dict[str, object], pages: int = 1) -> Response:
    return json_answer({"data": {"data": list(comments), "commentCount": len(comments), "pageCount": pages}})


# --- knowing it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "ref"),
    [
        ('data-host="https://c.example" data-app-id="a-1" data-page-id="bread"', REF),
        ('data-host="https://c.example/" data-app-id="a-1" data-page-id="bread"', REF),
        ('data-app-id="a-1" data-page-id="bread"', replace(REF, endpoint="https://cusdis.com")),
        ('data-host="https://c.example" data-page-id="bread"', None),
        ('data-host="https://c.example" data-app-id="a-1"', None),
        ('data-host="javascript:x" data-app-id="a-1" data-page-id="bread"', None),
    ],
)
def test_a_page_with_cusdis_is_known(attributes: str, ref: ChannelRef | None) -> None:
    page = html_answer(f'<html><body><div id="cusdis_thread" {attributes}></div></body></html>')
    assert detect_channel(page, URL) == ref


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(CUSDIS.thread(POST), fixture("cusdis/thread.json"))
    assert plain(done.value) == golden("cusdis/thread.json")
    assert done.calls == [LIST.format(1)]


def test_a_long_thread_is_read_page_by_page_and_told_oldest_first() -> None:
    pages = [shown({"id": "c3"}, {"id": "c2"}, pages=2), shown({"id": "c2"}, {"id": "c1"}, pages=2)]
    done = drive(CUSDIS.thread(POST), *pages)
    assert done.calls == [LIST.format(1), LIST.format(2)]
    assert [comment.id for comment in done.value.comments] == ["c1", "c2", "c3"]


@pytest.mark.parametrize("said", [html_answer("<title>Parked</title>"), json_answer({"data": None})])
def test_what_is_no_thread_is_unreadable(said: Response) -> None:
    with pytest.raises(UnreadableAnswer):
        drive(CUSDIS.thread(POST), said)


# --- what is asked ---------------------------------------------------------------------------------


def test_everyone_may_write_and_everything_waits() -> None:
    done = drive(CUSDIS.form(POST))
    assert (done.value.access, done.value.moderated, done.value.url) == (Access.ANONYMOUS, True, HERE)
    assert done.value.fields == (FormField("name", True), FormField("email", False))


# --- sending ---------------------------------------------------------------------------------------


def taken(*, approved: bool) -> Response:
    return json_answer({"data": {"id": "m12", "content": DRAFT.body, "approved": approved}})


def test_a_comment_is_sent_as_the_blogs_own_script_would() -> None:
    done = drive(CUSDIS.submit(POST, DRAFT), taken(approved=False))
    assert (done.calls, done.value) == ([SEND], Held("m12", HERE))
    assert msgspec.json.decode(done.asked[0].body) == {
        "appId": "a-1",
        "pageId": "bread",
        "content": "Good **bread**.",
        "nickname": "Zoë",
        "email": "z@z.example",
        "pageUrl": URL,
        "pageTitle": "Bread",
        "acceptNotify": False,
    }


def test_an_answer_names_its_parent_which_must_be_there() -> None:
    thread = fixture("cusdis/thread.json")
    done = drive(CUSDIS.submit(POST, replace(DRAFT, parent="5b1")), thread, taken(approved=False))
    assert done.calls == [LIST.format(1), SEND]
    assert msgspec.json.decode(done.asked[1].body)["parentId"] == "5b1"
    gone = drive(CUSDIS.submit(POST, replace(DRAFT, parent="zz")), thread)
    assert gone.value == Refused(CleanText("The comment that this one answers is not in this thread."))


def test_a_comment_without_a_name_is_not_sent() -> None:
    done = drive(CUSDIS.submit(POST, replace(DRAFT, name=" ")))
    assert done.value == Refused(CleanText("A name is required."), "name")


SILENT = CleanText("The comment server did not take the comment and gave no reason.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (taken(approved=True), Published("m12", HERE)),
        (json_answer({"message": "Project not found"}, 404), Refused(CleanText("Project not found"))),
        (html_answer("", 403), Refused(SILENT)),
        (html_answer("", 503), RetryLater(CleanText("The comment server takes no comments just now."))),
    ],
)
def test_what_cusdis_says(said: Response, meant: Outcome) -> None:
    assert drive(CUSDIS.submit(POST, DRAFT), said).value == meant


@pytest.mark.parametrize(
    "said",
    [
        html_answer("", 500),
        html_answer("<h1>Hello</h1>"),
        json_answer({"data": {"id": "m12"}}),
        json_answer({"data": {"id": "m12", "approved": None}}),
    ],
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    assert drive(CUSDIS.submit(POST, DRAFT), said, shown(MINE)).value == Published("m12", HERE)
    assert isinstance(drive(CUSDIS.submit(POST, DRAFT), said, shown()).value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(CUSDIS.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    busy = StatusError("Busy.", URL, 503, 9.0)
    done = drive(CUSDIS.submit(POST, replace(DRAFT, parent="a1")), busy)
    assert done.value == RetryLater(CleanText("Busy."), 9.0)


# --- did it arrive? --------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"by_nickname": "Ann"}, {"parsedContent": "<p>Stale.</p>"}])
def test_another_writer_or_text_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(CUSDIS.find(POST, DRAFT), shown(MINE)).value
    assert drive(CUSDIS.find(POST, DRAFT), shown({**MINE, **changes})).value is None


def test_where_the_thread_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(CUSDIS.find(POST, DRAFT), html_answer("", 500))
