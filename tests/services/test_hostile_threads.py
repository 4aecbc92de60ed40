"""Threads as no blog should send them, answers that are none, and clocks that are wrong."""

import httpx
import pytest

from tests.services.test_sending import Server, letters, server, written
from tests.world import BLOG, World
from tui_blog.model.comment import Comment, OutboxItem, Published, SendState, Thread, Unknown
from tui_blog.model.text import CleanText
from tui_blog.services.commenting import ShownThread

__all__ = ["server"]


def comment(name: str, parent: str | None = None, html: str = "<p>Well.</p>") -> Comment:
    return Comment(name, parent, CleanText("Bo"), html)


async def shown(world: World, *comments: Comment) -> ShownThread:
    """What the program makes of a thread that was kept as it came."""
    stored = await letters(world)
    world.services.commenting._save(stored, Thread(comments, len(comments)))
    thread = await world.services.commenting.kept_thread(stored)
    assert thread is not None
    return thread


async def test_a_thread_ten_thousand_deep_is_read_to_its_end(world: World) -> None:
    chain = [comment(str(number), str(number - 1) if number else None, "") for number in range(10_000)]
    lines = (await shown(world, *chain)).lines
    assert [line.depth for line in lines] == list(range(10_000))


async def test_circles_and_orphans_are_shown_once_each(world: World) -> None:
    lines = (
        await shown(
            world,
            comment("a", "b"),
            comment("b", "a"),
            comment("c", "c"),
            comment("d", "gone"),
            comment("e", "a"),
        )
    ).lines
    assert sorted(line.comment.id for line in lines) == ["a", "b", "c", "d", "e"]
    assert {line.comment.id: line.depth for line in lines} == {"a": 0, "b": 1, "c": 0, "d": 0, "e": 1}


async def test_a_comment_of_a_megabyte_is_read_whole_and_clean(world: World) -> None:
    (line,) = (
        await shown(world, comment("1", None, "<p>" + "lamp \x1b[2J\u202e" * 100_000 + "<b>end"))
    ).lines
    assert line.markdown.count("lamp") == 100_000 and "end" in line.markdown
    assert not set(line.markdown) & {"\x1b", "\u202e"}


async def test_soup_is_text(world: World) -> None:
    soup = "</div></p><table><tr><li><b><i>one</b>two</i><script>x()</script><style>p{}</style><!-- -->three<"
    (line,) = (await shown(world, comment("1", None, soup))).lines
    assert all(word in line.markdown for word in ("one", "two", "three"))
    assert "x()" not in line.markdown and "p{}" not in line.markdown


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Something went wrong</h1>"),
        httpx.Response(200, html=""),
        httpx.Response(200, json={"error": "no"}),
        httpx.Response(200, json=[]),
    ],
    ids=["page", "nothing", "other object", "list"],
)
async def test_an_answer_without_a_meaning_is_no_proof(world: World, answer: httpx.Response) -> None:
    subject, draft = await written(world)
    world.web.pages[f"{BLOG}/isso/new"] = answer
    sent = await world.services.sending.send(subject, draft)
    assert isinstance(sent.outcome, Unknown)
    assert sent.item.draft.body == draft.body and len(world.web.posted()) == 1


async def test_a_captcha_in_the_way_keeps_the_text(world: World) -> None:
    subject, draft = await written(world)
    wall = "<title>Just a moment...</title><form id=challenge-form><div class=h-captcha></div></form>"
    world.web.pages[f"{BLOG}/isso/new"] = httpx.Response(403, html=wall)
    sent = await world.services.sending.send(subject, draft)
    assert sent.item.state not in {SendState.PUBLISHED, SendState.HELD}
    assert sent.item.draft.body == draft.body and len(world.web.posted()) == 1


@pytest.mark.parametrize("hours", [1, -1, -24 * 365])
async def test_a_clock_that_is_wrong_hides_no_comment(world: World, server: Server, hours: int) -> None:
    world.later(hours=hours)
    found = await world.services.sending.attempt(await lost(world, server))
    assert isinstance(found.outcome, Published) and len(server.kept) == 1


async def test_a_clock_a_year_ahead_sends_nothing_twice(world: World, server: Server) -> None:
    """By its date the comment is older than its sending: nobody can tell, so nothing is claimed or sent."""
    world.later(days=365)
    found = await world.services.sending.attempt(await lost(world, server))
    assert isinstance(found.outcome, Unknown) and "clock" in found.outcome.reason
    assert len(server.kept) == 1


async def lost(world: World, server: Server) -> OutboxItem:
    """A comment that arrived, though nobody here knows of it."""
    subject, draft = await written(world)
    server.loses_answers = server.moderated = True
    sent = await world.services.sending.send(subject, draft)
    assert sent.item.state is SendState.UNKNOWN
    server.loses_answers = server.moderated = False
    return sent.item
