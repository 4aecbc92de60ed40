"""Discourse as a blog's comments, against pages and answers of the documented shapes."""

from dataclasses import replace

import msgspec
import pytest

from tests.platforms.driving import answer, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import ConnectionLost, StatusError, UnreadableAnswer
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
    Thread,
    Unknown,
)
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.platforms import registry
from tui_blog.platforms.comments.discourse import DiscourseComments
from tui_blog.platforms.detection import detect_channel
from tui_blog.platforms.who_am_i import who_am_i

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
BY_TOPIC = ChannelRef("discourse", "https://d.example", "topic=42")
BY_URL = ChannelRef("discourse", "https://d.example", "url=https%3A%2F%2Fblog.example%2Fbread%2F")
FOUND = f"GET https://d.example/embed/comments?embed_{BY_URL.key}"
TOPIC = "GET https://d.example/t/42.json"


def posts(*numbers: int, stream: list[int] | None = None) -> Response:
    told = [{"id": 100 + each, "post_number": each, "username": "jo", "cooked": "Hm."} for each in numbers]
    return json_answer({"post_stream": {"posts": told, **({"stream": stream} if stream else {})}})


@pytest.mark.parametrize(
    ("options", "ref"),
    [
        ("discourseUrl: 'https://d.example/', topicId: 42", BY_TOPIC),
        ("discourseUrl: 'https://d.example/', discourseEmbedUrl: 'https://blog.example/bread/'", BY_URL),
        ("discourseUrl: 'https://d.example/', discourseEmbedUrl: location.href", BY_URL),
    ],
)
def test_a_page_that_embeds_a_topic_is_known(options: str, ref: ChannelRef) -> None:
    page = (
        f"<html><script>window.DiscourseEmbed = {{ {options} }};</script>"
        "<div id='discourse-comments'></div></html>"
    )
    assert detect_channel(html_answer(page), URL) == ref


def test_golden_pair() -> None:
    done = drive(registry.channel(BY_TOPIC).thread(POST), fixture("discourse/topic.json"))
    assert plain(done.value) == golden("discourse/topic.json")
    assert done.calls == [TOPIC]


def test_a_topic_is_found_by_the_address_of_the_post() -> None:
    embedded = html_answer(
        '<a href="https://elsewhere.example/t/x/7">No</a><a href="https://d.example/u/jo">jo</a>'
        '<article class="post"><a href="https://d.example/t/bread/42/2">May 1</a></article>'
    )
    done = drive(registry.channel(BY_URL).thread(POST), embedded, posts(1, 2))
    assert done.calls == [FOUND, TOPIC]
    assert done.asked[0].headers["Referer"] == URL
    assert [comment.id for comment in done.value.comments] == ["2"]


def test_a_topic_that_nobody_has_opened_is_an_empty_thread() -> None:
    assert drive(registry.channel(BY_URL).thread(POST), html_answer("Loading…")).value == Thread((), 0)


def test_a_forum_that_does_not_know_the_blog_says_so() -> None:
    with pytest.raises(StatusError):
        drive(registry.channel(BY_URL).thread(POST), html_answer("invalid embed host", 400))
    with pytest.raises(UnreadableAnswer):
        drive(registry.channel(BY_TOPIC).thread(POST), html_answer("<h1>Hello</h1>"))


def test_a_long_topic_is_read_to_its_end() -> None:
    stream = [100 + number for number in range(1, 43)]
    further = [posts(*range(3, 23)), posts(*range(23, 43))]
    done = drive(registry.channel(BY_TOPIC).thread(POST), posts(1, 2, stream=stream), *further)
    assert [comment.id for comment in done.value.comments] == [str(number) for number in range(2, 43)]
    assert [len(call.split("post_ids")) - 1 for call in done.calls] == [0, 20, 20]


def test_it_is_written_in_the_forum() -> None:
    channel = registry.channel(BY_TOPIC)
    form = drive(channel.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, "https://d.example/t/42")
    draft = Draft("t", "Good bread.", parent="5")
    assert drive(channel.submit(POST, draft)).value == NeedsBrowser("https://d.example/t/42/5", form.reason)
    unknown = drive(registry.channel(BY_URL).form(POST)).value
    assert unknown.url == URL + "#discourse-comments"


def test_what_was_carried_over_is_found() -> None:
    draft = Draft("t", "Twice.", parent="3", name="lee")
    channel = registry.channel(BY_TOPIC)
    found = drive(channel.find(POST, draft), fixture("discourse/topic.json")).value
    assert found and (found.id, found.url) == ("5", "https://d.example/t/42/5")
    other = replace(draft, name="ann")
    assert drive(channel.find(POST, other), fixture("discourse/topic.json")).value is None


# --- writing with a member's key ---------------------------------------------------------------------

ZOE = Account("https://d.example", "zoe", "true", AccountKind.DISCOURSE)
MINE = DiscourseComments(BY_TOPIC, ZOE)
WORDS = Draft(token="t" * 32, body="Good **bread**, I say.")
ME = json_answer({"current_user": {"id": 7, "username": "zoe"}})
SENT = json_answer({"id": 107, "post_number": 3, "topic_id": 42, "username": "zoe", "cooked": "<p>…</p>"})


