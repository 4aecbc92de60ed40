"""Blogs on hosts with an API of their own, followed by their home page; what holds when that API is shut."""

import json
from urllib.parse import parse_qs

import httpx
import pytest

from tests.world import World, page
from tui_blog.errors import UnreadableAnswer
from tui_blog.model.blog import Blog
from tui_blog.model.comment import Access
from tui_blog.model.post_list import PostQuery
from tui_blog.model.stored_post import StoredPost

CRUMB = "https://crumb.substack.com"


async def followed(world: World, url: str) -> Blog:
    return (await world.services.library.add(await world.services.library.find(url))).blog


def kept(world: World) -> list[str]:
    rows = world.services.reading.window(PostQuery(), limit=500).rows
    return [row.title for row in rows]


def newest(world: World) -> StoredPost:
    row = world.services.reading.window(PostQuery(), limit=1).rows[0]
    return world.services.reading.stored(row.id)


# --- Substack: 30 posts --------------------------------------------------------------------------


def letter(number: int) -> dict[str, object]:
    return {
        "id": number, "slug": f"letter-{number}", "title": f"Letter {number}", "audience": "everyone",
        "post_date": f"2024-01-{number:02}T08:00:00Z", "canonical_url": f"{CRUMB}/p/letter-{number}",
        "body_html": f"<p>Text {number}</p>", "comment_count": number,
    }  # fmt: skip


def archive(request: httpx.Request) -> httpx.Response:
    asked = {
        name: int(values[0])
        for name, values in parse_qs(request.url.query.decode()).items()
        if name != "sort"
    }
    letters = [letter(number) for number in range(30, 0, -1)]
    return httpx.Response(200, json=letters[asked["offset"] : asked["offset"] + asked["limit"]])


def feed_of_letters() -> httpx.Response:
    items = "".join(
        f"<item><title>Letter {n}</title><link>{CRUMB}/p/letter-{n}</link><guid>{CRUMB}/p/letter-{n}</guid>"
        f"<pubDate>{n} Jan 2024 08:00:00 GMT</pubDate><description>Text {n}</description></item>"
        for n in range(30, 10, -1)
    )
    head = f"<title>Crumb</title><link>{CRUMB}/</link><generator>Substack</generator>"
    return page(f"<rss version='2.0'><channel>{head}{items}</channel></rss>", "application/xml")


def crumb(world: World) -> None:
    comment = {
        "id": 7,
        "body": "Warm.",
        "name": "Cleo",
        "children": [{"id": 8, "body": None, "deleted": True}],
    }
    world.web.pages |= {
        f"{CRUMB}/": page("<title>Crumb</title>"),
        f"{CRUMB}/feed": feed_of_letters(),
        f"{CRUMB}/api/v1/archive": archive,
        f"{CRUMB}/api/v1/post/30/comments": httpx.Response(200, json={"comments": [comment]}),
    }


async def test_a_newsletter_is_read_back_to_its_first_post(world: World) -> None:
    crumb(world)
    blog = await followed(world, "crumb.substack.com")
    assert (blog.title, blog.source) == ("Crumb", "substack")
    assert {step.status async for step in world.services.refreshing.archive(blog)} == {"ok"}
    assert kept(world) == [f"Letter {number}" for number in range(30, 0, -1)]


async def test_the_thread_is_read_without_the_page_of_the_post(world: World) -> None:
    crumb(world)
    await followed(world, "crumb.substack.com")
    thread = await world.services.commenting.fetch_thread(newest(world))
    told = [(line.comment.author, line.depth, line.comment.deleted) for line in thread.lines]
    assert (told, thread.system) == ([("Cleo", 0, False), ("", 1, True)], "substack")
    prepared = await world.services.commenting.prepare(newest(world))
    assert prepared.form.access is Access.BROWSER
    assert not [request for request in world.web.asked if request.url.path == "/p/letter-30"]


