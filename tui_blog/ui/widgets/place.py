"""Where a reader is: by the text, not by lines, so that it holds for every width."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui_blog.ui.widgets.blocks import Block, Key


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a column: a block, and how much of it is above the point (0.0 to 1.0)."""

    key: Key
    fraction: float = 0.0


def place_at(blocks: Sequence[Block], fraction: float) -> Place | None:
    """The place that so much of the text (0.0 to 1.0) comes before; None at its end."""
    wanted = fraction * _characters(blocks)
    for block in blocks:
        if wanted < block.characters:
            return Place(block.key, max(0.0, wanted / block.characters))
        wanted -= block.characters
    return None


def fraction_at(blocks: Sequence[Block], place: Place) -> float:
    """How much of the text comes before a place; 1.0 where it is not in these blocks."""
    passed = 0.0
    for block in blocks:
        if block.key == place.key:
            return min(1.0, (passed + place.fraction * block.characters) / max(1, _characters(blocks)))
        passed += block.characters
    return 1.0


def _characters(blocks: Sequence[Block]) -> int:
    return sum(block.characters for block in blocks)
