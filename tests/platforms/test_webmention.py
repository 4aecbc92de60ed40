"""Webmention, against pages and answers as the Recommendation describes them."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from tests.platforms.driving import HTML, answer, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import ConnectionLost, ForbiddenAddress, StatusError
from tui_blog.model.comment import (
    Access,
    Draft,
    Held,
    NeedsBrowser,
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
from tui_blog.platforms.comments.webmention import Webmentions
from tui_blog.platforms.comments.webmention_page import endpoint_of, links_to
from tui_blog.platforms.detection import detect_channel

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
MINE = "https://me.example/on-bread"
DRAFT = Draft(token="t" * 32, body=f" {MINE}\n")
ENDPOINT = "https://blog.example/mention?blog=1"
CHANNEL = Webmentions(ChannelRef("webmention", "https://blog.example/", ENDPOINT))
AT_HUB = Webmentions(ChannelRef("webmention", "https://blog.example/", "https://webmention.io/b/webmention"))

MY_PAGE = html_answer(f'<p>In answer to <a class="u-in-reply-to" href="{URL}">Bread</a>.</p>')
THEIRS = html_answer('<link rel="webmention" href="/mention?blog=1"><h1>Bread</h1>')
SHOWN = html_answer(
    f'<div class="u-comment h-cite"><a class="u-url" href="{MINE}">Me</a><p class="p-content">Yes.</p></div>'
)


# --- reading ---------------------------------------------------------------------------------------


def test_golden_pair_of_the_answers_that_a_page_shows() -> None:
    done = drive(CHANNEL.thread(POST), replace(fixture("webmention/post.html", HTML), url=URL))
    assert plain(done.value) == golden("webmention/post.html")


def test_golden_pair_of_those_that_webmention_io_keeps() -> None:
    done = drive(AT_HUB.thread(POST), fixture("webmention/mentions.json"))
    assert plain(done.value) == golden("webmention/mentions.json")
    assert done.calls[0].startswith("GET https://webmention.io/api/mentions.jf2?target=https%3A%2F%2Fblog.ex")


# --- what is asked ---------------------------------------------------------------------------------


def test_the_form_says_what_to_write_and_asks_for_nothing_else() -> None:
    form = drive(CHANNEL.form(POST)).value
    assert (form.access, form.fields, form.markup) == (Access.ANONYMOUS, (), "plain")
    assert "address of a page of your own that links to this post" in form.reason


# --- where they are sent (§3.1.2) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "headers", "endpoint"),
    [
        ("", {"link": '</w>; rel="webmention"'}, "https://blog.example/w"),
        ("", {"link": "<https://a.example/w?x=1>; rel=webmention"}, "https://a.example/w?x=1"),
        (
            "",
            {"Link": '</other>; rel="other", </w>; rel="webmention somethingelse"'},
            "https://blog.example/w",
        ),
        ('<link rel="webmention" href="/a">', {"link": '</w>; rel="webmention"'}, "https://blog.example/w"),
        ('<link rel="webmention" href="w">', {}, "https://blog.example/bread/w"),
        (
            '<a rel="webmention" href="/a">x</a><link rel="webmention" href="/b">',
            {},
            "https://blog.example/a",
        ),
        ('<link rel="WebMention me" href="/w?a=b">', {}, "https://blog.example/w?a=b"),
        ('<link rel="webmention" href="">', {}, URL),
        ('<link rel="webmention"><a rel="webmention" href="/a">x</a>', {}, "https://blog.example/a"),
        ('<base href="https://b.example/"><link rel="webmention" href="w">', {}, "https://b.example/w"),
        ('<!-- <link rel="webmention" href="/no"> --><p>Nothing</p>', {}, ""),
        ('<link rel="not-webmention" href="/no">', {}, ""),
        ('<pre>&lt;a rel="webmention" href="/no"&gt;</pre>', {}, ""),
        ('<link rel="webmention" href="javascript:alert(1)">', {}, ""),
    ],
)
def test_the_endpoint_is_found_as_the_recommendation_says(
    markup: str, headers: dict[str, str], endpoint: str
) -> None:
    page = Response(
        200, URL, tuple((name.lower(), value) for name, value in headers.items()), markup.encode()
    )
    assert endpoint_of(page) == endpoint


@pytest.mark.parametrize(
    ("markup", "holds"),
    [
        (f'<a href="{URL}">x</a>', True),
        (f'<a href="{URL}#top">x</a>', True),
        (f'<img src="{URL}">', True),
        (f'<blockquote cite="{URL}">x</blockquote>', True),
        ('<base href="https://blog.example/x"><a href="/bread/">x</a>', True),
        (f"<p>{URL}</p>", False),
        (f'<!-- <a href="{URL}">x</a> -->', False),
        (f'<a href="{URL}more">x</a>', False),
        ('<a href="https://blog.example/">x</a>', False),
    ],
)
def test_a_page_links_to_the_very_address_or_not(markup: str, holds: bool) -> None:
    assert links_to(replace(html_answer(markup), url=MINE), URL) is holds


def test_a_text_has_to_hold_the_address() -> None:
    kind = ("content-type", "text/plain")
    assert links_to(answer(f"See {URL}, it is good.", kind=kind), URL)
    assert not links_to(answer(f"See {URL}more", kind=kind), URL)


# --- sending ---------------------------------------------------------------------------------------


def test_a_mention_is_told_once_in_the_form_that_the_recommendation_names() -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, answer("", 202), THEIRS)
    assert done.value == Held(None, URL)
    assert done.calls == [f"GET {MINE}", f"GET {URL}", f"POST {ENDPOINT}", f"GET {URL}"]
    sent = done.asked[2]
    assert parse_qs(sent.body.decode()) == {"source": [MINE], "target": [URL]}
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert not sent.follow and not any(request.login for request in done.asked)


@pytest.mark.parametrize("status", [200, 202])
def test_a_mention_that_the_page_shows_is_published(status: int) -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, answer("", status), SHOWN)
    assert done.value == Published(MINE, MINE)


def test_the_status_is_followed() -> None:
    created = answer("", 201, location="/status/7")
    queued = json_answer({"status": "queued", "summary": "The webmention is being processed."})
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, created, queued, THEIRS)
    place = "https://blog.example/status/7"
    assert (done.value, done.calls[3]) == (Held(place, place), f"GET {place}")
    failed = json_answer({"status": "no_link_found", "summary": "The source does not link to the target."})
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, created, failed)
    assert done.value == Refused(CleanText("The source does not link to the target."), "body")


def test_a_status_on_another_host_is_not_asked_and_one_that_cannot_be_read_says_nothing() -> None:
    away = answer("", 201, location="https://else.example/7")
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, away, THEIRS)
    assert done.value == Held("https://else.example/7", "https://else.example/7")
    lost = ConnectionLost("Lost.", URL)
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, answer("", 201, location="/7"), lost, THEIRS)
    assert done.value == Held("https://blog.example/7", "https://blog.example/7")


@pytest.mark.parametrize(
    ("body", "parent", "words"),
    [
        ("Good bread!", None, "not the address of a page"),
        (f"{MINE} {MINE}2", None, "not the address of a page"),
        ("ftp://me.example/x", None, "not the address of a page"),
        ("me.example/x", None, "not the address of a page"),
        ("http://[half", None, "not the address of a page"),
        (f"{URL}#x", None, "the address of the post itself"),
        (MINE, "https://zoe.example/", "answers a post"),
    ],
)
def test_what_can_be_no_mention_is_said_before_anybody_is_asked(
    body: str, parent: str | None, words: str
) -> None:
    done = drive(CHANNEL.submit(POST, replace(DRAFT, body=body, parent=parent)))
    assert isinstance(done.value, Refused) and words in done.value.reason and done.asked == []


def test_a_page_that_does_not_link_to_the_post_is_not_sent() -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), html_answer("<p>Bread!</p>"))
    assert done.value == Refused(CleanText(f"That page of me.example does not link to {URL}"), "body")
    done = drive(CHANNEL.submit(POST, DRAFT), answer("", 404))
    assert done.value == Refused(CleanText("me.example does not show that page to all (404)."), "body")


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    private = ForbiddenAddress("Not on the public net.", MINE)
    lost = ConnectionLost("Lost.", URL)
    busy = answer("", 503, retry_after="9")
    for given, outcome in (
        ([private], RetryLater(CleanText("Not on the public net."))),
        ([MY_PAGE, lost], RetryLater(CleanText("Lost."))),
        ([busy], RetryLater(CleanText("The blog answered 503."), 9.0)),
    ):
        done = drive(CHANNEL.submit(POST, DRAFT), *given)
        assert done.value == outcome
        assert not any(request.method == "POST" for request in done.asked)


def test_a_page_that_takes_none_any_more_sends_people_there() -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, html_answer("<h1>Bread</h1>"))
    assert isinstance(done.value, NeedsBrowser) and done.value.url == URL


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "refused with words": (
        json_answer({"error": "no_link_found", "error_description": "The source does not link here."}, 400),
        Refused(CleanText("The source does not link here."), "body"),
    ),
    "refused in plain text": (
        answer("Source\x1b[31m not found", 400, ("content-type", "text/plain")),
        Refused(CleanText("Source not found"), "body"),
    ),
    "refused on a page": (
        html_answer("<h1>Bad Request</h1>", 400),
        Refused(CleanText("The blog did not take the webmention and gave no reason."), "body"),
    ),
    "gone": (
        html_answer("", 410),
        Refused(CleanText("The blog did not take the webmention and gave no reason.")),
    ),
    "too many": (
        json_answer({"error": "Slow down"}, 429, retry_after="60"),
        RetryLater(CleanText("Slow down"), 60.0),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_endpoint_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, given).value == outcome


@pytest.mark.parametrize("unclear", [answer("", 303, location="/thanks"), answer("Oops", 500)])
def test_where_the_answer_proves_nothing_the_page_does(unclear: Response) -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, unclear, SHOWN)
    assert done.value == Published(MINE, MINE)
    unseen = drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, unclear, THEIRS).value
    assert isinstance(unseen, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_a_lost_answer_is_thrown_out_of_the_flow() -> None:
    with pytest.raises(ConnectionLost):
        drive(CHANNEL.submit(POST, DRAFT), MY_PAGE, THEIRS, ConnectionLost("Lost.", ENDPOINT))


# --- did it arrive? --------------------------------------------------------------------------------


def test_it_is_found_by_the_address_of_its_page() -> None:
    found = drive(CHANNEL.find(POST, DRAFT), SHOWN).value
    assert found is not None and found.url == MINE
    assert drive(CHANNEL.find(POST, replace(DRAFT, body=f"{MINE}2")), SHOWN).value is None
    hub = drive(
        AT_HUB.find(POST, replace(DRAFT, body="https://bridge.example/comment/7")),
        fixture("webmention/mentions.json"),
    ).value
    assert hub is not None and hub.author == "Bo"
    with pytest.raises(StatusError):
        drive(CHANNEL.find(POST, DRAFT), answer("", 503))


# --- how a page offers it --------------------------------------------------------------------------


def test_a_post_s_page_offers_it_and_a_home_page_does_not() -> None:
    ref = detect_channel(replace(THEIRS, url=URL), URL)
    assert ref == ChannelRef("webmention", "https://blog.example/", ENDPOINT)
    assert detect_channel(replace(THEIRS, url="https://blog.example/"), "https://blog.example/") is None


def test_every_other_way_goes_first() -> None:
    isso = '<script data-isso="https://c.example/" src="https://c.example/js/embed.min.js"></script>'
    ref = detect_channel(
        html_answer(f'<html>{isso}<div id="isso-thread"></div><link rel="webmention" href="/w"></html>'), URL
    )
    assert ref is not None and ref.system == "isso"
