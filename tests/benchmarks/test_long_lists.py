"""What a key costs in the program's own list, over stored libraries of 1,000, 100,000 and 1,000,000 posts.

    uv run pytest -m benchmark -n 0 -s tests/benchmarks/test_long_lists.py

A key's work is the processor's time of all threads from the press until nothing is left to do, the rows that
are fetched behind it included, less what the same takes for a key that means nothing. The peer of the long
libraries is the short one in the same run: rounds alternate, the best of each counts, since machines drift.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pytest
from textual.pilot import Pilot

from tests.benchmarks.big_library import build
from tests.ui.acting import is_at_work, main_screen, make_app, settle
from tests.world import make_world
from tui_blog.model.post_list import PostQuery

pytestmark = pytest.mark.benchmark

SIZES = (1_000, 100_000, 1_000_000)
CEILING_MS = 16.0
FLAT = 1.2
NOISE_MS = 0.5
ROUNDS = 5

Use = Callable[[Pilot[str]], Awaitable[None]]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made = {}
    for size in SIZES:
        began, made[size] = perf_counter(), tmp_path_factory.mktemp(f"library{size}")
        build(made[size], size)
        print(f"\n{size:>9,} posts made in {perf_counter() - began:.1f} s", end="")
    return made


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[Pilot[str]]:
    world = make_world(folder)
    async with make_app(world).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        yield pilot
    world.services.close()


async def done(pilot: Pilot[str]) -> None:
    await pilot.pause()
    while is_at_work(pilot):
        await pilot.pause()


async def press(pilot: Pilot[str], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await done(pilot)


async def open_list(pilot: Pilot[str]) -> None:
    main_screen(pilot).listing.choose("all")
    await pilot.press("f12")  # as every key does
    await done(pilot)


USES: dict[str, tuple[tuple[str, ...], Use, int]] = {
    "open": (("G",), open_list, 12),
    "j": (("g",), lambda pilot: press(pilot, "j"), 25),
    "page down": (("g",), lambda pilot: press(pilot, "pagedown"), 15),
    "End": (("g",), lambda pilot: press(pilot, "end"), 1),
    "page up": (("G",), lambda pilot: press(pilot, "pageup"), 15),
    "Home": (("G",), lambda pilot: press(pilot, "home"), 1),
}
"""What is measured: the keys that lead there, the use itself, and how often in a row."""


async def milliseconds(pilot: Pilot[str], before: tuple[str, ...], use: Use, times: int) -> float:
    """The median of a few rounds of a use."""
    spent = []
    for _ in range(max(1, 6 // times)):
        await press(pilot, *before)
        for _ in range(times):
            began = process_time()
            await use(pilot)
            spent.append((process_time() - began) * 1_000)
    return median(spent)


async def test_a_key_costs_the_same_in_lists_of_any_length(folders: dict[int, Path]) -> None:
    best: dict[tuple[str, int], float] = {}
    async with AsyncExitStack() as stack:
        pilots = {size: await stack.enter_async_context(reading(folders[size])) for size in SIZES}
        idle = min([await milliseconds(pilots[1_000], (), lambda p: press(p, "f12"), 20) for _ in range(3)])
        for _ in range(ROUNDS):
            for name, how in USES.items():
                for size, pilot in pilots.items():
                    taken = await milliseconds(pilot, *how) - idle
                    best[name, size] = min(taken, best.get((name, size), taken))
    print(f"\nwork in ms (a key that means nothing: {idle:.2f} ms, taken off)")
    for name in USES:
        print(f"{name:>10} " + "  ".join(f"{size:>9,}: {best[name, size]:6.2f}" for size in SIZES))
    for name in USES:
        for size in SIZES[1:]:
            assert best[name, size] <= FLAT * best[name, SIZES[0]] + NOISE_MS, f"{name} grows"
        assert best[name, SIZES[-1]] < CEILING_MS


async def test_looking_for_titles_never_holds_the_keys_up(folders: dict[int, Path]) -> None:
    """A million titles are looked at for a word that none of them holds."""
    async with reading(folders[1_000_000]) as pilot:
        screen, began, gaps = main_screen(pilot), perf_counter(), list[float]()
        await pilot.press("F", *"zebra")
        while is_at_work(pilot):
            for _ in range(50):  # asking is work too
                asleep = perf_counter()
                await asyncio.sleep(0.001)
                gaps.append((perf_counter() - asleep) * 1_000 - 1)
        taken = perf_counter() - began
        assert screen.posts.border_subtitle == "0 posts"
    gaps.sort()
    shown = "  ".join(
        f"{share:.1%}: {gaps[int(share * len(gaps)) - 1]:.1f} ms" for share in (0.5, 0.99, 0.999, 1)
    )
    print(f"\nall titles were looked at within {taken:.1f} s; the loop stood still {shown}")
    assert gaps[int(0.999 * len(gaps))] < 50


def test_the_months_of_a_million_posts(folders: dict[int, Path]) -> None:
    """Counted off the index, beside the event loop; the picture comes up without them."""
    for size in SIZES:
        services = make_world(folders[size]).services
        spent = []
        for _ in range(5):
            began = process_time()
            months = services.reading.months(PostQuery())
            spent.append((process_time() - began) * 1_000)
        services.close()
        print(f"\n{size:>9,} posts in {len(months)} months: {min(spent):.1f} ms", end="")
        assert sum(month.posts for month in months) == size
        assert min(spent) < 200
