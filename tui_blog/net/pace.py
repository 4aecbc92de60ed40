"""Manners: one request at a time for each host, small pauses between many, a few at a time over all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from tui_blog.net.guard import is_loopback
from tui_blog.net.limits import Limits
from tui_blog.net.slots import Slots

if TYPE_CHECKING:
    import httpx

    from tui_blog.net.waits import Waits

_MANY = 256
"""Hosts that are remembered before those that have rested are forgotten."""


class Pace:
    """Gives turns: to one request for each host, and to a few over all.

    A host may be asked `limits.burst` things one right after the other, so that a person who opens a post
    or sends a comment feels nothing; whoever asks for more waits until the host has rested `limits.pause`
    seconds for each. A host that is slow gives its slot to others (see `slots`). This machine's own servers
    need no rest: they are a burden to nobody.
    """

    def __init__(
        self,
        limits: Limits,
        waits: "Waits",
        *,
        ticks: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._slots = Slots(limits.together)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._rested = dict[str, float]()
        self._burst = limits.burst * limits.pause
        self._pause = limits.pause
        self._waits = waits
        self._ticks = ticks
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, url: "httpx.URL") -> AsyncIterator[None]:
        """Hold the host's turn, and one of the slots of all hosts, for as long as the block runs.

        Raises StatusError for a host that asked to be left alone.
        """
        host = url.raw_host.decode("ascii")
        # A lock lives as long as somebody holds it or waits for it, so that the table stays small.
        lock = self._locks.setdefault(host, asyncio.Lock())
        # The host comes first: who waits for a slow host, or pauses, must not keep a slot from the others.
        async with lock:
            self._waits.refuse(url)
            if not is_loopback(host):
                await self._rest(host)
            async with self._slots.held():
                yield

    async def _rest(self, host: str) -> None:
        """Pause where the host was asked too much lately, and note that it is asked once more."""
        now = self._ticks()
        rested = max(self._rested.get(host, now), now) + self._pause
        if (missing := rested - self._burst - now) > 0:
            await self._sleep(missing)
        if len(self._rested) >= _MANY:
            self._rested = {name: when for name, when in self._rested.items() if when > now}
        self._rested[host] = rested
