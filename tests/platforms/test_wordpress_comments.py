from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import msgspec
import pytest

from tests.platforms.driving import HTML, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import (
    AnswerTimedOut,
    ConnectionLost,
    HostNotFound,
    NetworkError,
    StatusError,
    UnreadableAnswer,
)
from tui_blog.model.comment import (
    Access,
    Draft,
    FormField,
    Held,
    NeedsBrowser,
    NeedsLogin,
    Published,
    Refused,
    RetryLater,
    Unknown,
)
from tui_blog.model.flow import Request, Response
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText
from tui_blog.platforms.wordpress.comments import WordPressComments

ROOT = "https://blog.example/wp-json/"
URL = "https://blog.example/2024/12/bread-butter/"
POST = Post(guid="https://blog.example/?p=71", url=URL, title=CleanText("Bread"), html="", remote_id="71")
FROM_A_FEED = replace(POST, remote_id="")
IMPORTED = replace(FROM_A_FEED, guid="https://old.example/?p=5")
DRAFT = Draft(token="t", body="<p>Good &amp; fresh.</p>", name="Zoë", email="zoe@zoe.example")

STRANGER = WordPressComments(ROOT)
SAM = WordPressComments(ROOT, "sam")

LOCKED = json_answer(
    {"code": "rest_not_logged_in", "message": "You are not logged in.", "data": {"status": 401}}, 401
)
OPEN = json_answer({"id": 71, "comment_status": "open"})
CLOSED = json_answer({"id": 71, "comment_status": "closed"})
TAKES = json_answer({"namespace": "wp/v2", "methods": ["GET", "POST"]}, allow="GET, POST")
TAKES_NOTHING = json_answer({"namespace": "wp/v2", "methods": ["GET", "POST"]}, allow="GET")
IS_SAM = json_answer({"id": 5, "name": "Sam Subscriber"})
NOTHING_ELSE = (html_answer("", 404), html_answer("<body>Nothing."))
"""Neither the feed of comments nor the page shows a thread."""
STRANGERS = (FormField("name", True), FormField("email", True), FormField("website", False))


def page(name: str) -> Response:
    return replace(fixture(f"wordpress/{name}.html", HTML), url=URL)


def comments(*numbers: int, **headers: str) -> Response:
    return json_answer([{"id": n, "content": {"rendered": f"<p>{n}</p>"}} for n in numbers], **headers)


def counted(total: int, pages: int) -> dict[str, str]:
    return {"x_wp_total": str(total), "x_wp_totalpages": str(pages)}


def query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def route(request: Request) -> str:
    return f"{request.method} {urlsplit(request.url).path}"


# --- the thread ------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(STRANGER.thread(POST), fixture("wordpress/comments_thread.json"), json_answer({"author": 2}))
    assert plain(done.value) == golden("wordpress/comments_thread.json")


def test_the_author_is_known_by_account_and_where_the_blog_does_not_tell_it_nobody_is_marked() -> None:
    shapes = [{"id": 1, "author": 2, "author_name": "Ada"}, {"id": 2, "author": 0, "author_name": "Ada"}]
    for told, marks in ((json_answer({"author": 2}), [True, False]), (LOCKED, [False, False])):
        done = drive(STRANGER.thread(POST), json_answer(shapes), told)
        assert [comment.by_author for comment in done.value.comments] == marks
        assert done.asked[1].url == f"{ROOT}wp/v2/posts/71?_fields=author"


def test_strangers_alone_are_no_reason_to_ask_who_the_author_is() -> None:
    assert len(drive(STRANGER.thread(POST), json_answer([{"id": 1, "author": 0}])).asked) == 1


def test_a_thread_is_asked_for_oldest_first() -> None:
    done = drive(STRANGER.thread(POST), comments(1))
    asked = query(done.asked[0])
    assert (asked["post"], asked["per_page"], asked["order"]) == ("71", "100", "asc")
    assert not done.asked[0].login