async def test_an_archive_that_is_shut_later_leaves_the_feed_and_no_post_twice(world: World) -> None:
    crumb(world)
    blog = await followed(world, "crumb.substack.com")
    world.web.pages[f"{CRUMB}/api/v1/archive"] = httpx.Response(403, text="<html>No robots</html>")
    refreshed = await world.services.refreshing.refresh_one(blog)
    assert (refreshed.status, refreshed.error) == ("ok", "")
    assert kept(world) == [f"Letter {number}" for number in range(30, 10, -1)]


# --- DEV: 40 posts -------------------------------------------------------------------------------


def articles(request: httpx.Request) -> httpx.Response:
    asked = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
    size, number = int(asked["per_page"]), int(asked["page"])
    numbers = list(range(40, 0, -1))[(number - 1) * size : number * size]
    return httpx.Response(200, json=[article(number) for number in numbers])


def article(number: int) -> dict[str, object]:
    return {
        "type_of": "article", "id": number, "title": f"Article {number}",
        "url": f"https://dev.to/ada/a-{number}",
        "published_timestamp": f"2024-{number // 28 + 1:02}-{number % 28 + 1:02}T08:00:00Z",
        "tag_list": ["rye"],
        "comments_count": 2, "user": {"name": "Ada", "username": "ada"},
    }  # fmt: skip


def one_article(request: httpx.Request) -> httpx.Response:
    number = int(request.url.path.rpartition("/")[2])
    return httpx.Response(
        200, json={**article(number), "body_html": f"<p>Body {number}</p>", "tag_list": "rye"}
    )


def dev(world: World) -> None:
    answered = {"id_code": "b", "body_html": "<p>[deleted]</p>", "user": {}, "children": []}
    comment = {
        "id_code": "a",
        "body_html": "<p>Nice.</p>",
        "user": {"username": "ben"},
        "children": [answered],
    }
    world.web.pages |= {
        "https://dev.to/ada": page("<title>Ada - DEV</title>"),
        "https://dev.to/api/articles": articles,
        "https://dev.to/api/comments": httpx.Response(200, json=[comment]),
    }
    world.web.pages |= {f"https://dev.to/api/articles/{number}": one_article for number in range(1, 41)}


async def test_a_member_of_dev_is_read_back_to_the_first_post_with_whole_texts(world: World) -> None:
    dev(world)
    blog = await followed(world, "https://dev.to/ada")
    assert {step.status async for step in world.services.refreshing.archive(blog)} == {"ok"}
    assert kept(world) == [f"Article {number}" for number in range(40, 0, -1)]
    opened = await world.services.reading.open(newest(world).id)
    assert opened.markdown.strip() == "Body 40"
    thread = await world.services.commenting.fetch_thread(newest(world))
    told = [(line.comment.author, line.depth, line.comment.deleted) for line in thread.lines]
    assert told == [("ben", 0, False), ("", 1, True)]


# --- Tumblr, Micro.blog, Bear, Write.as: what is their own ---------------------------------------------


def pictures(request: httpx.Request) -> httpx.Response:
    asked = {name: int(values[0]) for name, values in parse_qs(request.url.query.decode()).items()}
    numbers = list(range(60, 0, -1))[asked["start"] : asked["start"] + asked["num"]]
    posts = [
        {
            "id": str(n), "url": f"https://ada.tumblr.com/post/{n}", "type": "regular",
            "regular-title": f"P {n}",
            "unix-timestamp": 1_700_000_000 + n, "regular-body": f"<p>{n}</p>", "tags": False,
        }
        for n in numbers
    ]  # fmt: skip
    value = {"tumblelog": {"title": "Ada"}, "posts-total": 60, "posts": posts}
    return httpx.Response(200, text=f"var tumblr_api_read = {json.dumps(value)};")


