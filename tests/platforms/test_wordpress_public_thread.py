"""The thread under a post of a blog whose API is shut: by its feed of comments, and by its page."""

from dataclasses import replace

import pytest

from tests.platforms.driving import (
    HTML,
    Done,
    answer,
    browse,
    fixture,
    golden,
    html_answer,
    json_answer,
    plain,
)
from tui_blog.errors import StatusError
from tui_blog.model.comment import Draft, Thread
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText
from tui_blog.platforms.pages import parse_page
from tui_blog.platforms.wordpress.comments import WordPressComments
from tui_blog.platforms.wordpress.page_thread import read_thread_in
from tui_blog.platforms.wordpress.public_thread import feed_of_comments

ROOT = "https://blog.example/wp-json/"
URL = "https://blog.example/2024/12/bread-butter/"
POST = Post(guid="https://blog.example/?p=71", url=URL, title=CleanText("Bread"), html="", remote_id="71")
API = f"{ROOT}wp/v2/comments"
SHUT = json_answer({"code": "rest_not_logged_in", "message": "You are not logged in."}, 401)
XML = ("content-type", "application/atom+xml")
THEMES = ("classic", "blocks", "of_2007")


def page_of(theme: str) -> Response:
    return replace(fixture(f"wordpress/threads/{theme}.html", HTML), url=URL)


def thread(feed: Response | None = None, post: Post = POST, **pages: Response) -> Done[Thread]:
    """The thread where the API is shut; pages by the ends of their addresses ("page", "page_1")."""
    web = {API: SHUT} | ({feed_of_comments(URL): feed} if feed else {})
    for name, page in pages.items():
        number = name.partition("_")[2]
        web[f"{URL}comment-page-{number}/" if number else URL] = page
    return browse(WordPressComments(ROOT).thread(post), web)


def comment(number: int, text: str = "Hm.", inner: str = "") -> str:
    said = f'<b class="fn">Mira</b><div class="comment-content"><p>{text}</p></div>'
    return f'<li id="comment-{number}" class="comment">{said}<ol class="children">{inner}</ol></li>'


def page_with(*comments: str, links: str = "") -> Response:
    return html_answer(f'<div id="comments">{links}<ol class="commentlist">{"".join(comments)}</ol></div>')


@pytest.mark.parametrize("theme", THEMES)
def test_golden_pairs(theme: str) -> None:
    shown = read_thread_in(parse_page(page_of(theme)), URL)
    assert plain(shown.comments) == golden(f"wordpress/threads/{theme}.html")


def test_the_feed_tells_what_the_page_cannot_and_the_page_has_what_the_feed_leaves_out() -> None:
    feed = fixture("wordpress/threads/comments.atom.xml", XML)
    seen = thread(feed, page=page_of("classic"), page_1=page_with(comment(9))).value
    assert [(each.id, each.parent) for each in seen.comments] == [
        ("9", None), ("11", None), ("12", "11"), ("14", "12"), ("15", None), ("16", "14"),
    ]  # fmt: skip
    assert seen.total == 6
    assert seen.comments[-1].html == "<p>Sixth level.</p>"
    assert (seen.comments[-1].author, seen.comments[-1].website) == ("Deep", "https://deep.example")


def test_a_comment_that_both_show_has_the_text_of_the_page_and_the_parent_of_the_feed() -> None:
    entry = f"""<entry><title>By: Mira</title><link href="{URL}#comment-2"/><author><name>Mira</name></author>
        <id>{URL}#comment-2</id><published>2024-12-20T10:00:00Z</published><content type="html">&lt;p&gt;To
        &lt;a href="{URL}#comment-1"&gt;Jo&lt;/a&gt;.&lt;/p&gt;&lt;p&gt;Hm.&lt;/p&gt;</content>
        <thr:in-reply-to ref="{URL}#comment-1"/></entry>"""
    namespaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    feed = answer(f"<feed {namespaces}>{entry}</feed>", kind=XML)
    _, second = thread(feed, page=page_with(comment(1), comment(2))).value.comments
    assert (second.html, second.parent) == ("<p>Hm.</p>", "1")
    assert second.published and second.published.day == 20


