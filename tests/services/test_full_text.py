"""Whole posts from their pages, where the feed sends the beginning alone."""

from pathlib import Path

import httpx
import pytest

from tests.services.test_library import followed
from tests.world import BLOG, World, entry, feed, make_world, page
from tui_blog.errors import NetworkError, NoFullText
from tui_blog.model.open_post import OpenPost
from tui_blog.model.post_list import PostQuery
from tui_blog.model.stored_post import StoredPost

SENTENCE = "The lamp was lit early that evening, for the days had grown short, and nobody minded at all. "
WHOLE = f"<p>It began <em>early</em>.</p><p>{SENTENCE * 3}</p><p>See <a href='../quiet/'>another</a>.</p>"
STUB = "<p>It began <em>early</em>. <a href='/lamps/'>Read more »</a></p>"


def lamps_page(body: str = WHOLE) -> httpx.Response:
    menu = "<nav><a href='/'>Home</a></nav>"
    return page(
        f"<html><body>{menu}<div class='entry-content'>{body}</div><footer>(c)</footer></body></html>"
    )


def send(world: World, body: str) -> None:
    world.web.pages[f"{BLOG}/feed.xml"] = page(
        feed(entry("lamps", "Lamps", "2024-12-24", body)), "application/atom+xml"
    )


async def stub(world: World) -> StoredPost:
    """A followed blog whose feed sends a stub; the page has the rest."""
    send(world, STUB)
    world.web.pages[f"{BLOG}/lamps/"] = lamps_page()
    await followed(world)
    (row,) = world.services.reading.window(PostQuery(), limit=9).rows
    return world.services.reading.stored(row.id)


async def opened(world: World, stored: StoredPost) -> OpenPost:
    return await world.services.reading.open(stored.id)


async def test_a_stub_is_told_and_filled_from_its_page(world: World) -> None:
    stored = await stub(world)
    assert (await opened(world, stored)).is_stub
    await world.services.full_text.fetch(stored)
    whole = await opened(world, stored)
    assert whole.is_article and not whole.is_stub
    assert whole.markdown.startswith("It began *early*.") and SENTENCE.strip() in whole.markdown
    assert f"[another]({BLOG}/quiet/)" in whole.markdown and "Home" not in whole.markdown


async def test_the_article_is_there_after_a_restart_and_without_the_net(world: World, tmp_path: Path) -> None:
    stored = await stub(world)
    await world.services.full_text.fetch(stored)
    world.services.close()
    again = make_world(tmp_path)
    assert (await opened(again, stored)).is_article and not again.web.asked
    again.services.close()


async def test_the_feeds_own_body_stays_and_can_be_read_again(world: World) -> None:
    stored = await stub(world)
    await world.services.full_text.fetch(stored)
    assert world.services.reading.stored(stored.id).post.html == STUB
    world.services.full_text.show(stored, False)
    assert (await opened(world, stored)).is_stub
    world.services.full_text.show(stored, True)
    assert (await opened(world, stored)).is_article


async def test_a_refresh_that_brings_the_whole_body_wins_again(world: World) -> None:
    stored = await stub(world)
    await world.services.full_text.fetch(stored)
    send(world, f"{WHOLE}<p>And an afterword of the author.</p>")
    (blog,) = world.services.library.blogs()
    await world.services.refreshing.refresh_one(blog)
    now = await opened(world, stored)
    assert not now.is_article and now.markdown.endswith("And an afterword of the author.")


async def test_a_refresh_that_brings_another_stub_leaves_the_article(world: World) -> None:
    stored = await stub(world)
    await world.services.full_text.fetch(stored)
    send(world, STUB.replace("early", "very early"))
    (blog,) = world.services.library.blogs()
    await world.services.refreshing.refresh_one(blog)
    assert (await opened(world, stored)).is_article


async def test_a_shorter_article_never_takes_the_place_of_a_longer_one(world: World) -> None:
    stored = await stub(world)
    await world.services.full_text.fetch(stored)
    world.web.pages[f"{BLOG}/lamps/"] = lamps_page(f"<p>It began early. {SENTENCE} Log in to read on.</p>")
    await world.services.full_text.fetch(stored)
    assert "another" in (await opened(world, stored)).markdown


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (lamps_page("<p>It began early.</p>"), NoFullText, "has no more text than the feed"),
        (page("<html><body></body></html>"), NoFullText, "has no more text than the feed"),
        (page("<form>Who?<input type='password' name=p></form>"), NoFullText, "asks for a login"),
        (page("%PDF", "application/pdf"), NetworkError, "is no page but a file (application/pdf)"),
        (httpx.Response(404), NetworkError, "404"),
        (httpx.ConnectError("no"), NetworkError, "lamp.example"),
    ],
)
async def test_whatever_goes_wrong_is_a_sentence_and_leaves_the_post(
    world: World, answer: httpx.Response | Exception, error: type[Exception], sentence: str
) -> None:
    stored = await stub(world)
    before = await opened(world, stored)
    world.web.pages[f"{BLOG}/lamps/"] = answer
    with pytest.raises(error, match=r"\w") as raised:
        await world.services.full_text.fetch(stored)
    assert sentence in str(raised.value)
    assert await opened(world, stored) == before and not world.services.full_text.is_kept(stored)


async def test_a_blog_that_is_set_so_has_its_stubs_filled_when_they_are_opened(world: World) -> None:
    stored = await stub(world)
    full_text = world.services.full_text
    assert not full_text.is_due(stored)
    full_text.set_always(stored.blog.id, True)
    assert full_text.is_always(stored.blog.id) and full_text.is_due(stored)
    await full_text.fetch(stored)
    assert not full_text.is_due(stored), "once is enough"
    full_text.set_always(stored.blog.id, False)
    assert not full_text.is_always(stored.blog.id)


async def test_a_whole_post_of_such_a_blog_is_left_as_it_is(world: World) -> None:
    stored = await stub(world)
    world.services.full_text.set_always(stored.blog.id, True)
    send(world, WHOLE * 3)
    await world.services.refreshing.refresh_one(world.services.library.blogs()[0])
    assert not world.services.full_text.is_due(world.services.reading.stored(stored.id))
