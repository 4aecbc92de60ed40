"""What a thread of 5,000 comments, fifty levels deep, costs to show, and each of its keys.

    uv run pytest -m benchmark -n 0 -s tests/benchmarks/test_long_threads.py

Work is the processor's time from the press until nothing is left to do; of a turn of the event loop, that of
its own thread. The peer in the same run is Textual's own `OptionList` with as many options of one line each:
it knows no markup, no tree and no folds.
"""

import asyncio
import gc
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from time import process_time, thread_time

import httpx
import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.acting import follow, main_screen, playing, press
from tests.ui.widgets.reading_room import DAY, ReadingRoom, settled, with_thread
from tests.world import BLOG, World, isso_comment, isso_thread
from tui_blog.cli import garbage
from tui_blog.model.comment import Comment, Thread, ThreadLine
from tui_blog.model.text import CleanText
from tui_blog.model.thread_order import threaded

pytestmark = pytest.mark.benchmark

COMMENTS, DEEPEST = 5_000, 50
FIRST_PAINT_MS = 100.0
CEILING_MS = 16.0
TURN_MS = 50.0
WORDS = ("lamp", "wind", "ferry", "<em>tea</em>", "moss")
KEYS = {
    "j": "j",
    "k": "k",
    "page down": "f",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "P (parent)": "P",
    ", (new)": "comma",
    "end": "G",
    "top": "g",
}


def big_thread() -> Thread:
    """Comments of a line to ten, most of them answers to a recent one."""
    dice = random.Random(1)
    comments: list[Comment] = []
    depths: list[int] = []
    for number in range(COMMENTS):
        above = number - 1 - int(dice.expovariate(1 / 20))
        is_answer = number > 0 and above >= 0 and depths[above] < DEEPEST and dice.random() < 0.95
        depths.append(depths[above] + 1 if is_answer else 0)
        text = " ".join(dice.choice(WORDS) for _ in range(dice.randint(5, 80)))
        author = CleanText(f"Author {number % 97}")
        parent = str(above) if is_answer else None
        comments.append(
            Comment(str(number), parent, author, f"<p>{text}</p>", DAY + timedelta(minutes=number))
        )
    assert max(depths) == DEEPEST
    return Thread(tuple(comments), COMMENTS)


def lines_of(thread: Thread) -> tuple[ThreadLine, ...]:
    return tuple(
        ThreadLine(
            comment,
            depth,
            CleanText(comment.html.replace("<em>tea</em>", "*tea*").removeprefix("<p>").removesuffix("</p>")),
            is_new=int(comment.id) % 50 == 0,
        )
        for comment, depth in threaded(thread.comments)
    )


class Options(App[None]):
    """The peer."""

    def compose(self) -> ComposeResult:
        yield OptionList(*(f"Author {number % 97} says something" for number in range(COMMENTS)))


async def work(pilot: Pilot[None], key: str) -> float:
    began = process_time()
    await pilot.press(key)
    await pilot.pause()
    return (process_time() - began) * 1_000


async def typical(pilot: Pilot[None], key: str, times: int = 15) -> float:
    return median([await work(pilot, key) for _ in range(times)])


async def test_a_thread_of_5000_is_as_quick_as_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    document = with_thread(*lines_of(big_thread()))
    async with Options().run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        idle = await typical(pilot, "f12")
        peer = {name: await typical(pilot, key) - idle for name, key in (("j", "down"), ("page", "pagedown"))}
    room, costs = ReadingRoom(), dict[str, float]()
    async with room.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        idle = await typical(pilot, "f12")

        began = process_time()
        room.view.show(document)
        room.view.go_to_comments()
        costs["shown"] = (process_time() - began) * 1_000
        await settled(pilot)
        costs["all of it laid out"] = (process_time() - began) * 1_000
        for _ in range(30):
            await pilot.press("j")
        for name, key in KEYS.items():
            costs[name] = await typical(pilot, key) - idle
        room.view.go_to_comment(document.lines[2_000].comment.id)
        folds = [await work(pilot, "space") for _ in range(16)]
        costs["fold"], costs["unfold"] = median(folds[0::2]) - idle, median(folds[1::2]) - idle
        began = process_time()
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        costs["resize"] = (process_time() - began) * 1_000
    with capsys.disabled():
        print(f"\nidle {idle:.1f} ms; OptionList: " + "  ".join(f"{n} {ms:.1f}" for n, ms in peer.items()))
        for name, ms in costs.items():
            print(f"{name:>20} {ms:8.1f} ms")
    assert costs["shown"] < FIRST_PAINT_MS
    assert max(costs["fold"], costs["unfold"]) < max(CEILING_MS, 1.5 * peer["page"]), (
        "a fold grows with the thread"
    )
    assert costs["j"] < max(CEILING_MS, 4 * peer["j"]), "a key grows with the thread"


# --- as it comes from a blog ---------------------------------------------------------------------


def as_isso_sends(thread: Thread) -> list[dict[str, object]]:
    return [
        {
            **isso_comment(1, comment.author, comment.html),
            "id": int(comment.id) + 1,
            "parent": int(comment.parent) + 1 if comment.parent else None,
            "created": DAY.timestamp() + int(comment.id),
        }
        for comment in thread.comments
    ]


@pytest.fixture
def garbage_as_in_the_program() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.collect()
    garbage.begin_under_screens()
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


@contextmanager
def turns() -> Iterator[list[float]]:
    """Milliseconds that the loop's thread worked in each of its turns."""
    loop, costs = asyncio.get_running_loop(), list[float]()
    run_once = loop._run_once  # type: ignore[attr-defined]

    def run_timed() -> None:
        began = thread_time()
        run_once()
        costs.append((thread_time() - began) * 1_000)

    loop._run_once = run_timed  # type: ignore[attr-defined]
    try:
        yield costs
    finally:
        loop._run_once = run_once  # type: ignore[attr-defined]


@pytest.mark.usefixtures("garbage_as_in_the_program")
async def test_keys_are_heard_while_5000_texts_come_in(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once from the blog, and once from what is kept of it."""
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(*as_isso_sends(big_thread())))
    await follow(world)
    longest: dict[str, list[float]] = {}
    for source in ("from the blog", "kept"):
        async with playing(world) as pilot:
            with turns() as costs:
                await press(pilot, "enter", "c")
            lines = main_screen(pilot).view.document.lines
            assert len(lines) == COMMENTS and all(line.is_converted for line in lines)
        longest[source] = sorted(costs, reverse=True)[:5]
    with capsys.disabled():
        for source, costs in longest.items():
            print(f"\nlongest turns, {source}: " + "  ".join(f"{ms:.1f} ms" for ms in costs), end="")
    assert max(max(costs) for costs in longest.values()) < TURN_MS
