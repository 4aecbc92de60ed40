"""A stranger reads a Ghost blog from the command line; what is read is held against its own answers."""

from collections import Counter
from typing import Any

import httpx
import pytest

from tests.live.product import Product
from tests.live.servers.ghost import Ghost
from tests.live.servers.ghost_content import MANY_COMMENTS, MANY_REPLIES, whole_blog

PUBLIC_POSTS = [post for post in whole_blog() if post.kind == "posts" and post.status == "published"]
POSTS_IN_THE_FEED = 15


def content(web: httpx.Client, ghost: Ghost, path: str, **params: str | int) -> Any:
    """What the Content API itself says."""
    asked = {"key": ghost.key, **params}
    return web.get(f"{ghost.url}/ghost/api/content/{path}/", params=asked).raise_for_status().json()


def members(web: httpx.Client, ghost: Ghost, path: str, **params: str | int) -> Any:
    """What the API of the blog's members says to a stranger."""
    return web.get(f"{ghost.url}/members/api/comments/{path}/", params=params).raise_for_status().json()


def test_the_archive_goes_back_to_the_first_post(ghost: Ghost, product: Product, web: httpx.Client) -> None:
    ended = product.run("posts", ghost.url, "--archive", "--json")
    assert ended.code == 0, ended.errors
    everything = content(web, ghost, "posts", limit="all", fields="url", order="published_at desc")
    assert len(ended.rows) == everything["meta"]["pagination"]["total"] == len(PUBLIC_POSTS)
    assert {row["url"] for row in ended.rows} == {post["url"] for post in everything["posts"]}
    dates = [row["published"] for row in ended.rows]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("path", ["", "/rss/", "/threads/"])
def test_any_address_of_it_leads_to_the_api(ghost: Ghost, product: Product, path: str) -> None:
    found = product.run("inspect", ghost.url + path, "--json").row
    assert (found["platform"], found["posts"]["source"]) == ("ghost", "ghost")
    assert found["posts"]["total"] == len(PUBLIC_POSTS)


def test_a_followed_blog_that_has_nothing_new_is_not_read_again(ghost: Ghost, product: Product) -> None:
    assert product.run("add", ghost.url).code == 0
    ended = product.run("refresh", "Ghost Blog", "--json")
    assert (ended.code, ended.row["status"]) == (0, "unchanged"), ended.output


@pytest.mark.parametrize(
    ("slug", "shown", "says"),
    [
        ("members-only", "", "This post is for members of the blog only."),
        (
            "paid-only",
            "What everybody reads.",
            "The rest of this post is for paying members of the blog only.",
        ),
    ],
)
def test_a_post_for_members_says_so(ghost: Ghost, product: Product, slug: str, shown: str, says: str) -> None:
    ended = product.run("read", ghost.post(slug))
    assert ended.code == 0, ended.errors
    assert shown in ended.output and says in ended.output
    assert "What members read." not in ended.output


def test_a_thread_is_read_with_every_reply(ghost: Ghost, product: Product, web: httpx.Client) -> None:
    """The list of the thread holds three replies of each comment, whatever their number."""
    ended = product.run("comments", ghost.post("threads"), "--json")
    assert ended.code == 0, ended.errors
    number = ghost.ids["threads"]
    (first, gone) = members(web, ghost, f"post/{number}", order="created_at asc")["comments"]
    replies = members(web, ghost, f"{first['id']}/replies", limit=100)["comments"]
    answers = members(web, ghost, f"{gone['id']}/replies", limit=100)["comments"]
    shown = [first, *replies, gone, *answers]
    assert {row["id"] for row in ended.rows} == {each["id"] for each in shown}
    assert len(replies) == MANY_REPLIES + 1
    assert len(ended.rows) - 1 == members(web, ghost, "counts", ids=number)[number], "one was taken back"
    by_text = {row["markdown"].strip(): row for row in ended.rows}
    assert by_text["An answer to an answer."]["parent"] == by_text["Answer 5."]["id"]
    assert by_text["You took it back?"]["parent"] == gone["id"]
    assert Counter(row["depth"] for row in ended.rows) == {0: 2, 1: MANY_REPLIES + 1, 2: 1}


def test_a_thread_longer_than_a_page_is_read_whole(ghost: Ghost, product: Product, web: httpx.Client) -> None:
    ended = product.run("comments", ghost.post("many-comments"), "--json")
    assert ended.code == 0, ended.errors
    number = ghost.ids["many-comments"]
    assert members(web, ghost, "counts", ids=number)[number] == MANY_COMMENTS
    written = [f"Comment number {each}." for each in range(1, MANY_COMMENTS + 1)]
    assert [row["markdown"].strip() for row in ended.rows] == written


@pytest.mark.parametrize(
    ("profile", "slug", "write"),
    [
        ("open", "no-comments", "browser"),
        ("open", "members-only", "browser"),
        ("paid", "no-comments", "browser"),
        ("off", "no-comments", "closed"),
    ],
)
def test_inspect_tells_who_may_write(
    ghost: Ghost, product: Product, profile: str, slug: str, write: str
) -> None:
    ghost.profile(profile)
    found = product.run("inspect", ghost.post(slug), "--json").row
    assert found["comments"] == {"system": "ghost", "read": True, "write": write}


def test_a_comment_is_handed_over_to_the_browser(ghost: Ghost, product: Product, web: httpx.Client) -> None:
    ended = product.comment(ghost.post("no-comments"), "A kind word.")
    assert (ended.code, ended.row["outcome"]) == (7, "browser")
    assert ended.row["url"] == ghost.post("no-comments") + "#ghost-comments"
    assert members(web, ghost, "counts", ids=ghost.ids["no-comments"]) == {ghost.ids["no-comments"]: 0}


def test_where_comments_are_off_there_are_none(ghost: Ghost, product: Product) -> None:
    ghost.profile("off")
    ended = product.run("comments", ghost.post("threads"), "--json")
    assert (ended.code, ended.rows) == (0, [])


def test_a_private_blog_is_one_sentence(ghost: Ghost, product: Product) -> None:
    ghost.profile("private")
    ended = product.run("posts", ghost.url)
    assert ended.code == 1
    assert "asks for a login before it shows its posts" in ended.sentence


def test_a_blog_that_was_followed_before_it_went_private_is_read_on(ghost: Ghost, product: Product) -> None:
    assert product.run("add", ghost.url).code == 0
    ghost.profile("private")
    assert product.run("refresh", "Ghost Blog").code == 0


def test_the_feed_alone_holds_the_newest(ghost: Ghost, web: httpx.Client) -> None:
    """Why the API is asked: no page of the feed leads on."""
    assert web.get(f"{ghost.url}/rss/").text.count("<item>") == POSTS_IN_THE_FEED
    assert web.get(f"{ghost.url}/rss/2/").status_code == 404
