"""Discourse as a blog's comments, against pages and answers of the documented shapes."""

from dataclasses import replace

import pytest

from tests.platforms.driving import drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser, Thread
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect_channel

URL = "https://blog.example/bread/"
POST = Post(guid="g", url=URL, title=CleanText("Bread"), html="")
BY_TOPIC = ChannelRef("discourse", "https://d.example", "topic=42")
BY_URL = ChannelRef("discourse", "https://d.example", "url=https%3A%2F%2Fblog.example%2Fbread%2F")
FOUND = f"GET https://d.example/embed/comments?embed_{BY_URL.key}"
TOPIC = "GET https://d.example/t/42.json"


def posts(*numbers: int, stream: list[int] | None = None) -> Response:
    told = [{"id": 100 + each, "post_number": each, "username": "jo", "cooked": "Hm."} for each in numbers]
    return json_answer({"post_stream": {"posts": told, **({"stream": stream} if stream else {})}})


@pytest.mark.parametrize(
    ("options", "ref"),
    [
        ("discourseUrl: 'https://d.example/', topicId: 42", BY_TOPIC),
        ("discourseUrl: 'https://d.example/', discourseEmbedUrl: 'https://blog.example/bread/'", BY_URL),
        ("discourseUrl: 'https://d.example/', discourseEmbedUrl: location.href", BY_URL),
    ],
)
def test_a_page_that_embeds_a_topic_is_known(options: str, ref: ChannelRef) -> None:
    page = (
        f"<html><script>window.DiscourseEmbed = {{ {options} }};</script>"
        "<div id='discourse-comments'></div></html>"
    )
    assert detect_channel(html_answer(page), URL) == ref


def test_golden_pair() -> None:
    done = drive(registry.channel(BY_TOPIC).thread(POST), fixture("discourse/topic.json"))
    assert plain(done.value) == golden("discourse/topic.json")
    assert done.calls == [TOPIC]


def test_a_topic_is_found_by_the_address_of_the_post() -> None:
    embedded = html_answer(
        '<a href="https://elsewhere.example/t/x/7">No</a><a href="https://d.example/u/jo">jo</a>'
        '<article class="post"><a href="https://d.example/t/bread/42/2">May 1</a></article>'
    )
    done = drive(registry.channel(BY_URL).thread(POST), embedded, posts(1, 2))
    assert done.calls == [FOUND, TOPIC]
    assert done.asked[0].headers["Referer"] == URL
    assert [comment.id for comment in done.value.comments] == ["2"]


def test_a_topic_that_nobody_has_opened_is_an_empty_thread() -> None:
    assert drive(registry.channel(BY_URL).thread(POST), html_answer("Loading…")).value == Thread((), 0)


def test_a_forum_that_does_not_know_the_blog_says_so() -> None:
    with pytest.raises(StatusError):
        drive(registry.channel(BY_URL).thread(POST), html_answer("invalid embed host", 400))
    with pytest.raises(UnreadableAnswer):
        drive(registry.channel(BY_TOPIC).thread(POST), html_answer("<h1>Hello</h1>"))


def test_a_long_topic_is_read_to_its_end() -> None:
    stream = [100 + number for number in range(1, 43)]
    further = [posts(*range(3, 23)), posts(*range(23, 43))]
    done = drive(registry.channel(BY_TOPIC).thread(POST), posts(1, 2, stream=stream), *further)
    assert [comment.id for comment in done.value.comments] == [str(number) for number in range(2, 43)]
    assert [len(call.split("post_ids")) - 1 for call in done.calls] == [0, 20, 20]


def test_it_is_written_in_the_forum() -> None:
    channel = registry.channel(BY_TOPIC)
    form = drive(channel.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, "https://d.example/t/42")
    draft = Draft("t", "Good bread.", parent="5")
    assert drive(channel.submit(POST, draft)).value == NeedsBrowser("https://d.example/t/42/5", form.reason)
    unknown = drive(registry.channel(BY_URL).form(POST)).value
    assert unknown.url == URL + "#discourse-comments"


def test_what_was_carried_over_is_found() -> None:
    draft = Draft("t", "Twice.", parent="3", name="lee")
    channel = registry.channel(BY_TOPIC)
    found = drive(channel.find(POST, draft), fixture("discourse/topic.json")).value
    assert found and (found.id, found.url) == ("5", "https://d.example/t/42/5")
    other = replace(draft, name="ann")
    assert drive(channel.find(POST, other), fixture("discourse/topic.json")).value is None
