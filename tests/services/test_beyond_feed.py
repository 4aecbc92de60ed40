"""A blog whose feed holds only its newest posts is read back by what the site lists; nothing comes twice."""

from pathlib import Path

import httpx
import pytest

from tests.services.test_library import titles
from tests.world import BLOG, World, entry, feed, make_world, page
from tui_blog.model.blog import Blog

FEED = f"{BLOG}/feed.xml"
SLUGS = ("snow", "letters", "quiet", "walk", "first")
DAYS = ("2024-12-24", "2024-12-19", "2024-12-18", "2024-12-17", "2023-12-01")


def written(slug: str) -> str:
    return entry(slug, slug.title(), DAYS[SLUGS.index(slug)], f"<p>The whole of {slug}.</p>")


def own_page(slug: str) -> httpx.Response:
    day, title = DAYS[SLUGS.index(slug)], slug.title()
    return page(
        f"<html><head><title>{title}</title></head><main class=h-entry><h1 class=p-name>{title}</h1>"
        f'<time class="dt-published" datetime="{day}T09:30:00+01:00">{day}</time>'
        f'<div class="e-content"><p>From the page of {slug}.</p></div></main></html>'
    )


def sitemap(*paths: str) -> httpx.Response:
    return page(
        "<urlset>" + "".join(f"<url><loc>{BLOG}/{p}</loc></url>" for p in paths) + "</urlset>", "text/xml"
    )


@pytest.fixture
def world(tmp_path: Path) -> World:
    about = page("<html><head><title>About</title></head><main><p>Ada.</p></main></html>")
    pages = {
        FEED: page(feed(written("letters"), written("quiet")), "application/atom+xml"),
        f"{BLOG}/sitemap.xml": sitemap("", "ada/", "tags/x/", *(f"{slug}/" for slug in SLUGS[1:])),
        f"{BLOG}/ada/": about,
        **{f"{BLOG}/{slug}/": own_page(slug) for slug in SLUGS},
    }
    return make_world(tmp_path, pages=pages)


async def followed(world: World) -> Blog:
    library = world.services.library
    return (await library.add(await library.find(FEED))).blog


async def test_it_is_read_back_to_its_first_post(world: World) -> None:
    blog = await followed(world)
    await world.services.refreshing.refresh_one(blog)
    assert titles(world) == ["Letters", "Quiet"]
    steps = [step async for step in world.services.refreshing.archive(blog)]
    assert [(step.status, step.new) for step in steps] == [("ok", 2)]
    assert titles(world) == ["Letters", "Quiet", "Walk", "First"]
    assert world.services.library.named(blog.title).archive_done


async def test_a_post_of_the_feed_is_not_fetched_again_and_keeps_its_text(world: World) -> None:
    blog = await followed(world)
    await world.services.refreshing.refresh_one(blog)
    asked_before = len(world.web.asked)
    async for _ in world.services.refreshing.archive(blog):
        pass
    asked = {str(request.url) for request in world.web.asked[asked_before:]}
    assert f"{BLOG}/letters/" not in asked
    assert {f"{BLOG}/walk/", f"{BLOG}/first/", f"{BLOG}/ada/"} <= asked


async def test_a_post_that_fell_out_of_the_feed_meanwhile_is_the_same_post(world: World) -> None:
    blog = await followed(world)
    await world.services.refreshing.refresh_one(blog)
    world.web.pages[FEED] = page(feed(written("snow"), written("letters")), "application/atom+xml")
    await world.services.refreshing.refresh_one(blog)
    async for _ in world.services.refreshing.archive(blog):
        pass
    assert titles(world) == ["Snow", "Letters", "Quiet", "Walk", "First"]


async def test_a_failure_on_the_way_leaves_the_rest_for_the_next_time(world: World) -> None:
    blog = await followed(world)
    await world.services.refreshing.refresh_one(blog)
    listed = world.web.pages[f"{BLOG}/sitemap.xml"]
    world.web.pages[f"{BLOG}/sitemap.xml"] = httpx.Response(503)
    steps = [step async for step in world.services.refreshing.archive(blog)]
    assert [step.status for step in steps] == ["failed"]
    assert not world.services.library.named(blog.title).archive_done
    world.web.pages[f"{BLOG}/sitemap.xml"] = listed
    assert [step.new async for step in world.services.refreshing.archive(blog)] == [2]


async def test_inspect_does_not_claim_what_it_does_not_know(world: World) -> None:
    found = await world.services.inspecting.inspect(FEED)
    assert (found.archive, found.beyond) == (False, True)
    assert not any("sitemap" in str(request.url) for request in world.web.asked)
