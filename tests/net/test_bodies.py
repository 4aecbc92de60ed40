"""Bodies: decompressed under a ceiling, whatever a server says or does."""

import gzip
import random
import struct
import zlib
from collections.abc import Callable
from functools import cache, partial

import brotli
import pytest
import zstandard

from tests.net.hostile_server import HostileServer, endless, page, raw
from tests.net.sentences import reads_well
from tui_blog.errors import BodyTooLarge, UnreadableAnswer
from tui_blog.model.flow import Request, fetch
from tui_blog.net.body import Body, Damaged, TooLarge
from tui_blog.net.codings import CODINGS
from tui_blog.net.driver import Driver

MB = 1024 * 1024
FEED = b"<rss>" + "Grüße, 世界. ".encode() * 500 + b"</rss>"


def deflated(data: bytes, wbits: int) -> bytes:
    engine = zlib.compressobj(wbits=wbits)
    return engine.compress(data) + engine.flush()


def zstd_bomb(size: int) -> bytes:
    """A frame of run-length blocks: 4 bytes each, 128 KB when decoded (RFC 8878 §3.1.1.2)."""
    block = struct.pack("<I", (128 * 1024) << 3 | 0b010)[:3] + b"\0"
    last = struct.pack("<I", 0b001)[:3]
    return b"\x28\xb5\x2f\xfd" + b"\x00\x58" + block * (size // (128 * 1024)) + last


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: gzip.compress(bytes(30 * MB)),
    "deflate": lambda: zlib.compress(bytes(30 * MB)),
    "br": lambda: brotli.compress(bytes(30 * MB), quality=5),
    "zstd": lambda: zstd_bomb(300 * MB),
}

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=3),
    "zstd": zstandard.compress,
}


@cache
def bomb(coding: str) -> bytes:
    """Made when a test asks for it, and not while tests are collected."""
    return BOMBS[coding]()


def repr_of_coding(value: object) -> str:
    return value if isinstance(value, str) else ""


async def body_of(driver: Driver, url: str) -> bytes:
    return (await driver.run(fetch(Request("GET", url)), typed_url=url)).body


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", gzip.compress(FEED)),
        ("GZIP", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("gzip", gzip.compress(FEED[:100]) + gzip.compress(FEED[100:])),
        ("gzip", gzip.compress(FEED) + bytes(512)),
        ("deflate", deflated(FEED, 15)),
        ("deflate", deflated(FEED, -15)),
        ("br", brotli.compress(FEED)),
        ("zstd", zstandard.compress(FEED)),
        ("zstd", zstandard.compress(FEED[:100]) + zstandard.compress(FEED[100:])),
        ("gzip, br", brotli.compress(gzip.compress(FEED))),
        ("identity", FEED),
        ("utf-8", FEED),
        ("none, gzip", gzip.compress(FEED)),
        ("", FEED),
    ],
    ids=repr_of_coding,
)
async def test_every_coding_is_read(driver: Driver, server: HostileServer, coding: str, sent: bytes) -> None:
    url = server.on("/feed", page(sent, headers={"Content-Encoding": coding}))
    assert await body_of(driver, url) == FEED


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
async def test_a_plain_body_under_a_claimed_coding_is_read_as_it_is(
    driver: Driver, server: HostileServer, coding: str
) -> None:
    url = server.on("/feed", page(FEED, headers={"Content-Encoding": coding}))
    assert await body_of(driver, url) == FEED


async def test_a_compressed_file_that_nobody_declared_is_unpacked(
    driver: Driver, server: HostileServer
) -> None:
    assert await body_of(driver, server.on("/sitemap.xml.gz", page(gzip.compress(FEED)))) == FEED


@pytest.mark.parametrize("coding", list(BOMBS))
async def test_an_empty_body_has_no_coding(driver: Driver, server: HostileServer, coding: str) -> None:
    assert await body_of(driver, server.on("/", page(b"", headers={"Content-Encoding": coding}))) == b""


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", gzip.compress(FEED)),
        ("deflate", deflated(FEED, 15)),
        ("br", brotli.compress(FEED, quality=0)),
        ("zstd", zstandard.compress(FEED)),
    ],
    ids=repr_of_coding,
)
def test_bodies_come_in_pieces_of_any_size(coding: str, sent: bytes) -> None:
    for size in (1, 2, 3, 7, 1000):
        body = Body(coding, MB)
        for start in range(0, len(sent), size):
            body.write(sent[start : start + size])
        assert body.whole() == FEED


@pytest.mark.parametrize("coding", list(COMPRESS))
def test_nothing_of_a_large_body_is_left_behind_in_the_decoder(coding: str) -> None:
    large = random.Random(1).randbytes(1_500_000).hex().encode()
    sent = COMPRESS[coding](large)
    body = Body(coding, 4 * MB)
    for start in range(0, len(sent), 60_000):
        body.write(sent[start : start + 60_000])
    assert body.whole() == large


def test_the_last_bytes_come_out_when_all_input_is_in() -> None:
    """A bare stream has no end mark: its decoder may have read everything and still hold some output."""
    for beyond in range(16, 32):
        large = bytes(256 * 1024 + beyond)
        body = Body("deflate", MB)
        body.write(deflated(large, -15))
        assert body.whole() == large


