import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.blogger_blog import BLOG_ID, KETTLE, comment_entry, post_id, post_url
from tests.platforms.driving import answer, browse, drive, fixture, golden, html_answer, plain
from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Comment, CommentForm, Draft, NeedsBrowser, Refused, Thread
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.blogger.comments import BloggerComments
from tui_blog.platforms.blogger.thread import MOST_PAGES, read_thread

ROOT = f"{KETTLE}/feeds/"
GUID = f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(3)}"
POST = Post(GUID, post_url(3), EMPTY, "", comments_open=True)
FEED = f"{ROOT}{post_id(3)}/comments/default"
FORM = f"https://www.blogger.com/comment/fullpage/post/{BLOG_ID}/{post_id(3)}"
CHANNEL = BloggerComments(ChannelRef("blogger", ROOT))
LONG = "A thing that nobody else would have said in just these words."


def thread_of(*entries: dict[str, Any], total: int | None = None, more: bool = False) -> Response:
    feed: dict[str, Any] = {"link": [{"rel": "next", "href": "http://www.blogger.com/x"}] if more else []}
    if total is not None:
        feed["openSearch$totalResults"] = {"$t": str(total)}
    if entries:
        feed["entry"] = list(entries)
    return answer(json.dumps({"feed": feed}))


def said(number: int, text: str = LONG, author: str = "Ada", parent: int | None = None) -> dict[str, Any]:
    return comment_entry(number, 3, author, text, parent)


def read(*answers: Response | NetworkError) -> Thread:
    return drive(read_thread(ROOT, post_id(3)), *answers).value


def ids(thread: Thread) -> list[str]:
    return [comment.id for comment in thread.comments]


# --- the thread ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["comments.json", "comments.atom.xml"])
def test_golden_pairs(name: str) -> None:
    """The last comment of the first one has no known shape, so that it is looked for once more."""
    pages = {"https://tea.example/feeds/700/comments/default": fixture(f"blogger/{name}")}
    assert plain(browse(read_thread("https://tea.example/feeds/", "700"), pages).value) == golden(
        f"blogger/{name}"
    )


def test_a_thread_is_asked_for_as_bloggers_own_script_does() -> None:
    done = drive(CHANNEL.thread(POST), thread_of())
    assert done.calls == [f"GET {FEED}?alt=json&max-results=100&v=2&orderby=published&reverse=false"]
    assert done.value == Thread((), 0)


def test_pages_are_counted_by_what_came() -> None:
    flow = read_thread(ROOT, post_id(3))
    done = drive(flow, thread_of(said(1), said(2), total=3, more=True), thread_of(said(3), total=3))
    assert ids(done.value) == ["1", "2", "3"]
    assert parse_qs(urlsplit(done.asked[1].url).query)["start-index"] == ["3"]


def test_without_a_total_the_next_link_leads_on() -> None:
    assert ids(read(thread_of(said(1), more=True), thread_of(said(2)))) == ["1", "2"]


def test_the_newest_first_is_turned_round() -> None:
    assert ids(read(thread_of(said(3), said(2), said(1)))) == ["1", "2", "3"]


def test_a_page_that_brings_nothing_new_is_the_last() -> None:
    assert ids(read(thread_of(said(1), total=9), thread_of(said(1), total=9))) == ["1"]


def test_a_server_that_always_has_one_more_page_is_left() -> None:
    pages = [thread_of(said(number), more=True) for number in range(1, MOST_PAGES + 1)]
    assert len(read(*pages).comments) == MOST_PAGES


def test_a_server_that_knows_no_order_is_asked_plainly() -> None:
    done = drive(read_thread(ROOT, post_id(3)), answer("", 400), thread_of(said(1)))
    assert done.calls[1] == f"GET {FEED}?alt=json&max-results=100"


def test_a_parent_is_told_by_any_link_that_names_a_comment() -> None:
    entry = said(2)
    entry["link"].append({"rel": "http://x/parent", "href": f"{FEED}/1?v=2"})
    assert read(thread_of(said(1), entry)).comments[1].parent == "1"


def test_nothing_answers_itself() -> None:
    entry = said(2)
    entry["link"].append({"rel": "related", "href": f"{FEED}/2?v=2"})
    assert read(thread_of(entry)).comments[0].parent is None


def test_comments_that_are_shown_to_members_alone_are_no_thread() -> None:
    login = html_answer("<html>Sign in</html>", url="https://accounts.google.com/ServiceLogin")
    with pytest.raises(UnreadableAnswer, match=r"kettle\.blogspot\.com shows its comments to members only"):
        read(login)


def test_a_missing_feed_is_a_fault_unless_the_post_has_no_comments() -> None:
    with pytest.raises(StatusError):
        drive(CHANNEL.thread(POST), answer("", 404), fixture("blogger/page_open.html"))
    assert drive(CHANNEL.thread(replace(POST, comments_open=False)), answer("", 404)).value == Thread((), 0)


IN_THE_PAGE = """<div id="comments"><ol><li class="comment" id="c11"><div class="comment-block">
  <cite class="user"><a href="//ada.example/">Ada</a></cite><span class="datetime">
  <a href="{url}?showComment=1577955600000#c11">9 o'clock</a></span>
  <p class="comment-content">One <b>word</b>.</p></div><div class="comment-replies"><ol>
  <li class="comment" id="c12"><cite class="user">Bo</cite>
  <span class="datetime"><a href="#c12">3 June 2020</a></span>
  <p class="comment-content"><span class="deleted-comment">Removed.</span></p></li></ol></div></li></ol>"""


