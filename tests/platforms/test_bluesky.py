"""Bluesky, against answers of the shapes that its lexicons give and a network of its servers gave."""

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
from tui_blog.platforms.comments.bluesky import BlueskyComments
from tui_blog.platforms.comments.bluesky_record import key_of
from tui_blog.platforms.detection import detect_channel
from tui_blog.platforms.who_am_i import who_am_i

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
DRAFT = Draft(token="t" * 32, body="Größe: see https://a.example/mill(er). Bye")
PUBLIC, HOME = "https://public.api.bsky.app", "https://bsky.social"
REF = ChannelRef("bluesky", PUBLIC, "did:plc:ada/3kroot")
ROOT = "at://did:plc:ada/app.bsky.feed.post/3kroot"
ZOE = Account(HOME, "zoe.example", "true", AccountKind.BLUESKY)
STRANGER, MINE = BlueskyComments(REF), BlueskyComments(REF, ZOE)
KEY = key_of(DRAFT.token)
MY_URI = f"at://did:plc:zoe/app.bsky.feed.post/{KEY}"

SESSION = json_answer(
    {"did": "did:plc:zoe", "handle": "zoe.example", "accessJwt": "t0ken", "refreshJwt": "r"},
    date="Fri, 27 Nov 2026 02:30:00 GMT",
)
STORED = json_answer(
    {"uri": MY_URI, "cid": "b", "value": {"text": DRAFT.body, "createdAt": "2026-11-27T02:30:00Z"}}
)
ABSENT = json_answer({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
REFUSED = json_answer({"error": "AuthenticationRequired", "message": "Invalid identifier or password"}, 401)
WRITTEN = json_answer({"uri": MY_URI, "cid": "bafymine"})


def shown(uri: str = ROOT, **more: object) -> Response:
    post = {"uri": uri, "cid": "bafyroot", "author": {"did": "did:plc:ada", "handle": "ada.example"}, **more}
    return json_answer({"thread": {"post": post}})


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    done = drive(STRANGER.thread(POST), fixture("bluesky/thread.json"))
    assert plain(done.value) == golden("bluesky/thread.json")
    (asked,) = done.asked
    assert asked.url.startswith(f"{PUBLIC}/xrpc/app.bsky.feed.getPostThread?")
    assert parse_qs(urlsplit(asked.url).query)["uri"] == [ROOT]


def test_the_answers_of_the_account_whose_post_it_is_are_the_author_s() -> None:
    def node(did: str) -> dict[str, object]:
        uri = f"at://{did}/app.bsky.feed.post/3k"
        return {"post": {"uri": uri, "cid": "c", "author": {"handle": "h.example", "displayName": "Ada"}}}

    root = {"post": {"uri": ROOT, "cid": "c", "author": {"handle": "ada.example"}}}
    answer = json_answer({"thread": {**root, "replies": [node("did:plc:ada"), node("did:plc:bo")]}})
    thread = drive(STRANGER.thread(POST), answer).value
    marks = {comment.id.split("/")[2]: comment.by_author for comment in thread.comments}
    assert marks == {"did:plc:ada": True, "did:plc:bo": False}


def test_nobody_has_answered() -> None:
    assert drive(MINE.thread(POST), shown()).value == Thread((), 0)


def test_a_thread_that_is_gone_is_no_empty_one() -> None:
    with pytest.raises(StatusError):
        drive(STRANGER.thread(POST), json_answer({"error": "NotFound"}, 400))
    with pytest.raises(UnreadableAnswer):
        drive(STRANGER.thread(POST), json_answer({"thread": {"uri": ROOT, "notFound": True}}))


# --- what is asked ---------------------------------------------------------------------------------


def test_without_an_account_the_form_says_how_to_add_one() -> None:
    form = drive(STRANGER.form(POST)).value
    assert (form.access, form.url) == (Access.LOGIN, "https://bsky.app/profile/did:plc:ada/post/3kroot")
    assert "tui-blog account add https://bsky.social --user YOUR.HANDLE" in form.reason


def test_whose_account_signs_and_how_much_it_takes() -> None:
    form = drive(MINE.form(POST), SESSION, shown()).value
    assert (form.access, form.signed_in_as, form.markup) == (Access.ANONYMOUS, "@zoe.example", "plain")
    assert (form.limit, form.counts) == (300, "characters")
    assert form.length_of("see https://a.example/x") == 23


def test_a_post_that_only_some_may_answer_says_so_before_a_word_is_typed() -> None:
    limited = shown(viewer={"replyDisabled": True})
    assert drive(MINE.form(POST), SESSION, limited).value.access is Access.CLOSED
    done = drive(MINE.submit(POST, DRAFT), SESSION, limited)
    assert isinstance(done.value, Refused) and "only some people" in done.value.reason


def test_a_secret_that_is_not_accepted_is_told_with_the_way_out() -> None:
    form = drive(MINE.form(POST), REFUSED).value
    assert form.access is Access.LOGIN
    assert form.reason == "bsky.social does not accept the password of zoe.example: `tui-blog account check`."
    second = json_answer({"error": "AuthFactorTokenRequired", "message": "A sign in code was sent"}, 401)
    assert "make an app password" in drive(MINE.form(POST), second).value.reason


def test_the_server_tells_who_one_is() -> None:
    assert drive(who_am_i(ZOE, HOME), SESSION).value == "zoe.example"
    assert drive(who_am_i(ZOE, HOME), REFUSED).value == ""


# --- sending ---------------------------------------------------------------------------------------


def test_an_answer_is_a_record_of_the_person_s_own_under_a_key_of_its_own() -> None:
    done = drive(MINE.submit(POST, DRAFT), SESSION, shown(), WRITTEN)
    assert done.value == Published(MY_URI, f"https://bsky.app/profile/did:plc:zoe/post/{KEY}")
    signing, looked, sent = done.asked
    assert signing.url == f"{HOME}/xrpc/com.atproto.server.createSession"
    assert (signing.secret_in, signing.login, signing.follow) == ("password", False, False)
    assert msgspec.json.decode(signing.body) == {"identifier": "zoe.example"}
    assert {each.headers.get("Authorization") for each in (looked, sent)} == {"Bearer t0ken"}
    assert not looked.follow and not sent.follow
    assert {f"{urlsplit(each.url).scheme}://{urlsplit(each.url).netloc}" for each in done.asked} == {HOME}
    link = b"https://a.example/mill(er)"
    start = DRAFT.body.encode().index(link)
    here = {"uri": ROOT, "cid": "bafyroot"}
    assert msgspec.json.decode(sent.body) == {
        "repo": "did:plc:zoe",
        "collection": "app.bsky.feed.post",
        "rkey": KEY,
        "record": {
            "$type": "app.bsky.feed.post",
            "text": DRAFT.body,
            "createdAt": "2026-11-27T02:30:00.000Z",
            "reply": {"root": here, "parent": here},
            "facets": [
                {
                    "index": {"byteStart": start, "byteEnd": start + len(link)},
                    "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link.decode()}],
                }
            ],
        },
    }


def test_a_comment_is_answered_within_its_thread() -> None:
    uri = "at://did:plc:bo/app.bsky.feed.post/3kbo"
    head = {"uri": ROOT, "cid": "bafyroot"}
    bos = shown(uri, cid="bafybo", record={"text": "x", "reply": {"root": head, "parent": head}})
    done = drive(MINE.submit(POST, replace(DRAFT, body="Yes.", parent=uri)), SESSION, bos, WRITTEN)
    record = msgspec.json.decode(done.asked[2].body)["record"]
    assert record["reply"] == {"root": head, "parent": {"uri": uri, "cid": "bafybo"}}
    assert "facets" not in record
    assert parse_qs(urlsplit(done.asked[1].url).query)["uri"] == [uri]


def test_a_key_is_a_timestamp_and_always_the_same() -> None:
    assert key_of("a") == key_of("a") != key_of("b")
    alphabet = "234567abcdefghijklmnopqrstuvwxyz"
    for token in ("a", "b", "t" * 32):
        number = 0
        for letter in key_of(token):
            number = number * 32 + alphabet.index(letter)
        assert len(key_of(token)) == 13
        assert 1_704_067_200 <= (number >> 10) / 1_000_000 < 1_735_689_600  # within 2024


def test_without_an_account_nothing_is_sent() -> None:
    done = drive(STRANGER.submit(POST, DRAFT))
    assert isinstance(done.value, NeedsLogin) and done.asked == []
    assert drive(STRANGER.find(POST, DRAFT)).value is None


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    lost = ConnectionLost("Lost.", HOME)
    assert drive(MINE.submit(POST, DRAFT), lost).value == RetryLater(CleanText("Lost."))
    assert drive(MINE.submit(POST, DRAFT), SESSION, lost).value == RetryLater(CleanText("Lost."))
    busy = json_answer({"error": "RateLimitExceeded"}, 429, retry_after="30")
    assert drive(MINE.submit(POST, DRAFT), busy).value == RetryLater(
        CleanText("The blog answered 429."), 30.0
    )
    assert isinstance(drive(MINE.submit(POST, DRAFT), REFUSED).value, NeedsLogin)
    gone = json_answer({"error": "NotFound", "message": "Post not found"}, 400)
    assert isinstance(drive(MINE.submit(POST, DRAFT), SESSION, gone).value, Refused)


def test_a_lost_answer_is_thrown_out_of_the_flow() -> None:
    with pytest.raises(ConnectionLost):
        drive(MINE.submit(POST, DRAFT), SESSION, shown(), ConnectionLost("Lost.", HOME))


def error(kind: str, words: str, status: int, **headers: str) -> Response:
    return json_answer({"error": kind, "message": words}, status, **headers)


TOO_LONG = "Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301) at $.record.text"
ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "too long": (error("InvalidRequest", TOO_LONG, 400), Refused(CleanText(TOO_LONG), "body")),
    "another fault": (error("InvalidRequest", "No\x1b[2J.", 400), Refused(CleanText("No."))),
    "expired": (error("ExpiredToken", "Token has expired", 400), NeedsLogin(CleanText("Token has expired"))),
    "taken down": (error("AccountTakedown", "Taken down", 401), NeedsLogin(CleanText("Taken down"))),
    "too many": (
        error("RateLimitExceeded", "Slow down", 429, retry_after="60"),
        RetryLater(CleanText("Slow down"), 60.0),
    ),
    "moved": (answer("", 301, location="/x"), Refused(CleanText("The comment server has moved."))),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_server_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, DRAFT), SESSION, shown(), given).value == outcome


