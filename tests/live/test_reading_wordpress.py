"""A stranger reads a WordPress blog from the command line: posts, threads, whatever stands in them."""

import re
from datetime import datetime

import pytest

from tests.live.product import Product
from tests.live.servers.content import DEEPEST_LEVEL, MANY_COMMENTS, PUBLIC_POSTS, whole_blog
from tests.live.servers.wordpress import WordPress

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

POSTS_IN_THE_FEED = 10


def test_the_archive_goes_back_to_the_first_post(wordpress: WordPress, product: Product) -> None:
    ended = product.run("posts", wordpress.url, "--archive", "--json")
    assert ended.code == 0, ended.errors
    public = {post.slug for post in whole_blog() if post.status == "publish" and post.kind == "post"}
    assert len(ended.rows) == PUBLIC_POSTS
    assert {row["url"] for row in ended.rows} == {wordpress.post(slug) for slug in public}
    dates = [datetime.fromisoformat(row["published"]) for row in ended.rows]
    assert dates == sorted(dates, reverse=True)


def test_looking_at_a_blog_leaves_the_library_as_it_was(wordpress: WordPress, product: Product) -> None:
    product.run("posts", wordpress.url, "--json")
    product.run("comments", wordpress.post("threads"), "--json")
    assert product.run("blogs", "--json").rows == []


def test_a_thread_of_250_comments_is_read_whole(wordpress: WordPress, product: Product) -> None:
    ended = product.run("comments", wordpress.post("many-comments"), "--json")
    assert ended.code == 0, ended.errors
    numbers = [re.match(r"Comment number (\d+)\.", row["markdown"]) for row in ended.rows]
    assert sorted(int(number[1]) for number in numbers if number) == list(range(1, MANY_COMMENTS + 1))


def test_a_deep_thread_keeps_its_shape(wordpress: WordPress, product: Product) -> None:
    rows = product.run("comments", wordpress.post("threads"), "--json").rows
    depths = {row["markdown"].strip(): row["depth"] for row in rows}
    assert depths["Level 1 of the thread."] == 0
    assert depths[f"Level {DEEPEST_LEVEL} of the thread."] == DEEPEST_LEVEL - 1
    assert depths["A second answer at level 3."] == 2
    seen: set[str | None] = {None}
    for row in rows:
        assert row["parent"] in seen, "a child came before its parent"
        seen.add(row["id"])


def test_what_is_not_public_is_not_shown_and_its_answers_are(wordpress: WordPress, product: Product) -> None:
    rows = product.run("comments", wordpress.post("moderation"), "--json").rows
    assert [(row["markdown"].strip(), row["depth"]) for row in rows] == [
        ("An approved comment.", 0),
        ("An approved answer to the waiting comment.", 0),
    ]


@pytest.mark.parametrize("verb", ["read", "comments"])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["for people", "for programs"])
@pytest.mark.parametrize("slug", ["hostile", "unicode"])
def test_no_control_character_of_a_blog_reaches_the_terminal(
    wordpress: WordPress, product: Product, verb: str, form: tuple[str, ...], slug: str
) -> None:
    ended = product.run(verb, wordpress.post(slug), *form)
    assert ended.code == 0, ended.errors
    assert ended.output.strip()
    assert CONTROLS.search(ended.output) is None
    assert r"\u001b" not in ended.output


def test_a_closed_rest_api_leaves_the_feed(wordpress: WordPress, product: Product) -> None:
    wordpress.profile("locked")
    ended = product.run("posts", wordpress.url, "--json")
    assert ended.code == 0, ended.errors
    assert len(ended.rows) == POSTS_IN_THE_FEED
    assert ended.rows[0]["title"] == "Every kind of markup"


@pytest.mark.parametrize(
    ("profile", "slug", "write"),
    [("open", "no-comments", "anonymous"), ("open", "closed", "closed"), ("members", "no-comments", "login")],
)
def test_inspect_tells_who_may_write(
    wordpress: WordPress, product: Product, profile: str, slug: str, write: str
) -> None:
    wordpress.profile(profile)
    found = product.run("inspect", wordpress.post(slug), "--json").row
    assert found["platform"] == "wordpress"
    assert found["comments"] == {"system": "wordpress", "read": True, "write": write}
    assert (found["posts"]["source"], found["posts"]["total"]) == ("wordpress", PUBLIC_POSTS)
