"""A refresh of which a third fails, each feed in its own way: the rest is not delayed, and each is named.

    TUI_BLOG_BENCH_FEEDS=1000 pytest -m benchmark -n 0 -s tests/benchmarks/test_failing_feeds.py

The peer is a refresh of as many feeds that are in order, in the same run: it has more to store, and so the
two thirds must all be there before it would have ended.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import pytest

from tests.benchmarks.failing_hosts import FAILURES, SILENT, failing_hosts
from tests.benchmarks.feed_farm import ABSENT, NGINX, Farm, farm
from tui_blog.config import Config
from tui_blog.model.blog import Blog
from tui_blog.model.text import clean_line
from tui_blog.paths import Paths
from tui_blog.services.refreshing import Refreshed
from tui_blog.services.services import Services
from tui_blog.store.newcomers import Newcomer
from tui_blog.wiring import build_services

pytestmark = [pytest.mark.benchmark, pytest.mark.skipif(NGINX is None, reason=ABSENT)]

FEEDS = int(os.environ.get("TUI_BLOG_BENCH_FEEDS", "150"))
FAILING = FEEDS // 3
POSTS = 100
AS_LONG = 1.1
"""Times the peer, at most."""
KINDS = (*SILENT, *FAILURES, "refused")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """What a refresh told, after how long it had told all that did not fail, and all."""

    steps: list[Refreshed]
    good: float
    whole: float


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with farm(tmp_path_factory.mktemp("farm"), FEEDS, POSTS) as built:
        yield built


@pytest.fixture(scope="module")
def broken() -> Iterator[dict[str, str]]:
    """The addresses of feeds that fail, by names that say how."""
    with failing_hosts() as port:
        kinds = islice(cycle(KINDS), FAILING)
        yield {f"Broken {n} ({kind})": address(n, kind, port) for n, kind in enumerate(kinds)}


def address(number: int, kind: str, port: int) -> str:
    """Of a feed on a host of its own; nothing listens on port 1."""
    host = f"127.1.{number // 250}.{number % 250 + 1}"
    return f"http://{host}:{1 if kind == 'refused' else port}/{kind.replace(' ', '%20')}/feed.xml"


def follow(services: Services, feeds: dict[str, str]) -> Sequence[Blog]:
    newcomers = [Newcomer(clean_line(name), url.removesuffix("feed.xml"), url) for name, url in feeds.items()]
    return services._blogs.add_all(newcomers)  # type: ignore[attr-defined,no-any-return]


async def refreshed(folder: Path, feeds: dict[str, str]) -> Run:
    services = build_services(Config(), Paths(folder / "config.toml", folder))
    blogs = follow(services, feeds)
    steps, began, told = list[Refreshed](), perf_counter(), 0.0
    async for step in services.refreshing.refresh(blogs, named=True):
        steps.append(step)
        told = told if step.error else perf_counter() - began
    services.close()
    return Run(steps, told, perf_counter() - began)


async def test_two_thirds_are_not_delayed_and_each_of_the_rest_has_its_sentence(
    tmp_path: Path, served: Farm, broken: dict[str, str]
) -> None:
    good = {f"Blog {n}": url for n, url in enumerate(served.urls)}
    in_order = await refreshed(tmp_path / "in order", good)
    some = dict(islice(good.items(), FEEDS - FAILING))
    mixed = await refreshed(tmp_path / "mixed", broken | some)  # those that fail are asked first
    print(
        f"\n{len(good)} feeds in order: {in_order.whole:.2f} s; {len(some)} beside {len(broken)} that fail:"
    )
    print(f"{mixed.good:.2f} s ({mixed.good / in_order.whole:.2f} x), all told after {mixed.whole:.2f} s")
    failed = {str(step.blog.title): step.error for step in mixed.steps if step.error}
    for kind in KINDS:
        print(f"{kind:>12}: {next((error for name, error in failed.items() if f'({kind})' in name), '')}")
    assert set(failed) == set(broken)
    assert all(sentence.endswith(".") for sentence in failed.values())
    assert sum(step.new for step in mixed.steps) == len(some) * POSTS
    assert mixed.good <= AS_LONG * in_order.whole


def test_the_summary_of_the_command_names_each(tmp_path: Path, broken: dict[str, str]) -> None:
    services = build_services(Config(), Paths(tmp_path / "config.toml", tmp_path))
    quick = {name: url for name, url in broken.items() if not any(f"({kind})" in name for kind in SILENT)}
    follow(services, quick)
    services.close()
    command = [sys.executable, "-m", "tui_blog", "--data-dir", str(tmp_path), "refresh"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert [name for name in quick if f"{name}: " not in ended.stderr] == []
