"""Lemmy, against answers of the shapes that the documentation of its API (v3) gives."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from tests.platforms.driving import answer, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import ConnectionLost, NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import (
    Access,
    Draft,
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
from tui_blog.platforms.comments.lemmy import LemmyComments
from tui_blog.platforms.detection import detect_channel
from tui_blog.platforms.who_am_i import who_am_i

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
DRAFT = Draft(token="t" * 32, body="I bake *rye* too.")
SHOWN, HOME = "https://lemmy.example", "https://home.example"
REF = ChannelRef("lemmy", SHOWN, "12")
ZOE = Account(HOME, "zoe", "true", AccountKind.LEMMY)
STRANGER, MINE = LemmyComments(REF), LemmyComments(REF, ZOE)
NAME = f"{SHOWN}/post/12"

LOGIN = json_answer({"jwt": "t0ken", "registration_created": False, "verify_email_sent": False})
PERSON = {"id": 4, "name": "zoe", "actor_id": f"{HOME}/u/zoe"}
SITE = json_answer({"my_user": {"local_user_view": {"person": PERSON}}})
SIGNED = (LOGIN, SITE)
KNOWN = json_answer({"post_view": {"post": {"id": 12, "ap_id": NAME, "locked": False}}})
LOCKED = json_answer({"post_view": {"post": {"id": 12, "ap_id": NAME, "locked": True}}})
RESOLVED = json_answer({"post": {"post": {"id": 77, "ap_id": NAME}}})
REFUSED = json_answer({"error": "incorrect_login"}, 401)


def view(number: int = 901, path: str = "0.901", text: str = DRAFT.body, post: int = 77) -> dict[str, object]:
    name = f"{HOME}/comment/{number}"
    comment = {"id": number, "post_id": post, "ap_id": name, "path": path, "content": text}
    return {"comment": comment, "creator": PERSON}


WRITTEN = json_answer({"comment_view": view(), "recipient_ids": []})
ARRIVED = Published(f"{HOME}/comment/901", f"{HOME}/comment/901")


def newest(*views: dict[str, object]) -> Response:
    return json_answer({"person_view": {}, "comments": list(views), "posts": []})


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(STRANGER.thread(POST), fixture("lemmy/comments.json"))
    assert plain(done.value) == golden("lemmy/comments.json")
    (asked,) = done.asked
    assert asked.url.startswith(f"{SHOWN}/api/v3/comment/list?")
    query = {"post_id": ["12"], "type_": ["All"], "sort": ["Old"], "limit": ["50"], "page": ["1"]}
    assert parse_qs(urlsplit(asked.url).query) == query
    assert "Authorization" not in asked.headers and not asked.login


def test_a_server_that_does_not_tell_who_posted_marks_nobody() -> None:
    posts = [{"id": 12, "ap_id": NAME, "creator_id": 4}, {"id": 12, "ap_id": NAME}, None]
    views = [{**view(number), "post": post} for number, post in enumerate(posts)]
    thread = drive(STRANGER.thread(POST), json_answer({"comments": views})).value
    assert [comment.by_author for comment in thread.comments] == [True, False, False]


def test_a_long_thread_is_read_to_its_end() -> None:
    pages = [json_answer({"comments": [view(n, f"0.{n}") for n in range(a, a + 50)]}) for a in (1, 51)]
    last = json_answer({"comments": [view(101, "0.50.101")]})
    thread = drive(STRANGER.thread(POST), *pages, last).value
    assert (len(thread.comments), thread.total) == (101, 101)
    assert thread.comments[-1].parent == f"{HOME}/comment/50"
    # A server that gives the same page for ever is not asked for ever.
    assert len(drive(STRANGER.thread(POST), pages[0], pages[0]).value.comments) == 50


def test_no_answer_and_no_thread_are_two_things() -> None:
    assert drive(MINE.thread(POST), json_answer({"comments": []})).value == Thread((), 0)
    with pytest.raises(StatusError):
        drive(STRANGER.thread(POST), json_answer({"error": "couldnt_find_post"}, 404))
    with pytest.raises(UnreadableAnswer):
        drive(STRANGER.thread(POST), html_answer("<p>Not Lemmy</p>"))


# --- what is asked ---------------------------------------------------------------------------------


def test_without_an_account_the_form_says_how_to_add_one() -> None:
    form = drive(STRANGER.form(POST)).value
    assert (form.access, form.url) == (Access.LOGIN, NAME)
    assert "--kind lemmy" in form.reason
    done = drive(STRANGER.submit(POST, DRAFT))
    assert isinstance(done.value, NeedsLogin) and done.asked == []
    assert drive(STRANGER.find(POST, DRAFT)).value is None


def test_whose_account_signs_and_whether_the_post_is_locked() -> None:
    form = drive(MINE.form(POST), *SIGNED, KNOWN).value
    assert (form.access, form.signed_in_as, form.markup) == (
        Access.ANONYMOUS,
        "@zoe@home.example",
        "markdown",
    )
    assert (form.limit, form.counts) == (10_000, "characters")
    assert drive(MINE.form(POST), *SIGNED, LOCKED).value.access is Access.CLOSED


def test_the_server_tells_who_one_is() -> None:
    assert drive(who_am_i(ZOE, HOME), *SIGNED).value == "@zoe@home.example"
    assert drive(who_am_i(ZOE, HOME), REFUSED).value == ""
    assert drive(who_am_i(ZOE, HOME), LOGIN, json_answer({"my_user": None})).value == ""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (REFUSED, "home.example does not accept the password of zoe"),
        (json_answer({"error": "missing_totp_token"}, 400), "second proof"),
        (json_answer({"error": "site_ban"}, 400), "banned you"),
        (json_answer({"error": "email_not_verified"}, 400), "“email not verified”"),
        (json_answer({"jwt": None, "verify_email_sent": True}), "does not accept"),
        (html_answer("<p>Hm</p>", 403), "does not accept"),
    ],
)
def test_a_sign_in_that_fails_is_told_before_a_word_is_typed(given: Response, words: str) -> None:
    form = drive(MINE.form(POST), given).value
    assert form.access is Access.LOGIN and words in form.reason
    assert isinstance(drive(MINE.submit(POST, DRAFT), given).value, NeedsLogin)


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_goes_through_the_person_s_own_server_by_its_own_numbers() -> None:
    done = drive(MINE.submit(POST, DRAFT), *SIGNED, KNOWN, RESOLVED, WRITTEN)
    assert done.value == ARRIVED
    signing, _, told, resolved, sent = done.asked
    assert (signing.url, signing.secret_in, signing.follow) == (
        f"{HOME}/api/v3/user/login",
        "password",
        False,
    )
    assert msgspec.json.decode(signing.body) == {"username_or_email": "zoe"}
    assert told.url == f"{SHOWN}/api/v3/post?id=12" and "Authorization" not in told.headers
    assert parse_qs(urlsplit(resolved.url).query) == {"q": [NAME]}
    assert (sent.method, sent.url, sent.follow) == ("POST", f"{HOME}/api/v3/comment", False)
    assert msgspec.json.decode(sent.body) == {"content": DRAFT.body, "post_id": 77}
    signed = [each for each in done.asked if "Authorization" in each.headers]
    assert {each.headers["Authorization"] for each in signed} == {"Bearer t0ken"}
    assert all(each.url.startswith(HOME) and not each.follow for each in signed) and len(signed) == 3


def test_a_comment_is_answered_by_the_address_that_all_servers_know() -> None:
    parent = "https://far.example/comment/907"
    there = json_answer({"comment": {**view(55, "0.55"), "comment": comment_at(parent)}})
    done = drive(MINE.submit(POST, replace(DRAFT, parent=parent)), *SIGNED, there, WRITTEN)
    assert done.value == ARRIVED
    assert msgspec.json.decode(done.asked[-1].body) == {
        "content": DRAFT.body,
        "post_id": 77,
        "parent_id": 55,
    }


def comment_at(name: str) -> dict[str, object]:
    return {"id": 55, "post_id": 77, "ap_id": name, "path": "0.55"}


OTHER = json_answer({"post": {"post": {"id": 5, "ap_id": "https://else.example/post/1"}}})


@pytest.mark.parametrize("elsewhere", [json_answer({"error": "couldnt_find_object"}, 400), OTHER])
def test_what_the_own_server_does_not_know_is_not_answered(elsewhere: Response) -> None:
    done = drive(MINE.submit(POST, DRAFT), *SIGNED, KNOWN, elsewhere)
    assert isinstance(done.value, RetryLater)
    assert [each.url for each in done.asked if each.method == "POST"] == [f"{HOME}/api/v3/user/login"]


@pytest.mark.parametrize("before", [(), (LOGIN,), SIGNED, (*SIGNED, KNOWN)])
def test_what_fails_before_it_is_sent_was_not_taken(before: tuple[Response, ...]) -> None:
    lost: Response | NetworkError = ConnectionLost("Lost.", HOME)
    assert drive(MINE.submit(POST, DRAFT), *before, lost).value == RetryLater(CleanText("Lost."))


def test_a_lost_answer_is_thrown_out_of_the_flow() -> None:
    with pytest.raises(ConnectionLost):
        drive(MINE.submit(POST, DRAFT), *SIGNED, KNOWN, RESOLVED, ConnectionLost("Lost.", HOME))


def error(code: str, status: int = 400, **headers: str) -> Response:
    return json_answer({"error": code}, status, **headers)


TOO_FAST = CleanText("Your server takes no more comments from you just now.")
ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "locked": (
        error("locked"),
        Refused(CleanText("The post is locked: nobody may answer it any more.")),
    ),
    "too long": (
        error("invalid_body_field"),
        Refused(CleanText("The comment is empty, or longer than Lemmy takes."), "body"),
    ),
    "banned": (
        error("person_is_banned_from_community"),
        Refused(CleanText("You are banned from this community.")),
    ),
    "a code that is new": (
        error("moon\x1b[2J_is_full"),
        Refused(CleanText("Your server says “moon is full”.")),
    ),
    "too fast": (error("rate_limit_error"), RetryLater(TOO_FAST)),
    "too fast, by its status": (error("rate_limit_error", 429, retry_after="60"), RetryLater(TOO_FAST, 60.0)),
    "signed out": (
        error("not_logged_in"),
        NeedsLogin(CleanText("home.example does not accept the password of zoe: `tui-blog account check`.")),
    ),
    "no reason": (
        answer("", 400),
        Refused(CleanText("The comment server did not take the comment and gave no reason.")),
    ),
    "moved": (answer("", 301, location="/x"), Refused(CleanText("The comment server has moved."))),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_server_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, DRAFT), *SIGNED, KNOWN, RESOLVED, given).value == outcome


@pytest.mark.parametrize("unclear", [error("unknown", 500), html_answer("<p>Fine</p>")])
def test_where_the_answer_proves_nothing_the_person_s_comments_do(unclear: Response) -> None:
    sent = (*SIGNED, KNOWN, RESOLVED, unclear, *SIGNED, KNOWN, RESOLVED)
    assert drive(MINE.submit(POST, DRAFT), *sent, newest(view())).value == ARRIVED
    done = drive(MINE.submit(POST, DRAFT), *sent, newest())
    assert isinstance(done.value, Unknown)
    assert sum(each.url.endswith("/comment") and each.method == "POST" for each in done.asked) == 1


# --- did it arrive? --------------------------------------------------------------------------------


def test_it_is_found_among_the_person_s_newest_by_place_and_text() -> None:
    done = drive(
        MINE.find(POST, DRAFT), *SIGNED, KNOWN, RESOLVED, newest(view(900, "0.900", "Else."), view())
    )
    assert done.value is not None and done.value.id == f"{HOME}/comment/901"
    assert "person_id=4" in done.asked[-1].url


@pytest.mark.parametrize(
    "other", [view(text="Else."), view(post=78), view(path="0.55.901")], ids=["text", "post", "place"]
)
def test_another_comment_is_not_taken_for_it(other: dict[str, object]) -> None:
    assert drive(MINE.find(POST, DRAFT), *SIGNED, KNOWN, RESOLVED, newest(other)).value is None
    known = replace(DRAFT, others=frozenset({f"{HOME}/comment/901"}))
    assert drive(MINE.find(POST, known), *SIGNED, KNOWN, RESOLVED, newest(view())).value is None


def test_who_cannot_look_does_not_say_that_it_is_not_there() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(MINE.find(POST, DRAFT), REFUSED)
    with pytest.raises(StatusError):
        drive(MINE.find(POST, DRAFT), *SIGNED, KNOWN, RESOLVED, answer("", 503))


# --- how a page names its post ---------------------------------------------------------------------

ARTICLE = (
    '<html><head><meta property="og:type" content="article"></head><body><h1>Bread</h1>{body}</body></html>'
)


@pytest.mark.parametrize(
    "body",
    [
        f'<a class="u-syndication" href="{NAME}">Talk about it</a>',
        f'<a rel="syndication" href="{NAME}/">Talk</a>',
        f'<lemmy-comments url="{NAME}"></lemmy-comments>',
        f'<div class="comments lemmy" data-url="{NAME}"></div>',
        f"<script>fetch('{SHOWN}/api/v3/comment/list?type_=All&post_id=12&limit=50')</script>",
    ],
)
def test_a_page_names_its_thread(body: str) -> None:
    assert detect_channel(html_answer(ARTICLE.format(body=body)), URL) == REF


def test_a_server_without_the_word_in_its_name_is_named_by_the_link() -> None:
    link = '<a class="u-syndication" href="https://talk.example/post/7" title="On Lemmy">Talk</a>'
    found = detect_channel(html_answer(ARTICLE.format(body=link)), URL)
    assert found == ChannelRef("lemmy", "https://talk.example", "7")


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="{NAME}">a mere link</a>',
        '<a class="u-syndication" href="https://talk.example/post/7">Elsewhere</a>',
        '<a class="u-syndication" href="https://lemmy.example/c/bread">a community</a>',
        '<a class="u-syndication" href="http://lemmy.example/post/7">not encrypted</a>',
        '<a class="u-syndication" href="https://[lemmy/post/7">no address</a>',
        '<div class="comments lemmy" data-url="https://[/post/7"></div>',
    ],
)
def test_what_is_no_thread(body: str) -> None:
    assert detect_channel(html_answer(ARTICLE.format(body=body)), URL) is None
