"""How long a post takes to open; the peer is Textual's own Markdown widget, in the same run.

Run with `pytest -m benchmark -n 0 -s tests/benchmarks/test_reader_opening.py`.
"""

import asyncio
import gc
import tracemalloc
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import Any, ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Markdown

from tests.ui.widgets.reading_room import post, settled
from tui_blog.ui.widgets.reader.document_view import DocumentView

pytestmark = pytest.mark.benchmark

SCREEN = (120, 40)
BUDGETS = {11_000: 10, 114_000: 20}
"""How many times faster than the peer a post of so many characters opens."""

STALL = 50
"""Milliseconds of work that a key may have to wait for."""

KEY = 16
"""Milliseconds of work that a key may cost."""

FIRST_SCREEN = 100
"""Milliseconds of work until a text of a megabyte shows its first screen, or another one its new width."""

GROWTH = 5_000_000
"""Bytes that opening a hundred posts may leave behind: what caches with a limit hold."""

SENTENCE = "The *quick* brown fox of [the harbour](https://example.org) jumps over **lazy** dogs and `code`. "


def body(characters: int) -> str:
    """A post as people write them: paragraphs, headings, lists, quotes, code."""
    chapter = [
        "## A heading",
        SENTENCE * 6,
        SENTENCE * 4,
        "\n".join(f"- {SENTENCE}" for _ in range(5)),
        f"> {SENTENCE * 2}",
        SENTENCE * 5,
        "```python\ndef letters(count: int) -> str:\n    return 'slow' * count  # remark\n```",
    ]
    parts: list[str] = ["FIRST WORDS"]
    while sum(map(len, parts)) < characters:
        parts += chapter
    return "\n\n".join(parts)[:characters]


class Opener(App[None]):
    """Opens the post with a key, and knows when its first words are on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [("o", "open", "Open")]

    def __init__(self) -> None:
        super().__init__()
        self.shown = asyncio.Event()
        self.shown_at = 0.0

    def post_display_hook(self) -> None:
        """Called by Textual after each update of the screen."""
        if not self.shown.is_set() and "FIRST WORDS" in self.text_on_screen():
            self.shown_at = perf_counter()
            self.shown.set()

    def text_on_screen(self) -> str:
        return "".join(strip.text for strip in self.screen._compositor.render_strips())

    async def open_once(self, pilot: Pilot[None]) -> float:
        """Milliseconds from the key to the first words."""
        self.shown.clear()
        pressed = perf_counter()
        await pilot.press("o")
        await self.shown.wait()
        return (self.shown_at - pressed) * 1_000


class Reader(Opener):
    """Ours."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.post = post(markdown)
        self.view = DocumentView()

    def compose(self) -> ComposeResult:
        yield self.view

    def action_open(self) -> None:
        self.view.focus()
        self.view.show(self.post)


class Peer(Opener):
    """Textual's."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.markdown = markdown
        self.view = Markdown()

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield self.view

    async def action_open(self) -> None:
        await self.view.update(self.markdown)


async def opening(make: Callable[[], Opener], times: int) -> float:
    """The best of as many fresh programs: what else the machine does can only add to it."""
    taken = []
    for _ in range(times):
        app = make()
        async with app.run_test(size=SCREEN) as pilot:
            await pilot.pause()
            taken.append(await app.open_once(pilot))
    return min(taken)


@pytest.mark.parametrize("characters", BUDGETS)
async def test_a_post_opens_many_times_faster_than_with_a_widget_for_each_block(characters: int) -> None:
    markdown = body(characters)
    ours = await opening(lambda: Reader(markdown), 5)
    theirs = await opening(lambda: Peer(markdown), 3)
    ratio = theirs / ours
    print(f"\n{characters:>7} characters: {ours:.0f} ms, Markdown widget {theirs:.0f} ms, {ratio:.0f} x")
    assert ratio >= BUDGETS[characters]


async def test_no_key_waits_while_a_long_post_is_laid_out() -> None:
    app = Reader(body(114_000))
    async with app.run_test(size=SCREEN) as pilot:
        await app.open_once(pilot)
        await settled(pilot)
        # The collector's pauses are the whole program's, whatever the reader does.
        gc.collect()
        gc.disable()
        try:
            worst = await longest_stall(app)
        finally:
            gc.enable()
    print(f"\nlongest stall {worst:.0f} ms")
    assert worst < STALL


async def longest_stall(app: Reader) -> float:
    """The most work, in ms, between two turns of the event loop, from opening to the last line laid out."""
    worst, before = 0.0, process_time()
    app.action_open()
    while app.view.laid_out is None or not app.view.laid_out.is_complete:
        await asyncio.sleep(0)
        now = process_time()
        worst, before = max(worst, now - before), now
    return worst * 1_000


async def test_a_megabyte_shows_its_first_screen_at_once() -> None:
    app = Reader(body(1_000_000))
    async with app.run_test(size=SCREEN) as pilot:
        await app.open_once(pilot)
        await settled(pilot)
        began, turns = process_time(), 0
        app.view.show(app.post)
        while "FIRST WORDS" not in "".join(app.view.render_line(y).text for y in range(12)):
            await asyncio.sleep(0)
            turns += 1
        spent = (process_time() - began) * 1_000
    print(f"\nfirst screen of 1 MB {spent:.0f} ms of work, {turns} turns of the loop")
    assert spent < FIRST_SCREEN


async def test_a_new_width_shows_its_first_screen_at_once() -> None:
    app = Reader(body(114_000))
    async with app.run_test(size=SCREEN) as pilot:
        await app.open_once(pilot)
        await settled(pilot)
        app.view.go_to_position(0.5)

        async def narrow() -> None:
            app.view.text_width = 130 - app.view.text_width
            for y in range(SCREEN[1]):
                app.view.render_line(y)

        spent = await cost(narrow)
    print(f"\nfirst screen at a new width {spent:.1f} ms of work")
    assert spent < FIRST_SCREEN


async def test_posts_that_were_read_are_forgotten() -> None:
    app = Reader(body(11_000))
    async with app.run_test(size=SCREEN) as pilot:
        await open_many(app, pilot, range(20))
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        await open_many(app, pilot, range(20, 120))
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
    print(f"\n{grown / 1_000:.0f} KB more after 100 posts of 30 KB")
    assert grown < GROWTH


async def open_many(app: Reader, pilot: Pilot[None], numbers: range) -> None:
    for number in numbers:
        app.view.show(post(f"Post {number}\n\n{body(30_000)}".replace("quick", f"quick{number}")))
        await settled(pilot)


async def test_keys_cost_little_in_a_long_post() -> None:
    await keys_cost_little(114_000)


async def test_keys_cost_little_in_a_megabyte() -> None:
    await keys_cost_little(1_000_000)


async def keys_cost_little(characters: int) -> None:
    app = Reader(body(characters))
    async with app.run_test(size=SCREEN) as pilot:
        await app.open_once(pilot)
        await settled(pilot)
        costs = {key: await cost(partial(pilot.press, key)) for key in ("f", "j", "k", "G", "g")}
        widths = iter([90, 120] * 10)
        costs["resize"] = await cost(lambda: pilot.resize_terminal(next(widths), 40))
    print("\n" + ", ".join(f"{key} {spent:.1f} ms" for key, spent in costs.items()))
    assert max(costs[key] for key in ("f", "j", "k")) < KEY


async def cost(act: Callable[[], Any], times: int = 10) -> float:
    """The processor's milliseconds for what somebody does, at the median."""
    spent = []
    for _ in range(times):
        began = process_time()
        await act()
        spent.append((process_time() - began) * 1_000)
    return median(spent)