def test_the_pages_of_a_long_thread_come_side_by_side() -> None:
    flow = STRANGER.thread(POST)
    next(flow)
    first = flow.send((comments(*range(100), **counted(520, 6)),))
    assert [query(request)["page"] for request in first] == ["2", "3", "4", "5"]
    second = flow.send(tuple(comments(*range(100 * n, 100 * n + 100)) for n in (1, 2, 3, 4)))
    assert [query(request)["page"] for request in second] == ["6"]
    with pytest.raises(StopIteration) as end:
        flow.send((comments(*range(500, 520)),))
    assert len(end.value.value.comments) == end.value.value.total == 520


def test_a_comment_that_comes_twice_is_one() -> None:
    done = drive(STRANGER.thread(POST), comments(1, 2, **counted(3, 2)), comments(2, 3))
    assert [comment.id for comment in done.value.comments] == ["1", "2", "3"]


def test_without_headers_pages_are_read_until_one_is_empty() -> None:
    pages = [comments(*range(100)), comments(*range(100, 150)), comments(), comments(), comments()]
    assert len(drive(STRANGER.thread(POST), *pages).value.comments) == 150


def test_a_post_from_a_feed_is_known_by_its_guid_on_the_blogs_own_host() -> None:
    assert query(drive(STRANGER.thread(FROM_A_FEED), comments()).asked[0])["post"] == "71"


def test_a_guid_of_another_host_is_not_trusted() -> None:
    """An imported post keeps the guid of the blog it came from; its number means another post here."""
    by_slug = json_answer([{"id": 71, "link": URL}])
    done = drive(STRANGER.thread(IMPORTED), by_slug, comments())
    assert query(done.asked[0])["slug"] == "bread-butter"
    assert query(done.asked[1])["post"] == "71"


def test_a_plain_permalink_tells_the_number() -> None:
    plain_url = replace(IMPORTED, url="https://blog.example/?p=71")
    assert query(drive(STRANGER.thread(plain_url), comments()).asked[0])["post"] == "71"


def test_a_post_whose_number_nobody_tells_is_a_sentence() -> None:
    nothing = json_answer([])
    with pytest.raises(UnreadableAnswer, match="does not tell the number"):
        drive(STRANGER.thread(IMPORTED), nothing, nothing, html_answer("<body>"), *NOTHING_ELSE)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_comments_behind_a_login_are_told_in_the_blogs_words(status: int) -> None:
    with pytest.raises(StatusError) as caught:
        drive(STRANGER.thread(POST), replace(LOCKED, status=status), *NOTHING_ELSE)
    assert caught.value.sentence == "This blog keeps its comments behind a login: You are not logged in."
    assert caught.value.status == status


def test_comments_behind_a_firewall_are_told_without() -> None:
    with pytest.raises(StatusError, match=r"^This blog keeps its comments behind a login\.$"):
        drive(STRANGER.thread(POST), html_answer("<h1>403</h1>", 403), *NOTHING_ELSE)


def test_a_page_in_place_of_comments_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(STRANGER.thread(POST), html_answer("<!DOCTYPE html>"), *NOTHING_ELSE)


def test_comments_of_a_post_that_is_kept_back_are_looked_for_nowhere_else() -> None:
    kept_back = json_answer({"code": "rest_cannot_read_post", "message": "Sorry."}, 401)
    with pytest.raises(StatusError, match="private or protected by a password"):
        drive(STRANGER.thread(POST), kept_back)


def test_an_account_reads_what_strangers_may_not() -> None:
    done = drive(SAM.thread(POST), comments(1, **counted(101, 2)), comments(2))
    assert [request.login for request in done.asked] == [True, True]


def test_a_wrong_password_does_not_keep_anyone_from_reading() -> None:
    wrong = json_answer({"code": "incorrect_password", "message": "Wrong."}, 401)
    done = drive(SAM.thread(POST), wrong, comments(1))
    assert [request.login for request in done.asked] == [True, False]
    assert done.value.total == 1


# --- the form --------------------------------------------------------------------------------------


def test_an_open_form_tells_its_fields() -> None:
    form = drive(STRANGER.form(POST), page("form_default"), OPEN).value
    assert form.access is Access.ANONYMOUS
    assert form.fields == STRANGERS
    assert (form.system, form.markup, form.limit, form.moderated) == ("wordpress", "html", 65_525, None)
    assert form.url == URL + "#respond"


