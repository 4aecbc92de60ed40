"""The CommentAPI, against feeds and answers of the documented shapes."""

from dataclasses import replace

import pytest

from tests.platforms.driving import answer, drive, html_answer
from tui_blog.errors import AnswerTimedOut, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Draft,
    FormField,
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
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect_channel

HOME = "https://blog.example/"
URL = f"{HOME}bread.aspx"
HERE = f"{URL}#comments"
POST = Post(guid="g-7", url=URL, title=CleanText("Bread & butter"), html="")
FEED = f"{HOME}rss.xml"
REF = ChannelRef("commentapi", HOME, "feed=https%3A%2F%2Fblog.example%2Frss.xml")
BY_FEED = registry.channel(REF)
DRAFT = Draft(token="t", body="<p>Good <strong>bread</strong>.</p>", name="Zoë", email="z@z.example")
XML = ("content-type", "text/xml; charset=utf-8")
SEND, THREAD = f"{HOME}comment.ashx?id=7", f"{HOME}comments.ashx?id=7"


def feed(*elements: str, guid: str = "g-7") -> Response:
    item = f"<item><title>Bread</title><guid>{guid}</guid><link>{URL}</link>{''.join(elements)}</item>"
    other = f"<item><title>Tea</title><guid>g-6</guid><wfw:comment>{HOME}other</wfw:comment></item>"
    return answer(
        '<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>'
        f"<title>Crumbs</title>{other}{item}</channel></rss>",
        200,
        XML,
    )


NAMED = feed(f"<wfw:comment>{SEND}</wfw:comment>", f"<wfw:commentRss>{THREAD}</wfw:commentRss>")


