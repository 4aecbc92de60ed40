"""One request over one wire, and its answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tui_blog.errors import ConnectionLost, NetworkError
from tui_blog.net.body import Body, Damaged, TooLarge
from tui_blog.net.faults import Phase, is_garbled, named
from tui_blog.net.limits import Limits

_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer and its body, decoded and whole; the connection is free again."""

    head: httpx.Response
    body: bytes


class Exchange:
    """Sends one request, and reads the answer under the ceilings."""

    def __init__(
        self, request: httpx.Request, limits: Limits, wants_body: Callable[[httpx.Response], bool]
    ) -> None:
        self._request = request
        self._limits = limits
        self._wants_body = wants_body
        self._phase: Phase = "header"

    async def over(self, wire: httpx.AsyncBaseTransport, seconds: float) -> Answer:
        """Do it within so many seconds; raises NetworkError, or NotHere before anything is sent."""
        try:
            async with asyncio.timeout(seconds):
                head = await self._head(wire)
                head.request = self._request
                try:
                    return Answer(head, await self._body(head))
                finally:
                    await head.aclose()
        except (httpx.TransportError, OSError, TooLarge, Damaged) as error:
            raise self._named(error) from error

    async def _head(self, wire: httpx.AsyncBaseTransport) -> httpx.Response:
        try:
            return await wire.handle_async_request(self._request)
        except (httpx.TransportError, OSError) as error:
            if not self._may_be_repeated(error):
                raise
        return await wire.handle_async_request(self._request)

    def _may_be_repeated(self, error: Exception) -> bool:
        """A kept connection may close just when it is used again, or hold more than its last answer told of.

        What writes is never sent twice.
        """
        is_broken = is_garbled(error) or isinstance(self._named(error), ConnectionLost)
        return self._request.method in _SAFE and is_broken

    async def _body(self, head: httpx.Response) -> bytes:
        if not self._wants_body(head):
            return b""
        self._phase = "body"
        self._refuse_by_length(head.headers.get("content-length", ""))
        body = Body(head.headers.get("content-encoding", ""), self._limits.body)
        assert isinstance(head.stream, httpx.AsyncByteStream)  # an asynchronous transport gave it
        async for chunk in head.stream:
            body.write(chunk)
        return body.whole()

    def _refuse_by_length(self, length: str) -> None:
        has_body = self._request.method != "HEAD"
        if has_body and length.isdecimal() and int(length) > self._limits.body:
            raise TooLarge

    def _named(self, error: Exception) -> NetworkError:
        return named(error, self._request.url, self._phase, self._limits)
