"""Little blogs on loopback, each on a thread of its own: what they answer, and what they were asked."""

import asyncio
import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Queue
from threading import Thread
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.net.hostile_server import Asked, Behaviour, HostileServer, hang_up, page, serving
from tests.world import BLOG, isso_comment, isso_thread, lamp_pages

SLUGS = ("letters", "quiet", "home", "first")
"""The posts of the Slow Lamp, newest first; the last one stands on the feed's second page."""

Mood = Literal["open", "moderated", "refusing", "forbidding", "busy", "deaf", "forgetful"]
"""How the comment server answers: 201, 202, 400, 403, 503; `deaf` hangs up and keeps nothing, `forgetful`
keeps the comment and hangs up."""

AS_BLOGS_DO = (
    f'<link rel="alternate" type="application/atom+xml" href="{BLOG}/feed.xml">'
    '<meta property="og:type" content="article">'
)
"""What nearly every page says of itself."""


@contextmanager
def on_loopback(tls: ssl.SSLContext | None = None) -> Iterator[HostileServer]:
    """A server that answers as it is told, from a thread beside the program's own loop."""
    started: Queue[tuple[HostileServer, asyncio.AbstractEventLoop, asyncio.Event]] = Queue()

    async def serve() -> None:
        ended = asyncio.Event()
        async with serving(tls) as server:
            started.put((server, asyncio.get_running_loop(), ended))
            await ended.wait()

    thread = Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    server, loop, ended = started.get(timeout=10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(timeout=10)


@contextmanager
def listening(reply: bytes) -> Iterator[int]:
    """A port that takes one connection, replies to its first byte, and stays until the visitor leaves."""

    def serve() -> None:
        with suppress(OSError), port.accept()[0] as visitor:
            visitor.recv(1)
            visitor.sendall(reply)
            while visitor.recv(65536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as port:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield port.getsockname()[1]
        thread.join(timeout=10)


@dataclass
class Comments:
    """A comment server with the addresses, shapes and statuses of Isso."""

    url: str = ""
    mood: Mood = "open"
    kept: list[dict[str, object]] = field(default_factory=list)
    sent: list[dict[str, object]] = field(default_factory=list)
    needs_email: bool = False
    reason: str = "text is too short (minimum length: 3)"

    async def list(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """GET /isso/?uri=…: what is not held."""
        plain = "plain" in parse_qs(urlsplit(asked.target).query)
        texts = [{**one, "text": one["written"] if plain else one["text"]} for one in self.kept]
        thread = isso_thread(*(one for one in texts if one["mode"] == 1))
        thread["config"] = {**dict(thread["config"]), "require-email": self.needs_email}  # type: ignore[call-overload]
        await as_json(thread)(asked, writer)

    async def new(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """POST /isso/new?uri=…"""
        self.sent.append(json.loads(asked.body))
        await self._answer()(asked, writer)

    def _answer(self) -> Behaviour:
        match self.mood:
            case "refusing":
                return error(400, "Bad Request", self.reason)
            case "forbidding":
                return error(403, "Forbidden", "You are not welcome here.")
            case "busy":
                return error(503, "Service Unavailable", "Come back later.")
            case "deaf":
                return hang_up
        comment = self.keep(self.sent[-1], mode=2 if self.mood == "moderated" else 1)
        if self.mood == "forgetful":
            return hang_up
        return as_json(comment, 202 if self.mood == "moderated" else 201)

    def keep(self, sent: dict[str, object], mode: int = 1) -> dict[str, object]:
        """Take a comment in, as if it had been sent."""
        text, parent = str(sent["text"]), sent.get("parent")
        number = len(self.kept) + 1
        more = {"mode": mode, "written": text, "created": sent.get("created", time.time())}
        comment = isso_comment(number, str(sent["author"]), text, parent, **more)  # type: ignore[arg-type]
        self.kept.append(comment)
        return comment


@dataclass
class LittleBlog:
    """The Slow Lamp: a home page, a feed in two pages, four posts, a comment server behind each."""

    server: HostileServer
    comments: Comments

    @property
    def url(self) -> str:
        return self.server.url("/")

    @property
    def feed_url(self) -> str:
        return self.server.url("/feed.xml")

    def post(self, slug: str) -> str:
        return self.server.url(f"/{slug}/")

    def feed(self, *entries: str) -> None:
        """Let the feed's first page hold these entries (see `tests.world.entry`)."""
        from tests.world import feed

        self.server.on("/feed.xml", atom(feed(*entries), self.server.url("")))


@contextmanager
def little_blog() -> Iterator[LittleBlog]:
    """The Slow Lamp on a free port."""
    with on_loopback() as server:
        base = server.url("")
        for url, answer in lamp_pages().items():
            assert isinstance(answer, httpx.Response)
            body = answer.text.replace("<head>", f"<head>{AS_BLOGS_DO}").replace(BLOG, base).encode()
            headers = {"Content-Type": answer.headers["content-type"]}
            server.on(urlsplit(url).path or "/", page(body, 200, headers))
        comments = Comments(server.url("/isso"))
        server.on("/isso/", comments.list)
        server.on("/isso/new", comments.new)
        yield LittleBlog(server, comments)


# --- answers -------------------------------------------------------------------------------------


def html(text: str, status: int = 200) -> Behaviour:
    return page(text.encode(), status, {"Content-Type": "text/html; charset=utf-8"})


def atom(text: str, base: str) -> Behaviour:
    """A feed of `tests.world`, moved to where this server is."""
    return page(text.replace(BLOG, base).encode(), 200, {"Content-Type": "application/atom+xml"})


def as_json(value: object, status: int = 200) -> Behaviour:
    return page(json.dumps(value).encode(), status, {"Content-Type": "application/json"})


def error(status: int, name: str, words: str) -> Behaviour:
    """An error as Werkzeug, Isso's server, writes it."""
    return html(
        f"<!doctype html>\n<html lang=en>\n<title>{status} {name}</title>\n<h1>{name}</h1>\n<p>{words}</p>\n",
        status,
    )


def told(event: object, behaviour: Behaviour) -> Behaviour:
    """Set a threading.Event when a request has come, then behave."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        event.set()  # type: ignore[attr-defined]
        with suppress(ConnectionError):
            await behaviour(asked, writer)

    return behave
