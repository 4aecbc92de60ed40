"""Lists of blogs, as other programs write them and as ours does."""

from datetime import UTC, datetime

import pytest

from tests import corpus
from tui_blog.errors import UnreadableAnswer
from tui_blog.model.blog_list import BlogList, Outline
from tui_blog.model.text import clean_line
from tui_blog.platforms.opml import read_list, write_list

CASES = list(corpus.cases("opml"))


def opml(body: str) -> tuple[Outline, ...]:
    return read(body).outlines


def read(body: str) -> BlogList:
    return read_list(f"<opml version='2.0'><head/><body>{body}</body></opml>".encode())


def feed(url: str = "https://a.example/feed", **told: str) -> str:
    names = {"category": "category", "text": "text", "title": "title", "html": "htmlUrl", "kind": "type"}
    return f"<outline xmlUrl='{url}' {' '.join(f'{names[k]}={v!r}' for k, v in told.items())}/>"


def test_a_feed_with_all_that_is_told_of_it() -> None:
    told = feed(text="A &amp; B", title="Other", html="https://a.example/", kind="RSS")
    assert opml(told) == (Outline("https://a.example/feed", clean_line("A & B"), "https://a.example/"),)


def test_folders_and_categories_are_tags() -> None:
    inside = (
        f"<outline text='Tea'><outline title='Green'>{feed(category='/Drinks/Hot,news')}</outline></outline>"
    )
    (found,) = opml(inside)
    assert found.tags == ("Tea", "Green", "Drinks", "Hot", "news")


def test_a_feed_in_several_folders_is_one_blog_with_all_tags() -> None:
    twice = f"<outline text='a'>{feed(text='')}</outline><outline text='b'>{feed(text='A')}</outline>"
    (found,) = opml(twice)
    assert (found.title, found.tags) == ("A", ("a", "b"))


def test_names_in_any_case_and_other_types() -> None:
    body = "<outline XMLURL='http://a.example/1' type='atom'/><outline xmlurl='http://a.example/2'/>"
    assert [found.feed_url for found in opml(body)] == ["http://a.example/1", "http://a.example/2"]


def test_what_cannot_be_read_as_a_blog_is_left_out() -> None:
    body = "".join(map(feed, ["javascript:1", "file:///etc/passwd", "", "ftp://a.example/"]))
    body += "<outline type='link' url='https://a.example/'/>" + feed("https://a.example/list", kind="include")
    assert read(body) == BlogList((), ("javascript:1", "file:///etc/passwd", "ftp://a.example/"))


def test_an_entry_that_says_nothing_is_none() -> None:
    assert read("<outline text='x' xmlUrl=' '/>" + feed()).left_out == ()
    assert read_list(b'https://a.example/feed\n"" tea\n').left_out == ()


def test_a_list_that_nests_without_end_is_read_in_time() -> None:
    deep = "<outline text='x'>" * 5_000 + feed() + "</outline>" * 5_000
    assert len(opml(deep)) <= 1


def test_a_broken_list_gives_what_stands_before_the_break() -> None:
    whole = f"<opml><body>{feed(text='A & B')}<outline text='x' xmlUrl='https://b.example/fe"
    broken = read_list(whole.encode())
    assert broken.outlines[0].feed_url == "https://a.example/feed"
    assert broken.breaks_off and not read(feed()).breaks_off


def test_newsboats_list() -> None:
    text = """# my blogs
https://a.example/feed.xml
https://b.example/rss tea "green tea" "~The B of Bs" !
"query:Unread:unread = \\"yes\\"" tag
exec:~/bin/feed.sh
http://a.example/feed.xml news
"""
    found = read_list(text.encode())
    first, second = found.outlines
    assert first == Outline("https://a.example/feed.xml", tags=(clean_line("news"),))
    assert (second.title, second.tags) == ("The B of Bs", ("tea", "green tea"))
    assert found.left_out == ('query:Unread:unread = \\"yes\\"', "exec:~/bin/feed.sh")


@pytest.mark.parametrize("body", [b"", b"<html><p>no</p></html>", b"hello", b"\x89PNG", b"{}"])
def test_what_is_no_list_is_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match=r"list\.txt is no list of blogs"):
        read_list(body, name="list.txt")


def test_what_is_written_is_read_back() -> None:
    outlines = (
        Outline("https://a.example/?a=1&b='2'", clean_line('A "quoted" <b> & more'), "https://a.example/"),
        Outline("https://b.example/feed", clean_line("B"), "", (clean_line("tea"), clean_line("a, b/c"))),
        Outline("https://c.example/feed", clean_line("C"), "", (clean_line("tea"),)),
    )
    text = write_list(outlines, "Mine & yours", datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert "<dateCreated>Sun, 22 Nov 2026 12:00:00 +0000</dateCreated>" in text
    back = {found.feed_url: found for found in read_list(text.encode()).outlines}
    assert back[outlines[0].feed_url] == outlines[0]
    assert back[outlines[1].feed_url].tags == ("tea", "a b c")
    assert back[outlines[2].feed_url] == outlines[2]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_corpus(case: corpus.Case) -> None:
    """`n_feeds_raw` counts a feed as often as it stands there; a list within a list is none to us."""
    try:
        found = read_list(case.body, name="x").outlines
    except UnreadableAnswer:
        found = ()
    wanted = case.expected.get("n_feeds", case.expected["n_feeds_raw"])
    assert len(found) == wanted
    if found and "feeds0.url" in case.expected:
        assert (found[0].feed_url, found[0].title) == (
            case.expected["feeds0.url"],
            case.expected["feeds0.title"],
        )
