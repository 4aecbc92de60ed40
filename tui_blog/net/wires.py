"""The connections: one pool to the public net, one to private addresses, and never the other way round.

HTTP/1.1 alone is spoken: a host is asked one thing at a time, so that HTTP/2 has nothing to carry side by
side, and an HTTP/2 stream given up midway (a body over its ceiling, a reader who leaves) would go on eating
the window of a connection that others share.
"""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore
import httpx

from tui_blog.errors import ConfigError
from tui_blog.model.text import clean_line
from tui_blog.net.dialing import Dial, dial_tcp, first_to_answer
from tui_blog.net.greeting import Greeted
from tui_blog.net.guard import IPAddress, NotHere, is_public
from tui_blog.net.proxy import Proxied
from tui_blog.net.resolver import Resolver

_HTTPCORE_FAULTS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class Wires:
    """What carries requests; each end raises NotHere, before it sends, for a host of the other kind."""

    public: httpx.AsyncBaseTransport
    private: httpx.AsyncBaseTransport

    async def aclose(self) -> None:
        """Close every connection."""
        await self.public.aclose()
        await self.private.aclose()


def string_wires(resolver: Resolver, dial: Dial | None = None) -> Wires:
    """Wires over real sockets; raises ConfigError where the environment names what cannot be used."""
    trust = _trust()
    dial = dial or dial_tcp
    public = Wire(Line(resolver, dial, is_public), trust)
    private = Wire(Line(resolver, dial, lambda address: not is_public(address)), trust)
    return Wires(Proxied(public, trust), private)


def _trust() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        named = clean_line(os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or "")
        raise ConfigError(
            f"The trusted certificates in “{named}” cannot be read. "
            "Set SSL_CERT_FILE or SSL_CERT_DIR to where they are, or unset them."
        ) from error


class Line(httpcore.AsyncNetworkBackend):
    """Connects to addresses of one kind alone; the address that was judged is the one that is dialled."""

    def __init__(self, resolver: Resolver, dial: Dial, accepts: Callable[[IPAddress], bool]) -> None:
        self._resolver = resolver
        self._dial = dial
        self._accepts = accepts

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (so the base class has it)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect within `timeout` seconds, look-up included; raises NotHere for a host of the other kind."""
        try:
            async with asyncio.timeout(timeout):
                found = await self._resolver(host)
                chosen = tuple(address for address in found if self._accepts(address))
                if not chosen:
                    raise NotHere(host)
                return Greeted(await first_to_answer(self._dial, chosen, port))
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error


class Wire(httpx.AsyncBaseTransport):
    """A pool of connections over one line, as a transport of httpx."""

    def __init__(self, line: Line, trust: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=None,  # the pace is kept by the driver
            max_keepalive_connections=16,
            keepalive_expiry=5.0,
            network_backend=line,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and give the head of its answer."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _in_terms_of_httpx():
            answer = await self._pool.handle_async_request(asked)
            await _refuse_left_over(answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


async def _refuse_left_over(answer: httpcore.Response) -> None:
    """Close a kept connection that held an answer before anything was asked, as some servers send two."""
    stream = answer.extensions["network_stream"]
    if isinstance(stream, Greeted) and not stream.has_answered:
        await answer.aclose()
        raise httpcore.RemoteProtocolError("an answer to nothing")


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_terms_of_httpx():
            async for chunk in self._answer.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


@contextmanager
def _in_terms_of_httpx() -> Iterator[None]:
    """Rename the faults of httpcore to those of httpx, which has each under the same name."""
    try:
        yield
    except _HTTPCORE_FAULTS as error:
        # One of our own (see greeting) goes by the name of what it is a kind of.
        names = (kind.__name__ for kind in type(error).__mro__ if hasattr(httpx, kind.__name__))
        renamed: type[httpx.TransportError] = getattr(httpx, next(names))
        raise renamed(str(error)) from error
