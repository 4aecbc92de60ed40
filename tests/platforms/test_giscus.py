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
from tui_blog.platforms.comments.giscus import GiscusComments
from tui_blog.platforms.detection import detect_channel

SERVER, GITHUB = "https://giscus.app", "https://api.github.com"
URL = "https://blog.example/2024/bread.html"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
DRAFT = Draft(token="t", body="Good **bread**.")
REF = ChannelRef("giscus", SERVER, packed(repo="ada/blog", term="2024/bread", category="Comments"))
STRANGER = GiscusComments(REF)
MINE = GiscusComments(REF, Account(GITHUB, "zoe", "true", AccountKind.GITHUB))
PLACE = "https://github.com/ada/blog/discussions/7#discussioncomment-"


def comment(name: str, login: str | None, html: str = "<p>x</p>", **more: object) -> dict[str, object]:
    return {
        "id": name, "author": {"login": login} if login else None, "createdAt": "2024-12-20T08:00:00Z",
        "deletedAt": None, "isMinimized": False, "bodyHTML": html, "url": f"{PLACE}{name}", "replies": [],
        **more,
    }  # fmt: skip


def discussion(*comments: dict[str, object], **more: object) -> Response:
    told = {
        "id": "D_1",
        "locked": False,
        "comments": list(comments),
        "pageInfo": {"hasNextPage": False},
        **more,
    }
    return json_answer({"viewer": None, "discussion": told})


REPLY = comment("DC_2", "cleo", replyToId="DC_1")
OPEN = discussion(comment("DC_1", "bo", replies=[REPLY]))
LOCKED = discussion(locked=True)
NOBODY = json_answer({"error": "Discussion not found"}, 404)
ME = json_answer({"login": "zoe"})
SENT = comment("DC_9", "Zoe", "<p>Good <strong>bread</strong>.</p>")
WRITTEN = json_answer({"data": {"done": {"comment": {"id": "DC_9", "url": f"{PLACE}DC_9"}}}})


# --- reading ---------------------------------------------------------------------------------------


def test_comments_come_with_their_answers_through_giscus_and_without_an_account() -> None:
    removed = comment("DC_3", None, deletedAt="2024-12-21T08:00:00Z", replies=[comment("DC_4", "bo")])
    hidden = comment("DC_5", "eve", isMinimized=True)
    shown = discussion(comment("DC_1", "bo", replies=[REPLY]), removed, hidden, {"author": "no comment"})
    done = drive(STRANGER.thread(POST), shown)
    assert [(one.id, one.parent, one.author, one.deleted) for one in done.value.comments] == [
        ("DC_1", None, "bo", False),
        ("DC_2", "DC_1", "cleo", False),
        ("DC_3", None, "ghost", True),
        ("DC_4", "DC_3", "bo", False),
    ]
    assert (done.value.total, done.value.comments[0].url) == (3, f"{PLACE}DC_1")
    asked = parse_qs(urlsplit(done.asked[0].url).query)
    assert asked == {
        "repo": ["ada/blog"], "term": ["2024/bread"], "category": ["Comments"], "number": ["0"],
        "strict": ["false"], "first": ["100"],
    }  # fmt: skip


def test_the_secret_is_never_for_giscus() -> None:
    done = drive(MINE.submit(POST, DRAFT), OPEN, WRITTEN)
    assert [(urlsplit(one.url).netloc, one.login) for one in done.asked] == [
        ("giscus.app", False),
        ("api.github.com", True),
    ]


def test_a_long_thread_comes_in_pages() -> None:
    first = discussion(comment("DC_1", "bo"), pageInfo={"hasNextPage": True, "endCursor": "Y3Vy"})
    done = drive(STRANGER.thread(POST), first, discussion(comment("DC_2", "bo")))
    assert done.value.total == 2 and parse_qs(urlsplit(done.asked[1].url).query)["after"] == ["Y3Vy"]


def test_before_anybody_has_commented_the_thread_is_empty() -> None:
    assert drive(STRANGER.thread(POST), NOBODY).value == Thread((), 0)


def test_a_thread_that_is_not_shown_is_no_empty_one() -> None:
    with pytest.raises(StatusError):
        drive(
            STRANGER.thread(POST), json_answer({"error": "giscus is not installed on this repository"}, 403)
        )
    with pytest.raises(UnreadableAnswer):
        drive(STRANGER.thread(POST), html_answer("<title>Parked</title>"))


# --- what is asked ---------------------------------------------------------------------------------