def test_a_locked_api_does_not_hide_an_open_form() -> None:
    assert drive(STRANGER.form(POST), page("form_default"), LOCKED).value.access is Access.ANONYMOUS
    assert drive(STRANGER.form(IMPORTED), page("form_default")).value.access is Access.ANONYMOUS


@pytest.mark.parametrize("name", ["form_default", "page_silent", "page_closed_silently"])
def test_what_rest_calls_closed_is_closed_whatever_an_old_page_shows(name: str) -> None:
    form = drive(STRANGER.form(POST), page(name), CLOSED).value
    assert (form.access, form.fields, form.reason) == (Access.CLOSED, (), "Comments are closed.")


@pytest.mark.parametrize(
    ("name", "access", "reason"),
    [
        ("page_members", Access.LOGIN, "Du musst angemeldet sein, um zu kommentieren."),
        ("form_jetpack_members", Access.LOGIN, "Only people with an account may write here."),
        ("page_closed", Access.CLOSED, "Die Kommentare sind „geschlossen“."),
        ("page_closed_silently", Access.CLOSED, "Comments are closed."),
        ("form_captcha", Access.BROWSER, "The form asks for hCaptcha, which only a browser can show."),
        ("form_consent", Access.BROWSER, "The form asks for something that only a browser can show."),
        ("page_protected", Access.BROWSER, "This post is protected by a password."),
    ],
)
def test_a_page_without_a_form_tells_why(name: str, access: Access, reason: str) -> None:
    form = drive(STRANGER.form(POST), page(name), OPEN).value
    assert (form.access, form.reason) == (access, reason)


def test_a_firewall_leaves_the_browser() -> None:
    form = drive(STRANGER.form(POST), html_answer("<h1>Forbidden</h1>", 403), OPEN).value
    assert (form.access, form.reason) == (Access.BROWSER, "The blog lets only browsers through.")


def test_a_silent_page_is_asked_about_over_rest_without_a_trace() -> None:
    done = drive(STRANGER.form(POST), page("page_silent"), OPEN, TAKES)
    assert (done.value.access, done.value.fields) == (Access.ANONYMOUS, STRANGERS)
    assert route(done.asked[2]) == "OPTIONS /wp-json/wp/v2/comments"
    assert query(done.asked[2]) == {"post": "71"}


@pytest.mark.parametrize(
    "said",
    [
        TAKES_NOTHING,
        LOCKED,
        html_answer("", 405),
        html_answer("", allow="POST"),
        json_answer({"from": "a proxy"}, allow="GET, POST"),
        ConnectionLost("Gone.", ROOT),
    ],
)
def test_a_silent_page_without_the_help_of_rest_is_for_the_browser(said: Response | NetworkError) -> None:
    form = drive(STRANGER.form(IMPORTED), page("page_silent"), said).value
    assert form.access is Access.BROWSER
    assert form.reason.startswith("The page shows no comment form")


def test_a_missing_page_is_a_fault() -> None:
    with pytest.raises(StatusError):
        drive(STRANGER.form(POST), html_answer("", 404), OPEN)


def test_an_account_is_asked_for_nothing() -> None:
    done = drive(SAM.form(POST), IS_SAM, TAKES)
    assert (done.value.access, done.value.fields, done.value.signed_in_as) == (Access.ANONYMOUS, (), "sam")
    assert all(request.login for request in done.asked)


def test_an_account_may_be_too_late_as_well() -> None:
    form = drive(SAM.form(POST), IS_SAM, TAKES_NOTHING).value
    assert (form.access, form.reason, form.signed_in_as) == (Access.CLOSED, "Comments are closed.", "")


def test_a_wrong_password_is_told_before_anything_is_typed() -> None:
    form = drive(SAM.form(POST), LOCKED).value
    assert (form.access, form.reason) == (Access.LOGIN, "The application password for sam was not accepted.")


# --- sending by the form ---------------------------------------------------------------------------

TAKEN = html_answer("", 302, location=URL + "#comment-12")
TAKEN_AND_HELD = html_answer("", 302, location=URL + "?unapproved=12&moderation-hash=ab#comment-12")
SHOWN = json_answer({"id": 12, "status": "approved", "link": URL + "#comment-12"})
NOT_SHOWN = json_answer({"code": "rest_cannot_read", "message": "No."}, 401)


