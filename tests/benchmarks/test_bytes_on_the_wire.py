"""Bytes written to a terminal of 120x40 for a key: ours, newsboat's with the same feed, the framework's own.

Over a slow connection these bytes are the time that a key takes. Newsboat draws list and article over the
whole screen, in the terminal's own colours; tui-blog shows three panes, or with `z` the reader alone. What
the framework costs is told by a bare Textual app that scrolls lines as long: it writes all of them again, as
it knows nothing of a terminal's own scrolling, by which newsboat moves a text.

    uv run pytest -m benchmark -n 0 -s tests/benchmarks/test_bytes_on_the_wire.py
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.benchmarks.terminal import Terminal, running

pytestmark = pytest.mark.benchmark

MOVE, PAGE = 1_024, 6_144
"""The goals, in bytes: the cursor of a list moved by one, a screen of text."""
POSTS = 90

SENTENCE = """the quick brown fox of the harbour jumps over lazy dogs and waits for a letter that comes by
boat on Tuesdays weather permitting since nobody here has ever been in a hurry to read what was written in
spring"""
WORDS = SENTENCE.split()

BARE = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import Log
class Bare(App):
    BINDINGS = [("j", "down"), ("space", "page")]
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield Log()
    def on_mount(self):
        self.query_one(Log).write_lines(Path(sys.argv[1]).read_text().splitlines(), scroll_end=False)
    def action_down(self):
        self.query_one(Log).scroll_down(animate=False)
    def action_page(self):
        self.query_one(Log).scroll_page_down(animate=False)
Bare().run()
"""


def paragraph(number: int, words: int = 90) -> str:
    return " ".join(WORDS[(number * 13 + at * (1 + number % 7)) % len(WORDS)] for at in range(words))


def feed(address: str) -> str:
    """Posts of 25 paragraphs, 14 KB each."""
    entries = "".join(
        f"""<entry><id>{address}/{number}</id><title>Post {number:03} about {WORDS[number % 30]}</title>
        <link href="{address}/{number}.html"/><updated>2024-12-{1 + number % 28:02}T09:30:00Z</updated>
        <content type="html">{body(number)}</content></entry>"""
        for number in range(POSTS)
    )
    return f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>{address}/</id>
    <title>Wire</title><updated>2024-12-30T09:30:00Z</updated>{entries}</feed>"""


def body(number: int) -> str:
    return "".join(f"&lt;p&gt;{paragraph(number + at)}&lt;/p&gt;" for at in range(25))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is to stand between the figures."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of static files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    with serving(folder) as address:
        (folder / "feed.xml").write_text(feed(address))
        yield f"{address}/feed.xml"


def program(tmp_path: Path, address: str) -> list[str]:
    """Ours, with the feed in its library."""
    command = [sys.executable, "-m", "tui_blog", "--data-dir", str(tmp_path)]
    subprocess.run([*command, "add", address], check=True, capture_output=True)
    return command


def peer(tmp_path: Path, address: str) -> list[str]:
    """Newsboat with the feed in its cache."""
    newsboat = shutil.which("newsboat")
    if newsboat is None:
        pytest.skip("newsboat is not installed here")
    (tmp_path / "urls").write_text(f"{address}\n")
    (tmp_path / "config").write_text("auto-reload no\nconfirm-exit no\n")
    files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
    command = [newsboat, *(word for flag, name in files.items() for word in (flag, str(tmp_path / name)))]
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    subprocess.run([*command, "-x", "reload"], check=True, capture_output=True, env=environment)
    return command


def figures(terminal: Terminal, down: str, page: str) -> dict[str, int]:
    """Bytes a key, in the list, for opening a post, and in its text."""
    told = {"list, down": terminal.median_of(down), "list, page": terminal.median_of(page, 2)}
    told["opened"] = terminal.press("\r")
    return told | {"text, down": terminal.median_of(down), "text, page": terminal.median_of(page, 3)}


def test_bytes_for_a_key(tmp_path: Path, address: str) -> None:
    with running(program(tmp_path, address)) as terminal:
        terminal.until(b"Post 0")
        ours = figures(terminal, "j", " ")
        terminal.press("z")
        ours |= {"alone, down": terminal.median_of("j"), "alone, page": terminal.median_of(" ", 3)}
    print("\n" + told(ours))
    assert ours["list, down"] <= MOVE
    assert max(ours["list, page"], ours["text, page"]) <= PAGE


def test_bytes_for_a_key_in_newsboat(tmp_path: Path, address: str) -> None:
    """The peer, which draws in the terminal's own colours: it fills its window in whatever direction."""
    with running(peer(tmp_path, address), HOME=str(tmp_path), LC_ALL="C.UTF-8") as terminal:
        terminal.until(b"Wire")
        terminal.press("\r")
        theirs = figures(terminal, "\x1bOB", "\x1b[6~")
    print("\nnewsboat: " + told(theirs))
    assert theirs["text, page"] > 0


def told(figures: dict[str, int]) -> str:
    return " · ".join(f"{name} {spent:,}" for name, spent in figures.items())


def test_bytes_of_the_framework_itself(tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    text = [paragraph(number, 14)[:78] for number in range(600)]
    lines.write_text("\n".join(text))
    (tmp_path / "bare.py").write_text(BARE)
    with running([sys.executable, str(tmp_path / "bare.py"), str(lines)]) as terminal:
        terminal.until(text[30].encode())
        figures = {"down": terminal.median_of("j"), "page": terminal.median_of(" ", 3)}
    print("\nbare Textual app: " + told(figures))
    assert figures["page"] > 0
