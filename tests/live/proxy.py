"""A proxy before a blog that does what networks do: it loses answers, refuses, comes late.

It forwards plain HTTP, one request a connection, with the caller's Host header, so that a blog which makes
its addresses from that header keeps the reader behind the proxy.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

from tests.live.servers.process import HOST

BETWEEN_NEIGHBOURS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
"""Headers that are not passed on: they speak of one connection only (RFC 9110 §7.6.1)."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one request on its way to the server, and of the answer on its way back."""

    before: float = 0.0
    """Seconds until the server gets it."""
    arrives: bool = True
    after: float = 0.0
    """Seconds that the answer is kept back."""
    answer: Literal["whole", "cut", "lost"] = "whole"
    """A cut one announces its full length, and breaks off in the middle."""


def fair(method: str) -> Fate:
    """Fine weather: every request arrives, and so does its answer."""
    return Fate()


class Proxy:
    """Forwards to the web server at `target`; the switches may be changed while it runs."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target).netloc
        self.lose_answers = False
        """Let the server take every POST, and close the connection without its answer."""
        self.dies_after_a_post = False
        """Let the server take a POST, and from then on answer nothing at all until this is taken back."""
        self.refused_posts: int | None = None
        """Answer every POST with this status instead of passing it on."""
        self.forgets_accounts = False
        """Pass POSTs on without the account that signs them, as a blog takes a key that has just expired."""
        self.delay = 0.0
        """Seconds that every answer is kept back."""
        self.weather: Callable[[str], Fate] = fair
        """Decides the fate of each request by its method."""
        self.posts = 0
        """POSTs that reached the server."""
        self.posts_under_way = 0
        """POSTs that are in the proxy's hands, whether or not somebody waits for their answers."""
        self._counting = threading.Lock()
        self._is_dead = False
        self._stopping = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self.accept()
        self.url = f"http://{HOST}:{self._port}"

    def accept(self) -> None:
        """Take connections (again), always on the same port."""
        self._server = ThreadingHTTPServer((HOST, self._port), _handler(self))
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def refuse(self) -> None:
        """Refuse connections, as a server that is down does."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def stop(self) -> None:
        """End it, and let go what is delayed."""
        self._stopping.set()
        self.refuse()

    def forward(self, request: BaseHTTPRequestHandler) -> None:
        """Bring one request to the server and its answer back, as the switches say."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self._is_dead = self._is_dead and self.dies_after_a_post
        if self._is_dead:
            return
        if request.command == "POST" and self.refused_posts is not None:
            request.send_error(self.refused_posts)
            return
        fate = self.weather(request.command)
        if request.command == "POST":
            with self._holding_a_post():
                self._pass_on(request, body, fate)
        else:
            self._pass_on(request, body, fate)

    @contextmanager
    def _holding_a_post(self) -> Iterator[None]:
        with self._counting:
            self.posts_under_way += 1
        try:
            yield
        finally:
            with self._counting:
                self.posts_under_way -= 1

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes, fate: Fate) -> None:
        self._stopping.wait(fate.before)
        if not fate.arrives:
            return
        connection = HTTPConnection(self.target, timeout=60)
        try:
            headers = _passed_on(request.headers.items())
            if self.forgets_accounts and request.command == "POST":
                headers = {name: value for name, value in headers.items() if name.lower() != "authorization"}
            connection.request(request.command, request.path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.posts += request.command == "POST"
        self._stopping.wait(self.delay + fate.after)
        self._is_dead = request.command == "POST" and self.dies_after_a_post
        is_lost = fate.answer == "lost" or (request.command == "POST" and self.lose_answers)
        if not (self._is_dead or is_lost):
            _bring_back(request, answer, content, is_cut=fate.answer == "cut")


def _passed_on(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in BETWEEN_NEIGHBOURS}


def _bring_back(
    request: BaseHTTPRequestHandler, answer: HTTPResponse, content: bytes, *, is_cut: bool
) -> None:
    request.send_response_only(answer.status, answer.reason)
    for name, value in answer.getheaders():
        if name.lower() not in BETWEEN_NEIGHBOURS:
            request.send_header(name, value)
    request.send_header("Content-Length", str(len(content)))
    request.send_header("Connection", "close")
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(content[: len(content) // 2] if is_cut else content)


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        with suppress(ConnectionError):  # who asked is no more
            proxy.forward(request)

    def be_silent(request: BaseHTTPRequestHandler, format: str, *args: object) -> None:
        """The tests' output is for the tests."""

    methods: dict[str, Callable[..., None]] = {
        f"do_{verb}": handle for verb in ("GET", "HEAD", "OPTIONS", "POST")
    }
    return type("Handler", (BaseHTTPRequestHandler,), {**methods, "log_message": be_silent})
