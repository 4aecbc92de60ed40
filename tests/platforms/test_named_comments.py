"""Threads of blogs by unknown programs, by the feed of comments that a post's page names."""

from tests.platforms.driving import answer, drive, html_answer
from tui_blog.model.comment import Access
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY
from tui_blog.platforms.comments.named_comments import NamedComments
from tui_blog.platforms.detection import detect_channel

HOME = "https://blog.example/"
URL = f"{HOME}2024/tea/"
ARTICLE = '<meta property="og:type" content="article">'


def page(*links: str, head: str = ARTICLE) -> Response:
    return html_answer(f"<html><head><title>Tea</title>{head}{''.join(links)}</head><body></body></html>")


def alternate(path: str) -> str:
    return f'<link rel="alternate" type="application/atom+xml" href="{path}">'


def test_the_feed_below_a_post_is_its_thread() -> None:
    ref = detect_channel(page(alternate("/atom.xml"), alternate("comments.atom")), URL)
    assert ref == ChannelRef("commentfeed", HOME, f"{URL}comments.atom")
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>{URL}#comment-4</id>
      <link href="{URL}#comment-4"/><author><name>Ada</name></author>
      <content>Green.</content></entry></feed>"""
    post = Post(URL, URL, EMPTY, "")
    done = drive(NamedComments(ref).thread(post), answer(feed))
    assert [(c.id, c.author, c.html) for c in done.value.comments] == [("4", "Ada", "<p>Green.</p>")]
    form = drive(NamedComments(ref).form(post), answer(feed)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{URL}#comments")


def test_a_link_to_replies_goes_first() -> None:
    replies = '<link rel="replies" type="application/atom+xml" href="/replies/7.atom">'
    ref = detect_channel(page(alternate("comments.atom"), replies), URL)
    assert ref is not None
    assert ref.key == f"{HOME}replies/7.atom"


def test_the_comments_of_the_whole_blog_are_those_of_no_post() -> None:
    assert detect_channel(page(alternate("/comments/feed.xml")), URL) is None
    assert detect_channel(page(alternate("/2024/other/comments.atom")), URL) is None
    assert detect_channel(page(alternate("comments.atom"), head=""), HOME) is None


def test_replies_on_another_host_are_not_followed() -> None:
    away = '<link rel="replies" type="application/atom+xml" href="https://evil.example/7.atom">'
    assert detect_channel(page(away), URL) is None
