"""What a thread of 5,000 comments, fifty levels deep, costs to show, and each of its keys.

    uv run pytest -m benchmark -n 0 -s tests/benchmarks/test_long_threads.py

Work is the processor's time from the press until nothing is left to do. The peer in the same run is Textual's
own `OptionList` with as many options of one line each: it knows no markup, no tree and no folds.
"""

import random
from datetime import timedelta
from statistics import median
from time import process_time

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.widgets.reading_room import DAY, ReadingRoom, settled, with_thread
from tui_blog.model.comment import Comment, Thread, ThreadLine
from tui_blog.model.text import CleanText
from tui_blog.model.thread_order import threaded

pytestmark = pytest.mark.benchmark

COMMENTS, DEEPEST = 5_000, 50
FIRST_PAINT_MS = 100.0
CEILING_MS = 16.0
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
    assert max(costs["fold"], costs["unfold"]) < 3 * max(CEILING_MS, peer["page"]), (
        "a fold grows with the thread"
    )
    assert costs["j"] < max(CEILING_MS, 4 * peer["j"]), "a key grows with the thread"
