"""Knowing when a program has nothing left to do, by its event loop and its threads and not by the clock."""

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

SOON_SECONDS = 2.1 / 60
"""What is set to come sooner belongs to what was done: the screen is drawn up to 60 times a second, and a
timer that has been paused lets up to two such turns pass."""


class Stillness:
    """Looks on as a loop falls asleep: what was ready is done then, and only time and threads can wake it."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._select = loop._selector.select  # type: ignore[attr-defined]
        self._run_in_executor = loop.run_in_executor
        self._at_work: set[Future[Any]] = set()
        self._waiting: list[Future[None]] = []
        loop._selector.select = self._select_or_tell  # type: ignore[attr-defined]
        loop.run_in_executor = self._noted  # type: ignore[assignment]

    def _select_or_tell(self, timeout: float | None = None) -> Any:
        """Tell those who wait for the loop to fall asleep, in place of letting it."""
        if not self._waiting or (timeout is not None and timeout <= SOON_SECONDS):
            return self._select(timeout)
        events = self._select(0)
        if not events:
            self._tell()
        return events

    def _tell(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def _noted(self, executor: Any, work: Callable[..., Any], *words: Any) -> Future[Any]:
        future = self._run_in_executor(executor, work, *words)
        self._at_work.add(future)
        future.add_done_callback(self._at_work.discard)
        return future

    async def comes(self) -> None:
        """Wait until nothing is ready to run, or will be soon, and no thread works for the loop."""
        await self._asleep()
        while self._at_work:
            await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
            await self._asleep()

    async def _asleep(self) -> None:
        sleep: Future[None] = self._loop.create_future()
        self._waiting.append(sleep)
        await sleep


_known: WeakKeyDictionary[AbstractEventLoop, Stillness] = WeakKeyDictionary()


def stillness() -> Stillness:
    """That of the loop that runs."""
    loop = asyncio.get_running_loop()
    if loop not in _known:
        _known[loop] = Stillness(loop)
    return _known[loop]


async def wait_for_idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """In place of Textual's function, which looks for idleness in steps of 20 ms and takes load for work.

    A thread that a test holds back on purpose is waited for `max_sleep` seconds.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(max_sleep):
            await stillness().comes()
