"""Dotclear and Serendipity: found by their pages, read by their feeds, threads by the feeds of comments."""

import pytest

from tests.platforms.driving import answer, browse, drive, html_answer
from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.installed.dotclear import DotclearComments
from tui_blog.platforms.installed.serendipity import SerendipityComments

HOME = "https://blog.example/"
FEED = answer(f"<rss version='2.0'><channel><title>B</title><link>{HOME}</link></channel></rss>")
ENTRY = f"{HOME}archives/12-Tea.html"


def page(generator: str = "", head: str = "", body: str = "", **headers: str) -> Response:
    named = f'<meta name="generator" content="{generator}">' if generator else ""
    markup = f"<html><head><title>Blog</title>{named}{head}</head><body>{body}</body></html>"
    return html_answer(markup, 200, **headers)


def alternate(path: str) -> str:
    return f'<link rel="alternate" type="application/atom+xml" href="{HOME}{path}">'


def comments(*numbers: int) -> Response:
    items = "".join(
        f"<item><link>{ENTRY}#c{n}</link><description>Comment {n}</description></item>" for n in numbers
    )
    return answer(f"<rss version='2.0'><channel><title>Comments</title>{items}</channel></rss>")


def post(url: str, count: int | None = None) -> Post:
    return Post(url, url, EMPTY, "", comment_count=count)


# --- Dotclear ------------------------------------------------------------------------------------

DOTCLEAR_HEAD = alternate("feed/atom") + alternate("feed/atom/comments")


def test_dotclear_is_known_by_its_name_or_by_both_of_its_feeds() -> None:
    pages = {f"{HOME}feed/atom": FEED}
    for home in (page("Dotclear 2.28"), page(head=DOTCLEAR_HEAD)):
        site = browse(detect(HOME), pages | {HOME: home}).value
        assert (site.platform, site.sources) == ("dotclear", (SourceRef("feed", f"{HOME}feed/atom"),))
        assert site.channels == (ChannelRef("dotclear", HOME),)
    by_query = {HOME: page("Dotclear"), f"{HOME}index.php?feed/atom": FEED}
    assert browse(detect(HOME), by_query).value.sources[0].url == f"{HOME}index.php?feed/atom"


def test_a_feed_names_dotclear_too_and_another_blog_is_none() -> None:
    named = answer(FEED.body.replace(b"<link>", b"<generator>Dotclear</generator><link>"))
    assert browse(detect(f"{HOME}f"), {f"{HOME}f": named}).value.platform == "dotclear"
    other = {HOME: page(head=alternate("feed/atom"), body="Dotclear is nice"), f"{HOME}feed/atom": FEED}
    assert browse(detect(HOME), other).value.platform == "feed"


def test_a_dotclear_thread_comes_by_the_feed_that_the_page_names() -> None:
    url = f"{HOME}post/2024/05/01/Tea"
    own = f"{HOME}feed/atom/comments/77"
    ref = detect_channel(page(head=DOTCLEAR_HEAD + alternate("feed/atom/comments/77")), url)
    assert ref == ChannelRef("dotclear", HOME, own)
    done = drive(DotclearComments(ref).thread(post(url)), comments(1, 2))
    assert ([c.id for c in done.value.comments], done.calls) == (["1", "2"], [f"GET {own}"])


def test_without_that_feed_the_comments_of_the_page_are_read() -> None:
    url = f"{HOME}post/2024/05/01/Tea"
    body = """<dl><dt id="c31"><a href="#c31">1.</a> <time datetime="2024-05-02">May 2</time> by
      <span class="comment-author"><a href="https://lise.example/">Lise</a></span></dt>
      <dd><p>Earl Grey!</p></dd></dl>"""
    done = drive(DotclearComments(ChannelRef("dotclear", HOME)).thread(post(url)), page(body=body))
    (comment,) = done.value.comments
    assert (comment.id, comment.author, comment.html) == ("31", "Lise", "<p>Earl Grey!</p>")
    assert (comment.website, comment.url) == ("https://lise.example/", f"{url}#c31")


def test_comments_that_are_counted_and_cannot_be_read_are_a_sentence() -> None:
    channel = DotclearComments(ChannelRef("dotclear", HOME))
    with pytest.raises(UnreadableAnswer, match="only in a browser"):
        drive(channel.thread(post(f"{HOME}post/a", 4)), page(body="<p>Tea</p>"))
    assert drive(channel.thread(post(f"{HOME}post/a")), page()).value.comments == ()
    with pytest.raises(StatusError):
        drive(channel.thread(post(f"{HOME}post/a")), answer("", 503))


# --- Serendipity ---------------------------------------------------------------------------------

S9Y = "".join(f'<p class="serendipity_{name}"></p>' for name in ("entry", "entry_body", "entryFooter"))
SHEET = '<link rel="stylesheet" href="/serendipity.css">'


def test_serendipity_is_known_by_its_name_its_server_or_its_names() -> None:
    pages = {f"{HOME}feeds/index.rss2": FEED}
    homes = (page("Serendipity v.2.4.0"), page(x_blog="Serendipity"), page(head=SHEET, body=S9Y))
    for home in homes:
        site = browse(detect(HOME), pages | {HOME: home}).value
        assert (site.platform, site.sources) == (
            "serendipity",
            (SourceRef("feed", f"{HOME}feeds/index.rss2"),),
        )


@pytest.mark.parametrize("home", [page(body=S9Y), page(head=SHEET), page(body="<p>By serendipity</p>")])
def test_a_page_with_less_than_two_marks_is_another(home: Response) -> None:
    assert browse(detect(HOME), {HOME: home, f"{HOME}rss.xml": FEED}).value.platform == "feed"


@pytest.mark.parametrize("path", ["archives/12-Tea.html", "index.php?/archives/12-Tea.html"])
def test_the_number_of_an_entry_tells_its_feed_of_comments(path: str) -> None:
    channel = SerendipityComments(ChannelRef("serendipity", HOME))
    done = drive(channel.thread(post(HOME + path)), comments(5, 6))
    assert done.calls == [f"GET {HOME}rss.php?version=2.0&type=comments&cid=12"]
    assert [comment.id for comment in done.value.comments] == ["5", "6"]


def test_the_feed_that_a_page_names_goes_first_and_the_page_last() -> None:
    named = '<a href="/rss.php?version=2.0&amp;type=comments&amp;cid=12">RSS</a>'
    ref = detect_channel(page("Serendipity v.2", body=named), ENTRY)
    assert ref is not None
    assert ref.key == f"{HOME}rss.php?version=2.0&type=comments&cid=12"
    body = (
        '<article id="c9" class="serendipity_comment"><h4><cite>Jo</cite></h4>'
        '<div class="serendipity_commentBody"><p>Yes.</p></div></article>'
    )
    done = drive(SerendipityComments(ref).thread(post(ENTRY)), answer("", 404), page(body=body))
    assert [(c.id, c.author, c.html) for c in done.value.comments] == [("9", "Jo", "<p>Yes.</p>")]
