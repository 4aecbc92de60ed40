"""Medium: the stories in a feed, without the answers that stand among them; responses are the browser's."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.corpus import corpus_file
from tests.platforms.driving import answer, browse, drive, fixture, golden, html_answer, plain
from tui_blog.errors import NetworkError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.model.validators import Validators
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.medium import MediumComments, MediumPosts, stories

ADA = "https://medium.com/@ada"
FEED = "https://medium.com/feed/@ada"
STORY = "https://medium.com/the-oven/rye-and-water-0a1b2c3d4e5f"
CHANNEL = MediumComments(ChannelRef("medium", "https://medium.com/"))
XML = ("content-type", "text/xml")
APP = '<meta property="al:ios:app_name" content="Medium">'
CARD = '<meta name="twitter:app:name:iphone" content="Medium">'
SCRIPT = '<script src="https://cdn-client.medium.com/lite/main.js"></script>'


def feed() -> Response:
    return fixture("medium/feed.rss.xml", XML)


# --- stories -------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    """An answer to somebody is left out of a member's feed; a story without a tag is not."""
    done = drive(MediumPosts(FEED).page(), feed())
    assert plain(done.value.posts) == golden("medium/feed.rss.xml")
    assert done.value.next is None


def test_in_the_feed_of_a_publication_all_are_stories() -> None:
    done = drive(MediumPosts("https://medium.com/feed/the-oven").page(), feed())
    assert len(done.value.posts) == 3


def test_a_member_who_never_tags_keeps_everything() -> None:
    posts = drive(MediumPosts("https://medium.com/feed/the-oven").page(), feed()).value.posts
    untagged = tuple(replace(post, labels=()) for post in posts)
    assert stories(untagged) == untagged


def test_a_real_feed_loses_no_story() -> None:
    body = corpus_file("feeds/real/feed-extractor/medium-feed.xml").read_bytes()
    posts = drive(MediumPosts(FEED).page(), answer(body, 200, XML)).value.posts
    assert len(posts) == body.count(b"<item>")
    assert not [post.url for post in posts if "source=" in post.url]


def test_an_unchanged_feed_is_not_sent_again() -> None:
    assert drive(MediumPosts(FEED).page(None, Validators('"1"')), answer("", 304)).value.unchanged


def test_a_page_for_browsers_in_place_of_the_feed_is_a_sentence() -> None:
    with pytest.raises(UnreadableAnswer, match=r"medium\.com"):
        drive(MediumPosts(FEED).page(), html_answer("<html><title>Just a moment...</title></html>"))


@pytest.mark.parametrize(
    "url", [STORY, f"{STORY}?source=friends_link", "https://ada.medium.com/renamed-0a1b2c3d4e5f"]
)
def test_one_story_by_the_number_in_its_address(url: str) -> None:
    found = drive(MediumPosts(FEED).one(url), feed()).value
    assert found and found.url == STORY


def test_a_story_that_the_feed_does_not_hold_any_more() -> None:
    assert drive(MediumPosts(FEED).one(f"{ADA}/old-ffffffffffff"), feed()).value is None


# --- responses -----------------------------------------------------------------------------------


def test_responses_are_read_and_written_in_the_browser() -> None:
    post = Post("https://medium.com/p/0a1b2c3d4e5f", f"{STORY}?source=rss", EMPTY, "")
    form = drive(CHANNEL.form(post)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{STORY}?responsesOpen=true")
    assert drive(CHANNEL.submit(post, Draft("t", "Hello"))).value == NeedsBrowser(form.url, form.reason)
    with pytest.raises(
        UnreadableAnswer, match=r"Medium's responses are shown only in a browser: https://medium"
    ):
        drive(CHANNEL.thread(post))
    assert registry.own_channel(SourceRef("medium", FEED)) == ChannelRef("medium", "https://medium.com/")


# --- detection -----------------------------------------------------------------------------------


def html(head: str = "") -> Response:
    return html_answer(f"<html><head><title>Ada Crumb – Medium</title>{head}</head></html>")


def found(web: Mapping[str, Response | NetworkError], url: str) -> Site:
    return browse(detect(url), web).value


@pytest.mark.parametrize(
    ("url", "feed_url"),
    [
        (ADA, FEED),
        ("https://medium.com/@ada/a-story-99887766aabb", FEED),
        ("https://ada.medium.com/", "https://ada.medium.com/feed"),
        (STORY, "https://medium.com/feed/the-oven"),
        ("https://medium.com/tag/rye", "https://medium.com/feed/tag/rye"),
    ],
)
def test_pages_on_medium(url: str, feed_url: str) -> None:
    site = found({url: html(), feed_url: feed()}, url)
    assert (site.platform, site.title) == ("medium", "Stories by Ada Crumb on Medium")
    assert site.sources == (SourceRef("medium", feed_url), SourceRef("feed", feed_url))
    assert site.channels == (ChannelRef("medium", "https://medium.com/"),)
    assert site.post_url == (url if "-" in url else None)


@pytest.mark.parametrize("head", [APP + CARD, CARD + SCRIPT, APP + SCRIPT])
def test_a_domain_of_its_own(head: str) -> None:
    own = "https://oven.example/"
    site = found({own: html(head), f"{own}feed": feed()}, own)
    assert site.sources[0] == SourceRef("medium", f"{own}feed")
    assert detect_channel(html(head), own) == ChannelRef("medium", "https://medium.com/")


def test_a_feed_is_known_by_its_program() -> None:
    site = found({FEED: feed()}, FEED)
    assert (site.url, site.sources[0]) == (ADA, SourceRef("medium", FEED))


MEDIC = '<meta name="twitter:app:name:iphone" content="Medic">'


@pytest.mark.parametrize("head", [APP, CARD, SCRIPT, MEDIC + APP])
def test_a_page_with_one_mark_alone_is_none_of_mediums(head: str) -> None:
    own = "https://oven.example/"
    item = "<title>Oven</title><item><title>x</title></item>"
    other = answer(f"<rss version='2.0'><channel>{item}</channel></rss>", 200, XML)
    assert found({own: html(head), f"{own}feed/": other}, own).platform == "feed"
    assert detect_channel(html(head), own) is None


def test_where_that_feed_is_refused_the_one_that_the_page_names_will_do() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="https://medium.com/feed/the-oven">'
    web = {ADA: html(head), FEED: answer("Forbidden", 403), "https://medium.com/feed/the-oven": feed()}
    site = found(web, ADA)
    assert (site.platform, site.sources) == (
        "medium",
        (SourceRef("feed", "https://medium.com/feed/the-oven"),),
    )
