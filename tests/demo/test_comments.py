"""Reading and writing comments on the sample blog, through its real Isso."""

import re
from html import escape
from typing import Any

import httpx
import pytest

from tui_blog.demo.content import load_posts
from tui_blog.demo.seeds import load_seeds
from tui_blog.demo.server import SampleBlog

GUEST_BOOK = "/the-guest-book/"


def thread_of(client: httpx.Client, path: str) -> tuple[str, str]:
    """What the post's page says of its thread: the comment server, and the name of the thread there."""
    page = client.get(path).text
    endpoint = re.search(r'data-isso="([^"]+)/"', page)
    name = re.search(r'data-isso-id="([^"]+)"', page)
    assert endpoint and name
    return endpoint[1], name[1]


def listed(client: httpx.Client, path: str) -> dict[str, Any]:
    endpoint, name = thread_of(client, path)
    answer: dict[str, Any] = client.get(f"{endpoint}/", params={"uri": name}).raise_for_status().json()
    return answer


def everything(thread: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for comment in thread["replies"] for each in (comment, *comment["replies"])]


def write(client: httpx.Client, path: str, text: str, **fields: object) -> httpx.Response:
    endpoint, name = thread_of(client, path)
    return client.post(f"{endpoint}/new", params={"uri": name}, json={"text": text, **fields})


@pytest.mark.parametrize("path", load_seeds())
def test_isso_lists_every_thread_as_it_was_written(client: httpx.Client, path: str) -> None:
    thread = load_seeds()[path]
    answer = listed(client, path)
    assert len(everything(answer)) >= sum(comment.shown for comment in thread)
    first = answer["replies"][0]
    assert first["author"] == (escape(thread[0].author) or None)
    assert first["created"] == thread[0].written.timestamp()
    answers = [reply.written.timestamp() for reply in thread[0].replies]
    assert [reply["created"] for reply in first["replies"]] == answers


def test_markdown_in_a_comment_is_rendered_by_isso(client: httpx.Client) -> None:
    texts = "".join(each["text"] for each in everything(listed(client, "/twelve-parts-of-the-tide/")))
    assert '<code class="language-python">' in texts
    assert "<em>over</em>" in texts


def test_a_new_comment_is_shown_at_once_and_counted_in_the_feed(
    client: httpx.Client, blog: SampleBlog
) -> None:
    before = client.get(f"{blog.feed_url}?page=4").headers["etag"]
    answer = write(client, "/a-lamp-lit/", "I read this *standing up*.", author="A reader")
    assert (answer.status_code, answer.json()["mode"]) == (201, 1)
    assert answer.json()["id"] in [each["id"] for each in everything(listed(client, "/a-lamp-lit/"))]
    assert client.get(f"{blog.feed_url}?page=4").headers["etag"] != before


def test_one_may_answer_oneself_at_once_and_often(client: httpx.Client) -> None:
    first = write(client, "/two-lines/", "The first of many.").json()
    answers = [write(client, "/two-lines/", f"And one more: {n}.", parent=first["id"]) for n in range(8)]
    assert [answer.status_code for answer in answers] == [201] * 8
    assert {answer.json()["parent"] for answer in answers} == {first["id"]}


def test_the_first_comment_under_a_post_needs_no_title(client: httpx.Client) -> None:
    """Isso then asks the blog, and so itself, for the page: neither request may wait for the other."""
    (path,) = {p.path for p in load_posts() if p.door == "open"} - load_seeds().keys()
    assert listed(client, path)["total_replies"] == 0
    assert write(client, path, "The first one here.").status_code == 201
    assert listed(client, path)["total_replies"] == 1


def test_a_comment_in_the_guest_book_waits_until_it_is_approved(
    client: httpx.Client, blog: SampleBlog
) -> None:
    shown = len(everything(listed(client, GUEST_BOOK)))
    answer = write(client, GUEST_BOOK, "From a desk, in rain.", author="A reader", email="reader@example.org")
    held = answer.json()["id"]
    assert (answer.status_code, answer.json()["mode"]) == (202, 2)
    assert len(everything(listed(client, GUEST_BOOK))) == shown
    assert held in blog.held()

    assert blog.approve(held)
    assert held in [each["id"] for each in everything(listed(client, GUEST_BOOK))]
    assert not blog.approve(held), "nothing waits under that id any more"


def test_an_approved_writer_waits_again_the_next_time(client: httpx.Client, blog: SampleBlog) -> None:
    fields = {"author": "Again", "email": "again@example.org"}
    blog.approve(write(client, GUEST_BOOK, "The first time.", **fields).json()["id"])
    assert write(client, GUEST_BOOK, "The second time.", **fields).status_code == 202


def test_all_that_waits_can_be_approved_together(client: httpx.Client, blog: SampleBlog) -> None:
    write(client, GUEST_BOOK, "One that waits.")
    waiting = len(blog.held())
    assert waiting >= 1
    assert (blog.approve_all(), blog.held(), blog.approve_all()) == (waiting, (), 0)


def test_a_closed_post_has_a_sentence_and_no_thread(client: httpx.Client) -> None:
    page = client.get("/a-chair-by-the-window/").text
    assert "Comments on this post are closed." in page
    assert "isso" not in page


def test_a_browser_gets_the_script_that_shows_the_thread(client: httpx.Client, blog: SampleBlog) -> None:
    script = client.get(f"{blog.isso_url}/js/embed.min.js")
    assert script.status_code == 200
    assert "javascript" in script.headers["content-type"]


def test_the_reader_is_asked_for_nothing(client: httpx.Client, blog: SampleBlog) -> None:
    for endpoint in (blog.isso_url, blog.moderated_isso_url):
        config = client.get(f"{endpoint}/config").json()["config"]
        assert not config["require-author"] and not config["require-email"] and config["reply-to-self"]


def test_what_isso_refuses_is_said_so(client: httpx.Client) -> None:
    assert write(client, "/a-lamp-lit/", "x").status_code == 400
