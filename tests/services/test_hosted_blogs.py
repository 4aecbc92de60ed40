"""Blogs on hosts with an API of their own, followed by their home page; what holds when that API is shut."""

from urllib.parse import parse_qs

import httpx

from tests.world import World, page
from tui_blog.model.comment import Access
from tui_blog.model.post import Blog, PostQuery, StoredPost

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
