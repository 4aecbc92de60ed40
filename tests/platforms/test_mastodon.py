from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from tests.platforms.driving import answer, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import ConnectionLost, StatusError, UnreadableAnswer
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
from tui_blog.platforms.comments.mastodon import MastodonComments
from tui_blog.platforms.detection import detect_channel

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
DRAFT = Draft(token="t" * 32, body="Good bread, see https://a.example/a-long-way/to-the-mill.")
THERE = "https://social.example"
HOME = "https://home.example"
REF = ChannelRef("mastodon", THERE, "@ada/100")
STRANGER = MastodonComments(REF)
MINE = MastodonComments(REF, Account(HOME, "zoe", "true", AccountKind.MASTODON))


def status(number: str = "900", **more: object) -> dict[str, object]:
    """A status as the person's own server sends it."""
    return {
        "id": number, "uri": f"{HOME}/users/zoe/statuses/{number}", "url": f"{HOME}/@zoe/{number}",
        "account": {"id": "5", "acct": "zoe", "display_name": "Zoë"}, "visibility": "public", **more,
    }  # fmt: skip


ADAS = status(
    "77",
    uri=f"{THERE}/users/ada/statuses/100",
    url=f"{THERE}/@ada/100",
    account={"acct": "ada@social.example"},
)
FOUND = json_answer({"statuses": [ADAS], "accounts": [], "hashtags": []})
ME = json_answer({"id": "5", "acct": "zoe", "display_name": "Zoë"})


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(STRANGER.thread(POST), fixture("mastodon/context.json"))
    assert plain(done.value) == golden("mastodon/context.json")
    assert done.calls == [f"GET {THERE}/api/v1/statuses/100/context"]
    assert not done.asked[0].login


def test_the_answers_of_the_account_whose_status_it_is_are_the_author_s() -> None:
    accounts = ({"acct": "Ada"}, {"acct": "ada@elsewhere.example"}, {"acct": "zoe", "display_name": "Ada"})
    answers = [status(str(n), in_reply_to_id="100", account=each) for n, each in enumerate(accounts)]
    thread = drive(STRANGER.thread(POST), json_answer({"descendants": answers})).value
    assert [comment.by_author for comment in thread.comments] == [True, False, False]


def test_nobody_has_answered() -> None:
    assert drive(STRANGER.thread(POST), json_answer({"descendants": []})).value == Thread((), 0)


def test_an_account_of_the_same_server_reads_more_and_a_refused_one_as_a_stranger() -> None:
    local = MastodonComments(REF, Account(THERE, "zoe", "true", AccountKind.MASTODON))
    done = drive(local.thread(POST), json_answer({}, 401), json_answer({"descendants": []}))
    assert [request.login for request in done.asked] == [True, False]


def test_the_person_s_token_is_for_their_own_server_alone() -> None:
    assert not drive(MINE.thread(POST), json_answer({"descendants": []})).asked[0].login


@pytest.mark.parametrize("status", [401, 404, 410])
def test_a_thread_that_is_not_shown_is_no_empty_one(status: int) -> None:
    with pytest.raises(StatusError):
        drive(STRANGER.thread(POST), json_answer({"error": "Record not found"}, status))


def test_another_program_behind_the_name_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(STRANGER.thread(POST), html_answer("<!DOCTYPE html><title>Parked</title>"))


# --- what is asked ---------------------------------------------------------------------------------


def test_without_an_account_the_form_says_how_to_add_one() -> None:
    done = drive(STRANGER.form(POST))
    assert (done.value.access, done.value.url) == (Access.LOGIN, f"{THERE}/@ada/100")
    assert "tui-blog account add https://YOUR.SERVER --user NAME --kind mastodon" in done.value.reason


def test_the_person_s_own_server_tells_how_much_it_takes() -> None:
    instance = json_answer({"configuration": {"statuses": {"max_characters": 1000}}})
    done = drive(MINE.form(POST), instance, ME)
    assert done.calls == [f"GET {HOME}/api/v2/instance", f"GET {HOME}/api/v1/accounts/verify_credentials"]
    form = done.value
    assert (form.access, form.signed_in_as, form.fields) == (Access.ANONYMOUS, "@zoe@home.example", ())
    assert (form.markup, form.limit, form.counts) == ("plain", 1000 - len("@ada "), "characters")


@pytest.mark.parametrize("told", [json_answer({}, 404), json_answer({}), html_answer("<p>Soon</p>")])
def test_a_server_that_tells_nothing_takes_the_usual(told: Response) -> None:
    assert drive(MINE.form(POST), told, ME).value.limit == 500 - len("@ada ")


