"""Hosts that fail, each in its own way, on one port of this machine; what fails is told by the path asked."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def _answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


_XML = "Content-Type: application/rss+xml"

SILENT = {
    "silent": b"",
    "stuck": b"HTTP/1.1 200 OK\r\n",
    "unfinished": _answer("200 OK", b"<rss>", _XML).replace(b"Length: 5", b"Length: 900"),
}
"""These say so much, and then keep the line open for good."""

FAILURES = {
    "gone": _answer("410 Gone"),
    "missing": _answer("404 Not Found"),
    "forbidden": _answer("403 Forbidden"),
    "login": _answer("401 Unauthorized"),
    "hurried": _answer("429 Too Many Requests", b"", "Retry-After: 600"),
    "broken": _answer("500 Internal Server Error"),
    "away": _answer("503 Service Unavailable"),
    "circle": _answer("302 Found", b"", "Location: feed.xml"),
    "elsewhere": _answer("302 Found", b"", "Location: gopher://old.example/"),
    "casino": _answer("200 OK", b"<html><body>Sold to a casino</body></html>", "Content-Type: text/html"),
    "empty": _answer("200 OK", b"", _XML),
    "cut": _answer("200 OK", b'<?xml version="1.0"?><rss version="2.0"><chan', _XML),
    "noise": _answer("200 OK", b"\x00\xff\xfe" * 9_000, _XML),
    "nested": _answer("200 OK", b"<feed>" * 30_000, _XML),
    "huge": _answer("200 OK", b"x", _XML).replace(b"Length: 1", b"Length: 1099511627776"),
    "no http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "hung up": b"",
}
"""What each says before it closes the line."""


class _Host(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        head = self.request.recv(65_536).decode("ascii", "replace")
        kind = head.split(" ")[1].split("/")[1].replace("%20", " ") if head.count(" ") > 1 else ""
        self.request.sendall(SILENT.get(kind, FAILURES.get(kind, b"")))
        if kind in SILENT:
            self.server.over.wait()  # type: ignore[attr-defined]


class _Hosts(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 1_024

    def __init__(self) -> None:
        super().__init__(("", 0), _Host)
        self.over = threading.Event()


@contextmanager
def failing_hosts() -> Iterator[int]:
    """Fail until it is left; the port, on every address of 127.0.0.0/8."""
    with _Hosts() as hosts:
        threading.Thread(target=hosts.serve_forever, daemon=True).start()
        try:
            yield hosts.server_address[1]
        finally:
            hosts.over.set()
            hosts.shutdown()
