"""What a key costs in the list of posts, however long it is; the peer is Textual's own OptionList.

Run with `pytest -m benchmark -n 0 -s tests/benchmarks/test_post_list.py`.
"""

from statistics import median
from time import process_time
from typing import Any

import pytest
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.widgets.shelf import Library, Shelf, post

pytestmark = pytest.mark.benchmark

KEYS = {"j": ("j", "down"), "G": ("G", "end"), "g": ("g", "home"), "page": ("space", "pagedown")}
"""What is measured, with its key here and in an OptionList."""


class Wire:
    """Turns every update into what a terminal would be sent, and counts it."""

    def __init__(self, app: App[Any]) -> None:
        self.app, self.sent = app, 0
        app._display = self.display

    def display(self, screen: object, update: object) -> None:
        if isinstance(update, CompositorUpdate):
            self.sent += len(update.render_segments(self.app.console).encode())
        self.app.post_display_hook()


async def costs(pilot: Pilot[None], wire: Wire, key: str, times: int) -> tuple[float, int]:
    """The processor's milliseconds and the wire's bytes of one press, at the median."""
    spent, sent = [], []
    for _ in range(times):
        wire.sent, began = 0, process_time()
        await pilot.press(key)
        spent.append((process_time() - began) * 1_000)
        sent.append(wire.sent)
    return median(spent), round(median(sent))


async def costs_of(app: App[None], which: int) -> dict[str, tuple[float, int]]:
    async with app.run_test(size=(120, 40)) as pilot:
        wire = Wire(app)
        await pilot.press("down")
        found = {}
        for name, keys in KEYS.items():
            found[name] = await costs(pilot, wire, keys[which], 1 if name in "gG" else 20)
        return found


def options(total: int) -> Shelf:
    return Shelf(OptionList(*(f"{row.title}  {row.blog_title}" for row in map(post, range(total)))))


async def test_a_key_costs_the_same_in_a_short_and_a_long_list() -> None:
    short = await costs_of(Library(total=1_000), 0)
    long = await costs_of(Library(total=100_000), 0)
    peer = await costs_of(options(1_000), 1)
    for name in KEYS:
        print(
            f"\n{name:>5}: "
            + "; ".join(
                f"{label} {cost[name][0]:6.2f} ms {cost[name][1]:6} bytes"
                for label, cost in (("1,000", short), ("100,000", long), ("OptionList 1,000", peer))
            ),
            end="",
        )
    for name in KEYS:
        assert long[name][0] < 2 * short[name][0] + 2, f"{name} grows with the list"
