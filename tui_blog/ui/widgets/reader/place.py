"""Where a reader is: by the text, not by lines, so that it holds for every width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tui_blog.ui.widgets.reader.blocks import Block, Key


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a column: a block, and how much of it is above the point (0.0 to 1.0)."""

    key: Key
    fraction: float = 0.0


class Extent:
    """How much of a text each of its blocks holds; summed up once, for every move asks it."""

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        sizes = [block.characters for block in blocks]
        ends = list(accumulate(sizes))
        self._total = ends[-1] if ends else 0
        self._spans: Mapping[Key, tuple[int, int]] = {
            block.key: (end - size, size) for block, size, end in zip(blocks, sizes, ends, strict=True)
        }

    def fraction_at(self, place: Place) -> float:
        """How much of the text comes before a place; 1.0 where it is not in these blocks."""
        if place.key not in self._spans:
            return 1.0
        before, size = self._spans[place.key]
        return min(1.0, (before + place.fraction * size) / max(1, self._total))

    def place_at(self, fraction: float) -> Place | None:
        """The place that so much of the text (0.0 to 1.0) comes before; None at its end."""
        wanted = fraction * self._total
        for key, (before, size) in self._spans.items():
            if wanted - before < size:
                return Place(key, max(0.0, (wanted - before) / size))
        return None
