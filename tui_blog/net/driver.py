"""The one driver: it runs the flows of all platforms over the network."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tui_blog.errors import NetworkError, OfflineNow
from tui_blog.model.flow import Flow, Request, Response
from tui_blog.net.credentials import Keyring, no_keys, without_userinfo
from tui_blog.net.limits import Limits
from tui_blog.net.pace import Pace
from tui_blog.net.resolver import Resolver, look_up

if TYPE_CHECKING:
    import httpx

    from tui_blog.net.dialing import Dial
    from tui_blog.net.visit import Equipment
    from tui_blog.net.waits import Waits

T = TypeVar("T")
Fetch = Callable[[Request], Coroutine[Any, Any, Response]]
Got = tuple[Response, ...] | NetworkError
MakePace = Callable[[Limits, "Waits"], Pace]

LARGE = 16_384
"""Bytes of an answer from which on its parsing might be felt at the keyboard."""


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Driver:
    """Runs flows, any number at a time; nothing of httpx is imported before the first.

    Connections belong to the event loop in which they were made: in another one, the driver begins anew.
    `resolver` looks names up and `dial` connects to the addresses it gave; `transport` takes the place of
    both where a test wants to answer by itself (the guard then sees only addresses that are written out).
    `pace` makes what gives turns, where a test brings its own clock for the pauses.
    """

    def __init__(
        self,
        limits: Limits = Limits(),
        *,
        clock: Callable[[], datetime] = now,
        credentials: Keyring = no_keys,
        offline: bool = False,
        resolver: Resolver = look_up,
        dial: "Dial | None" = None,
        transport: "httpx.AsyncBaseTransport | None" = None,
        pace: MakePace = Pace,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._keyring = credentials
        self._offline = offline
        self._resolver = resolver
        self._dial = dial
        self._transport = transport
        self._pace = pace
        self._waits: Waits | None = None
        self._equipment: Equipment | None = None
        self._opening = asyncio.Lock()
        self._home: asyncio.AbstractEventLoop | None = None

    async def run(self, flow: Flow[T], *, typed_url: str | None = None) -> T:
        """Run a flow to its end and give its result; cookies live as long as the run.

        `typed_url` is the address that the person gave: it alone opens the way to private addresses. A
        NetworkError is thrown into the flow where it waits, and leaves this method when the flow lets it
        pass. Raises TuiBlogError.
        """
        try:
            step = _resumed(flow, None)
            fetch = await self._fetch(typed_url)
            while not isinstance(step, _Ended):
                got = await _side_by_side(fetch, step)
                step = await _resume(flow, got)
            return step.result
        finally:
            flow.close()

    async def aclose(self) -> None:
        """Close the connections; the driver may be used again."""
        if self._equipment:
            await self._equipment.wires.aclose()
            self._equipment = None

    async def _fetch(self, typed_url: str | None) -> Fetch:
        if self._offline:
            return _stay_home
        self._settle()
        async with self._opening:
            if self._equipment is None:
                # Imports and certificates take a tenth of a second, which the screen should not notice.
                self._equipment = await asyncio.to_thread(self._equip)
        from tui_blog.net.visit import Visit

        return Visit(self._equipment, typed_url).fetch

    def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        if loop is not self._home:
            self._home, self._equipment, self._opening = loop, None, asyncio.Lock()

    def _equip(self) -> "Equipment":
        from tui_blog.net.visit import Equipment
        from tui_blog.net.waits import Waits
        from tui_blog.net.wires import Wires, string_wires

        import_module(_BACKEND)
        # What hosts asked for outlives the connections, and the event loop that they belong to.
        waits = self._waits = self._waits or Waits(self._clock)
        if self._transport:
            wires = Wires(self._transport, self._transport)
        else:
            wires = string_wires(self._resolver, self._dial)
        pace = self._pace(self._limits, waits)
        return Equipment(wires, pace, waits, self._limits, self._keyring, self._clock)


_BACKEND = "anyio._backends._asyncio"
"""What makes the connections of httpcore; else it would be imported in the event loop, with the first."""


@dataclass(frozen=True, slots=True)
class _Ended(Generic[T]):
    """The flow ran to its end."""

    result: T


def _resumed(flow: Flow[T], got: Got | None) -> tuple[Request, ...] | _Ended[T]:
    """Let a flow go on with what it waited for, to its next requests or its end."""
    try:
        if got is None:
            return next(flow)
        return flow.throw(got) if isinstance(got, NetworkError) else flow.send(got)
    except StopIteration as end:
        return _Ended(end.value)


async def _resume(flow: Flow[T], got: Got) -> tuple[Request, ...] | _Ended[T]:
    """The same; a flow that is given a large body parses it, and does so off the event loop."""
    if isinstance(got, NetworkError) or sum(len(response.body) for response in got) < LARGE:
        return _resumed(flow, got)
    parsing = asyncio.ensure_future(asyncio.to_thread(_resumed, flow, got))
    try:
        return await asyncio.shield(parsing)
    except asyncio.CancelledError:
        # A generator that runs cannot be closed: let it come to its next stop first.
        await asyncio.wait([parsing])
        raise


async def _stay_home(request: Request) -> Response:
    raise OfflineNow(
        "tui-blog was told to stay offline (by --offline, TUI_BLOG_OFFLINE or its config file). "
        "Undo that to reach the network.",
        without_userinfo(request.url),
    )


async def _side_by_side(fetch: Fetch, requests: tuple[Request, ...]) -> Got:
    """All answers in the order of the requests, or the first failure, which ends the others."""
    try:
        if len(requests) == 1:
            return (await fetch(requests[0]),)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(request)) for request in requests]
        return tuple(task.result() for task in tasks)
    except NetworkError as error:
        return error
    except ExceptionGroup as several:
        first = several.exceptions[0]
        if isinstance(first, NetworkError):
            return first
        raise first from several