def test_links_from_other_blogs_are_no_comments() -> None:
    shown = read_thread_in(parse_page(page_of("classic")), URL)
    assert shown.pings == {"13"}
    assert "13" not in [each.id for each in shown.comments]


@pytest.mark.parametrize(
    ("shown_first", "pages"),
    [
        ("the newest page", {"page": (3, "2"), "page_1": (1, "2"), "page_2": (2, "1 3"), "page_3": (3, "2")}),
        ("the oldest page", {"page": (1, "2"), "page_1": (1, "2"), "page_2": (2, "3"), "page_3": (3, "2")}),
    ],
)
def test_a_thread_of_several_pages_is_read_whole(shown_first: str, pages: dict[str, tuple[int, str]]) -> None:
    web = {
        name: page_with(
            comment(number),
            links="".join(f'<a href="{URL}comment-page-{to}/#comments">page</a>' for to in leads_to.split()),
        )
        for name, (number, leads_to) in pages.items()
    }
    done = thread(**web)
    assert [each.id for each in done.value.comments] == ["1", "2", "3"]
    assert len(done.calls) <= 3 + 3


def test_pages_of_plain_permalinks_are_found_by_their_query() -> None:
    url = "https://blog.example/?p=71"
    pages = {
        API: SHUT,
        url: page_with(comment(2), links=f'<a href="{url}&amp;cpage=1#comments">older</a>'),
        f"{url}&cpage=1": page_with(comment(1)),
    }
    done = browse(WordPressComments(ROOT).thread(replace(POST, url=url)), pages)
    assert [each.id for each in done.value.comments] == ["1", "2"]
    assert f"GET {url}&feed=atom" in done.calls


def test_a_page_that_always_leads_on_is_left_after_a_while() -> None:
    links = "".join(f'<a href="{URL}comment-page-{number}/">next</a>' for number in (100, 99_999))
    endless = page_with(comment(1), links=links)
    done = thread(page=endless)
    assert [each.id for each in done.value.comments] == ["1"]
    assert len(done.calls) < 110


def test_the_feed_alone_will_do_where_a_script_brings_the_thread() -> None:
    done = thread(fixture("wordpress/threads/comments.atom.xml", XML), page=html_answer("<body>An app."))
    assert [each.id for each in done.value.comments] == ["13", "16"]


def test_a_thread_without_comments_is_empty() -> None:
    done = thread(page=html_answer('<div id="respond"><form id="commentform"></form></div>'))
    assert done.value == Thread((), 0)


def test_what_the_blog_counts_is_told_where_less_is_shown() -> None:
    assert thread(page=page_with(comment(1)), post=replace(POST, comment_count=7)).value.total == 7


def test_where_no_page_shows_a_thread_the_api_has_the_word() -> None:
    with pytest.raises(StatusError, match="behind a login: You are not logged in"):
        thread(answer("", 404), page=html_answer("", 403))


def test_a_comment_is_found_without_the_api() -> None:
    draft = Draft(token="t", body="<p>Third level.</p>", parent="12", name="Mallory")
    channel, web = WordPressComments(ROOT), {API: SHUT, URL: page_of("classic")}
    found = browse(channel.find(POST, draft), web).value
    assert found and found.id == "14"
    assert browse(channel.find(POST, replace(draft, parent="11")), web).value is None


def test_a_page_nested_beyond_reason_is_read_without_falling_over() -> None:
    deep = "<div>" * 20_000 + comment(5) + "</div>" * 20_000
    seen = thread(page=page_with(comment(4), deep)).value
    assert seen.comments[0].id == "4"


def test_the_comments_of_a_post_behind_a_password_are_kept_back_with_it() -> None:
    form = html_answer('<form class="post-password-form" method="post"></form><div id="comments"></div>')
    with pytest.raises(StatusError, match="protected by a password"):
        thread(fixture("wordpress/threads/comments.atom.xml", XML), page=form)
