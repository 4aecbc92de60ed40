"""Looking for words in what is read: every place is marked, and one of them is where the reader is."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import ClassVar

from textual.cache import LRUCache
from textual.reactive import var

from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.finding import Match, folded, letters_of, matches_in
from tui_blog.ui.widgets.reader.link_view import LinkView, Point
from tui_blog.ui.widgets.reader.overlays import Overlay
from tui_blog.ui.widgets.reader.place import Place

MATCH = "reader--match"
HERE = "reader--match-here"


class FindView(LinkView):
    """Marks the places of the words that are looked for, in the post and in its comments."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {MATCH, HERE}

    words: var[str] = var("", init=False)
    """What is looked for, as it is called; "" while no search is on."""
    sought: var[re.Pattern[str] | None] = var[re.Pattern[str] | None](None, init=False)
    """The same, as it stands among folded letters; None while no search is on."""
    match: var[Point | None] = var[Point | None](None, init=False)
    """Where the place begins that the reader was taken to."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._found: LRUCache[tuple[int, str], tuple[Match, ...]] = LRUCache(512)
        self._said: dict[int, str] = {}
        """What the blocks say that were looked at, by their numbers."""
        self._tally: tuple[int, ...] = ()
        self._is_brought = False
        self._began = Place(self.place.key)
        """Where the search began: every letter that is typed looks from there."""

    # --- looking ---------------------------------------------------------------------------------

    def begin_search(self) -> None:
        """Remember where the reader is: there the search begins, and there it ends where nothing is found."""
        self._began = self.place

    def find(self, words: str) -> None:
        """Look for words, from where the search began; "" ends the search."""
        letters = folded(words)
        self.seek(re.compile(re.escape(letters)) if letters else None, letters)

    def seek(self, sought: re.Pattern[str] | None, words: str, *, is_brought: bool = False) -> None:
        """Look for what a pattern finds among folded letters, from where the search began.

        What was looked for before the post was opened (`is_brought`) is no step on the way back.
        """
        self.sought, self.words, self.match, self._tally = sought, words, None, ()
        self._is_brought = is_brought
        self.repaint_what_differs()
        self.refresh_bindings()
        if self.sought and self.laid_out is not None:
            self._go_to_match(1, (self.laid_out.number(self._began.key) or 0, -1, -1))
        self.tell()

    def end_search(self) -> None:
        """Look for nothing, back where the search began."""
        self.find("")
        self.go_to(self._began)

    def action_match(self, step: int) -> None:
        """To the next place of the words, or the one before; round the end."""
        layout = self.laid_out
        if not self.sought or layout is None or not layout.blocks:
            return
        y = self.scroll_offset.y
        number = layout.number_at(y)
        self._go_to_match(step, self.match or (number, y - layout.top(number), -1))
        self.tell()

    def _go_to_match(self, step: int, here: Point) -> None:
        """Go to the nearest place past a point; past the last one, to the first."""
        last = len(self.laid_out.blocks) if self.laid_out else 0
        ends = ((0, -1, -1), (last - 1, 1 << 30, 0))
        found = self._nearest(step, here) or self._nearest(step, ends[step < 0])
        self.match = found
        if found is not None and self.laid_out is not None:
            self.settle()  # Blocks were laid out on the way.
            self.show_row(self.laid_out.top(found[0]) + found[1])
        self.repaint_what_differs()

    def _nearest(self, step: int, here: Point) -> Point | None:
        points = self._points(here[0], step)
        return next((point for point in points if (point > here if step > 0 else point < here)), None)

    def _points(self, number: int, step: int) -> Iterator[Point]:
        """Where the places begin, from a block on, downward or upward; blocks are laid out on the way."""
        layout = self.laid_out
        while layout is not None and 0 <= number < len(layout.blocks):
            for match in self._matches(number)[::step]:
                yield (number, match[0].line, match[0].start)
            number += step

    def _matches(self, number: int) -> tuple[Match, ...]:
        if self.laid_out is None or not self.sought or not self.sought.search(self._letters(number)):
            return ()
        key = (number, self.sought.pattern)
        if key not in self._found:
            self._found[key] = matches_in(self.laid_out.lines(number), self.sought)
        return self._found[key]

    def _letters(self, number: int) -> str:
        """What a block says, laid out now where it was not; "" of a giant, which comes in its own time."""
        if number in self._said or self.laid_out is None:
            return self._said.get(number, "")
        lines = self.laid_out.lines(number)
        if not self.laid_out.is_measured(number):
            return ""
        return self._said.setdefault(number, letters_of(lines))

    def lay_out(self) -> None:
        """Lines are others now; the place that the reader was taken to stays the same one of its block."""
        here = self._ordinal()
        self._found.clear()
        self._said, self._tally = {}, ()
        super().lay_out()
        self.match = self._again(*here) if here else None

    def _ordinal(self) -> tuple[Key, int] | None:
        """The block of the current place, and which of the places in it that is."""
        if self.match is None or self.laid_out is None:
            return None
        starts = [match[0] for match in self._matches(self.match[0])]
        at = next((n for n, first in enumerate(starts) if (first.line, first.start) == self.match[1:]), 0)
        return self.laid_out.blocks[self.match[0]].key, at

    def _again(self, key: Key, ordinal: int) -> Point | None:
        number = self.laid_out.number(key) if self.laid_out else None
        if number is None:
            return None
        matches = self._matches(number)[ordinal : ordinal + 1]
        return next(((number, match[0].line, match[0].start) for match in matches), None)

    def counted_matches(self) -> tuple[int, int]:
        """Which of the places the reader is at, from 1 (0 for none), and how many are laid out."""
        tally = self._tally or self._count()
        if self.match is None or not tally:
            return 0, tally[-1] if tally else 0
        number = self.match[0]
        starts = [(number, match[0].line, match[0].start) for match in self._matches(number)]
        before = tally[number - 1] if number else 0
        return (before + starts.index(self.match) + 1 if self.match in starts else 0), tally[-1]

    def _count(self) -> tuple[int, ...]:
        """How many places there are down to each block; kept once all blocks are laid out."""
        layout, sought = self.laid_out, self.sought
        if layout is None or sought is None:
            return ()
        measured = (n if layout.is_measured(n) else None for n in range(len(layout.blocks)))
        found = (0 if n is None else sum(1 for _ in sought.finditer(self._letters(n))) for n in measured)
        tally = tuple(accumulate(found))
        if layout.is_complete:
            self._tally = tally
        return tally

    # --- keys and drawing ------------------------------------------------------------------------

    def action_unchoose(self) -> None:
        """First no link is chosen any more, then nothing is looked for."""
        if self.chosen is None and not self.numbered and not self._is_brought:
            self.find("")
        else:
            super().action_unchoose()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of a search mean something else while none is on."""
        if action == "match":
            return self.sought is not None
        if action == "unchoose" and self.sought and not self._is_brought:
            return True
        return super().check_action(action, parameters)

    def overlays(self, number: int, line: int) -> tuple[Overlay, ...]:
        """The places on a line, below the chosen link."""
        above = super().overlays(number, line)
        if not self.sought:
            return above
        mine: list[Overlay] = []
        for match in self._matches(number):
            is_here = self.match == (number, match[0].line, match[0].start)
            component = HERE if is_here else MATCH
            mine += [Overlay(each.start, each.end, component) for each in match if each.line == line]
        return (*mine, *above)
