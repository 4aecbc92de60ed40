"""Writing in batches: what many have to store at about the same time goes into one transaction."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")

LONGEST = 0.02
"""Seconds after which a batch is ended: a person who marks a post meanwhile waits for no longer."""


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[], Any]
    done: "asyncio.Future[Any]"


class Batches:
    """The one writer of those who fetch: one thread at a time, one commit for all that waits."""

    def __init__(self, together: Callable[[], AbstractContextManager[None]]) -> None:
        """`together` makes one transaction of what is written inside it."""
        self._together = together
        self._waiting: list[_Task] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[], T]) -> T:
        """Have `work` done off the event loop; comes back when what it wrote is committed.

        Where it raises, nothing of its batch is kept, and all who wait for the batch hear of it.
        """
        task = _Task(work, asyncio.get_running_loop().create_future())
        self._waiting.append(task)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        result: T = await task.done
        return result

    async def rest(self) -> None:
        """Wait until nothing is being written: whoever closes the library must not close it under a batch."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])

    async def _write_all(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            wanted = [task for task in waiting if not task.done.cancelled()]
            if wanted:
                done = await asyncio.to_thread(self._batch, wanted)
                self._waiting = wanted[done:] + self._waiting

    def _batch(self, tasks: list[_Task]) -> int:
        """Do as many of the tasks as there is time for, and tell how they ended; how many there were."""
        results: list[Any] = []
        loop = tasks[0].done.get_loop()
        end = monotonic() + LONGEST
        try:
            with self._together():
                for task in tasks:
                    results.append(task.work())
                    if monotonic() > end:
                        break
        except Exception as error:
            failed = tasks[: len(results) + 1]
            loop.call_soon_threadsafe(_fail, failed, error)
            return len(failed)
        loop.call_soon_threadsafe(_tell, tasks[: len(results)], results)
        return len(results)


def _tell(tasks: list[_Task], results: list[Any]) -> None:
    for task, result in zip(tasks, results, strict=True):
        if not task.done.done():  # whoever asked may have left
            task.done.set_result(result)


def _fail(tasks: list[_Task], error: Exception) -> None:
    for task in tasks:
        if not task.done.done():
            task.done.set_exception(error)
