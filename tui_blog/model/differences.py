"""What became of a text: which of its parts stayed, went, came, or were reworded."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

ALIKE = 0.5
"""Share of the words that two paragraphs must have in common to be one that was reworded."""
NEAR = 6
"""Parts that are looked at to find what a part became."""
GAP = 4_096
"""Pairs that are compared each with each between two parts that are found only once on both sides."""
PATIENCE = 400_000
"""Pairs that are compared so in a whole text; what is left then counts as replaced."""

_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]\s*|[^\s{_UNSPACED}]+\s*|\s+")
"""A word with the blanks behind it; in scripts without blanks, a character."""


class Pair(NamedTuple):
    """The numbers of a part in the old text and in the new one; None where it is not there."""

    old: int | None
    new: int | None
    same: bool = False


class Run(NamedTuple):
    """Neighbouring words that stayed (" ") or came ("+"), in the new text, or that went ("-"), in the old."""

    sign: str
    start: int
    """Offsets in the text that holds them."""
    end: int


class Comparison:
    """Compares texts part by part, in a time that grows with their length whatever they hold."""

    def __init__(self) -> None:
        self._left = PATIENCE

    def parts(self, old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
        """Every part of both texts in reading order: of what was replaced, the old comes first."""
        pairs: list[Pair] = []
        at, other = 0, 0
        for one, two in (*self._kept(old, new), (len(old), len(new))):
            pairs += _reworded(old, new, range(at, one), range(other, two))
            if one < len(old):
                pairs.append(Pair(one, two, same=True))
            at, other = one + 1, two + 1
        return tuple(pairs)

    def words(self, old: str, new: str) -> tuple[Run, ...]:
        """Two wordings of a passage as one text: what stayed and what came are the new one, word by word."""
        before, after = _words(old), _words(new)
        runs: list[Run] = []
        at, other = 0, 0
        kept = self._kept([word for word, _ in before], [word for word, _ in after])
        for one, two in (*kept, (len(before), len(after))):
            runs += [Run("-", *span) for _, span in before[at:one]]
            runs += [Run("+", *span) for _, span in after[other:two]]
            runs += [Run(" ", *span) for _, span in after[two : two + 1]]
            at, other = one + 1, two + 1
        return tuple(_joined(runs))

    def _kept(self, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
        """Which parts stayed: numbers in both texts, rising.

        First what is the same at both ends, then parts that occur once on either side (the "patience" rule of
        diff programs), and only in the gaps between these each part with each other.
        """
        start, ends = _common_ends(old, new)
        kept = [(number, number) for number in range(start)]
        at = (start - 1, start - 1)
        for anchor in (*_anchors(old, new, start, ends), (len(old) - ends, len(new) - ends)):
            kept += self._between(old, new, at, anchor)
            kept.append(anchor)
            at = anchor
        kept.pop()
        return kept + [(len(old) - number, len(new) - number) for number in range(ends, 0, -1)]

    def _between(
        self, old: Sequence[str], new: Sequence[str], start: tuple[int, int], end: tuple[int, int]
    ) -> Iterator[tuple[int, int]]:
        first, second = old[start[0] + 1 : end[0]], new[start[1] + 1 : end[1]]
        effort = len(first) * len(second)
        if not 0 < effort <= min(GAP, self._left):
            return
        self._left -= effort
        for block in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
            for number in range(block.size):
                yield start[0] + 1 + block.a + number, start[1] + 1 + block.b + number


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many parts are the same at the start, and how many of the others at the end."""
    most = min(len(old), len(new))
    start = next((number for number in range(most) if old[number] != new[number]), most)
    rest = most - start
    end = next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)
    return start, end


def _anchors(old: Sequence[str], new: Sequence[str], start: int, ends: int) -> list[tuple[int, int]]:
    """The longest rising row of parts that are found exactly once on both sides."""
    first = _found_once(old, start, len(old) - ends)
    second = _found_once(new, start, len(new) - ends)
    pairs = sorted((first[part], second[part]) for part in first.keys() & second.keys())
    return _longest_rising(pairs)


def _found_once(parts: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(parts[start:end])
    return {parts[number]: number for number in range(start, end) if counts[parts[number]] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs that rise in the first number, the longest row that rises in the second as well."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tops, place)
        tops[length : length + 1] = [place]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    row: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _reworded(old: Sequence[str], new: Sequence[str], gone: range, come: range) -> Iterator[Pair]:
    """Parts that were replaced: each old one with the new one that has most of its words, if one has."""
    bags = {number: Counter(new[number].split()) for number in come}
    at = come.start
    for number in gone:
        words = Counter(old[number].split())
        found = next((one for one in range(at, min(at + NEAR, come.stop)) if _alike(words, bags[one])), None)
        if found is not None:
            yield from (Pair(None, one) for one in range(at, found))
            at = found + 1
        yield Pair(number, found)
    yield from (Pair(None, one) for one in range(at, come.stop))


def _alike(words: Counter[str], others: Counter[str]) -> bool:
    longer = max(words.total(), others.total())
    return longer > 0 and (words & others).total() >= ALIKE * longer


def _words(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words without the blanks behind them, and where they stand with these."""
    return [(found[0].rstrip(), found.span()) for found in _WORD.finditer(text)]


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    for sign, group in groupby(runs, key=attrgetter("sign")):
        together = list(group)
        yield Run(sign, together[0].start, together[-1].end)