def test_a_token_that_is_not_accepted_is_told_before_a_word_is_typed() -> None:
    form = drive(MINE.form(POST), json_answer({}), json_answer({"error": "The token was revoked"}, 401)).value
    assert form.access is Access.LOGIN
    assert form.reason == "home.example does not accept the token of zoe: `tui-blog account check`."


def test_letters_are_counted_and_not_their_bytes_and_a_link_as_twenty_three() -> None:
    form = drive(MINE.form(POST), json_answer({}), ME).value
    assert form.length_of("Größe") == 5
    assert form.length_of("see https://a.example/" + "x" * 200 + " now") == len("see  now") + 23


# --- sending ---------------------------------------------------------------------------------------


def test_an_answer_goes_to_the_person_s_own_server_once_whatever_happens() -> None:
    done = drive(MINE.submit(POST, DRAFT), FOUND, json_answer(status(in_reply_to_id="77")))
    assert done.value == Published(f"{HOME}/users/zoe/statuses/900", f"{HOME}/@zoe/900")
    search, sent = done.asked
    assert parse_qs(urlsplit(search.url).query)["q"] == [f"{THERE}/@ada/100"]
    assert (sent.method, sent.url, sent.login, sent.follow) == (
        "POST",
        f"{HOME}/api/v1/statuses",
        True,
        False,
    )
    assert sent.headers["Idempotency-Key"] == DRAFT.token
    assert msgspec.json.decode(sent.body) == {
        "status": f"@ada@social.example {DRAFT.body}",
        "in_reply_to_id": "77",
        "visibility": "public",
    }
    assert all(urlsplit(request.url).netloc == "home.example" for request in done.asked)


def test_a_comment_is_answered_where_it_stands_and_as_quietly_as_it_was_said() -> None:
    name = "https://far.example/users/cleo/statuses/7"
    cleos = status("78", uri=name, account={"acct": "cleo@far.example"}, visibility="unlisted")
    found = json_answer({"statuses": [ADAS, cleos]})
    done = drive(MINE.submit(POST, replace(DRAFT, parent=name, body="Yes, @cleo@far.example.")), found,
                 json_answer(status()))  # fmt: skip
    sent = msgspec.json.decode(done.asked[1].body)
    assert sent == {"status": "Yes, @cleo@far.example.", "in_reply_to_id": "78", "visibility": "unlisted"}


def test_nobody_greets_themselves() -> None:
    own = status("77", uri=f"{THERE}/users/ada/statuses/100")
    done = drive(MINE.submit(POST, DRAFT), json_answer({"statuses": [own]}), json_answer(status()))
    assert msgspec.json.decode(done.asked[1].body)["status"] == DRAFT.body


@pytest.mark.parametrize(
    "found",
    [{"statuses": []}, {}, {"statuses": [status("1", uri=f"{THERE}/users/eve/statuses/666")]},
     {"statuses": [status("1", uri="https://evil.example/users/ada/statuses/100")]}],
)  # fmt: skip
def test_only_the_very_status_is_answered(found: dict[str, object]) -> None:
    outcome = drive(MINE.submit(POST, DRAFT), json_answer(found)).value
    assert isinstance(outcome, RetryLater) and "cannot find the status" in outcome.reason


def test_without_an_account_nothing_is_sent() -> None:
    done = drive(STRANGER.submit(POST, DRAFT))
    assert isinstance(done.value, NeedsLogin) and done.asked == []


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    gone = drive(MINE.submit(POST, DRAFT), ConnectionLost("Lost.", HOME)).value
    assert gone == RetryLater(CleanText("Lost."))
    assert isinstance(drive(MINE.submit(POST, DRAFT), json_answer({}, 401)).value, NeedsLogin)


def test_a_lost_answer_is_thrown_out_of_the_flow() -> None:
    with pytest.raises(ConnectionLost):
        drive(MINE.submit(POST, DRAFT), FOUND, ConnectionLost("Lost.", HOME))


def error(words: str, status: int, **headers: str) -> Response:
    return json_answer({"error": words}, status, **headers)


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "too long": (
        error("Validation failed: Text character limit of 500 exceeded", 422),
        Refused(CleanText("Validation failed: Text character limit of 500 exceeded"), "body"),
    ),
    "gone meanwhile": (error("Record not found", 404), Refused(CleanText("Record not found"))),
    "not with this token": (
        error("This action is outside the authorized scopes", 403),
        NeedsLogin(CleanText("This action is outside the authorized scopes")),
    ),
    "too many": (
        error("Too many requests", 429, retry_after="60"),
        RetryLater(CleanText("Too many requests"), 60.0),
    ),
    "moved": (answer("", 301, location="/x"), Refused(CleanText("The comment server has moved."))),
    "no reason": (
        html_answer("<p>No</p>", 400),
        Refused(CleanText("The comment server did not take the comment and gave no reason.")),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_server_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, DRAFT), FOUND, given).value == outcome


