"""Pages that are read in processes of their own, and what becomes of them when one of those dies."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.services.test_library import titles
from tests.world import BLOG, World, entry, feed, page
from tui_blog.model.blog import Blog
from tui_blog.model.flow import Response
from tui_blog.model.site import SourceRef
from tui_blog.model.text import clean_line
from tui_blog.services.page_worker import Question, ReadPage, read
from tui_blog.services.page_workers import PageWorkers
from tui_blog.store.newcomers import Newcomer

LONG = "<p>" + "A long text. " * 2_000 + "</p>"


@pytest.fixture
async def workers() -> AsyncIterator[PageWorkers]:
    workers = PageWorkers(2)
    yield workers
    await workers.aclose()


def question(body: str) -> Question:
    answer = Response(200, f"{BLOG}/feed.xml", (("content-type", "application/atom+xml"),), body.encode())
    return Question(SourceRef("feed", f"{BLOG}/feed.xml"), None, None, (answer,))


SNOW = question(feed(entry("snow", "Snow", "2024-12-24", LONG)))


async def test_a_page_is_the_same_wherever_it_is_read(workers: PageWorkers) -> None:
    there = await workers.read(SNOW)
    assert there == read(SNOW)
    assert [post.title for post in there.posts] == ["Snow"]


async def test_questions_are_answered_side_by_side_and_one_after_the_other(workers: PageWorkers) -> None:
    several = [question(feed(entry(f"p{n}", f"Post {n}", "2024-12-24", LONG))) for n in range(6)]
    answers = await asyncio.gather(*map(workers.read, several))
    assert [answer.posts[0].title for answer in answers] == [f"Post {n}" for n in range(6)]


async def test_what_cannot_be_read_is_left_to_whoever_asked(workers: PageWorkers) -> None:
    assert await workers.read(question("<html>No feed</html>")) == ReadPage(None)
    assert (await workers.read(SNOW)).page is not None, "the process goes on"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither groups nor sessions of processes")
async def test_a_process_stands_back_and_hears_no_ctrl_c(workers: PageWorkers) -> None:
    await workers.read(SNOW)
    (process,) = workers._all
    lower = os.getpriority(os.PRIO_PROCESS, process.pid) - os.getpriority(os.PRIO_PROCESS, 0)
    assert lower > 0 or os.getpriority(os.PRIO_PROCESS, 0) == 19, "the screen comes first"
    assert os.getpgid(process.pid) != os.getpgid(0), "a terminal sends it to the program's group"
    assert os.getsid(process.pid) == os.getsid(0), "together they have one share of the processors"


async def test_a_process_that_dies_is_replaced(workers: PageWorkers) -> None:
    await workers.read(SNOW)
    for process in workers._all:
        process.kill()
        await process.wait()
    assert await workers.read(SNOW) == ReadPage(None)
    assert (await workers.read(SNOW)).page is not None


async def test_where_no_process_can_be_started_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert await PageWorkers().read(SNOW) == ReadPage(None)


async def test_a_question_that_is_given_up_ends_its_process(workers: PageWorkers) -> None:
    await workers.read(SNOW)
    asking = asyncio.create_task(workers.read(SNOW))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert await workers._all[0].wait() != 0
    assert (await workers.read(SNOW)).page is not None


# --- in a refresh --------------------------------------------------------------------------------


def many(world: World, number: int) -> tuple[Blog, ...]:
    """Blogs of one long post each, on a host each."""
    newcomers = []
    for n in range(number):
        home = f"https://blog{n}.example"
        body = feed(entry("long", f"Long {n}", "2024-12-24", LONG))
        world.web.pages[f"{home}/feed.xml"] = page(body, "application/atom+xml")
        newcomers.append(Newcomer(clean_line(f"Blog {n}"), f"{home}/", f"{home}/feed.xml"))
    return world.services._blogs.add_all(newcomers)  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("python", [sys.executable, "/nowhere/python"])
async def test_many_long_answers_are_all_stored(
    world: World, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    blogs = many(world, 20)
    world.web.pages["https://blog13.example/feed.xml"] = httpx.Response(200, text="<html>" + LONG)
    steps = {step.blog.title: step async for step in world.services.refreshing.refresh(blogs)}
    assert sorted(titles(world)) == sorted(f"Long {n}" for n in range(20) if n != 13)
    assert [title for title, step in steps.items() if step.error] == ["Blog 13"]
    assert "feed" in steps["Blog 13"].error
