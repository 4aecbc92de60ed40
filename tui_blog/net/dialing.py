"""Connecting to the first of a host's addresses that answers (Happy Eyeballs, RFC 8305)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import zip_longest

from httpcore import AnyIOBackend, AsyncNetworkStream

from tui_blog.net.guard import IPAddress

Dial = Callable[[IPAddress, int], Awaitable[AsyncNetworkStream]]
"""Connects to an address and port, or raises an error of httpcore or an OSError."""

HEAD_START = 0.25
"""Seconds that an address has before the next one is tried beside it (RFC 8305 §5)."""


async def dial_tcp(address: IPAddress, port: int) -> AsyncNetworkStream:
    """Connect over TCP."""
    return await AnyIOBackend().connect_tcp(str(address), port)


async def first_to_answer(dial: Dial, addresses: Sequence[IPAddress], port: int) -> AsyncNetworkStream:
    """Connect to one of the addresses (at least one); raises the last one's error where none answers."""
    waiting = list(interleaved(addresses))
    dialled: set[asyncio.Task[AsyncNetworkStream]] = set()
    fault: BaseException | None = None
    try:
        while waiting or dialled:
            if waiting:
                dialled.add(asyncio.ensure_future(dial(waiting.pop(0), port)))
            patience = HEAD_START if waiting else None
            done, _ = await asyncio.wait(dialled, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                dialled.discard(task)
                fault = task.exception()
                if fault is None:
                    return task.result()
    finally:
        await _hang_up(dialled)
    raise fault or OSError("no address")


async def _hang_up(dialled: set[asyncio.Task[AsyncNetworkStream]]) -> None:
    for task in dialled:
        task.cancel()
    for late in await asyncio.gather(*dialled, return_exceptions=True):
        if isinstance(late, AsyncNetworkStream):
            await late.aclose()


def interleaved(addresses: Sequence[IPAddress]) -> Iterator[IPAddress]:
    """IPv4 and IPv6 by turns, the family of the first address first (RFC 8305 §4)."""
    leading = [address for address in addresses if address.version == addresses[0].version]
    others = [address for address in addresses if address.version != addresses[0].version]
    for pair in zip_longest(leading, others):
        yield from (address for address in pair if address)
