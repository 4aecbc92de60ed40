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
    seen = _growth(act, small, large)
    # What else the machine does may add to one of the two; work that grows too fast does so every time.
    return seen if seen < 2 * TIMES else min(seen, _growth(act, small, large), _growth(act, small, large))


def _growth(act: Callable[[str], Any], small: str, large: str) -> float:
    return _spent(act, large) / max(_spent(act, small), _TICK)


def _spent(act: Callable[[str], Any], text: str) -> float:
    start = time.process_time()
    act(text)
    return time.process_time() - start