def test_the_form_is_sent_as_a_browser_would() -> None:
    done = drive(STRANGER.submit(POST, replace(DRAFT, parent="900")), page("form_default"), TAKEN, SHOWN)
    sent = done.asked[1]
    assert (sent.method, sent.url) == ("POST", "https://blog.example/wp-comments-post.php")
    assert dict(parse_qsl(sent.body.decode(), keep_blank_values=True)) == {
        "comment": "<p>Good &amp; fresh.</p>",
        "author": "Zoë",
        "email": "zoe@zoe.example",
        "url": "",
        "comment_post_ID": "71",
        "comment_parent": "900",
        "ak_hp_textarea": "",
        "ak_js": "117",
        "submit": "Post Comment",
    }
    assert sent.headers == {
        "Accept": "text/html",
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": URL,
        "Origin": "https://blog.example",
    }
    assert not sent.follow and not sent.login
    assert {200, 409, 429, 500} - {200} <= sent.tolerate


def test_traps_stay_empty() -> None:
    done = drive(STRANGER.submit(POST, DRAFT), page("form_renamed_text"), TAKEN, SHOWN)
    sent = dict(parse_qsl(done.asked[1].body.decode(), keep_blank_values=True))
    assert (sent["comment"], sent["e4f1c0a9"]) == ("", "<p>Good &amp; fresh.</p>")


def test_a_comment_that_the_blog_shows_is_published() -> None:
    done = drive(STRANGER.submit(POST, DRAFT), page("form_default"), TAKEN, SHOWN)
    assert done.value == Published("12", URL + "#comment-12")
    assert route(done.asked[2]) == "GET /wp-json/wp/v2/comments/12"


def test_a_comment_that_the_blog_does_not_show_is_held() -> None:
    """Without an address WordPress redirects a held one as if it were published."""
    done = drive(STRANGER.submit(POST, DRAFT), page("form_default"), TAKEN, NOT_SHOWN)
    assert done.value == Held("12", URL + "#comment-12")


def test_what_the_blog_shows_wins_over_its_redirect() -> None:
    done = drive(STRANGER.submit(POST, DRAFT), page("form_default"), TAKEN_AND_HELD, SHOWN)
    assert done.value == Published("12", URL + "#comment-12")


@pytest.mark.parametrize(
    "look",
    [LOCKED, html_answer("<h1>Home</h1>"), html_answer("", 500), AnswerTimedOut("Slow.", ROOT, "header")],
)
def test_where_nobody_can_look_the_redirect_is_proof_enough(look: Response | NetworkError) -> None:
    done = drive(STRANGER.submit(POST, DRAFT), page("form_default"), TAKEN, look)
    assert done.value == Published("12", URL + "#comment-12")
    held = drive(STRANGER.submit(POST, DRAFT), page("form_default"), TAKEN_AND_HELD, look)
    assert isinstance(held.value, Held)


def found_by(**changes: object) -> dict[str, object]:
    """A comment that is the draft, unless changed."""
    mine: dict[str, object] = {
        "id": 12,
        "parent": 0,
        "author": 0,
        "author_name": "zoe\u0308",
        "content": {"rendered": "<p>Good &#038; fresh&#8230;</p>\n"},
        "link": URL + "#comment-12",
    }
    return {**mine, **changes}


def test_an_answer_without_meaning_is_looked_up() -> None:
    thanks = html_answer("<h1>Thank you!</h1>")
    done = drive(STRANGER.submit(POST, DRAFT), page("form_default"), thanks, json_answer([found_by()]))
    assert done.value == Published("12", URL + "#comment-12")
    missing = drive(STRANGER.submit(POST, DRAFT), page("form_default"), thanks, json_answer([]))
    assert isinstance(missing.value, Unknown)


def test_an_answer_without_meaning_stays_so_where_nobody_can_look() -> None:
    answers = (page("form_default"), html_answer("", 504), LOCKED, *NOTHING_ELSE)
    done = drive(STRANGER.submit(POST, DRAFT), *answers)
    assert isinstance(done.value, Unknown)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    lost = AnswerTimedOut("Too slow.", URL, "header")
    with pytest.raises(AnswerTimedOut) as caught:
        drive(STRANGER.submit(POST, DRAFT), page("form_default"), lost)
    assert caught.value.may_have_arrived


