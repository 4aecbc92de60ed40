"""The whole program in a terminal of our own, which says what it can draw when it is asked."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.drawing import file_of, sent, stripes
from tests.world import BLOG, World, entry, feed, page

URL = f"{BLOG}/lamp.png"
PATIENCE_SECONDS = 30
ATTRIBUTES, GRAPHICS = b"\x1b[c", re.compile(rb"\x1b_G[^\x1b]*a=q[^\x1b]*\x1b\\")
"""What a program asks: which attributes a terminal has (DA1), and whether it draws as kitty does."""
NOTHING, SIXEL = b"\x1b[?62;22c", b"\x1b[?62;4;22c"
"""What a terminal answers to the first."""
SIXELS, PLACED, HALF = b"\x1bP", b"U=1", "▀".encode()


class Terminal:
    """80 by 24 cells of 10 by 20 pixels."""

    def __init__(self, handle: int, attributes: bytes, *, is_kitty: bool) -> None:
        self._handle = handle
        self._attributes = attributes
        self._is_kitty = is_kitty
        self._unread = b""
        self.drawn = b""
        self.asked: list[str] = []

    def wait_for(self, text: bytes) -> None:
        """Answer what is asked until a text is drawn; only what comes after it counts from then on."""
        end = time.monotonic() + PATIENCE_SECONDS
        while text not in self.drawn:
            assert time.monotonic() < end, f"{text!r} was not drawn: {self.drawn[-2000:]!r}"
            if select.select([self._handle], [], [], 1)[0]:
                self._take(os.read(self._handle, 65536))
        self.drawn = self.drawn.partition(text)[2]

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def _take(self, data: bytes) -> None:
        self.drawn += data
        self._unread += data
        if ATTRIBUTES in self._unread:
            self._answer("attributes", self._attributes)
        if GRAPHICS.search(self._unread):
            self._answer("kitty", b"\x1b_Gi=1;OK\x1b\\" if self._is_kitty else b"")

    def _answer(self, asked: str, answer: bytes) -> None:
        self._unread = b""
        self.asked.append(asked)
        os.write(self._handle, answer)


@contextmanager
def program(folder: Path, attributes: bytes, *, is_kitty: bool = False, **more: str) -> Iterator[Terminal]:
    """The program in a terminal, over the library in a folder, offline."""
    words = [sys.executable, "-m", "tui_blog", "--data-dir", str(folder), "--offline"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SSH_", "NO_COLOR"))}
    child, handle = pty.fork()
    if child == 0:
        os.execve(words[0], words, {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more})
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 800, 480))
    try:
        yield Terminal(handle, attributes, is_kitty=is_kitty)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(handle)


@pytest.fixture
async def folder(world: World) -> Path:
    """A library with one post and its picture, both kept."""
    body = '<p>It is late.</p><img src="/lamp.png" alt="A lamp at dusk">'
    world.web.pages[f"{BLOG}/feed.xml"] = page(
        feed(entry("lamp", "Lamps", "2024-12-24", body)), "application/atom+xml"
    )
    world.web.pages[URL] = sent(file_of(stripes(400, 300)))
    await world.services.library.add(await world.services.library.find(BLOG))
    await world.services.pictures.file(URL)
    world.services.close()
    return world.folder


def look(terminal: Terminal) -> None:
    """Open the post, then its picture alone."""
    terminal.wait_for(b"Lamps")
    assert not terminal.asked, "not before there is a picture to look at"
    terminal.press("\r")
    terminal.wait_for(HALF)
    terminal.press("v")
    terminal.wait_for(b"Esc closes")


def test_a_terminal_with_sixels_draws_them(folder: Path) -> None:
    with program(folder, SIXEL) as terminal:
        look(terminal)
        terminal.press("q")
        terminal.wait_for(HALF)
        terminal.press("v")
        terminal.wait_for(SIXELS)
        assert terminal.asked == ["attributes"], "and is asked once"


def test_a_terminal_like_kitty_draws_in_its_way(folder: Path) -> None:
    with program(folder, NOTHING, is_kitty=True) as terminal:
        look(terminal)
        terminal.press("q")
        terminal.wait_for(HALF)
        terminal.press("v")
        terminal.wait_for(PLACED)


@pytest.mark.parametrize("attributes", [NOTHING, b""], ids=["that says so", "that says nothing"])
def test_a_terminal_without_graphics_has_half_blocks(folder: Path, attributes: bytes) -> None:
    with program(folder, attributes) as terminal:
        look(terminal)
        assert SIXELS not in terminal.drawn and PLACED not in terminal.drawn
        terminal.press("q")
        terminal.wait_for(b"It is late.")


def test_from_afar_it_is_not_asked(folder: Path) -> None:
    with program(folder, SIXEL, SSH_TTY="/dev/pts/9", TUI_BLOG_PICTURES="on") as terminal:
        look(terminal)
        assert not terminal.asked