@pytest.mark.parametrize("unclear", [error("InternalServerError", "", 500), html_answer("<p>Fine</p>")])
def test_where_the_answer_proves_nothing_the_record_does(unclear: Response) -> None:
    """So a server answers the second time: its own first record stands in the way."""
    done = drive(MINE.submit(POST, DRAFT), SESSION, shown(), unclear, STORED)
    assert done.value == Published(MY_URI, f"https://bsky.app/profile/did:plc:zoe/post/{KEY}")
    assert isinstance(drive(MINE.submit(POST, DRAFT), SESSION, shown(), unclear, ABSENT).value, Unknown)


# --- did it arrive? --------------------------------------------------------------------------------


def test_it_is_found_by_its_key_without_signing_in() -> None:
    done = drive(MINE.find(POST, DRAFT), STORED)
    assert done.value is not None and done.value.id == MY_URI
    (asked,) = done.asked
    assert parse_qs(urlsplit(asked.url).query) == {
        "repo": ["zoe.example"],
        "collection": ["app.bsky.feed.post"],
        "rkey": [KEY],
    }
    assert "Authorization" not in asked.headers
    assert drive(MINE.find(POST, DRAFT), ABSENT).value is None


def test_who_signs_in_by_mail_is_asked_for_the_name_of_their_posts() -> None:
    by_mail = BlueskyComments(REF, Account(HOME, "zoe@mail.example", "true", AccountKind.BLUESKY))
    done = drive(by_mail.find(POST, DRAFT), SESSION, STORED)
    assert parse_qs(urlsplit(done.asked[1].url).query)["repo"] == ["did:plc:zoe"]
    with pytest.raises(UnreadableAnswer):
        drive(by_mail.find(POST, DRAFT), REFUSED)


