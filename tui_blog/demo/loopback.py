"""A small threaded web server for this machine alone, which never writes to the terminal."""

import io
import logging
import socketserver
from typing import Any, TextIO, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

LOOPBACK = "127.0.0.1"

_log = logging.getLogger(__name__)


class LoopbackServer(socketserver.ThreadingMixIn, WSGIServer):
    """A WSGI server on loopback; port 0 takes a free one, a taken port raises OSError."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        super().__init__((LOOPBACK, port), QuietHandler)

    def server_bind(self) -> None:
        """Bind without asking for the host's name, as HTTPServer does: that may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else goes to the log, never to the terminal."""
        _log.debug("A request of %s failed", client_address, exc_info=True)


class QuietHandler(WSGIRequestHandler):
    """Handles a request without a word on the terminal, where the program draws its screens."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""

    def get_stderr(self) -> TextIO:
        """Where an application's faults are written: the log."""
        return cast(TextIO, _LogStream())


class _LogStream(io.TextIOBase):
    def write(self, text: str) -> int:
        _log.error("%s", text.rstrip())
        return len(text)
