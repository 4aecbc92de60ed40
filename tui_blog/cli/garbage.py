"""When to look for garbage: not at the start, then in what is new; under the screens in everything at rest.

A search through everything takes as long as there is much: a quarter of a second under 5,000 comments, in
which no key is heard. It need not come while somebody types, or while there is work.
"""

import gc

SELDOM = 1_000
"""Searches in what is new after which everything is gone through all the same, whoever waits."""
ENOUGH = 10
"""And after which that is worth it at rest; Python's own measure."""


def hold() -> None:
    """Nothing that a start makes is garbage; looking for some takes a tenth of the time to the first list."""
    gc.disable()


def begin() -> None:
    """Look for it from now on, and never again in what has been imported: long lives make long pauses."""
    gc.freeze()
    gc.enable()


def begin_under_screens() -> None:
    """The same, and leave it to `at_rest` to go through everything."""
    newest, newer, _ = gc.get_threshold()
    gc.set_threshold(newest, newer, SELDOM)
    begin()


def at_rest() -> None:
    """Go through everything, where enough is new since the last time."""
    if gc.get_count()[2] >= ENOUGH:
        gc.collect()
