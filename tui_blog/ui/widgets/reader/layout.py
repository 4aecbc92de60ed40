"""A column of blocks laid out to a width: what is needed at once, the rest when there is time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

from rich.segment import Segment

from tui_blog.ui.widgets.reader.blocks import Block, Key
from tui_blog.ui.widgets.reader.place import Place
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter

SLICE = 5_000
"""Microseconds, about, for which blocks are laid out in one go."""

LOT = 32
"""Blocks that are compared in one go."""

GIANT = 20_000
"""Microseconds: what takes longer is never laid out while the reader waits, but in a thread."""


class Layout:
    """The lines of a column; those of blocks that are not laid out yet are estimated.

    Laying a block out (`measure`) moves nothing: its height counts from the next
    `adopt` on, so that whoever shows the column can keep the reader's place.
    """

    def __init__(
        self, blocks: Sequence[Block], typesetter: Typesetter, before: "Layout | None" = None
    ) -> None:
        """Take over from the layout `before` what is set the same here."""
        self.blocks = blocks
        self.typesetter = typesetter
        self._numbers = {block.key: number for number, block in enumerate(blocks)}
        self._lines: list[list[Line] | None] = [None] * len(blocks)
        self._hidden: dict[Key, tuple[Block, list[Line]]] = {}
        """What was laid out before and does not stand here now: it may be unfolded again."""
        if before is not None and before.typesetter == typesetter:
            self._take_over(before)
        self._heights = [
            len(lines) if lines is not None else block.estimate(typesetter.width)
            for block, lines in zip(blocks, self._lines, strict=True)
        ]
        self._tops = [0, *accumulate(self._heights)]
        self._has_news = False

    def _take_over(self, before: "Layout") -> None:
        self._hidden = before._hidden
        # Mostly a few blocks came or went in one place: all above and below it are the very same.
        head = _shared(before.blocks, self.blocks)
        tail = _shared(before.blocks[head:][::-1], self.blocks[head:][::-1])
        self._lines[:head] = before._lines[:head]
        if tail:
            self._lines[-tail:] = before._lines[-tail:]
        gone = zip(before.blocks[head : len(before.blocks) - tail], before._lines[head:], strict=False)
        known = self._hidden | {block.key: (block, lines) for block, lines in gone if lines is not None}
        for number in range(head, len(self.blocks) - tail):
            block = self.blocks[number]
            for source in (known, self._hidden):
                earlier = source.get(block.key)
                if earlier is not None and earlier[0] == block:
                    self._lines[number] = earlier[1]
        self._hidden = known

    @property
    def is_complete(self) -> bool:
        """Whether nothing is estimated any more."""
        return None not in self._lines

    @property
    def height(self) -> int:
        """Lines of the whole column."""
        return self._tops[-1]

    def number(self, key: Key) -> int | None:
        """Which block goes by that name."""
        return self._numbers.get(key)

    def top(self, number: int) -> int:
        """The first line of a block; that of the block after the last is the column's height."""
        return self._tops[number]

    def number_at(self, y: int) -> int:
        """The block that holds a line."""
        return min(bisect_right(self._tops, y), len(self.blocks)) - 1

    def is_measured(self, number: int) -> bool:
        """Whether a block has its real height."""
        return self._lines[number] is not None

    def lines(self, number: int) -> list[Line]:
        """The lines of a block, laid out now where it was not; none of a giant that is still to come."""
        if not self.is_measured(number) and not self.is_giant(number):
            self.measure(number)
        return self._lines[number] or []

    def line(self, number: int, y: int) -> Line:
        """A line of a block, counted from the block's top."""
        lines = self._lines[number]
        if lines is None:
            return [Segment("…", self.typesetter.inks.notice)] if y == 0 else []
        return lines[y] if y < len(lines) else []

    # --- places ----------------------------------------------------------------------------------

    def place(self, y: int) -> Place:
        """The place of a line."""
        number = self.number_at(y)
        height = max(1, self._tops[number + 1] - self._tops[number])
        return Place(self.blocks[number].key, min(1.0, (y - self._tops[number]) / height))

    def y(self, place: Place) -> int:
        """The line of a place."""
        number = self._numbers.get(place.key, 0)
        return self._tops[number] + round(place.fraction * (self._tops[number + 1] - self._tops[number]))

    def surviving(self, place: Place, after: "Layout") -> Place:
        """A place of this layout in the one that follows it: where its block is gone, the one before."""
        number = self._numbers.get(place.key, 0)
        while number and after.number(self.blocks[number].key) is None:
            number -= 1
        key = self.blocks[number].key if self.blocks else place.key
        return place if key == place.key else Place(key)

    # --- laying out ------------------------------------------------------------------------------

    def measure(self, number: int) -> None:
        """Lay out a block; may be called in a thread."""
        if self._lines[number] is None:
            self._lines[number] = self.blocks[number].lines(self.typesetter)
            self._has_news = True

    def adopt(self) -> bool:
        """Let the heights of all that is laid out count; whether there was any that did not."""
        if not self._has_news:
            return False
        self._has_news = False  # First, since a thread may bring more meanwhile.
        self._heights = [
            len(lines) if lines is not None else height
            for lines, height in zip(self._lines, self._heights, strict=True)
        ]
        self._tops = [0, *accumulate(self._heights)]
        return True

    def fill(self, place: Place, height: int) -> None:
        """Lay out what a screen shows from a place on; it starts higher where the column ends before it.

        A screen above it is laid out as well: who goes back must not land in lines that are estimated.
        """
        start = self._numbers.get(place.key, 0)
        room = self._fill(range(start, start + 1), height)
        room += round(place.fraction * self._height(start))
        room = self._fill(range(start + 1, len(self.blocks)), room)
        self._fill(range(start - 1, -1, -1), max(0, room) + height)

    def fill_above(self, number: int, height: int) -> None:
        """Lay out what a screen shows that ends with a block."""
        self._fill(range(number, -1, -1), height)

    def _fill(self, numbers: Iterable[int], room: int) -> int:
        """Lay blocks out until so many lines are full; the lines that stay empty."""
        for number in numbers:
            if room <= 0:
                break
            if not self.is_giant(number):
                self.measure(number)
            room -= self._height(number)
        return room

    def _height(self, number: int) -> int:
        lines = self._lines[number]
        return self._heights[number] if lines is None else len(lines)

    def batches(self, start: int) -> Iterator[list[int]]:
        """What is left to lay out, a slice or one larger block at a time; from a block on, then above it."""
        batch: list[int] = []
        total = 0
        for number in chain(range(start, len(self.blocks)), range(start)):
            if self.is_measured(number):
                continue
            effort = self.blocks[number].effort
            if batch and total + effort > SLICE:
                yield batch
                batch, total = [], 0
            batch.append(number)
            total += effort
        if batch:
            yield batch

    def is_giant(self, number: int) -> bool:
        """Whether laying the block out takes longer than a reader should wait for a key."""
        return self.blocks[number].effort >= GIANT


def _shared(blocks: Sequence[Block], others: Sequence[Block]) -> int:
    """With how many same blocks two columns begin; as good as all, for they are compared in lots."""
    number = 0
    while number + LOT <= min(len(blocks), len(others)):
        if blocks[number : number + LOT] != others[number : number + LOT]:
            break
        number += LOT
    return number
