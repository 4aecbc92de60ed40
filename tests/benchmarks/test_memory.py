"""Memory with the program open on a library, against a bare Textual app that shows one line.

    pytest -m benchmark -n 0 -s tests/benchmarks/test_memory.py
    TUI_BLOG_BENCH_MILLION=1 pytest -m benchmark -n 0 -s tests/benchmarks/test_memory.py

Both run in a terminal of 120x40; counted is what is resident once the screen has come to rest, and again
after a walk to the end of the list and the opening of a post.
"""

import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks.big_library import build
from tests.benchmarks.terminal import running
from tests.benchmarks.test_start import BARE

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system has no /proc"),
]

POSTS = 1_000_000 if os.environ.get("TUI_BLOG_BENCH_MILLION") else 100_000
BUDGET = 2.0


def resident(pid: int) -> float:
    """Megabytes of a process that are in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_memory_does_not_follow_the_library(tmp_path: Path) -> None:
    build(tmp_path, POSTS)
    script = tmp_path / "bare.py"
    script.write_text(BARE)
    with running([sys.executable, str(script)]) as terminal:
        terminal.until(b"Usable")
        bare = resident(terminal.pid)
    with running([sys.executable, "-m", "tui_blog", "--data-dir", str(tmp_path)]) as terminal:
        terminal.until(b"Post ")
        at_rest = resident(terminal.pid)
        for key in ("G", "g", "\r", " "):
            terminal.press(key)
        after = resident(terminal.pid)
    print(
        f"\n{POSTS:,} posts: {at_rest:.0f} MB at rest, {after:.0f} MB after a walk and a post; "
        f"bare app {bare:.0f} MB: {at_rest / bare:.2f} x, {after / bare:.2f} x"
    )
    assert at_rest <= BUDGET * bare
    assert after <= BUDGET * bare