def test_a_page_that_does_not_come_means_that_nothing_was_sent() -> None:
    slow = drive(STRANGER.submit(POST, DRAFT), AnswerTimedOut("Too slow.", URL, "header"))
    assert slow.value == RetryLater(CleanText("Too slow."))
    busy = drive(STRANGER.submit(POST, DRAFT), html_answer("", 503, retry_after="7"))
    assert busy.value == RetryLater(CleanText("The blog answered 503."), 7.0)
    gone = drive(STRANGER.submit(POST, DRAFT), html_answer("", 410))
    assert gone.value == Refused(CleanText("The blog answered 410."))
    with pytest.raises(HostNotFound):
        drive(STRANGER.submit(POST, DRAFT), HostNotFound("No such host.", URL))


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("page_members", NeedsLogin(CleanText("Du musst angemeldet sein, um zu kommentieren."))),
        ("page_closed", Refused(CleanText("Die Kommentare sind „geschlossen“."))),
        ("page_closed_silently", Refused(CleanText("Comments are closed."))),
        (
            "form_captcha",
            NeedsBrowser(
                URL + "?replytocom=900#respond",
                CleanText("The form asks for hCaptcha, which only a browser can show."),
            ),
        ),
    ],
)
def test_where_there_is_no_form_nothing_is_sent(name: str, outcome: object) -> None:
    done = drive(STRANGER.submit(POST, replace(DRAFT, parent="900")), page(name))
    assert done.value == outcome


def test_a_firewall_before_the_page_sends_to_the_browser() -> None:
    done = drive(STRANGER.submit(POST, DRAFT), html_answer("<h1>Forbidden</h1>", 403))
    assert done.value == NeedsBrowser(URL + "#respond", CleanText("The blog lets only browsers through."))


def test_a_parent_of_another_system_is_refused_before_anything_is_asked() -> None:
    done = drive(STRANGER.submit(POST, replace(DRAFT, parent="isso-7")))
    assert done.value == Refused(CleanText("The comment that this one answers is not on this blog."))


def test_a_page_without_a_form_is_written_to_over_rest_where_rest_says_so() -> None:
    done = drive(
        STRANGER.submit(POST, replace(DRAFT, parent="900")),
        page("page_silent"),
        TAKES,
        json_answer({"id": 12, "status": "hold", "link": URL + "#comment-12"}, 201),
    )
    assert done.value == Held("12", URL + "#comment-12")
    assert msgspec.json.decode(done.asked[2].body) == {
        "post": 71,
        "content": "<p>Good &amp; fresh.</p>",
        "parent": 900,
        "author_name": "Zoë",
        "author_email": "zoe@zoe.example",
    }
    assert not done.asked[2].login


def test_a_page_without_a_form_is_for_the_browser_where_rest_says_no() -> None:
    done = drive(STRANGER.submit(POST, DRAFT), page("page_silent"), TAKES_NOTHING)
    assert isinstance(done.value, NeedsBrowser)


# --- sending with an account -----------------------------------------------------------------------


def test_an_account_signs_over_rest() -> None:
    created = json_answer({"id": 12, "status": "approved", "link": URL + "#comment-12"}, 201)
    done = drive(SAM.submit(POST, replace(DRAFT, parent="900")), IS_SAM, created)
    assert done.value == Published("12", URL + "#comment-12")
    assert [route(request) for request in done.asked] == [
        "GET /wp-json/wp/v2/users/me",
        "POST /wp-json/wp/v2/comments",
    ]
    assert all(request.login for request in done.asked)
    assert not done.asked[1].follow
    assert msgspec.json.decode(done.asked[1].body) == {
        "post": 71,
        "content": "<p>Good &amp; fresh.</p>",
        "parent": 900,
        "author": 5,
    }