async def test_a_blog_on_tumblr_is_read_back_to_its_first_post_and_keeps_its_notes_for_the_browser(
    world: World,
) -> None:
    world.web.pages |= {
        "https://ada.tumblr.com/": page("<title>Ada</title>"),
        "https://ada.tumblr.com/post/60": page("<title>P 60</title>"),
        "https://ada.tumblr.com/api/read/json": pictures,
    }
    blog = await followed(world, "ada.tumblr.com")
    assert {step.status async for step in world.services.refreshing.archive(blog)} == {"ok"}
    assert kept(world) == [f"P {number}" for number in range(60, 0, -1)]
    with pytest.raises(UnreadableAnswer, match="Tumblr's notes are shown only in a browser"):
        await world.services.commenting.fetch_thread(newest(world))


async def test_an_old_post_on_micro_blog_is_read_off_its_page(world: World) -> None:
    home = "https://ada.micro.blog/"
    old = {"id": f"{home}2020/01/01/old.html", "url": f"{home}2020/01/01/old.html", "content_text": "An old…"}
    new = {
        "id": f"{home}2024/01/01/new.html",
        "url": f"{home}2024/01/01/new.html",
        "content_html": "<p>New</p>",
    }
    dated = [
        {**new, "date_published": "2024-01-01T08:00:00+00:00"},
        {**old, "date_published": "2020-01-01T08:00:00+00:00"},
    ]
    answers = {
        "items": [{"id": 5, "content_html": "<p>Hi</p>", "author": {"_microblog": {"username": "ben"}}}]
    }
    content = "<div class='e-content'><p>An old post, whole.</p></div>"
    entry = f"<html><article class='h-entry'>{content}</article></html>"
    world.web.pages |= {
        home: page("<title>Ada</title>"),
        f"{home}feed.json": httpx.Response(200, json={"title": "Ada", "items": dated[:1]}),
        f"{home}archive/index.json": httpx.Response(200, json={"title": "Ada", "items": dated}),
        old["url"]: page(entry),
        "https://micro.blog/conversation.js": httpx.Response(200, json=answers),
    }
    blog = await followed(world, "ada.micro.blog")
    assert [step.new async for step in world.services.refreshing.archive(blog)] == [1]
    row = world.services.reading.last_window(PostQuery(), limit=1).rows[0]
    opened = await world.services.reading.open(row.id)
    assert opened.markdown.strip() == "An old post, whole."
    thread = await world.services.commenting.fetch_thread(newest(world))
    assert [line.comment.author for line in thread.lines] == ["ben"]


async def test_the_newest_post_on_bear_is_the_first_in_the_list(world: World) -> None:
    entries = "".join(
        f"<entry><id>https://ada.bearblog.dev/{n}/</id><title>Note {n}</title><link href='/{n}/'/>"
        f"<published>2024-01-0{n}T08:00:00Z</published><content>Text</content></entry>"
        for n in (1, 2, 3)
    )
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Ada</title>{entries}</feed>"
    world.web.pages |= {
        "https://ada.bearblog.dev/": page("<title>Ada</title>"),
        "https://ada.bearblog.dev/feed/": page(feed, "application/atom+xml"),
    }
    blog = await followed(world, "ada.bearblog.dev")
    assert (blog.source, blog.archive_done) == ("bear", True)
    assert kept(world) == ["Note 3", "Note 2", "Note 1"]


async def test_a_thread_nested_beyond_all_measure_is_a_thread_or_a_sentence(world: World) -> None:
    crumb(world)
    await followed(world, "crumb.substack.com")
    depth = 3_000
    body = '{"id": 1, "body": "x", "children": [' * depth + "]}" * depth
    world.web.pages[f"{CRUMB}/api/v1/post/30/comments"] = page(
        f'{{"comments": [{body}]}}', "application/json"
    )
    with pytest.raises(UnreadableAnswer, match=r"crumb\.substack\.com sent something else"):
        await world.services.commenting.fetch_thread(newest(world))