async def test_of_a_gzip_stream_that_stops_early_the_beginning_is_kept(
    driver: Driver, server: HostileServer
) -> None:
    """The server sent all that it promised; its cache had kept half a file."""
    noise = b"".join(zlib.crc32(struct.pack("<I", n)).to_bytes(4, "big") for n in range(4000))
    half = gzip.compress(noise)[:8000]
    body = await body_of(driver, server.on("/", page(half, headers={"Content-Encoding": "gzip"})))
    assert 4000 < len(body) < len(noise)
    assert noise.startswith(body)


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", gzip.compress(FEED)[:12]),
        ("gzip", b"\x1f\x8b"),
        ("deflate", b"\x78\x01"),
        ("br", b"\x8b\x02\x80"),
        ("zstd", zstandard.compress(FEED)[:9]),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED)[:12])),
    ],
    ids=repr_of_coding,
)
async def test_a_stream_that_stops_before_its_first_byte_is_no_empty_page(
    driver: Driver, server: HostileServer, coding: str, sent: bytes
) -> None:
    url = server.on("/", page(sent, headers={"Content-Encoding": coding}))
    with pytest.raises(UnreadableAnswer, match="damaged"):
        await body_of(driver, url)


@pytest.mark.parametrize("coding", list(COMPRESS))
def test_nothing_may_be_compressed_too(coding: str) -> None:
    body = Body(coding, MB)
    body.write(COMPRESS[coding](b""))
    assert body.whole() == b""


@pytest.mark.parametrize("coding", list(COMPRESS))
def test_words_too_short_to_betray_themselves_are_words(coding: str) -> None:
    body = Body(coding, MB)
    body.write(b"x")
    assert body.whole() == b"x"


@pytest.mark.parametrize(
    ("coding", "compress"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("zstd", zstandard.ZstdCompressor(write_checksum=True).compress),
    ],
)
async def test_a_stream_that_turns_to_nonsense_is_no_answer(
    driver: Driver, server: HostileServer, coding: str, compress: Callable[[bytes], bytes]
) -> None:
    noise = b"".join(zlib.crc32(struct.pack("<I", n)).to_bytes(4, "big") for n in range(8000))
    sent = bytearray(compress(noise))
    sent[-4:] = b"\0\0\0\0"
    url = server.on("/", page(bytes(sent), headers={"Content-Encoding": coding}))
    with pytest.raises(UnreadableAnswer) as caught:
        await body_of(driver, url)
    assert caught.value.may_have_arrived
    reads_well(caught.value, "127.0.0.1", "damaged")


def test_after_the_first_decoded_bytes_it_is_too_late_to_call_a_body_plain() -> None:
    """English that is by chance the beginning of a bare deflate stream, and comes in byte by byte."""
    body = Body("deflate", MB)
    with pytest.raises(Damaged):
        for byte in b"body of a page, plain and simple. " * 2:
            body.write(bytes([byte]))


# --- the ceiling ---------------------------------------------------------------------------------


async def too_large(driver: Driver, url: str) -> BodyTooLarge:
    with pytest.raises(BodyTooLarge) as caught:
        await body_of(driver, url)
    return caught.value


async def test_a_body_without_end_is_stopped(driver: Driver, server: HostileServer) -> None:
    url = server.on("/podcast", endless(b"HTTP/1.1 200 OK\r\n\r\n", bytes(16_000)))
    error = await too_large(driver, url)
    await server.left.wait()
    assert error.may_have_arrived
    reads_well(error, f"127.0.0.1:{server.port}/podcast", "larger than 64 KB", "browser")


async def test_a_body_that_says_it_is_too_large_is_not_begun(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n", then_close=False))
    reads_well(await too_large(driver, url), "larger than 64 KB")


async def test_a_head_request_may_tell_of_a_large_body(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n"))
    answer = await driver.run(fetch(Request("HEAD", url)), typed_url=url)
    assert answer.body == b""
    assert answer.header("content-length") == "70000"


async def test_a_body_of_just_the_ceiling_is_read(driver: Driver, server: HostileServer) -> None:
    body = bytes(64 * 1024)
    url = server.on("/", page(gzip.compress(body), headers={"Content-Encoding": "gzip"}))
    assert await body_of(driver, url) == body


@pytest.mark.parametrize("coding", list(BOMBS))
async def test_a_bomb_does_not_go_off(driver: Driver, server: HostileServer, coding: str) -> None:
    # The ceiling of the driver counts what is sent, too; so the bombs are cut to less.
    url = server.on("/", page(bomb(coding)[:60_000], headers={"Content-Encoding": coding}))
    reads_well(await too_large(driver, url), "larger than 64 KB")


@pytest.mark.parametrize("coding", list(BOMBS))
def test_a_bomb_is_unpacked_in_small_pieces(coding: str) -> None:
    """However much a few bytes hold, little of it is in memory before it is counted."""
    sizes = [len(piece) for piece in CODINGS[coding]().pieces(bomb(coding)[:100_000])]
    assert sum(sizes) >= 30 * MB
    assert max(sizes) <= 4 * MB


def test_compressed_nothing_is_counted() -> None:
    """A stream of empty members decodes to nothing, and must not go on for ever all the same."""
    body = Body("gzip", ceiling=10_000)
    with pytest.raises(TooLarge):
        for _ in range(1000):
            body.write(gzip.compress(b""))


def test_codings_laid_over_each_other_are_bounded() -> None:
    body = Body(", ".join(["gzip"] * 10_000), MB)
    body.write(gzip.compress(FEED))
    assert body.whole() == FEED