def test_without_an_account_the_browser_writes_and_the_other_way_is_told() -> None:
    form = drive(STRANGER.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{URL}#comments")
    assert "Giscus" in form.reason and "--kind github" in form.reason
    assert isinstance(drive(STRANGER.submit(POST, DRAFT)).value, NeedsBrowser)


@pytest.mark.parametrize(
    ("answers", "access"),
    [((OPEN, ME), Access.ANONYMOUS), ((LOCKED,), Access.CLOSED), ((NOBODY,), Access.BROWSER),
     ((OPEN, json_answer({}, 401)), Access.LOGIN)],
)  # fmt: skip
def test_the_account_signs_where_the_discussion_is_open(
    answers: tuple[Response, ...], access: Access
) -> None:
    form = drive(MINE.form(POST), *answers).value
    assert (form.system, form.access, form.markup) == ("giscus", access, "markdown")
    assert form.signed_in_as == ("zoe" if access is Access.ANONYMOUS else "")


# --- sending ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("parent", "root"), [(None, None), ("DC_1", "DC_1"), ("DC_2", "DC_1")])
def test_an_answer_goes_into_the_branch_of_the_one_it_answers(parent: str | None, root: str | None) -> None:
    """GitHub takes answers to comments at the top alone."""
    done = drive(MINE.submit(POST, replace(DRAFT, parent=parent)), OPEN, WRITTEN)
    assert done.value == Published("DC_9", f"{PLACE}DC_9")
    sent = done.asked[-1]
    assert (sent.method, sent.url, sent.follow) == ("POST", f"{GITHUB}/graphql", False)
    told = msgspec.json.decode(sent.body)
    assert "addDiscussionComment" in told["query"]
    wanted = {"discussionId": "D_1", "body": DRAFT.body} | ({"replyToId": root} if root else {})
    assert told["variables"] == {"input": wanted}


def test_what_cannot_be_sent_here_is_not_sent() -> None:
    assert isinstance(drive(MINE.submit(POST, DRAFT), NOBODY).value, NeedsBrowser)
    assert drive(MINE.submit(POST, DRAFT), LOCKED).value == Refused(CleanText("Comments are closed."))
    assert isinstance(drive(MINE.submit(POST, replace(DRAFT, parent="DC_77")), OPEN).value, Refused)
    assert drive(MINE.submit(POST, DRAFT), ConnectionLost("Lost.", SERVER)).value == RetryLater(
        CleanText("Lost.")
    )


def fault(kind: str, words: str) -> Response:
    return json_answer({"data": {"done": None}, "errors": [{"type": kind, "message": words}]})


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "bad token": (
        json_answer({"message": "Bad credentials"}, 401),
        NeedsLogin(CleanText("GitHub does not accept the token of zoe: `tui-blog account check`.")),
    ),
    "locked": (fault("FORBIDDEN", "Discussion is locked."), Refused(CleanText("Discussion is locked."))),
    "used up": (fault("RATE_LIMITED", "API rate limit"), RetryLater(CleanText("API rate limit"))),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_what_github_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, DRAFT), OPEN, given).value == outcome


@pytest.mark.parametrize(
    "unclear",
    [
        html_answer("<p>Unicorn!</p>", 502),
        html_answer("<p>Fine</p>"),
        json_answer(
            {"data": None, "errors": [{"message": "Something went wrong while executing your query."}]}
        ),
    ],
)
def test_where_the_answer_proves_nothing_the_thread_does(unclear: Response) -> None:
    done = drive(MINE.submit(POST, DRAFT), OPEN, unclear, ME, discussion(SENT))
    assert done.value == Published("DC_9", f"{PLACE}DC_9")
    assert isinstance(drive(MINE.submit(POST, DRAFT), OPEN, unclear, ME, OPEN).value, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_it_is_found_by_writer_text_and_place() -> None:
    inside = discussion(comment("DC_1", "bo", replies=[SENT]))
    assert drive(MINE.find(POST, DRAFT), ME, inside).value is None
    found = drive(MINE.find(POST, replace(DRAFT, parent="DC_1")), ME, inside).value
    assert found is not None and found.id == "DC_9"
    assert drive(MINE.find(POST, DRAFT), ME, discussion({**SENT, "author": {"login": "eve"}})).value is None


# --- how a page names its discussion ---------------------------------------------------------------

PAGE = "<html><head><title>Bread</title></head><body>{body}</body></html>"
SCRIPT = (
    '<script src="{src}" data-repo="ada/blog" data-repo-id="R_1" data-category="Comments" {told}></script>'
)


def found_on(body: str) -> ChannelRef | None:
    return detect_channel(replace(html_answer(PAGE.format(body=body)), url=URL), URL)


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ('data-mapping="pathname"', {"term": "2024/bread", "category": "Comments"}),
        ('data-mapping="url" data-strict="0"', {"term": URL, "category": "Comments"}),
        ('data-mapping="title" data-strict="1"', {"term": "Bread", "category": "Comments", "strict": "true"}),
        ('data-mapping="specific" data-term="Loaf"', {"term": "Loaf", "category": "Comments"}),
        ('data-mapping="number" data-term="7"', {"number": "7"}),
    ],
)
def test_a_page_names_its_discussion(told: str, names: dict[str, str]) -> None:
    for server in (SERVER, "https://talk.example"):
        ref = found_on(SCRIPT.format(src=f"{server}/client.js", told=told))
        assert ref == ChannelRef("giscus", server, packed(repo="ada/blog", **names))


def test_an_element_of_its_own_does_as_well() -> None:
    widget = (
        '<giscus-widget repo="ada/blog" repoid="R_1" category="Comments" mapping="pathname"></giscus-widget>'
    )
    assert found_on(widget) == REF


@pytest.mark.parametrize("told", ["", 'data-mapping="number" data-term="x"', 'data-mapping="og:title"'])
def test_where_the_discussion_is_not_told_the_browser_shows_it(told: str) -> None:
    ref = found_on(SCRIPT.format(src=f"{SERVER}/client.js", told=told))
    assert ref is not None and ref.system == "unnamedgiscus"


def test_a_client_script_of_something_else_is_no_giscus() -> None:
    assert found_on('<script src="https://chat.example/client.js" data-repo="ada/blog"></script>') is None
