"""Drupal: comments by an account over JSON:API, against answers of the shapes that are documented."""

from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import answer, browse, drive, html_answer, json_answer
from tui_blog.errors import ConnectionLost, UnreadableAnswer
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import (
    Access,
    Draft,
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
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms import registry
from tui_blog.platforms.drupal.comments import DrupalComments
from tui_blog.platforms.who_am_i import who_am_i

HOME = "https://blog.example/"
ARTICLES = f"{HOME}jsonapi/node/article"
COMMENTS = f"{HOME}jsonapi/comment/comment"
REF = ChannelRef("drupal", ARTICLES)
MINE = DrupalComments(REF, "zoe")
POST = replace(
    Post("12 at https://blog.example", f"{HOME}pears", clean_line("Pears"), "", comments_open=True),
    remote_id="node-uuid",
)
DRAFT = Draft("t" * 32, "Mine <fell> last week,\nall of them, and on the very day of the fair.")
PLACE = f"{HOME}pears#comment-41"
FORM = f"{HOME}pears#comment-form"
ME = json_answer({"data": [], "meta": {"links": {"me": {"meta": {"id": "zoe-uuid"}, "href": "/x"}}}})
NOBODY = json_answer({"data": [], "links": {}})


def node(status: int = 2, name: str = "field_comments") -> Response:
    field = {name: {"status": status, "comment_count": 0}}
    return json_answer({"data": {"type": "node--article", "id": "node-uuid", "attributes": field}})


def comment(
    number: int = 41, text: str = DRAFT.body, above: str = "", by: str = "zoe-uuid", **more: object
) -> dict[str, object]:
    shown = f"<p>{text.replace('<', '&lt;')}</p>"
    pid = {"data": {"type": "comment--comment", "id": above} if above else None}
    attributes = {"drupal_internal__cid": number, "comment_body": {"processed": shown}, **more}
    uid = {"data": {"type": "user--user", "id": by}}
    return {"id": f"c-{number}", "attributes": attributes, "relationships": {"pid": pid, "uid": uid}}


def listed(*comments: dict[str, object]) -> Response:
    return json_answer({"data": list(comments)})


def taken(**attributes: object) -> Response:
    return json_answer({"data": comment(**attributes)}, 201)  # type: ignore[arg-type]


def test_an_account_signs_where_the_site_lets_it_in() -> None:
    done = drive(MINE.form(POST), ME)
    assert (done.value.access, done.value.signed_in_as, done.value.fields) == (Access.ANONYMOUS, "zoe", ())
    (asked,) = done.asked
    assert (asked.url, asked.login) == (f"{HOME}jsonapi", True)
    for shut in (NOBODY, answer("", 403), answer("", 401)):
        form = drive(MINE.form(POST), shut).value
        assert form.access is Access.LOGIN and "does not let zoe in" in form.reason
    closed = drive(MINE.form(replace(POST, comments_open=False)))
    assert closed.value.access is Access.CLOSED and closed.asked == []


def test_the_registry_hands_the_account_over_and_the_site_tells_who_one_is() -> None:
    assert isinstance(registry.channel(REF, "zoe"), DrupalComments)
    account = Account("https://blog.example", "zoe", "true", AccountKind.DRUPAL)
    assert account.kind.is_blogs and account.kind.signature == "basic"
    assert browse(who_am_i(account, account.origin), {f"{HOME}jsonapi": ME}).value == "zoe"
    assert browse(who_am_i(account, account.origin), {f"{HOME}jsonapi": NOBODY}).value == ""


def test_a_comment_is_one_resource_in_the_post_s_own_field() -> None:
    done = drive(MINE.submit(POST, DRAFT), node(), taken(status=True))
    assert done.value == Published("41", PLACE)
    sent = done.asked[-1]
    assert (sent.method, sent.url, sent.login, sent.follow) == ("POST", COMMENTS, True, False)
    assert sent.headers["Content-Type"] == "application/vnd.api+json"
    told = msgspec.json.decode(sent.body)["data"]
    assert told["type"] == "comment--comment"
    assert told["relationships"] == {"entity_id": {"data": {"type": "node--article", "id": "node-uuid"}}}
    attributes = told["attributes"]
    assert (attributes["entity_type"], attributes["field_name"]) == ("node", "field_comments")
    assert attributes["comment_body"] == {"value": DRAFT.body, "format": "plain_text"}
    assert attributes["subject"].startswith("Mine <fell> last week, all") and len(attributes["subject"]) <= 64
    assert [each.login for each in done.asked] == [False, True]


def test_a_comment_is_answered_by_the_name_that_the_api_has_for_it() -> None:
    reply = replace(DRAFT, parent="31")
    done = drive(MINE.submit(POST, reply), node(), listed(comment(31)), taken(status=True))
    assert "filter[drupal_internal__cid]=31" in done.calls[1]
    related = msgspec.json.decode(done.asked[-1].body)["data"]["relationships"]
    assert related["pid"] == {"data": {"type": "comment--comment", "id": "c-31"}}
    assert isinstance(drive(MINE.submit(POST, reply), node(), listed()).value, Refused)


@pytest.mark.parametrize("shut", [node(1), node(0), json_answer({"data": {"id": "x", "attributes": {}}})])
def test_what_was_closed_meanwhile_gets_nothing(shut: Response) -> None:
    done = drive(MINE.submit(POST, DRAFT), shut)
    assert done.value == Refused(CleanText("Comments are closed.")) and len(done.asked) == 1


def fault(status: int, detail: str, pointer: str = "/data") -> Response:
    told = {"title": "x", "status": str(status), "detail": detail, "source": {"pointer": pointer}}
    return json_answer({"errors": [told]}, status)


ALLOWED = "The 'post comments' permission is required."
ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "waiting": (taken(status=False), Held("41", PLACE)),
    "not permitted": (fault(403, f"{ALLOWED}\x1b[2J"), Refused(CleanText(ALLOWED))),
    "no text": (
        fault(422, "comment_body: This value should not be null.", "/data/attributes/comment_body"),
        Refused(CleanText("comment_body: This value should not be null."), "body"),
    ),
    "signed out": (fault(401, "No."), NeedsLogin(CleanText("No."))),
    "moved": (answer("", 302, location="/x"), Refused(CleanText("The comment server has moved."))),
    "too many": (
        answer("", 429, retry_after="9"),
        RetryLater(CleanText("The comment server takes no comments just now."), 9.0),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_site_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, DRAFT), node(), given).value == outcome


