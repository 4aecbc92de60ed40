"""The comments of a thread as blocks: made once, and cut out anew for each fold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from tui_blog.model.text import EMPTY, CleanText
from tui_blog.ui.widgets.reader.thread_blocks import Guides, ThreadBlock, author_of, comment_key

if TYPE_CHECKING:
    from tui_blog.model.comment import ThreadLine

DEEPEST = 6
"""Levels that are drawn; answers below them stand at the last one and name whom they answer."""


class ThreadTree:
    """A thread drawn to a number of levels; threads may be thousands deep, so nothing here recurs."""

    def __init__(self, lines: Sequence[ThreadLine], levels: int, before: ThreadTree | None = None) -> None:
        """Take over the blocks of `before` where it is the same thread, some of its texts aside."""
        self.lines = lines
        self.levels = levels
        self._depths: Sequence[int]
        self._replies: Sequence[int]
        self._held: Sequence[int]
        """Of the person's own that wait for a moderator, how many come before each comment."""
        self._numbers: Mapping[str, int]
        self._open: tuple[ThreadBlock, ...]
        """All comments, nothing folded."""
        if before is not None and before.levels == levels and _is_same_thread(before.lines, lines):
            self._depths, self._replies, self._held = before._depths, before._replies, before._held
            self._numbers = before._numbers
            self._open = tuple(
                block if block.line is line else replace(block, line=line)
                for block, line in zip(before._open, lines, strict=True)
            )
            return
        self._depths = [min(line.depth, levels) for line in lines]
        self._replies = _replies(lines)
        self._held = [0, *accumulate(line.is_held for line in lines)]
        self._numbers = {line.comment.id: number for number, line in enumerate(lines)}
        self._open = self._unfolded()

    def blocks(self, folded: frozenset[str]) -> tuple[ThreadBlock, ...]:
        """The comments that no fold hides."""
        shown: list[ThreadBlock] = []
        start = 0
        for number in sorted(self._numbers[name] for name in folded if name in self._numbers):
            if number >= start:
                shown += self._open[start:number]
                shown.append(self._folded(number))
                start = number + self._replies[number] + 1
        return (*shown, *self._open[start:])

    def _folded(self, number: int) -> ThreadBlock:
        """A comment without its answers: what follows it now may be of another level than they were."""
        end = number + self._replies[number] + 1
        is_last = end == len(self.lines)
        guides, below = self._open[number].guides, () if is_last else self._open[end].guides
        if guides:
            guides = (*guides[:-1], not is_last and self._depths[end] == self._depths[number])
        return replace(self._open[number], guides=guides, after=_after(below), is_folded=True)

    def _unfolded(self) -> tuple[ThreadBlock, ...]:
        guides = _guides(self._depths, self.levels)
        after = [_after(below) for _, below in pairwise(guides)] + [()]
        return tuple(
            ThreadBlock(
                line,
                guides[number],
                after[number],
                replies,
                self._held[number + replies + 1] - self._held[number + 1],
                self._answered(line) if line.depth > self.levels else EMPTY,
                False,
                comment_key(line),
            )
            for number, (line, replies) in enumerate(zip(self.lines, self._replies, strict=True))
        )

    def _answered(self, line: ThreadLine) -> CleanText:
        """Whom a comment answers."""
        number = self._numbers.get(line.comment.parent or "")
        return EMPTY if number is None else author_of(self.lines[number])


def levels_in(width: int) -> int:
    """How many levels a column has room for: their guides take at most a third of it."""
    return max(1, min(DEEPEST, width // 3 // len("│ ")))


def _is_same_thread(lines: Sequence[ThreadLine], others: Sequence[ThreadLine]) -> bool:
    return len(lines) == len(others) and all(
        one is other or (one.comment is other.comment and one.is_mine == other.is_mine)
        for one, other in zip(lines, others, strict=True)
    )


def _replies(lines: Sequence[ThreadLine]) -> list[int]:
    """Count what hangs below each comment."""
    counts = [0] * len(lines)
    open_numbers: list[int] = []
    for number, line in enumerate(lines):
        while open_numbers and lines[open_numbers[-1]].depth >= line.depth:
            closed = open_numbers.pop()
            counts[closed] = number - closed - 1
        open_numbers.append(number)
    for number in open_numbers:
        counts[number] = len(lines) - number - 1
    return counts


def _guides(depths: Sequence[int], levels: int) -> list[Guides]:
    """For each comment and each level down to its own: will another comment of that level follow?"""
    guides: list[Guides] = []
    follows = [False] * (levels + 1)
    for depth in reversed(depths):
        guides.append(tuple(follows[1 : depth + 1]))
        follows[depth:] = [True] + [False] * (levels - depth)
    return guides[::-1]


def _after(below: Guides) -> Guides:
    """The guides of the blank line above a comment: down to its own level they go on."""
    return (*below[:-1], True) if below else ()
