"""Threads as they are read, and what is known before a word is typed."""

import httpx

from tests.services.test_sending import letters
from tests.world import BLOG, World, isso_comment, isso_thread, page
from tui_blog.model.comment import Access


async def test_answers_stand_under_their_parents(world: World) -> None:
    answer = isso_comment(3, "Ada", "Thank you", parent=1)
    thread = isso_thread(
        isso_comment(1, "Bo", "Lovely", replies=[answer], total_replies=1), isso_comment(2, "Cy", "Hm")
    )
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=thread)
    shown = await world.services.commenting.fetch_thread(await letters(world))
    assert [(line.comment.author, line.depth) for line in shown.lines] == [("Bo", 0), ("Ada", 1), ("Cy", 0)]
    assert shown.system == "isso"


async def test_the_thread_is_there_without_a_network(world: World) -> None:
    stored = await letters(world)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(isso_comment(1, "Bo", "Lovely")))
    await world.services.commenting.fetch_thread(stored)
    kept = await world.services.commenting.kept_thread(stored)
    assert kept is not None and [line.markdown for line in kept.lines] == ["Lovely"]


async def test_comments_since_the_last_visit_are_new(world: World) -> None:
    stored = await letters(world)
    one, two = isso_comment(1, "Bo", "Lovely"), isso_comment(2, "Cy", "Indeed")
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(one))
    await world.services.commenting.fetch_thread(stored)
    world.services.commenting.visited(stored.id)
    world.later(hours=1)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(one, two))
    shown = await world.services.commenting.fetch_thread(stored)
    assert [line.is_new for line in shown.lines] == [False, True]


async def test_a_hostile_comment_is_harmless(world: World) -> None:
    evil = isso_comment(1, "\x1b]0;x\x07Ev\u202eil", "<script>alert(1)</script>\x9b31m <b>b</b>")
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(evil))
    (line,) = (await world.services.commenting.fetch_thread(await letters(world))).lines
    assert line.comment.author == "Evil" and "alert" not in line.markdown
    assert not set(line.markdown) & {"\x1b", "\x9b", "\u202e"}


async def test_a_page_without_comments_says_so(world: World) -> None:
    world.web.pages[f"{BLOG}/letters/"] = page("<html><body>No comments here.</body></html>")
    stored = await letters(world)
    assert (await world.services.commenting.fetch_thread(stored)).system is None
    prepared = await world.services.commenting.prepare(stored)
    assert prepared.form.access is Access.UNKNOWN and "tui-blog" in prepared.form.reason


async def test_a_preview_looks_as_the_thread_will(world: World) -> None:
    prepared = await world.services.commenting.prepare(await letters(world))
    from dataclasses import replace

    draft = replace(prepared.draft, body="Is 1 < 2 & *so* on?\n\n> quoted", name="Bo")
    line = world.services.commenting.preview(draft, prepared.form)
    assert "*so*" in line.markdown and "> quoted" in line.markdown and line.comment.author == "Bo"