def stands(cooked: str = "<p>Good <strong>bread</strong>, I say.</p>", **more: object) -> Response:
    post = {"id": 107, "post_number": 3, "username": "Zoe", "name": "Zoë", "cooked": cooked, **more}
    return json_answer({"post_stream": {"posts": [{"id": 100, "post_number": 1, "username": "ada"}, post]}})


def test_a_member_s_key_signs_at_its_own_forum() -> None:
    done = drive(MINE.form(POST), ME)
    form = done.value
    assert (form.access, form.signed_in_as, form.markup) == (Access.ANONYMOUS, "zoe", "markdown")
    assert (done.calls, done.asked[0].login) == (["GET https://d.example/session/current.json"], True)


@pytest.mark.parametrize("origin", ["https://e.example", "https://d.example.evil", "http://d.example"])
def test_a_key_of_another_forum_signs_nothing(origin: str) -> None:
    other = DiscourseComments(BY_TOPIC, replace(ZOE, origin=origin))
    assert drive(other.form(POST)).value.access is Access.BROWSER
    done = drive(other.submit(POST, WORDS))
    assert isinstance(done.value, NeedsBrowser) and done.asked == []


def test_a_key_that_is_not_accepted_is_told_before_a_word_is_typed() -> None:
    form = drive(MINE.form(POST), json_answer({"errors": ["Not here"]}, 404)).value
    assert form.access is Access.LOGIN
    assert form.reason == "d.example does not accept the key of zoe: `tui-blog account check`."
    assert drive(who_am_i(ZOE, "https://d.example"), ME).value == "zoe"
    assert drive(who_am_i(ZOE, "https://d.example"), answer("", 403)).value == ""


def test_a_topic_that_nobody_has_opened_is_opened_by_a_browser() -> None:
    unopened = DiscourseComments(BY_URL, ZOE)
    form = drive(unopened.form(POST), html_answer("Loading…")).value
    assert form.access is Access.BROWSER and "no topic for this post yet" in form.reason
    assert isinstance(drive(unopened.submit(POST, WORDS), html_answer("Loading…")).value, NeedsBrowser)


def test_a_comment_is_sent_once_to_its_topic() -> None:
    done = drive(MINE.submit(POST, WORDS), SENT)
    assert done.value == Published("3", "https://d.example/t/42/3")
    (sent,) = done.asked
    assert (sent.method, sent.url, sent.login, sent.follow) == (
        "POST",
        "https://d.example/posts.json",
        True,
        False,
    )
    assert msgspec.json.decode(sent.body) == {"topic_id": 42, "raw": WORDS.body}
    reply = drive(MINE.submit(POST, replace(WORDS, parent="2")), SENT).asked[0]
    assert msgspec.json.decode(reply.body)["reply_to_post_number"] == 2


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "for a moderator": (
        json_answer({"success": True, "action": "enqueued", "pending_count": 1}),
        Held(None, "https://d.example/t/42"),
    ),
    "too short": (
        json_answer(
            {"action": "create_post", "errors": ["Body is too short (minimum is 20 characters)"]}, 422
        ),
        Refused(CleanText("Body is too short (minimum is 20 characters)"), "body"),
    ),
    "closed": (
        json_answer(
            {"errors": ["You are not permitted to view\x1b[31m this."], "error_type": "invalid_access"}, 403
        ),
        Refused(CleanText("You are not permitted to view this.")),
    ),
    "no longer a member": (
        json_answer({"errors": ["You need to be logged in."], "error_type": "not_logged_in"}, 403),
        NeedsLogin(CleanText("You need to be logged in.")),
    ),
    "too fast": (
        json_answer(
            {"errors": ["Slow down."], "error_type": "rate_limit", "extras": {"wait_seconds": 12}}, 429
        ),
        RetryLater(CleanText("Slow down."), 12.0),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_forum_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(MINE.submit(POST, WORDS), given).value == outcome


@pytest.mark.parametrize("unclear", [html_answer("Oops", 502), html_answer("<p>Fine</p>")])
def test_where_the_answer_proves_nothing_the_topic_does(unclear: Response) -> None:
    done = drive(MINE.submit(POST, WORDS), unclear, stands())
    assert done.value == Published("3", "https://d.example/t/42/3")
    assert isinstance(drive(MINE.submit(POST, WORDS), unclear, posts(1, 2)).value, Unknown)


def test_it_is_found_by_its_member_place_and_text() -> None:
    found = drive(MINE.find(POST, WORDS), stands()).value
    assert found is not None and found.id == "3"
    assert drive(MINE.find(POST, WORDS), stands(username="bo")).value is None
    assert drive(MINE.find(POST, WORDS), stands(cooked="<p>Else.</p>")).value is None
    assert drive(MINE.find(POST, replace(WORDS, parent="2")), stands()).value is None
    assert drive(MINE.find(POST, replace(WORDS, others=frozenset({"3"}))), stands()).value is None
    assert (
        drive(MINE.find(POST, replace(WORDS, parent="2")), stands(reply_to_post_number=2)).value is not None
    )


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    unopened = DiscourseComments(BY_URL, ZOE)
    assert drive(unopened.submit(POST, WORDS), ConnectionLost("Lost.", "x")).value == RetryLater(
        CleanText("Lost.")
    )
    with pytest.raises(ConnectionLost):
        drive(MINE.submit(POST, WORDS), ConnectionLost("Lost.", "x"))
