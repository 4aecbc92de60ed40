"""Ways through a thread from one comment to another; None stands for "outside the thread"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_blog.model.comment import ThreadLine


def top_level(lines: Sequence[ThreadLine], current: str | None, step: int) -> str | None:
    """The next (`step` 1) or previous (-1) comment that answers no other; from outside the first or last."""
    number = _number(lines, current)
    if step > 0:
        after = lines if number is None else lines[number + 1 :]
        return next((line.comment.id for line in after if line.depth == 0), None)
    before = lines if number is None else lines[:number]
    return next((line.comment.id for line in reversed(before) if line.depth == 0), None)


def parent(lines: Sequence[ThreadLine], current: str | None) -> str | None:
    """The comment that this one stands under."""
    number = _number(lines, current)
    if number is None:
        return None
    above = reversed(lines[:number])
    return next((line.comment.id for line in above if line.depth < lines[number].depth), None)


def ancestors(lines: Sequence[ThreadLine], current: str) -> frozenset[str]:
    """All comments that this one stands under."""
    found: set[str] = set()
    number = _number(lines, current)
    depth = lines[number].depth if number is not None else 0
    for line in reversed(lines[:number]):
        if line.depth < depth:
            found.add(line.comment.id)
            depth = line.depth
    return frozenset(found)


def next_new(lines: Sequence[ThreadLine], current: str | None) -> str | None:
    """The next comment that is new, from the start again after the last."""
    start = 0 if (number := _number(lines, current)) is None else number + 1
    return next((line.comment.id for line in [*lines[start:], *lines[:start]] if line.is_new), None)


def unconverted(lines: Sequence[ThreadLine], first: str, most: int) -> list[ThreadLine]:
    """The next comments whose text is still to be made readable: from one on, then those above it."""
    start = _number(lines, first) or 0
    waiting = (line for line in chain(lines[start:], lines[:start]) if not line.is_converted)
    return list(islice(waiting, most))


def line(lines: Sequence[ThreadLine], current: str | None) -> ThreadLine | None:
    """The comment of that id."""
    number = _number(lines, current)
    return None if number is None else lines[number]


def _number(lines: Sequence[ThreadLine], comment_id: str | None) -> int | None:
    return next((number for number, line in enumerate(lines) if line.comment.id == comment_id), None)
