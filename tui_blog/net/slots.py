"""Slots: a bound on what goes on at the same time that slow hosts do not use up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SLOW = 1.0
"""Seconds after which whoever waits for a host gives its slot to others."""
MOST = 16
"""So many times the slots may be held and lent together."""


class Slots:
    """So many at a time; those that turn out to be slow do not count, up to a second, wider bound."""

    def __init__(self, number: int, *, slow: float = SLOW) -> None:
        self._quick = asyncio.Semaphore(number)
        self._all = asyncio.Semaphore(number * MOST)
        self._slow = slow

    @asynccontextmanager
    async def held(self) -> "AsyncIterator[Slot]":
        """Hold a slot, unless it is lent meanwhile, for as long as the block runs."""
        async with self._all:
            await self._quick.acquire()
            slot = Slot(self._quick, self._slow)
            try:
                yield slot
            finally:
                slot.give_back()


class Slot:
    """One slot; it waits for a host from the beginning on."""

    def __init__(self, quick: asyncio.Semaphore, slow: float) -> None:
        self._quick: asyncio.Semaphore | None = quick
        self._lending = asyncio.get_running_loop().call_later(slow, self.give_back)

    def keep(self) -> None:
        """The host has answered: what follows is our own work."""
        self._lending.cancel()

    def give_back(self) -> None:
        """Let another have it; at the second call nothing is left to give."""
        self._lending.cancel()
        if self._quick:
            self._quick.release()
            self._quick = None
