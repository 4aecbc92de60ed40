"""Movable Type: by the Data API where its page links it, else by the feed; threads by the API or the page."""

import pytest

from tests.platforms.driving import answer, browse, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.comment import Access
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.model.thread_order import threaded
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.installed.movable_type import MovableTypeComments
from tui_blog.platforms.installed.movable_type_posts import MovableTypePosts

HOME = "https://blog.example/"
API = f"{HOME}mt/mt-data-api.cgi/v4/sites/3"
RSS = answer(f"<rss version='2.0'><channel><title>B</title><link>{HOME}</link></channel></rss>")
URL = f"{HOME}2012/05/salt-tide.html"
POST = Post("tag:blog.example,2012://3.812", URL, EMPTY, "")


def page(generator: str = "Movable Type Pro 7.9", body: str = "", head: str = "") -> Response:
    named = f'<meta name="generator" content="{generator}">' if generator else ""
    return html_answer(f"<html><head><title>Coast</title>{named}{head}</head><body>{body}</body></html>")


LINKED = f'<script>var api = "{API.replace("/", chr(92) + "/")}/entries";</script>'
FORM = (
    '<form action="https://blog.example/cgi/mt-comments.cgi"><input name="entry_id" value="812"></form>'
    '<form action="/cgi/mt-search.cgi"></form>'
)


def test_the_data_api_is_taken_where_the_page_links_it() -> None:
    pages = {HOME: page(head=LINKED), f"{API}/entries": fixture("movabletype/entries.json")}
    site = browse(detect(HOME), pages).value
    assert (site.platform, site.sources) == ("movabletype", (SourceRef("movabletype", API),))
    assert site.channels == (ChannelRef("movabletype", API),)


@pytest.mark.parametrize(
    "shut", [answer("", 404), json_answer({"error": {}}, 401), json_answer({"totalResults": 0})]
)
def test_where_the_api_is_shut_the_feed_is_read(shut: Response) -> None:
    pages = {HOME: page(head=LINKED), f"{API}/entries": shut, f"{HOME}atom.xml": RSS}
    site = browse(detect(HOME), pages).value
    assert (site.platform, site.sources) == ("movabletype", (SourceRef("feed", f"{HOME}atom.xml"),))


def test_nobody_guesses_where_the_api_may_be_and_none_elsewhere_is_asked() -> None:
    for head in ("", LINKED.replace("blog.example", "other.example")):
        done = browse(detect(HOME), {HOME: page(head=head), f"{HOME}atom.xml": RSS})
        assert done.value.platform == "movabletype"
        assert not any("data-api" in call for call in done.calls)


def test_two_of_its_scripts_tell_it_and_one_does_not() -> None:
    feed = {f"{HOME}atom.xml": RSS}
    assert browse(detect(HOME), {HOME: page("", FORM)} | feed).value.platform == "movabletype"
    one = '<form action="/cgi/mt-search.cgi"></form><p>Movable Type, I miss you</p>'
    assert browse(detect(HOME), {HOME: page("", one)} | feed).value.platform == "feed"


def test_entries_become_what_stands_beside_them() -> None:
    done = drive(MovableTypePosts(API).page(), fixture("movabletype/entries.json"))
    assert plain(done.value.posts) == golden("movabletype/entries.json")
    assert (done.value.total, done.value.next) == (62, "3")


def test_it_is_read_back_to_the_first_entry() -> None:
    last = json_answer({"totalResults": 62, "items": [{"id": n, "title": str(n)} for n in range(59)]})
    done = drive(MovableTypePosts(API).page(Cursor("3")), last)
    assert "offset=3&" in done.calls[0]
    assert (len(done.value.posts), done.value.next) == (59, None)


def test_a_broken_api_is_a_sentence() -> None:
    with pytest.raises(UnreadableAnswer, match=r"blog\.example sent something else"):
        drive(MovableTypePosts(API).page(), html_answer("<h1>An error occurred</h1>"))
    with pytest.raises(StatusError):
        drive(MovableTypePosts(API).page(), answer("", 403))


def test_one_entry_is_looked_for_among_the_newest() -> None:
    found = drive(MovableTypePosts(API).one(URL), fixture("movabletype/entries.json")).value
    assert found is not None
    assert found.remote_id == "812"


def test_a_thread_comes_by_the_api_page_by_page() -> None:
    def comments(*numbers: int) -> Response:
        items = [
            {
                "id": n,
                "author": {"displayName": f"R{n}"},
                "body": f"<p>{n}</p>",
                "parent": 1 if n == 2 else None,
            }
            for n in numbers
        ]
        return json_answer({"totalResults": 3, "items": items})

    done = drive(
        MovableTypeComments(ChannelRef("movabletype", API)).thread(POST), comments(1, 2), comments(3)
    )
    told = [(each.id, depth, each.author) for each, depth in threaded(done.value.comments)]
    assert told == [("1", 0, "R1"), ("2", 1, "R2"), ("3", 0, "R3")]
    assert [call.partition("/entries/")[2] for call in done.calls] == [
        "812/comments?limit=50&offset=0",
        "812/comments?limit=50&offset=2",
    ]


def test_without_the_api_the_comments_of_the_page_are_read() -> None:
    body = """<div class="comments-content">
      <div class="comment" id="comment-41"><div class="comment-header"><span class="vcard author">
        <a href="https://aki.example/">Aki</a></span>
        <abbr class="published" title="2012-05-06T20:00:00+09:00">6</abbr></div>
        <div class="comment-content"><p>I was there.</p></div></div>
      <div class="comment" id="comment-42"><div class="comment-content"><p>So was I.</p></div></div></div>"""
    channel = MovableTypeComments(ChannelRef("movabletype", HOME))
    thread = drive(channel.thread(POST), page(body=body)).value
    assert [(c.id, c.author, c.html, c.url) for c in thread.comments] == [
        ("41", "Aki", "<p>I was there.</p>", f"{URL}#comment-41"),
        ("42", "", "<p>So was I.</p>", f"{URL}#comment-42"),
    ]
    assert thread.comments[0].website == "https://aki.example/"
    assert thread.comments[0].published is not None


def test_an_answer_within_the_text_of_a_comment_is_no_part_of_it() -> None:
    body = (
        '<div id="comment-1" class="comment-body"><p>One.</p>'
        '<div id="comment-2" class="comment-body"><p>Two.</p></div></div>'
    )
    thread = drive(MovableTypeComments(ChannelRef("movabletype", HOME)).thread(POST), page(body=body)).value
    assert [(c.id, c.parent, c.html) for c in thread.comments] == [
        ("1", None, "<p>One.</p>"),
        ("2", "1", "<p>Two.</p>"),
    ]


def test_comments_nested_without_end_are_read_as_far_as_people_nest_them() -> None:
    body = "".join(f'<div id="comment-{n}" class="comment-body">x' for n in range(5_000))
    thread = drive(MovableTypeComments(ChannelRef("movabletype", HOME)).thread(POST), page(body=body)).value
    assert 0 < len(thread.comments) <= 100


def test_the_page_of_an_entry_tells_its_number_and_the_browser_takes_comments() -> None:
    ref = detect_channel(page(body=FORM), URL)
    assert ref == ChannelRef("movabletype", HOME, "812")
    form = drive(MovableTypeComments(ref).form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{URL}#comments")