@pytest.mark.parametrize("status", [404, 405])
def test_an_api_that_only_shows_leads_to_the_form(status: int) -> None:
    done = drive(MINE.submit(POST, DRAFT), node(), fault(status, "No route found"))
    assert isinstance(done.value, NeedsBrowser) and done.value.url == FORM
    assert "takes none" in done.value.reason


@pytest.mark.parametrize("unclear", [taken(), html_answer("<p>Fine</p>"), answer("", 500)])
def test_where_the_answer_proves_nothing_the_account_s_comments_do(unclear: Response) -> None:
    found = drive(MINE.submit(POST, DRAFT), node(), unclear, ME, listed(comment()))
    assert found.value == Published("41", PLACE)
    done = drive(MINE.submit(POST, DRAFT), node(), unclear, ME, listed())
    assert isinstance(done.value, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_it_is_looked_for_among_the_account_s_own_at_its_own_place() -> None:
    done = drive(MINE.find(POST, DRAFT), ME, listed(comment(40, "Else."), comment()))
    assert done.value is not None and done.value.id == "41"
    assert [request.login for request in done.asked] == [True, False]
    others = frozenset({"41"})
    for draft, there in (
        (DRAFT, comment(above="c-31")),
        (DRAFT, comment(by="bo-uuid")),
        (replace(DRAFT, others=others), comment()),
        (replace(DRAFT, parent="31"), comment()),
    ):
        assert drive(MINE.find(POST, draft), ME, listed(comment(31, "Older."), there)).value is None
    reply = replace(DRAFT, parent="31")
    thread = listed(comment(31, "Older."), comment(above="c-31"))
    answered = drive(MINE.find(POST, reply), ME, thread).value
    assert answered is not None and answered.parent == "31"


def test_who_cannot_look_does_not_say_that_it_is_not_there() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(MINE.find(POST, DRAFT), NOBODY)


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    lost = ConnectionLost("Lost.", HOME)
    assert drive(MINE.submit(POST, DRAFT), lost).value == RetryLater(CleanText("Lost."))
    with pytest.raises(ConnectionLost):
        drive(MINE.submit(POST, DRAFT), node(), lost)