SENT = status(
    in_reply_to_id="77",
    content='<p><span class="h-card"><a href="https://social.example/@ada">@<span>ada</span></a></span> Good '
    'bread, see <a href="https://a.example/a-long-way/to-the-mill"><span class="invisible">https://</span>'
    '<span class="ellipsis">a.example/a-long-way</span><span class="invisible">/to-the-mill</span></a>.</p>',
)


@pytest.mark.parametrize("unclear", [html_answer("<p>Oops</p>", 502), html_answer("<p>Fine</p>")])
def test_where_the_answer_proves_nothing_the_account_s_own_statuses_do(unclear: Response) -> None:
    done = drive(MINE.submit(POST, DRAFT), FOUND, unclear, ME, FOUND, json_answer([SENT]))
    assert done.value == Published(f"{HOME}/users/zoe/statuses/900", f"{HOME}/@zoe/900")
    unseen = drive(MINE.submit(POST, DRAFT), FOUND, unclear, ME, FOUND, json_answer([])).value
    assert isinstance(unseen, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


# --- did it arrive? --------------------------------------------------------------------------------


def test_it_is_found_by_place_and_text() -> None:
    elsewhere = {**SENT, "in_reply_to_id": "1", "uri": "x"}
    other = {**SENT, "content": "<p>@ada Something else.</p>", "uri": "y"}
    done = drive(MINE.find(POST, DRAFT), ME, FOUND, json_answer([elsewhere, other, SENT]))
    assert done.value is not None and done.value.id == f"{HOME}/users/zoe/statuses/900"
    assert done.calls[2].startswith(f"GET {HOME}/api/v1/accounts/5/statuses?")
    assert drive(MINE.find(POST, DRAFT), ME, FOUND, json_answer([elsewhere, other])).value is None


def test_who_cannot_look_does_not_say_that_it_is_not_there() -> None:
    with pytest.raises(StatusError):
        drive(MINE.find(POST, DRAFT), json_answer({}, 401), FOUND)


def test_without_an_account_nothing_can_have_been_sent() -> None:
    assert drive(STRANGER.find(POST, DRAFT)).value is None


# --- how a page names its status -------------------------------------------------------------------

ARTICLE = '<html><head><meta property="og:type" content="article">{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<mastodon-comments host="social.example" user="ada" tootId="100"></mastodon-comments>'),
        ("", '<div id="mastodon-thread" data-host="https://Social.example/" data-user="@ada" data-id="100">'),
        ("", '<a class="u-syndication" href="https://social.example/@ada/100">Mastodon</a>'),
        ("", '<a rel="syndication" href="https://social.example/users/ada/statuses/100">elsewhere</a>'),
        ('<link rel="alternate" type="application/activity+json"'
         ' href="https://social.example/users/ada/statuses/100">', ""),
    ],
)  # fmt: skip
def test_a_page_names_its_status(head: str, body: str) -> None:
    assert detect_channel(html_answer(ARTICLE.format(head=head, body=body)), URL) == REF


@pytest.mark.parametrize(
    "body",
    [
        '<a class="u-syndication" href="http://social.example/@ada/100">in the clear</a>',
        '<a class="u-syndication" href="https://social.example/@ada">a profile</a>',
        '<a href="https://social.example/@ada/100">a mere link</a>',
        '<div class="map" data-host="social.example" data-user="ada" data-id="100"></div>',
        '<mastodon-comments host="localhost" user="ada" tootId="100"></mastodon-comments>',
        '<mastodon-comments host="social.example/x?" user="a/b" tootId="100"></mastodon-comments>',
        '<link rel="alternate" type="application/activity+json" href="https://blog.example/?p=7">',
    ],
)
def test_what_is_no_status(body: str) -> None:
    assert detect_channel(html_answer(ARTICLE.format(head="", body=body)), URL) is None


def test_a_home_page_has_no_thread_and_a_blog_s_own_comments_go_before_a_copy() -> None:
    copy = '<a class="u-syndication" href="https://social.example/@ada/100">Mastodon</a>'
    assert detect_channel(html_answer(f"<html><body>{copy}</body></html>"), "https://blog.example/") is None
    isso = '<script data-isso="https://c.example/" src="https://c.example/js/embed.min.js"></script>'
    both = detect_channel(html_answer(ARTICLE.format(head=isso, body=copy)), URL)
    assert both is not None and both.system == "isso"
