from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from tests.platforms.driving import drive, html_answer, json_answer
from tui_blog.errors import ConnectionLost, StatusError, UnreadableAnswer
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import (
    Access,
    Draft,
    NeedsBrowser,
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
from tui_blog.platforms.comments.embedding import packed
from tui_blog.platforms.comments.utterances import UtterancesComments
from tui_blog.platforms.detection import detect_channel

API = "https://api.github.com"
URL = "https://blog.example/2024/bread.html"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
DRAFT = Draft(token="t", body="Good **bread**, see [this](https://a.example).")
REF = ChannelRef("utterances", API, packed(repo="ada/blog", term="2024/Bread"))
STRANGER = UtterancesComments(REF)
ZOE = Account(API, "zoe", "true", AccountKind.GITHUB)
MINE = UtterancesComments(REF, ZOE)

FOUND = json_answer({"total_count": 3, "items": [
    {"number": 3, "title": "Something else"}, {"number": 7, "title": "2024/bread"},
    {"number": 9, "title": "2024/bread-again"},
]})  # fmt: skip
LOCKED = json_answer({"items": [{"number": 7, "title": "2024/bread", "locked": True}]})
NOBODY = json_answer({"items": []})
ME = json_answer({"login": "zoe", "id": 5})


def comment(number: int, login: str | None, html: str) -> dict[str, object]:
    return {
        "id": number, "user": {"login": login} if login else None, "created_at": "2024-12-20T08:00:00Z",
        "body": "raw", "body_html": html, "html_url": f"https://github.com/ada/blog/issues/7#issuecomment-{number}",
    }  # fmt: skip


SENT = comment(
    12, "Zoe", '<p dir="auto">Good <strong>bread</strong>, see <a href="https://a.example">this</a>.</p>'
)


# --- reading ---------------------------------------------------------------------------------------


def test_the_oldest_issue_that_bears_the_page_s_name_is_the_thread() -> None:
    listed = json_answer([comment(11, "bo", "<p>First.</p>"), comment(12, None, "<p>Gone.</p>")])
    done = drive(STRANGER.thread(POST), FOUND, listed)
    assert [(one.id, one.author, one.parent) for one in done.value.comments] == [
        ("11", "bo", None),
        ("12", "ghost", None),
    ]
    assert done.value.comments[0].url == "https://github.com/ada/blog/issues/7#issuecomment-11"
    search, comments = done.asked
    asked = parse_qs(urlsplit(search.url).query)
    assert asked["q"] == ['"2024/Bread" type:issue in:title repo:ada/blog']
    assert comments.url == f"{API}/repos/ada/blog/issues/7/comments?per_page=100&page=1"
    assert not any(request.login for request in done.asked)


def test_before_anybody_has_commented_the_thread_is_empty() -> None:
    assert drive(STRANGER.thread(POST), NOBODY).value == Thread((), 0)


def test_a_number_needs_no_search_and_a_long_thread_comes_in_pages() -> None:
    numbered = UtterancesComments(replace(REF, key=packed(repo="ada/blog", number="7")))
    full = json_answer([comment(number, "bo", "<p>x</p>") for number in range(100)])
    done = drive(
        numbered.thread(POST), json_answer({"number": 7}), full, json_answer([comment(200, "bo", "")])
    )
    assert done.value.total == 101
    assert done.calls[0] == f"GET {API}/repos/ada/blog/issues/7" and done.calls[-1].endswith("page=2")


def test_an_account_reads_more_often_and_one_that_is_not_accepted_as_a_stranger() -> None:
    done = drive(MINE.thread(POST), json_answer({}, 401), NOBODY)
    assert [request.login for request in done.asked] == [True, False]


def test_a_repository_that_is_not_shown_is_no_empty_thread() -> None:
    with pytest.raises(StatusError):
        drive(STRANGER.thread(POST), json_answer({"message": "Validation Failed"}, 422))
    with pytest.raises(UnreadableAnswer):
        drive(STRANGER.thread(POST), html_answer("<title>Unicorn!</title>"))


# --- what is asked ---------------------------------------------------------------------------------


def test_without_an_account_the_browser_writes_and_the_other_way_is_told() -> None:
    form = drive(STRANGER.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{URL}#comments")
    assert "tui-blog account add github.com --user NAME --kind github" in form.reason
    outcome = drive(STRANGER.submit(POST, DRAFT)).value
    assert isinstance(outcome, NeedsBrowser) and outcome.url == f"{URL}#comments"


@pytest.mark.parametrize(
    ("answers", "access"),
    [((FOUND, ME), Access.ANONYMOUS), ((LOCKED,), Access.CLOSED), ((NOBODY,), Access.BROWSER),
     ((FOUND, json_answer({}, 401)), Access.LOGIN)],
)  # fmt: skip
def test_the_account_signs_where_the_issue_is_open(answers: tuple[Response, ...], access: Access) -> None:
    form = drive(MINE.form(POST), *answers).value
    assert (form.access, form.markup, form.fields) == (access, "markdown", ())
    assert form.signed_in_as == ("zoe" if access is Access.ANONYMOUS else "")
    assert bool(form.reason) is (access is not Access.ANONYMOUS)


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_is_sent_by_the_account() -> None:
    done = drive(MINE.submit(POST, DRAFT), FOUND, json_answer(SENT, 201))
    assert done.value == Published("12", "https://github.com/ada/blog/issues/7#issuecomment-12")
    sent = done.asked[-1]
    assert (sent.method, sent.url) == ("POST", f"{API}/repos/ada/blog/issues/7/comments")
    assert (sent.login, sent.follow, msgspec.json.decode(sent.body)) == (True, False, {"body": DRAFT.body})


def test_an_answer_calls_the_one_it_answers_by_name() -> None:
    reply = replace(DRAFT, parent="11")
    done = drive(MINE.submit(POST, reply), FOUND, json_answer(comment(11, "bo", "")), json_answer(SENT, 201))
    assert msgspec.json.decode(done.asked[-1].body) == {"body": f"@bo {DRAFT.body}"}
    assert isinstance(drive(MINE.submit(POST, replace(DRAFT, parent="../7")), FOUND).value, Refused)


def test_what_cannot_be_sent_here_is_not_sent() -> None:
    assert isinstance(drive(MINE.submit(POST, DRAFT), NOBODY).value, NeedsBrowser)
    assert drive(MINE.submit(POST, DRAFT), LOCKED).value == Refused(CleanText("Comments are closed."))
    assert drive(MINE.submit(POST, DRAFT), ConnectionLost("Lost.", API)).value == RetryLater(
        CleanText("Lost.")
    )


def error(words: str, status: int, **headers: str) -> Response:
    return json_answer({"message": words}, status, **headers)


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "bad token": (
        error("Bad credentials", 401),
        NeedsLogin(CleanText("GitHub does not accept the token of zoe: `tui-blog account check`.")),
    ),
    "used up": (
        error("API rate limit exceeded", 403, x_ratelimit_remaining="0"),
        RetryLater(CleanText("API rate limit exceeded")),
    ),
    "too fast": (
        error("You have exceeded a secondary rate limit", 403, retry_after="60"),
        RetryLater(CleanText("You have exceeded a secondary rate limit")),
    ),
    "not with this token": (
        error("Resource not accessible by personal access token", 403),
        Refused(CleanText("Resource not accessible by personal access token")),
    ),
    "locked meanwhile": (error("Unable to create comment because issue is locked.", 403),
                         Refused(CleanText("Unable to create comment because issue is locked."))),
    "invalid": (error("Validation Failed", 422), Refused(CleanText("Validation Failed"), "body")),
    "issues are off": (error("Issues are disabled for this repo", 410),
                       Refused(CleanText("Issues are disabled for this repo"))),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_what_github_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, DRAFT), FOUND, given).value == outcome


