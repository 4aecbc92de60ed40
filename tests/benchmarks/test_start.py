"""Start to a usable list, library of 10,000 posts, against a bare Textual app that shows one line.

Both run in a pseudo-terminal of 120x40 and are timed from the call to the first byte that holds the awaited
text; runs alternate, the figure is the median of the ratios pair by pair, since machines drift. Budget: 1.5.

    uv run pytest -m benchmark -n 0 -s tests/benchmarks/test_start.py
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from tests.world import NOON
from tui_blog.model.post import Post
from tui_blog.model.text import clean_line
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore

pytestmark = pytest.mark.benchmark

RUNS = 15
BUDGET = 1.5

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Usable")
Bare().run()
"""


def fill(folder: Path, posts: int) -> None:
    database = Database.open(folder / "library.db", lambda: NOON)
    blog = BlogStore(database).add(
        title=clean_line("Big"), url="https://big.example/", feed_url="https://big.example/feed",
        source="feed", platform="feed", subscribed=True, tags=(),
    )  # fmt: skip
    store = PostStore(database)
    for start in range(0, posts, 1_000):
        store.upsert(blog.id, [sample(number) for number in range(start, start + 1_000)], NOON)
    database.close()


def sample(number: int) -> Post:
    url = f"https://big.example/{number}"
    return Post(
        url, url, clean_line(f"Post {number:06}"), "<p>Text</p>", published=NOON - timedelta(hours=number)
    )


def seconds_until(command: list[str], awaited: bytes) -> float:
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
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


@pytest.mark.parametrize("posts", [10_000])
def test_start_to_a_usable_list(tmp_path: Path, posts: int) -> None:
    fill(tmp_path, posts)
    bare_script = tmp_path / "bare.py"
    bare_script.write_text(BARE)
    ours = [sys.executable, "-m", "tui_blog", "--data-dir", str(tmp_path)]
    bare = [sys.executable, str(bare_script)]
    pairs = [(seconds_until(ours, b"Post 000000"), seconds_until(bare, b"Usable")) for _ in range(RUNS + 1)]
    mine, theirs = (median(times) for times in zip(*pairs[1:], strict=True))
    ratio = median(our / bare for our, bare in pairs[1:])
    print(f"\n{posts:,} posts: {mine * 1000:.0f} ms, bare app {theirs * 1000:.0f} ms, ratio {ratio:.2f}")
    assert ratio <= BUDGET
