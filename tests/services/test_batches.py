"""What many write at the same time is one transaction, and no wait for anybody else."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import sleep

from tui_blog.services.batches import LONGEST, Batches


class Ledger:
    """Counts transactions, and keeps what was written in those that came to their end."""

    def __init__(self) -> None:
        self.committed: list[list[int]] = []
        self._written: list[int] = []

    @contextmanager
    def together(self) -> Iterator[None]:
        self._written = []
        yield
        self.committed.append(self._written)

    def write(self, number: int, seconds: float = 0) -> int:
        sleep(seconds)
        self._written.append(number)
        return number * 2


async def test_what_waits_together_is_committed_together() -> None:
    ledger = Ledger()
    batches = Batches(ledger.together)
    results = await asyncio.gather(*(batches.write(partial(ledger.write, n)) for n in range(5)))
    assert results == [0, 2, 4, 6, 8]
    assert ledger.committed == [[0, 1, 2, 3, 4]]


async def test_a_batch_is_ended_when_it_takes_long() -> None:
    ledger = Ledger()
    batches = Batches(ledger.together)
    await asyncio.gather(*(batches.write(partial(ledger.write, n, LONGEST * 1.1)) for n in range(3)))
    assert ledger.committed == [[0], [1], [2]]


async def test_a_failure_undoes_its_batch_and_the_next_one_goes_on() -> None:
    ledger = Ledger()
    batches = Batches(ledger.together)

    def fail() -> int:
        raise ValueError("broken")

    writes = (
        batches.write(lambda: ledger.write(1)),
        batches.write(fail),
        batches.write(lambda: ledger.write(2)),
    )
    first, second, third = await asyncio.gather(*writes, return_exceptions=True)
    assert isinstance(first, ValueError) and isinstance(second, ValueError)
    assert third == 4 and ledger.committed == [[2]]


async def test_who_left_before_the_turn_writes_nothing_and_rest_waits_for_the_others() -> None:
    ledger = Ledger()
    batches = Batches(ledger.together)
    slow, left = (asyncio.create_task(batches.write(partial(ledger.write, n, LONGEST))) for n in range(2))
    await asyncio.sleep(0)
    left.cancel()
    await batches.rest()
    assert ledger.committed == [[0]] and slow.done()


async def test_when_the_last_one_has_its_answer_the_writer_is_at_its_end() -> None:
    """A loop may end there, and the next loop over the same library would wait for that writer for ever."""
    ledger = Ledger()
    batches = Batches(ledger.together)
    for number in range(50):
        await batches.write(partial(ledger.write, number))
        assert asyncio.all_tasks() == {asyncio.current_task()}