def test_who_cannot_look_does_not_say_that_it_is_not_there() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(MINE.find(POST, DRAFT), error("InvalidRequest", "Could not find repo: zoe.example", 400))
    with pytest.raises(StatusError):
        drive(MINE.find(POST, DRAFT), answer("", 503))


# --- how a page names its post ---------------------------------------------------------------------

ARTICLE = '<html><head><meta property="og:type" content="article">{head}</head><body>{body}</body></html>'
WEB = "https://bsky.app/profile/did:plc:ada/post/3kroot"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f'<bluesky-comments uri="{ROOT}"></bluesky-comments>'),
        ("", f'<blue-comments url="{WEB}"></blue-comments>'),
        ("", f'<div id="comments" data-uri="{WEB}"></div>'),
        ("", f'<section class="x bluesky-comments" data-post="{ROOT}"></section>'),
        ("", f'<script>fetch(api + "getPostThread?uri=" + "{ROOT}")</script>'),
        ("", f'<a class="u-syndication" href="{WEB}?ref_src=x">Bluesky</a>'),
        ("", f'<a rel="syndication" href="{WEB}/">Bluesky</a>'),
        (f'<link rel="alternate" href="{ROOT}">', ""),
    ],
)
def test_a_page_names_its_thread(head: str, body: str) -> None:
    assert detect_channel(html_answer(ARTICLE.format(head=head, body=body)), URL) == REF


