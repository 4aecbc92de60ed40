"""A web server on loopback that misbehaves on demand; everything it was asked is kept.

It works on raw bytes, because no honest server library would send what is sent here.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Asked:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    reader: asyncio.StreamReader
    abandoned: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the client hung up on a silent server."""


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
Headers = dict[str, str] | list[tuple[str, str]]


@dataclass
class HostileServer:
    """Answers each path as it was told to; ends a connection when its behaviour closed it."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a connection has ended."""
    connections: int = 0

    def on(self, path: str, behaviour: Behaviour) -> str:
        """Tell how a path behaves; gives its address."""
        self.behaviours[path] = behaviour
        return self.url(path)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while not writer.is_closing():
                asked = await _read(reader)
                self.asked.append(asked)
                self.arrived.set()
                path = asked.target.partition("?")[0]
                await self.behaviours.get(path, page(b"nothing here", 404))(asked, writer)
                await writer.drain()
        self.left.set()
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(method, target, headers, body, reader)


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[HostileServer]:
    """Run a server on a free port of loopback; connections still open at the end are cut."""
    hostile = HostileServer()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        with suppress(asyncio.CancelledError):
            await hostile.serve(reader, writer)
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    hostile.port = server.sockets[0].getsockname()[1]
    try:
        yield hostile
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


# --- behaviours ----------------------------------------------------------------------------------


def raw(data: bytes, *, then_close: bool = True) -> Behaviour:
    """Send these bytes and nothing else."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        if then_close:
            writer.close()

    return behave


def page(body: bytes = b"hello", status: int = 200, headers: Headers = ()) -> Behaviour:
    """Send a proper answer, and keep the connection."""
    pairs = headers.items() if isinstance(headers, dict) else headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in pairs)
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(body)}\r\n{lines}\r\n"
    return raw(head.encode() + body, then_close=False)


def redirect(to: str, status: int = 302, headers: Headers = ()) -> Behaviour:
    pairs = list(headers.items() if isinstance(headers, dict) else headers)
    return page(b"", status, [("Location", to), *pairs])


def echo(header: str) -> Behaviour:
    """Answer with what the client sent in a header."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await page(asked.headers.get(header, "").encode())(asked, writer)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Behave differently each time; the last one stays."""
    left = list(behaviours)

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(asked, writer)

    return behave


def silence(after: bytes = b"") -> Behaviour:
    """Send these bytes, then nothing more, until the client hangs up."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        await asked.reader.read()
        asked.abandoned.set()
        writer.close()

    return behave


def endless(head: bytes, chunk: bytes) -> Behaviour:
    """Send the head, and then the chunk until the client has had enough."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        with suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(chunk)
                await writer.drain()

    return behave


hang_up = raw(b"")
"""Read the request and cut the connection."""
