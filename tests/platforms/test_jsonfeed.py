"""JSON Feed, as specified and as found."""

import json
from typing import Any

import pytest

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.post import Post
from tui_blog.platforms.feed import parse
from tui_blog.platforms.feeds.parsed import ParsedFeed

URL = "https://blog.example/feed.json"


def read(value: Any) -> ParsedFeed:
    return parse(json.dumps(value).encode(), URL, "application/feed+json")


def only_post(**item: Any) -> Post:
    (post,) = read({"version": "https://jsonfeed.org/version/1", "title": "B", "items": [item]}).posts
    return post


def test_a_feed_without_version_is_known_by_its_shape() -> None:
    assert read({"items": [{"id": "1", "content_text": "x"}]}).format == "json"


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        ({"id": 7}, "7"),
        ({"id": 12345678901234567890}, "12345678901234567890"),
        ({"id": " https://blog.example/1 "}, "https://blog.example/1"),
        ({"url": "/1"}, "https://blog.example/1"),
    ],
)
def test_an_id_is_a_string_whatever_it_was_written_as(item: dict[str, Any], guid: str) -> None:
    assert only_post(**item).guid == guid


def test_plain_text_stays_literal() -> None:
    post = only_post(id="1", title="<b>", content_text="1 < 2 & <i>\n\nnext")
    assert post.title == "<b>"
    assert post.html == "<p>1 &lt; 2 &amp; &lt;i&gt;</p><p>next</p>"


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ({"url": "/a", "external_url": "https://far.example/"}, "https://blog.example/a"),
        ({"external_url": "https://far.example/"}, "https://far.example/"),
        ({"attachments": [{"url": "https://blog.example/1.mp3"}]}, "https://blog.example/1.mp3"),
        ({"id": "https://blog.example/by-id"}, "https://blog.example/by-id"),
        ({"id": "x", "url": "javascript:alert(1)"}, ""),
    ],
)
def test_the_page_of_a_post_is_found(item: dict[str, Any], url: str) -> None:
    assert only_post(**item).url == url


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ({"authors": [{"name": "Ada"}, {"name": "Bruno"}]}, "Ada, Bruno"),
        ({"author": {"name": "Ada"}}, "Ada"),
        ({"author": "Ada"}, "Ada"),
        ({"authors": "nonsense", "author": 7.5}, "7.5"),
    ],
)
def test_authors_of_both_versions_are_named(item: dict[str, Any], author: str) -> None:
    assert only_post(id="1", **item).author == author


def test_wrong_types_count_as_missing() -> None:
    post = only_post(id="1", title=["x"], content_html={"a": 1}, tags="x", date_published=12, url=None)
    assert (post.title, post.html, post.labels, post.published, post.url) == ("", "", (), None, "")


def test_half_a_surrogate_pair_can_be_kept_and_printed() -> None:
    body = b'{"items": [{"id": "1", "title": "a \\ud800 b", "content_html": "<p>\\udfff</p>"}]}'
    (post,) = parse(body, URL, None).posts
    post.html.encode()
    assert post.title == "a \ufffd b"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"items": {"id": "1"}}',
        b'{"title": "x"}',
        b"[]",
        b"[" * 100_000,
        b'{"items": [' + b"[" * 100_000,
    ],
)
def test_other_json_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match=r"blog\.example sent JSON"):
        parse(body, URL, None)


def test_a_byte_order_mark_and_huge_numbers_are_read_over() -> None:
    body = b"\xef\xbb\xbf" + b'{"items": [{"id": 1, "x": ' + b"9" * 5000 + b', "y": NaN}]}'
    assert parse(body, URL, None).posts[0].guid == "1"


def test_older_items_are_told_by_next_url() -> None:
    assert (
        read({"items": [{"id": "1"}], "next_url": "?page=2"}).next_url
        == "https://blog.example/feed.json?page=2"
    )
