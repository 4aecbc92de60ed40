"""Micro.blog: answers in a conversation by a member's app token, where the help tells how they are sent."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from tests.platforms.driving import answer, browse, drive, fixture, json_answer
from tui_blog.errors import ConnectionLost
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
    Unknown,
)
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.comments.posting import BUSY
from tui_blog.platforms.hosted.microblog_comments import MicroblogComments
from tui_blog.platforms.who_am_i import who_am_i

POST = Post("g", "https://ada.micro.blog/2024/12/19/rye.html", EMPTY, "")
REF = ChannelRef("microblog", "https://micro.blog/")
ZOE = Account("https://micro.blog", "zoe", "true", AccountKind.MICROBLOG)
MINE = MicroblogComments(REF, ZOE)
WORDS = Draft("t" * 32, "I bake *rye* too.")
CONVERSATION = "https://micro.blog/conversation.js"
CONFIG = "https://micro.blog/micropub"
REPLY = "https://micro.blog/posts/reply"
TOLD = fixture("microblog/conversation.json")
SHOWN = json_answer(
    {
        "home_page_url": "https://micro.blog/ada/13000001",
        "items": [
            {
                "id": "13000009",
                "content_html": '<p><a href="https://micro.blog/ada">@ada</a> I bake <em>rye</em> too.</p>',
                "url": "https://micro.blog/zoe/13000009",
                "author": {"name": "Zoë", "_microblog": {"username": "zoe"}},
            }
        ],
    }
)


def test_a_member_s_token_signs_where_the_post_is_on_the_timeline() -> None:
    web = {CONVERSATION: TOLD, CONFIG: json_answer({"destination": [{"name": "zoe.micro.blog"}]})}
    done = browse(MINE.form(POST), web)
    form = done.value
    assert (form.access, form.signed_in_as, form.markup) == (Access.ANONYMOUS, "zoe", "markdown")
    assert [request.login for request in done.asked] == [False, True]
    assert browse(who_am_i(ZOE, "https://micro.blog"), web).value == "zoe.micro.blog"
    refused = browse(MINE.form(POST), {CONVERSATION: TOLD, CONFIG: answer("", 401)}).value
    assert refused.access is Access.LOGIN and "does not accept the token" in refused.reason


def test_a_post_that_is_not_on_the_timeline_cannot_be_answered() -> None:
    assert browse(MINE.form(POST), {}).value.access is Access.BROWSER
    assert isinstance(browse(MINE.submit(POST, WORDS), {}).value, NeedsBrowser)


def test_a_token_of_another_host_signs_nothing() -> None:
    other = MicroblogComments(REF, replace(ZOE, origin="https://micro.example"))
    done = browse(other.submit(POST, WORDS), {CONVERSATION: TOLD})
    assert isinstance(done.value, NeedsBrowser) and not any(request.login for request in done.asked)


def test_an_answer_is_sent_once_to_the_post_or_to_whom_it_answers() -> None:
    done = drive(MINE.submit(POST, WORDS), TOLD, json_answer({"id": 13000009}))
    assert done.value == Published("13000009", POST.url)
    sent = done.asked[1]
    assert (sent.method, sent.url, sent.login, sent.follow) == ("POST", REPLY, True, False)
    told = {"id": ["13000001"], "content": [WORDS.body], "text": [WORDS.body]}
    assert parse_qs(sent.body.decode()) == told
    to_one = drive(MINE.submit(POST, replace(WORDS, parent="13000002")), TOLD, json_answer({"id": 1}))
    assert parse_qs(to_one.asked[1].body.decode())["id"] == ["13000002"]
    assert isinstance(drive(MINE.submit(POST, replace(WORDS, parent="7")), TOLD).value, Refused)


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "no longer a member": (
        json_answer({"error": "unauthorized", "error_description": "Bad\x1b[2J token"}, 401),
        NeedsLogin(CleanText("Bad token")),
    ),
    "refused": (json_answer({"error": "Too long"}, 400), Refused(CleanText("Too long"))),
    "refused with a success": (json_answer({"error": "Too long"}), Refused(CleanText("Too long"))),
    "too many": (answer("", 429, retry_after="9"), RetryLater(BUSY, 9.0)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_micro_blog_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, WORDS), TOLD, given).value == outcome


@pytest.mark.parametrize("unclear", [answer("", 500), answer("", 200), json_answer({})])
def test_where_the_answer_proves_nothing_the_conversation_does(unclear: Response) -> None:
    done = drive(MINE.submit(POST, WORDS), TOLD, unclear, SHOWN)
    assert done.value == Published("13000009", "https://micro.blog/zoe/13000009")
    assert isinstance(drive(MINE.submit(POST, WORDS), TOLD, unclear, TOLD).value, Unknown)


def test_it_is_found_by_its_member_and_text_below_the_names_that_micro_blog_adds() -> None:
    assert drive(MINE.find(POST, WORDS), SHOWN).value is not None
    other = MicroblogComments(REF, replace(ZOE, user="bo"))
    assert drive(other.find(POST, WORDS), SHOWN).value is None
    assert drive(MINE.find(POST, replace(WORDS, body="Else.")), SHOWN).value is None
    said_before = replace(WORDS, others=frozenset({"13000009"}))
    assert drive(MINE.find(POST, said_before), SHOWN).value is None


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    lost = ConnectionLost("Lost.", "x")
    assert drive(MINE.submit(POST, WORDS), lost).value == RetryLater(CleanText("Lost."))
    with pytest.raises(ConnectionLost):
        drive(MINE.submit(POST, WORDS), TOLD, lost)
