"""Whatever is awaited leaves the event loop free: the library is read and written in threads alone."""

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest

from tests.services.test_library import followed
from tests.services.test_sending import Server, letters, server, written
from tests.world import BLOG, World
from tui_blog.store.database import Database

__all__ = ["server"]


@pytest.fixture
def on_the_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was asked of the library in the thread of the event loop."""
    asked: list[str] = []
    for name in ("reading", "writing"):
        access: Callable[..., AbstractContextManager[object]] = getattr(Database, name)

        def noting(
            self: Database, *, _name: str = name, _access: Callable[..., object] = access, **how: bool
        ) -> object:
            if threading.current_thread() is threading.main_thread():
                asked.append(_name)
            return _access(self, **how)

        monkeypatch.setattr(Database, name, noting)
    yield asked


async def step(asked: list[str], work: Awaitable[object]) -> object:
    asked.clear()
    result = await work
    assert asked == []
    return result


async def test_asking_blogs(world: World, on_the_loop: list[str]) -> None:
    site = await world.services.library.find(BLOG)
    await step(on_the_loop, world.services.library.add(site, title="Lamp", tags=["slow"]))
    blog = world.services.library.named("Lamp")
    await step(on_the_loop, world.services.refreshing.refresh_one(blog))
    await step(on_the_loop, world.services.refreshing.older(blog))
    await step(on_the_loop, anext(world.services.refreshing.refresh([blog])))
    await step(on_the_loop, world.services.library.open(BLOG))
    await step(on_the_loop, world.services.library.open_post(f"{BLOG}/letters/"))
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(500)
    await step(on_the_loop, world.services.refreshing.refresh_one(blog))
    world.services.library.remove(blog)
    world.web.pages[f"{BLOG}/feed.xml"] = world.web.pages[f"{BLOG}/feed-2.xml"]
    await step(on_the_loop, world.services.library.open(BLOG))


async def test_reading(world: World, on_the_loop: list[str]) -> None:
    stored = await letters(world)
    await step(on_the_loop, world.services.reading.open(stored.id))
    await step(on_the_loop, world.services.commenting.fetch_thread(stored))
    await step(on_the_loop, world.services.commenting.kept_thread(stored))
    await step(on_the_loop, world.services.commenting.kept_form(stored.id))


async def test_writing(world: World, server: Server, on_the_loop: list[str]) -> None:
    await followed(world)
    subject, draft = await written(world)
    await step(on_the_loop, world.services.commenting.prepare(await letters(world)))
    server.loses_answers = server.moderated = True
    sent = await world.services.sending.send(subject, draft)
    await step(on_the_loop, world.services.sending.attempt(sent.item))
    await step(on_the_loop, world.services.following.look(sent.item))
    server.moderated = False
    await step(on_the_loop, world.services.following.follow(asked=True))
    await step(on_the_loop, world.services.following.hear(asked=True))
    await step(on_the_loop, world.services.sending.attempt(sent.item))
    await step(on_the_loop, world.services.sending.recover())
    await step(on_the_loop, world.services.sending.send(subject, draft))
