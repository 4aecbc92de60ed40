"""Threads as they are read, and what is known before a word is typed."""

from dataclasses import replace

import httpx
import pytest

from tests.services.test_sending import letters
from tests.world import BLOG, LETTERS, POST_PAGE, World, feed, isso_comment, isso_thread, page
from tui_blog.errors import StatusError
from tui_blog.model.comment import Access, Identity, Markup
from tui_blog.services.commenting import new_draft


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
    world.services.commenting.visited(stored)
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


async def test_before_the_first_visit_nothing_is_known_of_a_thread(world: World) -> None:
    stored = await letters(world)
    assert await world.services.commenting.kept_thread(stored) is None
    assert await world.services.commenting.kept_form(stored.id) is None


async def test_a_post_that_was_looked_at_in_vain_is_known_to_have_no_comments(world: World) -> None:
    world.web.pages[f"{BLOG}/letters/"] = page("<html><body>No comments here.</body></html>")
    stored = await letters(world)
    await world.services.commenting.fetch_thread(stored)
    kept = await world.services.commenting.kept_thread(stored)
    assert kept is not None and (kept.lines, kept.total, kept.system) == ((), 0, None)


async def test_comments_that_came_later_are_found(world: World) -> None:
    whole = world.web.pages[f"{BLOG}/letters/"]
    world.web.pages[f"{BLOG}/letters/"] = page("<html><body>No comments here.</body></html>")
    stored = await letters(world)
    await world.services.commenting.fetch_thread(stored)
    world.web.pages[f"{BLOG}/letters/"] = whole
    assert (await world.services.commenting.fetch_thread(stored)).system == "isso"


async def test_a_comment_server_that_moved_is_found_again(world: World) -> None:
    stored = await letters(world)
    await world.services.commenting.fetch_thread(stored)
    world.web.pages[f"{BLOG}/isso/"] = httpx.ConnectError("refused")
    world.web.pages[f"{BLOG}/letters/"] = page(POST_PAGE.replace("/isso/", "/comments/"))
    moved = httpx.Response(200, json=isso_thread(isso_comment(1, "Bo", "Lovely")))
    world.web.pages[f"{BLOG}/comments/"] = moved
    assert (await world.services.commenting.fetch_thread(stored)).total == 1
    world.web.asked.clear()
    await world.services.commenting.fetch_thread(stored)
    assert len(world.web.asked) == 1, "its new place is remembered"


async def test_a_comment_server_that_is_down_keeps_the_thread_and_says_why(world: World) -> None:
    stored = await letters(world)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(isso_comment(1, "Bo", "Lovely")))
    await world.services.commenting.fetch_thread(stored)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(502)
    with pytest.raises(StatusError, match=r"lamp\.example"):
        await world.services.commenting.fetch_thread(stored)
    kept = await world.services.commenting.kept_thread(stored)
    assert kept is not None and kept.total == 1


async def test_what_the_blog_asks_is_remembered(world: World) -> None:
    stored = await letters(world)
    prepared = await world.services.commenting.prepare(stored)
    world.web.pages.clear()
    assert await world.services.commenting.kept_form(stored.id) == prepared.form


async def test_an_answer_shows_the_words_that_it_answers(world: World) -> None:
    stored = await letters(world)
    bo = isso_comment(1, "Bo", "Lovely, <b>really</b>\x1b[31m")
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(bo))
    (line,) = (await world.services.commenting.fetch_thread(stored)).lines
    prepared = await world.services.commenting.prepare(stored, line)
    assert (prepared.draft.parent, prepared.quotation) == ("1", "Lovely, really")


async def test_an_answer_and_a_comment_have_a_draft_each(world: World) -> None:
    prepared = await world.services.commenting.prepare(await letters(world))
    subject, commenting = prepared.subject, world.services.commenting
    commenting.keep(subject, replace(prepared.draft, body="To the post"))
    commenting.keep(subject, new_draft(Identity(), "7", "To Bo"))
    assert commenting.draft(subject, None).body == "To the post"
    assert commenting.draft(subject, "7").body == "To Bo"
    assert [kept.draft.body for kept in commenting.drafts()] == ["To Bo", "To the post"]
    commenting.keep(subject, replace(commenting.draft(subject, "7"), body="  "))
    assert [kept.draft.body for kept in commenting.drafts()] == ["To the post"], "nothing is nothing to keep"


async def test_a_feed_without_addresses_has_no_place_for_comments(world: World) -> None:
    nowhere = '<link rel="alternate" href="https://lamp.example/letters/"/>'
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(LETTERS.replace(nowhere, "")), "application/atom+xml")
    stored = await letters(world)
    assert stored.post.url == ""
    assert (await world.services.commenting.subject(stored)).channel is None


@pytest.mark.parametrize(
    ("markup", "shown"), [("markdown", "1 < 2 *so*"), ("html", "1 < 2 *so*"), ("plain", "1 < 2 *so*")]
)
async def test_a_preview_is_clean_whatever_is_typed(world: World, markup: Markup, shown: str) -> None:
    prepared = await world.services.commenting.prepare(await letters(world))
    draft = replace(prepared.draft, body="1 < 2 *so*\x1b]0;x\x07", name="B\x1b[31mo")
    line = world.services.commenting.preview(draft, replace(prepared.form, markup=markup))
    assert line.comment.author == "Bo"
    assert line.markdown.replace("\\", "").replace("&lt;", "<") == shown


async def test_a_preview_looks_as_the_thread_will(world: World) -> None:
    prepared = await world.services.commenting.prepare(await letters(world))
    draft = replace(prepared.draft, body="Is 1 < 2 & *so* on?\n\n> quoted", name="Bo")
    line = world.services.commenting.preview(draft, prepared.form)
    assert "*so*" in line.markdown and "> quoted" in line.markdown and line.comment.author == "Bo"
