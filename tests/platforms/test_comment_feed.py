"""Threads from feeds of comments: Atom and RSS, with and without who answers whom."""

import pytest

from tests.platforms.driving import answer
from tui_blog.errors import UnreadableAnswer
from tui_blog.model.thread_order import threaded
from tui_blog.platforms.comments.comment_feed import thread_of_feed

XML = ("content-type", "application/xml")
THREAD = "http://purl.org/syndication/thread/1.0"
POST = "https://blog.example/tea/"

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="{THREAD}">
<title>Comments on: Tea</title><id>{POST}feed/atom/</id>
<entry><title>By: Grace</title><id>{POST}#comment-9</id><link rel="alternate" href="{POST}#comment-9"/>
 <author><name>Grace</name></author><published>2024-05-02T09:00:00Z</published>
 <content type="html">&lt;p&gt;So is mine.&lt;/p&gt;</content>
 <thr:in-reply-to ref="{POST}#comment-7" href="{POST}#comment-7" type="text/html"/></entry>
<entry><title>By: Ada</title><id>{POST}#comment-7</id><link rel="alternate" href="{POST}#comment-7"/>
 <author><name>Ada</name><uri>https://ada.example/</uri></author><published>2024-05-01T09:00:00Z</published>
 <content type="html">&lt;p&gt;Mine is green.&lt;/p&gt;</content>
 <thr:in-reply-to ref="https://blog.example/?p=3" href="{POST}" type="text/html"/></entry>
</feed>"""


def rss(*items: str) -> str:
    head = f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:thr="{THREAD}"><channel>'
    body = "".join(f"<item>{each}</item>" for each in items)
    return f"{head}<title>Comments on: Tea</title>{body}</channel></rss>"


def item(number: int, text: str, day: int, more: str = "") -> str:
    return (
        f"<title>By: Ada</title><link>{POST}#c{number}</link>"
        f"<guid isPermaLink='false'>urn:md5:{number}</guid>"
        f"<dc:creator>Ada</dc:creator><pubDate>0{day} May 2024 09:00:00 +0200</pubDate>"
        f"<description>{text}</description>{more}"
    )


def test_an_atom_feed_becomes_a_tree_oldest_first() -> None:
    thread = thread_of_feed(answer(ATOM, 200, XML))
    told = [(each.id, depth, each.author, each.html) for each, depth in threaded(thread.comments)]
    assert told == [("7", 0, "Ada", "<p>Mine is green.</p>"), ("9", 1, "Grace", "<p>So is mine.</p>")]
    assert thread.total == 2
    assert [comment.website for comment in thread.comments] == ["https://ada.example/", ""]
    assert thread.comments[0].url == f"{POST}#comment-7"


def test_an_rss_feed_newest_first_is_turned_around() -> None:
    thread = thread_of_feed(answer(rss(item(8, "Two", 2), item(7, "One", 1)), 200, XML))
    assert [(c.id, c.parent, c.html) for c in thread.comments] == [
        ("7", None, "<p>One</p>"),
        ("8", None, "<p>Two</p>"),
    ]


def test_an_answer_finds_its_parent_by_guid_and_one_beyond_the_feed_keeps_its_number() -> None:
    by_guid = item(8, "Two", 2, '<thr:in-reply-to ref="urn:md5:7"/>')
    beyond = item(9, "Three", 3, f'<thr:in-reply-to ref="urn:x" href="{POST}#c2"/>')
    thread = thread_of_feed(answer(rss(by_guid, item(7, "One", 1), beyond), 200, XML))
    assert [comment.parent for comment in thread.comments] == [None, "7", "2"]


def test_comments_without_numbers_are_known_by_their_guids_and_told_once() -> None:
    bare = "<guid isPermaLink='false'>tag:x,1</guid><description>Hm</description>"
    thread = thread_of_feed(answer(rss(bare, bare), 200, XML))
    assert [comment.id for comment in thread.comments] == ["tag:x,1"]


def test_the_blog_may_count_more_than_its_feed_holds() -> None:
    assert thread_of_feed(answer(ATOM, 200, XML), counted=40).total == 40
    assert thread_of_feed(answer(ATOM, 200, XML), counted=0).total == 2


def test_a_post_without_comments_has_an_empty_feed() -> None:
    assert thread_of_feed(answer(rss(), 200, XML)).comments == ()


def test_names_and_ids_pass_the_door() -> None:
    guid, name = "<guid isPermaLink='false'>a&#x202e;b</guid>", "<dc:creator>A&#x9b;31mda</dc:creator>"
    evil = f"{guid}{name}<description>x</description>"
    (comment,) = thread_of_feed(answer(rss(evil), 200, XML)).comments
    assert (comment.id, comment.author) == ("ab", "A›31mda")


@pytest.mark.parametrize("body", ["<html><body>Gone</body></html>", "", "{}", "\x00"])
def test_what_is_no_feed_is_a_sentence(body: str) -> None:
    with pytest.raises(UnreadableAnswer, match=r"blog\.example .*\."):
        thread_of_feed(answer(body, 200, XML, url=f"{POST}feed/"))
