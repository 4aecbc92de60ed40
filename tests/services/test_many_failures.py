"""A refresh of which a third fails, each blog in its own way: the rest comes in, and each failure is told."""

import asyncio
from collections.abc import Callable

import httpx

from tests.world import Answer, World, entry, feed, page
from tui_blog.model.blog import Blog
from tui_blog.model.text import clean_line
from tui_blog.services.refreshing import Refreshed
from tui_blog.store.newcomers import Newcomer

GOOD = feed(entry("good", "Good", "2024-12-24", "<p>News.</p>"))


def atom(body: str | bytes) -> httpx.Response:
    return httpx.Response(200, content=body, headers={"content-type": "application/atom+xml"})


FAILURES: tuple[Callable[[str], Answer], ...] = (
    lambda home: httpx.ConnectError("refused"),
    lambda home: httpx.ConnectTimeout("dead"),
    lambda home: httpx.ReadTimeout("slow"),
    lambda home: httpx.RemoteProtocolError("nonsense"),
    lambda home: httpx.Response(500),
    lambda home: httpx.Response(404),
    lambda home: httpx.Response(403),
    lambda home: httpx.Response(410),
    lambda home: httpx.Response(429, headers={"retry-after": "600"}),
    lambda home: httpx.Response(503),
    lambda home: httpx.Response(302, headers={"location": f"{home}/feed.xml"}),
    lambda home: httpx.Response(302, headers={"location": "gopher://old.example/"}),
    lambda home: page("<html><body>Sold to a casino</body></html>"),
    lambda home: atom(b""),
    lambda home: atom(GOOD[:150]),
    lambda home: atom(b"\x00\xff\xfe" * 9_000),
    lambda home: atom("<feed>" * 30_000),
    lambda home: atom("{" * 30_000),
    lambda home: httpx.Response(200, content=b"x", headers={"content-length": str(2**40)}),
)
"""By the address of a blog, how asking it fails."""


def follow(world: World, number: int) -> tuple[Blog, ...]:
    """Every third of them fails."""
    newcomers = []
    for n in range(number):
        home = f"https://blog{n}.example"
        fails = FAILURES[n // 3 % len(FAILURES)]
        world.web.pages[f"{home}/feed.xml"] = atom(GOOD) if n % 3 else fails(home)
        newcomers.append(Newcomer(clean_line(f"Blog {n}"), f"{home}/", f"{home}/feed.xml"))
    return world.services._blogs.add_all(newcomers)  # type: ignore[attr-defined,no-any-return]


async def told(world: World, blogs: tuple[Blog, ...]) -> list[Refreshed]:
    return [step async for step in world.services.refreshing.refresh(blogs)]


async def test_two_thirds_come_in_and_each_failure_has_its_sentence(world: World) -> None:
    blogs = follow(world, 90)
    steps = await told(world, blogs)
    failed = {step.blog.title: step.error for step in steps if step.error}
    assert set(failed) == {f"Blog {n}" for n in range(0, 90, 3)}
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in failed.values())
    assert len(set(failed.values())) > len(FAILURES) // 2, "each says what happened to it"
    assert world.services.library.counts().posts == 60
    stored = {blog.title: blog.error for blog in world.services.library.blogs()}
    assert {title: error for title, error in stored.items() if error} == failed


async def test_nobody_waits_for_a_host_that_does_not_answer(world: World) -> None:
    """Thirty hosts hang; the others are all told before the first of these is."""
    blogs = follow(world, 90)
    answers = asyncio.Event()

    async def hang(request: httpx.Request) -> httpx.Response:
        await answers.wait()
        return httpx.Response(504)

    for n in range(0, 90, 3):
        world.web.pages[f"https://blog{n}.example/feed.xml"] = hang
    steps = list[Refreshed]()
    async for step in world.services.refreshing.refresh(blogs):
        steps.append(step)
        if len(steps) == 60:
            answers.set()
    assert [bool(step.error) for step in steps] == [False] * 60 + [True] * 30
