"""What a WordPress feed gives besides its newest posts, and says of those that are kept back."""

import pytest

from tests.platforms.driving import answer, browse, drive
from tui_blog.model.flow import Response
from tui_blog.platforms.feed import FeedSource
from tui_blog.platforms.wordpress.shapes import PROTECTED

FEED = "https://blog.example/feed/"
XML = ("content-type", "application/rss+xml")
FORM = '<form action="/wp-login.php?action=postpass" class="post-password-form">Password:</form>'


def item(told: tuple[str, str, str]) -> str:
    title, url, number = told
    guid = f'<guid isPermaLink="false">https://blog.example/?p={number}</guid>'
    text = f"Text of {title}. {FORM if 'Protected' in title else ''}"
    body = f"<description><![CDATA[{text}]]></description>"
    return f"<item><title>{title}</title><link>{url}</link>{guid}{body}</item>"


def feed(*items: tuple[str, str, str], generator: str = "https://wordpress.org/?v=6.8") -> Response:
    entries = "".join(map(item, items))
    head = f"<title>Blog</title><link>https://blog.example</link><generator>{generator}</generator>"
    return answer(f"<rss version='2.0'><channel>{head}{entries}</channel></rss>", kind=XML)


NEW = ("New", "https://blog.example/new/", "9")
OLD = ("Old", "https://blog.example/2009/old/", "3")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://blog.example/2009/old/", "https://blog.example/2009/old/feed/?withoutcomments=1"),
        ("https://blog.example/2009/old#top", "https://blog.example/2009/old/feed/?withoutcomments=1"),
        ("https://blog.example/?p=3", "https://blog.example/?p=3&feed=rss2&withoutcomments=1"),
    ],
)
def test_a_post_that_the_feed_no_longer_shows_has_a_feed_of_its_own(url: str, address: str) -> None:
    done = browse(FeedSource(FEED).one(url), {FEED: feed(NEW), address: feed(OLD)})
    assert done.value and done.value.title == "Old"
    assert done.calls == [f"GET {FEED}", f"GET {address}"]


def test_what_stands_there_is_another_post_or_none() -> None:
    wrong = browse(FeedSource(FEED).one("https://blog.example/2009/old/"), {
        FEED: feed(NEW),
        "https://blog.example/2009/old/feed/": feed(NEW),
    })  # fmt: skip
    assert wrong.value is None
    page = answer("<html><body>No feed here.")
    broken = browse(FeedSource(FEED).one(OLD[1]), {FEED: feed(NEW), f"{OLD[1]}feed/": page})
    assert broken.value is None


def test_other_programs_are_not_asked_for_what_only_wordpress_has() -> None:
    done = browse(FeedSource(FEED).one(OLD[1]), {FEED: feed(NEW, generator="Hugo")})
    assert not any("withoutcomments" in call for call in done.calls)


def test_a_form_for_a_password_becomes_a_sentence() -> None:
    secret = ("Protected: Diary", "https://blog.example/diary/", "4")
    posts = drive(FeedSource(FEED).page(), feed(NEW, secret)).value.posts
    assert posts[0].html == "<p>Text of New.</p>"
    assert posts[1].html == PROTECTED
    assert posts[1].excerpt.startswith("This post is protected")
    assert posts[1].title == "Protected: Diary"
