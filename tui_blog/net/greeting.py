"""What a server says first: it tells a web server from all else that may listen at a port."""

import select
import socket
import ssl
from typing import Any

from httpcore import AsyncNetworkStream, ConnectTimeout, RemoteProtocolError

_BEGINNING = b"HTTP/"
"""How every answer begins (RFC 9112 §4)."""


class NoWebServer(RemoteProtocolError):
    """What came first is not HTTP."""


class NoHandshake(ConnectTimeout):
    """The server took the connection, and kept silent when encryption was proposed to it."""


class Greeted(AsyncNetworkStream):
    """A connection that knows what came over it.

    Its first bytes are looked at as they come, so that nobody waits for SSH to answer.
    """

    def __init__(self, stream: AsyncNetworkStream) -> None:
        self._stream = stream
        self._socket: socket.socket | None = stream.get_extra_info("socket")
        self._heard = b""
        self.has_answered = False
        """Whether anything came since something was sent: all answers do."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read what came; raises NoWebServer for a greeting of another kind."""
        data = await self._stream.read(max_bytes, timeout)
        self.has_answered = True
        missing = len(_BEGINNING) - len(self._heard)
        if missing:
            self._heard += data[:missing]
            if not _BEGINNING.startswith(self._heard):
                raise NoWebServer
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send."""
        self.has_answered = False
        await self._stream.write(buffer, timeout)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (so the base class has it)
    ) -> AsyncNetworkStream:
        """Encrypt; raises NoHandshake where the server says nothing to that."""
        try:
            return Greeted(await self._stream.start_tls(ssl_context, server_hostname, timeout))
        except ConnectTimeout as error:
            raise NoHandshake from error

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection itself."""
        if info == "is_readable" and self._socket:  # asked of each idle one with every request: at the source
            return _is_readable(self._socket)
        return self._stream.get_extra_info(info)

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()


def _is_readable(wire: socket.socket) -> bool:
    """Whether something came, be it the end, as of one that was closed."""
    if wire.fileno() < 0:
        return True
    asking = select.poll()
    asking.register(wire, select.POLLIN)
    return bool(asking.poll(0))
