"""Manners: one request at a time for each host, a few at a time over all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Pace:
    """Gives turns; nobody waits but for a turn that somebody else has."""

    def __init__(self, together: int) -> None:
        self._slots = asyncio.Semaphore(together)
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold the host's turn, and one of the slots of all hosts, for as long as the block runs."""
        # A lock lives as long as somebody holds it or waits for it, so that the table stays small.
        lock = self._hosts.setdefault(host, asyncio.Lock())
        # The host comes first: who waits for a slow host must not keep a slot from the others.
        async with lock, self._slots:
            yield
