"""A feed over a wire that misbehaves: a refresh ends in a sentence, the library stays, the next is whole."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.net.hostile_server import Asked, Behaviour, HostileServer, endless, page, raw, redirect, serving
from tests.world import LETTERS, NOON, QUIET, feed
from tui_blog.config import Config
from tui_blog.model.blog import Blog
from tui_blog.model.post_list import PostQuery
from tui_blog.net.driver import Driver
from tui_blog.net.limits import Limits
from tui_blog.paths import Paths
from tui_blog.services.refreshing import Refreshed
from tui_blog.services.services import Services
from tui_blog.wiring import build_services

LIMITS = Limits(connect=1.0, silence=0.4, total=1.0, body=256 * 1024, pause=0.0)
ATOM = {"Content-Type": "application/atom+xml"}
FEED = feed(LETTERS, QUIET).encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
FROM_THE_MACHINE = re.compile(r"Traceback|Errno|Error\b|Exception|\('|\bNone\b|[\x00-\x1f\x7f-\x9f]")


def drip(head: bytes, piece: bytes, pause: float = 0.01) -> Behaviour:
    """A little now and then, for ever: no wait is long, and the whole never comes."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return behave


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


async def onward(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """There is always another address."""
    number = int(asked.target.partition("?")[2] or 0)
    await redirect(f"/feed?{number + 1}", 301)(asked, writer)


HALF_GZIP = gzip.compress(FEED)[: len(gzip.compress(FEED)) // 2]

BROKEN: dict[str, Behaviour] = {
    "a header that drips": drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"z"),
    "a body that drips": drip(OK + b"Content-Length: 90000\r\n\r\n<feed>", b" "),
    "chunks that drip": drip(CHUNKED, chunk(b" ")),
    "gzip that drips": drip(OK + b"Content-Encoding: gzip\r\n\r\n" + HALF_GZIP, b"", 0.05),
    "cut in the size of a chunk": raw(CHUNKED + chunk(FEED[:100]) + b"1"),
    "cut between chunks": raw(CHUNKED + chunk(FEED[:100])),
    "cut in a chunk": raw(CHUNKED + b"fff\r\n" + FEED[:100]),
    "cut before the last chunk": raw(CHUNKED + chunk(FEED)),
    "a chunk of nonsense": raw(CHUNKED + b"lamp\r\n" + FEED),
    "a chunk of less than nothing": raw(CHUNKED + b"-5\r\n" + FEED),
    "a chunk larger than the world": endless(CHUNKED + b"ffffffffffffffff\r\n", b"<feed>" * 1000),
    "a chunk's size without end": endless(CHUNKED, b"0" * 9000),
    "an extension without end": endless(CHUNKED + b"5;", b"x" * 9000),
    "trailers without end": endless(CHUNKED + chunk(FEED) + b"0\r\n", b"X-More: " + b"y" * 9000 + b"\r\n"),
    "a length that is too long": raw(OK + b"Content-Length: %d\r\n\r\n" % (len(FEED) + 9) + FEED),
    "a length that is no number": raw(OK + b"Content-Length: much\r\n\r\n" + FEED),
    "a length below nothing": raw(OK + b"Content-Length: -1\r\n\r\n" + FEED),
    "two lengths": raw(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + FEED),
    "gzip cut with its connection": raw(
        OK + b"Content-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n" + HALF_GZIP
    ),
    "a body without end": endless(OK + b"\r\n<feed>", b"<entry/>" * 1000),
    "chunks without end": endless(CHUNKED, chunk(b"<entry/>" * 1000)),
    "a redirect that never ends": onward,
    "a redirect with an endless body": endless(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", b"x" * 9000),
    "one header of a megabyte": raw(OK + b"X-Large: " + b"x" * 1_000_000 + b"\r\n\r\n" + FEED),
    "thousands of headers": raw(OK + b"X-Many: 1\r\n" * 50_000 + b"\r\n" + FEED),
    "greetings without end": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50),
    "a header with a NUL": raw(OK + b"X-Odd: a\0b\r\n\r\n" + FEED),
    "a status of no meaning": raw(b"HTTP/1.1 999 \x1b[2JGone fishing\r\nContent-Length: 0\r\n\r\n"),
}

READ_ALL_THE_SAME: dict[str, Behaviour] = {
    "no length, the end is the end": raw(OK + b"\r\n" + FEED),
    "bare line feeds": raw(OK.replace(b"\r\n", b"\n") + b"\n" + FEED),
    "a chunk a byte": raw(CHUNKED + b"".join(chunk(bytes([byte])) for byte in FEED) + b"0\r\n\r\n"),
    "trailers": raw(CHUNKED + chunk(FEED) + b"0\r\nX-Sum: 1\r\n\r\n"),
    "early hints": raw(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        + OK
        + b"Content-Length: %d\r\n\r\n" % len(FEED)
        + FEED
    ),
    "more than the length said": raw(
        OK + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED + b"HTTP/1.1 200 OK\r\n\r\n<feed>another"
    ),
}


@dataclass
class Lamp:
    """A blog with two posts on a real server, followed over real sockets."""

    server: HostileServer
    services: Services

    @property
    def blog(self) -> Blog:
        (blog,) = self.services.library.blogs()
        return blog

    @property
    def titles(self) -> list[str]:
        return [row.title for row in self.services.reading.window(PostQuery(), limit=50).rows]

    async def answers(self, behaviour: Behaviour) -> Refreshed:
        self.server.on("/feed", behaviour)
        return await self.services.refreshing.refresh_one(self.blog)


@pytest.fixture
async def lamp(tmp_path: Path) -> AsyncIterator[Lamp]:
    driver = Driver(LIMITS, clock=lambda: NOON)
    services = build_services(Config(), Paths(tmp_path / "config.toml", tmp_path), lambda: NOON, driver.run)
    async with serving() as server:
        url = server.on("/feed", page(feed(LETTERS).encode(), headers=ATOM))
        await services.library.add(await services.library.find(url))
        yield Lamp(server, services)
        await driver.aclose()
    services.close()


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_answer_is_a_sentence_and_the_next_one_is_whole(lamp: Lamp, name: str) -> None:
    broken = await asyncio.wait_for(lamp.answers(BROKEN[name]), 5)
    assert (broken.status, broken.new, broken.changed) == ("failed", 0, 0)
    assert "127.0.0.1" in broken.error and broken.error[-1] == "."
    assert not FROM_THE_MACHINE.search(broken.error), broken.error
    assert lamp.titles == ["Why letters still matter"]

    whole = await lamp.answers(page(FEED, headers=ATOM))
    assert (whole.status, whole.new, whole.changed) == ("ok", 1, 0), whole.error
    assert lamp.blog.error == ""


@pytest.mark.parametrize("name", READ_ALL_THE_SAME)
async def test_an_odd_answer_that_is_all_there_is_read(lamp: Lamp, name: str) -> None:
    odd = await lamp.answers(READ_ALL_THE_SAME[name])
    assert (odd.status, odd.new) == ("ok", 1), odd.error
    assert (await lamp.answers(page(FEED, headers=ATOM))).new == 0, "nothing of it was left in the connection"


async def test_a_length_that_is_too_short_leaves_the_beginning_and_is_soon_forgotten(lamp: Lamp) -> None:
    """What is left over in the connection spoils at most the answer that follows in it; then it is closed."""
    short = OK + b"Content-Length: %d\r\n\r\n" % (len(FEED) - 20) + FEED
    cut = await lamp.answers(raw(short, then_close=False))
    assert (cut.status, cut.changed) == ("ok", 0), cut.error
    await lamp.answers(page(FEED, headers=ATOM))
    whole = await lamp.answers(page(FEED, headers=ATOM))
    assert (whole.status, len(lamp.titles)) == ("ok", 2), whole.error
