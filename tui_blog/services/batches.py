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
                results, error = await asyncio.to_thread(self._batch, wanted)
                ended = wanted[: len(results) + (error is not None)]
                self._waiting = wanted[len(ended) :] + self._waiting
                # Told here, not by the thread: whoever goes on finds the writer at its end, and may leave.
                _tell(ended, results, error)

    def _batch(self, tasks: list[_Task]) -> tuple[list[Any], Exception | None]:
        """Do as many of the tasks as there is time for: what came of them, and what stopped the next."""
        results: list[Any] = []
        end = monotonic() + LONGEST
        try:
            with self._together():
                for task in tasks:
                    results.append(task.work())
                    if monotonic() > end:
                        break
        except Exception as error:
            return results, error
        return results, None


def _tell(tasks: list[_Task], results: list[Any], error: Exception | None) -> None:
    for number, task in enumerate(tasks):
        if task.done.done():  # whoever asked has left
            continue
        if error is None:
            task.done.set_result(results[number])
        else:
            task.done.set_exception(error)
