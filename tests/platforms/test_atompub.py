"""Comments by AtomPub, where a post's feed of them names its collection: as RFC 5023 and RFC 4685 have it."""

from dataclasses import replace

import pytest
from lxml import etree

from tests.platforms.driving import answer, drive
from tui_blog.errors import ConnectionLost
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
from tui_blog.model.text import clean_line
from tui_blog.platforms.comments.named_comments import NamedComments
from tui_blog.platforms.comments.posting import BUSY, GUARDED

HOME = "https://blog.example/"
URL = f"{HOME}2024/tea/"
FEED, INTO = f"{URL}comments.atom", f"{URL}comments"
CHANNEL = NamedComments(ChannelRef("commentfeed", HOME, FEED))
POST = Post("tag:blog.example,2024:tea", URL, clean_line("Tea & <milk>"), "")
DRAFT = Draft("t" * 32, "Grün <ist> & bleibt der beste von allen.", None, "Zoé", "zoe@mail.example", "")
PLACE = f"{URL}#comments"
TAKING = f'<app:collection href="{INTO}"><title>C</title><app:accept>{{}}</app:accept></app:collection>'
OPEN = TAKING.format("application/atom+xml; type=entry")
ATOM = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}


def feed(collection: str = OPEN, *entries: str) -> Response:
    names = 'xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"'
    body = f"<feed {names}>{collection}{''.join(entries)}</feed>"
    return answer(body, date="Fri, 27 Nov 2026 02:30:00 GMT")


def entry(number: int, text: str) -> str:
    shown = text.replace("&", "&amp;").replace("<", "&lt;")
    guid = f"<id>tag:blog.example,2024:c{number}</id>"
    link = f'<link href="{URL}#comment-{number}"/>'
    return f"<entry>{guid}{link}<author><name>Zoé</name></author><content>{shown}</content></entry>"


CREATED = answer("", 201, location=f"{URL}comments/9")
SHOWN = feed(OPEN, entry(9, DRAFT.body))


@pytest.mark.parametrize(
    "collection",
    [
        TAKING.format("application/atom+xml;type=entry"),
        TAKING.format("application/atom+xml"),
        f'<app:collection href="{INTO}"/>',
        '<app:collection href="comments"/>',
    ],
)
def test_a_feed_that_names_its_collection_is_open_to_all(collection: str) -> None:
    given = replace(feed(collection), url=FEED)
    form = drive(CHANNEL.form(POST), given).value
    asked = [(field.name, field.required) for field in form.fields]
    assert form.access is Access.ANONYMOUS
    assert asked == [("name", True), ("email", False), ("website", False)]


@pytest.mark.parametrize(
    "given",
    [
        feed(""),
        feed(TAKING.format("image/png")),
        feed(TAKING.format("")),
        feed('<app:collection href="https://else.example/in"/>'),
        answer("<rss version='2.0'><channel/></rss>"),
        answer("", 404),
    ],
)
def test_what_takes_no_entries_is_the_browser_s(given: Response) -> None:
    assert drive(CHANNEL.form(POST), given).value.access is Access.BROWSER
    if given.status == 200:
        done = drive(CHANNEL.submit(POST, DRAFT), given)
        assert isinstance(done.value, NeedsBrowser) and len(done.asked) == 1


def test_a_comment_is_an_entry_that_answers_the_post() -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), feed(), CREATED, SHOWN)
    assert done.value == Published("9", f"{URL}#comment-9")
    sent = done.asked[1]
    assert (sent.method, sent.url, sent.follow, sent.login) == ("POST", INTO, False, False)
    assert sent.headers["Content-Type"] == "application/atom+xml;type=entry;charset=utf-8"
    root = etree.fromstring(sent.body)
    told = {
        path: root.findtext(path, namespaces=ATOM)
        for path in ("a:title", "a:updated", "a:author/a:name", "a:author/a:email", "a:content")
    }
    assert list(told.values()) == [
        "Re: Tea & <milk>",
        "2026-11-27T02:30:00Z",
        "Zoé",
        "zoe@mail.example",
        DRAFT.body,
    ]
    assert (root.findtext("a:id", namespaces=ATOM) or "").startswith("urn:uuid:")
    reply = root.find("thr:in-reply-to", ATOM)
    assert reply is not None and dict(reply.attrib) == {"ref": POST.guid, "href": URL}


def test_a_comment_is_answered_by_its_own_id() -> None:
    there = feed(OPEN, entry(4, "Schwarz."))
    done = drive(CHANNEL.submit(POST, replace(DRAFT, parent="4")), there, answer("", 202))
    assert done.value == Held(None, PLACE)
    reply = etree.fromstring(done.asked[1].body).find("thr:in-reply-to", ATOM)
    assert reply is not None and reply.get("ref") == "tag:blog.example,2024:c4"
    assert isinstance(drive(CHANNEL.submit(POST, replace(DRAFT, parent="5")), there).value, Refused)


def test_a_comment_that_was_taken_and_is_not_shown_waits() -> None:
    assert drive(CHANNEL.submit(POST, DRAFT), feed(), CREATED, feed()).value == Held(None, PLACE)


ANSWERS: dict[str, tuple[Response, Outcome]] = {
    "for members": (answer("", 401), NeedsBrowser(PLACE, GUARDED)),
    "not allowed": (answer("", 405), NeedsBrowser(PLACE, GUARDED)),
    "refused": (
        answer("Too\x1b[2J long", 413, ("content-type", "text/plain")),
        Refused(clean_line("Too long")),
    ),
    "busy": (answer("", 503, retry_after="9"), RetryLater(BUSY, 9.0)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_server_answers(name: str) -> None:
    given, outcome = ANSWERS[name]
    assert drive(CHANNEL.submit(POST, DRAFT), feed(), given).value == outcome


@pytest.mark.parametrize("unclear", [answer("<p>Fine</p>"), answer("", 500)])
def test_where_the_answer_proves_nothing_the_feed_does(unclear: Response) -> None:
    done = drive(CHANNEL.submit(POST, DRAFT), feed(), unclear, SHOWN)
    assert isinstance(done.value, Published)
    assert isinstance(drive(CHANNEL.submit(POST, DRAFT), feed(), unclear, feed()).value, Unknown)
    assert sum(request.method == "POST" for request in done.asked) == 1


def test_what_fails_before_it_is_sent_was_not_taken() -> None:
    lost = ConnectionLost("Lost.", URL)
    assert drive(CHANNEL.submit(POST, DRAFT), lost).value == RetryLater(clean_line("Lost."))
    with pytest.raises(ConnectionLost):
        drive(CHANNEL.submit(POST, DRAFT), feed(), lost)