def thread(*comments: tuple[str, str]) -> Response:
    items = (
        f"<item><guid>{HOME}c{number}</guid><link>{URL}#c{number}</link><author>z@z.example ({name})</author>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        for number, (name, text) in enumerate(comments, 1)
    )
    return answer(f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>', 200, XML)


# --- knowing it ------------------------------------------------------------------------------------


def page(head: str) -> Response:
    return html_answer(f"<html><head>{head}</head><body></body></html>")


RSS = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'


@pytest.mark.parametrize(
    ("head", "ref"),
    [
        (f'<meta name="generator" content="newtelligence dasBlog 2.3">{RSS}', REF),
        ('<meta name="generator" content="newtelligence dasBlog 2.3">', None),
        (f'<meta name="generator" content="Hugo 0.1">{RSS}', None),
        (
            '<link rel="service.comment" type="text/xml" href="/say?id=7">',
            replace(REF, key="comment=https%3A%2F%2Fblog.example%2Fsay%3Fid%3D7"),
        ),
    ],
)
def test_a_page_of_a_program_that_speaks_it_is_known(head: str, ref: ChannelRef | None) -> None:
    assert detect_channel(page(head), URL) == ref


# --- reading ---------------------------------------------------------------------------------------


def test_the_posts_item_names_the_feed_of_its_comments() -> None:
    done = drive(BY_FEED.thread(POST), NAMED, thread(("Mira", "Knead it."), ("Jo", "Twice.")))
    assert done.calls == [f"GET {FEED}", f"GET {THREAD}"]
    assert [(each.author, each.html) for each in done.value.comments] == [
        ("Mira", "<p>Knead it.</p>"),
        ("Jo", "<p>Twice.</p>"),
    ]


def test_a_post_that_left_the_feed_has_its_thread_in_the_page() -> None:
    in_page = html_answer('<div id="c4"><span class="fn">Lee</span><div class="comment-body">Hm.</div></div>')
    gone = replace(POST, guid="g-1", url=f"{HOME}old.aspx")
    done = drive(BY_FEED.thread(gone), NAMED, in_page)
    assert done.calls == [f"GET {FEED}", f"GET {HOME}old.aspx"]
    assert [comment.id for comment in done.value.comments] == ["4"]


def test_a_feed_that_is_none_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(BY_FEED.thread(POST), answer("", 200))


# --- what is asked ---------------------------------------------------------------------------------


def test_where_an_address_is_named_everyone_may_write() -> None:
    form = drive(BY_FEED.form(POST), NAMED).value
    assert (form.access, form.markup, form.url) == (Access.ANONYMOUS, "html", HERE)
    assert form.fields == (FormField("name", True), FormField("email", False), FormField("website", False))


def test_where_none_is_named_the_browser_has_to_do() -> None:
    form = drive(BY_FEED.form(POST), feed()).value
    assert (form.access, form.reason) == (
        Access.BROWSER,
        "The blog's feed names no address for comments on this post.",
    )
    assert isinstance(drive(BY_FEED.submit(POST, DRAFT), feed()).value, NeedsBrowser)


# --- sending ---------------------------------------------------------------------------------------


def test_a_comment_is_sent_as_an_item() -> None:
    shown = thread(("Zoë", "Good &lt;strong&gt;bread&lt;/strong&gt;."))
    draft = replace(DRAFT, website="https://z.example")
    done = drive(BY_FEED.submit(POST, draft), NAMED, answer("", 201), NAMED, shown)
    assert done.calls == [f"GET {FEED}", f"POST {SEND}", f"GET {FEED}", f"GET {THREAD}"]
    assert done.asked[1].headers["Content-Type"] == "text/xml; charset=utf-8"
    assert done.asked[1].body.decode() == (
        '<?xml version="1.0" encoding="utf-8"?><item><title>Re: Bread &amp; butter</title>'
        "<author>z@z.example (Zoë)</author><link>https://z.example</link>"
        "<description>&lt;p&gt;Good &lt;strong&gt;bread&lt;/strong&gt;.&lt;/p&gt;</description></item>"
    )
    assert done.value == Published("1", f"{URL}#c1")


@pytest.mark.parametrize(
    "said",
    [answer("", 201), answer("<ok/>", 200, XML), answer("", 303, location=f"{URL}#c9"), answer("", 204)],
)
def test_a_comment_that_was_taken_and_is_not_shown_is_held(said: Response) -> None:
    assert drive(BY_FEED.submit(POST, DRAFT), NAMED, said, NAMED, thread()).value == Held(None, HERE)


ONLY_BROWSERS = CleanText("The comment server takes comments only from a browser.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (answer("Empty text", 400, ("content-type", "text/plain")), Refused(CleanText("Empty text"))),
        (
            html_answer("<h1>Bad request</h1>", 400),
            Refused(CleanText("The comment server did not take the comment and gave no reason.")),
        ),
        (html_answer("", 403), NeedsBrowser(HERE, ONLY_BROWSERS)),
        (html_answer("", 405), NeedsBrowser(HERE, ONLY_BROWSERS)),
        (answer("", 302, location="/login"), Refused(CleanText("The comment server has moved."))),
        (html_answer("", 503), RetryLater(CleanText("The comment server takes no comments just now."))),
    ],
)
def test_what_the_server_says(said: Response, meant: Outcome) -> None:
    assert drive(BY_FEED.submit(POST, DRAFT), NAMED, said).value == meant


@pytest.mark.parametrize(
    "said", [html_answer("", 500), html_answer("<!DOCTYPE html><h1>Are you human?</h1>")]
)
def test_an_answer_without_meaning_is_looked_up(said: Response) -> None:
    mine = thread(("Zoë", "Good bread."))
    assert drive(BY_FEED.submit(POST, DRAFT), NAMED, said, NAMED, mine).value == Published("1", f"{URL}#c1")
    assert isinstance(drive(BY_FEED.submit(POST, DRAFT), NAMED, said, NAMED, thread()).value, Unknown)


def test_an_answer_to_a_comment_is_for_the_browser() -> None:
    assert isinstance(drive(BY_FEED.submit(POST, replace(DRAFT, parent="1"))).value, NeedsBrowser)


def test_a_lost_answer_is_thrown_out_and_nothing_is_sent_again() -> None:
    with pytest.raises(AnswerTimedOut):
        drive(BY_FEED.submit(POST, DRAFT), NAMED, AnswerTimedOut("Too slow.", URL, "header"))
