"""Start to a usable list: against a bare Textual app that shows one line, and against newsboat.

All run in a pseudo-terminal of 120x40 and are timed from the call to the first byte that holds the awaited
text; runs alternate, the figure is the median of the ratios pair by pair, since machines drift. Budget: 1.4
times the bare app, and no longer with a million posts than with ten thousand; faster than newsboat from
100,000 posts on.

    uv run pytest -m benchmark -n 0 -s tests/benchmarks/test_start.py
"""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks.big_library import build

pytestmark = pytest.mark.benchmark

RUNS = 15
BUDGET = 1.4
FLAT = 1.1
"""A million posts against ten thousand."""

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Usable")
Bare().run()
"""


def seconds_until(command: list[str], awaited: bytes) -> float:
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    try:
        while awaited not in seen:
            assert select.select([terminal], [], [], 30)[0], seen[-500:]
            seen += os.read(terminal, 65_536)
        return time.perf_counter() - began
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def library(folder: Path, posts: int) -> tuple[list[str], bytes]:
    """The command that opens a library of so many posts, and its newest post."""
    folder.mkdir()
    build(folder, posts)
    return [sys.executable, "-m", "tui_blog", "--data-dir", str(folder)], f"Post {posts}".encode()


def ratios(ours: tuple[list[str], bytes], theirs: tuple[list[str], bytes], runs: int = RUNS) -> float:
    """How many times as long ours takes as theirs; the first pair warms up."""
    pairs = [(seconds_until(*ours), seconds_until(*theirs)) for _ in range(runs + 1)][1:]
    mine, other = (median(times) * 1000 for times in zip(*pairs, strict=True))
    print(f"{mine:.0f} ms and {other:.0f} ms: ", end="")
    return median(one / two for one, two in pairs)


@pytest.mark.parametrize("posts", [10_000, 100_000, 1_000_000])
def test_start_to_a_usable_list(tmp_path: Path, posts: int) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE)
    print(f"\n{posts:,} posts and a bare app, ", end="")
    ratio = ratios(library(tmp_path / "library", posts), ([sys.executable, str(bare)], b"Usable"))
    print(f"{ratio:.2f}")
    assert ratio <= BUDGET


@pytest.mark.parametrize(
    ("words", "awaited", "budget"),
    [(["--version"], b"tui-blog ", 0.25), (["posts", "--json", "--limit", "20"], b"Post 10000", 0.4)],
)
def test_a_command_waits_for_nothing_that_it_does_not_need(
    tmp_path: Path, words: list[str], awaited: bytes, budget: float
) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE)
    opening, _ = library(tmp_path / "library", 10_000)
    print(f"\n{' '.join(words)} and a bare app, ", end="")
    ratio = ratios(([*opening, *words], awaited), ([sys.executable, str(bare)], b"Usable"))
    print(f"{ratio:.2f}")
    assert ratio <= budget


def test_a_million_posts_start_as_ten_thousand_do(tmp_path: Path) -> None:
    print("\n1,000,000 posts and 10,000, ", end="")
    ratio = ratios(library(tmp_path / "large", 1_000_000), library(tmp_path / "small", 10_000))
    print(f"{ratio:.2f}")
    assert ratio <= FLAT


def test_start_beside_newsboat(tmp_path: Path) -> None:
    """It is compiled, and starts before Textual has; but it loads every post, ours only a screenful."""
    times = {posts: times_newsboat(tmp_path / str(posts), posts) for posts in (10_000, 100_000)}
    assert times[100_000] >= max(1.0, 4 * times[10_000])


def times_newsboat(folder: Path, posts: int) -> float:
    """How many times as fast as newsboat with the same number of posts."""
    folder.mkdir()
    theirs = newsboat(folder, posts)
    print(f"\n{posts:,} posts and newsboat's, ", end="")
    times = 1 / ratios(library(folder / "library", posts), (theirs, b"Blog 0000"), runs=5)
    print(f"{times:.2f} times as fast")
    return times


def newsboat(folder: Path, posts: int) -> list[str]:
    """Newsboat with as many posts in its cache, of one feed; its first list is that of the feeds."""
    program = shutil.which("newsboat")
    if program is None:
        pytest.skip("newsboat is not installed here")
    items = "".join(
        f"<item><title>Post {number}</title><link>https://b.example/{number}</link>"
        f"<guid>g{number}</guid><description>Text</description></item>"
        for number in range(posts)
    )
    feed = folder / "feed.xml"
    feed.write_text(f'<rss version="2.0"><channel><title>Blog 0000</title>{items}</channel></rss>')
    (folder / "urls").write_text(f"file://{feed}\n")
    (folder / "config").write_text("auto-reload no\n")
    files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
    command = [program, *(word for flag, name in files.items() for word in (flag, str(folder / name)))]
    subprocess.run([*command, "-x", "reload"], check=True, capture_output=True)
    return command
