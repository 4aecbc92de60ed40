"""The comments of a Ghost blog: read by its members' API, written in a browser."""

from dataclasses import replace

import pytest

from tests.platforms.driving import (
    FIXTURES,
    answer,
    browse,
    drive,
    fixture,
    golden,
    html_answer,
    json_answer,
    plain,
)
from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, CommentForm, Draft, NeedsBrowser, Refused, Thread
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.platforms.ghost.comments import GhostComments
from tui_blog.platforms.ghost.thread import MOST_PAGES

MEMBERS = "https://tea.example/members/api/"
POST_ID = "65a000000000000000000006"
URL = "https://tea.example/white-tea/"
POST = Post(POST_ID, URL, CleanText("White tea"), "", comments_open=True, remote_id=POST_ID)
CHANNEL = GhostComments(ChannelRef("ghost", MEMBERS, POST_ID))
LIST = f"{MEMBERS}comments/post/{POST_ID}/"
COUNTS = f"{MEMBERS}comments/counts/"
PAGE = (FIXTURES / "ghost/page.html").read_text(encoding="utf-8")
OFF = json_answer({"errors": [{"message": "Comments are not enabled for this site."}]}, 405)
LONG = "A thing that nobody else would have said in just these words."


def said(number: int, text: str = LONG, name: str = "Ada", **more: object) -> dict[str, object]:
    created = f"2024-12-20T08:{number:02}:00.000Z"
    return {
        "id": f"{number:024x}",
        "status": "published",
        "html": f"<p>{text}</p>",
        "created_at": created,
        "member": {"name": name},
        **more,
    }


def listed(*comments: dict[str, object], more: bool = False) -> Response:
    meta = {"pagination": {"next": 2 if more else None, "total": len(comments)}}
    return json_answer({"comments": list(comments), "meta": meta})


def counted(number: int) -> Response:
    return json_answer({POST_ID: number})


def numbers(thread: Thread) -> list[int]:
    return [int(comment.id, 16) for comment in thread.comments]


# --- the thread ----------------------------------------------------------------------------------


def test_golden_pair() -> None:
    """The first comment has more replies than came with it."""
    answers = fixture("ghost/comments.json"), counted(4), fixture("ghost/replies.json")
    assert plain(drive(CHANNEL.thread(POST), *answers).value) == golden("ghost/comments.json")


def test_a_thread_is_asked_for_oldest_first_in_full_pages() -> None:
    assert drive(CHANNEL.thread(POST), listed(), counted(0)).calls == [
        f"GET {LIST}?limit=100&order=created_at+asc,+id+asc",
        f"GET {COUNTS}?ids={POST_ID}",
    ]


def test_a_long_thread_is_read_page_by_page() -> None:
    done = drive(CHANNEL.thread(POST), listed(said(1), more=True), counted(2), listed(said(2)))
    assert numbers(done.value) == [1, 2]
    assert "page=2" in done.calls[2]


def test_many_replies_are_read_page_by_page() -> None:
    top = said(1, replies=[said(2)], count={"replies": 3})
    done = drive(
        CHANNEL.thread(POST), listed(top), counted(4), listed(said(2), said(3), more=True), listed(said(4))
    )
    assert numbers(done.value) == [1, 2, 3, 4]
    assert {comment.parent for comment in done.value.comments[1:]} == {f"{1:024x}"}
    assert f"comments/{1:024x}/replies/" in done.calls[3]


def test_replies_that_came_whole_are_not_asked_for_again() -> None:
    top = said(1, replies=[said(2)], count={"replies": 1})
    assert len(drive(CHANNEL.thread(POST), listed(top), counted(2)).calls) == 2


def test_a_comment_that_goes_while_its_replies_are_asked_for_keeps_what_came() -> None:
    top = said(1, replies=[said(2)], count={"replies": 5})
    done = drive(CHANNEL.thread(POST), listed(top), counted(6), answer("", 404))
    assert numbers(done.value) == [1, 2]


def test_a_server_that_always_has_one_more_page_is_left() -> None:
    pages = [listed(said(number), more=True) for number in range(MOST_PAGES)]
    assert len(drive(CHANNEL.thread(POST), pages[0], counted(1), *pages[1:]).value.comments) == MOST_PAGES


def test_a_page_that_brings_nothing_new_is_the_last() -> None:
    pages = [listed(said(1), more=True), counted(1), listed(said(1), more=True)]
    assert numbers(drive(CHANNEL.thread(POST), *pages).value) == [1]


def test_nothing_answers_itself() -> None:
    top = said(1, replies=[said(2, in_reply_to_id=f"{2:024x}")], count={"replies": 1})
    assert drive(CHANNEL.thread(POST), listed(top), counted(2)).value.comments[1].parent == f"{1:024x}"


