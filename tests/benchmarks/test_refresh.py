"""A refresh of many blogs, all of it new and all of it unchanged, beside newsboat's over the same server.

    TUI_BLOG_BENCH_FEEDS=1000 pytest -m benchmark -n 0 -s tests/benchmarks/test_refresh.py

Both are whole processes, timed from their start to their end, one after the other; newsboat reloads with
eight threads into its own cache. Every feed has a host of its own, for ours asks a host one thing at a time.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest

from tests.benchmarks.feed_farm import ABSENT, NGINX, Farm, farm
from tests.world import NOON
from tui_blog.model.text import clean_line
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.newcomers import Newcomer

pytestmark = [pytest.mark.benchmark, pytest.mark.skipif(NGINX is None, reason=ABSENT)]

FEEDS = int(os.environ.get("TUI_BLOG_BENCH_FEEDS", "100"))
POSTS = 100
NEWSBOAT = shutil.which("newsboat")
ROOT = Path(__file__).resolve().parents[2]

TIMES_FASTER_WHEN_NEW = 5
TIMES_FASTER_WHEN_UNCHANGED = 20
LONGEST_STALL = 0.050
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took, from its start to its end."""

    seconds: float
    processor: float
    told: dict[str, float]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with farm(tmp_path_factory.mktemp("farm"), FEEDS, POSTS) as built:
        yield built


@pytest.fixture(scope="module")
def runs(served: Farm, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("readers")
    follow(folder, served)
    theirs = newsboat(folder, served) if NEWSBOAT else None
    done = {}
    for kind in ("new", "unchanged"):
        done[kind] = timed([sys.executable, "-m", "tests.benchmarks.refresh_run", str(folder)])
        if theirs:
            done[f"newsboat {kind}"] = timed(theirs)
    for name, run in done.items():
        print(f"\n{name:>20}: {run.seconds:7.2f} s, {run.processor:7.2f} s of processors  {run.told}", end="")
    return done


def follow(folder: Path, served: Farm) -> None:
    database = Database.open(folder / "library.db", lambda: NOON)
    newcomers = [Newcomer(clean_line(url), url.removesuffix("feed.xml"), url) for url in served.urls]
    BlogStore(database).add_all(newcomers)
    database.close()


def newsboat(folder: Path, served: Farm) -> list[str]:
    (folder / "urls").write_text("\n".join(served.urls) + "\n")
    (folder / "config").write_text("reload-threads 8\nmax-items 0\n")
    files = ["-u", str(folder / "urls"), "-c", str(folder / "cache.db"), "-C", str(folder / "config")]
    return [str(NEWSBOAT), *files, "-x", "reload"]


def timed(command: list[str]) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = perf_counter()
    # An installed program finds its modules compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    seconds = perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, processor, json.loads(ended.stdout) if ended.stdout.startswith("{") else {})


def test_all_that_is_new_is_stored(runs: dict[str, Run]) -> None:
    assert runs["new"].told["new"] == FEEDS * POSTS
    assert runs["unchanged"].told["unchanged"] == FEEDS


@pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed")
@pytest.mark.parametrize(
    ("kind", "times"), [("new", TIMES_FASTER_WHEN_NEW), ("unchanged", TIMES_FASTER_WHEN_UNCHANGED)]
)
def test_it_is_faster_than_newsboat(runs: dict[str, Run], kind: str, times: int) -> None:
    ratio = runs[f"newsboat {kind}"].seconds / runs[kind].seconds
    print(f"\n{kind}: {ratio:.1f} x faster than newsboat")
    assert ratio >= times


@pytest.mark.parametrize("kind", ["new", "unchanged"])
def test_the_event_loop_turns_meanwhile(runs: dict[str, Run], kind: str) -> None:
    stall, of_ours = runs[kind].told["stall"], runs[kind].told["stall_of_ours"]
    print(f"\n{kind}: longest stall {stall * 1000:.0f} ms, {of_ours * 1000:.0f} ms of it our own work")
    assert of_ours <= LONGEST_STALL