def test_a_key_that_expires_on_the_way_is_told_so() -> None:
    error = {"code": "rest_comment_invalid_author", "message": "Sorry, you are not allowed to edit 'author'."}
    outcome = drive(SAM.submit(POST, DRAFT), IS_SAM, json_answer(error, 401)).value
    assert isinstance(outcome, Refused) and "tui-blog account check" in outcome.reason


def test_a_wrong_password_never_sends_as_a_stranger() -> None:
    """WordPress takes it for no password at all, and some blogs take comments of strangers."""
    done = drive(SAM.submit(POST, DRAFT), LOCKED)
    assert done.value == Refused(CleanText("The application password for sam was not accepted."))


HIDDEN = json_answer({"code": "rest_no_route", "message": "No route."}, 404)


def test_a_blog_that_hides_its_users_is_written_to_where_it_refuses_strangers() -> None:
    created = json_answer({"id": 12, "status": "hold"}, 201)
    done = drive(SAM.submit(POST, DRAFT), HIDDEN, TAKES_NOTHING, created)
    assert isinstance(done.value, Held)
    assert [request.login for request in done.asked] == [True, False, True]
    assert "author" not in msgspec.json.decode(done.asked[2].body)


def test_where_nobody_can_tell_a_wrong_password_nothing_is_sent() -> None:
    outcome = drive(SAM.submit(POST, DRAFT), HIDDEN, TAKES).value
    assert isinstance(outcome, Refused) and "without your name" in outcome.reason
    form = drive(SAM.form(POST), HIDDEN, TAKES).value
    assert (form.access, form.reason) == (Access.LOGIN, outcome.reason)


def test_a_lost_answer_to_an_account_is_thrown_out_too() -> None:
    with pytest.raises(ConnectionLost):
        drive(SAM.submit(POST, DRAFT), IS_SAM, ConnectionLost("Broken.", ROOT))
    before = drive(SAM.submit(POST, DRAFT), ConnectionLost("Broken.", ROOT))
    assert before.value == RetryLater(CleanText("Broken."))


# --- did it arrive? --------------------------------------------------------------------------------


def test_a_comment_is_found_by_writer_place_and_text() -> None:
    done = drive(STRANGER.find(POST, DRAFT), json_answer([found_by()]))
    assert done.value and (done.value.id, done.value.url) == ("12", URL + "#comment-12")
    assert query(done.asked[0])["order"] == "desc"


@pytest.mark.parametrize(
    "changes", [{"author_name": "Ann"}, {"parent": 900}, {"content": {"rendered": "<p>Stale.</p>"}}]
)
def test_another_writer_place_or_text_is_another_comment(changes: dict[str, object]) -> None:
    assert drive(STRANGER.find(POST, DRAFT), json_answer([found_by(**changes)])).value is None


def test_an_answer_is_found_under_its_parent() -> None:
    answer = replace(DRAFT, parent="900")
    assert drive(STRANGER.find(POST, answer), json_answer([found_by(parent=900)])).value
    assert drive(STRANGER.find(POST, answer), json_answer([found_by()])).value is None


def test_the_last_two_hundred_comments_are_looked_through() -> None:
    others = json_answer([found_by(id=n, author_name="Ann") for n in range(1000, 1100)])
    done = drive(STRANGER.find(POST, DRAFT), others, json_answer([found_by()]))
    assert done.value
    assert query(done.asked[1])["page"] == "2"
    assert drive(STRANGER.find(POST, DRAFT), others, others).value is None


def test_an_account_is_known_by_its_number_not_by_its_name() -> None:
    by_sam = json_answer([found_by(author=5, author_name="Sam Subscriber")])
    by_ann = json_answer([found_by(author=2, author_name="sam")])
    assert drive(SAM.find(POST, DRAFT), IS_SAM, by_sam).value
    assert drive(SAM.find(POST, DRAFT), IS_SAM, by_ann).value is None


def test_an_account_that_the_blog_does_not_know_finds_nothing_out() -> None:
    with pytest.raises(StatusError, match="The application password for sam was not accepted"):
        drive(SAM.find(POST, DRAFT), LOCKED)


def test_where_the_comments_cannot_be_read_nobody_knows() -> None:
    with pytest.raises(StatusError):
        drive(STRANGER.find(POST, DRAFT), LOCKED, *NOTHING_ELSE)