@pytest.mark.parametrize("off", [OFF, answer("Not here.", 404)])
def test_a_blog_without_comments_has_an_empty_thread(off: Response) -> None:
    assert drive(CHANNEL.thread(POST), off, counted(3)).value == Thread((), 0)


@pytest.mark.parametrize("counts", [answer("", 500), html_answer("<html>"), json_answer([1])])
def test_where_the_count_cannot_be_had_what_came_is_counted(counts: Response) -> None:
    assert drive(CHANNEL.thread(POST), listed(said(1)), counts).value.total == 1


def test_a_fault_is_no_empty_thread() -> None:
    with pytest.raises(StatusError):
        drive(CHANNEL.thread(POST), answer("", 500), counted(1))
    with pytest.raises(UnreadableAnswer):
        drive(CHANNEL.thread(POST), html_answer("<html>Soon.</html>"), counted(1))
    with pytest.raises(UnreadableAnswer):
        drive(CHANNEL.thread(POST), listed({"number": 1}), counted(1))


def test_by_the_feed_alone_the_guid_leads_to_the_thread() -> None:
    by_feed = GhostComments(ChannelRef("ghost", MEMBERS))
    done = drive(by_feed.thread(replace(POST, remote_id="")), listed(said(1)), counted(1))
    assert done.calls[0].startswith(f"GET {LIST}")


def test_without_a_number_there_is_a_sentence() -> None:
    with pytest.raises(UnreadableAnswer, match=r"tea\.example does not tell the number of this post"):
        drive(GhostComments(ChannelRef("ghost", MEMBERS)).thread(replace(POST, guid=URL, remote_id="")))


# --- who may write ---------------------------------------------------------------------------------


def form(page: Response, asked: Response, post: Post = POST) -> CommentForm:
    return browse(CHANNEL.form(post), {URL: page, LIST: asked}).value


def test_members_may_write_in_a_browser() -> None:
    found = form(html_answer(PAGE), listed())
    assert (found.access, found.system, found.url) == (Access.BROWSER, "ghost", f"{URL}#ghost-comments")
    assert found.reason == "Members of the blog may comment, signed in in a browser."
    assert (found.fields, found.moderated) == ((), False)


def test_only_paying_members_may_where_the_page_says_so() -> None:
    found = form(html_answer(PAGE.replace('enabled="all"', 'enabled="paid"')), listed())
    assert found.access is Access.BROWSER
    assert found.reason == "Only paying members of the blog may comment, signed in in a browser."


def test_a_post_for_members_takes_comments_of_those_who_may_read_it() -> None:
    hidden = html_answer(PAGE.replace("data-ghost-comments=", "data-nothing="))
    found = form(hidden, listed(), replace(POST, comments_open=None))
    assert found.access is Access.BROWSER
    assert found.reason == "Only members who may read the whole post may comment, signed in in a browser."


def test_a_theme_may_show_no_comments_though_they_are_on() -> None:
    found = form(html_answer(PAGE.replace("data-ghost-comments=", "data-nothing=")), listed())
    assert (found.access, found.reason) == (Access.CLOSED, "The blog shows no comments under its posts.")


def test_comments_that_are_off_are_closed() -> None:
    for asked, post in ((OFF, POST), (listed(), replace(POST, comments_open=False))):
        found = form(html_answer(PAGE), asked, post)
        assert (found.access, found.reason) == (Access.CLOSED, "The blog has switched comments off.")


def test_a_page_that_cannot_be_had_tells_nothing() -> None:
    assert form(answer("", 503), listed()).access is Access.BROWSER


# --- writing -----------------------------------------------------------------------------------------


def test_nothing_is_sent() -> None:
    done = drive(CHANNEL.submit(POST, Draft("t", LONG)))
    assert isinstance(done.value, NeedsBrowser)
    assert (done.value.url, done.asked) == (f"{URL}#ghost-comments", [])
    closed = drive(CHANNEL.submit(replace(POST, comments_open=False), Draft("t", LONG)))
    assert isinstance(closed.value, Refused)


def test_a_text_that_was_carried_over_is_found_at_its_place() -> None:
    top = said(1, replies=[said(2, "Quite so, and for all the reasons you name here.")], count={"replies": 1})
    thread = listed(top, said(3)), counted(3)
    mine = drive(CHANNEL.find(POST, Draft("t", LONG)), *thread).value
    assert mine and mine.id == f"{3:024x}"
    reply = Draft("t", "Quite so, and for all the reasons you name here.", parent=f"{1:024x}")
    theirs = drive(CHANNEL.find(POST, reply), *thread).value
    assert theirs and theirs.id == f"{2:024x}"
    assert drive(CHANNEL.find(POST, Draft("t", "Something else entirely.")), *thread).value is None