@pytest.mark.parametrize("unclear", [html_answer("<p>Unicorn!</p>", 502), html_answer("<p>Fine</p>", 201)])
def test_where_the_answer_proves_nothing_the_thread_does(unclear: Response) -> None:
    done = drive(MINE.submit(POST, DRAFT), FOUND, unclear, ME, FOUND, json_answer([SENT]))
    assert isinstance(done.value, Published) and done.value.comment_id == "12"
    unseen = drive(MINE.submit(POST, DRAFT), FOUND, unclear, ME, FOUND, json_answer([])).value
    assert isinstance(unseen, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_it_is_found_by_writer_and_text_the_newest_first() -> None:
    others = [
        {**SENT, "id": 10},
        {**SENT, "id": 13, "user": {"login": "eve"}},
        comment(14, "zoe", "<p>No.</p>"),
    ]
    done = drive(MINE.find(POST, DRAFT), ME, FOUND, json_answer([*others[:1], SENT, *others[1:]]))
    assert done.value is not None and done.value.id == "12"
    assert drive(MINE.find(POST, DRAFT), ME, FOUND, json_answer(others[1:])).value is None


def test_an_answer_is_found_below_the_name_that_it_calls() -> None:
    name = '<a class="user-mention" href="https://github.com/bo">@bo</a>'
    named = f"<p>{name} Good <strong>bread</strong>, see this.</p>"
    found = drive(
        MINE.find(POST, replace(DRAFT, parent="11")), ME, FOUND, json_answer([comment(12, "zoe", named)])
    )
    assert found.value is not None


def test_who_cannot_look_does_not_say_that_it_is_not_there() -> None:
    with pytest.raises(StatusError):
        drive(MINE.find(POST, DRAFT), json_answer({}, 401))


# --- how a page names its issue --------------------------------------------------------------------

PAGE = """<html><head><title> Bread &amp; butter </title><meta property="og:title" content="Bread">
  <link rel="canonical" href="https://blog.example/bread"></head><body>
  <script src="https://utteranc.es/client.js" {told}></script></body></html>"""


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ('repo="ada/blog" issue-term="pathname"', packed(repo="ada/blog", term="2024/bread")),
        ('data-repo="ada/blog" data-issue-term="title"', packed(repo="ada/blog", term="Bread & butter")),
        ('repo="ada/blog" issue-term="og:title"', packed(repo="ada/blog", term="Bread")),
        ('repo="ada/blog" issue-term="url"', packed(repo="ada/blog", term="https://blog.example/bread")),
        ('repo="ada/blog" issue-term="Our bread"', packed(repo="ada/blog", term="Our bread")),
        ('repo="ada/blog" issue-number="7"', packed(repo="ada/blog", number="7")),
    ],
)
def test_a_page_names_its_issue(told: str, key: str) -> None:
    page = replace(html_answer(PAGE.format(told=told)), url=URL)
    assert detect_channel(page, URL) == ChannelRef("utterances", API, key)


@pytest.mark.parametrize(
    "told",
    [
        "",
        'repo="ada"',
        'repo="../../user" issue-term="url"',
        'repo="ada/blog"',
        'repo="../.." issue-term="url"',
    ],
)
def test_where_the_issue_is_not_told_the_browser_shows_it(told: str) -> None:
    ref = detect_channel(replace(html_answer(PAGE.format(told=told)), url=URL), URL)
    assert ref is not None and ref.system == "unnamedutterances"


def test_a_page_cannot_look_for_issues_of_others() -> None:
    sly = UtterancesComments(replace(REF, key=packed(repo="ada/blog", term='x" repo:eve/trap "')))
    search = drive(sly.thread(POST), NOBODY).asked[0]
    (words,) = parse_qs(urlsplit(search.url).query)["q"]
    assert words == '"x  repo:eve/trap  " type:issue in:title repo:ada/blog'