def test_a_theme_that_calls_no_page_an_article_names_its_thread_too() -> None:
    thread = f'<bluesky-comments uri="{ROOT}"></bluesky-comments>'
    assert detect_channel(html_answer(f"<body>{thread}{thread}"), URL) == REF


def test_a_list_that_shows_a_thread_below_each_post_is_the_page_of_none() -> None:
    threads = (f'<bluesky-comments uri="{ROOT}{number}"></bluesky-comments>' for number in range(3))
    assert detect_channel(html_answer(f"<body>{''.join(threads)}"), f"{URL}page/2/") is None


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
@pytest.mark.parametrize(
    "shown",
    [f'<bluesky-comments uri="{ROOT}"></bluesky-comments>', f'<link rel="alternate" href="{ROOT}">'],
)
def test_the_thread_that_a_home_page_shows_is_not_that_of_a_post_which_leads_there(
    head: str, shown: str
) -> None:
    markup = f"<html><head>{head}</head><body>{shown}</body></html>"
    assert detect_channel(answer(markup, url="https://blog.example/"), URL) is None


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="{WEB}">a mere link</a>',
        f'<blockquote class="bluesky-embed" data-bluesky-uri="{ROOT}">quoted</blockquote>',
        '<a class="u-syndication" href="https://bsky.app/profile/ada.example">a profile</a>',
        '<bluesky-comments uri="at://localhost/app.bsky.feed.post/3kroot"></bluesky-comments>',
        '<bluesky-comments uri="at://did:plc:ada/app.bsky.feed.like/3kroot"></bluesky-comments>',
        f"<script>share('{WEB}')</script>",
    ],
)
def test_what_is_no_thread(body: str) -> None:
    assert detect_channel(html_answer(ARTICLE.format(head="", body=body)), URL) is None
