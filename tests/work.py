"""Work at two sizes: whether it grows with what it is given, or faster."""

import time
from collections.abc import Callable
from typing import Any

TIMES = 4
"""How much larger the larger size is; linear work takes about as many times as long, square work 16 times."""

_TICK = 0.002
"""Seconds that are too few to be compared."""


def growth(act: Callable[[str], Any], text: Callable[[int], str], size: int) -> float:
    """How many times longer `act` takes for a text four times as large, measured in time of the processor."""
    small, large = text(size), text(size * TIMES)
    return _quickest(act, large) / max(_quickest(act, small), _TICK)


def _quickest(act: Callable[[str], Any], text: str) -> float:
    """The better of two: what else the machine does only adds."""
    times = []
    for _ in range(2):
        start = time.process_time()
        act(text)
        times.append(time.process_time() - start)
    return min(times)