@pytest.mark.parametrize("feed", [answer("", 404), answer("", 403), html_answer("<html></html>")])
def test_where_the_owner_gives_no_feed_the_page_tells_the_thread(feed: Response) -> None:
    page = html_answer(IN_THE_PAGE.format(url=post_url(3)))
    first, second = browse(CHANNEL.thread(POST), {FEED: feed, post_url(3): page}).value.comments
    assert (first.id, first.author, first.website) == ("11", "Ada", "https://ada.example/")
    assert (first.html, first.url) == ("One <b>word</b>.", f"{post_url(3)}?showComment=1577955600000#c11")
    assert first.published == datetime(2020, 1, 2, 9, tzinfo=UTC)
    assert (second.parent, second.deleted, second.published) == ("11", True, datetime(2020, 6, 3, tzinfo=UTC))


def test_a_host_that_is_down_is_not_asked_for_its_page() -> None:
    with pytest.raises(StatusError):
        drive(CHANNEL.thread(POST), answer("", 502))


def test_a_post_of_another_source_is_known_by_the_channel_or_by_its_page() -> None:
    foreign = replace(POST, guid=post_url(3))
    by_key = BloggerComments(ChannelRef("blogger", ROOT, f"{BLOG_ID}.{post_id(3)}"))
    assert drive(by_key.thread(foreign), thread_of(said(1))).value.total == 1
    pages = {
        post_url(3): fixture("blogger/page_open.html"),
        f"{ROOT}700/comments/default": thread_of(said(1)),
    }
    assert ids(browse(CHANNEL.thread(foreign), pages).value) == ["1"]
    with pytest.raises(UnreadableAnswer, match="number of this post"):
        browse(CHANNEL.thread(foreign), {})


# --- who may write -------------------------------------------------------------------------------


def form_of(page: str, post: Post = POST) -> CommentForm:
    return drive(CHANNEL.form(post), fixture(f"blogger/{page}.html")).value


@pytest.mark.parametrize("page", ["page_open", "page_fullpage", "page_dynamic"])
def test_whoever_writes_writes_in_a_browser(page: str) -> None:
    form = form_of(page)
    assert (form.system, form.access, form.url) == ("blogger", Access.BROWSER, FORM)
    assert (form.markup, form.limit) == ("plain", 4_096)
    assert form.reason.startswith("Blogger takes comments only in a browser")


def test_the_owners_own_words_are_told() -> None:
    assert form_of("page_open").reason.endswith("Be kind.")


def test_closed_comments_are_told_by_the_page_in_its_words() -> None:
    form = form_of("page_closed")
    assert (form.access, form.reason) == (Access.CLOSED, "New comments are not allowed.")


def test_comments_of_another_system_are_written_on_the_page() -> None:
    form = form_of("page_disqus")
    assert (form.access, form.url) == (Access.BROWSER, f"{post_url(3)}#comment-form")
    assert "script" in form.reason


def test_a_post_without_comments_asks_nobody() -> None:
    form = drive(CHANNEL.form(replace(POST, comments_open=False))).value
    assert (form.access, form.reason) == (Access.CLOSED, "Comments are closed.")


@pytest.mark.parametrize("page", [answer("", 500), StatusError("No.", "https://x.example", 403), answer("")])
def test_a_page_that_cannot_be_had_leaves_the_form_where_it_always_is(page: Response | NetworkError) -> None:
    form = drive(CHANNEL.form(POST), page).value
    assert (form.access, form.url) == (Access.BROWSER, FORM)


# --- writing -------------------------------------------------------------------------------------


def test_nothing_is_sent_and_the_way_is_told() -> None:
    done = drive(CHANNEL.submit(POST, Draft("t", LONG)))
    assert isinstance(done.value, NeedsBrowser)
    assert (done.value.url, done.asked) == (FORM, [])


def test_an_answer_is_written_at_its_place() -> None:
    outcome = drive(CHANNEL.submit(POST, Draft("t", LONG, parent="17"))).value
    assert isinstance(outcome, NeedsBrowser) and outcome.url == f"{post_url(3)}#comment-form_17"


def test_where_comments_are_closed_the_browser_is_no_way_either() -> None:
    assert drive(CHANNEL.submit(replace(POST, comments_open=False), Draft("t", LONG))).value == Refused(
        CleanText("Comments are closed.")
    )


# --- did it arrive? ------------------------------------------------------------------------------


def found(draft: Draft, *entries: dict[str, Any]) -> Comment | None:
    return drive(CHANNEL.find(POST, draft), thread_of(*entries)).value


def test_a_text_that_was_carried_over_is_found_under_any_name() -> None:
    it = found(Draft("t", LONG, name="Bo"), said(1, "Other."), said(2, LONG.replace(" ", "<br />")))
    assert it is not None and it.id == "2" and it.url.endswith("#c2")
    assert found(Draft("t", LONG), said(1, "Other.")) is None


def test_a_short_text_must_come_under_the_name_as_well() -> None:
    thanks = Draft("t", "Thanks!", name="Bo")
    assert found(thanks, said(1, "Thanks!", author="Ada")) is None
    assert found(thanks, said(1, "Thanks!", author="Bo")) is not None


def test_the_newest_of_several_is_meant() -> None:
    it = found(Draft("t", LONG), said(1), said(2))
    assert it is not None and it.id == "2"


def test_an_answer_is_looked_for_under_the_top_comment_alone() -> None:
    above = (said(1, "Top."), said(2, "Answer.", parent=1))
    draft = Draft("t", LONG, parent="2")
    assert found(draft, *above, said(3)) is None
    assert found(Draft("t", LONG), *above, said(3, parent=1)) is None
    it = found(draft, *above, said(3, parent=1))
    assert it is not None and it.id == "3"
